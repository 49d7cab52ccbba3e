"""Pages about the people of a province: list, invite, one person, their link, roles, details."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.clock import DAY
from helpdesk.errors import Invalid, Problem, message
from helpdesk.people.accounts import operations, queries
from helpdesk.people.accounts.forms import (
    ROLE_OPTIONS,
    Details,
    Invite,
    Nothing,
    PeopleFilters,
    Roles,
)
from helpdesk.people.accounts.links import LIFETIMES, kind_for
from helpdesk.people.accounts.queries import Account
from helpdesk.people.guards import needs
from helpdesk.people.units.queries import unit_options
from helpdesk.people.viewer import Role, Viewer
from helpdesk.web.fields import Option
from helpdesk.web.forms import FormView, shown, submit
from helpdesk.web.pages import redirect, render
from helpdesk.web.typed import Typed, new_key, read, read_query

PersonRequest = Request[Viewer, Any, Any]
Problems = tuple[Problem, ...]

_LINK_SHOWN_FOR = 600  # seconds
_look_after = [needs(Role.administrator, Role.focal_point)]
_administer = [needs(Role.administrator)]


@get("/people", name="people.list", guards=_look_after)
async def list_people(request: PersonRequest) -> ASGIResponse:
    typed = read_query(request)
    chosen = {name: typed.one(name) for name in ("q", "unit", "role", "state")}
    listing = await queries.list_people(request.user, **chosen, after=typed.one("from"))
    active = {name: value for name, value in chosen.items() if value}
    page = queries.PeoplePage(
        filters=shown(PeopleFilters, "/people", typed=typed, options=await _units(request.user)),
        active_filters=len(active),
        address=f"/people?{urlencode(active)}{'&' if active else ''}",
        listing=listing,
        may_invite=request.user.is_administrator,
    )
    return render(request, page)


async def _units(viewer: Viewer) -> dict[str, list[Option]]:
    units = await unit_options(viewer.province) if viewer.is_administrator else []
    return {"unit": [Option(str(unit), name) for unit, name in units]}


@get("/people/new", name="people.new", guards=_administer)
async def new_person(request: PersonRequest) -> ASGIResponse:
    return render(request, await _invite_page(request))


@post("/people", name="people.invite", guards=_administer, status_code=303)
async def invite(request: PersonRequest) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.InvitePage:
        return await _invite_page(request, typed, problems)

    now = clock.now()
    return await submit(
        request,
        Invite,
        perform=lambda form, key: operations.invite(form, by=request.user, key=key, now=now),
        then=lambda person: f"/people/{person}",
        again=again,
        notice=message("The account is there. Now make the link with which they sign in."),
    )


async def _invite_page(
    request: PersonRequest, typed: Typed | None = None, problems: Problems = ()
) -> queries.InvitePage:
    options = {**await _units(request.user), "roles": list(ROLE_OPTIONS)}
    first = {"unit": read_query(request).one("unit")}
    form = shown(Invite, "/people", typed=typed, problems=problems, options=options, values=first)
    return queries.InvitePage(form=form)


@get("/people/{person:int}", name="people.show", guards=_look_after)
async def show_person(request: PersonRequest, person: FromPath[int]) -> ASGIResponse:
    return render(request, await _person_page(request, person))


async def _person_page(
    request: PersonRequest, person: int, typed: Typed | None = None, problems: Problems = ()
) -> queries.PersonPage:
    account = await queries.seen_account(request.user, person)
    said = tuple(problem.message for problem in problems)
    return await queries.person_page(
        request.user,
        person,
        form=_roles_form(account, typed, problems),
        key=new_key(),
        problems=() if typed and typed.one("revision") else said,
    )


def _roles_form(account: Account, typed: Typed | None, problems: Problems) -> FormView:
    is_theirs = typed is not None and typed.one("revision") != ""
    return shown(
        Roles,
        f"/people/{account.id}/roles",
        typed=typed.with_values(revision=(str(account.revision),)) if typed and is_theirs else None,
        problems=problems if is_theirs else (),
        options={"roles": list(ROLE_OPTIONS)},
        values={"roles": sorted(account.roles), "revision": account.revision},
    )


@post("/people/{person:int}/roles", name="people.roles", guards=_administer, status_code=303)
async def change_roles(request: PersonRequest, person: FromPath[int]) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.PersonPage:
        return await _person_page(request, person, typed, problems)

    return await submit(
        request,
        Roles,
        perform=lambda form, key: operations.change_roles(
            person, form, by=request.user, key=key, now=clock.now()
        ),
        then=lambda _: f"/people/{person}",
        again=again,
        notice=message("The roles are changed."),
    )


@get("/people/{person:int}/edit", name="people.edit", guards=_administer)
async def edit_person(request: PersonRequest, person: FromPath[int]) -> ASGIResponse:
    return render(request, await _edit_page(request, person))


async def _edit_page(
    request: PersonRequest, person: int, typed: Typed | None = None, problems: Problems = ()
) -> queries.EditPage:
    account = await queries.administered_account(request.user, person)
    values = {
        name: getattr(account, name)
        for name in ("revision", "full_name", "email", "position", "phone", "called")
    }
    if typed is not None:
        typed = typed.with_values(revision=(str(account.revision),))
    form = shown(Details, f"/people/{person}", typed=typed, problems=problems, values=values)
    return queries.EditPage(id=person, full_name=account.full_name, form=form)


@post("/people/{person:int}", name="people.change", guards=_administer, status_code=303)
async def change_person(request: PersonRequest, person: FromPath[int]) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.EditPage:
        return await _edit_page(request, person, typed, problems)

    return await submit(
        request,
        Details,
        perform=lambda form, key: operations.edit_details(
            person, form, by=request.user, key=key, now=clock.now()
        ),
        then=lambda _: f"/people/{person}",
        again=again,
        notice=message("The details are changed."),
    )


@post(
    "/people/{person:int}/reactivation",
    name="people.reactivate",
    guards=_administer,
    status_code=303,
)
async def reactivate(request: PersonRequest, person: FromPath[int]) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.PersonPage:
        return await _person_page(request, person, typed, problems)

    return await submit(
        request,
        Nothing,
        perform=lambda form, key: operations.reactivate(
            person, by=request.user, key=key, now=clock.now()
        ),
        then=lambda _: f"/people/{person}",
        again=again,
        notice=message("The account is open again."),
    )


@post("/people/{person:int}/link", name="people.issue_link", guards=_look_after, status_code=303)
async def issue_link(request: PersonRequest, person: FromPath[int]) -> ASGIResponse:
    typed = await read(request)
    try:
        token = await operations.issue_link(person, by=request.user, now=clock.now())
    except Invalid as invalid:
        page = await _person_page(request, person, typed, invalid.problems)
        return render(request, page, status=422)
    response = redirect(f"/people/{person}/link")
    response.headers.add("set-cookie", _link_cookie(request, person, token).to_header(header=""))
    return response


@get("/people/{person:int}/link", name="people.link", guards=_look_after)
async def show_link(request: PersonRequest, person: FromPath[int]) -> ASGIResponse:
    account = await queries.seen_account(request.user, person)
    token = request.cookies.get("link")
    address = f"{request.app.state.settings.public_url}/invitations/{token}" if token else None
    page = queries.LinkPage(
        id=person,
        full_name=account.full_name,
        link=address,
        days=LIFETIMES[kind_for(account.has_password)] // DAY,
        key=new_key(),
    )
    return render(request, page)


def _link_cookie(request: PersonRequest, person: int, token: str) -> Cookie:
    """The token travels to the one page that shows it, and is gone after ten minutes."""
    return Cookie(
        "link", value=token, max_age=_LINK_SHOWN_FOR, path=f"/people/{person}/link",
        httponly=True, samesite="strict", secure=request.app.state.settings.secure,
    )  # fmt: skip


handlers: list[Any] = [
    list_people,
    new_person,
    invite,
    show_person,
    change_roles,
    edit_person,
    change_person,
    reactivate,
    issue_link,
    show_link,
]
