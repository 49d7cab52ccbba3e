"""How roles are called and what each is trusted with, in words; pure."""

from collections.abc import Iterable

from helpdesk.errors import Message, message
from helpdesk.people.viewer import Role

NAMES: dict[Role, Message] = {
    Role.official: message("Official"),
    Role.focal_point: message("Focal point"),
    Role.technician: message("Technician"),
    Role.trainer: message("Trainer"),
    Role.leader: message("Leader"),
    Role.administrator: message("Administrator"),
}
HINTS: dict[Role, Message] = {
    Role.official: message("Reports problems and follows their own tickets."),
    Role.focal_point: message("Sees all tickets of their unit and helps colleagues sign in."),
    Role.technician: message("Takes and resolves the tickets of the province."),
    Role.trainer: message("Writes and publishes guides."),
    Role.leader: message("Reads all tickets and figures of the province."),
    Role.administrator: message("Looks after people, units, teams and categories."),
}
GIVEN = tuple(role for role in Role if role is not Role.official)
"""The roles that can be given and taken; everybody is an official."""


def names(roles: Iterable[Role]) -> tuple[Message, ...]:
    """The names of the roles in their order; official only where it is the only one."""
    held = set(roles)
    beyond = tuple(NAMES[role] for role in GIVEN if role in held)
    return beyond or (NAMES[Role.official],)
