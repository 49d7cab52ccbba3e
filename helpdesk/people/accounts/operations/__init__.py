"""What changes accounts: the only files of the room that write. They know no request."""

from helpdesk.people.accounts.operations.importing import import_people
from helpdesk.people.accounts.operations.links import (
    accept_first_administrator,
    accept_link,
    ask_for_reset,
    first_administrator_link,
    issue_link,
    set_password,
)
from helpdesk.people.accounts.operations.people import (
    add_person,
    change_roles,
    deactivate,
    edit_details,
    edit_profile,
    invite,
    move,
    reactivate,
)
from helpdesk.people.accounts.operations.recording import NewPerson, record

__all__ = [
    "NewPerson",
    "accept_first_administrator",
    "accept_link",
    "add_person",
    "ask_for_reset",
    "change_roles",
    "deactivate",
    "edit_details",
    "edit_profile",
    "first_administrator_link",
    "import_people",
    "invite",
    "issue_link",
    "move",
    "reactivate",
    "record",
    "set_password",
]
