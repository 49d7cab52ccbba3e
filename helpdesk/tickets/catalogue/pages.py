"""What the pages of the catalogue show, and what they look up for it; writes nothing."""

from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.database import rows
from helpdesk.errors import Message, NotAllowed, message
from helpdesk.tickets.catalogue.queries import KINDS, Listed, find_listed, listed, ownerships

MOST_ID = 2**63 - 1
ADDED_AT = 1_000
"""The position of an entry for which none was typed: after those that were given one."""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of the catalogue: its words, and its rows where they are shown."""

    kind: str
    heading: Message
    about: Message
    add: Message
    entries: tuple[Listed, ...] = ()


WORDS = {
    "category": (
        message("Categories"),
        message("What a report is about; the first thing people choose."),
        message("Add a category"),
    ),
    "service": (
        message("Systems"),
        message("The systems that officials work with."),
        message("Add a system"),
    ),
    "outside_body": (
        message("Outside bodies"),
        message("Who may have to act where the province cannot."),
        message("Add an outside body"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    template: ClassVar[str] = "catalogue/index.html"

    sections: tuple[Section, ...]
    owners: dict[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """One row to change, or (`entry` None) to add; `owners` only for a category."""

    template: ClassVar[str] = "catalogue/edit.html"

    section: Section
    entry: Listed | None
    form: Any
    owners: Any


async def catalogue_page(province: int) -> CataloguePage:
    """All rows of all kinds, and the names of the teams that own each category."""
    sections = [Section(kind, *WORDS[kind], await listed(kind)) for kind in KINDS]
    names: dict[int, list[str]] = {}
    for one in await ownerships(province):
        names.setdefault(one.category, []).append(one.team_name)
    owners = {category: ", ".join(teams) for category, teams in names.items()}
    return CataloguePage(sections=tuple(sections), owners=owners)


def section(kind: str) -> Section:
    """The words of a kind. Raises NotAllowed(hidden) for what is none."""
    if kind not in KINDS:
        raise NotAllowed(hidden=True)
    return Section(kind, *WORDS[kind])


async def entry_of(kind: str, entry: int) -> Listed:
    """The row of a kind. Raises NotAllowed(hidden) when there is none."""
    section(kind)
    found = await find_listed(kind, entry) if entry <= MOST_ID else None
    if found is None:
        raise NotAllowed(hidden=True)
    return found


async def teams_of(province: int) -> tuple[tuple[int, str], ...]:
    """The active teams of the province as (id, name), in Vietnamese order."""
    found = await rows(
        "SELECT id, name FROM team WHERE province = {} AND is_active"
        " ORDER BY sort_key, id LIMIT 200",
        province,
    )
    return tuple((row["id"], row["name"]) for row in found)


async def owners_of(category: int, province: int) -> tuple[str, ...]:
    """Ids, as text, of the province's teams that answer for the category."""
    return tuple(str(one.team) for one in await ownerships(province) if one.category == category)
