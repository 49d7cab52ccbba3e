"""What a slug on a ticket means, kept in memory: title, address, steps; knows no ticket.

Pages ask for many titles; they cost no query. The shelf is read again when a published revision
appeared, which is looked for at most every few seconds.
"""

from dataclasses import dataclass, field

from helpdesk.clock import Instant
from helpdesk.database import rows

LOOKED_AT_MOST_EVERY = 5_000  # ms


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a ticket can point at; `position` counts from 1."""

    name: str
    position: int
    title: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A published guide, as links need it; `number` is that of its revision."""

    slug: str
    number: int
    title: str
    category: str
    steps: tuple[Step, ...]


@dataclass(slots=True)
class _Shelf:
    guides: dict[str, Shown] = field(default_factory=dict)
    edition: tuple[int, int] = (0, 0)
    looked_at: Instant = 0


_shelf = _Shelf()


def title(slug: str) -> str:
    """The title of the published guide, or the slug when there is none any more."""
    found = _shelf.guides.get(slug)
    return found.title if found else slug


def address(slug: str, step: str = "") -> str:
    """Where the guide, or one of its steps, is read."""
    return f"/guides/{slug}#{step}" if step else f"/guides/{slug}"


def step_number(slug: str, step: str) -> int | None:
    """Which step that is now; None when the guide or the step is gone."""
    found = _shelf.guides.get(slug)
    steps = found.steps if found else ()
    return next((s.position for s in steps if s.name == step), None)


def guides() -> tuple[Shown, ...]:
    """Every published guide, in the order of the titles."""
    return tuple(_shelf.guides.values())


async def refresh() -> None:
    """Read the shelf anew: at start, and after guides were published."""
    found = await rows(
        "SELECT g.slug, r.id, r.number, r.title, r.category FROM guide_revision r"
        " JOIN guide g ON g.id = r.guide WHERE r.status = 'published' ORDER BY r.sort_key, g.slug"
    )
    steps = await rows(
        "SELECT p.revision, p.name, p.position, p.title FROM guide_part p"
        " JOIN guide_revision r ON r.id = p.revision"
        " WHERE r.status = 'published' AND p.kind = 'step' ORDER BY p.revision, p.position"
    )
    by_revision: dict[int, list[Step]] = {}
    for row in steps:
        step = Step(row["name"], row["position"], row["title"])
        by_revision.setdefault(row["revision"], []).append(step)
    _shelf.guides = {
        row["slug"]: Shown(
            row["slug"], row["number"], row["title"], row["category"],
            tuple(by_revision.get(row["id"], ())),
        )
        for row in found
    }  # fmt: skip
    _shelf.edition = (max((row["id"] for row in found), default=0), len(found))
    _shelf.looked_at = 0


async def refresh_if_new(now: Instant) -> None:
    """Read the shelf anew when another process published something."""
    if abs(now - _shelf.looked_at) < LOOKED_AT_MOST_EVERY:
        return
    if await _edition() != _shelf.edition:
        await refresh()
    _shelf.looked_at = now


async def _edition() -> tuple[int, int]:
    [row] = await rows(
        "SELECT MAX(id) AS newest, COUNT(*) AS shown FROM guide_revision WHERE status = 'published'"
    )
    return (row["newest"] or 0, row["shown"])
