"""Lists of tickets and the first page: whose, narrowed how, taken without leaving, as a file."""

import csv
import io
from collections.abc import Awaitable, Callable

import httpx
import pytest
from openpyxl import load_workbook

from helpdesk.clock import MINUTE
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations
from helpdesk.tickets.standing import Status
from tests import make
from tests.client import Browser, form_of, text_of, values_of
from tests.people import NOW, Province

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]


def numbers(page: httpx.Response) -> list[int]:
    """The tickets of a list, in its order."""
    lines = page.text.split('<td class="main"><a href="/tickets/')[1:]
    return [int(line.split('"')[0]) for line in lines]


async def test_everybody_finds_their_own_lists(province: Province, client_as: SignIn) -> None:
    number = await make.opened(province.an)
    for viewer, scopes in {
        province.an: ["mine", "commune", "watching"],
        province.hoa: ["mine", "commune", "watching"],
        province.chi: ["assigned", "team", "unassigned", "all", "mine", "watching"],
        province.khoa: ["unassigned", "all", "mine", "watching"],
    }.items():
        page = await (await client_as(viewer)).get("/tickets")
        tabs = [link.split('"')[0] for link in page.text.split('href="/tickets?scope=')[1:]]
        assert tabs[: len(scopes)] == scopes, viewer.name
    an = await client_as(province.an)
    assert numbers(await an.get("/tickets")) == [number]
    assert numbers(await an.get("/tickets?scope=commune")) == []
    hoa = await client_as(province.hoa)
    assert numbers(await hoa.get("/tickets?scope=commune")) == [number]
    binh = await client_as(province.binh)
    assert numbers(await binh.get("/tickets")) == []


async def test_a_list_that_is_not_theirs(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    assert (await an.get("/tickets?scope=all")).status_code == 403
    assert (await an.get("/tickets/export.csv?scope=all")).status_code == 403
    assert (await an.get("/tickets/export.xlsx?scope=all")).status_code == 403


@pytest.mark.parametrize("path", ["/tickets", "/tickets/export.csv", "/tickets/export.xlsx", "/"])
async def test_nobody_has_to_sign_in_first(client: Browser, province: Province, path: str) -> None:
    assert (await client.get(path)).headers["location"].startswith("/sign-in?next=")


async def test_an_empty_list_says_what_to_do(province: Province, client_as: SignIn) -> None:
    an, chi = await client_as(province.an), await client_as(province.chi)
    assert 'href="/tickets/new"' in (await an.get("/tickets")).text
    assert "Không còn việc nào ở đây" in text_of(await chi.get("/tickets"))
    assert "Anh/chị chưa theo dõi phiếu nào" in text_of(await an.get("/tickets?scope=watching"))
    narrowed = await chi.get("/tickets?scope=all&text=xyz")
    assert "Không có phiếu nào khớp bộ lọc" in text_of(narrowed)


async def test_filters_stay_and_narrow(province: Province, client_as: SignIn) -> None:
    wanted = await make.opened(province.an, title="Đường truyền đứt", category="duong-truyen")
    await make.opened(province.binh, title="Máy in hỏng", category="thiet-bi")
    chi = await client_as(province.chi)
    page = await chi.get("/tickets?scope=all")
    assert len(numbers(page)) == 2
    page = await chi.fill(page, "/tickets", category="duong-truyen")
    assert numbers(page) == [wanted]
    assert values_of(form_of(page, "/tickets"))["category"] == ["duong-truyen"]
    assert numbers(await chi.get("/tickets?scope=all&text=duong+truyen")) == [wanted]
    assert numbers(await chi.get(f"/tickets?scope=all&unit={province.can_duoc}")) == [wanted]
    assert len(numbers(await chi.get("/tickets?scope=all&priority=x&unit=y&sort=z"))) == 2


async def test_a_long_list_is_turned_page_by_page(province: Province, client_as: SignIn) -> None:
    made = [await make.opened(province.an, now=NOW + count) for count in range(51)]
    chi = await client_as(province.chi)
    first = await chi.get("/tickets?scope=all")
    assert numbers(first) == made[:0:-1]
    older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert numbers(await chi.get(older)) == made[:1]
    assert numbers(await chi.get("/tickets?scope=all&from=nonsense")) == made[:0:-1]


async def test_a_line_changes_with_its_ticket(province: Province, client_as: SignIn) -> None:
    number = await make.opened(province.an)
    chi = await client_as(province.chi)
    for _ in range(2):
        page = await chi.get("/tickets?scope=all")
        assert "chưa ai nhận" in text_of(page)
        assert f'formaction="/tickets/{number}/assignment"' in page.text
    await operations.take(number, revision=1, by=province.chi, key=None, now=NOW + MINUTE)
    page = await chi.get("/tickets?scope=all")
    assert "Phạm Ngọc Chi (kỹ thuật viên)" in text_of(page)
    assert "formaction" not in page.text
    chi.cookies.set("language", "en")
    assert "In progress" in text_of(await chi.get("/tickets?scope=all"))


async def test_chi_takes_without_leaving_the_list(province: Province, client_as: SignIn) -> None:
    number = await make.opened(province.an)
    chi = await client_as(province.chi)
    address = "/tickets?scope=unassigned&category=chu-ky-so"
    page = await chi.get(address)
    typed = {"back": address, "revision": "1"}
    assert 'value="/tickets?scope=unassigned&amp;category=chu-ky-so"' in page.text
    for _ in range(2):
        answer = await chi.post(f"/tickets/{number}/assignment", data=typed)
        assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert (await make.standing(number)).assignee == province.chi.id


async def test_the_way_back_never_leads_away(province: Province, client_as: SignIn) -> None:
    number = await make.opened(province.an)
    chi = await client_as(province.chi)
    typed = {"back": "//evil.example/x", "revision": "1"}
    answer = await chi.post(f"/tickets/{number}/assignment", data=typed)
    assert answer.headers["location"] == "/"


async def test_the_list_as_a_file(province: Province, client_as: SignIn) -> None:
    await make.opened(province.binh, title="Khác")
    number = await make.opened(province.an, title="=HYPERLINK(1)")
    chi = await client_as(province.chi)
    answer = await chi.get("/tickets/export.csv?scope=all")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["cache-control"] == "no-store"
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert lines[0][0] == "Số phiếu"
    assert lines[1][:2] == [str(number), "'=HYPERLINK(1)"]
    assert len(lines) == 3
    answer = await chi.get(f"/tickets/export.xlsx?scope=all&unit={province.can_duoc}")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == [number, "=HYPERLINK(1)"]
    assert sheet.max_row == 2


class TestHome:
    async def test_an_reports_with_one_tap_and_sees_what_waits(
        self, province: Province, client_as: SignIn
    ) -> None:
        await make.ticket_in(Status.resolved, province, title="Ký số được chưa")
        page = await (await client_as(province.an)).get("/")
        assert 'href="/tickets/new?category=chu-ky-so"' in page.text
        assert "Xin chào Nguyễn Văn An" in text_of(page)
        assert "Đang chờ anh/chị Ký số được chưa" in text_of(page)

    async def test_chi_sees_counters_and_what_nobody_has(
        self, province: Province, client_as: SignIn
    ) -> None:
        await make.opened(province.an, title="Chưa ai xem")
        await make.ticket_in(Status.in_progress, province, title="Chi đang làm")
        said = text_of(await (await client_as(province.chi)).get("/"))
        assert "2 Toàn địa bàn" in said
        assert "Chưa ai xem" in said
        assert "Chi đang làm" in said

    async def test_hoa_sees_what_is_open_in_her_office(
        self, province: Province, client_as: SignIn
    ) -> None:
        await make.opened(province.an, title="An báo sự cố")
        page = await (await client_as(province.hoa)).get("/")
        assert "Cơ quan tôi An báo sự cố" in text_of(page)
        assert 'href="/people"' in page.text
        assert 'href="/people"' not in (await (await client_as(province.an)).get("/")).text

    async def test_what_waits_for_an_is_said_once(
        self, province: Province, client_as: SignIn
    ) -> None:
        await make.ticket_in(Status.resolved, province, title="Ký số được chưa")
        page = await (await client_as(province.an)).get("/")
        assert text_of(page).count("Ký số được chưa") == 1

    async def test_khoa_sees_the_province(self, province: Province, client_as: SignIn) -> None:
        await make.opened(province.an)
        page = await (await client_as(province.khoa)).get("/")
        assert "Toàn địa bàn theo nhóm vấn đề" in text_of(page)
        assert f"unit={province.can_duoc}" in page.text

    @pytest.mark.parametrize("who", ["an", "hoa", "chi", "dung", "khoa", "giang", "lan"])
    async def test_nothing_yet_is_a_page_too(
        self, province: Province, client_as: SignIn, who: str
    ) -> None:
        page = await (await client_as(getattr(province, who))).get("/")
        assert page.status_code == 200
