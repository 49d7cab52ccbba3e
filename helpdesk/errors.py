"""What can go wrong for a person, in three classes; knows no request and no language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence still to be translated: an English text and what stands in its `{names}`."""

    id: str
    values: Mapping[str, object] = field(default_factory=dict)


def message(text: str, /, **values: object) -> Message:
    """Mark `text` for translation; `values` fill its `{names}` once it is translated."""
    return Message(text, values)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field; the empty field name means the form as a whole."""

    field: str
    message: Message


class NotAllowed(Exception):
    """The person may not do this (403).

    `hidden` says that the person may not even know that it exists, and is answered 404.
    """

    def __init__(self, *, hidden: bool = False) -> None:
        super().__init__("hidden" if hidden else "not allowed")
        self.hidden = hidden


class Stale(Exception):
    """What the person saw has changed meanwhile (409); the message says who did what, and when."""

    def __init__(self, text: Message) -> None:
        super().__init__(text.id)
        self.message = text


class Invalid(Exception):
    """What was typed cannot be taken (422); carries every problem, not the first only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{p.field}: {p.message.id}" for p in self.problems))
