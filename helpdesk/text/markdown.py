"""Markdown and plain text made safe HTML: nothing in it may run, or load from elsewhere.

Raw HTML in the source is shown as text. What Markdown makes of the rest passes an allow-list, so
a mistake in either of the two does not open the door.
"""

import re
from collections.abc import Callable
from html import escape, unescape

import nh3
from markdown import Markdown

from helpdesk.text.addresses import SCHEMES, may_link, may_load
from helpdesk.text.callouts import TONES, HouseStyle
from helpdesk.text.folding import clean
from helpdesk.text.translation import Language

MOST_CHARACTERS = 200_000
_EXTENSIONS = ("tables", "fenced_code", "attr_list", "admonition", "sane_lists")
_DEEPEST = 12
"""Levels of quotation; each costs Python-Markdown a recursion over the whole text."""

Address = Callable[[str], str]

_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "code", "pre", "kbd"),
    *("ul", "ol", "li", "blockquote", "aside", "div", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ALIGNED = {"align-left", "align-center", "align-right"}
_CLASSES = {
    "aside": {"callout", *TONES.values()},
    "p": {"callout-heading"},
    "th": _ALIGNED,
    "td": _ALIGNED,
}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_QUOTED_DEEP = re.compile(rf"^((?:[ \t]{{0,3}}>[ \t]?){{{_DEEPEST}}})[ \t>]+", re.M)
_INDENTED_DEEP = re.compile(rf"^( {{{4 * _DEEPEST}}}) +", re.M)
_WEB = re.compile(r"https?://[^\s<>\"'`\\]+", re.I)
_AFTER_ADDRESS = ".,;:!?…)]}’”"
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_BLOCK_ENDS = re.compile(r"</(?:p|h\d|li|t[dh]|pre|div)>|<[bh]r")


def render(source: str, *, language: Language = "vi", address: Address | None = None) -> str:
    """Markdown as safe HTML: tables, fences, `{#names}` of headings, callouts, `++Ctrl+V++` keys.

    `address` turns each address inside the source that names no scheme (`picture.png`,
    `../other/index.md`) into the one of a page. Callouts are `!!! warning "Words"` or
    `> [!WARNING]`; where they have no words of their own, `language` gives them. Headings
    start at the second level. Never raises: a source too long or too tangled is shown as text.
    """
    text = clean(source)
    if len(text) > MOST_CHARACTERS or _is_tangled(text):
        return plain(text)
    text = _INDENTED_DEEP.sub(r"\1", _QUOTED_DEEP.sub(r"\1", text))
    try:
        made = _made(text, language, address or _unchanged)
    except RecursionError:
        return plain(text)
    return _safe(made)


def plain(text: str) -> str:
    """What somebody typed, as safe HTML: paragraphs, line breaks, web addresses as links."""
    paragraphs = _PARAGRAPHS.split(clean(text).strip())
    return "\n".join(f"<p>{_lines(paragraph)}</p>" for paragraph in paragraphs if paragraph)


def text_of(html: str) -> str:
    """The bare words of rendered HTML, one line per block: for indexes, summaries and mail."""
    bare = nh3.clean(_BLOCK_ENDS.sub(r"\n\g<0>", html), tags=set(), link_rel=None)
    lines = (" ".join(line.split()) for line in unescape(bare).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_tangled(text: str) -> bool:
    """Python-Markdown takes minutes over such; nobody writes it by hand."""
    blocks = _PARAGRAPHS.split(text)
    tangled = any(block.count("[") > 500 or block.count("{") > 1_000 for block in blocks)
    return tangled or sum(map(text.count, ("```", "~~~", "!!!"))) > 500


def _lines(paragraph: str) -> str:
    made, end = [], 0
    for found in _WEB.finditer(paragraph):
        address = found.group().rstrip(_AFTER_ADDRESS)
        made += [escape(paragraph[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return "".join([*made, escape(paragraph[end:])]).replace("\n", "<br>\n")


def _link(address: str) -> str:
    shown = escape(address)
    return f'<a href="{shown}" rel="noopener">{shown}</a>'


def _made(text: str, language: Language, address: Address) -> str:
    style = HouseStyle(language, address)
    made = Markdown(extensions=[*_EXTENSIONS, style], output_format="html")
    return made.convert(text)


def _safe(made: str) -> str:
    names: set[str] = set()

    def allowed(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "id":
            return _first_of_its_name(value, names)
        checks = {"href": may_link, "src": may_load}
        return value if attribute not in checks or checks[attribute](value) else None

    return nh3.clean(
        made,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=allowed,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
    )


def _unchanged(address: str) -> str:
    return address


def _first_of_its_name(name: str, names: set[str]) -> str | None:
    if name in names or not _NAME.fullmatch(name):
        return None
    names.add(name)
    return name
