"""Reporting a problem: under a minute, nothing lost, and never somebody else's name by mistake."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from helpdesk.database import rows
from helpdesk.people.viewer import Viewer
from tests.client import Browser, form_of, text_of, values_of
from tests.people import Province

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]
TOLD = {"category": "duong-truyen", "title": "Mạng rất chậm từ sáng", "impact": "office"}


async def sent(browser: Browser, **typed: object) -> httpx.Response:
    return await browser.fill(await browser.get("/tickets/new"), "/tickets", **{**TOLD, **typed})


async def tickets() -> list[dict[str, object]]:
    return await rows("SELECT * FROM ticket ORDER BY id")


async def test_an_reports_with_a_category_and_one_sentence(
    province: Province, client_as: SignIn
) -> None:
    an = await client_as(province.an)
    page = await an.follow(await sent(an))
    (ticket,) = await tickets()
    said = text_of(page)
    assert f"#{ticket['id']}" in said
    assert "Mạng rất chậm từ sáng" in said
    assert "Đã gửi phiếu" in said
    assert "chưa ai nhận" in said
    assert (ticket["requester"], ticket["priority"]) == (province.an.id, 2)


async def test_what_is_known_is_filled_in(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    page = await an.get("/tickets/new?category=thiet-bi&guide=khoi-phuc-token")
    typed = values_of(form_of(page, "/tickets"))
    assert typed["callback_name"] == "Nguyễn Văn An"
    assert typed["callback_phone"] == "0912345678"
    assert typed["category"] == ["thiet-bi"]
    assert typed["guide"] == "khoi-phuc-token"


async def test_the_guide_that_was_read_is_remembered(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    page = await an.get("/tickets/new?guide=khoi-phuc-token")
    answer = await an.fill(page, "/tickets", **TOLD)
    assert answer.status_code == 303
    (event,) = await rows("SELECT particulars FROM event")
    assert "khoi-phuc-token" in event["particulars"]


async def test_nobody_has_to_sign_in_first(client: Browser, province: Province) -> None:
    answer = await client.get("/tickets/new?guide=x")
    assert answer.headers["location"] == "/sign-in?next=/tickets/new%3Fguide%3Dx"
    assert (await client.post("/tickets", data=TOLD)).status_code == 401


async def test_every_problem_is_told_at_once_and_nothing_typed_is_lost(
    province: Province, client_as: SignIn
) -> None:
    an = await client_as(province.an)
    page = await sent(
        an, title="", impact=None, callback_phone="gọi Lan", details="Từ sáng đến giờ"
    )
    assert page.status_code == 422
    typed = values_of(form_of(page, "/tickets"))
    assert typed["details"] == "Từ sáng đến giờ"
    assert typed["callback_phone"] == "gọi Lan"
    assert typed["category"] == ["duong-truyen"]
    for field in ("title", "impact", "callback_phone"):
        assert f'href="#field-{field}"' in page.text
    assert not await tickets()


async def test_a_category_that_is_none_is_refused(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    answer = await an.post("/tickets", data={**TOLD, "category": "x", "callback_name": "An"})
    assert answer.status_code == 422


async def test_the_same_form_twice_is_one_ticket(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    page = await an.get("/tickets/new")
    first = await an.fill(page, "/tickets", **TOLD)
    second = await an.fill(page, "/tickets", **TOLD)
    assert first.headers["location"] == second.headers["location"]
    other = await an.fill(page, "/tickets", **{**TOLD, "title": "Chuyện khác"})
    assert other.status_code == 409
    assert values_of(form_of(other, "/tickets"))["title"] == "Chuyện khác"
    assert len(await tickets()) == 1


@pytest.mark.parametrize("private", ["Số CCCD 079203001234 bị lỗi", "Mã OTP: 482913"])
async def test_private_data_is_noticed_once(
    province: Province, client_as: SignIn, private: str
) -> None:
    an = await client_as(province.an)
    page = await sent(an, title=private, details="Xin giúp")
    assert page.status_code == 422
    assert "Có vẻ là" in text_of(page)
    assert "079203001234" not in text_of(page)
    typed = values_of(form_of(page, "/tickets"))
    assert (typed["title"], typed["details"]) == (private, "Xin giúp")
    assert not await tickets()
    answer = await an.fill(page, "/tickets", checked="yes")
    assert answer.status_code == 303
    assert len(await tickets()) == 1


async def test_an_official_cannot_report_for_others(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    assert "Báo thay người khác" not in text_of(await an.get("/tickets/new"))
    told = {**TOLD, "callback_name": "An", "requester": str(province.hoa.id)}
    assert (await an.post("/tickets", data=told)).status_code == 422


async def test_a_focal_point_reports_for_a_colleague(province: Province, client_as: SignIn) -> None:
    hoa = await client_as(province.hoa)
    page = await sent(hoa, requester_search="van an")
    assert page.status_code == 422
    assert f'value="{province.an.id}"' in page.text
    assert "Trần Thị Bình" not in page.text
    answer = await hoa.fill(page, "/tickets", requester=str(province.an.id))
    assert answer.status_code == 303
    (ticket,) = await tickets()
    assert (ticket["requester"], ticket["opened_by"]) == (province.an.id, province.hoa.id)


async def test_a_technician_reports_for_a_caller_of_the_province(
    province: Province, client_as: SignIn
) -> None:
    chi = await client_as(province.chi)
    page = await sent(chi, requester_search="binh long cang")
    assert f'value="{province.binh.id}"' in page.text
    assert (await chi.fill(page, "/tickets", requester=str(province.binh.id))).status_code == 303
    (ticket,) = await tickets()
    assert ticket["unit"] == province.long_cang


async def test_nobody_found_is_said(province: Province, client_as: SignIn) -> None:
    chi = await client_as(province.chi)
    page = await sent(chi, requester_search="%_ không có ai")
    assert page.status_code == 422
    assert "Chưa tìm thấy ai" in text_of(page)
    assert values_of(form_of(page, "/tickets"))["requester_search"] == "%_ không có ai"


async def test_people_of_another_province_are_not_found(
    province: Province, client_as: SignIn
) -> None:
    lan = await client_as(province.lan)
    page = await sent(lan, requester_search="van an")
    assert "Chưa tìm thấy ai" in text_of(page)


async def test_in_english_all_of_it_is_english(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    an.cookies.set("language", "en")
    page = await sent(an, title="")
    assert page.status_code == 422
    assert "Report a problem" in text_of(page)
