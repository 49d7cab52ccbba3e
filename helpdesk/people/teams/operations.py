"""What changes teams: made, renamed, closed, joined, left. Nothing else here writes."""

from typing import TYPE_CHECKING

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows
from helpdesk.errors import Invalid, NotAllowed, Problem, Stale, message
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts.queries import find_account
from helpdesk.people.accounts.tables import AccountEventKind
from helpdesk.people.numbers import row_number
from helpdesk.people.teams import queries
from helpdesk.people.trust import may_administer
from helpdesk.people.viewer import Role, Viewer
from helpdesk.text.folding import sort_key

if TYPE_CHECKING:
    from helpdesk.people.teams.forms import NewMember, NewTeam, TeamDetails

_TAKEN = Problem("name", message("The department has a team of this name already."))


@idempotent
async def make_team(form: "NewTeam", *, by: Viewer, key: str | None, now: Instant) -> int:
    """Make a team in a department of the administrator's province. Answers its id.

    Raises Invalid for a name that the department has already, or a department elsewhere.
    """
    if not by.is_administrator:
        raise NotAllowed
    departments = {str(unit) for unit, _ in await queries.departments_of(by.province)}
    if form.unit not in departments:
        raise Invalid([Problem("unit", message("Please choose a department."))])
    made = await rows(
        "INSERT INTO team (unit, province, name, sort_key) VALUES ({}, {}, {}, {})"
        " ON CONFLICT (unit, name) DO NOTHING RETURNING id",
        int(form.unit), by.province, form.name, sort_key(form.name),
    )  # fmt: skip
    if not made:
        raise Invalid([_TAKEN])
    return int(made[0]["id"])


@idempotent
async def change_team(
    team_id: int, form: "TeamDetails", *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Rename, close or open a team. Raises Stale when it was changed meanwhile, or Invalid."""
    team = await _administered(team_id, by)
    if await queries.has_other(team.unit, form.name, team_id):
        raise Invalid([_TAKEN])
    changed = await rows(
        "UPDATE team SET name = {}, sort_key = {}, is_active = {}, revision = revision + 1"
        " WHERE id = {} AND revision = {} RETURNING id",
        form.name, sort_key(form.name), not form.closed, team_id,
        row_number(form.revision),
    )  # fmt: skip
    if not changed:
        raise Stale(message("Somebody changed this team meanwhile. Please look again."))
    return team_id


@idempotent
async def add_member(
    team_id: int, form: "NewMember", *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Let a technician of the province share the team's queue. Answers the team's id."""
    team = await _administered(team_id, by)
    person = row_number(form.person)
    account = await find_account(person)
    if account is None or account.province != team.province or not account.is_active:
        raise Invalid([Problem("person", message("Please choose somebody of your province."))])
    if Role.technician not in account.roles:
        text = message("Only technicians work in teams: give the role first.")
        raise Invalid([Problem("person", text)])
    await rows(
        "INSERT INTO team_member (team, person, added_at) VALUES ({}, {}, {})"
        " ON CONFLICT (person, team) DO NOTHING",
        team_id, person, now,
    )  # fmt: skip
    await _record(person, by, now)
    return team_id


@idempotent
async def remove_member(
    team_id: int, person: int, *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Take somebody out of a team; their tickets stay theirs. Answers the team's id."""
    await _administered(team_id, by)
    removed = await rows(
        "DELETE FROM team_member WHERE team = {} AND person = {} RETURNING id",
        team_id,
        row_number(person),
    )
    if removed:
        await _record(person, by, now)
    return team_id


async def _record(person: int, by: Viewer, now: Instant) -> None:
    teams = ", ".join(await queries.names_for(person))
    await accounts.record(person, by.id, AccountEventKind.teams_changed, now, teams=teams)


async def _administered(team_id: int, by: Viewer) -> queries.TeamFacts:
    team = await queries.team_facts(team_id)
    if team is None or not may_administer(by, team.province):
        raise NotAllowed(hidden=True)
    return team
