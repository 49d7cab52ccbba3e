"""The verbs on links: issued, used, asked for. A link is the only way to a first password."""

from typing import TYPE_CHECKING, Protocol

from helpdesk.clock import HOUR, Instant
from helpdesk.database import rows, transaction
from helpdesk.errors import Invalid, NotAllowed, Problem, Stale, message
from helpdesk.people.accounts import passwords, queries
from helpdesk.people.accounts.links import LIFETIMES, hash_of, kind_for, new_token
from helpdesk.people.accounts.operations.recording import (
    NewPerson,
    insert_person,
    record,
    sign_out_everywhere,
)
from helpdesk.people.accounts.tables import AccountEventKind, LinkKind
from helpdesk.people.numbers import row_number
from helpdesk.people.trust import may_issue_link
from helpdesk.people.viewer import Role, Viewer

if TYPE_CHECKING:
    from helpdesk.people.accounts.forms import FirstAdministrator

_ASKED_AT_MOST_EVERY = HOUR
_ISSUED = {
    LinkKind.invite: AccountEventKind.invited,
    LinkKind.reset: AccountEventKind.reset_issued,
}


class TwicePassword(Protocol):
    """A password, typed twice."""

    @property
    def password(self) -> str: ...
    @property
    def again(self) -> str: ...


async def issue_link(person_id: int, *, by: Viewer, now: Instant) -> str:
    """A fresh link for the person to choose a password; older ones stop working.

    Answers the token, which is kept nowhere else. Repeating it is harmless: the last link
    counts. Raises NotAllowed for those who may not, Invalid for a closed account.
    """
    token = new_token()
    async with transaction():
        account = await queries.seen_account(by, person_id)
        if not may_issue_link(by, account.standing):
            raise NotAllowed
        if not account.is_active:
            text = message("The account is closed: open it again first.")
            raise Invalid([Problem("", text)])
        kind = kind_for(account.has_password)
        await _keep_link(person_id, kind, token, by=by.id, now=now)
        await record(person_id, by.id, _ISSUED[kind], now)
    return token


async def first_administrator_link(*, now: Instant) -> str | None:
    """A link that makes the first administrator; None once there is one."""
    token = new_token()
    async with transaction():
        if await queries.has_administrator():
            return None
        await _keep_link(None, LinkKind.first_administrator, token, by=None, now=now)
    return token


async def _keep_link(
    person_id: int | None, kind: LinkKind, token: str, *, by: int | None, now: Instant
) -> None:
    await rows(
        "UPDATE invitation SET used_at = {} WHERE used_at IS NULL AND COALESCE(person, 0) = {}",
        now, person_id or 0,
    )  # fmt: skip
    await rows(
        "INSERT INTO invitation (person, kind, token_hash, created_by, created_at, expires_at)"
        " VALUES ({}, {}, {}, {}, {}, {})",
        person_id, kind.value, hash_of(token), by, now, now + LIFETIMES[kind],
    )  # fmt: skip


async def accept_link(token: str, form: TwicePassword, *, now: Instant) -> int:
    """Choose a password with a link, which is used up; every session of the person ends.

    Answers the person's id. Raises Invalid for the password, Stale for a link used up meanwhile,
    NotAllowed(hidden) for no link at all.
    """
    link = await _opened(token, now)
    if link.person is None:
        raise NotAllowed(hidden=True)
    _check(form, personal=(link.full_name, link.called, link.email, _before_at(link.email)))
    hashed = await passwords.hash_of(form.password)
    async with transaction():
        await _use_up(link, now)
        await set_password(link.person, hashed, now=now)
        await record(link.person, link.person, AccountEventKind.accepted, now, link=link.kind)
    return link.person


async def accept_first_administrator(
    token: str, form: "FirstAdministrator", *, now: Instant
) -> int:
    """Make the first administrator, of the province they choose. Answers and raises likewise."""
    link = await _opened(token, now)
    if link.kind is not LinkKind.first_administrator:
        raise NotAllowed(hidden=True)
    _check(form, personal=(form.full_name, form.email, _before_at(form.email)))
    hashed = await passwords.hash_of(form.password)
    async with transaction():
        if await queries.has_administrator():
            raise NotAllowed(hidden=True)
        await _use_up(link, now)
        new = NewPerson(
            full_name=form.full_name,
            email=form.email,
            unit=await _unit_of_first(form.unit),
            roles=frozenset({Role.administrator}),
            password_hash=hashed,
        )
        return await insert_person(new, by=None, now=now)


async def set_password(person_id: int, hashed: str, *, now: Instant) -> None:
    """Keep the hash of a new password, and end every session begun before."""
    await rows("UPDATE person SET password_hash = {} WHERE id = {}", hashed, person_id)
    await sign_out_everywhere(person_id, now)


async def ask_for_reset(email: str, *, now: Instant) -> None:
    """Note that somebody asked for a link, at most hourly; says nothing of whether they exist."""
    await rows(
        """
        INSERT INTO account_event (person, actor, kind, particulars, happened_at)
        SELECT id, id, 'reset_asked', {}, {} FROM person
        WHERE email = {} AND is_active AND NOT EXISTS (
            SELECT 1 FROM account_event AS earlier WHERE earlier.person = person.id
                AND earlier.kind = 'reset_asked' AND earlier.happened_at > {}
        )
        """,
        "{}", now, email.casefold(), now - _ASKED_AT_MOST_EVERY,
    )  # fmt: skip


async def _opened(token: str, now: Instant) -> queries.OpenLink:
    link = await queries.open_link(token, now)
    if link is None:
        raise NotAllowed(hidden=True)
    return link


async def _use_up(link: queries.OpenLink, now: Instant) -> None:
    used = await rows(
        "UPDATE invitation SET used_at = {} WHERE id = {} AND used_at IS NULL RETURNING id",
        now, link.id,
    )  # fmt: skip
    if not used:
        raise Stale(message("This link was used a moment ago. Please sign in."))


async def _unit_of_first(unit: str) -> int:
    found = await rows(
        "SELECT id FROM unit WHERE is_active AND kind = 'department' AND id = {}",
        row_number(unit),
    )
    if not found:
        raise Invalid([Problem("unit", message("Please choose a department."))])
    return int(found[0]["id"])


def _check(form: TwicePassword, *, personal: tuple[str, ...]) -> None:
    problem = passwords.problem_with(form.password, personal=personal)
    if problem is not None:
        raise Invalid([Problem("password", problem)])
    if form.password != form.again:
        text = message("The two passwords are not the same.")
        raise Invalid([Problem("again", text)])


def _before_at(email: str) -> str:
    return email.partition("@")[0]
