"""How each verb is asked for on the ticket's page: its form, its address, how the form begins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.errors import Problem
from helpdesk.tickets import forms
from helpdesk.tickets.queries.showing import TicketFacts
from helpdesk.web.fields import Option
from helpdesk.web.forms import FormView, shown
from helpdesk.web.typed import Typed

Options = Mapping[str, Sequence[Option]]


@dataclass(frozen=True, slots=True)
class Way:
    """`form` is posted to /tickets/{number}/`noun` and can perform any of `verbs`."""

    form: type[Any]
    noun: str
    verbs: tuple[str, ...]
    takes_files: bool = False


WAYS: Mapping[str, Way] = {
    "confirm": Way(forms.Confirmation, "confirmation", ("confirm",)),
    "reopen": Way(forms.Reopening, "reopening", ("reopen",)),
    "take": Way(forms.Taking, "assignment", ("take",)),
    "reply": Way(forms.NewReply, "replies", tuple(forms.AUDIENCES), takes_files=True),
    "resolve": Way(forms.Resolution, "resolution", ("resolve",)),
    "assign": Way(forms.Assignment, "handover", ("assign",)),
    "await_outside": Way(forms.OutsideWait, "outside-wait", ("await_outside",)),
    "resume": Way(forms.Resuming, "resumption", ("resume",)),
    "prioritise": Way(forms.Prioritising, "priority", ("prioritise",)),
    "classify": Way(forms.Classification, "classification", ("classify",)),
    "mark_duplicate": Way(forms.Duplication, "duplicate", ("mark_duplicate",)),
    "cancel": Way(forms.Cancellation, "cancellation", ("cancel",)),
    "share": Way(forms.Sharing, "sharing", ("share",)),
    "watch": Way(forms.Watching, "watching", ("watch",)),
}
"""In the order in which the page offers them."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A form that was sent and came back: which way, what was typed, what is wrong with it."""

    way: str
    typed: Typed
    problems: tuple[Problem, ...]


def ways_of(
    ticket: TicketFacts, allowed: Iterable[str], options: Options, attempt: Attempt | None
) -> Mapping[str, FormView]:
    """The forms of what is allowed, by way; one that was tried stays, with what was typed."""
    verbs = {str(verb) for verb in allowed}
    tried = attempt.way if attempt else None
    return {
        name: _form(name, ticket, verbs, options, attempt if name == tried else None)
        for name, way in WAYS.items()
        if name == tried or verbs.intersection(way.verbs)
    }


def _form(
    name: str, ticket: TicketFacts, verbs: set[str], options: Options, attempt: Attempt | None
) -> FormView:
    """It always carries the present revision, for the page around it is the fresh one."""
    way = WAYS[name]
    typed = attempt.typed.with_values(revision=(str(ticket.revision),)) if attempt else None
    return shown(
        way.form,
        f"/tickets/{ticket.number}/{way.noun}",
        typed=typed,
        problems=attempt.problems if attempt else (),
        values=_beginning(ticket, verbs),
        options={**options, "audience": _audiences(verbs)},
        prefix=name,
    )


def _beginning(ticket: TicketFacts, verbs: set[str]) -> Mapping[str, Any]:
    """The first values of all forms, by field: the ticket as it is."""
    return {
        "revision": ticket.revision,
        "audience": next((verb for verb in forms.AUDIENCES if verb in verbs), ""),
        "team": ticket.team_id,
        "assignee": ticket.assignee_id,
        "priority": ticket.priority,
        "category": ticket.category_code,
        "service": ticket.service_code,
        "is_shared": "no" if ticket.is_shared else "yes",
        "watches": "no" if ticket.is_watched else "yes",
    }


def _audiences(verbs: set[str]) -> tuple[Option, ...]:
    """Who may be spoken to; nothing to choose where one can only reply."""
    found = tuple(Option(verb, words) for verb, words in forms.AUDIENCES.items() if verb in verbs)
    return () if [option.value for option in found] == ["reply"] else found
