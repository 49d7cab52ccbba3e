"""What happened to an account, in words; pure."""

from collections.abc import Mapping

from helpdesk.errors import Message, message
from helpdesk.people.accounts.tables import AccountEventKind

_SAID: dict[AccountEventKind, Message] = {
    AccountEventKind.added: message("{actor} added the account."),
    AccountEventKind.invited: message("{actor} made an invitation link."),
    AccountEventKind.accepted: message("{actor} chose a password."),
    AccountEventKind.reset_asked: message("Asked for a new password."),
    AccountEventKind.reset_issued: message("{actor} made a link for a new password."),
    AccountEventKind.password_changed: message("{actor} changed the password."),
    AccountEventKind.details_changed: message("{actor} changed the details."),
    AccountEventKind.roles_changed: message("{actor} changed the roles."),
    AccountEventKind.teams_changed: message("{actor} changed the teams: {teams}."),
    AccountEventKind.moved: message("{actor} moved the account from {before} to {after}."),
    AccountEventKind.deactivated: message("{actor} closed the account."),
    AccountEventKind.reactivated: message("{actor} opened the account again."),
}
SYSTEM = message("The system")
NO_TEAM = message("none")


def said(kind: AccountEventKind, actor: str | None, particulars: Mapping[str, object]) -> Message:
    """One line of the history; `actor` None is the system."""
    values = {**particulars, "actor": actor or SYSTEM}
    if kind is AccountEventKind.teams_changed:
        values["teams"] = particulars.get("teams") or NO_TEAM
    return Message(_SAID[kind].id, values)
