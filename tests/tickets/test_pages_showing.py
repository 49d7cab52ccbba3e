"""The page of a ticket: who sees it, what can be done there, and that nothing typed is lost."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from helpdesk.clock import MINUTE
from helpdesk.database import rows
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations
from helpdesk.tickets.standing import Status
from tests import make
from tests.client import Browser, form_of, text_of, values_of
from tests.people import NOW, Province

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]
NOUNS = [
    "replies", "assignment", "handover", "outside-wait", "resumption", "resolution",
    "confirmation", "reopening", "cancellation", "duplicate", "priority", "classification",
    "sharing", "watching",
]  # fmt: skip
LATER = NOW + 5 * MINUTE


async def done(browser: Browser, number: int, noun: str, **typed: object) -> httpx.Response:
    page = await browser.get(f"/tickets/{number}")
    return await browser.fill(page, f"/tickets/{number}/{noun}", **typed)


def actions(page: httpx.Response, number: int) -> set[str]:
    """The nouns of the forms on a ticket's page."""
    return {noun for noun in NOUNS if f'action="/tickets/{number}/{noun}"' in page.text}


async def test_an_sees_who_has_it_and_what_happens_next(
    province: Province, client_as: SignIn
) -> None:
    number = await make.ticket_in(Status.in_progress, province, details="Dòng 1\nDòng 2")
    page = await (await client_as(province.an)).get(f"/tickets/{number}")
    said = text_of(page)
    assert "Phạm Ngọc Chi (kỹ thuật viên)" in said
    assert "xã Cần Đước, tỉnh Tây Ninh" in said
    assert "Dòng 1 Dòng 2" in said
    assert actions(page, number) == {"replies", "cancellation", "sharing", "watching"}


async def test_what_can_be_done_depends_on_who_looks(province: Province, client_as: SignIn) -> None:
    number = await make.opened(province.an)
    expected = {
        province.chi: {
            "replies", "assignment", "handover", "outside-wait", "resolution", "cancellation",
            "duplicate", "priority", "classification", "watching",
        },
        province.khoa: {"replies", "handover", "priority", "watching"},
        province.giang: {"replies", "handover", "watching"},
        province.hoa: {"replies", "cancellation", "sharing", "watching"},
    }  # fmt: skip
    for viewer, nouns in expected.items():
        page = await (await client_as(viewer)).get(f"/tickets/{number}")
        assert actions(page, number) == nouns, viewer.name


@pytest.mark.parametrize("who", ["binh", "dung", "lan"])
async def test_a_stranger_learns_nothing(province: Province, client_as: SignIn, who: str) -> None:
    number = await make.opened(province.an)
    browser = await client_as(getattr(province, who))
    assert (await browser.get(f"/tickets/{number}")).status_code == 404
    for noun in NOUNS:
        typed = {"revision": "1", "body": "x", "reason": "x", "audience": "reply"}
        answer = await browser.post(f"/tickets/{number}/{noun}", data=typed)
        assert answer.status_code == 404, noun


async def test_nobody_has_to_sign_in_first(client: Browser, province: Province) -> None:
    assert (await client.get("/tickets/1")).status_code == 303
    for noun in NOUNS:
        assert (await client.post(f"/tickets/1/{noun}")).status_code == 401


@pytest.mark.parametrize("number", ["0", "9" * 25, "-1", "x"])
async def test_a_number_that_is_none(province: Province, client_as: SignIn, number: str) -> None:
    chi = await client_as(province.chi)
    assert (await chi.get(f"/tickets/{number}")).status_code == 404
    assert (await chi.post(f"/tickets/{number}/assignment")).status_code == 404


async def test_every_address_refuses_the_wrong_method(
    province: Province, client_as: SignIn
) -> None:
    number = await make.opened(province.an)
    chi = await client_as(province.chi)
    for noun in NOUNS:
        answer = await chi.get(f"/tickets/{number}/{noun}")
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_a_colleague_who_may_look_may_not_do_everything(
    province: Province, client_as: SignIn
) -> None:
    number = await make.opened(province.an, is_shared=True)
    colleague = await client_as(await make.official(province.can_duoc))
    page = await colleague.get(f"/tickets/{number}")
    assert actions(page, number) == {"replies", "watching"}
    answer = await colleague.post(
        f"/tickets/{number}/cancellation", data={"reason": "x", "revision": "1"}
    )
    assert answer.status_code == 403


class TestVerbs:
    async def test_chi_takes_it(self, province: Province, client_as: SignIn) -> None:
        number = await make.opened(province.an)
        chi = await client_as(province.chi)
        page = await chi.follow(await done(chi, number, "assignment"))
        assert "Anh/chị đã nhận phiếu này" in text_of(page)
        assert (await make.standing(number)).assignee == province.chi.id

    async def test_chi_hands_it_over(self, province: Province, client_as: SignIn) -> None:
        number = await make.opened(province.an)
        other = await make.technician(province)
        chi = await client_as(province.chi)
        typed = {"team": str(province.team), "assignee": str(other.id), "note": "Nhờ anh xem"}
        assert (await done(chi, number, "handover", **typed)).status_code == 303
        assert (await make.standing(number)).assignee == other.id
        an = await (await client_as(province.an)).get(f"/tickets/{number}")
        assert "Nhờ anh xem" not in text_of(an)
        empty = await done(chi, number, "handover", team="", assignee="")
        assert empty.status_code == 422

    async def test_chi_hands_it_to_an_outside_body(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        chi = await client_as(province.chi)
        body = str(await make.outside_body("vnpt"))
        typed = {"body": body, "reference": "123/VNPT", "note": "VNPT kiểm tra cáp"}
        page = await chi.follow(await done(chi, number, "outside-wait", **typed))
        assert "VNPT (đơn vị ngoài)" in text_of(page)
        assert "123/VNPT" in text_of(page)
        answer = await done(chi, number, "resumption", body="Cáp đã nối")
        assert answer.status_code == 303
        assert (await make.standing(number)).status == Status.in_progress

    async def test_chi_resolves_and_an_confirms(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        chi, an = await client_as(province.chi), await client_as(province.an)
        typed = {"body": "Đã cài lại", "closing_answer": "no_guide"}
        assert (await done(chi, number, "resolution", **typed)).status_code == 303
        page = await an.get(f"/tickets/{number}")
        assert {"confirmation", "reopening"} <= actions(page, number)
        page = await an.follow(await an.fill(page, f"/tickets/{number}/confirmation"))
        assert "Cảm ơn anh/chị" in text_of(page)
        assert (await make.standing(number)).status == Status.closed

    async def test_an_says_no_in_one_step(self, province: Province, client_as: SignIn) -> None:
        number = await make.ticket_in(Status.resolved, province)
        an = await client_as(province.an)
        assert (await done(an, number, "reopening")).status_code == 303
        assert (await make.standing(number)).status == Status.in_progress

    @pytest.mark.parametrize("status", [Status.closed, Status.cancelled, Status.duplicate])
    async def test_what_ended_can_be_reopened(
        self, province: Province, client_as: SignIn, status: Status
    ) -> None:
        number = await make.ticket_in(status, province)
        an = await client_as(province.an)
        assert (await done(an, number, "reopening", body="Lại lỗi")).status_code == 303

    async def test_an_cancels_with_a_reason(self, province: Province, client_as: SignIn) -> None:
        number = await make.opened(province.an)
        an = await client_as(province.an)
        assert (await done(an, number, "cancellation", reason="")).status_code == 422
        page = await an.follow(await done(an, number, "cancellation", reason="Đã tự sửa"))
        assert "Đã tự sửa" in text_of(page)

    async def test_chi_points_to_the_same_matter(
        self, province: Province, client_as: SignIn
    ) -> None:
        original = await make.opened(province.binh)
        number = await make.opened(province.an)
        chi = await client_as(province.chi)
        wrong = await done(chi, number, "duplicate", original="999999")
        assert wrong.status_code == 422
        assert values_of(form_of(wrong, f"/tickets/{number}/duplicate"))["original"] == "999999"
        page = await chi.follow(await done(chi, number, "duplicate", original=str(original)))
        assert f'href="/tickets/{original}"' in page.text

    async def test_chi_changes_priority_and_category(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        chi = await client_as(province.chi)
        typed = {"priority": "1", "reason": "Cả xã dừng"}
        assert (await done(chi, number, "priority", **typed)).status_code == 303
        assert (await done(chi, number, "priority", priority="9")).status_code == 422
        answer = await done(chi, number, "classification", category="thiet-bi", service="")
        assert answer.status_code == 303
        assert (await make.standing(number)).priority == 1

    async def test_an_shares_and_unshares(self, province: Province, client_as: SignIn) -> None:
        number = await make.opened(province.an)
        an = await client_as(province.an)
        for expected in (True, False):
            assert (await done(an, number, "sharing")).status_code == 303
            assert (await make.standing(number)).is_shared is expected

    async def test_who_stops_following_may_lose_sight(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        await rows(
            "INSERT INTO watcher (ticket, person, since_at) VALUES ({}, {}, {})",
            number, province.binh.id, LATER,
        )  # fmt: skip
        binh = await client_as(province.binh)
        answer = await done(binh, number, "watching")
        assert answer.headers["location"] == "/tickets"
        assert (await binh.get(f"/tickets/{number}")).status_code == 404


class TestConversation:
    async def test_an_and_chi_talk(self, province: Province, client_as: SignIn) -> None:
        number = await make.opened(province.an)
        chi, an = await client_as(province.chi), await client_as(province.an)
        typed = {"body": "Anh thử cổng khác chưa?", "audience": "await_requester"}
        page = await chi.follow(await done(chi, number, "replies", **typed))
        assert "Nguyễn Văn An (người báo)" in text_of(page)
        page = await an.follow(await done(an, number, "replies", body="Rồi <b>vẫn</b>\nvậy"))
        assert "Rồi <b>vẫn</b> vậy" in text_of(page)
        assert (await make.standing(number)).status == Status.in_progress

    async def test_a_note_stays_among_technicians(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        chi, an = await client_as(province.chi), await client_as(province.an)
        typed = {"body": "Xã này hay lỗi", "audience": "note"}
        page = await chi.follow(await done(chi, number, "replies", **typed))
        assert "Xã này hay lỗi" in text_of(page)
        assert "Xã này hay lỗi" not in text_of(await an.get(f"/tickets/{number}"))

    async def test_an_official_cannot_write_a_note(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        an = await client_as(province.an)
        answer = await an.post(f"/tickets/{number}/replies", data={"body": "x", "audience": "note"})
        assert answer.status_code == 403

    async def test_an_empty_reply_is_told(self, province: Province, client_as: SignIn) -> None:
        number = await make.opened(province.an)
        page = await done(await client_as(province.an), number, "replies", body="  ")
        assert page.status_code == 422
        assert 'href="#reply-body"' in page.text

    async def test_private_data_is_noticed_in_replies_too(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        an = await client_as(province.an)
        page = await done(an, number, "replies", body="Mật khẩu là Abc@12345")
        assert page.status_code == 422
        answer = await an.fill(page, f"/tickets/{number}/replies", checked="yes")
        assert answer.status_code == 303

    async def test_twice_the_same_is_said_once(self, province: Province, client_as: SignIn) -> None:
        number = await make.opened(province.an)
        an = await client_as(province.an)
        page = await an.get(f"/tickets/{number}")
        for _ in range(2):
            answer = await an.fill(page, f"/tickets/{number}/replies", body="Gấp lắm")
            assert answer.status_code == 303
        assert text_of(await an.get(f"/tickets/{number}")).count("Gấp lắm") == 1


class TestAtTheSameTime:
    async def test_what_was_typed_survives_a_change_by_somebody_else(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        chi = await client_as(province.chi)
        page = await chi.get(f"/tickets/{number}")
        other = await make.technician(province)
        await operations.take(number, revision=1, by=other, key=None, now=LATER)
        typed = {"body": "Đã xong rồi ạ", "closing_answer": "guide_poor"}
        answer = await chi.fill(page, f"/tickets/{number}/resolution", **typed)
        assert answer.status_code == 409
        assert f"{other.name} đã" in text_of(answer) or other.name in text_of(answer)
        kept = values_of(form_of(answer, f"/tickets/{number}/resolution"))
        assert (kept["body"], kept["closing_answer"]) == ("Đã xong rồi ạ", ["guide_poor"])
        assert kept["revision"] == "2"
        again = await chi.fill(answer, f"/tickets/{number}/resolution")
        assert again.status_code == 303

    async def test_a_form_that_no_longer_fits_still_keeps_its_words(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        chi = await client_as(province.chi)
        page = await chi.get(f"/tickets/{number}")
        await operations.cancel(number, "Thôi", revision=1, by=province.an, key=None, now=LATER)
        typed = {"body": "Đã xong", "closing_answer": "no_guide"}
        answer = await chi.fill(page, f"/tickets/{number}/resolution", **typed)
        assert answer.status_code == 409
        assert values_of(form_of(answer, f"/tickets/{number}/resolution"))["body"] == "Đã xong"

    async def test_only_the_first_taker_gets_it(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        chi = await client_as(province.chi)
        other = await client_as(await make.technician(province))
        pages = [await browser.get(f"/tickets/{number}") for browser in (chi, other)]
        first = await chi.fill(pages[0], f"/tickets/{number}/assignment")
        second = await other.fill(pages[1], f"/tickets/{number}/assignment")
        assert (first.status_code, second.status_code) == (303, 409)
        assert "Phạm Ngọc Chi" in text_of(second)


async def test_a_long_history_is_read_page_by_page(province: Province, client_as: SignIn) -> None:
    number = await make.opened(province.an)
    for count in range(201):
        await operations.reply(number, f"Lời {count}", by=province.an, key=None, now=LATER)
    an = await client_as(province.an)
    page = await an.get(f"/tickets/{number}")
    assert "Xem phần trước đó" in text_of(page)
    address = page.text.split('href="/tickets/')[1:]
    (earlier,) = [a.split('"')[0] for a in address if "?from=" in a.split('"')[0]]
    assert "Lời 0" in text_of(await an.get(f"/tickets/{earlier.split('#')[0]}"))


async def test_every_status_has_its_page_in_both_languages(
    province: Province, client_as: SignIn
) -> None:
    an, chi = await client_as(province.an), await client_as(province.chi)
    chi.cookies.set("language", "en")
    for status in Status:
        number = await make.ticket_in(status, province)
        for browser in (an, chi):
            assert (await browser.get(f"/tickets/{number}")).status_code == 200
