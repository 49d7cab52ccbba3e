"""Lists of tickets by keyset, each page as cheap as the first; writes nothing."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpdesk.database import rows
from helpdesk.database.listing import Cursor, Listing, page_of, read_cursor
from helpdesk.errors import NotAllowed
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.narrowing import (
    Filter,
    ListScope,
    Reading,
    reading,
    scopes_of,
    team_shown,
)
from helpdesk.tickets.queries.counting import Counts, counts_of
from helpdesk.tickets.queries.finding import find_tickets
from helpdesk.tickets.queries.rows import READ, TicketRow, rows_of, ticket_rows

SIZE = 50
FIRST_LOOK = 400
"""Tickets that are looked at first: enough for one in six, as most filters let through."""
EXAMINED = 2_000
"""Tickets that one page of a filtered list looks at; the next page goes on from there."""
MOST_EXPORTED = 50_000
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list, and what stands on the tabs above it.

    `is_partial`: nothing more was found among the tickets looked at, but older ones were not.
    """

    scope: ListScope
    scopes: tuple[ListScope, ...]
    narrowed: Filter
    team: int
    listing: Listing[TicketRow]
    is_partial: bool
    counts: Counts


async def list_tickets(
    viewer: Viewer, scope: ListScope | None, narrowed: Filter, *, cursor: str | None = None
) -> ListPage:
    """A page of 50 tickets. Without a scope, the person's first list.

    Raises NotAllowed for a list that the person does not have.
    """
    scopes = scopes_of(viewer)
    scope = scope or scopes[0]
    if scope not in scopes:
        raise NotAllowed
    if narrowed.text:
        listing = await find_tickets(viewer, scope, narrowed, cursor=cursor, size=SIZE)
    else:
        listing = await read_list(viewer, scope, narrowed, cursor=cursor, size=SIZE)
    return ListPage(
        scope=scope,
        scopes=scopes,
        narrowed=narrowed,
        team=team_shown(viewer, narrowed),
        listing=listing,
        is_partial=listing.older is not None and len(listing.rows) < SIZE,
        counts=await counts_of(viewer, team_shown(viewer, narrowed)),
    )


async def read_list(
    viewer: Viewer, scope: ListScope, narrowed: Filter, *, cursor: str | None, size: int
) -> Listing[TicketRow]:
    """A page of a list without words to search for."""
    how = reading(scope, viewer, narrowed)
    at = _edge(cursor, how)
    found = await _looked_at(how, at, size + 1, viewer)
    listing = page_of(found, at, size, _key(how))
    if not found and at is not None:
        listing = _way_back(listing, how, at)
    if how.filters is None or len(found) > size:
        return listing
    return await _further(listing, how, at)


async def export_rows(
    viewer: Viewer, scope: ListScope, narrowed: Filter
) -> AsyncIterator[Sequence[TicketRow]]:
    """All rows of a list from its beginning, at most 50,000, in batches."""
    if scope not in scopes_of(viewer):
        raise NotAllowed
    read = find_tickets if narrowed.text else read_list
    cursor: str | None = None
    count = 0
    while count < MOST_EXPORTED:
        listing = await read(viewer, scope, narrowed, cursor=cursor, size=_BATCH)
        batch = listing.rows[: MOST_EXPORTED - count]
        yield batch
        count += len(batch)
        cursor = listing.older
        if cursor is None:
            return


async def _looked_at(
    how: Reading, at: Cursor | None, limit: int, viewer: Viewer
) -> list[TicketRow]:
    """At most `limit` rows; for a filter among few tickets first, then among `EXAMINED`."""
    found: list[TicketRow] = []
    for examined in (min(FIRST_LOOK, EXAMINED), EXAMINED) if how.filters else (limit,):
        sql, values = list_query(how, at, limit, viewer, examined=examined)
        found = await ticket_rows(sql, *values)
        if len(found) == limit:
            break
    return found


def list_query(
    how: Reading, at: Cursor | None, limit: int, viewer: Viewer, *, examined: int
) -> tuple[str, tuple[object, ...]]:
    """The query for at most `limit` rows of a list, of the `examined` from the cursor on."""
    page, values = page_query(how, at, examined)
    order = f" ORDER BY {_order(how, at, 'ticket.id')}"
    if how.filters:
        # Cut before names are looked up: SQLite sorts what it reads from a subquery once more.
        page = f"SELECT * FROM ({page}) AS ticket WHERE {how.filters.sql}{order} LIMIT {{}}"
        values = (*values, *how.filters.values, limit)
    return rows_of(page, viewer, order), values


def page_query(
    how: Reading, at: Cursor | None, examined: int, columns: str = READ
) -> tuple[str, tuple[object, ...]]:
    """The query that reads at most `examined` tickets of an index from the cursor on."""
    within, values = how.within.sql, how.within.values
    if at is not None:
        keys = f"ticket.priority, {how.id}" if how.by_priority else how.id
        marks = ", ".join(["{}"] * len(at.keys))
        larger = at.backwards != how.by_priority
        within += f" AND ({keys}) {'>' if larger else '<'} ({marks})"
        values += at.keys
    order = _order(how, at, how.id)
    sql = f"SELECT {columns} FROM {how.source} WHERE {within} ORDER BY {order} LIMIT {{}}"
    return sql, (*values, examined)


def _edge(cursor: str | None, how: Reading) -> Cursor | None:
    """The cursor in an address, unless it names a priority that PostgreSQL's column cannot hold."""
    at = read_cursor(cursor, 2 if how.by_priority else 1)
    if at is None or not how.by_priority or at.keys[0] in range(1, 5):
        return at
    return None


def _order(how: Reading, at: Cursor | None, key: str) -> str:
    backwards = at is not None and at.backwards
    direction = "ASC" if backwards != how.by_priority else "DESC"
    if how.by_priority:
        return f"ticket.priority {direction}, {key} {direction}"
    return f"{key} {direction}"


def _key(how: Reading) -> Any:
    if how.by_priority:
        return lambda row: (row.priority, row.number)
    return lambda row: (row.number,)


def _way_back(listing: Listing[TicketRow], how: Reading, at: Cursor) -> Listing[TicketRow]:
    """Nothing lies beyond the cursor: the page that it came from, its last row included."""
    step = 1 if how.by_priority != at.backwards else -1
    back = str(Cursor((*at.keys[:-1], at.keys[-1] + step), not at.backwards))
    return replace(listing, older=back) if at.backwards else replace(listing, newer=back)


async def _further(
    listing: Listing[TicketRow], how: Reading, at: Cursor | None
) -> Listing[TicketRow]:
    """The page ran out of tickets to look at: where the next one goes on, if there are more."""
    page, values = page_query(how, at, EXAMINED, "ticket.priority, ticket.id")
    found = await rows(page.replace("LIMIT {}", f"LIMIT 1 OFFSET {EXAMINED - 1}"), *values[:-1])
    if not found:
        return listing
    last = found[0]
    keys = (last["priority"], last["id"]) if how.by_priority else (last["id"],)
    if at is not None and at.backwards:
        return replace(listing, newer=str(Cursor(keys, backwards=True)))
    return replace(listing, older=str(Cursor(keys)))
