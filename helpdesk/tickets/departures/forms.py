"""What an administrator says about somebody who leaves; must not know the database."""

from dataclasses import dataclass

from helpdesk.errors import message
from helpdesk.web.fields import choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Who takes over, and where the person goes; ids travel as text, empty is nobody."""

    how: str = choice(
        message("What happens?"),
        {
            "leave": message("The account is closed"),
            "move": message("The person moves to another unit"),
        },
    )
    unit: str = choice(message("New unit"), style="select", required=False)
    assigned_to: str = choice(
        message("Who takes over what they work on?"),
        style="select",
        required=False,
        hint=message("Leave it empty to put the tickets back in the queue."),
    )
    requested_to: str = choice(
        message("Who speaks for what they reported?"),
        style="select",
        required=False,
        hint=message("A colleague of the same unit; leave it empty to keep their name."),
    )
