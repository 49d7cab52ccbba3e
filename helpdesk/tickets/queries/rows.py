"""The rows of lists: what one line of a list needs, and no text that it does not show."""

from typing import NamedTuple

from helpdesk.clock import Instant
from helpdesk.database import tuples
from helpdesk.errors import Message
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.catalogue.queries import name_column
from helpdesk.tickets.holding import holder_of
from helpdesk.tickets.lifecycle import FACTS, StatusFacts
from helpdesk.tickets.standing import Status


class TicketRow(NamedTuple):
    """A ticket in a list; names are in the viewer's language, "" is none.

    A tuple of plain values, as the database gives them: lists keep the HTML of a row under the
    row itself, and a tuple is compared a hundred times faster than an object.
    """

    number: int
    title: str
    status_code: str
    priority: int
    category: str
    service: str
    unit: str
    requester: str
    team: str
    assignee: str
    outside_body: str
    is_shared: bool
    revision: int
    created_at: Instant
    updated_at: Instant
    held_since_at: Instant

    @property
    def status(self) -> Status:
        return Status(self.status_code)

    @property
    def facts(self) -> StatusFacts:
        return FACTS[self.status]

    @property
    def holder(self) -> Message:
        return holder_of(self)


READ = (
    "ticket.id, title, status, is_open, priority, category, service, unit, province, requester,"
    " team, assignee, outside_body, is_shared, revision, created_at, updated_at, held_since_at"
)
"""The columns that a query for `rows_of` reads: all that lists show, filter and sort by."""

# Names by subquery, not by join: PostgreSQL would weigh the order of nine joins for 30 ms.
_ROWS = """
    SELECT id AS number, title, status, priority,
        (SELECT <name> FROM category WHERE category.id = ticket.category) AS category,
        COALESCE((SELECT <name> FROM service WHERE service.id = ticket.service), '') AS service,
        (SELECT shown_name FROM unit WHERE unit.id = ticket.unit) AS unit,
        (SELECT full_name FROM person WHERE person.id = ticket.requester) AS requester,
        COALESCE((SELECT name FROM team WHERE team.id = ticket.team), '') AS team,
        COALESCE((SELECT full_name FROM person WHERE person.id = ticket.assignee), '') AS assignee,
        COALESCE((SELECT <name> FROM outside_body
            WHERE outside_body.id = ticket.outside_body), '') AS outside_body,
        is_shared, revision, created_at, updated_at, held_since_at
    FROM (<page>) AS ticket
"""
"""Its columns in the order of `TicketRow`."""


def rows_of(page: str, viewer: Viewer, rest: str = "") -> str:
    """SQL for the rows of the tickets that the query `page` reads, which selects `READ`.

    `rest` (WHERE, ORDER BY, LIMIT) is about these columns of `ticket`.
    """
    sql = _ROWS.replace("<name>", name_column(viewer.language)).replace("<page>", page)
    return sql + rest


async def ticket_rows(sql: str, *values: object) -> list[TicketRow]:
    """Run SQL made by `rows_of`."""
    return [TicketRow._make(found) for found in await tuples(sql, *values)]
