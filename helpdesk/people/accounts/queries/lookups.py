"""Lookups of people: who somebody is and what decides about them. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.errors import NotAllowed
from helpdesk.people.accounts.links import hash_of
from helpdesk.people.accounts.tables import LinkKind
from helpdesk.people.numbers import row_number
from helpdesk.people.trust import Standing, may_administer, may_issue_link, may_see
from helpdesk.people.viewer import Role, Viewer

VIEWER_COLUMNS = """
    person.id AS person, person.full_name, person.called, person.unit, person.language,
    COALESCE(unit.parent, unit.id) AS province, role_grant.role, team_member.team
"""
VIEWER_JOINS = """
    JOIN unit ON unit.id = person.unit
    LEFT JOIN role_grant ON role_grant.person = person.id
    LEFT JOIN team_member ON team_member.person = person.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person as operations judge and pages show them."""

    id: int
    full_name: str
    called: str
    email: str
    phone: str
    position: str
    language: str
    unit: int
    unit_name: str
    province: int
    roles: frozenset[Role]
    is_active: bool
    has_password: bool
    revision: int

    @property
    def standing(self) -> Standing:
        return Standing(self.id, self.unit, self.province, self.roles)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that can still be used; `person` is None for the first administrator's."""

    id: int
    kind: LinkKind
    person: int | None
    full_name: str
    email: str
    called: str


async def viewer_of(person_id: int) -> Viewer:
    """The viewer that an active person is. Raises NotAllowed(hidden) when there is none."""
    found = await rows(
        f"SELECT {VIEWER_COLUMNS} FROM person {VIEWER_JOINS}"
        " WHERE person.id = {} AND person.is_active",
        person_id,
    )
    if not found:
        raise NotAllowed(hidden=True)
    return viewer_from(found)


def viewer_from(found: Sequence[dict[str, Any]]) -> Viewer:
    """One viewer from the rows (one per role and team) of VIEWER_COLUMNS; at least one row."""
    first = found[0]
    return Viewer(
        id=first["person"],
        name=first["full_name"],
        unit=first["unit"],
        province=first["province"],
        roles=frozenset(Role(row["role"]) for row in found if row["role"]) | {Role.official},
        teams=frozenset(row["team"] for row in found if row["team"] is not None),
        language=first["language"],
    )


async def find_account(person_id: int) -> Account | None:
    found = await rows(
        """
        SELECT person.*, unit.shown_name AS unit_name, COALESCE(unit.parent, unit.id) AS province,
            role_grant.role
        FROM person JOIN unit ON unit.id = person.unit
        LEFT JOIN role_grant ON role_grant.person = person.id
        WHERE person.id = {}
        """,
        row_number(person_id),
    )
    if not found:
        return None
    first = found[0]
    plain = {name: first[name] for name in _PLAIN}
    return Account(
        **plain,
        roles=frozenset(Role(row["role"]) for row in found if row["role"]) | {Role.official},
        is_active=bool(first["is_active"]),
        has_password=first["password_hash"] is not None,
    )


_PLAIN = (
    "id", "full_name", "called", "email", "phone", "position", "language", "unit", "unit_name",
    "province", "revision",
)  # fmt: skip


async def seen_account(viewer: Viewer, person_id: int) -> Account:
    """The account, for those who may see its page. Raises NotAllowed(hidden) for others."""
    account = await find_account(person_id)
    if account is None or not may_see(viewer, account.standing):
        raise NotAllowed(hidden=True)
    return account


async def administered_account(viewer: Viewer, person_id: int) -> Account:
    """The account, for its administrators: hidden from strangers, refused to focal points."""
    account = await seen_account(viewer, person_id)
    if not may_administer(viewer, account.province):
        raise NotAllowed
    return account


async def province_of(unit: int) -> int | None:
    found = await rows(
        "SELECT COALESCE(parent, id) AS province FROM unit WHERE id = {} AND is_active", unit
    )
    return found[0]["province"] if found else None


async def person_by_email(email: str) -> int | None:
    found = await rows("SELECT id FROM person WHERE email = {}", email.casefold())
    return found[0]["id"] if found else None


async def other_administrators(person_id: int, province: int) -> int:
    """How many other active administrators of the province have a password."""
    (found,) = await rows(
        """
        SELECT COUNT(*) AS others
        FROM role_grant JOIN person ON person.id = role_grant.person
        JOIN unit ON unit.id = person.unit
        WHERE role = 'administrator' AND person.is_active AND password_hash IS NOT NULL
            AND person.id <> {} AND COALESCE(unit.parent, unit.id) = {}
        """,
        person_id, province,
    )  # fmt: skip
    return int(found["others"])


async def has_administrator() -> bool:
    return bool(
        await rows(
            "SELECT person.id FROM role_grant JOIN person ON person.id = role_grant.person"
            " WHERE role = 'administrator' AND person.is_active LIMIT 1"
        )
    )


async def open_link(token: str, now: Instant) -> OpenLink | None:
    """What an unused, unexpired link of an active person is for.

    None as well once its issuer could not issue it any more: the person may be trusted with more
    by now than the issuer may take over, or the issuer with less.
    """
    found = await rows(
        """
        SELECT invitation.id, invitation.kind, created_by, person.id AS person, full_name, email,
            called
        FROM invitation LEFT JOIN person ON person.id = invitation.person
        WHERE token_hash = {} AND used_at IS NULL AND expires_at > {}
            AND (person.id IS NULL OR person.is_active)
        """,
        hash_of(token), now,
    )  # fmt: skip
    if not found or not await _could_issue(found[0]["created_by"], found[0]["person"]):
        return None
    row = found[0]
    return OpenLink(
        row["id"], LinkKind(row["kind"]), row["person"],
        row["full_name"] or "", row["email"] or "", row["called"] or "",
    )  # fmt: skip


async def _could_issue(issuer: int | None, person_id: int | None) -> bool:
    account = await find_account(person_id) if person_id is not None else None
    if issuer is None or account is None:
        return True
    try:
        return may_issue_link(await viewer_of(issuer), account.standing)
    except NotAllowed:
        return False


async def departments() -> list[tuple[int, str]]:
    """(id, name in full) of every department: where the first administrator may work."""
    found = await rows(
        "SELECT id, shown_name FROM unit WHERE kind = 'department' AND is_active ORDER BY code"
    )
    return [(row["id"], row["shown_name"]) for row in found]
