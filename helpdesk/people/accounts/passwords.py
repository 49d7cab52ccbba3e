"""Passwords: which ones will do, and their Argon2id hashes; must not know whose they are.

Hashing takes tens of milliseconds and 19 MiB, so it runs in a thread, few at a time.
"""

import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from helpdesk.errors import Message, message
from helpdesk.text.folding import clean, fold

SHORTEST = 10
LONGEST = 200

# The second set of parameters that OWASP's Password Storage Cheat Sheet gives for Argon2id.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_A_TIME = 4
_limiter: RunVar[CapacityLimiter] = RunVar("password_hashing")

_COMMON = frozenset(
    Path(__file__).with_name("data").joinpath("common_passwords.txt").read_text().split()
)


def problem_with(password: str, *, personal: Iterable[str]) -> Message | None:
    """What is wrong with a password, or None. `personal`: names and addresses it may not be."""
    if len(password) < SHORTEST:
        return message(
            "A password needs at least {least} characters; a short sentence is easy to keep.",
            least=SHORTEST,
        )
    if len(password) > LONGEST:
        return message("A password takes at most {most} characters.", most=LONGEST)
    bare = _bare(password)
    if bare in _COMMON or len(set(bare)) < 4:
        return message("This password is among the first that others would try.")
    if bare in {_bare(text) for text in personal}:
        return message("A password may not be your own name or e-mail address.")
    return None


def _bare(text: str) -> str:
    return "".join(fold(text).split())


async def hash_of(password: str) -> str:
    """The Argon2id hash to store, with its salt and parameters."""
    return await to_thread.run_sync(_HASHER.hash, _same(password), limiter=_few_at_a_time())


async def is_right(password: str, stored: str | None) -> bool:
    """Whether the password fits; takes as long for nobody (None) as for somebody."""
    return await to_thread.run_sync(_verify, password, stored, limiter=_few_at_a_time())


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex())


def _verify(password: str, stored: str | None) -> bool:
    try:
        return _HASHER.verify(stored or _nobody(), _same(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _same(password: str) -> str:
    """The same password from every keyboard: macOS and phones may send NFD."""
    return clean(password)


def _few_at_a_time() -> CapacityLimiter:
    limiter = _limiter.get(None)
    if limiter is None:
        limiter = CapacityLimiter(_AT_A_TIME)
        _limiter.set(limiter)
    return limiter
