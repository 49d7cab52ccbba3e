"""How one ticket stands, as the rules need it; knows no table and no page."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a ticket is in its life."""

    new = "new"
    in_progress = "in_progress"
    waiting_requester = "waiting_requester"
    waiting_outside = "waiting_outside"
    resolved = "resolved"
    closed = "closed"
    cancelled = "cancelled"
    duplicate = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A ticket as one person found it: row ids, no texts.

    `id` is the ticket's number; `revision` grows by one with every change of state;
    `is_watched` says whether the person who looked it up watches it.
    """

    id: int
    status: Status
    revision: int
    requester: int
    opened_by: int
    unit: int
    province: int
    category: int
    service: int | None
    priority: int
    team: int | None
    assignee: int | None
    is_shared: bool
    is_watched: bool
