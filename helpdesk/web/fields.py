"""Fields: what a form class says of what is asked; pure, knows no request and no value.

A form class is a frozen dataclass whose fields are made by `text`, `choice`, … below. It says
labels, limits and fixed choices; whether a chosen thing exists or is allowed is asked by the
operation.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from helpdesk.errors import Message

Label = Message | str


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: Label
    hint: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a form says of one field; `kind` is how it is shown and read."""

    kind: str
    label: Label
    hint: Label | None = None
    required: bool = True
    limit: int = 200
    rows: int = 1
    least: int = 0
    most: int = 2_000_000_000
    options: tuple[Option, ...] | None = None
    autocomplete: str | None = None
    inputmode: str | None = None


def text(label: Label, *, limit: int = 200, rows: int = 1, **more: Any) -> Any:
    kind = "area" if rows > 1 else "text"
    return _described(Field(kind=kind, label=label, limit=limit, rows=rows, **more), default="")


def search(label: Label, **more: Any) -> Any:
    return _described(Field(kind="search", label=label, required=False, **more), default="")


def email(label: Label, **more: Any) -> Any:
    said = {"autocomplete": "email", "inputmode": "email", **more}
    return _described(Field(kind="email", label=label, **said), default="")


def phone(label: Label, **more: Any) -> Any:
    said = {"autocomplete": "tel", "inputmode": "tel", "limit": 30, **more}
    return _described(Field(kind="phone", label=label, **said), default="")


def password(label: Label, **more: Any) -> Any:
    return _described(Field(kind="password", label=label, limit=1000, **more), default="")


def date(label: Label, **more: Any) -> Any:
    return _described(Field(kind="date", label=label, limit=10, **more), default="")


def whole_number(label: Label, *, least: int = 0, most: int = 2_000_000_000, **more: Any) -> Any:
    said = {"inputmode": "numeric", "least": least, "most": most, **more}
    return _described(Field(kind="number", label=label, **said), default=None)


def checkbox(label: Label, **more: Any) -> Any:
    return _described(Field(kind="checkbox", label=label, required=False, **more), default=False)


def hidden(*, limit: int = 200, required: bool = False) -> Any:
    return _described(Field(kind="hidden", label="", required=required, limit=limit), default="")


def files(label: Label, **more: Any) -> Any:
    """Files stay in `Typed.files`; the field only says how they are asked for."""
    return _described(Field(kind="files", label=label, required=False, **more), default=())


def choice(
    label: Label, options: Mapping[str, Label] | None = None, *, style: str = "choice", **more: Any
) -> Any:
    """One of `options`; without them they are given when the form is shown.

    `style` is "choice" (radio buttons), "tiles" or "select".
    """
    fixed = None if options is None else tuple(Option(v, name) for v, name in options.items())
    return _described(Field(kind=style, label=label, options=fixed, **more), default="")


def choices(label: Label, options: Mapping[str, Label] | None = None, **more: Any) -> Any:
    fixed = None if options is None else tuple(Option(v, name) for v, name in options.items())
    said = {"required": False, **more}
    return _described(Field(kind="choices", label=label, options=fixed, **said), default=())


def _described(description: Field, default: Any) -> Any:
    return field(default=default, metadata={"field": description})


def described(form: type[Any]) -> dict[str, Field]:
    """The descriptions of a form class by field name, in its order."""
    return {f.name: f.metadata["field"] for f in dataclasses.fields(form)}
