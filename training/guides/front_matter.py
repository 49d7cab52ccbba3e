"""What a guide says of itself between its `---` lines, read against a schema; no database."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import yaml

from helpdesk.errors import Message, Problem, message
from helpdesk.people.viewer import Role

MOST_CHARACTERS = 20_000

T = TypeVar("T")

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,490}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from; `address` is "" for what has none."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a guide says of itself. `minutes` is how long it takes to follow."""

    title: str
    summary: str
    category: str
    services: tuple[str, ...]
    audience: tuple[str, ...]
    minutes: int
    owner: str
    reviewed_on: date
    review_by: date
    sources: tuple[Source, ...]


def read_front_matter(text: str, first_line: int) -> tuple[FrontMatter | None, list[Problem]]:
    """The values of `text`, which begins at line `first_line` of its file, and what is wrong."""
    try:
        values, lines = _mapping(text)
    except _Wrong as wrong:
        return None, [_problem("", first_line + wrong.line, wrong.message)]
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        return None, [_problem("", line, NOT_YAML)]
    except (yaml.YAMLError, ValueError, RecursionError):
        return None, [_problem("", first_line, NOT_YAML)]
    read, problems = {}, []
    for name, reader in _SCHEMA.items():
        try:
            read[name] = reader(values.get(name))
        except _Wrong as wrong:
            problems.append(_problem(name, first_line + lines.get(name, 0), wrong.message))
    problems += [
        _problem(name, first_line + lines[name], UNKNOWN) for name in lines if name not in _SCHEMA
    ]
    if not problems and read["review_by"] <= read["reviewed_on"]:
        problems.append(_problem("review_by", first_line + lines["review_by"], TOO_EARLY))
    return (None if problems else FrontMatter(**read)), problems


NOT_YAML = message("this is not “name: value”; put a value that holds “: ” or “#” in quotes")
TWICE = message("this name stands here twice")
ALIAS = message("“&” and “*” cannot begin a value; put it in quotes")
TOO_LONG = message("there is too much text here")
UNKNOWN = message("a guide has no field of this name")
MISSING = message("this is missing")
NOT_TEXT = message("this must be text; put numbers and dates in quotes")
NOT_A_LIST = message("this must be a list, like [vgca, qlvb]")
NOT_A_CODE = message("“{value}” is not a code: small letters without marks, digits and hyphens")
NOT_A_ROLE = message("nobody has the role “{value}”")
NOT_MINUTES = message("this must be a whole number from 1 to 240")
NOT_A_DAY = message("this must be a day, like 2026-11-23")
NOT_A_SOURCE = message("each source needs a “name”, and may have an “address” with https://")
TOO_EARLY = message("the next review must come after the last one")


class _Wrong(Exception):
    def __init__(self, text: Message, line: int = 0) -> None:
        super().__init__(text.id)
        self.message = text
        self.line = line


def _problem(field: str, line: int, text: Message) -> Problem:
    said = message("Line {line}, {field}: {what}", line=line, field=field or "---", what=text)
    return Problem(field, said)


def _mapping(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Values and line numbers (from 0) by name. Aliases are refused: they can grow without end."""
    if len(text) > MOST_CHARACTERS:
        raise _Wrong(TOO_LONG)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            raise _Wrong(ALIAS, token.start_mark.line)
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        raise _Wrong(NOT_YAML)
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _Wrong(NOT_YAML, key.start_mark.line)
        if key.value in lines:
            raise _Wrong(TWICE, key.start_mark.line)
        lines[key.value] = key.start_mark.line
    return {str(key): value for key, value in yaml.safe_load(text).items()}, lines


def _text(limit: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value is None:
            raise _Wrong(MISSING)
        if not isinstance(value, str):
            raise _Wrong(NOT_TEXT)
        if not 0 < len(value.strip()) <= limit:
            raise _Wrong(TOO_LONG if value.strip() else MISSING)
        return value.strip()

    return read


def _code(value: Any) -> str:
    text = _text(60)(value)
    if not _CODE.fullmatch(text):
        raise _Wrong(Message(NOT_A_CODE.id, {"value": text}))
    return text


def _role(value: Any) -> str:
    if not isinstance(value, str) or value not in Role.__members__:
        raise _Wrong(Message(NOT_A_ROLE.id, {"value": value}))
    return value


def _list_of(reader: Callable[[Any], T], *, least: int = 0) -> Callable[[Any], tuple[T, ...]]:
    def read(value: Any) -> tuple[T, ...]:
        if value is None:
            raise _Wrong(MISSING)
        if not isinstance(value, list):
            raise _Wrong(NOT_A_LIST)
        if len(value) < least:
            raise _Wrong(MISSING)
        return tuple(map(reader, value))

    return read


def _minutes(value: Any) -> int:
    if value is None:
        raise _Wrong(MISSING)
    if type(value) is not int or not 1 <= value <= 240:
        raise _Wrong(NOT_MINUTES)
    return value


def _day(value: Any) -> date:
    if value is None:
        raise _Wrong(MISSING)
    if type(value) is not date:
        raise _Wrong(NOT_A_DAY)
    return value


def _source(value: Any) -> Source:
    if not isinstance(value, dict) or not {"name"} <= value.keys() <= {"name", "address"}:
        raise _Wrong(NOT_A_SOURCE)
    address = value.get("address", "")
    if address and not (isinstance(address, str) and _ADDRESS.fullmatch(address)):
        raise _Wrong(NOT_A_SOURCE)
    return Source(_text(500)(value["name"]), address)


_SCHEMA: Mapping[str, Callable[[Any], Any]] = {
    "title": _text(120),
    "summary": _text(320),
    "category": _code,
    "services": _list_of(_code),
    "audience": _list_of(_role, least=1),
    "minutes": _minutes,
    "owner": _text(120),
    "reviewed_on": _day,
    "review_by": _day,
    "sources": _list_of(_source, least=1),
}
