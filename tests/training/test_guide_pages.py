"""The pages of guides: open to everybody, searched without accents, printed, with pictures."""

import re
from pathlib import Path

import pytest

from helpdesk.database import rows
from tests.client import Browser, text_of
from tests.people import NOW, Province
from tests.training.folders import BODY, SVG, write_guide
from training.guides.operations import load_guides

pytestmark = pytest.mark.anyio


@pytest.fixture
async def guides(database: object, tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    write_guide(
        tmp_path, "mang-cham", "Đường truyền chậm", category="duong-truyen",
        body=BODY.replace("Không chạy.", "<script>alert(1)</script> Quay mãi."),
    )  # fmt: skip
    await load_guides(tmp_path, NOW)


async def test_index_shows_guides_by_category(client: Browser, guides: None) -> None:
    said = text_of(await client.get("/guides"))
    assert said.index("Đường truyền chậm") < said.index("Máy in không in")


async def test_index_finds_without_accents_and_keeps_what_was_typed(
    client: Browser, guides: None
) -> None:
    page = await client.get("/guides?text=duong+truyen")
    assert "Đường truyền chậm" in text_of(page)
    assert "Máy in không in" not in text_of(page)
    assert 'value="duong truyen"' in page.text
    page = await client.get("/guides?category=thiet-bi")
    assert "Đường truyền chậm" not in text_of(page)


async def test_an_empty_search_says_what_to_do_next(client: Browser, guides: None) -> None:
    page = await client.get("/guides?text=zzzz")
    assert 'href="/tickets/new"' in page.text


async def test_show_is_open_to_nobody_in_particular(client: Browser, guides: None) -> None:
    page = await client.get("/guides/may-in")
    assert page.status_code == 200
    assert "Xem nguồn" in text_of(page)
    assert 'id="goi-nguoi"' in page.text
    assert 'href="/tickets/new?guide=may-in&amp;category=thiet-bi"' in page.text


async def test_show_in_english_keeps_the_guide_vietnamese(client: Browser, guides: None) -> None:
    client.cookies.set("language", "en")
    page = await client.get("/guides/may-in")
    assert "Report a problem about this" in text_of(page)
    assert '<article class="stack" lang="vi">' in page.text


async def test_nothing_in_a_guide_runs(client: Browser, guides: None) -> None:
    page = await client.get("/guides/mang-cham")
    assert "<script>alert" not in page.text
    assert "alert(1)" in text_of(page)


async def test_an_unknown_guide_is_not_found(client: Browser, guides: None) -> None:
    for address in ("/guides/khong-co", "/guides/khong-co/print", "/guides/MAY-IN", "/guides/%00"):
        assert (await client.get(address)).status_code == 404, address


async def test_a_late_review_is_said_to_readers(client: Browser, guides: None) -> None:
    await rows("UPDATE guide_revision SET review_by = '2020-01-01'")
    assert "đã đến hạn rà soát" in text_of(await client.get("/guides/may-in"))


async def test_print_shows_the_whole_guide(client: Browser, guides: None) -> None:
    said = text_of(await client.get("/guides/may-in/print"))
    for part in ("Xem nguồn", "Gọi người", "Nếu vẫn chưa được", "Nguồn mẫu", "/guides/may-in"):
        assert part in said


async def test_pictures_are_served_under_names_that_never_change(
    client: Browser, guides: None
) -> None:
    page = await client.get("/guides/may-in")
    [address] = re.findall(r'src="(/guides/may-in/files/[^"]+)"', page.text)
    answer = await client.get(address)
    assert answer.content == SVG.format(9).encode()
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "immutable" in answer.headers["cache-control"]
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_only_known_pictures_are_served(client: Browser, guides: None) -> None:
    for name in ("den.svg", "index.md", "..%2findex.md", "%2e%2e%2f%2e%2e%2fpyproject.toml", "%00"):
        answer = await client.get(f"/guides/may-in/files/{name}")
        assert answer.status_code == 404, name


async def test_signed_in_people_read_the_same(
    client_as: object, province: Province, tmp_path: Path
) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    an = await client_as(province.an)  # type: ignore[operator]
    assert "Xem nguồn" in text_of(await an.get("/guides/may-in"))
