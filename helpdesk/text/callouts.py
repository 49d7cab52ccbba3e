"""How the house writes Markdown: callouts, keys, heading levels, addresses. Makes nothing safe."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from helpdesk.errors import Message, message
from helpdesk.text.addresses import is_relative, may_load
from helpdesk.text.translation import Language, translate

TONES = {
    "note": "info",
    "info": "info",
    "tip": "success",
    "important": "warning",
    "warning": "warning",
    "caution": "danger",
    "danger": "danger",
}
_HEADINGS: dict[str, Message] = {
    "info": message("Note"),
    "success": message("Tip"),
    "warning": message("Warning"),
    "danger": message("Danger"),
}
_MARKER = re.compile(r"\s*\[!([A-Za-z]+)\][ \t]*\n?")
_KEYS = r"\+\+([^\s+]+(?:\+[^\s+]+)*)\+\+"
_ALIGN = re.compile(r"text-align: (left|center|right)")


class HouseStyle(Extension):
    """Added to Python-Markdown; `address` turns relative addresses into those of a page."""

    def __init__(self, language: Language, address: Callable[[str], str]) -> None:
        super().__init__()
        self.language = language
        self.address = address

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_Keys(_KEYS, md), "keys", 175)
        md.treeprocessors.register(_House(self), "house", 5)


class _Keys(InlineProcessor):
    """`++Ctrl+V++`: the keys to press together."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        pressed = Element("span")
        for key in m[1].split("+"):
            if len(pressed):
                pressed[-1].tail = "+"
            cap = Element("kbd")
            cap.text = key
            pressed.append(cap)
        return pressed, m.start(), m.end()


class _House(Treeprocessor):
    def __init__(self, style: HouseStyle) -> None:
        super().__init__()
        self.style = style

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            turn = _TURNS.get(element.tag)
            if turn:
                turn(element, self.style)


def _demote(element: Element, style: HouseStyle) -> None:
    # The page's own title is its only h1.
    element.tag = "h2"


def _align(element: Element, style: HouseStyle) -> None:
    found = _ALIGN.search(element.attrib.pop("style", ""))
    if found:
        element.set("class", f"align-{found[1]}")


def _point(element: Element, style: HouseStyle) -> None:
    target = element.get("href", "")
    if is_relative(target):
        element.set("href", style.address(target))


def _load(element: Element, style: HouseStyle) -> None:
    target = element.get("src", "")
    source = style.address(target) if is_relative(target) else target
    if may_load(source):
        element.set("src", source)
    else:
        element.tag, element.text = "span", element.get("alt", "")


def _from_quotation(element: Element, style: HouseStyle) -> None:
    first = element[0] if len(element) else element
    marker = _MARKER.match(first.text or "")
    if first is element or marker is None or marker[1].lower() not in TONES:
        return
    first.text = (first.text or "")[marker.end() :]
    _callout(element, marker[1].lower(), None, style)


def _from_admonition(element: Element, style: HouseStyle) -> None:
    kinds = element.get("class", "").split()
    if kinds[:1] == ["admonition"]:
        heading = element[0] if element[0].get("class") == "admonition-title" else None
        _callout(element, (kinds[1:] or ["note"])[0], heading, style)


def _callout(element: Element, kind: str, heading: Element | None, style: HouseStyle) -> None:
    tone = TONES.get(kind, "info")
    inside = Element("div")
    inside.extend(list(element))
    if heading is None or heading.text == kind.capitalize():
        own = Element("p") if heading is None else heading
        own.text = translate(_HEADINGS[tone], style.language)
        if heading is None:
            inside.insert(0, own)
        heading = own
    heading.set("class", "callout-heading")
    element.clear()
    element.tag = "aside"
    element.set("class", f"callout {tone}")
    element.append(inside)


_TURNS: dict[str, Callable[[Element, HouseStyle], None]] = {
    "h1": _demote,
    "th": _align,
    "td": _align,
    "a": _point,
    "img": _load,
    "blockquote": _from_quotation,
    "div": _from_admonition,
}
