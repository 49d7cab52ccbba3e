"""What pages about tickets show; nothing here writes."""

from helpdesk.tickets.queries.history import AttachmentRow, Entry, find_attachment
from helpdesk.tickets.queries.home import HomePage, home
from helpdesk.tickets.queries.listing import ListPage, export_rows, list_tickets
from helpdesk.tickets.queries.rows import TicketRow
from helpdesk.tickets.queries.showing import (
    GuideLinkRow,
    TicketFacts,
    TicketPage,
    show_ticket,
)
from helpdesk.tickets.queries.standings import find_standing

__all__ = [
    "AttachmentRow",
    "Entry",
    "GuideLinkRow",
    "HomePage",
    "ListPage",
    "TicketFacts",
    "TicketPage",
    "TicketRow",
    "export_rows",
    "find_attachment",
    "find_standing",
    "home",
    "list_tickets",
    "show_ticket",
]
