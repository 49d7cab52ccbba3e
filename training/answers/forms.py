"""What people say about guides on a ticket; must not know the database."""

from collections.abc import Iterable
from dataclasses import dataclass

from helpdesk.errors import Message, Problem, message
from helpdesk.web.fields import Option, choice, hidden, text, whole_number
from helpdesk.web.forms import FormView, shown
from helpdesk.web.typed import Typed
from training.answers.queries import AttachedGuide
from training.guides.links import Shown

_STEP = message("Step {number}: {title}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideChoice:
    """A technician answers with a guide, or with one step of it."""

    guide: str = choice(message("Guide"), style="select")
    step: int | None = whole_number(
        message("Step number"),
        least=1,
        most=99,
        required=False,
        hint=message("Leave empty for the whole guide."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideRemoval:
    """The guide does not belong on this ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSuccess:
    """The requester: this guide solved it."""

    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """The requester: I cannot get past this step."""

    step: str = choice(message("Which step?"), style="select")
    body: str = text(
        message("What do you see?"),
        limit=2_000,
        rows=3,
        required=False,
        hint=message("One sentence, or the error text. No PIN, no one-time code."),
    )


def obstacle_form(
    number: int, guide: AttachedGuide, typed: Typed | None = None, problems: Iterable[Problem] = ()
) -> FormView:
    """ "Still stuck at step N": the steps as readers see them now, the linked one first chosen."""
    steps = [
        Option(step.name, Message(_STEP.id, {"number": step.number, "title": step.title}))
        for step in guide.steps
    ]
    return shown(
        Obstacle,
        f"/tickets/{number}/guides/{guide.link}/obstacles",
        typed=typed,
        problems=problems,
        options={"step": steps},
        values={"step": guide.step},
        prefix=f"stuck-{guide.link}",
    )


def attach_form(
    number: int,
    guides: Iterable[Shown],
    typed: Typed | None = None,
    problems: Iterable[Problem] = (),
) -> FormView:
    """The guides in the given order, to choose one from."""
    return shown(
        GuideChoice,
        f"/tickets/{number}/guides",
        typed=typed,
        problems=problems,
        options={"guide": [Option(guide.slug, guide.title) for guide in guides]},
        prefix="attach",
    )
