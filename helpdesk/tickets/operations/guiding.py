"""Guides on a ticket: attached by a technician, tried by the requester.

Knows guides by slug and step only; whether they exist is asked by whoever knows guides.
"""

from typing import Any

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows
from helpdesk.errors import Stale, message
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.lifecycle import Status, Verb
from helpdesk.tickets.operations.changing import held, move, record, touch
from helpdesk.tickets.operations.closing import BACK_TO_LIFE, still_there
from helpdesk.tickets.operations.conversation import say_if_any
from helpdesk.tickets.standing import Standing
from helpdesk.tickets.tables import ClosingAnswer

GUIDE_GONE = message("This guide is no longer attached to the ticket.")


@idempotent
async def attach_guide(
    number: int, slug: str, step: str, guide_revision: int, *,
    by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Answer with a guide, or with one step of it (`step` "" is the whole guide)."""
    await held(number, Verb.attach_guide, by=by)
    await rows(
        "INSERT INTO guide_link (ticket, slug, step, revision, attached_by, attached_at, outcome)"
        " VALUES ({}, {}, {}, {}, {}, {}, '') ON CONFLICT (ticket, slug, step) DO UPDATE SET"
        " revision = excluded.revision, attached_by = excluded.attached_by,"
        " attached_at = excluded.attached_at, outcome = ''",
        number, slug, step, guide_revision, by.id, now,
    )  # fmt: skip
    told = {"slug": slug, "step": step, "revision": guide_revision}
    await _noted(number, Verb.attach_guide, told, by=by, now=now)
    return number


@idempotent
async def detach_guide(number: int, link: int, *, by: Viewer, key: str | None, now: Instant) -> int:
    """Take a guide off the ticket that does not belong there."""
    await held(number, Verb.detach_guide, by=by)
    told = await _linked(number, link)
    await rows("DELETE FROM guide_link WHERE id = {}", link)
    await _noted(number, Verb.detach_guide, told, by=by, now=now)
    return number


@idempotent
async def accept_guide(
    number: int, link: int, *, revision: int, by: Viewer, key: str | None, now: Instant
) -> int:
    """The requester says that the guide solved it: resolved, confirmed and closed at once."""
    ticket = await held(number, Verb.accept_guide, by=by, revision=revision)
    told = await _linked(number, link)
    await _outcome(link, "solved")
    answer = ClosingAnswer.guide_solved.value
    await move(
        ticket, Verb.accept_guide, by=by, now=now, particulars=told,
        closing_answer=answer, resolved_at=now, closed_at=now, close_due_at=None,
    )  # fmt: skip
    return number


@idempotent
async def stuck_at_step(
    number: int, link: int, step: str, body: str = "", *,
    by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """The requester did not get past a step; names guide, revision and step, and goes on."""
    ticket = await held(number, Verb.stuck_at_step, by=by)
    told = {**await _linked(number, link), "step": step}
    await _outcome(link, "stuck")
    said = await say_if_any(ticket, body, by=by, now=now)
    columns = await _reopened(ticket) if ticket.status == Status.resolved else {}
    await move(ticket, Verb.stuck_at_step, by=by, now=now, reply=said, particulars=told, **columns)
    return number


async def _linked(number: int, link: int) -> dict[str, object]:
    sql = "SELECT slug, step, revision FROM guide_link WHERE id = {} AND ticket = {}"
    found: list[dict[str, Any]] = await rows(sql, link, number)
    if not found:
        raise Stale(GUIDE_GONE)
    return found[0]


async def _outcome(link: int, outcome: str) -> None:
    await rows("UPDATE guide_link SET outcome = {} WHERE id = {}", outcome, link)


async def _reopened(ticket: Standing) -> dict[str, object]:
    return {**BACK_TO_LIFE, "assignee": await still_there(ticket)}


async def _noted(
    number: int, verb: Verb, told: dict[str, object], *, by: Viewer, now: Instant
) -> None:
    await touch(number, now=now)
    await record(number, verb, by=by, now=now, particulars=told)
