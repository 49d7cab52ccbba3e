"""What the pages of accounts show: the list of people, and one person."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.database.listing import Cursor, Listing, page_of, read_cursor
from helpdesk.errors import Message
from helpdesk.people.accounts import history
from helpdesk.people.accounts.queries.lookups import Account, seen_account
from helpdesk.people.accounts.tables import AccountEventKind
from helpdesk.people.numbers import row_number
from helpdesk.people.roles import names
from helpdesk.people.trust import may_administer, may_issue_link
from helpdesk.people.viewer import Role, Viewer
from helpdesk.text.folding import fold

PAGE = 50
LONGEST_SEARCH = 200  # characters; SQLite refuses to look for very long ones


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    full_name: str
    position: str
    email: str
    unit_name: str
    roles: tuple[Message, ...]
    is_active: bool
    has_password: bool
    has_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    template: ClassVar[str] = "people/accounts/list.html"
    filters: Any
    active_filters: int
    address: str
    listing: Listing[PersonRow]
    may_invite: bool


@dataclass(frozen=True, slots=True)
class TeamOfPerson:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    text: Message
    happened_at: Instant
    roles: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    template: ClassVar[str] = "people/accounts/show.html"
    account: Account
    roles: tuple[Message, ...]
    teams: tuple[TeamOfPerson, ...]
    history: tuple[HistoryRow, ...]
    may_administer: bool
    may_issue_link: bool
    problems: tuple[Message, ...]
    form: Any
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitePage:
    template: ClassVar[str] = "people/accounts/invite.html"
    form: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPage:
    template: ClassVar[str] = "people/accounts/edit.html"
    id: int
    full_name: str
    form: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """`link` is None once the browser no longer has it."""

    template: ClassVar[str] = "people/accounts/link.html"
    id: int
    full_name: str
    link: str | None
    days: int
    key: str


_ASKED = """
    EXISTS (
        SELECT 1 FROM account_event AS asked
        WHERE asked.person = person.id AND asked.kind = 'reset_asked' AND NOT EXISTS (
            SELECT 1 FROM account_event AS answered
            WHERE answered.person = person.id AND answered.id > asked.id
                AND answered.kind IN ('invited', 'reset_issued', 'accepted', 'password_changed')
        )
    )
"""
_STATES = {
    "waiting": "person.is_active AND person.password_hash IS NULL",
    "asked": f"person.is_active AND {_ASKED}",
    "closed": "NOT person.is_active",
}


async def list_people(
    viewer: Viewer, *, q: str = "", unit: str = "", role: str = "", state: str = "",
    after: str | None = None,
) -> Listing[PersonRow]:  # fmt: skip
    """The people whom the viewer looks after, by given name: a province's or a unit's."""
    cursor = read_cursor(after)
    conditions = [
        _within(viewer),
        (_STATES.get(state, "person.is_active"), ()),
        *_narrowed(q, unit, role),
        *_beyond(cursor),
    ]
    direction = "DESC" if cursor and cursor.backwards else "ASC"
    found = await rows(
        f"""
        SELECT person.id, full_name, position, email, shown_name AS unit_name, person.is_active,
            password_hash IS NOT NULL AS has_password, {_ASKED} AS has_asked
        FROM person JOIN unit ON unit.id = person.unit
        WHERE {" AND ".join(sql for sql, _ in conditions)}
        ORDER BY person.sort_key {direction}, person.id {direction} LIMIT {PAGE + 1}
        """,
        *(value for _, values in conditions for value in values),
    )
    roles = await _roles_of([row["id"] for row in found])
    people = [_person_row(row, roles.get(row["id"], set())) for row in found]
    return page_of(people, cursor, PAGE, lambda row: (row.id,))


Condition = tuple[str, tuple[Any, ...]]


def _within(viewer: Viewer) -> Condition:
    if viewer.is_administrator:
        province = viewer.province
        return "(unit.id = {} OR unit.parent = {})", (province, province)
    return "person.unit = {}", (viewer.unit,)


def _narrowed(q: str, unit: str, role: str) -> list[Condition]:
    words = [(f"% {_plain(word)}%",) for word in fold(q[:LONGEST_SEARCH]).split()[:8]]
    found: list[Condition] = [("person.folded LIKE {} ESCAPE '!'", word) for word in words]
    if unit:
        found.append(("person.unit = {}", (row_number(unit),)))
    if role:
        found.append(("person.id IN (SELECT person FROM role_grant WHERE role = {})", (role,)))
    return found


def _plain(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _beyond(cursor: Cursor | None) -> list[Condition]:
    if cursor is None:
        return []
    sign = "<" if cursor.backwards else ">"
    edge = "(SELECT edge.sort_key, edge.id FROM person AS edge WHERE edge.id = {})"
    return [(f"(person.sort_key, person.id) {sign} {edge}", cursor.keys)]


async def _roles_of(people: list[int]) -> dict[int, set[Role]]:
    if not people:
        return {}
    marks = ", ".join("{}" for _ in people)
    held: dict[int, set[Role]] = {}
    for row in await rows(
        f"SELECT person, role FROM role_grant WHERE person IN ({marks})", *people
    ):
        held.setdefault(row["person"], set()).add(Role(row["role"]))
    return held


def _person_row(row: dict[str, Any], roles: set[Role]) -> PersonRow:
    return PersonRow(
        id=row["id"],
        full_name=row["full_name"],
        position=row["position"],
        email=row["email"],
        unit_name=row["unit_name"],
        roles=names(roles),
        is_active=bool(row["is_active"]),
        has_password=bool(row["has_password"]),
        has_asked=bool(row["has_asked"]),
    )


async def person_page(
    viewer: Viewer, person_id: int, *, form: Any, key: str, problems: tuple[Message, ...] = ()
) -> PersonPage:
    """One account. Raises NotAllowed(hidden) for those who may not see it."""
    account = await seen_account(viewer, person_id)
    return PersonPage(
        account=account,
        roles=names(account.roles),
        teams=await _teams_of(person_id),
        history=await _history_of(person_id),
        may_administer=may_administer(viewer, account.province),
        may_issue_link=may_issue_link(viewer, account.standing),
        problems=problems,
        form=form,
        key=key,
    )


async def _teams_of(person_id: int) -> tuple[TeamOfPerson, ...]:
    found = await rows(
        "SELECT team.id, team.name FROM team_member JOIN team ON team.id = team_member.team"
        " WHERE team_member.person = {} ORDER BY team.sort_key, team.id",
        person_id,
    )
    return tuple(TeamOfPerson(**row) for row in found)


async def _history_of(person_id: int) -> tuple[HistoryRow, ...]:
    """The latest hundred events, newest first."""
    found = await rows(
        "SELECT kind, particulars, happened_at, actor.full_name AS actor_name"
        " FROM account_event LEFT JOIN person AS actor ON actor.id = account_event.actor"
        " WHERE account_event.person = {} ORDER BY account_event.id DESC LIMIT 100",
        person_id,
    )
    return tuple(_history_row(row) for row in found)


def _history_row(row: dict[str, Any]) -> HistoryRow:
    particulars = json.loads(row["particulars"])
    kind = AccountEventKind(row["kind"])
    roles = names(Role(role) for role in particulars["after"]) if kind == "roles_changed" else ()
    return HistoryRow(history.said(kind, row["actor_name"], particulars), row["happened_at"], roles)
