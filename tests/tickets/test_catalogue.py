"""The catalogue: what ships, what administrators change, what forms offer."""

import pytest

from helpdesk.database import rows
from helpdesk.errors import Invalid, NotAllowed, Stale
from helpdesk.tickets.catalogue import operations
from helpdesk.tickets.catalogue.queries import (
    KINDS,
    categories,
    find_category,
    find_listed,
    find_outside_body,
    listed,
    outside_bodies,
    ownerships,
    services,
    team_for,
)
from tests import make
from tests.people import NOW, Province

SIX = ["chu-ky-so", "phan-mem", "duong-truyen", "thiet-bi", "tai-khoan", "quy-trinh"]


async def test_what_ships(province: Province) -> None:
    assert [one.code for one in await categories()] == SIX
    assert {"mot-cua", "vgca", "ho-tich", "dvcqg", "tslcd"} <= {s.code for s in await services()}
    assert {"vnpt", "viettel", "vgca"} <= {body.code for body in await outside_bodies()}
    assert (await categories("en"))[0].name == "Digital signature"
    for kind in KINDS:
        for one in await listed(kind):
            assert one.name, one.name_in_english


@pytest.mark.parametrize("kind", KINDS)
async def test_adding_and_changing(province: Province, kind: str) -> None:
    giang = province.giang
    entry = await operations.add(kind, " Máy  chủ ảo ", "", 50, by=giang, key="k", now=NOW)
    assert await operations.add(kind, " Máy  chủ ảo ", "", 50, by=giang, key="k", now=NOW) == entry
    found = await find_listed(kind, entry)
    assert found
    assert (found.code, found.name_in_english, found.revision) == (
        "may-chu-ao", found.name, 1
    )  # fmt: skip
    await operations.change(
        kind, entry, "Máy chủ", "Server", 51, False, revision=1, by=giang, key=None, now=NOW
    )
    changed = await find_listed(kind, entry)
    assert changed
    assert (changed.code, changed.name, changed.is_active) == ("may-chu-ao", "Máy chủ", False)
    assert (await listed(kind))[-1] == changed
    with pytest.raises(Stale):
        await operations.change(
            kind, entry, "Khác", "", 51, True, revision=1, by=giang, key=None, now=NOW
        )
    with pytest.raises(Invalid):
        await operations.add(kind, "MÁY CHỦ ẢO", "", 1, by=giang, key=None, now=NOW)


@pytest.mark.parametrize("name", ["", "  ", "!!!", "\u200b"])
async def test_a_name_is_needed(province: Province, name: str) -> None:
    with pytest.raises(Invalid):
        await operations.add("service", name, "", 1, by=province.giang, key=None, now=NOW)


async def test_only_administrators(province: Province) -> None:
    for viewer in set(province.everybody) - {province.giang}:
        with pytest.raises(NotAllowed):
            await operations.add("service", "X", "", 1, by=viewer, key=None, now=NOW)
        with pytest.raises(NotAllowed):
            await operations.change(
                "service", 1, "X", "", 1, True, revision=1, by=viewer, key=None, now=NOW
            )
        with pytest.raises(NotAllowed):
            await operations.own_category(province.team, 1, True, by=viewer, key=None, now=NOW)
    with pytest.raises(NotAllowed):
        await operations.add("person", "X", "", 1, by=province.giang, key=None, now=NOW)
    with pytest.raises(ValueError, match="person"):
        await listed("person")


async def test_what_is_out_of_use_is_not_offered(province: Province) -> None:
    await rows("UPDATE category SET is_active = FALSE WHERE code = 'thiet-bi'")
    await rows("UPDATE outside_body SET is_active = FALSE WHERE code = 'vnpt'")
    assert "thiet-bi" not in [one.code for one in await categories()]
    assert await find_category("thiet-bi") is None
    assert await find_outside_body(await make.outside_body("vnpt")) is None
    assert await find_listed("category", 999_999) is None


async def test_teams_answer_for_categories_of_their_province(province: Province) -> None:
    giang, team = province.giang, province.team
    (category, *_) = await categories()
    for owns in (True, True):
        await operations.own_category(team, category.id, owns, by=giang, key=None, now=NOW)
    assert await team_for(category.id, province.tay_ninh) == team
    assert await team_for(category.id, province.dong_nai) is None
    (found,) = await ownerships(province.tay_ninh)
    assert (found.team_name, found.category) == ("Tổ Chữ ký số", category.id)
    await operations.own_category(team, category.id, False, by=giang, key=None, now=NOW)
    assert await team_for(category.id, province.tay_ninh) is None


async def test_the_teams_and_categories_of_others_do_not_exist(province: Province) -> None:
    for team, category in ((province.team_of_dong_nai, 1), (0, 1), (province.team, 999_999)):
        with pytest.raises(NotAllowed) as found:
            await operations.own_category(
                team, category, True, by=province.giang, key=None, now=NOW
            )
        assert found.value.hidden
