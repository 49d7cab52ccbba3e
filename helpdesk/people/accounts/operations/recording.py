"""How every verb on accounts leaves its trace, and how a person row is written."""

import json
from dataclasses import dataclass

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.errors import Invalid, Problem, message
from helpdesk.people import cache
from helpdesk.people.accounts.tables import AccountEventKind
from helpdesk.people.viewer import Role
from helpdesk.text.folding import fold, name_sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be added; `unit` is a unit's id. official is always among the roles."""

    full_name: str
    email: str
    unit: int
    roles: frozenset[Role] = frozenset({Role.official})
    called: str = ""
    phone: str = ""
    position: str = ""
    language: str = "vi"
    password_hash: str | None = None


async def insert_person(new: NewPerson, *, by: int | None, now: Instant) -> int:
    """Raises Invalid when the e-mail address is taken."""
    email = new.email.casefold()
    added = await rows(
        "INSERT INTO person (full_name, called, email, phone, position, unit, password_hash,"
        " language, sort_key, folded, created_at)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
        " ON CONFLICT (email) DO NOTHING RETURNING id",
        new.full_name, new.called, email, new.phone, new.position, new.unit, new.password_hash,
        new.language, name_sort_key(new.full_name), search_text(new.full_name, email, new.phone),
        now,
    )  # fmt: skip
    if not added:
        raise Invalid([EMAIL_TAKEN])
    person = int(added[0]["id"])
    await grant(person, new.roles | {Role.official}, by=by, now=now)
    await record(person, by, AccountEventKind.added, now)
    return person


EMAIL_TAKEN = Problem("email", message("Somebody already has an account with this e-mail address."))


def search_text(full_name: str, email: str, phone: str) -> str:
    """What the search box of the people list reads: each word after a space."""
    return f" {fold(full_name)} {email} {phone}"


async def grant(person: int, roles: frozenset[Role], *, by: int | None, now: Instant) -> None:
    for role in sorted(roles):
        await rows(
            "INSERT INTO role_grant (person, role, granted_by, granted_at) VALUES ({}, {}, {}, {})"
            " ON CONFLICT (person, role) DO NOTHING",
            person, role.value, by, now,
        )  # fmt: skip


async def record(
    person: int, by: int | None, kind: AccountEventKind, now: Instant, **particulars: object
) -> None:
    """Every change of an account ends here; what pages remember of people is forgotten."""
    await rows(
        "INSERT INTO account_event (person, actor, kind, particulars, happened_at)"
        " VALUES ({}, {}, {}, {}, {})",
        person, by, kind.value, json.dumps(particulars, ensure_ascii=False), now,
    )  # fmt: skip
    cache.forget_everyone()


async def sign_out_everywhere(person: int, now: Instant) -> None:
    """Sessions begun before `now` are over: a change of trust needs a new token."""
    await rows("UPDATE person SET signed_out_at = {} WHERE id = {}", now, person)
