"""Somebody leaves: what they had goes explicitly to others."""

from collections import Counter as Tally

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows
from helpdesk.errors import Invalid, NotAllowed, Problem
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.operations.changing import Key, change, count, lock, record, tallied
from helpdesk.tickets.operations.handling import UNKNOWN_TECHNICIAN
from helpdesk.tickets.operations.indexing import index
from helpdesk.tickets.operations.reporting import NOT_A_COLLEAGUE
from helpdesk.tickets.queries.people import Colleague, find_colleague, find_technician
from helpdesk.tickets.queries.standings import COLUMNS, standing_from
from helpdesk.tickets.standing import Standing
from helpdesk.tickets.story import HANDED_OVER

_ASKED = "(requester = {} AND unit = {})"
_LIVE = f"SELECT {COLUMNS} FROM ticket WHERE (is_open OR status = 'resolved')"


@idempotent
async def hand_over_all(
    person: int, assigned_to: int | None, requested_to: int | None, *,
    by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Give every unfinished ticket of `person` to others; answers how many.

    What they work on goes to the technician `assigned_to`, or back to the queues (None); what
    they asked for in their unit to the colleague there `requested_to`, or stays in their name
    (None), as does what they asked for in a unit before. They no longer watch anything. For
    administrators of the person's province.
    """
    leaving = await find_colleague(person)
    if leaving is None or not by.is_administrator or by.province != leaving.province:
        raise NotAllowed
    heir = await _technician(assigned_to, leaving)
    asker = await _asker(requested_to, leaving)
    tickets = await _unfinished(leaving, with_requested=asker is not None)
    await rows("DELETE FROM watcher WHERE person = {}", person)
    moved: Tally[Key] = Tally()
    for ticket in tickets:
        moved.update(await _hand_over(ticket, leaving, heir, asker, by=by, now=now))
    await count({key: by for key, by in moved.items() if by})
    return len(tickets)


async def _unfinished(leaving: Colleague, *, with_requested: bool) -> list[Standing]:
    """The tickets to hand over, locked in the order of their numbers."""
    whose, who = "assignee = {}", [leaving.id]
    if with_requested:
        whose, who = f"({whose} OR {_ASKED})", [*who, leaving.id, leaving.unit]
    found = await rows(f"{_LIVE} AND {whose} ORDER BY id", *who)
    if found:
        await lock(*(row["id"] for row in found))
        found = await rows(f"{_LIVE} AND {whose} ORDER BY id", *who)
    return [standing_from(row) for row in found]


async def _hand_over(
    ticket: Standing, leaving: Colleague, heir: Colleague | None, asker: Colleague | None, *,
    by: Viewer, now: Instant,
) -> Tally[Key]:  # fmt: skip
    columns: dict[str, object] = {}
    told: dict[str, object] = {"leaving": leaving.name}
    if ticket.assignee == leaving.id:
        columns["assignee"] = heir.id if heir else None
        told["assignee"] = heir.name if heir else ""
    if asker and (ticket.requester, ticket.unit) == (leaving.id, leaving.unit):
        columns["requester"] = asker.id
        told["requester"] = asker.name
    after = await change(ticket, now=now, **columns)
    await record(ticket.id, HANDED_OVER, by=by, now=now, particulars=told)
    await index(ticket.id)
    return tallied(ticket, after)


async def _technician(person: int | None, leaving: Colleague) -> Colleague | None:
    if person is None:
        return None
    found = await find_technician(person, leaving.province)
    if found is None or found.id == leaving.id:
        raise Invalid([Problem("assigned_to", UNKNOWN_TECHNICIAN)])
    return found


async def _asker(person: int | None, leaving: Colleague) -> Colleague | None:
    if person is None:
        return None
    found = await find_colleague(person)
    if found is None or found.id == leaving.id or found.unit != leaving.unit:
        raise Invalid([Problem("requested_to", NOT_A_COLLEAGUE)])
    return found
