"""What the pages of guides show; readers see published revisions only. Writes nothing."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from helpdesk.database import rows
from helpdesk.errors import NotAllowed
from helpdesk.text.folding import alike, words
from helpdesk.tickets.catalogue.queries import Entry, categories, services


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in a list."""

    slug: str
    title: str
    summary: str
    category: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Group:
    """The guides of one category; `category` is None for a category no longer in use."""

    category: Entry | None
    guides: tuple[GuideRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The guides by category; `searched` and `chosen` ("" for none) are what narrows them."""

    template: ClassVar[str] = "guides/index.html"

    groups: tuple[Group, ...]
    categories: tuple[Entry, ...]
    searched: str
    chosen: str
    count: int


@dataclass(frozen=True, slots=True)
class PartRow:
    """A section or a step, as safe HTML."""

    name: str
    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """A published guide; `category` is a code, `services` are names.

    Days are written dd/mm/yyyy; `sources` are pairs of name and address ("" for none).
    """

    slug: str
    number: int
    title: str
    summary: str
    category: str
    category_name: str | None
    services: tuple[str, ...]
    minutes: int
    owner: str
    reviewed_on: str
    review_by: str
    is_overdue: bool
    sources: tuple[tuple[str, str], ...]
    lead: str
    before: tuple[PartRow, ...]
    steps: tuple[PartRow, ...]
    after: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    template: ClassVar[str] = "guides/show.html"

    guide: GuideFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPage:
    template: ClassVar[str] = "guides/print.html"

    guide: GuideFacts


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture's address answers."""

    media_type: str
    content: bytes


async def list_guides(searched: str = "", chosen: str = "", language: str = "vi") -> IndexPage:
    """Guides that hold every word of `searched` (accents forgiven), of the category `chosen`."""
    looked_for = [alike(word) for word in words(searched)][:_MOST_WORDS]
    conditions = ["r.status = 'published'", *("' ' || r.folded LIKE {}" for _ in looked_for)]
    values = [f"% {word}%" for word in looked_for]
    if chosen:
        conditions.append("r.category = {}")
        values.append(chosen)
    found = await rows(
        "SELECT g.slug, r.title, r.summary, r.category, r.minutes FROM guide_revision r"
        f" JOIN guide g ON g.id = r.guide WHERE {' AND '.join(conditions)}"
        " ORDER BY r.sort_key, g.slug",
        *values,
    )
    known = await categories(language)
    guides = sorted((GuideRow(**row) for row in found), key=_in_title_first(looked_for))
    return IndexPage(
        groups=_grouped(guides, known),
        categories=known,
        searched=searched,
        chosen=chosen,
        count=len(guides),
    )


async def show_guide(slug: str, today: date, language: str = "vi") -> GuideFacts:
    """The guide that readers see. Raises NotAllowed(hidden=True) when none is published."""
    found = await rows(
        "SELECT r.*, g.slug FROM guide_revision r JOIN guide g ON g.id = r.guide"
        " WHERE g.slug = {} AND r.status = 'published'",
        slug if _is_name(slug) else "",
    )
    if not found:
        raise NotAllowed(hidden=True)
    parts = await rows(
        "SELECT kind, name, title, html FROM guide_part WHERE revision = {} ORDER BY position",
        found[0]["id"],
    )
    names = {entry.code: entry.name for entry in await categories(language)}
    systems = {entry.code: entry.name for entry in await services(language)}
    return _facts(found[0], parts, names, systems, today)


async def find_picture(slug: str, name: str) -> Picture:
    """A picture of a guide. Raises NotAllowed(hidden=True) for any name that is not kept."""
    found = await rows(
        "SELECT i.media_type, i.content FROM guide_image i JOIN guide g ON g.id = i.guide"
        " WHERE g.slug = {} AND i.name = {}",
        slug if _is_name(slug) else "",
        name if _is_name(name) else "",
    )
    if not found:
        raise NotAllowed(hidden=True)
    return Picture(found[0]["media_type"], bytes(found[0]["content"]))


_MOST_WORDS = 8


def _is_name(text: str) -> bool:
    """Whether it can be in the database at all: an address may hold what no text column takes."""
    return len(text) <= 200 and text.isascii() and text.isprintable()


def _in_title_first(looked_for: list[str]) -> Any:
    def absent(guide: GuideRow) -> bool:
        return not set(looked_for) <= {alike(word) for word in words(guide.title)}

    return absent


def _grouped(guides: list[GuideRow], categories: tuple[Entry, ...]) -> tuple[Group, ...]:
    groups = [
        Group(entry, tuple(guide for guide in guides if guide.category == entry.code))
        for entry in categories
    ]
    known = {entry.code for entry in categories}
    rest = tuple(guide for guide in guides if guide.category not in known)
    return tuple(group for group in (*groups, Group(None, rest)) if group.guides)


def _facts(
    row: dict[str, Any],
    parts: list[dict[str, Any]],
    categories: dict[str, str],
    services: dict[str, str],
    today: date,
) -> GuideFacts:
    review_by = date.fromisoformat(row["review_by"])
    return GuideFacts(
        slug=row["slug"],
        number=row["number"],
        title=row["title"],
        summary=row["summary"],
        category=row["category"],
        category_name=categories.get(row["category"]),
        services=tuple(services[code] for code in row["services"].split() if code in services),
        minutes=row["minutes"],
        owner=row["owner"],
        reviewed_on=f"{date.fromisoformat(row['reviewed_on']):%d/%m/%Y}",
        review_by=f"{review_by:%d/%m/%Y}",
        is_overdue=review_by < today,
        sources=tuple((s["name"], s["address"]) for s in json.loads(row["sources"])),
        lead=row["lead_html"],
        before=_parts(parts, "before"),
        steps=_parts(parts, "step"),
        after=_parts(parts, "after"),
    )


def _parts(parts: list[dict[str, Any]], kind: str) -> tuple[PartRow, ...]:
    return tuple(
        PartRow(part["name"], part["title"], part["html"]) for part in parts if part["kind"] == kind
    )
