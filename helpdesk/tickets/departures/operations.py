"""A person leaves or moves, and their tickets change hands: all of it, or nothing."""

from typing import Protocol

from helpdesk.clock import Instant
from helpdesk.database import idempotent
from helpdesk.errors import Invalid, Problem, message
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts.queries import administered_account
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.operations import hand_over_all
from helpdesk.tickets.queries.standings import MOST as MOST_ID
from helpdesk.tickets.report import row_id

WHICH_UNIT = message("Please choose the unit that the person moves to.")


class Leaving(Protocol):
    """What happens ("leave" or "move"), where to, and who takes over; ids as text."""

    @property
    def how(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def assigned_to(self) -> str: ...
    @property
    def requested_to(self) -> str: ...


@idempotent
async def depart(
    person: int, leaving: Leaving, *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Hand over the person's open tickets, then close or move the account.

    Answers how many tickets changed hands. Raises NotAllowed for whoever may not administer the
    person, and Invalid for successors or a unit that cannot be.
    """
    await administered_account(by, min(person, MOST_ID))
    handed = await hand_over_all(
        person,
        _chosen(leaving.assigned_to),
        _chosen(leaving.requested_to),
        by=by,
        key=None,
        now=now,
    )
    if leaving.how == "leave":
        await accounts.deactivate(person, by=by, now=now)
        return handed
    unit = row_id(leaving.unit)
    if unit is None:
        raise Invalid([Problem("unit", WHICH_UNIT)])
    await accounts.move(person, unit, by=by, now=now)
    return handed


def _chosen(text: str) -> int | None:
    """A row id, None for nobody; 0, which nobody has, for what is not an id."""
    return (row_id(text) or 0) if text else None
