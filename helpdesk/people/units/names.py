"""How units are called: in full, on a given day, and found again however people write them.

Pure; knows no table. Days are ISO text, '2026-04-30'. Unit names repeat (five occur in both
Đồng Nai and Tây Ninh), so a name is always shown with its type and its province.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from helpdesk.clock import Instant
from helpdesk.errors import Invalid, Problem, message
from helpdesk.people.units.tables import UnitKind
from helpdesk.text.folding import alike, clean, fold, words
from helpdesk.text.formatting import local

TYPES: dict[str, UnitKind] = {
    "thành phố": UnitKind.province,
    "tỉnh": UnitKind.province,
    "phường": UnitKind.ward,
    "xã": UnitKind.commune,
    "đặc khu": UnitKind.special_zone,
    "": UnitKind.department,
}
"""The word that stands before a unit's name, and the kind of unit it makes."""

_LOCAL = ("xã", "phường", "đặc khu")


@dataclass(frozen=True, slots=True)
class DatedName:
    """A type and name from `valid_from` on, until the day before `valid_to` (None: still)."""

    type: str
    name: str
    valid_from: str
    valid_to: str | None = None

    def holds_on(self, day: str) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def today(now: Instant) -> str:
    """The day in Viet Nam, as ISO text."""
    return local(now).date().isoformat()


def shown_name(type_: str, name: str, province: str = "") -> str:
    """A name in full; `province` is the province's own name in full.

    ("xã", "Cần Đước", "tỉnh Tây Ninh") → "xã Cần Đước, tỉnh Tây Ninh"; a department, which has
    no type, is called as on its seal: "Sở Khoa học và Công nghệ thành phố Đồng Nai".
    """
    if not type_:
        return f"{name} {province}".strip()
    own = f"{type_} {name}"
    return f"{own}, {province}" if province else own


def in_force(names: Iterable[DatedName], day: str) -> DatedName:
    """The name that holds on `day`; before the first one begins, the first."""
    ordered = sorted(names, key=lambda name: name.valid_from)
    return next((name for name in ordered if name.holds_on(day)), ordered[0])


def shown_on(day: str, names: Iterable[DatedName], province: Iterable[DatedName] = ()) -> str:
    """The unit's name in full as it was on `day`, under its province's name on that day."""
    own = in_force(names, day)
    above = list(province)
    if not above:
        return shown_name(own.type, own.name)
    return shown_name(own.type, own.name, shown_on(day, above))


def types_like(type_: str) -> tuple[str, ...]:
    """The types that a unit of this type may take: a xã becomes a phường, never a tỉnh."""
    if type_ in _LOCAL:
        return _LOCAL
    return ("",) if not type_ else ("tỉnh", "thành phố")


def split_type(text: str) -> tuple[str, str]:
    """("xã", "Cần Đước") from "Xã Cần Đước"; an empty type when none stands in front."""
    name = " ".join(clean(text).split())
    for type_ in filter(None, TYPES):
        if name.casefold().startswith(f"{type_} "):
            return type_, name[len(type_) + 1 :]
    return "", name


def is_day(text: str) -> bool:
    """Whether the text is an ISO day of the calendar."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def check_day(text: str) -> None:
    """Raises Invalid for a day that is not in the calendar, such as 30 February."""
    if not is_day(text):
        raise Invalid([Problem("valid_from", message("There is no such day."))])


def followed_by(names: Sequence[DatedName], new: DatedName) -> DatedName:
    """The last name, ended where `new` begins. Raises Invalid when `new` cannot follow it."""
    last = max(names, key=lambda name: name.valid_from)
    if new.type not in types_like(last.type):
        raise Invalid([Problem("type", message("This unit cannot become that kind of unit."))])
    if new.valid_from <= last.valid_from:
        begins = date.fromisoformat(last.valid_from).strftime("%d/%m/%Y")
        text = message("The present name begins on {day}; choose a later day.", day=begins)
        raise Invalid([Problem("valid_from", text)])
    if (new.type, new.name) == (last.type, last.name):
        raise Invalid([Problem("name", message("The unit already has this name."))])
    return DatedName(last.type, last.name, last.valid_from, new.valid_from)


_SHORT = (
    (re.compile(r"\btp\b\.?"), " thanh pho "),
    (re.compile(r"\btx\b\.?"), " thi xa "),
    (re.compile(r"\btt\b\.?"), " thi tran "),
    (re.compile(r"\bp(?:\.|(?=\d))"), " phuong "),
    (re.compile(r"\bx\."), " xa "),
    (re.compile(r"\bh\."), " huyen "),
    (re.compile(r"\bt\."), " tinh "),
)
_TYPE_WORDS = frozenset(
    {"tinh", "thanh", "pho", "thi", "xa", "tran", "phuong", "huyen", "dac", "khu", "quan"}
)


def search_words(text: str) -> tuple[str, ...]:
    """The words of a name as searches compare them: folded, short forms spelt out, mi like my."""
    folded = fold(text)
    for short, full in _SHORT:
        folded = short.sub(full, folded)
    return tuple(alike(word) for word in words(folded))


def search_text(*texts: str) -> str:
    """Words with a space before each, so that `% word%` finds beginnings of words."""
    return "".join(f" {word}" for text in texts for word in search_words(text))


def without_types(asked: Sequence[str]) -> tuple[str, ...]:
    """The words that name; "phường Cần Đước" must find the xã when no phường has the name."""
    return tuple(word for word in asked if word not in _TYPE_WORDS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name, old name or alias of a unit that a search came upon; `age` 0 is the name now."""

    unit: int
    code: str
    shown: str
    said: str
    source: str
    age: int


def best_first(text: str, candidates: Iterable[Candidate], limit: int) -> list[Candidate]:
    """One candidate per unit: names before districts, accents as typed first, now before then."""
    typed = clean(text).casefold()
    asked = search_words(text)
    found: dict[int, Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: _distance(typed, asked, c)):
        found.setdefault(candidate.unit, candidate)
    return list(found.values())[:limit]


def _distance(typed: str, asked: Sequence[str], candidate: Candidate) -> tuple[object, ...]:
    said = search_words(candidate.said)
    covered = sum(word in said for word in asked)
    accents = sum(word in typed for word in candidate.said.casefold().split())
    beyond = sum(word not in asked for word in without_types(said))
    return (-covered, beyond, -accents, candidate.age, candidate.shown)
