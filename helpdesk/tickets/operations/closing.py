"""How a ticket ends, and how it comes back."""

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows, transaction
from helpdesk.errors import Invalid, Message, NotAllowed, Problem, message
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.calendar import close_due_at
from helpdesk.tickets.lifecycle import Status, Verb
from helpdesk.tickets.operations.changing import (
    change,
    count,
    held,
    lock,
    move,
    record,
    tallied,
    written,
)
from helpdesk.tickets.operations.conversation import say, say_if_any
from helpdesk.tickets.operations.indexing import index
from helpdesk.tickets.queries.people import find_technician
from helpdesk.tickets.queries.standings import COLUMNS, MOST, find_standing, standing_from
from helpdesk.tickets.standing import Standing
from helpdesk.tickets.tables import ClosingAnswer

UNKNOWN_ANSWER = message("Please choose how it was solved.")
NO_SUCH_TICKET = message("There is no ticket {number} that you can see.")
ITSELF = message("This is the same ticket. Please give the number of the other one.")
CHAIN = message("Ticket {number} is itself a duplicate. Please give the number it points to.")
POINTED_AT = message("Other tickets were already marked as duplicates of this one.")

BACK_TO_LIFE = {
    "resolved_at": None,
    "closed_at": None,
    "close_due_at": None,
    "closing_answer": None,
    "duplicate_of": None,
}


@idempotent
async def resolve(
    number: int, body: str, closing_answer: str, *,
    revision: int, by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Say what solved it and whether a guide did; the commune has 5 working days to object."""
    ticket = await held(number, Verb.resolve, by=by, revision=revision)
    if closing_answer not in set(ClosingAnswer):
        raise Invalid([Problem("closing_answer", UNKNOWN_ANSWER)])
    said = await say(ticket, body, by=by, now=now)
    await move(
        ticket, Verb.resolve, by=by, now=now, reply=said,
        particulars={"closing_answer": closing_answer},
        closing_answer=closing_answer, assignee=ticket.assignee or by.id,
        resolved_at=now, close_due_at=close_due_at(now),
    )  # fmt: skip
    return number


@idempotent
async def confirm(number: int, *, revision: int, by: Viewer, key: str | None, now: Instant) -> int:
    """The commune says that it works: closed."""
    ticket = await held(number, Verb.confirm, by=by, revision=revision)
    await move(ticket, Verb.confirm, by=by, now=now, closed_at=now, close_due_at=None)
    return number


@idempotent
async def reopen(
    number: int, body: str = "", *, revision: int, by: Viewer, key: str | None, now: Instant
) -> int:
    """It is not solved, or needed after all; whoever had it has it again if still there."""
    ticket = await held(number, Verb.reopen, by=by, revision=revision)
    said = await say_if_any(ticket, body, by=by, now=now)
    assignee = await still_there(ticket)
    await move(
        ticket, Verb.reopen, by=by, now=now, reply=said, assignee=assignee, **BACK_TO_LIFE
    )  # fmt: skip
    return number


@idempotent
async def cancel(
    number: int, reason: str, *, revision: int, by: Viewer, key: str | None, now: Instant
) -> int:
    """It is no longer needed, and why."""
    ticket = await held(number, Verb.cancel, by=by, revision=revision)
    told = {"reason": written(reason, field="reason")}
    await move(ticket, Verb.cancel, by=by, now=now, particulars=told, closed_at=now)
    return number


@idempotent
async def mark_duplicate(
    number: int, original: int, *, revision: int, by: Viewer, key: str | None, now: Instant
) -> int:
    """The same matter is handled in `original`, which must not be a duplicate itself."""
    if 0 < original <= MOST:
        await lock(number, original)
    ticket = await held(number, Verb.mark_duplicate, by=by, revision=revision)
    await _check_original(ticket, original, by)
    told = {"original": original}
    await move(
        ticket, Verb.mark_duplicate, by=by, now=now, particulars=told,
        duplicate_of=original, closed_at=now,
    )  # fmt: skip
    return number


async def close_silent(*, now: Instant, most: int = 200) -> int:
    """Close resolved tickets that nobody objected to in time; answers how many.

    Each in a transaction of its own, so that any number of workers may do it at once.
    """
    due = await rows(
        "SELECT id FROM ticket WHERE status = 'resolved' AND close_due_at <= {}"
        " ORDER BY close_due_at LIMIT {}",
        now, most,
    )  # fmt: skip
    return sum([await close_if_still_due(row["id"], now) for row in due])


async def still_there(ticket: Standing) -> int | None:
    """The ticket's assignee, unless they no longer handle tickets there."""
    if ticket.assignee is None or await find_technician(ticket.assignee, ticket.province):
        return ticket.assignee
    return None


async def _check_original(ticket: Standing, original: int, by: Viewer) -> None:
    if original == ticket.id:
        raise Invalid([Problem("original", ITSELF)])
    try:
        target = await find_standing(original, by)
    except NotAllowed:
        raise Invalid([Problem("original", _about(NO_SUCH_TICKET, original))]) from None
    if target.status == Status.duplicate:
        raise Invalid([Problem("original", _about(CHAIN, original))])
    pointing = "SELECT 1 AS found FROM ticket WHERE duplicate_of = {} LIMIT 1"
    if await rows(pointing, ticket.id):
        raise Invalid([Problem("original", POINTED_AT)])


async def close_if_still_due(number: int, now: Instant) -> bool:
    """Close one ticket unless somebody spoke up, or another worker was quicker."""
    async with transaction():
        await lock(number)
        found = await rows(
            f"SELECT {COLUMNS} FROM ticket"
            " WHERE id = {} AND status = 'resolved' AND close_due_at <= {}",
            number, now,
        )  # fmt: skip
        if not found:
            return False
        before = standing_from(found[0])
        status = Status.closed.value
        after = await change(before, now=now, status=status, closed_at=now, close_due_at=None)
        told = {"from": before.status, "to": after.status}
        await record(number, Verb.close, by=None, now=now, particulars=told)
        await index(number)
        await count(tallied(before, after))
        return True


def _about(text: Message, number: int) -> Message:
    return Message(text.id, {"number": number})
