"""What a person tells when reporting a problem; knows no form, no table and no page."""

from collections.abc import Iterable
from typing import Protocol

MOST_FILES = 10
"""Files that one report or one reply may carry."""


class Report(Protocol):
    """A report as typed: cleaned texts, "" for what was left out.

    `category` and `service` are codes of the catalogue, `impact` is one of `priority.Impact`.
    `requester` is the id of the person it is filed for, `uploads` are ids of files sent before by
    the person who files it, both as text. `guide` is the slug of a guide that was read first.
    """

    @property
    def title(self) -> str: ...
    @property
    def details(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def impact(self) -> str: ...
    @property
    def citizens_waiting(self) -> int | None: ...
    @property
    def has_workaround(self) -> bool: ...
    @property
    def requester(self) -> str: ...
    @property
    def callback_name(self) -> str: ...
    @property
    def callback_phone(self) -> str: ...
    @property
    def file_code(self) -> str: ...
    @property
    def is_shared(self) -> bool: ...
    @property
    def uploads(self) -> tuple[str, ...]: ...
    @property
    def guide(self) -> str: ...


def row_id(text: str) -> int | None:
    """The row id that a form field holds, or None for whatever is not one."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    return None


def row_ids(texts: Iterable[str]) -> list[int]:
    """The distinct row ids among some texts, in order."""
    return sorted({found for text in texts if (found := row_id(text)) is not None})
