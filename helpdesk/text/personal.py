"""Private things that people type: identity numbers, codes, passwords. Must not keep them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["identity_number", "one_time_code", "password"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something private in a text; `shown` is as much of it as may be repeated (`0790…`)."""

    kind: Kind
    shown: str


# The first three digits of an identity number are the province of birth, 001 to 096
# (Thông tư 59/2021/TT-BCA, Điều 4). Codes of files have letters, slashes or hyphens around.
_IDENTITY = re.compile(
    r"(?<![\w./#-])(?<!\d )0(?:0[1-9]|[1-8]\d|9[0-6])(?:[ .]?\d){9}(?![ .]?\d)(?!\w)(?![./-]\w)",
    re.ASCII,
)
_FILLER = r"(?:\s+[^\W\d]+){0,4}?"
_EQUALS = r"\s*(?:[:=]|\bl[àa]\b|\bis\b)\s*"
_NAMES_OF_CODES = (
    r"\b(?:m[ãa]\s+)?otp"
    r"|\bm[ãa]\s+(?:x[áa]c\s+(?:th[ựu]c|nh[ậa]n|minh)|[đd][ăa]ng\s+nh[ậa]p)"
    r"|\b(?:verification|security|one[- ]time)\s+(?:pass)?code"
)
_ONE_TIME = re.compile(
    rf"(?:{_NAMES_OF_CODES})(?:{_FILLER}{_EQUALS}|\s+)"
    r"(?P<secret>\d(?:[ -]?\d){3,7})(?![\w./-]*\d)",
    re.IGNORECASE,
)
_NAMES_OF_PASSWORDS = r"\b(?:m[ậa]t\s*kh[ẩa]u|mk|password|passwd|pass|pwd|passphrase)\b"
_NAMES_OF_PINS = r"\b(?:m[ãa]\s+)?(?:pin|puk)\b"
_PASSWORD = re.compile(
    rf"{_NAMES_OF_PASSWORDS}(?:{_FILLER}{_EQUALS}(?P<said>\S{{4,64}})|\s+(?P<secret>(?=\S{{0,63}}\d)\S{{6,64}}))",
    re.IGNORECASE,
)
_PIN = re.compile(
    rf"{_NAMES_OF_PINS}(?:{_FILLER}{_EQUALS}|\s+)(?P<secret>\d{{4,16}}(?!\w)|(?=\S{{0,31}}\d)\w\S{{5,31}})",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?…)]}\"'”’"
_SECRET_SIGN = re.compile(r"[\d@#$%^&*!+=~]")
_MIXED = re.compile(r"\d\D*\d\D*\d|[@#$%^&*!+=~]")
_SPACED_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?|\d{1,2}[h:]\d{2}", re.ASCII)


def findings(text: str) -> tuple[Finding, ...]:
    """What in `text` looks private, in reading order; empty for nearly every honest report.

    Meant for a question before sending, so it would rather miss than accuse.
    """
    return tuple(
        Finding(kind, f"{text[start : start + shown]}…") for start, _, kind, shown in _found(text)
    )


def masked(text: str) -> str:
    """The text without what `findings` sees in it: for indexes and logs."""
    end, kept = 0, []
    for start, stop, _, _ in _found(text):
        kept.append(text[end:start])
        end = stop
    return "…".join([*kept, text[end:]])


def _found(text: str) -> list[tuple[int, int, Kind, int]]:
    """Start, end, kind and how many characters may be shown; by place, never overlapping."""
    found: list[tuple[int, int, Kind, int]] = []
    for start, end, kind, shown in sorted([*_identities(text), *_secrets(text)]):
        if not found or start >= found[-1][1]:
            found.append((start, end, kind, shown))
    return found


def _identities(text: str) -> Iterator[tuple[int, int, Kind, int]]:
    for match in _IDENTITY.finditer(text):
        yield match.start(), match.end(), "identity_number", 4


def _secrets(text: str) -> Iterator[tuple[int, int, Kind, int]]:
    for match in _ONE_TIME.finditer(text):
        yield *match.span("secret"), "one_time_code", 2
    for match in _PIN.finditer(text):
        if not _SPACED_DATE.fullmatch(match["secret"].rstrip(_TRAILING)):
            yield *_without_trailing(match, "secret"), "password", 1
    for match in _PASSWORD.finditer(text):
        group = "secret" if match["secret"] else "said"
        if _is_secret(match[group].rstrip(_TRAILING), named=group == "said"):
            yield *_without_trailing(match, group), "password", 1


def _without_trailing(match: re.Match[str], group: str) -> tuple[int, int]:
    start = match.start(group)
    return start, start + len(match[group].rstrip(_TRAILING))


def _is_secret(word: str, *, named: bool) -> bool:
    """After "password:" a word with a digit or sign, or a long one without accents; else more."""
    if len(word) < 4 or not word.isascii() or _SPACED_DATE.fullmatch(word):
        return False
    if not named:
        return bool(_MIXED.search(word))
    return bool(_SECRET_SIGN.search(word)) or (word.isalpha() and len(word) >= 8)
