"""The first page after signing in: what waits for this person, by role; writes nothing."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.people.viewer import Viewer
from helpdesk.tickets.catalogue.queries import Entry, categories
from helpdesk.tickets.narrowing import URGENT, ListScope, Narrowed, scopes_of, team_shown
from helpdesk.tickets.queries.counting import (
    CategoryCount,
    Counts,
    UnitCount,
    by_category,
    by_unit,
    counts_of,
)
from helpdesk.tickets.queries.listing import read_list
from helpdesk.tickets.queries.rows import READ, TicketRow, rows_of, ticket_rows
from helpdesk.tickets.seeing import sees_province
from helpdesk.tickets.standing import Status

MOST_SHOWN = 10

_MY_TURN = (Status.waiting_requester, Status.resolved)
_OWN = (
    ("requester = {}", "DESC"),
    ("requester = {} AND is_open AND status = 'waiting_requester'", "ASC"),
    ("requester = {} AND status = 'resolved'", "ASC"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """`needing_me`: my reports that wait for my answer or confirmation. `to_do`: what I work on,
    most urgent first; `unassigned`: what nobody has; `office`: what is open in the unit that I am
    the focal point of; `mine`: what I reported last. `categories` can be reported at one tap, by
    those who report; `by_category` and `by_unit` are for leaders.
    """

    template: ClassVar[str] = "tickets/home.html"
    scopes: tuple[ListScope, ...]
    counts: Counts
    needing_me: tuple[TicketRow, ...]
    mine: tuple[TicketRow, ...]
    to_do: tuple[TicketRow, ...]
    unassigned: tuple[TicketRow, ...]
    office: tuple[TicketRow, ...]
    by_category: tuple[CategoryCount, ...]
    by_unit: tuple[UnitCount, ...]
    categories: tuple[Entry, ...]


async def home(viewer: Viewer) -> HomePage:
    """The person's own first page, in at most six queries."""
    scopes = scopes_of(viewer)
    mine = await newest_and_needing(viewer)
    leads = viewer.is_leader or viewer.is_administrator
    return HomePage(
        scopes=scopes,
        counts=await counts_of(viewer, team_shown(viewer, Narrowed())),
        needing_me=tuple(row for row in mine if row.status in _MY_TURN)[::-1][:MOST_SHOWN],
        mine=mine[:MOST_SHOWN],
        to_do=await _first(viewer, ListScope.assigned, URGENT),
        unassigned=await _first(viewer, ListScope.unassigned, URGENT),
        office=await _first(viewer, ListScope.commune) if viewer.is_focal_point else (),
        by_category=await by_category(viewer.province, viewer.language) if leads else (),
        by_unit=await by_unit(viewer.province) if leads else (),
        categories=() if sees_province(viewer) else await categories(viewer.language),
    )


async def newest_and_needing(viewer: Viewer) -> tuple[TicketRow, ...]:
    """My last reports, and those where the next step is mine, all of them newest first."""
    one_of = "SELECT id FROM (SELECT id FROM ticket WHERE {} ORDER BY id {} LIMIT {}) AS part"
    parts = (
        f"{one_of.format(where, order, MOST_SHOWN)}{number}"
        for number, (where, order) in enumerate(_OWN)
    )
    page = f"SELECT {READ} FROM ticket WHERE id IN ({' UNION '.join(parts)})"
    sql = rows_of(page, viewer, " ORDER BY ticket.id DESC")
    return tuple(await ticket_rows(sql, *(viewer.id for _ in _OWN)))


async def _first(viewer: Viewer, scope: ListScope, sort: str = "") -> tuple[TicketRow, ...]:
    if scope not in scopes_of(viewer):
        return ()
    narrowed = Narrowed(sort=sort)
    return (await read_list(viewer, scope, narrowed, cursor=None, size=MOST_SHOWN)).rows
