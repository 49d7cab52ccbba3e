"""Pages for those who have a link, or want one."""

from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Invalid, Problem
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts import queries as people
from helpdesk.people.accounts.forms import (
    ChoosePassword,
    FirstAdministrator,
    ResetRequest,
)
from helpdesk.people.sessions import operations, queries
from helpdesk.people.sessions.middleware import (
    device_of,
)
from helpdesk.people.sessions.routes.arriving import signed_in_as
from helpdesk.web.fields import Option
from helpdesk.web.forms import shown
from helpdesk.web.pages import redirect, render
from helpdesk.web.parsing import parse
from helpdesk.web.typed import Typed, read

AnyRequest = Request[Any, Any, Any]
Problems = tuple[Problem, ...]


@get("/invitations/{token:str}", name="sessions.link", opt={"public": True})
async def show_link(request: AnyRequest, token: FromPath[str]) -> ASGIResponse:
    link = await people.open_link(token, clock.now())
    if link is None:
        return render(request, queries.DeadLinkPage(), status=404)
    return render(request, await _link_page(request, token, link))


async def _link_page(
    request: AnyRequest,
    token: str,
    link: people.OpenLink,
    typed: Typed | None = None,
    problems: Problems = (),
) -> queries.LinkPage:
    form = FirstAdministrator if link.person is None else ChoosePassword
    found = await people.departments() if link.person is None else []
    options = {"unit": [Option(str(unit), name) for unit, name in found]}
    action = f"/invitations/{quote(token, safe='')}"
    view = shown(form, action, typed=typed, problems=problems, options=options)
    return queries.LinkPage(full_name=link.full_name, email=link.email, form=view)


@post("/invitations/{token:str}", name="sessions.use_link", opt={"public": True}, status_code=303)
async def use_link(request: AnyRequest, token: FromPath[str]) -> ASGIResponse:
    typed, now = await read(request), clock.now()
    link = await people.open_link(token, now)
    if link is None:
        return render(request, queries.DeadLinkPage(), status=404)
    try:
        person = await _accepted(token, link, typed)
    except Invalid as invalid:
        page = await _link_page(request, token, link, typed, invalid.problems)
        return render(request, page, status=422)
    fresh = await operations.begin_session(person, device=device_of(request), now=clock.now())
    return await signed_in_as(request, fresh, "/", is_shared=False)


async def _accepted(token: str, link: people.OpenLink, typed: Typed) -> int:
    now = clock.now()
    if link.person is None:
        first = parse(FirstAdministrator, typed)
        return await accounts.accept_first_administrator(token, first, now=now)
    return await accounts.accept_link(token, parse(ChoosePassword, typed), now=now)


@get("/password-reset", name="sessions.reset", opt={"public": True})
async def show_reset(request: AnyRequest) -> ASGIResponse:
    return render(request, _reset_page())


def _reset_page(
    typed: Typed | None = None, problems: Problems = (), *, is_sent: bool = False
) -> queries.ResetPage:
    form = shown(ResetRequest, "/password-reset", typed=typed, problems=problems)
    return queries.ResetPage(form=form, is_sent=is_sent)


@post("/password-reset", name="sessions.ask_reset", opt={"public": True}, status_code=303)
async def ask_for_reset(request: AnyRequest) -> ASGIResponse:
    typed = await read(request)
    try:
        form = parse(ResetRequest, typed)
    except Invalid as invalid:
        return render(request, _reset_page(typed, invalid.problems), status=422)
    device, now = device_of(request), clock.now()
    if await operations.ask_for_reset(form.email, device=device, now=now) is not None:
        raise TooManyRequestsException
    return redirect("/password-reset/asked")


@get("/password-reset/asked", name="sessions.reset_asked", opt={"public": True})
async def show_reset_asked(request: AnyRequest) -> ASGIResponse:
    return render(request, _reset_page(is_sent=True))


handlers: list[Any] = [show_link, use_link, show_reset, ask_for_reset, show_reset_asked]
