"""Reporting a problem: the form, and what happens when it is sent."""

from collections.abc import Sequence

from litestar import get, post
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Invalid, Problem, message
from helpdesk.people.guards import signed_in
from helpdesk.people.viewer import Viewer
from helpdesk.text.personal import findings
from helpdesk.tickets import operations
from helpdesk.tickets.catalogue.queries import categories, services
from helpdesk.tickets.files.queries import uploads_of
from helpdesk.tickets.files.receiving import LARGEST_BODY, AnyRequest, submit_with_files
from helpdesk.tickets.forms import NewTicket
from helpdesk.tickets.queries.reporting import (
    NewTicketPage,
    may_report_for_others,
    own_phone,
    requesters,
)
from helpdesk.tickets.routes.options import entry_options, upload_options
from helpdesk.web.fields import Option
from helpdesk.web.forms import shown
from helpdesk.web.pages import language_of, render
from helpdesk.web.typed import Typed, read_query

BEHIND_MORE = frozenset({"service", "details", "file_code", "requester_search", "requester"})
SENT = message("Your report was sent. You can follow it here.")
NOBODY_FOUND = message("Nobody was found for these words. Try a part of the name, or the e-mail.")
WHICH_PERSON = message("Please choose the person you mean.")
NOTICED = {
    "identity_number": message("This looks like an identity number: {shown}"),
    "one_time_code": message("This looks like a one-time code: {shown}"),
    "password": message("This looks like a password or a PIN: {shown}"),
}


@get("/tickets/new", name="tickets.new", guards=[signed_in])
async def new(request: AnyRequest) -> ASGIResponse:
    """The empty form; `?guide=` keeps the guide that was read, `?category=` what was tapped."""
    query = read_query(request)
    chosen = {"guide": query.one("guide")[:100], "category": query.one("category")[:60]}
    return render(request, await _page(request, None, (), chosen))


@post(
    "/tickets",
    name="tickets.open",
    guards=[signed_in],
    request_max_body_size=LARGEST_BODY,
    status_code=303,
)
async def open_ticket(request: AnyRequest) -> ASGIResponse:
    viewer: Viewer = request.user

    async def perform(form: NewTicket, key: str) -> int:
        check_private(form.checked, form.title, form.details)
        await _check_requester(form, viewer)
        return await operations.open_ticket(form, by=viewer, key=key, now=clock.now())

    async def again(typed: Typed, problems: Sequence[Problem]) -> NewTicketPage:
        return await _page(request, typed, problems, {})

    return await submit_with_files(
        request, NewTicket, perform=perform, then=_address, again=again, notice=SENT
    )


def _address(number: int) -> str:
    return f"/tickets/{number}"


def check_private(checked: bool, *texts: str) -> None:
    """Raises Invalid, once, when personal data stands in the texts and nobody confirmed it."""
    noticed = dict.fromkeys(finding for text in texts for finding in findings(text))
    if noticed and not checked:
        raise Invalid(
            Problem("checked", message(NOTICED[one.kind].id, shown=one.shown)) for one in noticed
        )


async def _check_requester(form: NewTicket, viewer: Viewer) -> None:
    if form.requester_search and not form.requester:
        found = await requesters(form.requester_search, viewer)
        problem = Problem("requester", WHICH_PERSON)
        raise Invalid([problem if found else Problem("requester_search", NOBODY_FOUND)])


async def _page(
    request: AnyRequest,
    typed: Typed | None,
    problems: Sequence[Problem],
    chosen: dict[str, str],
) -> NewTicketPage:
    viewer: Viewer = request.user
    language = language_of(request)
    searched = typed.one("requester_search") if typed else ""
    kept = await uploads_of(typed.all("uploads"), viewer) if typed else ()
    values = {**chosen, "callback_name": viewer.name}
    if typed is None:
        values["callback_phone"] = await own_phone(viewer)
    form = shown(
        NewTicket,
        "/tickets",
        typed=typed,
        problems=problems,
        values=values,
        options={
            "category": entry_options(await categories(language)),
            "service": entry_options(await services(language)),
            "requester": await _found(searched, viewer),
            "uploads": upload_options(kept),
        },
    )
    return NewTicketPage(
        form=form,
        more_is_open=any(problem.field in BEHIND_MORE for problem in form.problems),
        may_report_for_others=may_report_for_others(viewer),
    )


async def _found(text: str, viewer: Viewer) -> tuple[Option, ...]:
    found = await requesters(text, viewer) if text else ()
    return tuple(Option(str(one.id), one.full_name, one.unit) for one in found)


handlers = [new, open_ticket]
