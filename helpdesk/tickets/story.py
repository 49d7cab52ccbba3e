"""The history of a ticket in sentences; knows no table, and which language only to pick a name."""

from collections.abc import Mapping

from helpdesk.errors import Message, message
from helpdesk.tickets.lifecycle import Verb
from helpdesk.tickets.standing import Status

OPENED = "open"
HANDED_OVER = "hand_over"

_SENTENCES: Mapping[str, Message] = {
    OPENED: message("{actor} reported the problem"),
    Verb.reply: message("{actor} replied"),
    Verb.note: message("{actor} wrote an internal note"),
    Verb.take: message("{actor} took the ticket"),
    Verb.await_requester: message("{actor} asked the requester"),
    Verb.resume: message("{actor} went on working"),
    Verb.resolve: message("{actor} marked it as resolved"),
    Verb.confirm: message("{actor} confirmed that it is solved"),
    Verb.reopen: message("{actor} reopened the ticket"),
    Verb.cancel: message("{actor} cancelled the ticket: {reason}"),
    Verb.mark_duplicate: message("{actor} marked it as a duplicate of ticket {original}"),
    Verb.prioritise: message("{actor} changed the priority from P{before} to P{after}: {reason}"),
    Verb.classify: message("{actor} changed the category to “{category}”"),
    Verb.attach_guide: message("{actor} attached a guide"),
    Verb.detach_guide: message("{actor} took a guide off the ticket"),
    Verb.accept_guide: message("{actor} said that the guide solved it"),
    Verb.stuck_at_step: message("{actor} is stuck at a step of the guide"),
    Verb.close: message("Closed after 5 working days without objection"),
}
_OPENED_FOR = message("{actor} reported the problem for {requester_name}")
_TO_PERSON = message("{actor} handed the ticket to {assignee}")
_TO_TEAM = message("{actor} handed the ticket to {team}")
_TO_QUEUE = message("{actor} put the ticket back in the queue: {leaving} has left")
_TO_HEIR = message("{actor} handed the ticket to {assignee}: {leaving} has left")
_TO_ASKER = message("{requester} now speaks for the commune: {leaving} has left")
_OUTSIDE = message("{actor} handed it to {body}")
_OUTSIDE_NUMBERED = message("{actor} handed it to {body}, their number {reference}")
_SHARED = message("{actor} let colleagues of the unit see the ticket")
_UNSHARED = message("{actor} no longer lets colleagues of the unit see the ticket")
_OTHER = message("{actor} changed the ticket")


def sentence(kind: str, told: Mapping[str, object], actor: str, language: str = "vi") -> Message:
    """What happened, as a message; `told` are the particulars of the event."""
    values = {**_in_language(told, language), "actor": actor}
    return Message(_text(kind, told).id, values)


def ends(told: Mapping[str, object]) -> Status | None:
    """The status that the event led to, if it led to another."""
    found = told.get("to")
    return Status(found) if isinstance(found, str) else None


def _text(kind: str, told: Mapping[str, object]) -> Message:
    if kind == OPENED and told.get("requester_name"):
        return _OPENED_FOR
    if kind == Verb.assign:
        return _TO_PERSON if told.get("assignee") else _TO_TEAM
    if kind == HANDED_OVER:
        return _after_leaving(told)
    if kind == Verb.await_outside:
        return _OUTSIDE_NUMBERED if told.get("reference") else _OUTSIDE
    if kind == Verb.share:
        return _SHARED if told.get("is_shared") else _UNSHARED
    return _SENTENCES.get(kind, _OTHER)


def _after_leaving(told: Mapping[str, object]) -> Message:
    if told.get("assignee"):
        return _TO_HEIR
    return _TO_QUEUE if "assignee" in told else _TO_ASKER


def _in_language(told: Mapping[str, object], language: str) -> Mapping[str, object]:
    if language != "en":
        return told
    english = {
        name.removesuffix("_in_english"): value
        for name, value in told.items()
        if name.endswith("_in_english")
    }
    return {**told, **english}
