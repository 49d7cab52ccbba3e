"""What changes units: importing lists of them, renaming from a day, adding aliases.

The only file of the room that writes; knows no request and no language.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows, transaction
from helpdesk.errors import Invalid, Message, NotAllowed, Problem, Stale, message
from helpdesk.people import cache
from helpdesk.people.lists import BadRow, Report, Row, read_list
from helpdesk.people.numbers import row_number
from helpdesk.people.trust import may_administer
from helpdesk.people.units import queries
from helpdesk.people.units.lists import Listed, Unreadable, department_of, listed
from helpdesk.people.units.names import (
    TYPES,
    DatedName,
    check_day,
    followed_by,
    in_force,
    search_text,
    shown_on,
    today,
)
from helpdesk.people.viewer import Viewer
from helpdesk.text.folding import sort_key

if TYPE_CHECKING:
    from helpdesk.people.units.forms import NewAlias, Rename

_SHIPPED = ("provinces.csv", "communes.csv")


def shipped_rows() -> list[Row]:
    """The provinces, communes and wards that come with the program: 2 and 191."""
    folder = Path(__file__).with_name("data")
    return [row for name in _SHIPPED for row in read_list((folder / name).read_bytes())]


async def import_units(found: Sequence[Row], *, check_only: bool = False, now: Instant) -> Report:
    """Bring in a list of units; see `lists.listed` for its columns.

    Repeating it changes nothing. Names already recorded stay, later ones are added. A province
    gets its Department of Science and Technology. All or nothing: with a bad row, or with
    `check_only`, the report says what would happen and nothing is written.
    """
    units, bad = _read(found)
    day = today(now)
    async with transaction():
        known = await queries.known_units()
        bad += _misplaced(units, known)
        new = [unit for unit in units if unit.code not in known]
        changed = [unit for unit in units if _brings_news(unit, known.get(unit.code))]
        if not bad and not check_only:
            await _write_all(new, changed, day)
    same = len(units) - len(new) - len(changed)
    bad.sort(key=lambda row: row.line)
    return Report(len(new), len(changed), same, tuple(bad))


def _read(found: Iterable[Row]) -> tuple[list[Listed], list[BadRow]]:
    units: dict[str, Listed] = {}
    bad: list[BadRow] = []
    for row in found:
        try:
            unit = listed(row)
        except Unreadable as unreadable:
            bad.append(BadRow(row.line, unreadable.reason))
            continue
        if unit.code in units:
            bad.append(BadRow(row.line, _twice(unit.code)))
        units[unit.code] = unit
        if not unit.province:
            department = department_of(unit)
            units.setdefault(department.code, department)
    return list(units.values()), bad


def _twice(code: str) -> Message:
    return message("The code {code} stands in the list twice.", code=code)


def _misplaced(units: Sequence[Listed], known: dict[str, queries.KnownUnit]) -> list[BadRow]:
    provinces = {unit.code for unit in units if not unit.province} | set(known)
    return [
        BadRow(unit.line, _no_province(unit.province))
        for unit in units
        if unit.province and unit.province not in provinces
    ]


def _no_province(code: str) -> Message:
    return message("The province {code} is neither in the list nor recorded.", code=code)


def _brings_news(unit: Listed, known: queries.KnownUnit | None) -> bool:
    if known is None:
        return False
    return bool(_later(unit, known)) or any(
        search_text(source or alias) not in known.aliases for alias, source in unit.aliases
    )


def _later(unit: Listed, known: queries.KnownUnit) -> list[DatedName]:
    """The names of the list that begin after the last recorded one and differ from it."""
    last = known.names[-1]
    return [
        name
        for name in unit.names
        if name.valid_from > last.valid_from and (name.type, name.name) != (last.type, last.name)
    ]


async def _write_all(new: Sequence[Listed], changed: Sequence[Listed], day: str) -> None:
    for unit in sorted(new, key=lambda unit: len(unit.code) > 2):
        await _add(unit, day)
    known = await queries.known_units()
    for unit in changed:
        before = known[unit.code]
        for name in _later(unit, before):
            await _begin(before.id, name)
        await _add_aliases(before.id, unit.aliases)
    if new or changed:
        await _bring_up_to_date(day)


async def _add(unit: Listed, day: str) -> None:
    name = in_force(unit.names, day)
    (added,) = await rows(
        "INSERT INTO unit (code, kind, parent, name, shown_name, sort_key)"
        " VALUES ({}, {}, (SELECT id FROM unit WHERE code = {}), {}, {}, {}) RETURNING id",
        unit.code, TYPES[name.type].value, unit.province, name.name, name.name, "",
    )  # fmt: skip
    for dated in unit.names:
        await _insert_name(added["id"], dated)
    await _add_aliases(added["id"], unit.aliases)


async def _insert_name(unit: int, name: DatedName) -> None:
    await rows(
        "INSERT INTO unit_name (unit, type, name, folded, valid_from, valid_to)"
        " VALUES ({}, {}, {}, {}, {}, {})",
        unit, name.type, name.name, "", name.valid_from, name.valid_to,
    )  # fmt: skip


async def _add_aliases(unit: int, aliases: Iterable[tuple[str, str]]) -> None:
    for alias, source in aliases:
        await rows(
            "INSERT INTO unit_alias (unit, alias, folded, source) VALUES ({}, {}, {}, {})"
            " ON CONFLICT (unit, folded) DO NOTHING",
            unit, alias, search_text(source or alias), source,
        )  # fmt: skip


async def _begin(unit: int, name: DatedName) -> None:
    """End the last name of the unit where this one begins."""
    await rows(
        "UPDATE unit_name SET valid_to = {} WHERE unit = {} AND valid_to IS NULL",
        name.valid_from, unit,
    )  # fmt: skip
    await _insert_name(unit, DatedName(name.type, name.name, name.valid_from))


async def take_effect(now: Instant) -> int:
    """Show the names that have come into force by today; a chore of every night.

    Returns how many units are shown under another name than before.
    """
    async with transaction():
        return await _bring_up_to_date(today(now))


async def _bring_up_to_date(day: str) -> int:
    """Write what follows from the dated names on `day`: kind, name, shown name, search text."""
    known = await queries.known_units()
    by_id = {unit.id: unit for unit in known.values()}
    changed = 0
    for unit in known.values():
        province = by_id[unit.parent].names if unit.parent else ()
        await _refold(unit, province)
        changed += await _show(unit, province, day)
    cache.forget_everyone()
    return changed


async def _show(unit: queries.KnownUnit, province: Sequence[DatedName], day: str) -> int:
    name = in_force(unit.names, day)
    shown = shown_on(day, unit.names, province)
    if shown == unit.shown_name and unit.has_sort_key:
        return 0
    await rows(
        "UPDATE unit SET kind = {}, name = {}, shown_name = {}, sort_key = {},"
        " revision = revision + 1 WHERE id = {}",
        TYPES[name.type].value, name.name, shown, sort_key(name.name), unit.id,
    )  # fmt: skip
    return 1


async def _refold(unit: queries.KnownUnit, province: Sequence[DatedName]) -> None:
    above = [f"{name.type} {name.name}" for name in province]
    for name, folded in zip(unit.names, unit.folded, strict=True):
        wanted = search_text(f"{name.type} {name.name}", *above)
        if wanted != folded:
            await rows(
                "UPDATE unit_name SET folded = {} WHERE unit = {} AND valid_from = {}",
                wanted, unit.id, name.valid_from,
            )  # fmt: skip


@idempotent
async def rename(unit_id: int, form: "Rename", *, by: Viewer, key: str | None, now: Instant) -> int:
    """Give a unit another type or name from a day on. Answers the unit's id.

    Raises Invalid, NotAllowed(hidden), or Stale when somebody changed the unit meanwhile.
    """
    unit = await _administered(unit_id, by)
    new = DatedName(form.type, form.name, form.valid_from)
    check_day(form.valid_from)
    followed_by(unit.names, new)
    await _seen(unit_id, form.revision)
    await _begin(unit_id, new)
    await _bring_up_to_date(today(now))
    return unit_id


async def _seen(unit_id: int, revision: str) -> None:
    guarded = await rows(
        "UPDATE unit SET revision = revision + 1 WHERE id = {} AND revision = {} RETURNING id",
        unit_id, row_number(revision),
    )  # fmt: skip
    if not guarded:
        raise Stale(message("Somebody changed this unit meanwhile. Please look again."))


@idempotent
async def add_alias(
    unit_id: int, form: "NewAlias", *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Let a unit be found under one more name. Answers the unit's id. Raises as `rename`."""
    unit = await _administered(unit_id, by)
    if search_text(form.alias) in unit.aliases:
        text = message("The unit can already be found under this name.")
        raise Invalid([Problem("alias", text)])
    await _add_aliases(unit_id, [(form.alias, form.source)])
    return unit_id


async def _administered(unit_id: int, by: Viewer) -> queries.KnownUnit:
    known = await queries.known_units(unit_id)
    unit = next(iter(known.values()), None)
    if unit is None or not may_administer(by, unit.parent or unit.id):
        raise NotAllowed(hidden=True)
    return unit
