"""Pages about one's own account: details, password, browsers."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Invalid, NotAllowed, message
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts import queries as people
from helpdesk.people.accounts.forms import (
    Nothing,
    Profile,
)
from helpdesk.people.guards import signed_in
from helpdesk.people.roles import names
from helpdesk.people.sessions import operations, queries
from helpdesk.people.sessions.forms import NewPassword
from helpdesk.people.sessions.middleware import (
    device_of,
    language_cookie,
    session_cookie,
)
from helpdesk.people.viewer import Viewer
from helpdesk.web.forms import FormView, shown
from helpdesk.web.pages import redirect, render
from helpdesk.web.parsing import parse
from helpdesk.web.typed import new_key, read

MyRequest = Request[Viewer, Any, Any]


@get("/me", name="sessions.me", guards=[signed_in])
async def show_me(request: MyRequest) -> ASGIResponse:
    return render(request, await _my_page(request))


async def _my_page(
    request: MyRequest, *, profile: FormView | None = None, password: FormView | None = None
) -> queries.MyPage:
    account = await people.find_account(request.user.id)
    if account is None:
        raise NotAllowed(hidden=True)
    values = {name: getattr(account, name) for name in ("full_name", "called", "phone", "language")}
    now = clock.now()
    return queries.MyPage(
        email=account.email,
        unit_name=account.unit_name,
        roles=names(account.roles),
        profile=profile or shown(Profile, "/me", values=values),
        password=password or shown(NewPassword, "/me/password"),
        browsers=await queries.browsers_of(account.id, request.auth.session, now),
        key=new_key(),
        now=now,
    )


@post("/me", name="sessions.change_me", guards=[signed_in], status_code=303)
async def change_me(request: MyRequest) -> ASGIResponse:
    typed = await read(request)
    try:
        form = parse(Profile, typed)
        await accounts.edit_profile(form, by=request.user, key=typed.key, now=clock.now())
    except Invalid as invalid:
        view = shown(Profile, "/me", typed=typed, problems=invalid.problems)
        return render(request, await _my_page(request, profile=view), status=422)
    response = redirect("/me", notice=message("Your details are changed."))
    cookie = language_cookie(request, form.language)
    response.headers.add("set-cookie", cookie.to_header(header=""))
    return response


@post("/me/password", name="sessions.change_password", guards=[signed_in], status_code=303)
async def change_password(request: MyRequest) -> ASGIResponse:
    typed = await read(request)
    try:
        token = await operations.change_password(
            parse(NewPassword, typed), by=request.user, device=device_of(request),
            is_shared=request.auth.is_shared, now=clock.now(),
        )  # fmt: skip
    except Invalid as invalid:
        view = shown(NewPassword, "/me/password", typed=typed, problems=invalid.problems)
        return render(request, await _my_page(request, password=view), status=422)
    response = redirect("/me", notice=message("Your password is changed."))
    cookie = session_cookie(request, token, is_shared=request.auth.is_shared)
    response.headers.add("set-cookie", cookie.to_header(header=""))
    return response


@post(
    "/me/sessions/{session:int}/sign-out",
    name="sessions.end_there",
    guards=[signed_in],
    status_code=303,
)
async def sign_out_there(request: MyRequest, session: FromPath[int]) -> ASGIResponse:
    parse(Nothing, await read(request))
    await operations.sign_out_there(session, by=request.user)
    return redirect("/me", notice=message("That browser is signed out."))


handlers: list[Any] = [show_me, change_me, change_password, sign_out_there]
