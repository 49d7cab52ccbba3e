"""The page of a list and its pieces, as their templates show them; looks nothing up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.database.listing import Listing
from helpdesk.errors import Message
from helpdesk.tickets.queries.rows import TicketRow

Tab = tuple[Message, str, bool, int | None]
"""Words, address, whether it is the list shown, and how many open tickets it holds if counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShown:
    """A list. `tabs`, `lines` and `filters` are pieces of HTML.

    `address` is this list with its filters and ends in "?" or "&"; `query` is what follows the
    "?" in it.
    """

    template: ClassVar[str] = "tickets/index.html"

    scope: str
    tabs: str
    filters: str
    is_narrowed: bool
    lines: str
    listing: Listing[TicketRow]
    is_partial: bool
    address: str
    query: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabs:
    """The lists that a person has, and how many open tickets each of them holds."""

    template: ClassVar[str] = "tickets/_tabs.html"

    tabs: Sequence[Tab]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ticket in a list; `quick`: its reader may take it without leaving the list."""

    template: ClassVar[str] = "tickets/_line.html"

    row: TicketRow
    quick: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterBar:
    """What a list can be narrowed to; `active`: how many filters are set."""

    template: ClassVar[str] = "tickets/_filters.html"

    form: Any
    active: int
    for_province: bool
