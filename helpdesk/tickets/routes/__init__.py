"""Addresses of tickets: reporting, lists, one ticket, and what can be done with it."""

from typing import Any

from helpdesk.tickets.routes import home, listing, reporting, showing, verbs

handlers: list[Any] = [
    *home.handlers,
    *reporting.handlers,
    *listing.handlers,
    *showing.handlers,
    *verbs.handlers,
]
