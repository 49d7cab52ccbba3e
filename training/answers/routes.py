"""Addresses of guides on a ticket: attach, detach, "this solved it", "still stuck at step N"."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Message, Problem, message
from helpdesk.people.guards import signed_in
from helpdesk.tickets import operations
from helpdesk.tickets.queries.standings import MOST, find_standing
from helpdesk.tickets.routes.acting import whole
from helpdesk.web.forms import shown, submit
from helpdesk.web.typed import Typed
from training.answers import queries
from training.answers.forms import (
    GuideChoice,
    GuideRemoval,
    GuideSuccess,
    Obstacle,
    attach_form,
    obstacle_form,
)
from training.guides import links

AnyRequest = Request[Any, Any, Any]
Again = Callable[[Typed, Sequence[Problem]], Awaitable[queries.AnswerPage]]

ANSWER_WITH_A_GUIDE = message("Answer with a guide")
TAKE_OFF = message("Take this guide off")
SOLVED = message("This guide solved it")
STUCK = message("Still stuck at a step")


@post("/tickets/{number:int}/guides", name="answers.attach", guards=[signed_in], status_code=303)
async def attach(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    async def perform(form: GuideChoice, key: str) -> int:
        await find_standing(number, request.user)
        chosen = await queries.find_chosen(form.guide, form.step)
        return await operations.attach_guide(
            number, chosen.slug, chosen.step, chosen.revision, by=request.user, key=key,
            now=clock.now(),
        )  # fmt: skip

    async def again(typed: Typed, problems: Sequence[Problem]) -> queries.AnswerPage:
        await find_standing(number, request.user)
        await links.refresh_if_new(clock.now())
        form = attach_form(number, links.guides(), typed, problems)
        return queries.AnswerPage(number=number, heading=ANSWER_WITH_A_GUIDE, form=form)

    return await submit(
        request, GuideChoice, perform=perform, then=_ticket, again=again, notice=ATTACHED
    )


@post(
    "/tickets/{number:int}/guides/{link:int}/removal",
    name="answers.detach",
    guards=[signed_in],
    status_code=303,
)
async def detach(request: AnyRequest, number: FromPath[int], link: FromPath[int]) -> ASGIResponse:
    async def perform(form: GuideRemoval, key: str) -> int:
        return await operations.detach_guide(
            number, min(link, MOST), by=request.user, key=key, now=clock.now()
        )

    again = _again(request, number, GuideRemoval, f"{link}/removal", TAKE_OFF)
    return await submit(
        request, GuideRemoval, perform=perform, then=_ticket, again=again, notice=TAKEN_OFF
    )


@post(
    "/tickets/{number:int}/guides/{link:int}/solution",
    name="answers.accept",
    guards=[signed_in],
    status_code=303,
)
async def accept(request: AnyRequest, number: FromPath[int], link: FromPath[int]) -> ASGIResponse:
    async def perform(form: GuideSuccess, key: str) -> int:
        return await operations.accept_guide(
            number, min(link, MOST), revision=whole(form.revision), by=request.user, key=key,
            now=clock.now(),
        )  # fmt: skip

    again = _again(request, number, GuideSuccess, f"{link}/solution", SOLVED)
    return await submit(
        request, GuideSuccess, perform=perform, then=_ticket, again=again, notice=THANKS
    )


@post(
    "/tickets/{number:int}/guides/{link:int}/obstacles",
    name="answers.stuck",
    guards=[signed_in],
    status_code=303,
)
async def stuck(request: AnyRequest, number: FromPath[int], link: FromPath[int]) -> ASGIResponse:
    async def perform(form: Obstacle, key: str) -> int:
        await find_standing(number, request.user)
        await queries.check_step(number, link, form.step)
        return await operations.stuck_at_step(
            number, link, form.step, form.body, by=request.user, key=key, now=clock.now()
        )

    async def again(typed: Typed, problems: Sequence[Problem]) -> queries.AnswerPage:
        await find_standing(number, request.user)
        guide = await queries.find_attached(number, link)
        form = obstacle_form(number, guide, typed, problems)
        return queries.AnswerPage(number=number, heading=STUCK, form=form)

    return await submit(request, Obstacle, perform=perform, then=_ticket, again=again, notice=TOLD)


ATTACHED = message("The guide is on the ticket; the requester can read it there.")
TAKEN_OFF = message("The guide was taken off the ticket.")
THANKS = message("Good to hear. The ticket is closed; you can reopen it if it comes back.")
TOLD = message("The technicians now know at which step you are stuck.")


def _ticket(number: int) -> str:
    return f"/tickets/{number}"


def _again(request: AnyRequest, number: int, form: type[Any], noun: str, heading: Message) -> Again:
    """The page of a form without fields: it carries the present revision, says what is wrong."""

    async def page(typed: Typed, problems: Sequence[Problem]) -> queries.AnswerPage:
        ticket = await find_standing(number, request.user)
        view = shown(
            form,
            f"/tickets/{number}/guides/{noun}",
            typed=typed.with_values(revision=(str(ticket.revision),)),
            problems=problems,
        )
        return queries.AnswerPage(number=number, heading=heading, form=view)

    return page


handlers: list[Any] = [attach, detach, accept, stuck]
