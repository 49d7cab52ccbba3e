"""The body of a guide: steps, sections, links; mistakes told with their line."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.errors import Invalid
from helpdesk.text.translation import translate
from tests.training.test_front_matter import GOOD
from training.guides.content import GuideText, lost_references, plain_title, read_guide
from training.guides.rendering import rendered
from training.guides.tables import PartKind

BODY = """
Mở đầu.

## Anh/chị thấy gì

Máy không in. Xem [bước hai](#xem-giay).

## Bước 1: Xem nguồn {#xem-nguon}

Có điện không? Xem [bài khác](../bai-khac/index.md#lam-di).

**Kết quả mong đợi:** Đèn sáng.

## Bước 2: Xem giấy {#xem-giay}

![Khay giấy](khay.png)

**Kết quả mong đợi:** Có giấy.

## Nếu vẫn chưa được

Báo sự cố.
"""
LINE_OF_BODY = GOOD.count("\n") + 4


def source(body: str = BODY) -> str:
    return f"---\n{GOOD}\n---\n{body}"


def told(body: str) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read_guide(source(body))
    return [translate(problem.message, "en") for problem in refused.value.problems]


def test_a_guide_is_read_part_by_part() -> None:
    guide = read_guide(source())
    assert guide.lead == "Mở đầu."
    assert [(part.kind, part.name) for part in guide.parts] == [
        (PartKind.before, "anh-chi-thay-gi"),
        (PartKind.step, "xem-nguon"),
        (PartKind.step, "xem-giay"),
        (PartKind.after, "neu-van-chua-duoc"),
    ]
    assert plain_title(guide.steps[1]) == "Xem giấy"
    assert guide.pictures == {"khay.png"}


def test_line_ends_and_composition_do_not_matter() -> None:
    assert read_guide(source().replace("\n", "\r\n")) == read_guide(source())


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("## Bước 2:", "## Bước 3:", 14, "must have the number 2"),
        ("{#xem-giay}", "{#xem-nguon}", 14, "already has the name"),
        ("{#xem-giay}", "", 14, "a step looks like"),
        ("{#xem-giay}", "{#Xem Giấy}", 14, "a name has small letters"),
        ("Bước 2: Xem giấy", "Bước hai: Xem giấy", 14, "a step looks like"),
        ("**Kết quả mong đợi:** Có giấy.", "Có giấy.", 14, "does not say"),
        ("(#xem-giay)", "(#khong-co)", 6, "no heading of this guide"),
        ("![Khay giấy]", "![ ]", 16, "between [ and ]"),
        ("(khay.png)", "(../../etc/passwd)", 16, "beside the guide"),
        ("(khay.png)", "(https://example.vn/x.png)", 16, "beside the guide"),
        ("(../bai-khac/index.md#lam-di)", "(javascript:alert(1))", 10, "links look like"),
        ("Mở đầu.", "# Mở đầu", 2, "the title stands in the front matter"),
        ("## Nếu vẫn chưa được", "### Nếu vẫn chưa được", 14, "if they did not help"),
        ("## Anh/chị thấy gì", "## Nguồn", 4, "already has the name"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert old in BODY
    found = told(BODY.replace(old, new))
    expected = f"Line {LINE_OF_BODY + line - 1}, body: "
    assert any(said.startswith(expected) and words in said for said in found), found


def test_steps_stand_together() -> None:
    late = BODY + "\n## Bước 3: Nữa {#nua}\n\n**Kết quả mong đợi:** Xong.\n"
    assert any("must stand together" in said for said in told(late))


def test_a_guide_needs_steps_and_front_matter() -> None:
    assert any("at least one step" in said for said in told("Chỉ có chữ."))
    with pytest.raises(Invalid):
        read_guide("# Bài không có gì")
    with pytest.raises(Invalid):
        read_guide("---\ntitle: x\n")


def test_code_is_never_a_heading_or_a_link() -> None:
    code = "```\n## Bước 9: Không phải bước\n[x](y)\n```\n\nvà `[a](b)`.\n"
    guide = read_guide(source(BODY.replace("Máy không in.", code + "\nMáy không in.")))
    assert len(guide.steps) == 2


def test_links_carry_addresses_of_the_site() -> None:
    made = rendered(read_guide(source()), "may-in", {"khay.png": "khay.abc.png"})
    html = "".join(part.html for part in made.parts)
    assert 'href="/guides/may-in#xem-giay"' in html
    assert 'href="/guides/bai-khac#lam-di"' in html
    assert 'src="/guides/may-in/files/khay.abc.png"' in html


def test_nothing_in_a_guide_can_run() -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> Máy không in."
    made = rendered(read_guide(source(BODY.replace("Máy không in.", evil))), "x", {})
    html = "".join(part.html for part in made.parts)
    assert "<script" not in html
    assert "onerror=alert" not in html.replace("&lt;img src=x onerror=alert(1)&gt;", "")


def test_search_finds_titles_and_texts_without_accents() -> None:
    folded = rendered(read_guide(source()), "x", {}).folded
    for word in ("khay", "giay", "nguon"):
        assert f" {word} " in f" {folded} "


def test_links_between_guides_are_checked_together() -> None:
    here = read_guide(source())
    there = _other()
    assert lost_references({"may-in": here, "bai-khac": there}) == []
    [(slug, problem)] = lost_references({"may-in": here})
    assert slug == "may-in"
    assert f"Line {LINE_OF_BODY + 9}" in translate(problem.message, "en")


def _other() -> GuideText:
    body = BODY.replace("xem-nguon", "lam-di").replace("../bai-khac/index.md#lam-di", "#lam-di")
    return read_guide(source(body))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    for whole in (text, source(text), f"---\n{text}\n---\n{BODY}"):
        with contextlib.suppress(Invalid):
            read_guide(whole)
