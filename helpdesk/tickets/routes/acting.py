"""How a form of the ticket's page is answered, whichever verb it asks for; must not know verbs."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Message, Problem
from helpdesk.tickets.files.receiving import AnyRequest, submit_with_files
from helpdesk.tickets.queries.showing import TicketPage
from helpdesk.tickets.routes.showing import ticket_page
from helpdesk.tickets.routes.ways import WAYS, Attempt
from helpdesk.web.forms import submit
from helpdesk.web.pages import local_address
from helpdesk.web.typed import Typed

LARGEST_NUMBER = 15  # digits; more are no row's id, and no database takes them


async def act(
    request: AnyRequest,
    number: int,
    way: str,
    perform: Callable[..., Awaitable[object]],
    *,
    done: Message,
) -> ASGIResponse:
    """Answer the form of `way`: `perform(form, by=, key=, now=)`, then back to the ticket.

    What could not be done shows the fresh ticket (422 or 409) with what was typed in its form.
    """
    now = clock.now()
    form_class = WAYS[way].form

    async def performed(form: Any, key: str) -> str:
        answer = await perform(form, by=request.user, key=key, now=now)
        return answer if isinstance(answer, str) else f"/tickets/{number}"

    async def again(typed: Typed, problems: Sequence[Problem]) -> TicketPage:
        return await ticket_page(request, number, Attempt(way, typed, tuple(problems)))

    sending = submit_with_files if WAYS[way].takes_files else submit
    return await sending(request, form_class, perform=performed, then=str, again=again, notice=done)


def whole(text: str) -> int:
    """The number in a hidden or chosen value; 0, which is no row's id, for anything else."""
    known = text.isascii() and text.isdigit() and len(text) <= LARGEST_NUMBER
    return int(text) if known else 0


def chosen(text: str) -> int | None:
    """The row id that was chosen, or None for none."""
    return whole(text) if text else None


def list_address(text: str) -> str | None:
    """The list to go back to, when the form came from one."""
    return local_address(text) if text else None
