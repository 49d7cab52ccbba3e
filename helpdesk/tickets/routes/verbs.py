"""What can be done with a ticket: every verb is a POST to a noun below the ticket's address."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import post
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk.errors import NotAllowed, message
from helpdesk.people.guards import signed_in
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import forms, operations
from helpdesk.tickets.files.receiving import LARGEST_BODY, AnyRequest
from helpdesk.tickets.queries.standings import find_standing
from helpdesk.tickets.routes.acting import act, chosen, list_address, whole
from helpdesk.tickets.routes.reporting import check_private

Decorated = Callable[[Callable[..., Awaitable[ASGIResponse]]], Any]


def _to(noun: str, name: str, **more: Any) -> Decorated:
    address = f"/tickets/{{number:int}}/{noun}"
    return post(address, name=f"tickets.{name}", guards=[signed_in], status_code=303, **more)


def _seen(form: Any) -> int:
    return whole(form.revision)


@_to("replies", "reply", request_max_body_size=LARGEST_BODY)
async def reply(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """Say something: to everybody, as a question to the requester, or among technicians."""

    async def perform(form: forms.NewReply, **who: Any) -> int:
        check_private(form.checked, form.body)
        return await _say(number, form, who)

    return await act(request, number, "reply", perform, done=message("Your words were added."))


async def _say(number: int, form: forms.NewReply, who: Mapping[str, Any]) -> int:
    said = (number, form.body, form.uploads)
    if form.audience == "await_requester":
        return await operations.await_requester(*said, revision=_seen(form), **who)
    verb = operations.note if form.audience == "note" else operations.reply
    return await verb(*said, **who)


@_to("assignment", "take")
async def take(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """Work on it oneself; from a list, back to that list."""

    async def perform(form: forms.Taking, **who: Any) -> str | None:
        if form.back:  # one form serves all lines of a list, so its key cannot be theirs
            who["key"] = f"take-{number}-{form.revision}"
        await operations.take(number, revision=_seen(form), **who)
        return list_address(form.back)

    return await act(request, number, "take", perform, done=message("You have this ticket now."))


@_to("handover", "assign")
async def assign(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """Give it to a team, a technician, or both."""

    async def perform(form: forms.Assignment, **who: Any) -> int:
        told = (chosen(form.team), chosen(form.assignee), form.note)
        return await operations.assign(number, *told, revision=_seen(form), **who)

    done = message("The ticket was handed over.")
    return await act(request, number, "assign", perform, done=done)


@_to("outside-wait", "await_outside")
async def await_outside(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """Somebody outside the department has to act first."""

    async def perform(form: forms.OutsideWait, **who: Any) -> int:
        told = (whole(form.body), form.reference, form.note)
        return await operations.await_outside(number, *told, revision=_seen(form), **who)

    done = message("Noted: the outside body has to act next.")
    return await act(request, number, "await_outside", perform, done=done)


@_to("resumption", "resume")
async def resume(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """The wait is over."""

    async def perform(form: forms.Resuming, **who: Any) -> int:
        return await operations.resume(number, form.body, revision=_seen(form), **who)

    return await act(request, number, "resume", perform, done=message("The work goes on."))


@_to("resolution", "resolve")
async def resolve(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """What solved it, and whether a guide did."""

    async def perform(form: forms.Resolution, **who: Any) -> int:
        told = (form.body, form.closing_answer)
        return await operations.resolve(number, *told, revision=_seen(form), **who)

    done = message("Marked as resolved. The requester is asked to confirm.")
    return await act(request, number, "resolve", perform, done=done)


@_to("confirmation", "confirm")
async def confirm(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """It works, says the commune."""

    async def perform(form: forms.Confirmation, **who: Any) -> int:
        return await operations.confirm(number, revision=_seen(form), **who)

    done = message("Thank you. The ticket is closed.")
    return await act(request, number, "confirm", perform, done=done)


@_to("reopening", "reopen")
async def reopen(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """Not solved, in one step."""

    async def perform(form: forms.Reopening, **who: Any) -> int:
        return await operations.reopen(number, form.body, revision=_seen(form), **who)

    done = message("The ticket is open again, and the technicians know.")
    return await act(request, number, "reopen", perform, done=done)


@_to("cancellation", "cancel")
async def cancel(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """No longer needed."""

    async def perform(form: forms.Cancellation, **who: Any) -> int:
        return await operations.cancel(number, form.reason, revision=_seen(form), **who)

    return await act(request, number, "cancel", perform, done=message("The ticket was cancelled."))


@_to("duplicate", "mark_duplicate")
async def mark_duplicate(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """The same matter is in another ticket."""

    async def perform(form: forms.Duplication, **who: Any) -> int:
        original = form.original or 0
        return await operations.mark_duplicate(number, original, revision=_seen(form), **who)

    done = message("Marked as a duplicate.")
    return await act(request, number, "mark_duplicate", perform, done=done)


@_to("priority", "prioritise")
async def prioritise(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """Sooner or later than the facts of the report said, and why."""

    async def perform(form: forms.Prioritising, **who: Any) -> int:
        told = (int(form.priority), form.reason)
        return await operations.prioritise(number, *told, revision=_seen(form), **who)

    done = message("The priority was changed.")
    return await act(request, number, "prioritise", perform, done=done)


@_to("classification", "classify")
async def classify(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """What kind of matter it really is."""

    async def perform(form: forms.Classification, **who: Any) -> int:
        told = (form.category, form.service)
        return await operations.classify(number, *told, revision=_seen(form), **who)

    done = message("The classification was changed.")
    return await act(request, number, "classify", perform, done=done)


@_to("sharing", "share")
async def share(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """Let colleagues of the same office see it, or no longer."""

    async def perform(form: forms.Sharing, **who: Any) -> int:
        return await operations.share(number, form.is_shared == "yes", revision=_seen(form), **who)

    done = message("Noted who may see this ticket.")
    return await act(request, number, "share", perform, done=done)


@_to("watching", "watch")
async def watch(request: AnyRequest, number: FromPath[int]) -> ASGIResponse:
    """Follow it, or no longer; who loses sight of it by that goes to the list."""

    async def perform(form: forms.Watching, **who: Any) -> str | None:
        await operations.watch(number, form.watches == "yes", **who)
        return await _list_if_unseen(number, who["by"])

    done = message("Noted whether you follow this ticket.")
    return await act(request, number, "watch", perform, done=done)


async def _list_if_unseen(number: int, viewer: Viewer) -> str | None:
    try:
        await find_standing(number, viewer)
    except NotAllowed:
        return "/tickets"
    return None


handlers = [
    reply, take, assign, await_outside, resume, resolve, confirm, reopen, cancel, mark_duplicate,
    prioritise, classify, share, watch,
]  # fmt: skip
