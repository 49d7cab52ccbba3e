"""Administrators keep what people choose from; nobody else does."""

from collections.abc import Awaitable, Callable

import pytest

from helpdesk.database import rows
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.catalogue.queries import ownerships
from tests.client import Browser, form_of, text_of, values_of
from tests.people import Province

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]


async def entry(kind: str, code: str) -> int:
    (found,) = await rows(f"SELECT id FROM {kind} WHERE code = {{}}", code)
    return int(found["id"])


async def test_giang_finds_all_that_is_kept(province: Province, client_as: SignIn) -> None:
    giang = await client_as(province.giang)
    page = await giang.get("/administration")
    for address in ("/people", "/units", "/teams", "/catalogue"):
        assert f'href="{address}"' in page.text
        assert (await giang.get(address)).status_code == 200


async def test_only_administrators_come_in(
    province: Province, client_as: SignIn, client: Browser
) -> None:
    category = await entry("category", "phan-mem")
    pages = ["/administration", "/catalogue", "/catalogue/category/new"]
    forms = ["/catalogue/category", f"/catalogue/category/{category}"]
    for viewer in (province.an, province.chi, province.khoa):
        browser = await client_as(viewer)
        for path in [*pages, f"/catalogue/category/{category}"]:
            assert (await browser.get(path)).status_code == 403
        for path in [*forms, f"/catalogue/owners/{category}"]:
            assert (await browser.post(path, data={"name": "x"})).status_code == 403
    for path in pages:
        assert (await client.get(path)).status_code == 303
    for path in forms:
        assert (await client.post(path)).status_code == 401


@pytest.mark.parametrize("kind", ["category", "service", "outside_body"])
async def test_giang_adds_and_changes(province: Province, client_as: SignIn, kind: str) -> None:
    giang = await client_as(province.giang)
    page = await giang.get(f"/catalogue/{kind}/new")
    answer = await giang.fill(page, f"/catalogue/{kind}", name="Hội nghị truyền hình mới")
    page = await giang.follow(answer)
    assert "Hội nghị truyền hình mới" in text_of(page)
    made = await entry(kind, "hoi-nghi-truyen-hinh-moi")
    page = await giang.get(f"/catalogue/{kind}/{made}")
    answer = await giang.fill(page, f"/catalogue/{kind}/{made}", name="Phòng họp", is_active=None)
    assert "Ngừng dùng" in text_of(await giang.follow(answer))
    again = await giang.fill(page, f"/catalogue/{kind}/{made}", name="Phòng họp 2")
    assert again.status_code == 409
    assert values_of(form_of(again, f"/catalogue/{kind}/{made}"))["name"] == "Phòng họp 2"


async def test_what_is_typed_stays_when_something_is_wrong(
    province: Province, client_as: SignIn
) -> None:
    giang = await client_as(province.giang)
    page = await giang.get("/catalogue/service/new")
    typed = {"name": "  ", "name_in_english": "Video", "position": "mười"}
    answer = await giang.fill(page, "/catalogue/service", **typed)
    assert answer.status_code == 422
    kept = values_of(form_of(answer, "/catalogue/service"))
    assert (kept["name_in_english"], kept["position"]) == ("Video", "mười")
    taken = await giang.fill(page, "/catalogue/service", name="Máy tính!")
    assert taken.status_code in (303, 422)


async def test_what_does_not_exist(province: Province, client_as: SignIn) -> None:
    giang = await client_as(province.giang)
    for path in (
        "/catalogue/people/new", "/catalogue/category/0", f"/catalogue/category/{'9' * 25}",
        "/catalogue/x/1", "/catalogue/category/x",
    ):  # fmt: skip
        assert (await giang.get(path)).status_code == 404, path
    for path in ("/catalogue/people", "/catalogue/category/999999", "/catalogue/x/1"):
        assert (await giang.post(path, data={"name": "x"})).status_code in (404, 409), path
    assert (await giang.post("/catalogue/owners/999999")).status_code == 404


async def test_giang_says_which_team_answers_for_what(
    province: Province, client_as: SignIn
) -> None:
    category = await entry("category", "chu-ky-so")
    giang = await client_as(province.giang)
    address = f"/catalogue/category/{category}"
    page = await giang.get(address)
    answer = await giang.fill(page, f"/catalogue/owners/{category}", teams=str(province.team))
    assert "Tổ Chữ ký số" in text_of(await giang.follow(answer))
    assert [one.team for one in await ownerships(province.tay_ninh)] == [province.team]
    page = await giang.get(address)
    assert (await giang.fill(page, f"/catalogue/owners/{category}", teams=[])).status_code == 303
    assert not await ownerships(province.tay_ninh)


async def test_a_team_of_another_province_is_not_there(
    province: Province, client_as: SignIn
) -> None:
    category = await entry("category", "chu-ky-so")
    giang = await client_as(province.giang)
    typed = {"teams": str(province.team_of_dong_nai)}
    answer = await giang.post(f"/catalogue/owners/{category}", data=typed)
    assert answer.status_code == 404
