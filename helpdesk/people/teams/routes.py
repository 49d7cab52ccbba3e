"""Pages about teams of technicians."""

from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Problem, message
from helpdesk.people.accounts.forms import Nothing
from helpdesk.people.guards import needs
from helpdesk.people.teams import operations, queries
from helpdesk.people.teams.forms import NewMember, NewTeam, TeamDetails
from helpdesk.people.viewer import Role, Viewer
from helpdesk.web.fields import Option
from helpdesk.web.forms import FormView, shown, submit
from helpdesk.web.pages import render
from helpdesk.web.typed import Typed, new_key

TeamRequest = Request[Viewer, Any, Any]
Problems = tuple[Problem, ...]

_administer = [needs(Role.administrator)]


@get("/teams", name="teams.list", guards=_administer)
async def list_teams(request: TeamRequest) -> ASGIResponse:
    return render(request, await _list_page(request))


async def _list_page(
    request: TeamRequest, typed: Typed | None = None, problems: Problems = ()
) -> queries.TeamsPage:
    departments = await queries.departments_of(request.user.province)
    options = {"unit": [Option(str(unit), name) for unit, name in departments]}
    values = {"unit": departments[0][0]} if departments else {}
    form = shown(NewTeam, "/teams", typed=typed, problems=problems, options=options, values=values)
    teams = await queries.list_teams(request.user.province)
    return queries.TeamsPage(teams=teams, form=form)


@post("/teams", name="teams.make", guards=_administer, status_code=303)
async def make_team(request: TeamRequest) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.TeamsPage:
        return await _list_page(request, typed, problems)

    return await submit(
        request,
        NewTeam,
        perform=lambda form, key: operations.make_team(
            form, by=request.user, key=key, now=clock.now()
        ),
        then=lambda team: f"/teams/{team}",
        again=again,
        notice=message("The team is there. Now add its technicians."),
    )


@get("/teams/{team:int}", name="teams.show", guards=_administer)
async def show_team(request: TeamRequest, team: FromPath[int]) -> ASGIResponse:
    return render(request, await _page(request, team))


async def _page(request: TeamRequest, team_id: int) -> queries.TeamPage:
    team = await queries.seen_team(request.user, team_id)
    return queries.TeamPage(
        team=team,
        members=await queries.members_of(team_id),
        details=_details_form(team),
        new_member=await _member_form(team),
        key=new_key(),
    )


def _details_form(
    team: queries.TeamFacts, typed: Typed | None = None, problems: Problems = ()
) -> FormView:
    if typed is not None:
        typed = typed.with_values(revision=(str(team.revision),))
    values = {"name": team.name, "closed": not team.is_active, "revision": team.revision}
    return shown(TeamDetails, f"/teams/{team.id}", typed=typed, problems=problems, values=values)


async def _member_form(
    team: queries.TeamFacts, typed: Typed | None = None, problems: Problems = ()
) -> FormView:
    found = await queries.technicians(team.province, but=team.id)
    options = {"person": [Option(str(person), name) for person, name in found]}
    return shown(
        NewMember, f"/teams/{team.id}/members", typed=typed, problems=problems, options=options
    )


@post("/teams/{team:int}", name="teams.change", guards=_administer, status_code=303)
async def change_team(request: TeamRequest, team: FromPath[int]) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.TeamPage:
        page = await _page(request, team)
        return replace(page, details=_details_form(page.team, typed, problems))

    return await submit(
        request,
        TeamDetails,
        perform=lambda form, key: operations.change_team(
            team, form, by=request.user, key=key, now=clock.now()
        ),
        then=lambda _: f"/teams/{team}",
        again=again,
        notice=message("The team is changed."),
    )


@post("/teams/{team:int}/members", name="teams.add_member", guards=_administer, status_code=303)
async def add_member(request: TeamRequest, team: FromPath[int]) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.TeamPage:
        page = await _page(request, team)
        return replace(page, new_member=await _member_form(page.team, typed, problems))

    return await submit(
        request,
        NewMember,
        perform=lambda form, key: operations.add_member(
            team, form, by=request.user, key=key, now=clock.now()
        ),
        then=lambda _: f"/teams/{team}",
        again=again,
        notice=message("The technician is in the team now."),
    )


@post(
    "/teams/{team:int}/members/{person:int}/removal",
    name="teams.remove_member",
    guards=_administer,
    status_code=303,
)
async def remove_member(
    request: TeamRequest, team: FromPath[int], person: FromPath[int]
) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.TeamPage:
        return await _page(request, team)

    return await submit(
        request,
        Nothing,
        perform=lambda form, key: operations.remove_member(
            team, person, by=request.user, key=key, now=clock.now()
        ),
        then=lambda _: f"/teams/{team}",
        again=again,
        notice=message("The technician is no longer in the team."),
    )


handlers: list[Any] = [list_teams, make_team, show_team, change_team, add_member, remove_member]
