"""Pictures of guides: known by their content; drawings may only draw."""

import pytest

from helpdesk.errors import Invalid
from training.guides.pictures import MOST_BYTES, kept_names, media_type

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


def test_a_picture_is_known_by_its_content_not_by_its_name() -> None:
    assert media_type("a.jpg", PNG) == "image/png"
    assert media_type("a.png", b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert media_type("a.webp", b"RIFF0000WEBPVP8 ") == "image/webp"
    assert media_type("a.svg", SVG.format("<rect width='9'/>").encode()) == "image/svg+xml"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<rect onload='alert(1)'/>",
        "<foreignObject><p/></foreignObject>",
        "<image href='https://example.vn/x.png'/>",
        "<use href='#a'/>",
        "<a href='javascript:alert(1)'><rect/></a>",
        "<style>* { fill: url(https://example.vn) }</style>",
        "<rect style='fill:red'/>",
        "<rect fill='url(https://example.vn/x)'/>",
        "<animate attributeName='x'/>",
        "<rect",
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(inside: str) -> None:
    with pytest.raises(Invalid):
        media_type("a.svg", SVG.format(inside).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<html>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("").encode(),
        b'<?xml-stylesheet href="x"?>' + SVG.format("").encode(),
        PNG + b"\x00" * MOST_BYTES,
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        media_type("a.svg", content)


def test_a_kept_name_changes_with_the_content() -> None:
    first, second = kept_names({"a.png": PNG}), kept_names({"a.png": PNG + b"1"})
    assert first["a.png"] != second["a.png"]
    assert first["a.png"].startswith("a.")
    assert first["a.png"].endswith(".png")
