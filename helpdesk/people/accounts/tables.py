"""Tables of people: nobody is ever deleted, for their name stands in the history of tickets."""

from enum import StrEnum

from piccolo.columns import BigInt, Boolean, Text

from helpdesk.database import Table, identity, reference
from helpdesk.people.units.tables import Unit


class LinkKind(StrEnum):
    """What a single-use link is for; all of them end in choosing a password."""

    invite = "invite"
    reset = "reset"
    first_administrator = "first_administrator"


class AccountEventKind(StrEnum):
    added = "added"
    invited = "invited"
    accepted = "accepted"
    reset_asked = "reset_asked"
    reset_issued = "reset_issued"
    password_changed = "password_changed"  # noqa: S105 (the name of an event)
    details_changed = "details_changed"
    roles_changed = "roles_changed"
    teams_changed = "teams_changed"
    moved = "moved"
    deactivated = "deactivated"
    reactivated = "reactivated"


class Person(Table, tablename="person"):
    """Somebody with an account.

    `email` is lower case and unique. `password_hash` is NULL until a link was used. Sessions
    begun before `signed_out_at` are over. `folded` is what searches read.
    """

    id = identity()
    full_name = Text()
    called = Text(default="")
    email = Text(unique=True)
    phone = Text(default="")
    position = Text(default="")
    unit = reference(Unit)
    is_active = Boolean(default=True)
    password_hash = Text(null=True, default=None, secret=True)
    language = Text(default="vi")
    sort_key = Text()
    folded = Text()
    signed_out_at = BigInt(default=0)
    revision = BigInt(default=1)
    created_at = BigInt()


class RoleGrant(Table, tablename="role_grant"):
    id = identity()
    person = reference(Person)
    role = Text()
    granted_by = reference(Person, optional=True)
    granted_at = BigInt()


class Team(Table, tablename="team"):
    """Technicians of a department (`unit`) who share a queue; `province` is the department's."""

    id = identity()
    unit = reference(Unit)
    province = reference(Unit)
    name = Text()
    sort_key = Text()
    is_active = Boolean(default=True)
    revision = BigInt(default=1)


class TeamMember(Table, tablename="team_member"):
    id = identity()
    team = reference(Team)
    person = reference(Person)
    added_at = BigInt()


class Invitation(Table, tablename="invitation"):
    """A single-use link; only the SHA-256 of its token is kept. A newer link voids older ones.

    `person` is NULL for the first administrator, who says who they are when using it.
    """

    id = identity()
    person = reference(Person, optional=True)
    kind = Text()
    token_hash = Text(unique=True)
    created_by = reference(Person, optional=True)
    created_at = BigInt()
    expires_at = BigInt()
    used_at = BigInt(null=True, default=None)


class AccountEvent(Table, tablename="account_event"):
    """What was done to an account, by whom (NULL: the system), with particulars as JSON."""

    id = identity()
    person = reference(Person)
    actor = reference(Person, optional=True)
    kind = Text()
    particulars = Text(default="{}")
    happened_at = BigInt()
