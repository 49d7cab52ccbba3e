"""A ticket's life: what each status means, what may follow it, and who may do what.

Pure; knows no table and no page. Pages draw their buttons from `allowed`; operations refuse
what is not `entrusted`, and what no longer fits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from helpdesk.errors import Message, message
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.seeing import sees
from helpdesk.tickets.standing import Standing, Status

__all__ = ["Standing", "Status"]


class Verb(StrEnum):
    """What can be done with a ticket that exists."""

    reply = "reply"
    note = "note"
    take = "take"
    assign = "assign"
    await_requester = "await_requester"
    await_outside = "await_outside"
    resume = "resume"
    resolve = "resolve"
    confirm = "confirm"
    reopen = "reopen"
    cancel = "cancel"
    mark_duplicate = "mark_duplicate"
    prioritise = "prioritise"
    classify = "classify"
    share = "share"
    watch = "watch"
    attach_guide = "attach_guide"
    detach_guide = "detach_guide"
    accept_guide = "accept_guide"
    stuck_at_step = "stuck_at_step"
    close = "close"


class Holder(StrEnum):
    """Who has to do something next."""

    department = "department"
    requester = "requester"
    outside = "outside"
    nobody = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFacts:
    """What a status means: its words, its look, and who is expected to move."""

    word: Message
    hint: Message
    group: str
    tone: str
    holder: Holder
    is_open: bool = False


FACTS: Mapping[Status, StatusFacts] = {
    Status.new: StatusFacts(
        word=message("New"),
        hint=message("The department has it. The next free technician of the team takes it up."),
        group="open",
        tone="blue",
        holder=Holder.department,
        is_open=True,
    ),
    Status.in_progress: StatusFacts(
        word=message("In progress"),
        hint=message("A technician is working on it and will reply here."),
        group="open",
        tone="yellow",
        holder=Holder.department,
        is_open=True,
    ),
    Status.waiting_requester: StatusFacts(
        word=message("Waiting for the requester"),
        hint=message(
            "The technician asked a question. The work goes on as soon as it is answered."
        ),
        group="waiting",
        tone="orange",
        holder=Holder.requester,
        is_open=True,
    ),
    Status.waiting_outside: StatusFacts(
        word=message("Waiting for an outside body"),
        hint=message("Another body has to act first. The technician follows it up with them."),
        group="waiting",
        tone="purple",
        holder=Holder.outside,
        is_open=True,
    ),
    Status.resolved: StatusFacts(
        word=message("Resolved, to be confirmed"),
        hint=message(
            "Please check: confirm if it works, or say that it is not solved. "
            "After 5 working days of silence it is closed."
        ),
        group="resolved",
        tone="green",
        holder=Holder.requester,
    ),
    Status.closed: StatusFacts(
        word=message("Closed"),
        hint=message("Nothing is left to do. If it comes back, reopen this ticket."),
        group="done",
        tone="grey",
        holder=Holder.nobody,
    ),
    Status.cancelled: StatusFacts(
        word=message("Cancelled"),
        hint=message("It was withdrawn. If it is needed after all, reopen this ticket."),
        group="done",
        tone="grey",
        holder=Holder.nobody,
    ),
    Status.duplicate: StatusFacts(
        word=message("Duplicate"),
        hint=message(
            "The same problem is handled in another ticket. If it goes on, reopen this one."
        ),
        group="done",
        tone="grey",
        holder=Holder.nobody,
    ),
}

OPEN = tuple(status for status, facts in FACTS.items() if facts.is_open)
ENDED = (Status.closed, Status.cancelled, Status.duplicate)


def _to(target: Status, *sources: Status) -> Mapping[Status, Status]:
    return dict.fromkeys(sources, target)


def _stay(*statuses: Status) -> Mapping[Status, Status]:
    return {status: status for status in statuses}


MOVES: Mapping[Verb, Mapping[Status, Status]] = {
    Verb.reply: _stay(*OPEN, Status.resolved),
    Verb.note: _stay(*Status),
    Verb.take: {**_stay(*OPEN), Status.new: Status.in_progress},
    Verb.assign: _stay(*OPEN, Status.resolved),
    Verb.await_requester: _to(
        Status.waiting_requester, Status.new, Status.in_progress, Status.waiting_outside
    ),
    Verb.await_outside: _to(Status.waiting_outside, *OPEN),
    Verb.resume: _to(Status.in_progress, Status.waiting_requester, Status.waiting_outside),
    Verb.resolve: _to(Status.resolved, *OPEN),
    Verb.confirm: _to(Status.closed, Status.resolved),
    Verb.reopen: _to(Status.in_progress, Status.resolved, *ENDED),
    Verb.cancel: _to(Status.cancelled, *OPEN),
    Verb.mark_duplicate: _to(Status.duplicate, *OPEN),
    Verb.prioritise: _stay(*OPEN),
    Verb.classify: _stay(*OPEN, Status.resolved),
    Verb.share: _stay(*Status),
    Verb.watch: _stay(*Status),
    Verb.attach_guide: _stay(*OPEN, Status.resolved),
    Verb.detach_guide: _stay(*OPEN, Status.resolved),
    Verb.accept_guide: _to(Status.closed, *OPEN, Status.resolved),
    Verb.stuck_at_step: {
        **_stay(*OPEN),
        Status.waiting_requester: Status.in_progress,
        Status.resolved: Status.in_progress,
    },
    Verb.close: _to(Status.closed, Status.resolved),
}
"""For each verb, the statuses that it fits and where each of them leads."""

ANSWERED = _to(Status.in_progress, Status.waiting_requester)
"""Where a reply from the commune leads beyond `MOVES`: the answer was being waited for."""

TIMED = frozenset({Verb.close})
"""What only time does; entrusted to nobody."""

ASKING = frozenset(
    {
        Verb.reply,
        Verb.confirm,
        Verb.reopen,
        Verb.cancel,
        Verb.share,
        Verb.watch,
        Verb.accept_guide,
        Verb.stuck_at_step,
    }
)
HANDLING = frozenset(
    {
        Verb.reply,
        Verb.note,
        Verb.take,
        Verb.assign,
        Verb.await_requester,
        Verb.await_outside,
        Verb.resume,
        Verb.resolve,
        Verb.reopen,
        Verb.cancel,
        Verb.mark_duplicate,
        Verb.prioritise,
        Verb.classify,
        Verb.watch,
        Verb.attach_guide,
        Verb.detach_guide,
    }
)
LEADING = frozenset({Verb.note, Verb.assign, Verb.prioritise, Verb.watch})
ADMINISTERING = frozenset({Verb.assign, Verb.watch})
LOOKING_ON = frozenset({Verb.reply, Verb.watch})


def entrusted(viewer: Viewer, ticket: Standing) -> frozenset[Verb]:
    """The verbs that this person may ever use on this ticket; empty when it is not theirs to see.

    `ticket` is as found by `viewer` (`Standing.is_watched` is about this person).
    """
    if not sees(viewer, ticket):
        return frozenset()
    verbs = LOOKING_ON
    if asks(viewer, ticket):
        verbs |= ASKING
    if viewer.province == ticket.province:
        verbs = verbs.union(*_trusted_in_province(viewer))
    return verbs


def allowed(viewer: Viewer, ticket: Standing) -> frozenset[Verb]:
    """The entrusted verbs that also fit the ticket as it stands now."""
    verbs = {verb for verb in entrusted(viewer, ticket) if fits(verb, ticket.status)}
    if ticket.assignee == viewer.id and ticket.status != Status.new:
        verbs.discard(Verb.take)
    return frozenset(verbs)


def fits(verb: Verb, status: Status) -> bool:
    """Whether the verb makes sense in this status, whoever asks."""
    return status in MOVES[verb]


def next_step(ticket: Standing) -> Message:
    """What happens next; a ticket in progress that nobody has is taken up from the queue."""
    queued = ticket.status == Status.in_progress and ticket.assignee is None
    return FACTS[Status.new if queued else ticket.status].hint


def asks(viewer: Viewer, ticket: Standing) -> bool:
    """Whether the person speaks for those who have the problem.

    That is the requester, whoever filed it in the requester's own unit, and the focal point there.
    """
    if viewer.id == ticket.requester:
        return True
    of_unit = viewer.unit == ticket.unit
    return of_unit and (viewer.is_focal_point or viewer.id == ticket.opened_by)


def handles(viewer: Viewer, ticket: Standing) -> bool:
    """Whether the person works on tickets of this ticket's province: sees its internal notes."""
    return Verb.note in entrusted(viewer, ticket)


def after_reply(viewer: Viewer, ticket: Standing) -> Status:
    """The status that a public reply leads to: an answer from the commune ends the waiting."""
    if viewer.id == ticket.requester or viewer.unit == ticket.unit:
        return ANSWERED.get(ticket.status, ticket.status)
    return ticket.status


def _trusted_in_province(viewer: Viewer) -> Iterable[frozenset[Verb]]:
    if viewer.is_technician:
        yield HANDLING
    if viewer.is_leader:
        yield LEADING
    if viewer.is_administrator:
        yield ADMINISTERING
