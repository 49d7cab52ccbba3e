"""Lists of tickets as tables for a spreadsheet: headings and cells; knows no file format."""

from collections.abc import Callable

from helpdesk.errors import Message, message
from helpdesk.text.formatting import local
from helpdesk.tickets.lifecycle import FACTS
from helpdesk.tickets.queries.rows import TicketRow

HEADINGS: tuple[Message, ...] = (
    message("Number"),
    message("Title"),
    message("Status"),
    message("Priority"),
    message("Category"),
    message("System"),
    message("Unit"),
    message("Requester"),
    message("Team"),
    message("Technician"),
    message("Outside body"),
    message("Reported at"),
    message("Last change"),
)


def heading(words: Callable[[Message], str]) -> list[str]:
    """The first row; `words` says a message in the reader's language."""
    return [words(text) for text in HEADINGS]


def cells(row: TicketRow, words: Callable[[Message], str]) -> list[object]:
    """A row in the order of `HEADINGS`. Times are text, day first, on the clocks of Viet Nam."""
    return [
        row.number,
        row.title,
        words(FACTS[row.status].word),
        f"P{row.priority}",
        row.category,
        row.service,
        row.unit,
        row.requester,
        row.team,
        row.assignee,
        row.outside_body,
        f"{local(row.created_at):%d/%m/%Y %H:%M}",
        f"{local(row.updated_at):%d/%m/%Y %H:%M}",
    ]
