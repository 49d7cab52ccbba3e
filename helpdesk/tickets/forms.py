"""What people type about tickets: labels, limits and fixed choices; must not know the database.

Ids and codes travel as text; whether they exist and may be used is asked by the operation.
"""

from dataclasses import dataclass

from helpdesk.errors import message
from helpdesk.web.fields import (
    checkbox,
    choice,
    choices,
    files,
    hidden,
    phone,
    search,
    text,
    whole_number,
)

IMPACTS = {
    "me": message("Only me"),
    "office": message("My whole office"),
    "citizens": message("Citizens are waiting"),
}
PRIORITIES = {
    "1": message("P1 Urgent"),
    "2": message("P2 High"),
    "3": message("P3 Normal"),
    "4": message("P4 Low"),
}
CLOSING_ANSWERS = {
    "guide_solved": message("A guide solved it"),
    "guide_poor": message("There is a guide, but it was not found or not good enough"),
    "no_guide": message("There is no guide for this yet"),
    "not_knowledge": message("Not a matter of guidance (device, line, account…)"),
}
AUDIENCES = {
    "reply": message("The requester and everyone who follows"),
    "await_requester": message("The requester, and I wait for their answer"),
    "note": message("Only technicians (internal note)"),
}
FILES_HINT = message("Pictures, PDF, Word, Excel… at most 10 files of 20 MB each.")
KEPT_FILES_HINT = message("Untick a file to leave it out.")
CHECKED = message("I have checked it, send it as it is")
CHECKED_HINT = message("Others will read this ticket. Please take it out if it can be left out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """A report. `requester` is empty for oneself; `guide` is the slug read before reporting."""

    category: str = choice(message("What is the trouble with?"), style="tiles")
    title: str = text(
        message("What is happening?"),
        limit=200,
        hint=message("One sentence is enough. Copy the error text if you see one."),
    )
    impact: str = choice(message("Who is stuck?"), IMPACTS)
    citizens_waiting: int | None = whole_number(
        message("How many citizens are waiting?"),
        required=False,
        most=9_999,
        hint=message("A rough number will do. Leave it empty when nobody waits."),
    )
    has_workaround: bool = checkbox(message("I have a way to carry on for now"))
    callback_name: str = text(message("Who to call back"), limit=100, autocomplete="name")
    callback_phone: str = phone(message("Telephone"), required=False)
    files: tuple[str, ...] = files(message("Photo of the screen, files"), hint=FILES_HINT)
    uploads: tuple[str, ...] = choices(message("Files received"), hint=KEPT_FILES_HINT)
    service: str = choice(message("Which system?"), style="select", required=False)
    details: str = text(
        message("Details"),
        limit=20_000,
        rows=6,
        required=False,
        hint=message("What you did before it happened, since when, which machine."),
    )
    file_code: str = text(
        message("File code"),
        limit=60,
        required=False,
        hint=message("If a citizen’s file is stuck, for example 000.25.12.H53-260315-0042."),
    )
    requester_search: str = search(
        message("Reporting for someone else?"),
        hint=message("Type their name, e-mail or telephone. Leave empty if it is you."),
    )
    requester: str = choice(message("Which person?"), required=False)
    is_shared: bool = checkbox(message("Let colleagues in my office see this ticket"))
    checked: bool = checkbox(CHECKED, hint=CHECKED_HINT)
    guide: str = hidden(limit=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReply:
    """One thing said, to an audience of `AUDIENCES`."""

    body: str = text(message("Your reply"), limit=20_000, rows=6)
    files: tuple[str, ...] = files(message("Add files"), hint=FILES_HINT)
    uploads: tuple[str, ...] = choices(message("Files received"), hint=KEPT_FILES_HINT)
    audience: str = choice(message("Who reads it?"), AUDIENCES)
    checked: bool = checkbox(CHECKED, hint=CHECKED_HINT)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who is to have the ticket; a person, a team, or both."""

    team: str = choice(message("Team"), style="select", required=False)
    assignee: str = choice(message("Technician"), style="select", required=False)
    note: str = text(
        message("What should they know?"),
        limit=2_000,
        rows=3,
        required=False,
        hint=message("Only technicians see this."),
    )
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """I take it; `back` is the list that it was taken from."""

    revision: str = hidden()
    back: str = hidden(limit=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideWait:
    """Handed to a body outside the department."""

    body: str = choice(message("Handed to"), style="select")
    reference: str = text(
        message("Their reference number"),
        limit=100,
        required=False,
        hint=message("The number of the letter or of their ticket, if they gave one."),
    )
    note: str = text(message("What the requester should know"), limit=2_000, rows=3, required=False)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What solved it, and the one closing question."""

    body: str = text(
        message("What solved it?"),
        limit=20_000,
        rows=4,
        hint=message("The requester reads this and confirms."),
    )
    closing_answer: str = choice(message("How was it solved?"), CLOSING_ANSWERS)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """It works again, says the requester."""

    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """It is not solved; one word is enough, none will do."""

    body: str = text(message("What still does not work?"), limit=20_000, rows=3, required=False)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """No longer needed, and why."""

    reason: str = text(message("Why is it no longer needed?"), limit=500)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplication:
    """The same matter is already in another ticket."""

    original: int | None = whole_number(message("Number of the other ticket"), least=1)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritising:
    """Another priority, and why."""

    priority: str = choice(message("Priority"), PRIORITIES)
    reason: str = text(message("Your reason"), limit=500)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What kind of matter it really is."""

    category: str = choice(message("Category"), style="select")
    service: str = choice(message("System"), style="select", required=False)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Whether colleagues of the same office see the ticket."""

    is_shared: str = hidden()
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Whether I hear of every change."""

    watches: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resuming:
    """The wait is over."""

    body: str = text(message("What happened?"), limit=2_000, rows=3, required=False)
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of tickets is narrowed to; everything is optional and lives in the address."""

    text: str = search(message("Words or number"))
    status: str = choice(message("Status"), style="select", required=False)
    category: str = choice(message("Category"), style="select", required=False)
    service: str = choice(message("System"), style="select", required=False)
    unit: str = choice(message("Unit"), style="select", required=False)
    priority: str = choice(message("Priority"), PRIORITIES, style="select", required=False)
    assignee: str = choice(message("Technician"), style="select", required=False)
    sort: str = choice(
        message("Order"),
        {"urgent": message("Most urgent first")},
        style="select",
        required=False,
    )
    scope: str = hidden()
    team: str = hidden()
