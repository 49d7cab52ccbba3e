"""What happened to a ticket and was said on it, with its files; writes nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.database.listing import Cursor, read_cursor
from helpdesk.errors import Message, NotAllowed
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.lifecycle import handles
from helpdesk.tickets.queries.standings import COLUMNS, MOST, standing_from
from helpdesk.tickets.seeing import WATCHES, sees
from helpdesk.tickets.story import sentence

ENTRIES = 200
"""Entries of the history that one page shows; older ones are a page away."""


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file of the ticket. `is_shown`: it has a redrawn picture; `size` in bytes."""

    id: int
    reply: int | None
    name: str
    media_type: str
    size: int
    digest: str
    shown_digest: str
    width: int
    height: int
    is_internal: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.shown_digest)


@dataclass(frozen=True, slots=True)
class Entry:
    """A moment of the history: what happened, and what was said with it ("" if nothing)."""

    id: int
    kind: str
    sentence: Message
    actor: str
    is_mine: bool
    is_internal: bool
    body: str
    at: Instant
    attachments: tuple[AttachmentRow, ...]
    particulars: Mapping[str, Any]


async def find_attachment(attachment: int, viewer: Viewer) -> AttachmentRow:
    """A file for somebody who may see its ticket, and its reply. Raises NotAllowed(hidden=True)."""
    found = await rows(f"{_ATTACHMENTS} WHERE attachment.id = {{}}", attachment)
    if not found:
        raise NotAllowed(hidden=True)
    file = _attachment(found[0])
    sql = f"SELECT {COLUMNS}, EXISTS ({WATCHES}) AS is_watched FROM ticket WHERE id = {{}}"
    ticket = standing_from((await rows(sql, viewer.id, found[0]["ticket"]))[0])
    if not sees(viewer, ticket) or (file.is_internal and not handles(viewer, ticket)):
        raise NotAllowed(hidden=True)
    return file


_ENTRIES = """
    SELECT event.id, event.kind, event.actor, event.particulars, event.happened_at,
        event.reply, reply.body, reply.is_internal, person.full_name
    FROM event
    LEFT JOIN reply ON reply.id = event.reply
    LEFT JOIN person ON person.id = event.actor
    WHERE event.ticket = {} AND event.id < {} AND event.kind <> 'watch'
"""
_PUBLIC = " AND (event.reply IS NULL OR NOT reply.is_internal OR event.kind <> 'note')"


async def timeline(
    number: int, viewer: Viewer, files: Sequence[AttachmentRow], before: str | None, *,
    with_internal: bool,
) -> tuple[tuple[Entry, ...], str | None]:  # fmt: skip
    """The newest 200 events before a cursor, oldest first, and the cursor of what is older.

    `with_internal`: for somebody who handles tickets.
    """
    cursor = read_cursor(before)
    below = cursor.keys[0] if cursor else MOST
    sql = _ENTRIES + ("" if with_internal else _PUBLIC) + " ORDER BY event.id DESC LIMIT {}"
    found = await rows(sql, number, below, ENTRIES + 1)
    entries = [_entry(row, viewer, files, with_internal) for row in found[:ENTRIES]]
    earlier = str(Cursor((entries[-1].id,))) if len(found) > ENTRIES else None
    return tuple(reversed(entries)), earlier


def _entry(
    row: Mapping[str, Any], viewer: Viewer, files: Sequence[AttachmentRow], with_internal: bool
) -> Entry:
    """An event in words; internal words said with a public event are left out for the commune."""
    told, actor = json.loads(row["particulars"]), row["full_name"] or ""
    reads = row["reply"] is not None and (with_internal or not row["is_internal"])
    return Entry(
        id=row["id"],
        kind=row["kind"],
        sentence=sentence(row["kind"], told, actor, viewer.language),
        actor=actor,
        is_mine=row["actor"] == viewer.id,
        is_internal=bool(row["is_internal"]),
        body=row["body"] if reads else "",
        at=row["happened_at"],
        attachments=tuple(file for file in files if reads and file.reply == row["reply"]),
        particulars=told,
    )


_ATTACHMENTS = """
    SELECT attachment.id, attachment.ticket, attachment.reply, name, media_type, size, digest,
        shown_digest, width, height, COALESCE(reply.is_internal, FALSE) AS is_internal
    FROM attachment LEFT JOIN reply ON reply.id = attachment.reply
"""


async def attachments(number: int, *, with_internal: bool) -> list[AttachmentRow]:
    """The files of a ticket that its reader may have."""
    sql = f"{_ATTACHMENTS} WHERE attachment.ticket = {{}} ORDER BY attachment.id LIMIT 1000"
    files = [_attachment(row) for row in await rows(sql, number)]
    return [file for file in files if with_internal or not file.is_internal]


def _attachment(row: Mapping[str, Any]) -> AttachmentRow:
    values = {name: value for name, value in row.items() if name != "ticket"}
    return AttachmentRow(**{**values, "is_internal": bool(row["is_internal"])})
