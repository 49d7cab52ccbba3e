"""Which tickets a list shows: whose (its scope), which of them, in which order; runs no query.

Each list reads one index from one end. What the index cannot answer is asked of the rows that it
gives, of a bounded number at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from helpdesk.people.viewer import Viewer
from helpdesk.tickets.lifecycle import OPEN
from helpdesk.tickets.report import row_id
from helpdesk.tickets.seeing import WATCHES, Condition, sees_province
from helpdesk.tickets.standing import Status


class ListScope(StrEnum):
    """Whose tickets a list shows."""

    assigned = "assigned"
    team = "team"
    unassigned = "unassigned"
    all = "all"
    mine = "mine"
    commune = "commune"
    watching = "watching"


_WATCHED = "watcher JOIN ticket ON ticket.id = watcher.ticket"

URGENT = "urgent"
STATE_OPEN = "open"
STATE_ALL = "all"
CAN_BE_URGENT = frozenset({ListScope.assigned, ListScope.team, ListScope.unassigned, ListScope.all})
SHOWS_ENDED = frozenset({ListScope.mine, ListScope.watching})
"""The lists that show finished tickets too unless asked otherwise; a search does so in any list."""


class Filter(Protocol):
    """What a list is narrowed to, as typed; "" is no narrowing, and so is what makes no sense.

    `status` is a Status, "open" or "all"; `category` and `service` are codes; `unit`, `assignee`
    and `team` row ids; `priority` 1 to 4; `sort` "newest" or "urgent".
    """

    @property
    def text(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def priority(self) -> str: ...
    @property
    def assignee(self) -> str: ...
    @property
    def team(self) -> str: ...
    @property
    def sort(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """A filter made by the program itself."""

    text: str = ""
    status: str = ""
    category: str = ""
    service: str = ""
    unit: str = ""
    priority: str = ""
    assignee: str = ""
    team: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a list: `within` is exact on an index of `source`, `filters` are asked of rows.

    `id` is the ticket's number in `source`; `by_priority` puts the most urgent, oldest first.
    """

    source: str
    id: str
    within: Condition
    filters: Condition | None
    by_priority: bool


@dataclass(frozen=True, slots=True)
class Searching:
    """How to search a list: `facet` stands for it in the search index (see `searching.facets`),
    `whose` says the same of `ticket`, and `filters` what is asked beyond it.
    """

    facet: str
    whose: Condition
    filters: Condition | None


def scopes_of(viewer: Viewer) -> tuple[ListScope, ...]:
    """The lists that a person has, the one to begin with first."""
    found: list[ListScope] = []
    if viewer.is_technician:
        found.append(ListScope.assigned)
        found += [ListScope.team] if viewer.teams else []
    if sees_province(viewer):
        found += [ListScope.unassigned, ListScope.all]
    found.append(ListScope.mine)
    if viewer.is_focal_point or not sees_province(viewer):
        found.append(ListScope.commune)
    return (*found, ListScope.watching)


def team_shown(viewer: Viewer, narrowed: Filter) -> int:
    """The team whose list is shown: the one asked for, else the person's first."""
    asked = row_id(narrowed.team)
    return asked if asked in viewer.teams else min(viewer.teams, default=0)


def is_urgent_first(scope: ListScope, narrowed: Filter) -> bool:
    """Whether the list is ordered by priority, which only lists of open tickets can be."""
    return narrowed.sort == URGENT and scope in CAN_BE_URGENT and _only_open(scope, narrowed)


def reading(scope: ListScope, viewer: Viewer, narrowed: Filter) -> Reading:
    """How to read that list for that person."""
    filters = _filters(narrowed)
    if _only_open(scope, narrowed):
        filters["open"] = Condition("ticket.is_open", ())
    if scope == ListScope.watching:
        within = Condition("watcher.person = {}", (viewer.id,))
        return Reading(_WATCHED, "watcher.ticket", within, _all(filters), False)
    by_priority = is_urgent_first(scope, narrowed)
    exact = _exact(scope, viewer, narrowed, filters, by_priority=by_priority)
    return Reading("ticket", "ticket.id", _joined(exact), _all(filters), by_priority)


def searching(scope: ListScope, viewer: Viewer, narrowed: Filter) -> Searching:
    """How to search that list."""
    filters = _filters(narrowed)
    facet = _facet(scope, viewer, narrowed)
    if _only_open(scope, narrowed) and not facet.startswith(("open", "unassigned")):
        filters["open"] = Condition("ticket.is_open", ())
    whose = [_whose(scope, viewer, narrowed)]
    if scope == ListScope.commune and not viewer.is_focal_point:
        whose.append(Condition("ticket.is_shared", ()))
    return Searching(facet, _joined(whose), _all(filters))


def _facet(scope: ListScope, viewer: Viewer, narrowed: Filter) -> str:
    kind, owner = {
        ListScope.assigned: ("assignee", viewer.id),
        ListScope.team: ("team", team_shown(viewer, narrowed)),
        ListScope.unassigned: ("unassigned", viewer.province),
        ListScope.all: ("province", viewer.province),
        ListScope.mine: ("requester", viewer.id),
        ListScope.commune: ("unit" if viewer.is_focal_point else "shared", viewer.unit),
        ListScope.watching: ("watcher", viewer.id),
    }[scope]
    is_open = _only_open(scope, narrowed) and kind in ("assignee", "team", "province")
    return f"{'open' if is_open else ''}{kind}:{owner}"


def _exact(
    scope: ListScope, viewer: Viewer, narrowed: Filter, filters: dict[str, Condition], *,
    by_priority: bool,
) -> list[Condition]:  # fmt: skip
    """The conditions that one index answers together; takes them out of `filters`."""
    whose = _whose(scope, viewer, narrowed)
    if scope == ListScope.commune and not viewer.is_focal_point:
        return [whose, Condition("ticket.is_shared", ())]
    exact = [whose]
    if scope == ListScope.all and not by_priority:
        exact = _sharpened(whose, filters)
    if "open" in filters:
        exact.append(filters.pop("open"))
    return exact


def _sharpened(province: Condition, filters: dict[str, Condition]) -> list[Condition]:
    """One filter of a province's list may have an index of its own."""
    for name in ("unit", "assignee"):
        if name in filters:
            sharp = filters.pop(name)
            filters["province"] = province
            return [sharp]
    for name in ("priority",) if "open" in filters else ("service", "category"):
        if name in filters:
            return [province, filters.pop(name)]
    return [province]


def _whose(scope: ListScope, viewer: Viewer, narrowed: Filter) -> Condition:
    if scope == ListScope.assigned:
        return Condition("ticket.assignee = {}", (viewer.id,))
    if scope == ListScope.team:
        return Condition("ticket.team = {}", (team_shown(viewer, narrowed),))
    if scope == ListScope.mine:
        return Condition("ticket.requester = {}", (viewer.id,))
    if scope == ListScope.commune:
        return Condition("ticket.unit = {}", (viewer.unit,))
    if scope == ListScope.unassigned:
        sql = "ticket.province = {} AND ticket.assignee IS NULL"
        return Condition(sql, (viewer.province,))
    if scope == ListScope.watching:
        return Condition(f"EXISTS ({WATCHES})", (viewer.id,))
    return Condition("ticket.province = {}", (viewer.province,))


def _only_open(scope: ListScope, narrowed: Filter) -> bool:
    if scope == ListScope.unassigned or narrowed.status in (STATE_OPEN, *OPEN):
        return True
    known = narrowed.status == STATE_ALL or narrowed.status in set(Status)
    return not (known or narrowed.text or scope in SHOWS_ENDED)


def _filters(narrowed: Filter) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    if narrowed.status in set(Status):
        found["state"] = Condition("ticket.status = {}", (narrowed.status,))
    for name in ("category", "service"):
        if code := getattr(narrowed, name):
            sql = f"ticket.{name} = (SELECT id FROM {name} WHERE code = {{}})"
            found[name] = Condition(sql, (code,))
    for name in ("unit", "assignee", "priority"):
        number = row_id(getattr(narrowed, name))
        if number is not None and (name != "priority" or number in range(1, 5)):
            found[name] = Condition(f"ticket.{name} = {{}}", (number,))
    return found


def _all(conditions: Mapping[str, Condition]) -> Condition | None:
    return _joined(tuple(conditions.values())) if conditions else None


def _joined(parts: Sequence[Condition]) -> Condition:
    values = tuple(value for part in parts for value in part.values)
    return Condition(" AND ".join(part.sql for part in parts), values)
