"""What the ticket's page shows of guides: the parts that the assembly hands to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from helpdesk import clock
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.lifecycle import Verb
from helpdesk.tickets.queries.showing import TicketPage
from training.answers.forms import attach_form, obstacle_form
from training.answers.queries import AttachedGuide, guides_of
from training.guides import links


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketGuides:
    """Guides on one ticket, and what its reader may do about them.

    `obstacles` are forms by link; `attaching` is the form to attach one, None for who may not.
    """

    number: int
    revision: int
    guides: tuple[AttachedGuide, ...]
    can_accept: bool
    can_detach: bool
    obstacles: dict[int, Any]
    attaching: Any


@dataclass(frozen=True, slots=True)
class GuidePanel:
    """The part of the ticket's page about guides; the page includes `template`."""

    template: ClassVar[str] = "answers/_guides.html"

    panel: TicketGuides


MakePanel = Callable[[Viewer, TicketPage], Awaitable[GuidePanel]]


async def guide_panel(viewer: Viewer, page: TicketPage) -> GuidePanel:
    """The guides on the ticket of `page`, as `viewer` may use them."""
    number = page.ticket.number
    guides = await guides_of(number) if page.guide_links else ()
    stuck = [guide for guide in guides if guide.steps and Verb.stuck_at_step in page.allowed]
    attaches = Verb.attach_guide in page.allowed
    return GuidePanel(
        TicketGuides(
            number=number,
            revision=page.ticket.revision,
            guides=guides,
            can_accept=Verb.accept_guide in page.allowed,
            can_detach=Verb.detach_guide in page.allowed,
            obstacles={guide.link: obstacle_form(number, guide) for guide in stuck},
            attaching=attach_form(number, await offered(page)) if attaches else None,
        )
    )


async def offered(page: TicketPage) -> list[links.Shown]:
    """The published guides, those of the ticket's category first."""
    await links.refresh_if_new(clock.now())
    category = page.ticket.category_code
    return sorted(links.guides(), key=lambda guide: guide.category != category)


PANELS: tuple[MakePanel, ...] = (guide_panel,)
