"""Rows turned into things to choose; must not know which form shows them."""

from collections.abc import Iterable

from helpdesk.errors import message
from helpdesk.tickets.catalogue.queries import Entry
from helpdesk.tickets.files.queries import KeptUpload
from helpdesk.tickets.queries.choosing import Choosable
from helpdesk.web.fields import Option


def entry_options(entries: Iterable[Entry]) -> tuple[Option, ...]:
    """Catalogue rows by their code."""
    return tuple(Option(entry.code, entry.name) for entry in entries)


def options_of(choices: Iterable[Choosable]) -> tuple[Option, ...]:
    """What can be chosen on a ticket's page."""
    return tuple(Option(one.value, one.label) for one in choices)


def upload_options(uploads: Iterable[KeptUpload]) -> tuple[Option, ...]:
    """Files already received, each to be kept or unticked."""
    return tuple(
        Option(
            str(one.id),
            message("{name} ({kilobytes} kB)", name=one.name, kilobytes=max(1, one.size // 1000)),
        )
        for one in uploads
    )
