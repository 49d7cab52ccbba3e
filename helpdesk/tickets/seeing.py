"""Who may see which ticket, once as a rule and once as SQL; knows no page and runs no query."""

from dataclasses import dataclass

from helpdesk.people.viewer import Role, Viewer
from helpdesk.tickets.standing import Standing

PROVINCE_ROLES = frozenset({Role.technician, Role.leader, Role.administrator})
"""The roles that see every ticket of their own province."""


WATCHES = "SELECT 1 FROM watcher WHERE watcher.ticket = ticket.id AND watcher.person = {}"


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a WHERE clause with `{}` for each of its values."""

    sql: str
    values: tuple[object, ...]


def sees(viewer: Viewer, ticket: Standing) -> bool:
    """Whether `viewer` may know that the ticket exists; `visible_to` says the same in SQL."""
    if ticket.is_watched or viewer.id in (ticket.requester, ticket.opened_by):
        return True
    if sees_province(viewer) and ticket.province == viewer.province:
        return True
    return ticket.unit == viewer.unit and (ticket.is_shared or viewer.is_focal_point)


def sees_province(viewer: Viewer) -> bool:
    """Whether the person sees every ticket of the province that they belong to."""
    return viewer.holds(PROVINCE_ROLES)


def visible_to(viewer: Viewer) -> Condition:
    """The tickets that `viewer` may see, as a condition on `ticket`."""
    own_unit = "ticket.unit = {}" if viewer.is_focal_point else "ticket.unit = {} AND is_shared"
    parts = [
        ("ticket.requester = {}", viewer.id),
        ("ticket.opened_by = {}", viewer.id),
        (own_unit, viewer.unit),
        (f"EXISTS ({WATCHES})", viewer.id),
    ]
    if sees_province(viewer):
        parts.append(("ticket.province = {}", viewer.province))
    sql = " OR ".join(f"({part})" for part, _ in parts)
    return Condition(f"({sql})", tuple(value for _, value in parts))
