"""What administrators type about teams."""

from dataclasses import dataclass

from helpdesk.errors import message
from helpdesk.web.fields import checkbox, choice, hidden, text


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTeam:
    name: str = text(
        message("Name of the team"), hint=message("For example “Tổ Chữ ký số”."), limit=120
    )
    unit: str = choice(message("Department"), style="select")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDetails:
    revision: str = hidden(limit=20)
    name: str = text(message("Name of the team"), limit=120)
    closed: bool = checkbox(
        message("This team is closed"), hint=message("No ticket can be given to it any more.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    person: str = choice(message("Technician"), style="select")
