"""One ticket as its page shows it, in at most six queries; writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.errors import Message, NotAllowed
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.catalogue.queries import name_column
from helpdesk.tickets.holding import holder_of
from helpdesk.tickets.lifecycle import FACTS, StatusFacts, Verb, allowed, handles, next_step
from helpdesk.tickets.queries.history import AttachmentRow, Entry, attachments, timeline
from helpdesk.tickets.queries.standings import COLUMNS, MOST, standing_from
from helpdesk.tickets.seeing import WATCHES, sees
from helpdesk.tickets.standing import Standing, Status


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What is said of the ticket itself. Names are in the viewer's language; "" is none."""

    number: int
    title: str
    details: str
    status: Status
    revision: int
    category: str
    category_code: str
    service: str
    service_code: str
    unit: str
    requester: str
    requester_id: int
    requester_position: str
    requester_phone: str
    opened_by: str
    callback_name: str
    callback_phone: str
    file_code: str
    impact: str
    citizens_waiting: int
    has_workaround: bool
    priority: int
    team: str
    team_id: int | None
    assignee: str
    assignee_id: int | None
    outside_body: str
    outside_reference: str
    duplicate_of: int | None
    is_shared: bool
    is_watched: bool
    closing_answer: str | None
    held_since_at: Instant
    created_at: Instant
    updated_at: Instant
    resolved_at: Instant | None
    closed_at: Instant | None
    close_due_at: Instant | None

    @property
    def facts(self) -> StatusFacts:
        return FACTS[self.status]

    @property
    def holder(self) -> Message:
        return holder_of(self)


@dataclass(frozen=True, slots=True)
class GuideLinkRow:
    """A guide on the ticket; `step` "" is the whole guide, `outcome` "", "solved" or "stuck"."""

    id: int
    slug: str
    step: str
    revision: int
    attached_by: str
    attached_at: Instant
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPage:
    """The routes put in `ways` (forms by name), `panels` (what guides add) and `now`."""

    template: ClassVar[str] = "tickets/show.html"
    ticket: TicketFacts
    standing: Standing
    next_step: Message
    timeline: tuple[Entry, ...]
    earlier: str | None
    attachments: tuple[AttachmentRow, ...]
    guide_links: tuple[GuideLinkRow, ...]
    watchers: tuple[str, ...]
    allowed: frozenset[Verb]
    handles: bool
    ways: Mapping[str, Any] = field(default_factory=dict)
    panels: Sequence[Any] = ()
    now: Instant = 0


async def show_ticket(number: int, viewer: Viewer, *, before: str | None = None) -> TicketPage:
    """The page of a ticket. `before` is a cursor into its history.

    Raises NotAllowed(hidden=True) for a ticket that is not the viewer's to see.
    """
    row = await _found(number, viewer)
    ticket = standing_from(row)
    inside = handles(viewer, ticket)
    files = await attachments(number, with_internal=inside)
    entries, earlier = await timeline(number, viewer, files, before, with_internal=inside)
    return TicketPage(
        ticket=_facts(row),
        standing=ticket,
        next_step=next_step(ticket),
        timeline=entries,
        earlier=earlier,
        attachments=tuple(file for file in files if file.reply is None),
        guide_links=await guide_links(number),
        watchers=await _watchers(number),
        allowed=allowed(viewer, ticket),
        handles=inside,
    )


async def guide_links(number: int) -> tuple[GuideLinkRow, ...]:
    """The guides on a ticket that the viewer is known to see, oldest first."""
    found = await rows(
        "SELECT guide_link.id, slug, step, guide_link.revision,"
        " person.full_name AS attached_by, attached_at, outcome"
        " FROM guide_link JOIN person ON person.id = guide_link.attached_by"
        " WHERE guide_link.ticket = {} ORDER BY guide_link.id LIMIT 50",
        number,
    )
    return tuple(GuideLinkRow(**row) for row in found)


_STANDING = ", ".join(f"ticket.{name.strip()}" for name in COLUMNS.split(","))
_OWN = (
    "title, details, callback_name, callback_phone, file_code, impact, citizens_waiting,"
    " has_workaround, outside_reference, duplicate_of, closing_answer, held_since_at,"
    " ticket.created_at, updated_at, resolved_at, closed_at, close_due_at"
)
# Names by subquery, not by join: PostgreSQL would weigh the order of nine joins first.
_TICKET = f"""
    SELECT {_STANDING}, {_OWN}, EXISTS ({WATCHES}) AS is_watched,
        category.<name> AS category_name, category.code AS category_code,
        service.<name> AS service_name, service.code AS service_code,
        asker.full_name AS requester_name, asker.position AS requester_position,
        asker.phone AS requester_phone,
        (SELECT <name> FROM outside_body WHERE outside_body.id = ticket.outside_body)
            AS body_name,
        (SELECT shown_name FROM unit WHERE unit.id = ticket.unit) AS unit_name,
        (SELECT full_name FROM person WHERE person.id = ticket.opened_by) AS opened_by_name,
        (SELECT full_name FROM person WHERE person.id = ticket.assignee) AS assignee_name,
        (SELECT name FROM team WHERE team.id = ticket.team) AS team_name
    FROM ticket
    JOIN category ON category.id = ticket.category
    JOIN person AS asker ON asker.id = ticket.requester
    LEFT JOIN service ON service.id = ticket.service
    WHERE ticket.id = {{}}
"""


async def _found(number: int, viewer: Viewer) -> Mapping[str, Any]:
    sql = _TICKET.replace("<name>", name_column(viewer.language))
    found = await rows(sql, viewer.id, number) if 0 < number <= MOST else []
    if not found or not sees(viewer, standing_from(found[0])):
        raise NotAllowed(hidden=True)
    return found[0]


def _facts(row: Mapping[str, Any]) -> TicketFacts:
    return TicketFacts(
        number=row["id"],
        title=row["title"],
        details=row["details"],
        status=Status(row["status"]),
        revision=row["revision"],
        category=row["category_name"],
        category_code=row["category_code"],
        service=row["service_name"] or "",
        service_code=row["service_code"] or "",
        unit=row["unit_name"],
        requester=row["requester_name"],
        requester_id=row["requester"],
        requester_position=row["requester_position"],
        requester_phone=row["requester_phone"],
        opened_by=row["opened_by_name"],
        callback_name=row["callback_name"],
        callback_phone=row["callback_phone"],
        file_code=row["file_code"],
        impact=row["impact"],
        citizens_waiting=row["citizens_waiting"],
        has_workaround=bool(row["has_workaround"]),
        priority=row["priority"],
        team=row["team_name"] or "",
        team_id=row["team"],
        assignee=row["assignee_name"] or "",
        assignee_id=row["assignee"],
        outside_body=row["body_name"] or "",
        outside_reference=row["outside_reference"],
        duplicate_of=row["duplicate_of"],
        is_shared=bool(row["is_shared"]),
        is_watched=bool(row["is_watched"]),
        closing_answer=row["closing_answer"],
        held_since_at=row["held_since_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        resolved_at=row["resolved_at"],
        closed_at=row["closed_at"],
        close_due_at=row["close_due_at"],
    )


async def _watchers(number: int) -> tuple[str, ...]:
    found = await rows(
        "SELECT person.full_name AS name FROM watcher JOIN person ON person.id = watcher.person"
        " WHERE watcher.ticket = {} ORDER BY watcher.id LIMIT 50",
        number,
    )
    return tuple(row["name"] for row in found)
