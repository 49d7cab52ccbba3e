"""Is this page sound? Every HTML page that any test fetches is asked; knows no feature.

`problems(html, language)` answers sentences; an empty list is a sound page.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from gettext import GNUTranslations
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from helpdesk.text.translation import translations

_TYPED_IN = ("input", "select", "textarea")
_NEEDS_NO_LABEL = ("hidden", "submit", "button", "reset", "image")
_REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "list")
_SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label", "data-sure")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_LEFTOVER = re.compile(r"\{\{|\{%|%\(\w+\)[sd]|^None$|^\(None\)$|<Undefined>|helpdesk\.\w+\.")

Check = Callable[["Document"], Iterator[str]]


class Document:
    """A parsed page with what the checks ask of it again and again."""

    def __init__(self, html: str, language: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.language = language
        self.errors = [
            f"not valid HTML5: {code} at line {position[0]} {values or ''}".rstrip()
            for position, code, values in parser.errors
        ]
        self.elements = [e for e in self.root.iter() if isinstance(e.tag, str)]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        self.by_id = {e.get("id", ""): e for e in self.elements if e.get("id")}
        self.label_targets = {e.get("for", "") for e in self.all("label")}

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def above(self, element: Element) -> Iterator[Element]:
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent

    def inside(self, element: Element, *tags: str) -> bool:
        return any(parent.tag in tags for parent in self.above(element))


def problems(html: str, language: str = "vi") -> list[str]:
    """What is wrong with a page in the given language, in sentences."""
    document = Document(html, language)
    return [*document.errors, *(said for check in _CHECKS for said in check(document))]


def words(element: Element | None) -> str:
    """The text of an element as a reader sees it."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _named(element: Element) -> bool:
    """Whether an element has a text of its own, or a label that is read out."""
    spoken = [element, *element.iter()]
    return bool(words(element)) or any(e.get("aria-label") or e.get("alt") for e in spoken)


def _language(page: Document) -> Iterator[str]:
    said = page.root.get("lang")
    if said != page.language:
        yield f"html lang is {said!r}, the reader's language is {page.language!r}"


def _headings(page: Document) -> Iterator[str]:
    first = page.all("h1")
    if len(first) != 1:
        yield f"{len(first)} h1 instead of one"
    elif not words(first[0]) or words(first[0]) not in words(page.root.find("head/title")):
        yield f"title {words(page.root.find('head/title'))!r} lacks h1 {words(first[0])!r}"
    level = 1
    for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        if int(heading.tag[1]) > level + 1:
            yield f"heading {words(heading)!r} jumps from h{level} to {heading.tag}"
        level = int(heading.tag[1])


def _identifiers(page: Document) -> Iterator[str]:
    for name, count in Counter(e.get("id") for e in page.elements if e.get("id")).items():
        if count > 1:
            yield f"id {name!r} stands {count} times"
    for element in page.elements:
        for attribute in _REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in page.by_id:
                    yield f"{attribute} of <{element.tag}> names no element: {name!r}"


def _labels(page: Document) -> Iterator[str]:
    for label in page.all("label"):
        target = label.get("for")
        if target is not None and getattr(page.by_id.get(target), "tag", "") not in _TYPED_IN:
            yield f"label {words(label)!r} is for {target!r}, which is no field"
        if not _named(label):
            yield f"label for {target!r} is empty"
    for field in page.all(*_TYPED_IN):
        if field.get("type") not in _NEEDS_NO_LABEL and not _is_labelled(page, field):
            yield f"<{field.tag} name={field.get('name')!r}> has no label"
        if field.get("type") == "radio" and not page.inside(field, "fieldset"):
            yield f"radio {field.get('name')!r} stands outside a fieldset"
    for group in page.all("fieldset"):
        if not words(group.find("legend")):
            yield "a fieldset has no legend"


def _is_labelled(page: Document, field: Element) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby"):
        return True
    return field.get("id", "") in page.label_targets or page.inside(field, "label")


def _forms(page: Document) -> Iterator[str]:
    for form in page.all("form"):
        method, action = (form.get("method") or "").lower(), form.get("action")
        if method not in ("get", "post"):
            yield f"form to {action!r} has method {method!r}"
        if not (action or "").startswith("/"):
            yield f"form has action {action!r}, not an address of this site"
        inputs = {i.get("name"): i for i in form.iter("input")}
        has_key = "key" in inputs and inputs["key"].get("value")
        if method == "post" and not (has_key and inputs["key"].get("type") == "hidden"):
            yield f"form to {action!r} has no hidden key"
        files = [i for i in form.iter("input") if i.get("type") == "file"]
        if files and form.get("enctype") != "multipart/form-data":
            yield f"form to {action!r} takes files but is not multipart"


def _no_inline_code(page: Document) -> Iterator[str]:
    for element in page.elements:
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on"):
                yield f"<{element.tag}> has an inline {name}"
            if name in ("href", "src", "action") and value.strip().lower().startswith("javascript"):
                yield f"<{element.tag}> runs {value!r}"
    for script in page.all("script"):
        if not (script.get("src") or "").startswith("/"):
            yield "a script stands in the page"
    if page.all("style"):
        yield "a style sheet stands in the page"


def _nothing_from_outside(page: Document) -> Iterator[str]:
    for element in page.all("link", "script", "img", "iframe", "source"):
        address = element.get("src") or element.get("href") or "/"
        if not address.startswith("/") or address.startswith("//"):
            yield f"<{element.tag}> is fetched from outside: {address}"


def _links_and_pictures(page: Document) -> Iterator[str]:
    for picture in page.all("img"):
        if picture.get("alt") is None:
            yield f"picture {picture.get('src')} has no alt"
    for element in page.all("a", "button", "summary"):
        if not _named(element):
            yield f"an empty <{element.tag}>: {element.get('href') or element.get('name')}"
    for link in page.all("a"):
        address = link.get("href")
        if not address:
            yield f"link {words(link)!r} leads nowhere"
        elif address.startswith("#") and address[1:] not in page.by_id:
            yield f"link {words(link)!r} leads to {address}, which is not on the page"


def _texts(page: Document) -> Iterator[str]:
    """Every text that is read, in the page's own language, each with blanks collapsed."""
    foreign = {e for e in page.elements if e.get("lang", page.language) != page.language}
    silent = {"script", "style", "pre", "code", "textarea", "kbd"}
    for element in page.elements:
        if element in foreign or any(parent in foreign for parent in page.above(element)):
            continue
        if element.tag not in silent:
            yield from (element.get(name, "") for name in _SPOKEN)
            yield " ".join((element.text or "").split())
        for child in element:
            yield " ".join((child.tail or "").split())


def _leftovers(page: Document) -> Iterator[str]:
    for text in _texts(page):
        if _LEFTOVER.search(text):
            yield f"left over from a template: {text!r}"


def _untranslated(page: Document) -> Iterator[str]:
    if page.language != "vi":
        return
    whole, patterns = _english()
    for text in _texts(page):
        begins = text.split(" ", 1)[0]
        if text in whole or any(p.fullmatch(text) for p in patterns.get(begins, ())):
            yield f"not translated: {text!r}"


@cache
def _english() -> tuple[frozenset[str], dict[str, list[re.Pattern[str]]]]:
    """The English messages that have a Vietnamese text: whole ones, and patterns by first word."""
    catalogue = translations("vi")
    assert isinstance(catalogue, GNUTranslations)
    entries: dict[Any, str] = vars(catalogue)["_catalog"]
    ids = {key if isinstance(key, str) else key[0] for key, text in entries.items() if key != text}
    patterns: dict[str, list[re.Pattern[str]]] = {}
    for text in filter(_PLACEHOLDER.search, ids):
        begins = text.split(" ", 1)[0]
        if not _PLACEHOLDER.search(begins):
            pattern = ".+".join(map(re.escape, _PLACEHOLDER.split(text)))
            patterns.setdefault(begins, []).append(re.compile(pattern))
    return frozenset(text for text in ids if text and not _PLACEHOLDER.search(text)), patterns


_CHECKS: tuple[Check, ...] = (
    _language,
    _headings,
    _identifiers,
    _labels,
    _forms,
    _no_inline_code,
    _nothing_from_outside,
    _links_and_pictures,
    _leftovers,
    _untranslated,
)
