"""What pages show of units, and finding a unit by whatever people write. Writes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.database import rows
from helpdesk.database.listing import Cursor, Listing, page_of, read_cursor
from helpdesk.errors import NotAllowed
from helpdesk.people.numbers import row_number
from helpdesk.people.trust import may_administer
from helpdesk.people.units.names import (
    Candidate,
    DatedName,
    best_first,
    search_words,
    shown_on,
    without_types,
)
from helpdesk.people.viewer import Viewer

PAGE = 50
_MOST_CANDIDATES = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnit:
    """A unit with its names in order and the search texts of its names and aliases."""

    id: int
    code: str
    parent: int | None
    shown_name: str
    has_sort_key: bool
    names: tuple[DatedName, ...]
    folded: tuple[str, ...]
    aliases: frozenset[str]


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that answers a search; `was` says under which former name, if it was one."""

    id: int
    code: str
    shown_name: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    id: int
    code: str
    shown_name: str
    people: int
    was: str = ""


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name in full as it was on its first day; days as dd/mm/yyyy, `until` "" for still."""

    shown_name: str
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsPage:
    template: ClassVar[str] = "people/units/list.html"
    filters: Any
    asked: str
    listing: Listing[UnitRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A unit as its page and its forms need it."""

    id: int
    code: str
    shown_name: str
    type: str
    name: str
    revision: int
    names: tuple[NameRow, ...]
    aliases: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    template: ClassVar[str] = "people/units/show.html"
    unit: UnitFacts
    rename: Any
    new_alias: Any


async def known_units(unit_id: int | None = None) -> dict[str, KnownUnit]:
    """Every unit by its code, or only the one with this id; for imports and renaming."""
    where, asked = ("", ()) if unit_id is None else ("WHERE id = {}", (row_number(unit_id),))
    units = await rows(
        f"SELECT id, code, parent, shown_name, sort_key FROM unit {where} ORDER BY id", *asked
    )
    where = where.replace("id =", "unit =")
    names: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in await rows(f"SELECT * FROM unit_name {where} ORDER BY valid_from", *asked):
        names[row["unit"]].append(row)
    aliases: dict[int, set[str]] = defaultdict(set)
    for row in await rows(f"SELECT unit, folded FROM unit_alias {where}", *asked):
        aliases[row["unit"]].add(row["folded"])
    return {unit["code"]: _known(unit, names[unit["id"]], aliases[unit["id"]]) for unit in units}


def _known(unit: dict[str, Any], names: Sequence[dict[str, Any]], aliases: set[str]) -> KnownUnit:
    return KnownUnit(
        id=unit["id"],
        code=unit["code"],
        parent=unit["parent"],
        shown_name=unit["shown_name"],
        has_sort_key=bool(unit["sort_key"]),
        names=tuple(_dated(name) for name in names),
        folded=tuple(name["folded"] for name in names),
        aliases=frozenset(aliases),
    )


def _dated(row: dict[str, Any]) -> DatedName:
    return DatedName(row["type"], row["name"], row["valid_from"], row["valid_to"])


async def find_units(
    text: str, *, province: int | None = None, limit: int = 20
) -> tuple[FoundUnit, ...]:
    """Active units that answer to `text`, best first, within a province if one is given.

    Accents, case and NFD do not matter; former names, former units and short forms count:
    "thi tran can duoc, long an" finds xã Cần Đước, tỉnh Tây Ninh.
    """
    asked = search_words(text)
    candidates = await _candidates(asked, province)
    if not candidates:
        candidates = await _candidates(without_types(asked), province)
    return tuple(
        FoundUnit(found.unit, found.code, found.shown, found.source if found.age else "")
        for found in best_first(text, candidates, limit)
    )


async def _candidates(asked: Sequence[str], province: int | None) -> list[Candidate]:
    """Names and aliases in which every word asked begins a word.

    Aliases are read together with the present name, so that "Sở KHCN Tây Ninh" is one.
    """
    if not asked:
        return []
    words = [f"% {word}%" for word in asked[:12]]
    every = " AND ".join("said.folded LIKE {}" for _ in words)
    within = "" if province is None else "AND COALESCE(unit.parent, unit.id) = {}"
    found = await rows(
        f"""
        SELECT unit.id, unit.code, unit.shown_name, said.said, said.source, said.age
        FROM (
            SELECT unit, type || ' ' || name AS said, type || ' ' || name AS source, folded,
                CASE WHEN valid_to IS NULL THEN 0 ELSE 1 END AS age
            FROM unit_name
            UNION ALL
            SELECT other.unit, alias, CASE source WHEN '' THEN alias ELSE source END,
                other.folded || present.folded, 2
            FROM unit_alias AS other
            JOIN unit_name AS present ON present.unit = other.unit AND present.valid_to IS NULL
        ) AS said
        JOIN unit ON unit.id = said.unit
        WHERE unit.is_active AND {every} {within}
        ORDER BY said.age, unit.id
        LIMIT {_MOST_CANDIDATES}
        """,
        *words,
        *(() if province is None else (province,)),
    )
    return [
        Candidate(r["id"], r["code"], r["shown_name"], r["said"].strip(), r["source"], r["age"])
        for r in found
    ]


async def unit_options(province: int) -> list[tuple[int, str]]:
    """(id, name in full) of the active units of a province: itself, departments, then the rest."""
    found = await rows(
        """
        SELECT id, shown_name FROM unit
        WHERE is_active AND (id = {} OR parent = {})
        ORDER BY CASE kind WHEN 'province' THEN 0 WHEN 'department' THEN 1 ELSE 2 END,
            sort_key, id
        """,
        province, province,
    )  # fmt: skip
    return [(row["id"], row["shown_name"]) for row in found]


async def list_units(viewer: Viewer, asked: str, after: str | None) -> Listing[UnitRow]:
    """The units of the administrator's province in order, or those that answer to `asked`."""
    if asked:
        return await _search(viewer, asked)
    cursor = read_cursor(after)
    found = await rows(
        f"""
        SELECT unit.id, unit.code, unit.shown_name,
            (SELECT COUNT(*) FROM person WHERE person.unit = unit.id AND is_active) AS people
        FROM unit WHERE unit.parent = {{}} {_beyond(cursor)}
        ORDER BY {_order(cursor)} LIMIT {PAGE + 1}
        """,
        viewer.province,
        *(cursor.keys if cursor else ()),
    )
    return page_of([UnitRow(**row) for row in found], cursor, PAGE, lambda row: (row.id,))


def _beyond(cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    sign = "<" if cursor.backwards else ">"
    edge = "(SELECT edge.sort_key, edge.id FROM unit AS edge WHERE edge.id = {})"
    return f"AND (unit.sort_key, unit.id) {sign} {edge}"


def _order(cursor: Cursor | None) -> str:
    direction = "DESC" if cursor and cursor.backwards else "ASC"
    return f"unit.sort_key {direction}, unit.id {direction}"


async def _search(viewer: Viewer, asked: str) -> Listing[UnitRow]:
    found = await find_units(asked, province=viewer.province, limit=PAGE)
    counts: dict[int, int] = {}
    if found:
        marks = ", ".join("{}" for _ in found)
        counted = await rows(
            "SELECT unit, COUNT(*) AS people FROM person"
            f" WHERE is_active AND unit IN ({marks}) GROUP BY unit",
            *(unit.id for unit in found),
        )
        counts = {row["unit"]: row["people"] for row in counted}
    return Listing(
        tuple(UnitRow(u.id, u.code, u.shown_name, counts.get(u.id, 0), u.was) for u in found),
        None,
        None,
    )


async def unit_facts(viewer: Viewer, unit_id: int) -> UnitFacts:
    """The unit for its page. Raises NotAllowed(hidden) outside the administrator's province."""
    found = await rows(
        """
        SELECT unit.id, code, parent, shown_name, revision, name, (SELECT COUNT(*) FROM person
            WHERE person.unit = unit.id AND is_active) AS people
        FROM unit WHERE id = {}
        """,
        row_number(unit_id),
    )
    if not found or not may_administer(viewer, found[0]["parent"] or found[0]["id"]):
        raise NotAllowed(hidden=True)
    unit = found[0]
    dated = await rows(
        "SELECT * FROM unit_name WHERE unit IN ({}, {}) ORDER BY valid_from",
        unit_id, unit["parent"],
    )  # fmt: skip
    own = [_dated(row) for row in dated if row["unit"] == unit_id]
    above = [_dated(row) for row in dated if row["unit"] != unit_id]
    aliases = await rows(
        "SELECT alias, source FROM unit_alias WHERE unit = {} ORDER BY id", unit_id
    )
    return UnitFacts(
        id=unit["id"],
        code=unit["code"],
        shown_name=unit["shown_name"],
        type=own[-1].type,
        name=own[-1].name,
        revision=unit["revision"],
        names=_names_over_time(own, above),
        aliases=tuple(row["source"] or row["alias"] for row in aliases),
        people=unit["people"],
    )


def _names_over_time(own: Sequence[DatedName], above: Sequence[DatedName]) -> tuple[NameRow, ...]:
    """Newest first; a new name of the province makes a new name in full of the unit."""
    first = own[0].valid_from
    days = sorted({name.valid_from for name in (*own, *above) if name.valid_from >= first})
    ends = [*(_day(day) for day in days[1:]), ""]
    named = [
        NameRow(shown_on(day, own, above), _day(day), end)
        for day, end in zip(days, ends, strict=True)
    ]
    return tuple(reversed(named))


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
