"""What people sent, as cleaned text and files, before it is asked whether it will do."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from helpdesk.text.folding import clean

MOST_FIELDS = 500
LARGEST_TEXT = 1_000_000  # without files; routes that take those let far more in
LONGEST_KEY = 200  # characters; what is longer fits into no index


@dataclass(frozen=True, slots=True)
class Typed:
    """What came with a request, untouched but for cleaned text: names to values, and files."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[UploadFile, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        return self.values.get(name, ("",))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.values.get(name, ()) if value)

    @property
    def key(self) -> str:
        """The idempotency key of the form; a form sent without one gets one that is its own."""
        return self.one("key")[:LONGEST_KEY] or new_key()

    def with_values(self, **values: tuple[str, ...]) -> "Typed":
        return Typed({**self.values, **values}, self.files)


def new_key() -> str:
    return secrets.token_urlsafe(16)


async def read(request: Request[Any, Any, Any]) -> Typed:
    """What was sent with a POST, as cleaned text and files.

    Raises 400 for a broken body, 413 for more text than `LARGEST_TEXT`.
    """
    if request.content_type[0] == RequestEncodingType.MULTI_PART:
        try:
            return _multipart(await request.form())
        except (UnicodeError, LookupError):
            raise ClientException("not in a known encoding") from None
    body = await request.body()
    _check_length(len(body))
    text = body.decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise ClientException("too many fields") from None
    return Typed(_grouped((name, value) for name, value in pairs))


def _check_length(length: int) -> None:
    if length > LARGEST_TEXT:
        raise RequestEntityTooLarge


def read_query(request: Request[Any, Any, Any]) -> Typed:
    """The part of the address behind the `?`, as a filter form sends it."""
    query = request.scope["query_string"].decode("utf-8", "replace")
    pairs = parse_qsl(query, keep_blank_values=True)[:MOST_FIELDS]
    return Typed(_grouped(pairs))


def _multipart(form: Any) -> Typed:
    pairs = list(form.multi_items())
    texts = [(name, value) for name, value in pairs if isinstance(value, str)]
    _check_length(sum(len(value) for _, value in texts))
    values = _grouped(texts)
    found: dict[str, list[UploadFile]] = {}
    for name, value in pairs:
        if isinstance(value, UploadFile) and value.filename:
            found.setdefault(name, []).append(value)
    return Typed(values, {name: tuple(many) for name, many in found.items()})


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(clean(value))
    return {name: tuple(many) for name, many in values.items()}
