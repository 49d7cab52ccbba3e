"""Tickets looked up through the person who asks; what they may not see does not exist for them."""

from collections.abc import Mapping
from typing import Any

from helpdesk.database import rows
from helpdesk.errors import NotAllowed
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.seeing import WATCHES, sees
from helpdesk.tickets.standing import Standing, Status

COLUMNS = (
    "id, status, revision, requester, opened_by, unit, province, category, service, priority,"
    " team, assignee, is_shared"
)
MOST = 2**63 - 1


async def find_standing(number: int, viewer: Viewer) -> Standing:
    """The ticket with that number as `viewer` finds it. Raises NotAllowed(hidden=True)."""
    sql = f"SELECT {COLUMNS}, EXISTS ({WATCHES}) AS is_watched FROM ticket WHERE id = {{}}"
    found = await rows(sql, viewer.id, number) if 0 < number <= MOST else []
    ticket = standing_from(found[0]) if found else None
    if ticket is None or not sees(viewer, ticket):
        raise NotAllowed(hidden=True)
    return ticket


def standing_from(row: Mapping[str, Any]) -> Standing:
    """A row of `ticket` as its standing; not watched unless the row says so."""
    return Standing(
        id=row["id"],
        status=Status(row["status"]),
        revision=row["revision"],
        requester=row["requester"],
        opened_by=row["opened_by"],
        unit=row["unit"],
        province=row["province"],
        category=row["category"],
        service=row["service"],
        priority=row["priority"],
        team=row["team"],
        assignee=row["assignee"],
        is_shared=bool(row["is_shared"]),
        is_watched=bool(row.get("is_watched", False)),
    )
