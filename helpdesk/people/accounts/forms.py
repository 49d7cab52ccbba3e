"""What people type about accounts, their own and others'."""

from dataclasses import dataclass

from helpdesk.errors import message
from helpdesk.people.roles import GIVEN, HINTS, NAMES
from helpdesk.web.fields import Option, choice, choices, email, hidden, phone, search, text
from helpdesk.web.fields import password as secret

ROLE_OPTIONS = tuple(Option(role.value, NAMES[role], HINTS[role]) for role in GIVEN)

_FULL_NAME = message("Full name")
_CALLED = message("How to address them")
_CALLED_HINT = message("For example “chị Hoa” or “anh Tú”.")
_EMAIL = message("E-mail")
_PHONE = message("Telephone")
_POSITION = message("Position")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilters:
    q: str = search(message("Name, e-mail or telephone"))
    unit: str = choice(message("Unit"), style="select", required=False)
    role: str = choice(
        message("Role"),
        {"": message("Every role"), **{role.value: NAMES[role] for role in GIVEN}},
        style="select",
        required=False,
    )
    state: str = choice(
        message("Account"),
        {
            "": message("Open accounts"),
            "waiting": message("Never signed in"),
            "asked": message("Asked for a new password"),
            "closed": message("Closed accounts"),
        },
        style="select",
        required=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    full_name: str = text(_FULL_NAME, limit=120)
    email: str = email(_EMAIL, limit=254, autocomplete="off")
    unit: str = choice(message("Unit"), style="select")
    position: str = text(_POSITION, limit=120, required=False)
    phone: str = phone(_PHONE, required=False, autocomplete="off")
    called: str = text(_CALLED, hint=_CALLED_HINT, limit=60, required=False)
    roles: tuple[str, ...] = choices(message("Also trusted as"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    revision: str = hidden(limit=20)
    full_name: str = text(_FULL_NAME, limit=120)
    email: str = email(_EMAIL, limit=254, autocomplete="off")
    position: str = text(_POSITION, limit=120, required=False)
    phone: str = phone(_PHONE, required=False, autocomplete="off")
    called: str = text(_CALLED, hint=_CALLED_HINT, limit=60, required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    revision: str = hidden(limit=20)
    roles: tuple[str, ...] = choices(
        message("Trusted as"), hint=message("The person signs in again with the new roles.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    full_name: str = text(_FULL_NAME, limit=120, autocomplete="name")
    called: str = text(message("How to address you"), hint=_CALLED_HINT, limit=60, required=False)
    phone: str = phone(_PHONE, required=False)
    language: str = choice(message("Language"), {"vi": "Tiếng Việt", "en": "English"})


_PASSWORD_HINT = message("At least 10 characters. A short sentence is easy to keep.")
_AGAIN = message("New password, once more")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePassword:
    password: str = secret(
        message("New password"), hint=_PASSWORD_HINT, autocomplete="new-password"
    )
    again: str = secret(_AGAIN, autocomplete="new-password")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAdministrator:
    full_name: str = text(_FULL_NAME, limit=120, autocomplete="name")
    email: str = email(_EMAIL, limit=254)
    unit: str = choice(message("Department"), style="select")
    password: str = secret(
        message("New password"), hint=_PASSWORD_HINT, autocomplete="new-password"
    )
    again: str = secret(_AGAIN, autocomplete="new-password")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetRequest:
    email: str = email(_EMAIL, limit=254, autocomplete="username")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A form that is only a button."""
