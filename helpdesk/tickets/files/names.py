"""The names people give files: kept as data, cleaned for reading; must not touch a disk."""

import unicodedata
from urllib.parse import quote

LONGEST = 120


def cleaned(name: str) -> str:
    """A file's own name without folders, control or direction-changing characters, ≤ 120 long."""
    own = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in own if unicodedata.category(c)[0] != "C")
    composed = " ".join(unicodedata.normalize("NFC", visible).split()).strip(". ")
    stem, dot, suffix = composed.rpartition(".")
    if not dot or len(suffix) > 12:
        return composed[:LONGEST] or "file"
    return f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}"


def with_suffix(name: str, suffix: str) -> str:
    """The name with the suffix that its content now has: 'anh.webp', 'png' -> 'anh.png'."""
    stem, dot, _ = name.rpartition(".")
    return f"{stem if dot else name}.{suffix}"


def disposition(name: str, *, inline: bool = False) -> str:
    """A Content-Disposition value (RFC 6266): a plain name, and the true one in UTF-8."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in name)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
