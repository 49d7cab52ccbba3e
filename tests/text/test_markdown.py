"""Markdown for readers; and from whoever wrote it, nothing that runs or loads from elsewhere."""

import time
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.text.markdown import plain, render, text_of

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "![x](//evil.example/x.png)",
    "![x](/\\evil.example/x.png)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    '![x](x.png "a\\" onerror=alert(1)")',
    '![" onerror="alert(1)](x.png)',
    "# A {onclick=alert(1) style=color:red class=frame}",
    "# A {#a}\n\n# B {#a}",
    "# A {#__proto__}",
    "a{: onmouseover=alert(1) }",
    "[x](x){: target=_top onclick=alert(1) }",
    '!!! note "<script>alert(1)</script>"\n    <b onclick=alert(1)>x</b>',
    "!!! frame onclick=alert(1)\n    x",
    "> [!WARNING]<script>alert(1)</script>\n> x",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    '``` {.x onclick="alert(1)"}\nx\n```',
    "| <script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "`<script>alert(1)</script>`",
    "++<script>++ ++a+<img/src=x/onerror=alert(1)>++",
    "<!--><script>alert(1)</script>-->",
    "<style>*{display:none}</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<form action=//evil.example><input name=x>",
    'http://a.example/"onmouseover=alert(1)//',
    "https://a.example/'><script>alert(1)</script>",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0\x03",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "code", "pre", "kbd"),
    *("ul", "ol", "li", "blockquote", "aside", "div", "a", "img", "table", "thead", "tbody", "tr"),
    *("th", "td"),
}
ATTRIBUTES = {"href", "rel", "src", "alt", "start", "class", "id", "title", "lang"}
CLASSES = {"callout", "info", "success", "warning", "danger", "callout-heading"}


def elements(html: str) -> list[Element]:
    parsed = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [element for element in parsed.iter() if element is not parsed]


def check_inert(html: str) -> None:
    for element in elements(html):
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES
        assert {
            c for c in element.get("class", "").split() if not c.startswith("align-")
        } <= CLASSES
        for address in (element.get("href", "/"), element.get("src", "/")):
            scheme = address.partition(":")[0].lower() if ":" in address.split("/")[0] else ""
            assert scheme in ("", "http", "https", "mailto", "tel")
            assert "\\" not in address
            assert not address.startswith("//")
        assert ":" not in element.get("src", "")


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize(
    "shape", ["{}", "> {}", "- {}", "!!! note\n    {}", "a\n\n{}\n\nb", "*{}*"]
)
def test_hostile_sources_are_inert(source: str, shape: str) -> None:
    check_inert(render(shape.format(source)))
    check_inert(plain(shape.format(source)))


PIECES = [*HOSTILE, "\n", "\n\n", "    ", "> ", "* ", "`", "|", "["]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_so_are_their_mixtures(source: str) -> None:
    check_inert(render(source))
    check_inert(plain(source))


@given(st.text(st.characters(codec=None)))
def test_any_text_can_be_rendered(source: str) -> None:
    check_inert(render(source))
    check_inert(plain(source))
    text_of(render(source))


@pytest.mark.parametrize(
    "tangle",
    [
        *("[" * 20_000, "![" * 9_000, "[a](" * 9_000, "[a][b" * 9_000, "```a\n" * 9_000),
        *("# a {" * 9_000, ">" * 20_000, "- " * 9_000, "*a " * 9_000, "!!! a\n" * 5_000),
        *("\n".join(" " * n + "- a" for n in range(500)), "a" * 300_000, "\\" * 20_000),
    ],
)
def test_tangles_are_soon_undone(tangle: str) -> None:
    begun = time.process_time()
    check_inert(render(tangle))
    assert time.process_time() - begun < 6


def test_renders_what_guides_need() -> None:
    html = render(
        "# Tên\n\n## Bước 1 {#rut-token}\n\nBấm ++Ctrl+V++, xem [bài](../x/index.md#y).\n\n"
        "| a | b |\n|--:|---|\n| 1 | 2 |\n\n```\nx < y\n```\n\n![Hình](a.png)\n\n3. ba\n",
        address=lambda target: f"/guides/{target.removeprefix('../')}",
    )
    assert '<h2>Tên</h2>\n<h2 id="rut-token">Bước 1</h2>' in html
    assert "<kbd>Ctrl</kbd>+<kbd>V</kbd>" in html
    assert '<a href="/guides/x/index.md#y" rel="noopener">bài</a>' in html
    assert '<td class="align-right">1</td>' in html
    assert "<pre><code>x &lt; y\n</code></pre>" in html
    assert '<img alt="Hình" src="/guides/a.png">' in html
    assert '<ol start="3">' in html


@pytest.mark.parametrize(
    ("source", "tone", "heading"),
    [
        ('!!! warning "Không ghi PIN"\n    x', "warning", "Không ghi PIN"),
        ("!!! tip\n    x", "success", "Mẹo"),
        ("!!! danger\n    x", "danger", "Nguy hiểm"),
        ("> [!NOTE]\n> x", "info", "Lưu ý"),
        ("> [!WARNING]\n> x", "warning", "Cảnh báo"),
    ],
)
def test_callouts(source: str, tone: str, heading: str) -> None:
    html = render(source)
    begins = f'<aside class="callout {tone}"><div><p class="callout-heading">{heading}</p>'
    assert html.startswith(begins)
    assert elements(html)[0].tag == "aside"


def test_a_callout_speaks_the_language_of_its_guide() -> None:
    assert ">Note</p>" in render("> [!NOTE]\n> x", language="en")


def test_a_plain_quotation_stays_one() -> None:
    assert render("> [!HOHO]\n> x").startswith("<blockquote>")
    assert render("> x").startswith("<blockquote>")


def test_angle_brackets_are_shown() -> None:
    html = render("Nhập <Họ tên>, <b>x</b>")
    assert html == "<p>Nhập &lt;Họ tên&gt;, &lt;b&gt;x&lt;/b&gt;</p>"


def test_plain_text_keeps_lines_and_links() -> None:
    assert plain("Xem (https://a.example/?x=1&y=2).\n1 < 2\n\n\nhai") == (
        '<p>Xem (<a href="https://a.example/?x=1&amp;y=2" rel="noopener">'
        "https://a.example/?x=1&amp;y=2</a>).<br>\n1 &lt; 2</p>\n<p>hai</p>"
    )
    assert plain(" \n ") == ""


def test_text_of_html() -> None:
    assert text_of(render("## A & B\n\n- *c* <d>\n- e")) == "A & B\nc <d>\ne"
