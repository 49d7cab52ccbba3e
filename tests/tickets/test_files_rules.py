"""Files are told apart by content, named harmlessly and drawn anew."""

import io
import struct
import zipfile
from time import process_time

import pytest
from PIL import Image

from helpdesk.tickets.files.kinds import UNKNOWN, is_picture, media_type
from helpdesk.tickets.files.names import LONGEST, cleaned, disposition, with_suffix
from helpdesk.tickets.files.pictures import LONGEST_SIDE, TooManyPixels, redrawn


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6), **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (10, 90, 160)).save(out, kind, **saved)
    return out.getvalue()


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (b"%PDF-1.7\n", "application/pdf"),
        (
            packed("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            packed("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (packed("[Content_Types].xml", "other/a"), "application/zip"),
        (packed("a.txt"), "application/zip"),
        (b"PK\x03\x04 cut off", UNKNOWN),
        ("Mã lỗi: CKR_PIN_LOCKED\n".encode(), "text/plain"),
        (b"<script>alert(1)</script>", "text/plain"),
        (b"", UNKNOWN),
        (b"\xff\xfe\x00\x01", UNKNOWN),
        (b"text\0with nul", UNKNOWN),
        ("Đường".encode("utf-16"), UNKNOWN),
    ],
)
def test_the_type_comes_from_the_content(content: bytes, expected: str) -> None:
    assert media_type(content) == expected


def test_only_what_is_redrawn_counts_as_a_picture() -> None:
    assert is_picture("image/png")
    assert not is_picture("image/heic")
    assert not is_picture("image/svg+xml")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C:\\Users\\An\\màn hình.png", "màn hình.png"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("hoa\u202egpj.exe", "hoagpj.exe"),
        ("", "file"),
        ("...", "file"),
        ("du\u031bo\u031b\u0300ng.txt", "dường.txt"),
    ],
)
def test_a_name_is_only_a_name(name: str, expected: str) -> None:
    assert cleaned(name) == expected


def test_a_long_name_keeps_its_suffix() -> None:
    assert cleaned("ă" * 300 + ".docx").endswith("ă.docx")
    assert len(cleaned("ă" * 300 + ".docx")) == LONGEST
    assert len(cleaned("x" * 300)) == LONGEST


def test_a_redrawn_picture_is_named_for_what_it_became() -> None:
    assert with_suffix("ảnh.webp", "png") == "ảnh.png"
    assert with_suffix("ảnh", "png") == "ảnh.png"


def test_a_name_cannot_end_its_header() -> None:
    header = disposition('bien "ban"; x=đ.pdf')
    assert header.startswith('attachment; filename="bien _ban__ x__.pdf"; ')
    assert header.endswith("filename*=UTF-8''bien%20%22ban%22%3B%20x%3D%C4%91.pdf")
    assert disposition("a.png", inline=True).startswith("inline;")


def test_a_photo_loses_where_it_was_taken_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone of An"
    exif[0x0112] = 6
    drawn = redrawn(picture("JPEG", (40, 30), exif=exif))
    assert drawn is not None
    assert (drawn.media_type, drawn.width, drawn.height) == ("image/jpeg", 30, 40)
    assert b"Phone of An" not in drawn.content
    with Image.open(io.BytesIO(drawn.content)) as shown:
        assert dict(shown.getexif()) == {}
        assert shown.size == (30, 40)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_other_pictures_become_png(kind: str) -> None:
    drawn = redrawn(picture(kind))
    assert drawn is not None
    assert drawn.media_type == "image/png"
    assert media_type(drawn.content) == "image/png"


def test_a_see_through_picture_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    drawn = redrawn(out.getvalue())
    assert drawn is not None
    with Image.open(io.BytesIO(drawn.content)) as shown:
        assert shown.mode == "RGBA"


def test_what_hides_behind_a_picture_is_gone() -> None:
    drawn = redrawn(picture("PNG") + b"<script>alert(1)</script>")
    assert drawn is not None
    assert b"script" not in drawn.content


def test_a_large_picture_is_made_to_fit() -> None:
    drawn = redrawn(picture("PNG", (LONGEST_SIDE + 500, 10)))
    assert drawn is not None
    with Image.open(io.BytesIO(drawn.content)) as shown:
        assert shown.width == LONGEST_SIDE


@pytest.mark.parametrize("side", [8_000, 20_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    with pytest.raises(TooManyPixels):
        redrawn(out.getvalue())


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n broken", picture("PNG")[:50], b"GIF89a"])
def test_a_broken_picture_is_not_drawn(content: bytes) -> None:
    assert redrawn(content) is None


def test_a_large_document_is_told_by_the_list_of_names_at_its_end() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/media/photo.bin", b"x" * 1_000_000)
        archive.writestr("[Content_Types].xml", "x")
    assert media_type(out.getvalue()).endswith("wordprocessingml.document")


def test_nothing_but_names_takes_no_time() -> None:
    names = b"PK\1\2" + b"\0" * 24 + b"\1" + b"\0" * 17 + b"a"
    many = 400_000
    end = struct.pack("<4s4HLLH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(names) * many, 4, 0)
    began = process_time()
    assert not is_picture(media_type(b"PK\x03\x04" + names * many + end))
    assert process_time() - began < 0.5


def test_damaged_exif_is_no_reason_to_fail() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 6, {1: "N", 2: (1.0, 2.0, 3.0)}
    whole = picture("JPEG", exif=exif.tobytes())
    for place in range(20, 160):
        for value in (0, 1, 2, 12, 255):
            drawing = redrawn(whole[:place] + bytes([value]) + whole[place + 1 :])
            assert drawing is None or drawing.width
