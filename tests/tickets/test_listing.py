"""Lists: which tickets, in which order, page by page, and what a filter leaves."""

import pytest

from helpdesk.clock import MINUTE
from helpdesk.database.listing import Cursor
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations, queries
from helpdesk.tickets.export import HEADINGS, cells, heading
from helpdesk.tickets.narrowing import ListScope, Narrowed, scopes_of
from helpdesk.tickets.queries import listing
from helpdesk.tickets.standing import Status
from tests import make
from tests.people import NOW, Province

ALL = Narrowed(status="all")


async def numbers(viewer: Viewer, scope: ListScope | None, **narrowed: str) -> list[int]:
    page = await queries.list_tickets(viewer, scope, Narrowed(**narrowed))
    return [row.number for row in page.listing.rows]


async def walked(
    viewer: Viewer, scope: ListScope, narrowed: Narrowed, *, size: int
) -> list[list[int]]:
    """All pages from the first to the last; on the way back they must be the same."""
    pages, cursor = [], None
    newer: str | None = None
    while True:
        page = await listing.read_list(viewer, scope, narrowed, cursor=cursor, size=size)
        pages.append([row.number for row in page.rows])
        newer = page.newer
        if page.older is None:
            break
        cursor = page.older
    back: list[int] = []
    while newer is not None:
        page = await listing.read_list(viewer, scope, narrowed, cursor=newer, size=size)
        back = [*(row.number for row in page.rows), *back]
        newer = page.newer
    assert back == [number for found in pages[:-1] for number in found]
    return pages


async def test_everybody_begins_with_their_own_list(province: Province) -> None:
    firsts = {viewer.name: scopes_of(viewer)[0] for viewer in province.everybody}
    assert firsts[province.an.name] == firsts[province.dung.name] == ListScope.mine
    assert firsts[province.chi.name] == ListScope.assigned
    assert firsts[province.khoa.name] == firsts[province.giang.name] == ListScope.unassigned
    page = await queries.list_tickets(province.an, None, Narrowed())
    assert (page.scope, page.listing.rows) == (ListScope.mine, ())


async def test_the_lists_of_a_technician(province: Province) -> None:
    await make.routed(province)
    by_status = {status: await make.ticket_in(status, province) for status in Status}
    elsewhere = await make.opened(province.an, category="duong-truyen")
    chi = province.chi
    mine = [Status.waiting_outside, Status.waiting_requester, Status.in_progress]
    assert await numbers(chi, ListScope.assigned) == [by_status[status] for status in mine]
    original = by_status[Status.duplicate] + 1
    unassigned = [elsewhere, original, by_status[Status.new]]
    assert await numbers(chi, ListScope.unassigned) == unassigned
    assert elsewhere not in await numbers(chi, ListScope.team)
    assert len(await numbers(chi, ListScope.team)) == 5
    assert len(await numbers(chi, ListScope.all, status="all")) == 10
    resolved = [by_status[Status.resolved]]
    assert await numbers(chi, ListScope.assigned, status="resolved") == resolved


async def test_an_official_sees_what_is_finished_too(province: Province) -> None:
    found = [await make.ticket_in(status, province) for status in Status]
    assert await numbers(province.an, ListScope.mine) == found[::-1]
    assert len(await numbers(province.an, ListScope.mine, status="open")) == 4
    assert await numbers(province.hoa, ListScope.commune) == found[:4][::-1]
    assert await numbers(province.an, ListScope.commune) == []


async def test_what_is_shared_and_what_is_watched(province: Province) -> None:
    colleague = await make.official(province.can_duoc)
    shared, _ = await make.opened(province.an, is_shared=True), await make.opened(province.an)
    done = await make.ticket_in(Status.closed, province, is_shared=True)
    assert await numbers(colleague, ListScope.commune) == [shared]
    assert await numbers(colleague, ListScope.commune, status="all") == [done, shared]
    await operations.watch(shared, True, by=colleague, key=None, now=NOW)
    await operations.watch(done, True, by=colleague, key=None, now=NOW)
    assert await numbers(colleague, ListScope.watching) == [done, shared]
    assert await numbers(colleague, ListScope.watching, status="open") == [shared]


async def test_the_most_urgent_and_oldest_first(province: Province) -> None:
    low = await make.opened(province.an, has_workaround=True)
    high = await make.opened(province.an, impact="citizens")
    high_too = await make.opened(province.an, impact="citizens")
    middle = await make.opened(province.an, impact="office")
    urgent = [high, high_too, middle, low]
    for scope in (ListScope.unassigned, ListScope.all):
        assert await numbers(province.chi, scope, sort="urgent") == urgent
    newest = [middle, high_too, high, low]
    assert await numbers(province.an, ListScope.mine, sort="urgent") == newest
    assert await numbers(province.chi, ListScope.all, sort="urgent", status="all") == newest


async def test_filters(province: Province) -> None:
    await make.routed(province)
    a = await make.opened(province.an, category="thiet-bi", service="may-tinh", impact="office")
    b = await make.opened(province.binh, category="chu-ky-so", service="")
    await operations.take(b, revision=1, by=province.chi, key=None, now=NOW)

    async def narrowed(**how: str) -> list[int]:
        return await numbers(province.chi, ListScope.all, **how)

    assert await narrowed() == [b, a]
    assert await narrowed(category="thiet-bi") == [a]
    assert await narrowed(category="thiet-bi", status="all") == [a]
    assert await narrowed(category="thiet-bi", sort="urgent") == [a]
    assert await narrowed(service="may-tinh", status="all") == [a]
    assert await narrowed(service="may-tinh", category="chu-ky-so") == []
    assert await narrowed(unit=str(province.long_cang)) == [b]
    assert await narrowed(priority="2") == [a]
    assert await narrowed(priority="2", status="all") == [a]
    assert await narrowed(assignee=str(province.chi.id)) == [b]
    assert await narrowed(assignee=str(province.chi.id), status="all", priority="3") == [b]
    assert await narrowed(status="in_progress") == [b]
    assert await narrowed(status="closed") == []
    assert await narrowed(category="khong-co") == []
    assert await narrowed(unit="x", priority="9", status="nonsense") == [b, a]


async def test_a_unit_of_another_province_shows_nothing_of_it(province: Province) -> None:
    await make.opened(province.lan)
    unit = str(province.department_of_dong_nai)
    assert await numbers(province.chi, ListScope.all, unit=unit, status="all") == []
    assert await numbers(province.chi, ListScope.all, assignee=str(province.lan.id)) == []


async def test_a_team_that_one_is_not_in_is_not_shown(province: Province) -> None:
    team = str(province.team_of_dong_nai)
    page = await queries.list_tickets(province.chi, ListScope.team, Narrowed(team=team))
    assert page.team == province.team


@pytest.mark.parametrize("sort", ["newest", "urgent"])
@pytest.mark.parametrize("size", [1, 3, 4, 7, 12])
async def test_pages_meet_without_gaps_or_repeats(province: Province, sort: str, size: int) -> None:
    made = [
        await make.opened(province.an, impact=("me", "office", "citizens")[n % 3])
        for n in range(7)
    ]  # fmt: skip
    narrowed = Narrowed(sort=sort)
    pages = await walked(province.chi, ListScope.all, narrowed, size=size)
    found = [number for page in pages for number in page]
    assert sorted(found) == made
    assert found == await numbers(province.chi, ListScope.all, sort=sort)
    assert all(len(page) == size for page in pages[:-1])


async def test_a_cursor_that_is_none_shows_the_first_page(province: Province) -> None:
    number = await make.opened(province.an)
    for cursor in ("x", "a1.2.3", "b", str(Cursor((1, 2))), "a" + "9" * 30):
        page = await queries.list_tickets(province.chi, ListScope.all, ALL, cursor=cursor)
        assert [row.number for row in page.listing.rows] == [number]


@pytest.mark.parametrize("sort", ["newest", "urgent"])
async def test_a_rare_filter_looks_at_a_bounded_number_and_goes_on(
    province: Province, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(listing, "EXAMINED", 3)
    first = await make.opened(province.an, category="thiet-bi")
    for _ in range(5):
        await make.opened(province.an)
    last = await make.opened(province.an, category="thiet-bi")
    narrowed = Narrowed(category="thiet-bi", sort=sort)
    page = await queries.list_tickets(province.chi, ListScope.all, narrowed)
    expected = [last] if sort == "newest" else [first]
    assert [row.number for row in page.listing.rows] == expected
    assert page.is_partial
    pages = await walked(province.chi, ListScope.all, narrowed, size=50)
    assert sorted(number for page in pages for number in page) == [first, last]
    assert len(pages) == 3
    nothing = Narrowed(category="tai-khoan", sort=sort)
    assert await walked(province.chi, ListScope.all, nothing, size=50) == [[], [], []]


@pytest.mark.parametrize("sort", ["newest", "urgent"])
async def test_beyond_either_end_there_is_a_way_back(province: Province, sort: str) -> None:
    made = [await make.opened(province.an) for _ in range(2)]
    narrowed, chi = Narrowed(sort=sort), province.chi
    first = await listing.read_list(chi, ListScope.all, narrowed, cursor=None, size=1)
    keys = (3,) if sort == "urgent" else ()
    ends = {"urgent": (0, made[1]), "newest": (10**9, made[0])}[sort]
    before = str(Cursor((*keys, ends[0]), backwards=True))
    after = str(Cursor((*keys, ends[1])))
    for cursor, step in ((before, "older"), (after, "newer")):
        empty = await listing.read_list(chi, ListScope.all, narrowed, cursor=cursor, size=1)
        assert empty.rows == ()
        way = getattr(empty, step)
        assert way
        found = await listing.read_list(chi, ListScope.all, narrowed, cursor=way, size=1)
        assert len(found.rows) == 1
    assert len(first.rows) == 1


async def test_a_row_says_what_a_line_needs(province: Province) -> None:
    await make.routed(province)
    number = await make.ticket_in(Status.waiting_outside, province)
    (row,) = (await queries.list_tickets(province.chi, ListScope.all, ALL)).listing.rows
    assert (row.number, row.title, row.status) == (
        number, "Máy không nhận USB token", Status.waiting_outside
    )  # fmt: skip
    assert (row.unit, row.requester) == ("xã Cần Đước, tỉnh Tây Ninh", "Nguyễn Văn An")
    assert (row.team, row.assignee) == ("Tổ Chữ ký số", "Phạm Ngọc Chi")
    assert (row.category, row.service) == ("Chữ ký số", "Ký số chuyên dùng (VGCA)")
    assert row.held_since_at == NOW + MINUTE
    assert row.facts.is_open


class TestExport:
    async def test_all_rows_in_batches(
        self, province: Province, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = [await make.opened(province.an) for _ in range(5)]
        monkeypatch.setattr(listing, "_BATCH", 2)
        found = queries.export_rows(province.chi, ListScope.all, Narrowed())
        batches = [[row.number for row in batch] async for batch in found]
        assert batches == [made[:2:-1], made[2:0:-1], made[:1]]
        searched = queries.export_rows(province.chi, ListScope.all, Narrowed(text="usb"))
        assert sum([len(batch) async for batch in searched]) == 5

    async def test_not_more_than_a_spreadsheet_bears(
        self, province: Province, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(3):
            await make.opened(province.an)
        monkeypatch.setattr(listing, "_BATCH", 2)
        monkeypatch.setattr(listing, "MOST_EXPORTED", 2)
        found = queries.export_rows(province.chi, ListScope.all, Narrowed())
        assert sum([len(batch) async for batch in found]) == 2

    async def test_of_ones_own_lists_only(self, province: Province) -> None:
        with pytest.raises(Exception, match="not allowed"):
            async for _ in queries.export_rows(province.an, ListScope.all, Narrowed()):
                pass

    async def test_cells_stand_under_their_headings(self, province: Province) -> None:
        await make.opened(province.an)
        (row,) = (await queries.list_tickets(province.chi, ListScope.all, ALL)).listing.rows
        table = dict(zip(heading(lambda m: m.id), cells(row, lambda m: m.id), strict=True))
        assert len(table) == len(HEADINGS)
        assert table["Number"] == row.number
        assert (table["Status"], table["Priority"]) == ("New", "P3")
        assert (table["Requester"], table["Technician"]) == ("Nguyễn Văn An", "")
        assert table["Reported at"] == "23/11/2026 08:15"
