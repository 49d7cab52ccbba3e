"""A guide on a ticket: Chi answers with it, An reads it there, and says whether it helped."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from helpdesk.database import rows
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations
from tests.client import Browser, text_of
from tests.make import opened
from tests.people import NOW, Province
from tests.training.folders import BODY, write_guide
from training.guides.operations import load_guides

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]


@pytest.fixture
async def people(province: Province, tmp_path: Path) -> Province:
    write_guide(tmp_path, "may-in")
    write_guide(tmp_path, "token", "Token bị khóa", category="chu-ky-so")
    await load_guides(tmp_path, NOW)
    return province


async def attached(people: Province, *, step: str = "", slug: str = "token") -> tuple[int, int]:
    """Number of An's ticket with a guide on it, and the link."""
    number = await opened(people.an)
    await operations.attach_guide(number, slug, step, 1, by=people.chi, key=None, now=NOW)
    [link] = await rows("SELECT id FROM guide_link WHERE ticket = {}", number)
    return number, link["id"]


async def test_chi_answers_with_a_step_and_an_reads_it_there(
    client_as: SignIn, people: Province
) -> None:
    number = await opened(people.an)
    chi, an = await client_as(people.chi), await client_as(people.an)
    page = await chi.get(f"/tickets/{number}")
    assert page.text.index("Token bị khóa") < page.text.index("Máy in không in")
    answer = await chi.fill(page, f"/tickets/{number}/guides", guide="token", step="2")
    assert "Token bị khóa" in text_of(await chi.follow(answer))
    [link] = await rows("SELECT slug, step, revision FROM guide_link")
    assert link == {"slug": "token", "step": "goi-nguoi", "revision": 1}
    read = await an.get(f"/tickets/{number}")
    assert "Bước 2: Gọi người" in text_of(read)
    assert "bắt đầu từ bước 2" in text_of(read)
    assert 'href="/guides/token#goi-nguoi"' in read.text
    assert "gắn hướng dẫn: Token bị khóa" in text_of(read)


async def test_a_guide_or_step_that_is_not_there_is_refused_and_kept(
    client_as: SignIn, people: Province
) -> None:
    number = await opened(people.an)
    chi = await client_as(people.chi)
    for typed in (
        {"guide": "khong-co"},
        {"guide": "token", "step": "3"},
        {"guide": "token", "step": "x"},
    ):
        answer = await chi.post(f"/tickets/{number}/guides", data={"key": "k", **typed})
        assert answer.status_code == 422, typed
        assert "error-summary" in answer.text
    assert 'value="x"' in answer.text
    assert await rows("SELECT id FROM guide_link") == []


async def test_this_solved_it_closes_the_ticket(client_as: SignIn, people: Province) -> None:
    number, link = await attached(people)
    an = await client_as(people.an)
    page = await an.get(f"/tickets/{number}")
    answer = await an.fill(page, f"/tickets/{number}/guides/{link}/solution")
    assert "Đã giải quyết được" in text_of(await an.follow(answer))
    [ticket] = await rows("SELECT status, closing_answer FROM ticket WHERE id = {}", number)
    assert ticket == {"status": "closed", "closing_answer": "guide_solved"}


async def test_this_solved_it_twice_is_once(client_as: SignIn, people: Province) -> None:
    number, link = await attached(people)
    an = await client_as(people.an)
    page = await an.get(f"/tickets/{number}")
    address = f"/tickets/{number}/guides/{link}/solution"
    first, again = await an.fill(page, address), await an.fill(page, address)
    assert (first.status_code, again.status_code) == (303, 303)
    late = await an.fill(page, address, key="another")
    assert late.status_code == 409
    assert f'href="/tickets/{number}"' in late.text


async def test_still_stuck_names_guide_revision_and_step(
    client_as: SignIn, people: Province
) -> None:
    number, link = await attached(people)
    an = await client_as(people.an)
    page = await an.get(f"/tickets/{number}")
    address = f"/tickets/{number}/guides/{link}/obstacles"
    answer = await an.fill(page, address, step="goi-nguoi", body="Không ai nghe máy")
    said = text_of(await an.follow(answer))
    assert "Không ai nghe máy" in said
    assert "Còn vướng ở một bước" in said
    [event] = await rows("SELECT particulars FROM event WHERE kind = 'stuck_at_step'")
    for part in ("token", "goi-nguoi", "1"):
        assert part in event["particulars"]


async def test_a_step_that_is_gone_is_asked_again_and_the_words_are_kept(
    client_as: SignIn, people: Province, tmp_path: Path
) -> None:
    number, link = await attached(people, step="xem-nguon")
    an = await client_as(people.an)
    changed = BODY.replace("{#xem-nguon}", "{#xem-dien}")
    write_guide(tmp_path, "token", "Token bị khóa", category="chu-ky-so", body=changed)
    await load_guides(tmp_path, NOW + 1)
    page = await an.get(f"/tickets/{number}")
    assert "không còn trong bài này" in text_of(page)
    assert "bản mới nhất" in text_of(page)
    sent = {"key": "k", "step": "xem-nguon", "body": "Đèn tắt"}
    answer = await an.post(f"/tickets/{number}/guides/{link}/obstacles", data=sent)
    assert answer.status_code == 422
    assert "Đèn tắt" in answer.text


async def test_a_withdrawn_guide_is_said_to_be_gone(client_as: SignIn, people: Province) -> None:
    number, link = await attached(people)
    await rows("UPDATE guide_revision SET status = 'withdrawn'")
    an = await client_as(people.an)
    page = await an.get(f"/tickets/{number}")
    assert "không còn được công bố" in text_of(page)
    assert f"/guides/{link}/solution" not in page.text


async def test_chi_takes_a_guide_off(client_as: SignIn, people: Province) -> None:
    number, link = await attached(people)
    chi = await client_as(people.chi)
    page = await chi.get(f"/tickets/{number}")
    address = f"/tickets/{number}/guides/{link}/removal"
    first, again = await chi.fill(page, address), await chi.fill(page, address)
    assert (first.status_code, again.status_code) == (303, 303)
    assert await rows("SELECT id FROM guide_link") == []


async def test_each_sees_only_what_is_theirs_to_do(client_as: SignIn, people: Province) -> None:
    number, link = await attached(people)
    mine = {"/solution", "/obstacles"}
    theirs = {"/removal"}
    for viewer, expected in ((people.an, mine), (people.chi, theirs), (people.khoa, set())):
        page = await (await client_as(viewer)).get(f"/tickets/{number}")
        offered = {noun for noun in mine | theirs if f"/guides/{link}{noun}" in page.text}
        assert offered == expected, viewer.name


async def test_others_may_not_and_strangers_do_not_know(
    client: Browser, client_as: SignIn, people: Province
) -> None:
    number, link = await attached(people)
    base = f"/tickets/{number}/guides"
    posts = {
        base: {"guide": "token"},
        f"{base}/{link}/removal": {},
        f"{base}/{link}/solution": {"revision": "1"},
        f"{base}/{link}/obstacles": {"step": "xem-nguon"},
    }
    for address, typed in posts.items():
        sent = {"key": "k", **typed}
        assert (await client.post(address, data=sent)).status_code == 401, address
        for stranger in (people.binh, people.lan):
            answer = await (await client_as(stranger)).post(address, data=sent)
            assert answer.status_code == 404, address
    an, chi = await client_as(people.an), await client_as(people.chi)
    assert (await an.post(base, data={"key": "a", "guide": "token"})).status_code == 403
    for noun, sent in (("solution", {"revision": "1"}), ("obstacles", {"step": "xem-nguon"})):
        answer = await chi.post(f"{base}/{link}/{noun}", data={"key": noun, **sent})
        assert answer.status_code == 403, noun


async def test_numbers_that_no_database_takes(client_as: SignIn, people: Province) -> None:
    number, _ = await attached(people)
    chi, an = await client_as(people.chi), await client_as(people.an)
    for link in ("0", "9" * 30):
        base = f"/tickets/{number}/guides/{link}"
        assert (await chi.post(f"{base}/removal", data={"key": link})).status_code == 409
        sent = {"key": link, "revision": "1"}
        assert (await an.post(f"{base}/solution", data=sent)).status_code == 409
        sent = {"key": link, "step": "x"}
        assert (await an.post(f"{base}/obstacles", data=sent)).status_code == 404
