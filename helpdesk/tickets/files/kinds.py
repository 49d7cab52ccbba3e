"""What a file is, told from its bytes alone; knows no ticket and trusts no name."""

import io
import zipfile

MAX_FILES = 10
MAX_BYTES = 20 * 1024 * 1024

UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OFFICE_FOLDERS = {
    "word/": _OFFICE + "wordprocessingml.document",
    "xl/": _OFFICE + "spreadsheetml.sheet",
    "ppt/": _OFFICE + "presentationml.presentation",
}
_LONGEST_DIRECTORY = 256 * 1024  # bytes, of the list of names at the end of a packed file
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})


def media_type(content: bytes) -> str:
    """The media type that these bytes show; `UNKNOWN` when they show none."""
    for beginning, found in _BEGINNINGS:
        if content.startswith(beginning):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return "text/plain" if _reads_as_text(content) else UNKNOWN


def is_picture(kind: str) -> bool:
    """Whether files of this media type are redrawn and shown in the page."""
    return kind in PICTURES


def _packed(content: bytes) -> str:
    try:
        # Only the end, with the list of names: 20 MB of nothing but names take 200 MB and seconds.
        names = zipfile.ZipFile(io.BytesIO(content[-_LONGEST_DIRECTORY:])).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return UNKNOWN
    if "[Content_Types].xml" in names:
        for folder, found in _OFFICE_FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                return found
    return "application/zip"


def _reads_as_text(content: bytes) -> bool:
    if not content or b"\0" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
