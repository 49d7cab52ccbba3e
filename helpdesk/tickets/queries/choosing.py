"""Everything that a technician can choose on a ticket's page, in one query; writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.database import rows
from helpdesk.tickets.catalogue.queries import name_column


@dataclass(frozen=True, slots=True)
class Choosable:
    """One thing to choose: what a form sends, and what people read."""

    value: str
    label: str


KINDS = ("category", "service", "body", "team", "technician")

_CATALOGUE = (
    "SELECT '{kind}' AS kind, {value} AS value, {name} AS label, position, '' AS sort_key"
    " FROM {table} WHERE is_active"
)
_TEAMS = (
    "SELECT 'team', CAST(id AS TEXT), name, 0, sort_key FROM team WHERE is_active AND province = {}"
)
_TECHNICIANS = (
    "SELECT 'technician', CAST(person.id AS TEXT), person.full_name, 0, person.sort_key"
    " FROM role_grant JOIN person ON person.id = role_grant.person"
    " JOIN unit ON unit.id = person.unit"
    " WHERE role_grant.role = 'technician' AND person.is_active"
    " AND COALESCE(unit.parent, unit.id) = {}"
)


async def choosable(province: int, language: str) -> Mapping[str, tuple[Choosable, ...]]:
    """By kind (of `KINDS`): catalogue rows by code (bodies by id), teams and technicians by id."""
    found = await rows(_sql(name_column(language)), province, province)
    found.sort(key=lambda row: (row["position"], row["sort_key"], row["label"]))
    return {
        kind: tuple(Choosable(r["value"], r["label"]) for r in found if r["kind"] == kind)
        for kind in KINDS
    }


def _sql(name: str) -> str:
    catalogue = (
        _CATALOGUE.format(kind="category", value="code", name=name, table="category"),
        _CATALOGUE.format(kind="service", value="code", name=name, table="service"),
        _CATALOGUE.format(kind="body", value="CAST(id AS TEXT)", name=name, table="outside_body"),
    )
    return " UNION ALL ".join((*catalogue, _TEAMS, _TECHNICIANS))
