"""Vietnamese text made comparable: cleaned, folded, ordered, in words. Knows no database."""

import re
import unicodedata
from functools import cache

_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but tab and line feed
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # unseen, or turn the reading order
    "\ud800-\udfff\ufffe\uffff]"
)
_MARK_FLOOD = re.compile(r"[^\w\s\x00-\x7f]{5,}")
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_BARRED = str.maketrans({"Đ": "D", "đ": "d"})
_WORD = re.compile(r"[^\W_]+")

_I_FOR_Y = {"ki": "ky", "li": "ly", "mi": "my", "qui": "quy"}

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_TONE_MARKS = re.compile("[\u0300\u0309\u0303\u0301\u0323]")


def clean(text: str) -> str:
    """Text as it may be stored: NFC, line feeds, nothing unseen or half a character.

    Removes controls (tab and line feed stay), NUL, lone surrogates, byte order marks and
    the characters that reverse the reading order. Never raises.
    """
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _calm(text))


def fold(text: str) -> str:
    """The same key for đường, ĐƯỜNG, duong, for NFC, NFD and the look-alike eth: `duong`.

    Tones and letter marks go, hòa and hoà become one; y and i stay apart (see `alike`).
    """
    if text.isascii():
        return text.casefold()
    composed = unicodedata.normalize("NFC", _calm(text)).translate(_ETH).translate(_BARRED)
    bare = _MARKS.sub("", unicodedata.normalize("NFD", composed))
    return unicodedata.normalize("NFC", bare.casefold())


def words(text: str) -> list[str]:
    """The folded words of a text, in order: letters and digits only, never empty."""
    return _WORD.findall(fold(text))


def alike(word: str) -> str:
    """One spelling of folded syllables written with y or i: kí/ký, lí/lý, mĩ/mỹ, quí/quý."""
    return _I_FOR_Y.get(word, word)


def sort_key(text: str) -> str:
    """A key whose plain order is Vietnamese order: a ă â … d đ …, then the tones, case ignored.

    The key holds only 0-9 and a-z, so that every collation of every database agrees on it.
    Tones decide only between texts with equal letters, one tone per word: hòa and hoà are equal.
    """
    composed = unicodedata.normalize("NFC", _calm(text)).translate(_ETH).lower()
    parts = [_syllable(part) for part in composed.split()]
    letters = "01".join(letters for letters, _ in parts)
    return letters + "00" + "".join(str(tone) for _, tone in parts).rstrip("0")


def name_sort_key(full_name: str) -> str:
    """Key for people: the given name (the last word) first, then family and middle names."""
    *family, given = full_name.split() or [""]
    return sort_key(" ".join([given, *family]))


def _calm(text: str) -> str:
    """Cut absurd piles of marks: putting a million of them in order takes Python minutes."""
    return _MARK_FLOOD.sub(_few_marks, text)


def _few_marks(flood: re.Match[str]) -> str:
    marks = [character for character in flood.group() if unicodedata.combining(character)]
    if len(marks) < 5:
        return flood.group()
    rest = (character for character in flood.group() if not unicodedata.combining(character))
    return "".join([*marks[:4], *rest])


def _syllable(word: str) -> tuple[str, int]:
    decomposed = unicodedata.normalize("NFD", word)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
    letters = unicodedata.normalize("NFC", _TONE_MARKS.sub("", decomposed))
    return "".join(map(_letter, letters)), tone


@cache
def _letter_keys() -> dict[str, str]:
    keys, rank = {}, {"": 0}
    for letter in _LETTERS:
        base = fold(letter)
        rank[base] = rank.get(base, -1) + 1
        keys[letter] = f"{base}{rank[base]}"
    return keys


def _letter(character: str) -> str:
    """Two signs per Vietnamese letter; digits stand before letters, foreign letters after."""
    known = _letter_keys().get(character)
    if known:
        return known
    if character.isdecimal():
        return f"2{unicodedata.decimal(character)}"
    base = fold(character)
    if len(base) == 1 and base in _letter_keys():
        return f"{base}9"
    return f"zz{ord(character):06x}" if character.isalpha() else f"1{ord(character):06x}"
