"""The page on which somebody's departure is settled."""

from collections.abc import Iterable, Sequence
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Problem, message
from helpdesk.people.guards import needs
from helpdesk.people.units.queries import unit_options
from helpdesk.people.viewer import Role
from helpdesk.tickets.departures import operations
from helpdesk.tickets.departures.forms import Departure
from helpdesk.tickets.departures.queries import (
    DeparturePage,
    colleagues,
    heirs,
    leaving,
    unfinished,
)
from helpdesk.tickets.queries.people import Choice
from helpdesk.web.fields import Option
from helpdesk.web.forms import shown, submit
from helpdesk.web.pages import render
from helpdesk.web.typed import Typed, read_query

AnyRequest = Request[Any, Any, Any]
ADMINISTRATORS = [needs(Role.administrator)]
SETTLED = message("Done. The open tickets have new owners.")


@get("/people/{person:int}/departure", name="departures.show", guards=ADMINISTRATORS)
async def show(request: AnyRequest, person: FromPath[int]) -> ASGIResponse:
    """Their open tickets, and who is to have them. `?how=` is "leave" or "move"."""
    return render(request, await _page(request, person, None, ()))


@post(
    "/people/{person:int}/departure",
    name="departures.settle",
    guards=ADMINISTRATORS,
    status_code=303,
)
async def settle(request: AnyRequest, person: FromPath[int]) -> ASGIResponse:
    async def perform(form: Departure, key: str) -> int:
        who = {"by": request.user, "key": key, "now": clock.now()}
        return await operations.depart(person, form, **who)

    async def again(typed: Typed, problems: Sequence[Problem]) -> DeparturePage:
        return await _page(request, person, typed, problems)

    return await submit(
        request,
        Departure,
        perform=perform,
        then=lambda _: f"/people/{person}",
        again=again,
        notice=SETTLED,
    )


async def _page(
    request: AnyRequest, person: int, typed: Typed | None, problems: Sequence[Problem]
) -> DeparturePage:
    account = await leaving(person, request.user)
    units = await unit_options(account.province)
    form = shown(
        Departure,
        f"/people/{person}/departure",
        typed=typed,
        problems=problems,
        values={"how": read_query(request).one("how") or "leave"},
        options={
            "unit": tuple(Option(str(unit), name) for unit, name in units if unit != account.unit),
            "assigned_to": _options(await heirs(account)),
            "requested_to": _options(await colleagues(account)),
        },
    )
    return DeparturePage(
        person=account,
        assigned=await unfinished(person, "assignee", request.user),
        requested=await unfinished(person, "requester", request.user),
        form=form,
    )


def _options(found: Iterable[Choice]) -> tuple[Option, ...]:
    return tuple(Option(str(one.id), one.name) for one in found)


handlers = [show, settle]
