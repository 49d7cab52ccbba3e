"""Units: imported once, called rightly on every day, found however people write them."""

from typing import Any

import pytest

from helpdesk.database import rows
from helpdesk.errors import Invalid, NotAllowed, Stale
from helpdesk.people.lists import Row
from helpdesk.people.units import queries
from helpdesk.people.units.forms import NewAlias, Rename
from helpdesk.people.units.operations import (
    add_alias,
    import_units,
    rename,
    shipped_rows,
    take_effect,
)
from helpdesk.people.units.queries import find_units, unit_options
from tests.people import NOW, Province
from tests.sandboxes import Sandbox

DAY = 86_400_000


async def shown(code: str) -> str:
    (unit,) = await rows("SELECT shown_name FROM unit WHERE code = {}", code)
    return str(unit["shown_name"])


async def test_the_shipped_units_come_in_once(database: Sandbox) -> None:
    first = await import_units(shipped_rows(), now=NOW)
    again = await import_units(shipped_rows(), now=NOW)
    assert (first.added, first.changed, first.bad) == (195, 0, ())
    assert (again.added, again.changed, again.unchanged) == (0, 0, 195)


async def test_names_are_shown_in_full(province: Province) -> None:
    assert await shown("28108") == "xã Cần Đước, tỉnh Tây Ninh"
    assert await shown("25270") == "phường Lộc Ninh, thành phố Đồng Nai"
    assert await shown("75-khcn") == "Sở Khoa học và Công nghệ thành phố Đồng Nai"
    assert await shown("80") == "tỉnh Tây Ninh"


async def test_before_30_april_2026_dong_nai_was_a_tinh(database: Sandbox) -> None:
    await import_units(shipped_rows(), now=1_777_000_000_000)  # 24 April 2026
    assert await shown("25270") == "xã Lộc Ninh, tỉnh Đồng Nai"
    assert await take_effect(1_777_480_000_000) == 0  # 29 April, 23:26 in Viet Nam
    changed = await take_effect(1_777_485_000_000)  # 30 April, 00:50 in Viet Nam
    assert changed == 97  # the province, its department, its 95 communes and wards
    assert await shown("25270") == "phường Lộc Ninh, thành phố Đồng Nai"
    (ward,) = await rows("SELECT kind FROM unit WHERE code = '25270'")
    assert ward["kind"] == "ward"


async def test_a_check_writes_nothing(database: Sandbox) -> None:
    report = await import_units(shipped_rows(), check_only=True, now=NOW)
    assert report.added == 195
    assert await rows("SELECT id FROM unit") == []


def row(line: int, **cells: str) -> Row:
    return Row(line, cells)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"code": "9", "province_code": ""}, "is not a unit code"),
        ({"code": "30001", "province_code": ""}, "Only a province"),
        ({"code": "30001", "province_code": "30"}, "has no name"),
        ({"code": "30001", "province_code": "30", "name": "Mỹ Lệ"}, "fitting type"),
        ({"code": "30001", "province_code": "30", "name": "tỉnh Mỹ Lệ"}, "fitting type"),
        (
            {"code": "30001", "province_code": "30", "name": "xã A", "valid_from": "2026-02-30"},
            "is not a day",
        ),
        ({"code": "30001", "province_code": "99", "name": "xã Mỹ Lệ"}, "neither in the list"),
    ],
)
async def test_a_bad_row_stops_the_import(
    database: Sandbox, cells: dict[str, str], reason: str
) -> None:
    good = row(2, code="30", province_code="", name="tỉnh Thử Nghiệm")
    report = await import_units([good, row(3, **cells)], now=NOW)
    assert [bad.line for bad in report.bad] == [3]
    assert reason in report.bad[0].reason.id
    assert await rows("SELECT id FROM unit") == []


async def test_a_code_stands_in_a_list_once(database: Sandbox) -> None:
    twice = [row(n, code="30", province_code="", name="tỉnh Thử") for n in (2, 3)]
    report = await import_units(twice, now=NOW)
    assert [bad.line for bad in report.bad] == [3]


async def test_a_later_list_adds_names_and_aliases(province: Province) -> None:
    later = row(
        2, code="28108", province_code="80", name="phường Cần Đước", valid_from="2026-11-01",
        aliases="Cần Đước mới",
    )  # fmt: skip
    report = await import_units([later], now=NOW)
    assert (report.added, report.changed) == (0, 1)
    assert await shown("28108") == "phường Cần Đước, tỉnh Tây Ninh"
    assert (await import_units([later], now=NOW)).unchanged == 1
    assert (await import_units(shipped_rows(), now=NOW)).changed == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("xã Cần Đước", "28108"),
        ("can duoc", "28108"),
        ("CẦN ĐƯỚC", "28108"),
        ("thị trấn Cần Đước, Long An", "28108"),
        ("TT. Can Duoc, Long An", "28108"),
        ("phường Cần Đước", "28108"),
        ("xa long dinh", "28126"),
        ("mĩ lệ", "28132"),
        ("xã Lộc Ninh, tỉnh Đồng Nai", "25270"),
        ("phuong loc ninh", "25270"),
        ("xã Lộc Ninh, Tây Ninh", "25579"),
        ("Lộc Thạnh", "25280"),
        ("Lộc Thành", "25294"),
        ("so kh&cn tay ninh", "80-khcn"),
        ("Sở KHCN Đồng Nai", "75-khcn"),
        ("tran bien", "26041"),
        ("80-khcn", None),
        ("không có nơi này", None),
        ("% _ ' \"", None),
        ("", None),
    ],
)
async def test_a_unit_is_found_however_it_is_written(
    province: Province, asked: str, code: str | None
) -> None:
    found = await find_units(asked)
    assert (found[0].code if found else None) == code


async def test_a_former_unit_says_so(province: Province) -> None:
    (found, *_) = await find_units("thị trấn Cần Đước")
    assert found.shown_name == "xã Cần Đước, tỉnh Tây Ninh"
    assert found.was == "thị trấn Cần Đước, huyện Cần Đước, tỉnh Long An"


async def test_the_search_can_stay_in_a_province(province: Province) -> None:
    found = await find_units("loc ninh", province=province.tay_ninh)
    assert "25270" not in {unit.code for unit in found}


async def test_units_to_choose_from_begin_with_the_department(province: Province) -> None:
    options = await unit_options(province.tay_ninh)
    assert len(options) == 98
    assert options[1][1] == "Sở Khoa học và Công nghệ tỉnh Tây Ninh"
    assert options[2][1].startswith("xã An Lục Long")


def new_name(**given: Any) -> Rename:
    return Rename(
        **{
            "revision": "2", "type": "phường", "name": "Cần Đước", "valid_from": "2026-12-01",
            **given,
        }
    )  # fmt: skip


async def revision_of(unit: int) -> str:
    (found,) = await rows("SELECT revision FROM unit WHERE id = {}", unit)
    return str(found["revision"])


async def test_a_unit_is_renamed_from_a_day(province: Province) -> None:
    unit, seen = province.can_duoc, await revision_of(province.can_duoc)
    await rename(unit, new_name(revision=seen), by=province.giang, key="k", now=NOW)
    assert await shown("28108") == "xã Cần Đước, tỉnh Tây Ninh"
    await take_effect(NOW + 9 * DAY)
    assert await shown("28108") == "phường Cần Đước, tỉnh Tây Ninh"
    facts = await queries.unit_facts(province.giang, unit)
    assert [(name.shown_name, name.since, name.until) for name in facts.names] == [
        ("phường Cần Đước, tỉnh Tây Ninh", "01/12/2026", ""),
        ("xã Cần Đước, tỉnh Tây Ninh", "01/07/2025", "01/12/2026"),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"type": "tỉnh"}, "type"),
        ({"valid_from": "2025-07-01"}, "valid_from"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"type": "xã"}, "name"),
    ],
)
async def test_a_name_that_cannot_follow_is_refused(
    province: Province, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await rename(province.can_duoc, new_name(**wrong), by=province.giang, key=None, now=NOW)
    assert [problem.field for problem in refused.value.problems] == [field]


async def test_two_administrators_do_not_rename_at_once(province: Province) -> None:
    stale = new_name(revision="no number")
    with pytest.raises(Stale):
        await rename(province.can_duoc, stale, by=province.giang, key=None, now=NOW)


async def test_only_the_administrator_of_the_province_renames(province: Province) -> None:
    for viewer in (province.an, province.chi, province.khoa, province.lan):
        with pytest.raises(NotAllowed) as refused:
            await rename(province.can_duoc, new_name(), by=viewer, key=None, now=NOW)
        assert refused.value.hidden
    with pytest.raises(NotAllowed):
        await rename(999_999, new_name(), by=province.giang, key=None, now=NOW)


async def test_an_alias_makes_a_unit_findable(province: Province) -> None:
    alias = NewAlias(alias="Chợ Cần Đước cũ", source="")
    await add_alias(province.can_duoc, alias, by=province.giang, key=None, now=NOW)
    assert (await find_units("cho can duoc"))[0].id == province.can_duoc
    with pytest.raises(Invalid):
        await add_alias(province.can_duoc, alias, by=province.giang, key=None, now=NOW)


async def test_a_new_name_of_the_province_is_part_of_every_name(province: Province) -> None:
    ward = (await find_units("phường Lộc Ninh"))[0]
    lan = province.giang.__class__(
        id=1, name="", unit=0, province=province.dong_nai, roles=province.giang.roles,
        teams=frozenset(),
    )  # fmt: skip
    facts = await queries.unit_facts(lan, ward.id)
    assert [name.shown_name for name in facts.names] == [
        "phường Lộc Ninh, thành phố Đồng Nai",
        "xã Lộc Ninh, tỉnh Đồng Nai",
    ]
