"""Reading a form: typed text into values, every problem of every field told at once. Pure."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from helpdesk.errors import Invalid, Message, Problem, message
from helpdesk.web.fields import Field, described
from helpdesk.web.typed import Typed

F = TypeVar("F")

_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}", re.IGNORECASE)

_PHONE = re.compile(r"(?:\+84|0)\d{9,10}|1[089]00\d{4,6}|1\d{2,3}")

YES = frozenset({"on", "yes", "true", "1"})


def parse(form: type[F], typed: Typed) -> F:
    """The form as typed values; raises Invalid with every problem of every field."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, description in described(form).items():
        try:
            values[name] = _READERS[description.kind](description, typed, name)
        except _Wrong as wrong:
            problems.append(Problem(name, wrong.message))
    if problems:
        raise Invalid(problems)
    return form(**values)


class _Wrong(Exception):
    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text)
        self.message = Message(text, values)


def _read_text(of: Field, typed: Typed, name: str) -> str:
    value = " ".join(typed.one(name).split())
    return _bounded(of, value)


def _read_area(of: Field, typed: Typed, name: str) -> str:
    return _bounded(of, typed.one(name).strip())


def _bounded(of: Field, value: str) -> str:
    if of.required and not value:
        raise _Wrong(PLEASE_FILL_IN.id, label=of.label)
    if len(value) > of.limit:
        raise _Wrong(TOO_LONG.id, label=of.label, limit=of.limit, count=len(value))
    return value


def _read_email(of: Field, typed: Typed, name: str) -> str:
    value = _read_text(of, typed, name)
    if value and not _EMAIL.fullmatch(value):
        raise _Wrong(NOT_AN_EMAIL.id)
    return value


def _read_phone(of: Field, typed: Typed, name: str) -> str:
    value = re.sub(r"[ .\-()]", "", _read_text(of, typed, name))
    if value and not _PHONE.fullmatch(value):
        raise _Wrong(NOT_A_PHONE.id)
    return value


def _read_date(of: Field, typed: Typed, name: str) -> str:
    value = _read_text(of, typed, name)
    if value and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise _Wrong(NOT_A_DATE.id)
    return value


def _read_number(of: Field, typed: Typed, name: str) -> int | None:
    value = _read_text(of, typed, name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 12):
        raise _Wrong(NOT_A_NUMBER.id, label=of.label)
    if not of.least <= int(value) <= of.most:
        raise _Wrong(OUT_OF_RANGE.id, label=of.label, least=of.least, most=of.most)
    return int(value)


def _read_choice(of: Field, typed: Typed, name: str) -> str:
    value = typed.one(name)
    if not value and of.required:
        raise _Wrong(PLEASE_CHOOSE.id, label=of.label)
    if value and of.options is not None and value not in {option.value for option in of.options}:
        raise _Wrong(PLEASE_CHOOSE.id, label=of.label)
    return value[:200]


def _read_choices(of: Field, typed: Typed, name: str) -> tuple[str, ...]:
    values = typed.all(name)
    if of.required and not values:
        raise _Wrong(PLEASE_CHOOSE.id, label=of.label)
    if of.options is not None and not {option.value for option in of.options}.issuperset(values):
        raise _Wrong(PLEASE_CHOOSE.id, label=of.label)
    return values


def _read_password(of: Field, typed: Typed, name: str) -> str:
    return _bounded(of, typed.one(name))


def _read_checkbox(of: Field, typed: Typed, name: str) -> bool:
    return typed.one(name) in YES


def _read_files(of: Field, typed: Typed, name: str) -> tuple[()]:
    return ()


_READERS: dict[str, Callable[[Field, Typed, str], Any]] = {
    "text": _read_text,
    "search": _read_text,
    "area": _read_area,
    "hidden": _read_text,
    "email": _read_email,
    "phone": _read_phone,
    "date": _read_date,
    "number": _read_number,
    "choice": _read_choice,
    "tiles": _read_choice,
    "select": _read_choice,
    "choices": _read_choices,
    "checkbox": _read_checkbox,
    "password": _read_password,
    "files": _read_files,
}

PLEASE_FILL_IN = message("Please fill in “{label}”.")

PLEASE_CHOOSE = message("Please choose “{label}”.")

TOO_LONG = message("“{label}” takes at most {limit} characters; this has {count}.")

NOT_AN_EMAIL = message("This is not an e-mail address; it should look like ten@dongnai.gov.vn.")

NOT_A_PHONE = message("This is not a telephone number; it should look like 0912 345 678.")

NOT_A_DATE = message("This is not a date; it should look like 2026-11-23.")

NOT_A_NUMBER = message("“{label}” takes a whole number, in digits.")

OUT_OF_RANGE = message("“{label}” takes a number from {least} to {most}.")
