"""What a ticket shows of its guides. Writes nothing; knows no form beyond handing it on."""

from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk.database import rows
from helpdesk.errors import Invalid, Message, NotAllowed, Problem, message


@dataclass(frozen=True, slots=True)
class AttachedStep:
    """A step as safe HTML; `is_linked` when it is the one that the technician pointed at."""

    name: str
    number: int
    title: str
    html: str
    is_linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedGuide:
    """A guide on a ticket. Without steps it is no longer published.

    `number` is the revision that readers see, `attached_number` the one of when it was attached;
    `outcome` is "", "solved" or "stuck"; `step` is "" for the whole guide.
    """

    link: int
    slug: str
    title: str
    summary: str
    number: int
    attached_number: int
    step: str
    outcome: str
    steps: tuple[AttachedStep, ...]

    @property
    def linked_step(self) -> AttachedStep | None:
        return next((step for step in self.steps if step.is_linked), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """A form of the panel by itself, when what was sent could not be taken."""

    template: ClassVar[str] = "answers/again.html"

    number: int
    heading: Message
    form: Any


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a technician attaches: `step` is a step's name or "", `revision` a number."""

    slug: str
    step: str
    revision: int


async def guides_of(number: int) -> tuple[AttachedGuide, ...]:
    """The guides on a ticket in the order they were attached, with the steps that readers see."""
    found = await rows(
        "SELECT l.id AS link, l.slug, l.step, l.revision AS attached_number, l.outcome,"
        " r.title, r.summary, r.number, p.name, p.position, p.title AS step_title, p.html"
        " FROM guide_link l LEFT JOIN guide g ON g.slug = l.slug"
        " LEFT JOIN guide_revision r ON r.guide = g.id AND r.status = 'published'"
        " LEFT JOIN guide_part p ON p.revision = r.id AND p.kind = 'step'"
        " WHERE l.ticket = {} ORDER BY l.id, p.position",
        number,
    )
    by_link: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        by_link.setdefault(row["link"], []).append(row)
    return tuple(map(_attached, by_link.values()))


async def find_chosen(slug: str, step: int | None) -> Chosen:
    """The published guide and its step number `step`. Raises Invalid when either is not there."""
    found = await rows(
        "SELECT r.number, p.position, p.name FROM guide g"
        " JOIN guide_revision r ON r.guide = g.id AND r.status = 'published'"
        " JOIN guide_part p ON p.revision = r.id AND p.kind = 'step'"
        " WHERE g.slug = {} ORDER BY p.position",
        slug,
    )
    if not found:
        raise Invalid([Problem("guide", NO_GUIDE)])
    if step is None:
        return Chosen(slug, "", found[0]["number"])
    names = [row["name"] for row in found if row["position"] == step]
    if not names:
        raise Invalid([Problem("step", Message(NO_STEP.id, {"number": len(found)}))])
    return Chosen(slug, names[0], found[0]["number"])


async def find_attached(number: int, link: int) -> AttachedGuide:
    """The guide that `link` attached to the ticket. Raises NotAllowed(hidden=True)."""
    found = [guide for guide in await guides_of(number) if guide.link == link]
    if not found:
        raise NotAllowed(hidden=True)
    return found[0]


async def check_step(number: int, link: int, step: str) -> None:
    """Raises Invalid unless `step` is a step of the guide attached to the ticket by `link`."""
    guide = await find_attached(number, link)
    if step not in {found.name for found in guide.steps}:
        raise Invalid([Problem("step", GONE_STEP)])


NO_GUIDE = message("This guide is not published; please choose one from the list.")
NO_STEP = message("This guide has steps 1 to {number}.")
GONE_STEP = message("This guide has changed; please choose the step again.")


def _attached(found: list[dict[str, Any]]) -> AttachedGuide:
    first = found[0]
    return AttachedGuide(
        link=first["link"],
        slug=first["slug"],
        title=first["title"] or first["slug"],
        summary=first["summary"] or "",
        number=first["number"] or 0,
        attached_number=first["attached_number"],
        step=first["step"],
        outcome=first["outcome"],
        steps=tuple(_step(row) for row in found if row["name"]),
    )


def _step(row: dict[str, Any]) -> AttachedStep:
    is_linked = row["name"] == row["step"]
    return AttachedStep(row["name"], row["position"], row["step_title"], row["html"], is_linked)
