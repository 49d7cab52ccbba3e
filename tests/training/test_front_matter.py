"""Front matter against its schema: every mistake is told with its line and its field."""

from datetime import date

import pytest

from helpdesk.text.translation import translate
from training.guides.front_matter import Source, read_front_matter

GOOD = """\
title: Máy in không in
summary: Xem nguồn, xem giấy.
category: thiet-bi
services: [igate]
audience: [official]
minutes: 5
owner: Nhóm biên soạn
reviewed_on: 2026-11-20
review_by: 2027-05-20
sources:
  - name: Một nguồn
    address: https://example.gov.vn/bai
  - name: Nguồn không có địa chỉ"""


def told(text: str) -> list[tuple[str, str]]:
    about, problems = read_front_matter(text, 2)
    assert (about is None) == bool(problems)
    return [(problem.field, translate(problem.message, "en")) for problem in problems]


def changed(line: str, *, instead_of: str) -> str:
    assert instead_of in GOOD
    return GOOD.replace(instead_of, line)


def test_good_front_matter_is_read() -> None:
    about, problems = read_front_matter(GOOD, 2)
    assert problems == []
    assert about is not None
    assert about.title == "Máy in không in"
    assert about.services == ("igate",)
    assert about.minutes == 5
    assert about.review_by == date(2027, 5, 20)
    assert about.sources == (
        Source("Một nguồn", "https://example.gov.vn/bai"),
        Source("Nguồn không có địa chỉ", ""),
    )


@pytest.mark.parametrize(
    ("line", "instead_of", "field", "at"),
    [
        ("minutes: năm", "minutes: 5", "minutes", 7),
        ("minutes: true", "minutes: 5", "minutes", 7),
        ("minutes: 0", "minutes: 5", "minutes", 7),
        ("category: Thiết bị", "category: thiet-bi", "category", 4),
        ("services: igate", "services: [igate]", "services", 5),
        ("audience: []", "audience: [official]", "audience", 6),
        ("audience: [king]", "audience: [official]", "audience", 6),
        ("audience: [[official]]", "audience: [official]", "audience", 6),
        ("title: 12", "title: Máy in không in", "title", 2),
        ("title: ''", "title: Máy in không in", "title", 2),
        (f"title: {'a' * 121}", "title: Máy in không in", "title", 2),
        ("reviewed_on: hôm qua", "reviewed_on: 2026-11-20", "reviewed_on", 9),
        ("review_by: 2026-11-20", "review_by: 2027-05-20", "review_by", 10),
        (
            "    address: javascript:alert(1)",
            "    address: https://example.gov.vn/bai",
            "sources",
            11,
        ),
        ("  - nguồn", "  - name: Nguồn không có địa chỉ", "sources", 11),
        ("colour: red\nminutes: 5", "minutes: 5", "colour", 7),
        ("title: A\ntitle: B", "title: Máy in không in", "", 3),
        ("title: a: b", "title: Máy in không in", "", 2),
        ("title: *x", "title: Máy in không in", "", 2),
        ("title: &x y", "title: Máy in không in", "", 2),
    ],
)
def test_a_mistake_is_told_with_line_and_field(
    line: str, instead_of: str, field: str, at: int
) -> None:
    [(where, sentence)] = told(changed(line, instead_of=instead_of))
    assert where == field
    assert sentence.startswith(f"Line {at}, {field or '---'}: ")


def test_all_mistakes_are_told_at_once() -> None:
    found = told("title: 1\nminutes: x")
    assert {field for field, _ in found} == {
        "title", "summary", "category", "services", "audience", "minutes", "owner",
        "reviewed_on", "review_by", "sources",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "- a", "just words", "[" * 2_000, "a: !!python/name:os.system x", "\x00", "? [a]"]
)
def test_hostile_front_matter_is_refused_quietly(text: str) -> None:
    assert told(text)


def test_aliases_cannot_grow_without_end() -> None:
    bomb = 'a: &a ["x","x"]\n' + "\n".join(f"b{n}: &b{n} [*a,*a]" for n in range(30))
    assert len(told(bomb)) == 1
