"""What people type to sign in, and about themselves."""

from dataclasses import dataclass

from helpdesk.errors import message
from helpdesk.web.fields import checkbox, email, hidden
from helpdesk.web.fields import password as secret


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    email: str = email(message("E-mail"), autocomplete="username", limit=254)
    password: str = secret(message("Password"), autocomplete="current-password")
    shared: bool = checkbox(
        message("This is a shared computer"),
        hint=message("You will be signed out after an hour, or when the browser is closed."),
    )
    next: str = hidden(limit=2_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut:
    shared: bool = checkbox(
        message("Others use this computer too"),
        hint=message("Everything that this site keeps in the browser is erased."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSignIn:
    person: str = hidden(limit=20, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    old: str = secret(message("Present password"), autocomplete="current-password")
    password: str = secret(
        message("New password"),
        hint=message("At least 10 characters. A short sentence is easy to keep."),
        autocomplete="new-password",
    )
    again: str = secret(message("New password, once more"), autocomplete="new-password")
