"""Pictures of guides: what they are by content, the names they are kept under; no database."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

from helpdesk.errors import Invalid, Message, Problem, message

MOST_BYTES = 500_000

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_DRAWN = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "clippath", "marker", "text", "tspan"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("lineargradient", "radialgradient", "stop"),
    )
)
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|:\s*//|javascript:|data:", re.IGNORECASE)
_SVG = "{http://www.w3.org/2000/svg}"


def media_type(name: str, content: bytes) -> str:
    """What a picture is, by its content. Raises Invalid for anything that is not safe to show."""
    if len(content) > MOST_BYTES:
        raise Invalid([_problem(TOO_LARGE, name)])
    for signature, found in _SIGNATURES:
        if content.startswith(signature):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if name.endswith(".svg") and _is_drawing(content):
        return "image/svg+xml"
    raise Invalid([_problem(NOT_A_PICTURE, name)])


def kept_names(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Names to keep pictures under: with the beginning of the digest, so none ever changes."""
    return {name: _kept(name, content) for name, content in pictures.items()}


TOO_LARGE = message("the picture {name} is larger than 500 KB")
NOT_A_PICTURE = message("{name} is not a png, jpg or webp picture, nor a plain svg drawing")


def _problem(text: Message, name: str) -> Problem:
    return Problem("body", Message(text.id, {"name": name}))


def _kept(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    return f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"


def _is_drawing(content: bytes) -> bool:
    """Whether an SVG only draws: no script, no event, no style sheet, nothing from outside."""
    if b"<!" in content.replace(b"<!--", b"") or b"<?xml-" in content:
        return False
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - no DTD gets here, so no entities
    except ElementTree.ParseError:
        return False
    return all(_draws(element) for element in root.iter())


def _draws(element: ElementTree.Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith(_SVG):
        return False
    return tag.removeprefix(_SVG).casefold() in _DRAWN and not any(
        name.casefold().startswith(("on", "{")) or name == "style" or _OUTSIDE.search(value)
        for name, value in element.attrib.items()
    )
