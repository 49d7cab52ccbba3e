"""Who has a ticket now, in words that a requester understands; knows no table and no page."""

from typing import Protocol

from helpdesk.errors import Message, message
from helpdesk.tickets.lifecycle import FACTS, Holder
from helpdesk.tickets.standing import Status


class Held(Protocol):
    """A ticket with the names of those around it; "" is nobody."""

    @property
    def status(self) -> Status: ...
    @property
    def requester(self) -> str: ...
    @property
    def assignee(self) -> str: ...
    @property
    def team(self) -> str: ...
    @property
    def outside_body(self) -> str: ...


_NOBODY = message("Nobody: it is finished")
_QUEUE = message("The department’s technicians; nobody has taken it yet")


def holder_of(ticket: Held) -> Message:
    """Who has to do something next, by name."""
    holder = FACTS[ticket.status].holder
    if holder == Holder.nobody:
        return _NOBODY
    if holder == Holder.requester:
        return message("{requester} (requester)", requester=ticket.requester)
    if holder == Holder.outside and ticket.outside_body:
        return message("{body} (outside body)", body=ticket.outside_body)
    return _in_department(ticket)


def _in_department(ticket: Held) -> Message:
    if ticket.assignee:
        return message("{assignee} (technician)", assignee=ticket.assignee)
    if ticket.team:
        return message("{team}; nobody has taken it yet", team=ticket.team)
    return _QUEUE
