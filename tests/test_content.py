"""The guides that are shipped: each one readable, each link and picture there, all six kinds."""

import re
from collections import Counter
from pathlib import Path

import pytest

from helpdesk import resources
from helpdesk.text.markdown import text_of
from training.guides.content import lost_references
from training.guides.folder import GuideFile, read_folder
from training.guides.pictures import kept_names
from training.guides.rendering import rendered

CATEGORIES = {"chu-ky-so", "phan-mem", "duong-truyen", "thiet-bi", "tai-khoan", "quy-trinh"}
SERVICES = {
    "vgca", "igate", "dvcqg", "ho-tich", "dvclt", "qlvb", "tslcd", "internet", "vneid",
    "hoi-nghi-truyen-hinh", "thu-cong-vu",
}  # fmt: skip
FILES = read_folder(resources.folder("content"))
BY_SLUG = {file.slug: file for file in FILES}
# Step names that tickets and printed cards may already point at: a name may be added, never lost.
STABLE = Path(__file__).parent / "training" / "step_names.txt"

each_guide = pytest.mark.parametrize("file", FILES, ids=lambda file: file.slug)


def test_there_are_guides_of_every_category() -> None:
    kinds = Counter(file.text.about.category for file in FILES)
    assert len(FILES) >= 15
    assert kinds.keys() == CATEGORIES
    assert min(kinds.values()) >= 3


def test_every_link_between_guides_leads_somewhere() -> None:
    assert lost_references({file.slug: file.text for file in FILES}) == []


def test_one_guide_at_least_has_a_picture() -> None:
    assert any(file.pictures for file in FILES)


def test_no_two_guides_have_the_same_title() -> None:
    assert len({file.text.about.title for file in FILES}) == len(FILES)


def test_step_names_that_were_given_once_are_still_there() -> None:
    given = [line.split("#") for line in STABLE.read_text("utf-8").split()]
    lost = [(slug, step) for slug, step in given if step not in _step_names(slug)]
    assert lost == []
    unknown = {f"{file.slug}#{part.name}" for file in FILES for part in file.text.steps}
    assert unknown == {f"{slug}#{step}" for slug, step in given}, "write new steps into the list"


def _step_names(slug: str) -> set[str]:
    return {part.name for part in BY_SLUG[slug].text.steps} if slug in BY_SLUG else set()


@each_guide
def test_a_guide_says_what_one_sees_why_and_what_to_do_if_it_did_not_help(file: GuideFile) -> None:
    titles = [part.title for part in file.text.parts]
    assert titles[:2] == ["Anh/chị thấy gì", "Vì sao"]
    assert titles[-1] == "Nếu vẫn chưa được"
    assert "áo sự cố" in file.text.parts[-1].markdown or "phiếu" in file.text.parts[-1].markdown
    assert 2 <= len(file.text.steps) <= 8


@each_guide
def test_a_guide_names_systems_that_the_catalogue_has(file: GuideFile) -> None:
    assert set(file.text.about.services) <= SERVICES


@each_guide
def test_a_guide_renders_to_html_without_leftovers(file: GuideFile) -> None:
    made = rendered(file.text, file.slug, kept_names(file.pictures))
    html = made.lead + "".join(part.html for part in made.parts)
    html = re.sub(r"<code>.*?</code>", "", html)
    for leftover in ("**", "!!!", "{#", "](", "../", "|---", "```", 'href="#', "<h2"):
        assert leftover not in html, leftover
    assert len(text_of(html)) > 800


@each_guide
def test_a_guide_holds_no_telephone_number_and_no_identity_number(file: GuideFile) -> None:
    text = re.sub(r"https?://\S+", "", file.source)
    assert not re.findall(r"(?<![\d/.-])(?:0\d{9,10}|1[89]00\s?\d{4,6}|\d{12})(?!\d)", text)


@each_guide
def test_a_guide_never_asks_for_a_secret(file: GuideFile) -> None:
    last = file.text.parts[-1].markdown
    for wanted in ("ghi mã PIN", "ghi PIN", "ghi mật khẩu", "gửi mã OTP"):
        assert all(
            "hông" in last[max(0, at.start() - 8) : at.start()] for at in re.finditer(wanted, last)
        )
