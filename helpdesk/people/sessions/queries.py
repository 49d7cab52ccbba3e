"""Who comes with a token, and which browsers a person is signed in with. Writes nothing."""

from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.errors import Message
from helpdesk.people.accounts.queries import VIEWER_COLUMNS, VIEWER_JOINS, viewer_from
from helpdesk.people.roles import NAMES
from helpdesk.people.sessions.browsers import browser_name
from helpdesk.people.viewer import Role, Viewer


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended, and whose it is."""

    id: int
    viewer: Viewer
    is_shared: bool
    created_at: Instant
    last_seen_at: Instant
    expires_at: Instant


@dataclass(frozen=True, slots=True)
class Browser:
    """A session as its owner sees it in the list of their own; `name` may be empty."""

    id: int
    name: Message | str
    address: str
    created_at: Instant
    last_seen_at: Instant
    is_this: bool


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody of the demonstration to sign in as, and the role they stand for."""

    id: int
    full_name: str
    unit_name: str
    role: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    template: ClassVar[str] = "people/sessions/sign_in.html"
    form: Any
    samples: tuple[SamplePerson, ...]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutPage:
    template: ClassVar[str] = "people/sessions/sign_out.html"
    is_signed_in: bool
    form: Any
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """`full_name` and `email` are empty for the first administrator."""

    template: ClassVar[str] = "people/sessions/link.html"
    full_name: str
    email: str
    form: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLinkPage:
    template: ClassVar[str] = "people/sessions/dead_link.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPage:
    template: ClassVar[str] = "people/sessions/reset.html"
    form: Any
    is_sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MyPage:
    template: ClassVar[str] = "people/sessions/me.html"
    email: str
    unit_name: str
    roles: tuple[Message, ...]
    profile: Any
    password: Any
    browsers: tuple[Browser, ...]
    key: str
    now: Instant


async def open_session(token_hash: str, now: Instant) -> OpenSession | None:
    """The session of a token and its viewer, in one query."""
    found = await rows(
        f"""
        SELECT session.id AS session, session.is_shared, session.created_at,
            session.last_seen_at, session.expires_at, {VIEWER_COLUMNS}
        FROM session JOIN person ON person.id = session.person {VIEWER_JOINS}
        WHERE session.token_hash = {{}} AND session.expires_at > {{}}
            AND person.is_active AND session.created_at >= person.signed_out_at
        """,
        token_hash, now,
    )  # fmt: skip
    return _open(found) if found else None


def _open(found: list[dict[str, Any]]) -> OpenSession:
    first = found[0]
    return OpenSession(
        id=first["session"],
        viewer=viewer_from(found),
        is_shared=bool(first["is_shared"]),
        created_at=first["created_at"],
        last_seen_at=first["last_seen_at"],
        expires_at=first["expires_at"],
    )


async def browsers_of(person: int, this: int | None, now: Instant) -> tuple[Browser, ...]:
    """The open sessions of a person, last used first."""
    found = await rows(
        """
        SELECT session.id, user_agent, address, session.created_at, last_seen_at
        FROM session JOIN person ON person.id = session.person
        WHERE person = {} AND expires_at > {} AND session.created_at >= person.signed_out_at
        ORDER BY last_seen_at DESC, session.id DESC LIMIT 50
        """,
        person, now,
    )  # fmt: skip
    return tuple(
        Browser(
            row["id"],
            browser_name(row["user_agent"]),
            row["address"],
            row["created_at"],
            row["last_seen_at"],
            row["id"] == this,
        )
        for row in found
    )


async def failures(
    account: str, address: str, since: Instant, but: int
) -> tuple[list[int], list[int]]:
    """When signing in failed lately for an account and from an address, newest first.

    The attempt `but`, the one being made, does not count.
    """
    sql = (
        "SELECT attempted_at FROM sign_in_attempt"
        " WHERE {column} = {{}} AND attempted_at > {{}} AND NOT has_succeeded AND id <> {{}}"
        " ORDER BY attempted_at DESC LIMIT 100"
    )
    for_account = await rows(sql.format(column="account"), account, since, but)
    from_address = await rows(sql.format(column="address"), address, since, but)
    return (
        [row["attempted_at"] for row in for_account],
        [row["attempted_at"] for row in from_address],
    )


async def sample_people() -> tuple[SamplePerson, ...]:
    """For each role, the first active person who has it and no rarer one; for demonstrations."""
    found = await rows(
        """
        SELECT person.id, full_name, shown_name, role FROM role_grant
        JOIN person ON person.id = role_grant.person JOIN unit ON unit.id = person.unit
        WHERE person.is_active ORDER BY person.id LIMIT 2000
        """
    )
    highest: dict[int, dict[str, Any]] = {}
    for row in found:
        before = highest.get(row["id"])
        if before is None or _RANK[row["role"]] > _RANK[before["role"]]:
            highest[row["id"]] = row
    first: dict[str, dict[str, Any]] = {}
    for row in highest.values():
        first.setdefault(row["role"], row)
    return tuple(
        SamplePerson(row["id"], row["full_name"], row["shown_name"], NAMES[Role(row["role"])])
        for row in sorted(first.values(), key=lambda row: _RANK[row["role"]])
    )


_RANK = {role.value: rank for rank, role in enumerate(Role)}
