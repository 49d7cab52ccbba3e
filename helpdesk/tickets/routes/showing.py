"""The page of one ticket, with the forms of what its reader may do now, and guides beside it."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.people.guards import signed_in
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.files.queries import uploads_of
from helpdesk.tickets.files.receiving import AnyRequest
from helpdesk.tickets.lifecycle import Verb
from helpdesk.tickets.queries.choosing import choosable
from helpdesk.tickets.queries.showing import TicketPage, show_ticket
from helpdesk.tickets.routes.options import options_of, upload_options
from helpdesk.tickets.routes.ways import Attempt, Options, ways_of
from helpdesk.web.fields import Option
from helpdesk.web.pages import render
from helpdesk.web.typed import read_query

CHOOSING = frozenset({Verb.assign, Verb.await_outside, Verb.classify})
Panel = Callable[[Viewer, TicketPage], Awaitable[Any]]


@get("/tickets/{number:int}", name="tickets.show", guards=[signed_in])
async def show(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """What it is, who has it, what was said, what can be done. `?from=` goes back in history."""
    before = read_query(request).one("from") or None
    return render(request, await ticket_page(request, number, before=before))


async def ticket_page(
    request: AnyRequest, number: int, attempt: Attempt | None = None, *, before: str | None = None
) -> TicketPage:
    """The fresh page; `attempt` is a form that was sent and did not go well.

    Raises NotAllowed(hidden=True) for a ticket that is not the person's to see.
    """
    viewer: Viewer = request.user
    page = await show_ticket(number, viewer, before=before)
    options = {
        **await _options(page, viewer),
        "uploads": await _uploads(attempt, viewer),
    }
    panels: Sequence[Panel] = request.app.state.panels
    return dataclasses.replace(
        page,
        ways=ways_of(page.ticket, page.allowed, options, attempt),
        panels=[await panel(viewer, page) for panel in panels],
        now=clock.now(),
    )


async def _options(page: TicketPage, viewer: Viewer) -> Options:
    """What can be chosen in the forms that are shown; most people choose nothing."""
    if not CHOOSING & page.allowed:
        return {}
    found = await choosable(page.standing.province, viewer.language)
    options: Mapping[str, tuple[Option, ...]] = {kind: options_of(found[kind]) for kind in found}
    return {**options, "assignee": options["technician"]}


async def _uploads(attempt: Attempt | None, viewer: Viewer) -> tuple[Option, ...]:
    kept = await uploads_of(attempt.typed.all("uploads"), viewer) if attempt else ()
    return upload_options(kept)


handlers = [show]
