"""Pages for signing in and out."""

from typing import Any

from litestar import Request, get, post
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.clock import MINUTE, SECOND
from helpdesk.errors import Invalid, NotAllowed, Problem, message
from helpdesk.people.numbers import row_number
from helpdesk.people.sessions import operations, queries
from helpdesk.people.sessions.forms import SampleSignIn, SignIn, SignOut
from helpdesk.people.sessions.middleware import (
    device_of,
    no_session_cookie,
    token_of,
)
from helpdesk.people.sessions.operations import TooManyTries
from helpdesk.people.sessions.routes.arriving import signed_in_as
from helpdesk.text.formatting import local
from helpdesk.web.forms import shown
from helpdesk.web.pages import local_address, redirect, render
from helpdesk.web.parsing import parse
from helpdesk.web.typed import Typed, new_key, read, read_query

AnyRequest = Request[Any, Any, Any]
Problems = tuple[Problem, ...]

# "cookies" is left out: it would empty those of every site under the same registered domain.
_CLEAR = '"cache", "storage"'


@get("/sign-in", name="sessions.sign_in", opt={"public": True})
async def show_sign_in(request: AnyRequest) -> ASGIResponse:
    return render(request, await _sign_in_page(request))


async def _sign_in_page(
    request: AnyRequest, typed: Typed | None = None, problems: Problems = ()
) -> queries.SignInPage:
    is_demonstration = request.app.state.settings.demonstration
    values = {"next": local_address(read_query(request).one("next"))}
    return queries.SignInPage(
        form=shown(SignIn, "/sign-in", typed=typed, problems=problems, values=values),
        samples=await queries.sample_people() if is_demonstration else (),
        key=new_key(),
    )


@post("/sign-in", name="sessions.begin", opt={"public": True}, status_code=303)
async def sign_in(request: AnyRequest) -> ASGIResponse:
    typed = await read(request)
    try:
        form = parse(SignIn, typed)
        answer = await operations.sign_in(form, device=device_of(request), now=clock.now())
    except Invalid as invalid:
        page = await _sign_in_page(request, typed, invalid.problems)
        return render(request, page, status=422)
    if isinstance(answer, TooManyTries):
        return await _wait(request, typed, answer)
    to = local_address(typed.one("next"))
    return await signed_in_as(
        request, answer.token, to, is_shared=answer.is_shared, language=answer.language
    )


async def _wait(request: AnyRequest, typed: Typed, answer: TooManyTries) -> ASGIResponse:
    said = message(
        "Too many tries. For safety, please try again after {time}, or ask for a new password.",
        time=f"{local(answer.again_at + MINUTE):%H:%M}",
    )
    response = render(
        request, await _sign_in_page(request, typed, (Problem("", said),)), status=429
    )
    response.headers["retry-after"] = str(max(1, (answer.again_at - clock.now()) // SECOND))
    return response


@post("/demonstration-sign-in", name="sessions.sample", opt={"public": True}, status_code=303)
async def sign_in_as_sample(request: AnyRequest) -> ASGIResponse:
    if not request.app.state.settings.demonstration:
        raise NotAllowed(hidden=True)
    form = parse(SampleSignIn, await read(request))
    person = row_number(form.person)
    token = await operations.sign_in_as_sample(person, device=device_of(request), now=clock.now())
    return await signed_in_as(request, token, "/", is_shared=False)


@get("/sign-out", name="sessions.sign_out", opt={"public": True})
async def show_sign_out(request: AnyRequest) -> ASGIResponse:
    page = queries.SignOutPage(
        is_signed_in=request.scope.get("user") is not None,
        form=shown(SignOut, "/sign-out"),
        key=new_key(),
    )
    return render(request, page)


@post("/sign-out", name="sessions.end", opt={"public": True}, status_code=303)
async def sign_out(request: AnyRequest) -> ASGIResponse:
    form = parse(SignOut, await read(request))
    token = token_of(request)
    if token is not None:
        await operations.sign_out(token)
    response = redirect("/sign-in" if form.shared else "/sign-out")
    response.headers.add("set-cookie", no_session_cookie(request).to_header(header=""))
    if form.shared:
        response.headers["clear-site-data"] = _CLEAR
    return response


handlers: list[Any] = [show_sign_in, sign_in, sign_in_as_sample, show_sign_out, sign_out]
