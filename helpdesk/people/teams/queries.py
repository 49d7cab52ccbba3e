"""What pages show of teams. Writes nothing."""

from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.database import rows
from helpdesk.errors import NotAllowed
from helpdesk.people.numbers import row_number
from helpdesk.people.trust import may_administer
from helpdesk.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class TeamRow:
    id: int
    name: str
    unit_name: str
    members: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class TeamFacts:
    id: int
    name: str
    unit: int
    unit_name: str
    province: int
    is_active: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    full_name: str
    position: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsPage:
    template: ClassVar[str] = "people/teams/list.html"
    teams: tuple[TeamRow, ...]
    form: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    template: ClassVar[str] = "people/teams/show.html"
    team: TeamFacts
    members: tuple[Member, ...]
    details: Any
    new_member: Any
    key: str


async def list_teams(province: int) -> tuple[TeamRow, ...]:
    """The teams of a province, open ones first; a province has a handful."""
    found = await rows(
        """
        SELECT team.id, team.name, unit.shown_name AS unit_name, team.is_active,
            (SELECT COUNT(*) FROM team_member JOIN person ON person.id = team_member.person
                WHERE team_member.team = team.id AND person.is_active) AS members
        FROM team JOIN unit ON unit.id = team.unit
        WHERE team.province = {} ORDER BY team.is_active DESC, team.sort_key, team.id LIMIT 500
        """,
        province,
    )
    return tuple(TeamRow(**{**row, "is_active": bool(row["is_active"])}) for row in found)


async def team_facts(team_id: int) -> TeamFacts | None:
    found = await rows(
        "SELECT team.id, team.name, team.unit, unit.shown_name AS unit_name, province,"
        " team.is_active, team.revision FROM team JOIN unit ON unit.id = team.unit"
        " WHERE team.id = {}",
        row_number(team_id),
    )
    return TeamFacts(**{**found[0], "is_active": bool(found[0]["is_active"])}) if found else None


async def seen_team(viewer: Viewer, team_id: int) -> TeamFacts:
    """Raises NotAllowed(hidden) outside the administrator's province."""
    team = await team_facts(team_id)
    if team is None or not may_administer(viewer, team.province):
        raise NotAllowed(hidden=True)
    return team


async def members_of(team_id: int) -> tuple[Member, ...]:
    found = await rows(
        "SELECT person.id, full_name, position, is_active FROM team_member"
        " JOIN person ON person.id = team_member.person WHERE team = {}"
        " ORDER BY person.sort_key, person.id",
        team_id,
    )
    return tuple(Member(**{**row, "is_active": bool(row["is_active"])}) for row in found)


async def technicians(province: int, *, but: int) -> list[tuple[int, str]]:
    """(id, name and unit) of active technicians of a province who are not in the team `but`."""
    found = await rows(
        """
        SELECT person.id, full_name, shown_name FROM role_grant
        JOIN person ON person.id = role_grant.person JOIN unit ON unit.id = person.unit
        WHERE role = 'technician' AND person.is_active AND COALESCE(unit.parent, unit.id) = {}
            AND person.id NOT IN (SELECT person FROM team_member WHERE team = {})
        ORDER BY person.sort_key, person.id LIMIT 500
        """,
        province, but,
    )  # fmt: skip
    return [(row["id"], f"{row['full_name']} ({row['shown_name']})") for row in found]


async def departments_of(province: int) -> list[tuple[int, str]]:
    """(id, name in full) of the departments of a province."""
    found = await rows(
        "SELECT id, shown_name FROM unit WHERE kind = 'department' AND is_active AND parent = {}"
        " ORDER BY sort_key, id",
        province,
    )
    return [(row["id"], row["shown_name"]) for row in found]


async def has_other(unit: int, name: str, but: int) -> bool:
    """Whether another team of the department has this name."""
    found = await rows(
        "SELECT id FROM team WHERE unit = {} AND name = {} AND id <> {}", unit, name, but
    )
    return bool(found)


async def names_for(person: int) -> list[str]:
    """The names of a person's teams."""
    found = await rows(
        "SELECT team.name FROM team_member JOIN team ON team.id = team_member.team"
        " WHERE team_member.person = {} ORDER BY team.sort_key, team.id",
        person,
    )
    return [row["name"] for row in found]
