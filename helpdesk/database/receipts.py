"""Receipts: a form sent twice takes effect once, and gets the same answer; knows no form.

Browsers repeat a POST on their own when a reused connection dies, and people press twice. Every
form carries a key; the operation that answers it leaves a receipt under that key.
"""

import functools
import hashlib
import inspect
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import msgspec
from piccolo.columns import BigInt, Text
from piccolo.table import Table

from helpdesk.clock import Instant
from helpdesk.database.columns import identity
from helpdesk.database.engine import rows, transaction
from helpdesk.errors import Stale, message

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=int | str | None)

_NOT_CONTENT = ("by", "key", "now")


class Receipt(Table, tablename="receipt"):
    """What was asked under a key (SHA-256), and answered (JSON). `owner` 0 is nobody signed in."""

    id = identity()
    owner = BigInt()
    key = Text()
    digest = Text()
    answer = Text(null=True, default=None)
    created_at = BigInt()


def idempotent(
    operation: Callable[P, Awaitable[Answer]],
) -> Callable[P, Coroutine[Any, Any, Answer]]:
    """Run an operation in a transaction, once for each `key` of the person `by`.

    Takes the keyword arguments `key` (None: always runs), `now` and, when somebody is signed
    in, `by`; all others are the content. The same key and content give the stored answer again.
    Raises Stale for the same key with other content. When the operation raises, there is no
    receipt.
    """
    signature = inspect.signature(operation)
    name = f"{operation.__module__}.{operation.__qualname__}"
    if missing := {"key", "now"} - signature.parameters.keys():
        raise TypeError(f"{name} takes no {' and no '.join(sorted(missing))}")

    @functools.wraps(operation)
    async def once(*args: P.args, **kwargs: P.kwargs) -> Answer:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        key, owner = given.arguments["key"], getattr(given.arguments.get("by"), "id", 0)
        async with transaction():
            if key is None:
                return await operation(*args, **kwargs)
            digest = _digest(name, given.arguments)
            receipt = await _claim(owner, key, digest, given.arguments["now"])
            answer: Answer
            if receipt is None:
                answer = await _answer_again(owner, key, digest)
                return answer
            answer = await operation(*args, **kwargs)
            stored = msgspec.json.encode(answer).decode()
            await rows("UPDATE receipt SET answer = {} WHERE id = {}", stored, receipt)
            return answer

    return once


async def forget_receipts(before: Instant) -> int:
    """Delete receipts older than `before`, answering how many.

    A form sent again after that takes effect again.
    """
    return len(await rows("DELETE FROM receipt WHERE created_at < {} RETURNING id", before))


async def _claim(owner: int, key: str, digest: str, now: Instant) -> int | None:
    """The new receipt; None when the key is used. Waits for whoever is using it just now."""
    found = await rows(
        "INSERT INTO receipt (owner, key, digest, created_at) VALUES ({}, {}, {}, {})"
        " ON CONFLICT (owner, key) DO NOTHING RETURNING id",
        owner,
        key,
        digest,
        now,
    )
    return found[0]["id"] if found else None


async def _answer_again(owner: int, key: str, digest: str) -> Any:
    [receipt] = await rows(
        "SELECT digest, answer FROM receipt WHERE owner = {} AND key = {}", owner, key
    )
    if receipt["digest"] != digest:
        raise Stale(message("This form was already sent, with other content."))
    return msgspec.json.decode(receipt["answer"])


def _digest(name: str, arguments: dict[str, Any]) -> str:
    content = [value for key, value in arguments.items() if key not in _NOT_CONTENT]
    return hashlib.sha256(_ENCODER.encode([name, *content])).hexdigest()


def _other(value: object) -> object:
    """What JSON does not know: a row stands for its key."""
    if isinstance(value, Table):
        return [value._meta.tablename, getattr(value, value._meta.primary_key._meta.name)]
    raise TypeError(f"{type(value).__name__} cannot be the content of a form")


_ENCODER = msgspec.json.Encoder(enc_hook=_other, order="deterministic")
