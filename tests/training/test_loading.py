"""Files become guides that people read: once, again, changed, and never half."""

from datetime import date
from pathlib import Path

import pytest

from helpdesk import resources
from helpdesk.database import rows
from helpdesk.errors import Invalid, NotAllowed
from helpdesk.text.translation import translate
from tests.sandboxes import Sandbox
from tests.training.folders import BODY, SVG, write_guide
from training.guides import links
from training.guides.folder import read_folder
from training.guides.operations import load_guides
from training.guides.queries import find_picture, list_guides, show_guide

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]

NOW = 1_790_000_000_000
TODAY = date(2026, 11, 23)


async def test_a_new_guide_is_published_as_revision_one(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    report = await load_guides(tmp_path, NOW)
    assert report.created == ("may-in",)
    guide = await show_guide("may-in", TODAY)
    assert (guide.number, guide.title) == (1, "Máy in không in")
    assert [step.name for step in guide.steps] == ["xem-nguon", "goi-nguoi"]
    assert [step.title for step in guide.steps] == ["Xem nguồn", "Gọi người"]
    assert guide.reviewed_on == "20/11/2026"
    assert guide.sources == (("Nguồn mẫu", "https://example.gov.vn/mau"),)


async def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    before = await rows("SELECT * FROM guide_revision")
    report = await load_guides(tmp_path, NOW + 1)
    assert report.unchanged == ("may-in",)
    assert await rows("SELECT * FROM guide_revision") == before


async def test_a_changed_file_is_the_next_revision(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    write_guide(tmp_path, "may-in", "Máy in kẹt giấy")
    assert (await load_guides(tmp_path, NOW + 1)).changed == ("may-in",)
    guide = await show_guide("may-in", TODAY)
    assert (guide.number, guide.title) == (2, "Máy in kẹt giấy")
    kept = await rows("SELECT number, status FROM guide_revision ORDER BY number")
    assert [row["status"] for row in kept] == ["superseded", "published"]
    assert links.title("may-in") == "Máy in kẹt giấy"


async def test_a_changed_picture_is_the_next_revision_and_the_old_one_stays(
    tmp_path: Path,
) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    [first] = await rows("SELECT name FROM guide_image")
    write_guide(tmp_path, "may-in", picture=SVG.format(10))
    await load_guides(tmp_path, NOW + 1)
    guide = await show_guide("may-in", TODAY)
    assert guide.number == 2
    assert first["name"] not in guide.steps[1].html
    old = await find_picture("may-in", first["name"])
    assert (old.media_type, old.content) == ("image/svg+xml", SVG.format(9).encode())


async def test_what_was_written_here_wins_over_the_file(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    await _somebody_edits("may-in")
    write_guide(tmp_path, "may-in", "Từ tệp")
    assert (await load_guides(tmp_path, NOW + 1)).kept == ("may-in",)
    assert (await show_guide("may-in", TODAY)).title == "Máy in không in"


async def test_one_bad_file_and_nothing_is_loaded(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    write_guide(tmp_path, "tot")
    place = tmp_path / "may-in" / "index.md"
    place.write_text(place.read_text("utf-8").replace("minutes: 5", "minutes: năm"), "utf-8")
    with pytest.raises(Invalid) as refused:
        await load_guides(tmp_path, NOW)
    [problem] = refused.value.problems
    assert translate(problem.message, "en").startswith("may-in: Line 7, minutes: ")
    assert await rows("SELECT id FROM guide") == []


async def test_a_missing_picture_and_a_lost_link_are_told(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    (tmp_path / "may-in" / "den.svg").unlink()
    with pytest.raises(Invalid, match="body"):
        read_folder(tmp_path)
    write_guide(tmp_path, "may-in", body=BODY)
    lost = BODY.replace("Không chạy.", "Xem [bài](../khong-co/index.md).")
    with pytest.raises(Invalid) as refused:
        write_guide(tmp_path, "may-in", body=lost)
    assert "leads to a guide" in translate(refused.value.problems[0].message, "en")


async def test_a_step_that_moves_keeps_its_name(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    assert links.step_number("may-in", "goi-nguoi") == 2
    only = BODY.replace("## Bước 1: Xem nguồn {#xem-nguon}", "## Bước 1: Hít thở {#hit-tho}")
    write_guide(tmp_path, "may-in", body=only)
    await load_guides(tmp_path, NOW + 1)
    assert links.step_number("may-in", "goi-nguoi") == 2
    assert links.step_number("may-in", "xem-nguon") is None
    assert links.address("may-in", "goi-nguoi") == "/guides/may-in#goi-nguoi"


async def test_search_forgives_accents_and_puts_titles_first(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", "An toàn", body=BODY.replace("Không chạy.", "Đường truyền hỏng."))
    write_guide(tmp_path, "b", "Đường truyền chậm", category="duong-truyen")
    write_guide(tmp_path, "c", "Máy quét")
    await load_guides(tmp_path, NOW)
    for said in ("duong truyen", "ĐƯỜNG TRUYỀN", "truyền đường", "đuong truyen"):
        assert await _found(said) == {"a", "b"}, said
    assert await _found("duong khong-co-tu-nay") == set()
    assert await _found("%") == {"a", "b", "c"}
    assert await _found("", "duong-truyen") == {"b"}
    assert await _found("' OR 1=1 --") == set()


async def test_what_is_not_published_does_not_exist(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    await rows("UPDATE guide_revision SET status = 'withdrawn'")
    for slug in ("may-in", "khong-co", "\x00", "a" * 999, "ữ"):
        with pytest.raises(NotAllowed) as refused:
            await show_guide(slug, TODAY)
        assert refused.value.hidden
    assert await _found("") == set()


async def test_a_late_review_is_said(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    assert not (await show_guide("may-in", date(2027, 5, 20))).is_overdue
    assert (await show_guide("may-in", date(2027, 5, 21))).is_overdue


async def test_other_processes_learn_of_new_guides(tmp_path: Path) -> None:
    write_guide(tmp_path, "may-in")
    await load_guides(tmp_path, NOW)
    await rows("UPDATE guide_revision SET status = 'withdrawn'")
    await links.refresh_if_new(NOW + links.LOOKED_AT_MOST_EVERY)
    assert links.guides() == ()
    assert links.title("may-in") == "may-in"


async def test_the_shipped_guides_load_on_both_engines(database: Sandbox) -> None:
    folder = resources.folder("content")
    report = await load_guides(folder, NOW)
    assert len(report.created) == len(read_folder(folder)) >= 15
    assert (await load_guides(folder, NOW)).unchanged == report.created
    page = await list_guides()
    assert page.count == len(report.created)


async def _found(searched: str, chosen: str = "") -> set[str]:
    page = await list_guides(searched, chosen)
    return {guide.slug for group in page.groups for guide in group.guides}


async def _somebody_edits(slug: str) -> None:
    """An author on the newest revision, as the editor will leave it."""
    unit = await rows(
        "INSERT INTO unit (code, kind, name, shown_name, sort_key)"
        " VALUES ('99', 'province', 'Mẫu', 'tỉnh Mẫu', 'mau') RETURNING id"
    )
    person = await rows(
        "INSERT INTO person (full_name, email, unit, sort_key, folded, created_at)"
        " VALUES ('Dung', 'dung@mau.gov.vn', {}, 'dung', 'dung', 0) RETURNING id",
        unit[0]["id"],
    )
    await rows(
        "UPDATE guide_revision SET author = {}"
        " WHERE guide = (SELECT id FROM guide WHERE slug = {})",
        person[0]["id"],
        slug,
    )
