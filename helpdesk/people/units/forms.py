"""What administrators type about units."""

from dataclasses import dataclass

from helpdesk.errors import message
from helpdesk.web.fields import choice, date, hidden, search, text


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFilters:
    q: str = search(
        message("Name, former name or short form"), hint=message("Accents are not needed.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    revision: str = hidden(limit=20)
    type: str = choice(message("Kind of unit"), style="select", required=False)
    name: str = text(
        message("New name"), hint=message("Without “xã”, “phường” or “tỉnh” before it."), limit=120
    )
    valid_from: str = date(
        message("First day of the new name"),
        hint=message("The day on which the decision comes into force."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlias:
    alias: str = text(message("Another name people use"), limit=120)
    source: str = text(
        message("Where it comes from"),
        hint=message("For a former unit its full name, with district and province."),
        limit=200,
        required=False,
    )
