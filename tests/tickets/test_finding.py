"""Searching: with and without accents, by number and code, only what one may see, always fresh."""

import pytest

from helpdesk.database import rows
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations, queries
from helpdesk.tickets.narrowing import ListScope, Narrowed, scopes_of
from helpdesk.tickets.queries.finding import find_tickets
from helpdesk.tickets.standing import Status
from tests import make
from tests.people import NOW, Province


async def found(
    viewer: Viewer, text: str, scope: ListScope = ListScope.all, **narrowed: str
) -> list[int]:
    page = await queries.list_tickets(viewer, scope, Narrowed(text=text, **narrowed))
    return [row.number for row in page.listing.rows]


@pytest.mark.parametrize(
    "text", ["duong truyen", "Đường truyền", "ĐƯỜNG", "đương truyên", "truyền đường", "duong tru"]
)
async def test_with_and_without_accents(province: Province, text: str) -> None:
    number = await make.opened(province.an, title="Đường truyền chập chờn", details="")
    await make.opened(province.an, title="Máy in kẹt giấy", details="")
    assert await found(province.chi, text) == [number]


async def test_by_number_file_code_details_and_replies(province: Province) -> None:
    number = await make.opened(
        province.an, details="Báo CKR_PIN_LOCKED", file_code="000.25.12.H53-260315-0042"
    )
    other = await make.opened(province.an)
    await operations.reply(
        number, "Đã gửi công văn 1806/SKHCN-CĐS", by=province.chi, key=None, now=NOW
    )
    assert await found(province.chi, str(other)) == [other]
    for text in ("CKR_PIN_LOCKED", "000.25.12.H53-260315-0042", "1806/SKHCN-CĐS", "công văn"):
        assert await found(province.chi, text) == [number], text


async def test_internal_notes_are_not_found(province: Province) -> None:
    number = await make.opened(province.an)
    await operations.note(number, "Nghi lừa đảo", by=province.chi, key=None, now=NOW)
    await operations.take(number, revision=1, by=province.chi, key=None, now=NOW)
    assert await found(province.chi, "lừa đảo") == []


async def test_only_what_one_may_see(province: Province) -> None:
    theirs, ours = await make.opened(province.binh), await make.opened(province.an)
    await make.opened(province.lan)
    assert await found(province.chi, "token") == [ours, theirs]
    for viewer in (province.an, province.hoa):
        everything = [n for s in scopes_of(viewer) for n in await found(viewer, "token", s)]
        assert everything == [ours]
    assert await found(province.lan, str(ours)) == []


async def test_a_search_finds_finished_tickets_unless_told_otherwise(province: Province) -> None:
    done = await make.ticket_in(Status.closed, province)
    fresh = await make.opened(province.an)
    assert await found(province.chi, "token") == [fresh, done]
    assert await found(province.chi, "token", status="open") == [fresh]
    assert await found(province.chi, "token", status="closed") == [done]
    assert await found(province.chi, "token", category="thiet-bi") == []


async def test_a_list_is_searched_as_it_is_now(province: Province) -> None:
    number = await make.opened(province.an)
    chi = province.chi
    assert await found(chi, "token", ListScope.unassigned) == [number]
    await operations.take(number, revision=1, by=chi, key=None, now=NOW)
    assert await found(chi, "token", ListScope.unassigned) == []
    assert await found(chi, "token", ListScope.assigned, status="open") == [number]
    assert await found(chi, "token", ListScope.team, status="open") == [number]
    await operations.cancel(number, "Thôi", revision=2, by=chi, key=None, now=NOW)
    assert await found(chi, "token", ListScope.assigned, status="open") == []
    assert await found(chi, "token", ListScope.assigned) == [number]


async def test_what_is_watched_and_what_is_shared(province: Province) -> None:
    colleague = await make.official(province.can_duoc)
    number = await make.opened(province.an, is_shared=True)
    assert await found(colleague, "token", ListScope.commune) == [number]
    assert await found(colleague, "token", ListScope.watching) == []
    await operations.watch(number, True, by=colleague, key=None, now=NOW)
    assert await found(colleague, "token", ListScope.watching) == [number]
    await operations.share(number, False, revision=1, by=province.an, key=None, now=NOW)
    assert await found(colleague, "token", ListScope.commune) == []
    assert await found(colleague, "token", ListScope.watching) == []
    assert await found(province.hoa, "token", ListScope.commune) == [number]


async def test_what_the_index_says_is_not_believed(province: Province) -> None:
    number = await make.opened(province.an)
    await rows("UPDATE ticket SET requester = {} WHERE id = {}", province.hoa.id, number)
    assert await found(province.an, "token", ListScope.mine) == []


@pytest.mark.parametrize(
    "text", ["'", '"', "NOT", "ký-số AND", "c++", "%", "*", "()", "a" * 5000, "\x00", ":", "{}"]
)
async def test_whatever_is_typed_is_answered(province: Province, text: str) -> None:
    await make.opened(province.an)
    assert await found(province.chi, text) == []


async def test_pages_of_a_search(province: Province) -> None:
    made = [await make.opened(province.an) for _ in range(5)]
    narrowed, seen, cursor = Narrowed(text="token"), [], None
    for _ in range(3):
        page = await find_tickets(province.chi, ListScope.all, narrowed, cursor=cursor, size=2)
        seen.append([row.number for row in page.rows])
        cursor = page.older
    assert seen == [made[:2:-1], made[2:0:-1], made[:1]]
    back = await find_tickets(province.chi, ListScope.all, narrowed, cursor=page.newer, size=2)
    assert [row.number for row in back.rows] == seen[1]
