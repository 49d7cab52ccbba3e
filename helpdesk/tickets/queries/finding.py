"""Tickets found by words or number, within one of the person's lists; writes nothing."""

from helpdesk.database.listing import Listing, page_of, read_cursor
from helpdesk.people.viewer import Viewer
from helpdesk.text import search
from helpdesk.tickets.narrowing import Filter, ListScope, searching
from helpdesk.tickets.queries.rows import READ, TicketRow, rows_of, ticket_rows
from helpdesk.tickets.searching import TICKETS
from helpdesk.tickets.seeing import Condition


async def find_tickets(
    viewer: Viewer, scope: ListScope, narrowed: Filter, *, cursor: str | None, size: int
) -> Listing[TicketRow]:
    """A page of the tickets in that list with all the words, the newest first."""
    query = search.query(narrowed.text)
    if query is None:
        return Listing((), None, None)
    at = read_cursor(cursor)
    how = searching(scope, viewer, narrowed)
    where, values = (how.filters.sql, how.filters.values) if how.filters else ("", ())
    found = await search.newest(
        TICKETS, query, facets={how.facet}, cursor=at, limit=size + 1, where=where, values=values
    )
    seen = await _in_order(found, how.whose, viewer)
    return page_of(seen, at, size, lambda row: (row.number,))


async def _in_order(numbers: list[int], whose: Condition, viewer: Viewer) -> list[TicketRow]:
    """The rows of the tickets found; `whose` is asked of the tickets once more, for truth."""
    if not numbers:
        return []
    marks = ", ".join(["{}"] * len(numbers))
    page = f"SELECT {READ} FROM ticket WHERE ticket.id IN ({marks}) AND {whose.sql}"
    rows = await ticket_rows(rows_of(page, viewer), *numbers, *whose.values)
    found = {row.number: row for row in rows}
    return [found[number] for number in numbers if number in found]
