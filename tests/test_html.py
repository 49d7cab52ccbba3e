"""The page checker sees what it is there to see: each fault below was made on purpose."""

import pytest

from tests.html import problems

PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Phiếu – Hỗ trợ</title>
</head><body><h1>Phiếu</h1>{}</body></html>"""
SOUND = """<h2 id="a">Gửi</h2><form method="post" action="/tickets">
<input type="hidden" name="key" value="1"><label for="t">Việc</label><input id="t" name="t">
<button>Gửi</button></form><a href="#a">Lên trên</a>"""


def test_a_sound_page_has_no_problems() -> None:
    assert problems(PAGE.format(SOUND)) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("<p><div></p>", "not valid HTML5"),
        ("<h1>Hai</h1>", "2 h1"),
        ("<h3>Sâu</h3>", "jumps from h1 to h3"),
        ("<p id=a></p><p id=a></p>", "stands 2 times"),
        ('<p aria-describedby="x">a</p>', "names no element"),
        ('<input name="t">', "has no label"),
        ('<label for="x">a</label>', "which is no field"),
        ('<label><input type="radio" name="r">a</label>', "outside a fieldset"),
        ("<fieldset></fieldset>", "no legend"),
        ('<form method="post" action="/a"></form>', "no hidden key"),
        ('<form method="get"></form>', "not an address of this site"),
        ('<p style="color:red">a</p>', "inline style"),
        ('<p onclick="a()">a</p>', "inline onclick"),
        ("<script>a()</script>", "script stands in the page"),
        ('<img src="/a.png">', "has no alt"),
        ('<img src="//a/b.png" alt="">', "from outside"),
        ('<a href="/a"></a>', "an empty <a>"),
        ('<a href="#b">a</a>', "not on the page"),
        ("<a>a</a>", "leads nowhere"),
        ("<p>None</p>", "left over"),
        ("<p>Xin %(name)s</p>", "left over"),
        ("<p>Skip to the content</p>", "not translated"),
    ],
)
def test_a_fault_is_seen(fault: str, said: str) -> None:
    assert any(said in problem for problem in problems(PAGE.format(fault)))


def test_the_language_must_be_the_readers() -> None:
    assert any("lang is" in problem for problem in problems(PAGE.format(""), "en"))


def test_english_inside_a_part_that_says_so_is_well() -> None:
    assert problems(PAGE.format('<p lang="en">Skip to the content</p>')) == []
