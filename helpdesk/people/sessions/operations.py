"""Signing in and out: the only file of the room that writes. Knows no request and no cookie."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpdesk.clock import DAY, Instant
from helpdesk.database import rows, transaction
from helpdesk.errors import Invalid, NotAllowed, Problem, message
from helpdesk.people import cache
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts import passwords
from helpdesk.people.accounts.links import hash_of, new_token
from helpdesk.people.accounts.queries import find_account, viewer_of
from helpdesk.people.accounts.tables import AccountEventKind
from helpdesk.people.numbers import row_number
from helpdesk.people.sessions import queries
from helpdesk.people.sessions.expiry import WINDOW, expires_at, next_try_at
from helpdesk.people.viewer import Viewer
from helpdesk.text.folding import clean

if TYPE_CHECKING:
    from helpdesk.people.sessions.forms import NewPassword, SignIn

_ATTEMPTS_KEPT: Instant = 30 * DAY


@dataclass(frozen=True, slots=True)
class Device:
    """Where a browser comes from: its network address and what it says it is."""

    address: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` belongs into the browser's cookie and is kept nowhere else."""

    token: str
    is_shared: bool
    language: str


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """Signing in was not even tried; it may be again at `again_at`."""

    again_at: Instant


WRONG = Problem("", message("The e-mail address or the password is not right. Please try again."))


async def sign_in(form: "SignIn", *, device: Device, now: Instant) -> SignedIn | TooManyTries:
    """Begin a session for the right password.

    Raises Invalid with one and the same problem, after one and the same work, for an unknown
    address, a wrong password, an account without a password and a closed one.
    """
    attempt = await _attempt(form.email, device, now)
    if isinstance(attempt, TooManyTries):
        return attempt
    person, stored = await _password_of(form.email)
    if not await passwords.is_right(form.password, stored) or person is None:
        raise Invalid([WRONG])
    renewed = await passwords.hash_of(form.password) if _is_outdated(stored) else None
    async with transaction():
        if renewed:
            # Not over a password that was changed while the old one was being hashed.
            sql = "UPDATE person SET password_hash = {} WHERE id = {} AND password_hash = {}"
            await rows(sql, renewed, person, stored)
        await rows("UPDATE sign_in_attempt SET has_succeeded = TRUE WHERE id = {}", attempt)
        token = await _insert_session(person, device, is_shared=form.shared, now=now)
    return SignedIn(token, form.shared, (await viewer_of(person)).language)


async def ask_for_reset(email: str, *, device: Device, now: Instant) -> TooManyTries | None:
    """Note that somebody asked for a new password, as `accounts.ask_for_reset` does.

    It counts as a try from that address. One transaction, in which there always is something to
    write: how long it takes does not tell either whether the account exists.
    """
    async with transaction():
        attempt = await _attempt(f"reset {email}", device, now)
        if isinstance(attempt, TooManyTries):
            return attempt
        await accounts.ask_for_reset(email, now=now)
    return None


def _is_outdated(stored: str | None) -> bool:
    return stored is not None and passwords.is_outdated(stored)


async def _attempt(email: str, device: Device, now: Instant) -> int | TooManyTries:
    """Count the try before it is made: tries at the same moment count each other."""
    account = hashlib.sha256(clean(email).casefold().encode()).hexdigest()
    (added,) = await rows(
        "INSERT INTO sign_in_attempt (account, address, has_succeeded, attempted_at)"
        " VALUES ({}, {}, FALSE, {}) RETURNING id",
        account, device.address, now,
    )  # fmt: skip
    before = await queries.failures(account, device.address, now - WINDOW, added["id"])
    again_at = next_try_at(*before, now)
    if again_at is None:
        return int(added["id"])
    await rows("DELETE FROM sign_in_attempt WHERE id = {}", added["id"])
    return TooManyTries(again_at)


async def _password_of(email: str) -> tuple[int | None, str | None]:
    found = await rows(
        "SELECT id, password_hash FROM person WHERE email = {} AND is_active",
        clean(email).casefold(),
    )
    return (found[0]["id"], found[0]["password_hash"]) if found else (None, None)


async def begin_session(
    person: int, *, device: Device = Device(), is_shared: bool = False, now: Instant
) -> str:
    """Begin a session without a password: after a link was used, and for demonstrations.

    Answers the token. Raises NotAllowed(hidden) when there is no such active person.
    """
    await viewer_of(person)
    return await _insert_session(person, device, is_shared=is_shared, now=now)


async def sign_in_as_sample(person: int, *, device: Device, now: Instant) -> str:
    """Begin a session as one of the people of a demonstration. Answers the token."""
    if person not in {sample.id for sample in await queries.sample_people()}:
        raise NotAllowed(hidden=True)
    return await begin_session(person, device=device, now=now)


async def _insert_session(person: int, device: Device, *, is_shared: bool, now: Instant) -> str:
    token = new_token()
    await rows(
        "INSERT INTO session (token_hash, person, is_shared, user_agent, address, created_at,"
        " last_seen_at, expires_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {})",
        hash_of(token), person, is_shared, clean(device.user_agent)[:200], device.address, now,
        now, expires_at(now, now, is_shared=is_shared),
    )  # fmt: skip
    return token


async def mark_seen(session: queries.OpenSession, now: Instant) -> None:
    """Write that a session was used, which lets it live on."""
    ends = expires_at(session.created_at, now, is_shared=session.is_shared)
    await rows(
        "UPDATE session SET last_seen_at = {}, expires_at = {} WHERE id = {}",
        now, ends, session.id,
    )  # fmt: skip


async def sign_out(token: str) -> None:
    """End the session of a token, if there is one."""
    await rows("DELETE FROM session WHERE token_hash = {}", hash_of(token))
    cache.forget_everyone()


async def sign_out_there(session: int, *, by: Viewer) -> None:
    """End another session of one's own. Ending it twice is the same as once."""
    session = row_number(session)
    found = await rows("SELECT person FROM session WHERE id = {}", session)
    if found and found[0]["person"] != by.id:
        raise NotAllowed(hidden=True)
    await rows("DELETE FROM session WHERE id = {} AND person = {}", session, by.id)
    cache.forget_everyone()


async def change_password(
    form: "NewPassword", *, by: Viewer, device: Device, is_shared: bool, now: Instant
) -> str:
    """Change one's own password: every other session ends, this one goes on with a new token.

    The old password counts as a try to sign in. Answers the token. Raises Invalid.
    """
    account = await find_account(by.id)
    if account is None:
        raise NotAllowed(hidden=True)
    personal = (account.full_name, account.called, account.email, account.email.split("@")[0])
    _check_new(form, personal)
    attempt = await _attempt(account.email, device, now)
    if isinstance(attempt, TooManyTries):
        raise Invalid(
            [Problem("old", message("Too many tries; please wait a quarter of an hour."))]
        )
    _, stored = await _password_of(account.email)
    if not await passwords.is_right(form.old, stored):
        raise Invalid([Problem("old", message("This is not your present password."))])
    hashed = await passwords.hash_of(form.password)
    async with transaction():
        await rows("UPDATE sign_in_attempt SET has_succeeded = TRUE WHERE id = {}", attempt)
        await accounts.set_password(by.id, hashed, now=now)
        await rows("DELETE FROM session WHERE person = {}", by.id)
        await accounts.record(by.id, by.id, AccountEventKind.password_changed, now)
        return await _insert_session(by.id, device, is_shared=is_shared, now=now)


def _check_new(form: "NewPassword", personal: tuple[str, ...]) -> None:
    problem = passwords.problem_with(form.password, personal=personal)
    if problem is not None:
        raise Invalid([Problem("password", problem)])
    if form.password != form.again:
        raise Invalid([Problem("again", message("The two passwords are not the same."))])


async def forget_old(now: Instant) -> int:
    """Delete ended sessions and old attempts; a chore. Answers how many sessions there were."""
    async with transaction():
        ended = await rows("DELETE FROM session WHERE expires_at <= {} RETURNING id", now)
        await rows("DELETE FROM sign_in_attempt WHERE attempted_at < {}", now - _ATTEMPTS_KEPT)
    return len(ended)
