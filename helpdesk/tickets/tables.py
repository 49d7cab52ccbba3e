"""Tables of the ticket, its conversation, its files and its counters."""

from enum import StrEnum

from piccolo.columns import BigInt, Boolean, SmallInt, Text

from helpdesk.database import Table, identity, reference
from helpdesk.people.accounts.tables import Person, Team
from helpdesk.people.units.tables import Unit
from helpdesk.tickets.catalogue.tables import Category, OutsideBody, Service


class ClosingAnswer(StrEnum):
    """The one question at the end: did a guide help?"""

    guide_solved = "guide_solved"
    guide_poor = "guide_poor"
    no_guide = "no_guide"
    not_knowledge = "not_knowledge"


class Scope(StrEnum):
    """Whose tickets a counter counts; `scope_id` is the row id of that province, unit, …"""

    province = "province"
    unit = "unit"
    team = "team"
    assignee = "assignee"
    requester = "requester"
    unassigned = "unassigned"


class Ticket(Table, tablename="ticket"):
    """A report and its state; `id` is the number that people say on the telephone."""

    id = identity()
    title = Text()
    category = reference(Category)
    service = reference(Service, optional=True)
    unit = reference(Unit)
    province = reference(Unit)
    requester = reference(Person)
    opened_by = reference(Person)
    callback_name = Text()
    callback_phone = Text()
    file_code = Text()
    impact = Text()
    citizens_waiting = BigInt()
    has_workaround = Boolean()
    priority = SmallInt()
    status = Text()
    is_open = Boolean()
    revision = BigInt()
    team = reference(Team, optional=True)
    assignee = reference(Person, optional=True)
    outside_body = reference(OutsideBody, optional=True)
    outside_reference = Text()
    duplicate_of = reference("Ticket", optional=True)
    is_shared = Boolean()
    closing_answer = Text(null=True, default=None)
    held_since_at = BigInt()
    created_at = BigInt()
    updated_at = BigInt()
    resolved_at = BigInt(null=True, default=None)
    closed_at = BigInt(null=True, default=None)
    close_due_at = BigInt(null=True, default=None)
    details = Text()


class Reply(Table, tablename="reply"):
    """What somebody said, to all who see the ticket; `is_internal`: among those who handle it."""

    id = identity()
    ticket = reference(Ticket)
    author = reference(Person)
    body = Text()
    is_internal = Boolean()
    created_at = BigInt()


class Event(Table, tablename="event"):
    """What happened to a ticket: timeline, audit trail and outbox. `actor` is empty for time.

    `kind` is "open", "hand_over" or a `Verb`; `reply` is what was said with it. `particulars` is a
    JSON object of codes, ids and names as they were, never sentences of one language.
    """

    id = identity()
    ticket = reference(Ticket)
    actor = reference(Person, optional=True)
    kind = Text()
    reply = reference(Reply, optional=True)
    particulars = Text()
    happened_at = BigInt()


class Upload(Table, tablename="upload"):
    """A file that somebody sent but that no ticket carries yet.

    `digest` names the content in the file store, `shown_digest` the redrawn picture of it ("" for
    what is never shown in a page); `size` is in bytes, `width` and `height` in pixels (0: none).
    """

    id = identity()
    owner = reference(Person)
    name = Text()
    media_type = Text()
    size = BigInt()
    digest = Text()
    shown_digest = Text()
    width = BigInt()
    height = BigInt()
    created_at = BigInt()


class Attachment(Table, tablename="attachment"):
    """A file of a ticket: of the report itself, or of the `reply` that came with it."""

    id = identity()
    ticket = reference(Ticket)
    reply = reference(Reply, optional=True)
    owner = reference(Person)
    name = Text()
    media_type = Text()
    size = BigInt()
    digest = Text()
    shown_digest = Text()
    width = BigInt()
    height = BigInt()
    created_at = BigInt()


class Watcher(Table, tablename="watcher"):
    """A person who follows a ticket, and may see it for as long as they do."""

    id = identity()
    ticket = reference(Ticket)
    person = reference(Person)
    since_at = BigInt()


class GuideLink(Table, tablename="guide_link"):
    """A guide that somebody attached to a ticket, by its slug; `step` "" means the whole guide.

    `outcome` is "" until the requester says "solved", or at which step they are "stuck".
    """

    id = identity()
    ticket = reference(Ticket)
    slug = Text()
    step = Text()
    revision = BigInt()
    attached_by = reference(Person)
    attached_at = BigInt()
    outcome = Text()


class Counter(Table, tablename="counter"):
    """How many `tickets` of a scope have a status; `category` 0 counts all categories together."""

    id = identity()
    scope = Text()
    scope_id = BigInt()
    category = BigInt()
    status = Text()
    tickets = BigInt()
