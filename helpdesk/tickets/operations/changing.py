"""What every verb does alike: hold the ticket, check, change, record, count.

Knows no form. A ticket's row is always locked before the counters, and counters in one order,
so that two verbs at the same moment never wait for each other.
"""

import json
from collections import Counter as Tally
from collections.abc import Iterable, Mapping

from helpdesk.clock import Instant
from helpdesk.database import dialect, rows
from helpdesk.errors import Invalid, Message, NotAllowed, Problem, Stale, message
from helpdesk.people.viewer import Viewer
from helpdesk.text.folding import clean
from helpdesk.text.formatting import local
from helpdesk.tickets.lifecycle import FACTS, MOVES, Verb, allowed, entrusted
from helpdesk.tickets.operations.indexing import index
from helpdesk.tickets.queries.standings import COLUMNS, MOST, find_standing, standing_from
from helpdesk.tickets.standing import Standing, Status
from helpdesk.tickets.tables import Scope

CHANGED = message("{name} changed this ticket at {when}. Please look at it as it stands now.")
CLOSED_BY_TIME = message("The ticket changed by itself at {when}. Please look at it again.")
PLEASE_WRITE = message("Please write a few words.")

_HOLDING = ("status", "team", "assignee", "outside_body")


async def held(number: int, verb: Verb, *, by: Viewer, revision: int | None = None) -> Standing:
    """The ticket, locked for the rest of the transaction, as `by` may use the verb on it.

    Raises NotAllowed (hidden when unseen) and, when the verb no longer fits or `revision` is not
    the present one, Stale.
    """
    await lock(number)
    ticket = await find_standing(number, by)
    if verb not in entrusted(by, ticket):
        raise NotAllowed
    if revision not in (None, ticket.revision) or verb not in allowed(by, ticket):
        raise await stale(ticket.id)
    return ticket


async def lock(*numbers: int) -> None:
    """Make others wait for these tickets. SQLite needs none: it has one writer at a time."""
    real = [number for number in numbers if 0 < number <= MOST]
    if dialect() == "postgres" and real:
        marks = ", ".join(["{}"] * len(real))
        sql = f"SELECT id FROM ticket WHERE id IN ({marks}) ORDER BY id FOR NO KEY UPDATE"
        await rows(sql, *real)


async def stale(number: int) -> Stale:
    """Who changed the ticket last, and when."""
    last = await rows(
        "SELECT person.full_name, event.happened_at FROM event"
        " LEFT JOIN person ON person.id = event.actor"
        " WHERE event.ticket = {} AND event.kind <> 'watch' ORDER BY event.id DESC LIMIT 1",
        number,
    )
    name, at = last[0]["full_name"], local(last[0]["happened_at"])
    text = CHANGED if name else CLOSED_BY_TIME
    return Stale(Message(text.id, {"name": name, "when": f"{at:%H:%M %d/%m/%Y}"}))


async def move(
    ticket: Standing, verb: Verb, *, by: Viewer, now: Instant,
    reply: int | None = None, particulars: Mapping[str, object] | None = None, **columns: object,
) -> None:  # fmt: skip
    """Change the ticket as `verb` does, record it, and index and count it anew."""
    columns.setdefault("status", MOVES[verb][ticket.status])
    after = await change(ticket, now=now, **columns)
    await record(
        ticket.id, verb, by=by, now=now, reply=reply, particulars=_told(ticket, after, particulars)
    )
    await index(ticket.id)
    await count(tallied(ticket, after))


async def change(ticket: Standing, *, now: Instant, **columns: object) -> Standing:
    """Write the columns if nobody changed the ticket since; answers how it stands then.

    Raises Stale when somebody did.
    """
    status = Status(str(columns.setdefault("status", ticket.status)))
    columns |= {"status": status.value, "is_open": FACTS[status].is_open, "updated_at": now}
    if _changes_hands(ticket, columns):
        columns["held_since_at"] = now
    assignments = ", ".join(f"{name} = {{}}" for name in columns)
    changed = await rows(
        f"UPDATE ticket SET {assignments}, revision = revision + 1"
        f" WHERE id = {{}} AND revision = {{}} RETURNING {COLUMNS}",
        *columns.values(), ticket.id, ticket.revision,
    )  # fmt: skip
    if not changed:
        raise await stale(ticket.id)
    return standing_from(changed[0])


async def touch(number: int, *, now: Instant) -> None:
    """Something was added to the ticket; its state is as it was."""
    await rows("UPDATE ticket SET updated_at = {} WHERE id = {}", now, number)


async def record(
    number: int, kind: str, *, by: Viewer | None, now: Instant,
    reply: int | None = None, particulars: Mapping[str, object] | None = None,
) -> None:  # fmt: skip
    """One row of history. `particulars` are codes, ids and names as they were at the time."""
    await rows(
        "INSERT INTO event (ticket, actor, kind, reply, particulars, happened_at)"
        " VALUES ({}, {}, {}, {}, {}, {})",
        number, by.id if by else None, str(kind), reply,
        json.dumps(particulars or {}, ensure_ascii=False), now,
    )  # fmt: skip


Key = tuple[str, int, int, str]


def tallied(before: Standing | None, after: Standing | None) -> Tally[Key]:
    """The counters that a change moves, and by how much."""
    moved = Tally(_counted(after)) if after else Tally()
    moved.subtract(_counted(before) if before else ())
    return Tally({key: by for key, by in moved.items() if by})


async def count(moved: Mapping[Key, int]) -> None:
    """Add to the counters, in one order for all, so that no two transactions deadlock."""
    if not moved:
        return
    marks = ", ".join(["({}, {}, {}, {}, {})"] * len(moved))
    await rows(
        f"INSERT INTO counter (scope, scope_id, category, status, tickets) VALUES {marks}"
        " ON CONFLICT (scope, scope_id, category, status)"
        " DO UPDATE SET tickets = counter.tickets + excluded.tickets",
        *(value for key in sorted(moved) for value in (*key, moved[key])),
    )


def written(body: str, *, field: str = "body") -> str:
    """The text as it may be stored. Raises Invalid when nothing is left of it."""
    text = clean(body).strip()
    if not text:
        raise Invalid([Problem(field, PLEASE_WRITE)])
    return text


def _counted(ticket: Standing) -> Iterable[Key]:
    status = ticket.status.value
    yield Scope.province.value, ticket.province, 0, status
    yield Scope.province.value, ticket.province, ticket.category, status
    yield Scope.unit.value, ticket.unit, 0, status
    yield Scope.requester.value, ticket.requester, 0, status
    if ticket.team is not None:
        yield Scope.team.value, ticket.team, 0, status
    if ticket.assignee is not None:
        yield Scope.assignee.value, ticket.assignee, 0, status
    else:
        yield Scope.unassigned.value, ticket.province, 0, status


def _changes_hands(ticket: Standing, columns: Mapping[str, object]) -> bool:
    return any(
        name in columns and columns[name] != getattr(ticket, name, object()) for name in _HOLDING
    )


def _told(
    before: Standing, after: Standing, particulars: Mapping[str, object] | None
) -> Mapping[str, object]:
    moved = {} if before.status == after.status else {"from": before.status, "to": after.status}
    return {**moved, **(particulars or {})}
