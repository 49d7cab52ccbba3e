"""What is said on a ticket, to whom, and who follows it."""

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.calendar import close_due_at
from helpdesk.tickets.lifecycle import Status, Verb, after_reply
from helpdesk.tickets.operations.attaching import attach
from helpdesk.tickets.operations.changing import held, move, record, touch, written
from helpdesk.tickets.operations.indexing import index
from helpdesk.tickets.standing import Standing


@idempotent
async def reply(
    number: int, body: str, uploads: tuple[str, ...] = (), *,
    by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Say something to everybody who sees the ticket.

    An answer from the commune ends the waiting for it; on a resolved ticket it is not silence,
    so the days until it closes are counted anew.
    """
    ticket = await held(number, Verb.reply, by=by)
    said = await say(ticket, body, uploads, by=by, now=now)
    status = after_reply(by, ticket)
    if status != ticket.status:
        await move(ticket, Verb.reply, by=by, now=now, reply=said, status=status)
    elif status == Status.resolved and _from_commune(by, ticket):
        due = close_due_at(now)
        await move(ticket, Verb.reply, by=by, now=now, reply=said, close_due_at=due)
    else:
        await touch(number, now=now)
        await record(number, Verb.reply, by=by, now=now, reply=said)
        await index(number)
    return number


@idempotent
async def note(
    number: int, body: str, uploads: tuple[str, ...] = (), *,
    by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Say something among those who handle tickets; the requester never reads it."""
    ticket = await held(number, Verb.note, by=by)
    said = await say(ticket, body, uploads, is_internal=True, by=by, now=now)
    await touch(number, now=now)
    await record(number, Verb.note, by=by, now=now, reply=said)
    return number


@idempotent
async def share(
    number: int, is_shared: bool, *, revision: int, by: Viewer, key: str | None, now: Instant
) -> int:
    """Let the colleagues of the requester's unit see the ticket, or no longer.

    A colleague who followed it because it was shared then loses sight of it as well.
    """
    ticket = await held(number, Verb.share, by=by, revision=revision)
    if not is_shared:
        await rows(_SEND_AWAY, number, ticket.unit, ticket.requester, ticket.opened_by)
    told = {"is_shared": is_shared}
    await move(ticket, Verb.share, by=by, now=now, particulars=told, is_shared=is_shared)
    return number


@idempotent
async def watch(number: int, watches: bool, *, by: Viewer, key: str | None, now: Instant) -> int:
    """Follow the ticket, or no longer; who has no other right to it then loses sight of it."""
    ticket = await held(number, Verb.watch, by=by)
    if watches == ticket.is_watched:
        return number
    if watches:
        sql = "INSERT INTO watcher (ticket, person, since_at) VALUES ({}, {}, {})"
        await rows(sql, number, by.id, now)
    else:
        await rows("DELETE FROM watcher WHERE ticket = {} AND person = {}", number, by.id)
    await record(number, Verb.watch, by=by, now=now, particulars={"watches": watches})
    await index(number)
    return number


async def say(
    ticket: Standing, body: str, uploads: tuple[str, ...] = (), *,
    is_internal: bool = False, by: Viewer, now: Instant,
) -> int:  # fmt: skip
    """Store what was said and its files; answers the reply's id."""
    text = written(body)
    made = await rows(
        "INSERT INTO reply (ticket, author, body, is_internal, created_at)"
        " VALUES ({}, {}, {}, {}, {}) RETURNING id",
        ticket.id, by.id, text, is_internal, now,
    )  # fmt: skip
    said = int(made[0]["id"])
    await attach(ticket.id, uploads, reply=said, by=by, now=now)
    return said


async def say_if_any(ticket: Standing, body: str, *, by: Viewer, now: Instant) -> int | None:
    """Like `say`, for words that may be left out."""
    return await say(ticket, body, by=by, now=now) if body.strip() else None


_SEND_AWAY = """
    DELETE FROM watcher WHERE ticket = {} AND person IN (
        SELECT id FROM person WHERE unit = {} AND id NOT IN ({}, {}) AND NOT EXISTS (
            SELECT 1 FROM role_grant
            WHERE role_grant.person = person.id AND role = 'focal_point'))
"""
"""The watchers of a unit who have no right to the ticket of their own."""


def _from_commune(by: Viewer, ticket: Standing) -> bool:
    return by.id == ticket.requester or by.unit == ticket.unit
