"""Counters as pages show them: kept by every change, read in one query; writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpdesk.database import rows, tuples
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.lifecycle import OPEN
from helpdesk.tickets.narrowing import ListScope, scopes_of
from helpdesk.tickets.standing import Status


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tickets the lists of a person hold, by status. Some lists are not counted."""

    by_scope: Mapping[ListScope, Mapping[str, int]]

    def open(self, scope: ListScope) -> int | None:
        """How many open tickets the list holds; None when it is not counted."""
        found = self.by_scope.get(scope)
        return None if found is None else sum(found.get(status, 0) for status in OPEN)

    def of(self, scope: ListScope, status: Status) -> int | None:
        """How many tickets of that status the list holds; None when it is not counted."""
        found = self.by_scope.get(scope)
        return None if found is None else found.get(status, 0)


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """The tickets of one category in a province, by status."""

    name: str
    by_status: Mapping[Status, int]

    @property
    def open(self) -> int:
        return sum(self.by_status.get(status, 0) for status in OPEN)

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


@dataclass(frozen=True, slots=True)
class UnitCount:
    """The tickets of one commune: how many are open, and how many there ever were."""

    unit: int
    name: str
    open: int
    total: int


async def counts_of(viewer: Viewer, team: int) -> Counts:
    """The counters of the lists that the person has; `team` is the team shown."""
    counted = [(scope, _counted(scope, viewer, team)) for scope in scopes_of(viewer)]
    wanted = {key: scope for scope, key in counted if key}
    where = " OR ".join(["(scope = {} AND scope_id = {})"] * len(wanted))
    found = await tuples(
        f"SELECT scope, scope_id, status, tickets FROM counter WHERE category = 0 AND ({where})",
        *(value for key in wanted for value in key),
    )
    by_scope: dict[ListScope, dict[str, int]] = {scope: {} for scope in wanted.values()}
    for kind, whose, status, count in found:
        by_scope[wanted[kind, whose]][status] = count
    return Counts(by_scope)


async def by_category(province: int, language: str) -> tuple[CategoryCount, ...]:
    """The tickets of a province by category and status, in the order of the catalogue."""
    name = "name_in_english" if language == "en" else "name"
    found = await rows(
        f"SELECT category.{name} AS name, counter.status, counter.tickets FROM category"
        " JOIN counter ON counter.category = category.id"
        " WHERE counter.scope = 'province' AND counter.scope_id = {}"
        " ORDER BY category.position, category.id",
        province,
    )
    return tuple(_grouped((row["name"], Status(row["status"]), row["tickets"]) for row in found))


async def by_unit(province: int, *, most: int = 10) -> tuple[UnitCount, ...]:
    """The communes of a province with the most open tickets."""
    statuses = ", ".join(f"'{status}'" for status in OPEN)
    found = await rows(
        "SELECT unit.id, unit.shown_name, SUM(counter.tickets) AS total,"
        f" SUM(CASE WHEN status IN ({statuses}) THEN counter.tickets ELSE 0 END) AS open_ones"
        " FROM counter JOIN unit ON unit.id = counter.scope_id"
        " WHERE counter.scope = 'unit' AND counter.category = 0 AND unit.parent = {}"
        " GROUP BY unit.id, unit.shown_name, unit.sort_key"
        " ORDER BY open_ones DESC, unit.sort_key LIMIT {}",
        province, most,
    )  # fmt: skip
    return tuple(
        UnitCount(row["id"], row["shown_name"], int(row["open_ones"]), int(row["total"]))
        for row in found
    )


def _counted(scope: ListScope, viewer: Viewer, team: int) -> tuple[str, int] | None:
    """The counter of a list: its scope, and whose it is."""
    match scope:
        case ListScope.assigned:
            return "assignee", viewer.id
        case ListScope.team:
            return "team", team
        case ListScope.unassigned:
            return "unassigned", viewer.province
        case ListScope.all:
            return "province", viewer.province
        case ListScope.mine:
            return "requester", viewer.id
        case ListScope.commune if viewer.is_focal_point:
            return "unit", viewer.unit
        case _:
            return None


def _grouped(found: Iterable[tuple[str, Status, int]]) -> Iterable[CategoryCount]:
    by_name: dict[str, dict[Status, int]] = {}
    for name, status, count in found:
        by_name.setdefault(name, {})[status] = count
    return [CategoryCount(name, counts) for name, counts in by_name.items()]
