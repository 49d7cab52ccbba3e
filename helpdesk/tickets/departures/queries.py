"""What a departure needs to know: the person, their open tickets, who could take over."""

from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.database import rows
from helpdesk.errors import NotAllowed
from helpdesk.people.accounts.queries import Account, administered_account
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.queries.people import Choice, technicians
from helpdesk.tickets.queries.rows import READ, TicketRow, rows_of, ticket_rows

MOST_SHOWN = 50
MOST_ID = 2**63 - 1
_UNFINISHED = "(is_open OR status = 'resolved')"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeparturePage:
    """Somebody's unfinished tickets (at most 50 of each kind are named) and the form."""

    template: ClassVar[str] = "departures/show.html"

    person: Account
    assigned: tuple[TicketRow, ...]
    requested: tuple[TicketRow, ...]
    form: Any


async def leaving(person: int, viewer: Viewer) -> Account:
    """The active person, for their administrators. Raises NotAllowed, hidden from strangers."""
    account = await administered_account(viewer, person if 0 < person <= MOST_ID else 0)
    if not account.is_active:
        raise NotAllowed(hidden=True)
    return account


async def unfinished(person: int, column: str, viewer: Viewer) -> tuple[TicketRow, ...]:
    """Unfinished tickets with the person as `column`, "assignee" or "requester"; oldest first."""
    where = f"{column} = {{}} AND {_UNFINISHED} ORDER BY id LIMIT {{}}"
    sql = rows_of(f"SELECT {READ} FROM ticket WHERE {where}", viewer, " ORDER BY ticket.id")
    return tuple(await ticket_rows(sql, person, MOST_SHOWN))


async def heirs(person: Account) -> tuple[Choice, ...]:
    """Technicians of the province who could take over."""
    return tuple(one for one in await technicians(person.province) if one.id != person.id)


async def colleagues(person: Account) -> tuple[Choice, ...]:
    """Active people of the same unit, in Vietnamese order; at most 500."""
    found = await rows(
        "SELECT id, full_name AS name FROM person WHERE unit = {} AND is_active AND id <> {}"
        " ORDER BY sort_key, id LIMIT 500",
        person.unit,
        person.id,
    )
    return tuple(Choice(**row) for row in found)
