"""What administrators type about the catalogue; must not know the database."""

from dataclasses import dataclass

from helpdesk.errors import message
from helpdesk.web.fields import checkbox, choices, hidden, text, whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A category, a system or an outside body that was not there before."""

    name: str = text(message("Name in Vietnamese"), limit=100)
    name_in_english: str = text(message("Name in English"), limit=100, required=False)
    position: int | None = whole_number(
        message("Position in the list"),
        required=False,
        most=9_999,
        hint=message("Smaller numbers come first."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEntry(NewEntry):
    """The same, later; out of use it is no longer offered."""

    is_active: bool = checkbox(
        message("In use"), hint=message("Out of use, it stays on old tickets only.")
    )
    revision: str = hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Which teams answer for a category in this province."""

    teams: tuple[str, ...] = choices(
        message("Teams that answer for it"),
        hint=message("New reports go to the queue of the oldest of these teams."),
    )
