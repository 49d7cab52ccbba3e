"""What the report form needs to know: whom one may report for, and how to call back."""

from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.database import rows
from helpdesk.people.viewer import Viewer
from helpdesk.text.folding import fold
from helpdesk.tickets.seeing import sees_province

MOST_FOUND = 10
LONGEST_SEARCH = 200  # characters; SQLite refuses to look for very long ones


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicketPage:
    """The report form; `more_is_open` when something behind "Add details" needs a look."""

    template: ClassVar[str] = "tickets/new.html"

    form: Any
    more_is_open: bool
    may_report_for_others: bool


@dataclass(frozen=True, slots=True)
class Reachable:
    """A person who can be reported for."""

    id: int
    full_name: str
    unit: str
    email: str


def may_report_for_others(viewer: Viewer) -> bool:
    """A focal point reports for colleagues, a technician for whoever calls."""
    return viewer.is_focal_point or viewer.is_technician


async def own_phone(viewer: Viewer) -> str:
    """The telephone number that the person's account has, or ""."""
    found = await rows("SELECT phone FROM person WHERE id = {}", viewer.id)
    return str(found[0]["phone"]) if found else ""


async def requesters(text: str, viewer: Viewer) -> tuple[Reachable, ...]:
    """At most `MOST_FOUND` active people whom `viewer` may report for, by name, e-mail, telephone.

    Every word has to be found, with or without accents, in the person or in the unit's name.
    """
    words = fold(text[:LONGEST_SEARCH]).split()[:8]
    if not words or not may_report_for_others(viewer):
        return ()
    condition = " AND ".join("(person.folded LIKE {} OR unit_name.folded LIKE {})" for _ in words)
    patterns = (pattern for word in words for pattern in (_containing(word), _containing(word)))
    where, place = _reach(viewer)
    found = await rows(
        "SELECT DISTINCT person.id, person.full_name, person.email, person.sort_key,"
        " unit.shown_name FROM person JOIN unit ON unit.id = person.unit"
        " JOIN unit_name ON unit_name.unit = unit.id AND unit_name.valid_to IS NULL"
        f" WHERE person.is_active AND {where} AND {condition}"
        f" ORDER BY person.sort_key, person.id LIMIT {MOST_FOUND}",
        place,
        *patterns,
    )
    return tuple(Reachable(r["id"], r["full_name"], r["shown_name"], r["email"]) for r in found)


def _reach(viewer: Viewer) -> tuple[str, int]:
    if sees_province(viewer):
        return "COALESCE(unit.parent, unit.id) = {}", viewer.province
    return "person.unit = {}", viewer.unit


def _containing(word: str) -> str:
    return f"%{word.replace('%', '').replace('_', '')}%"
