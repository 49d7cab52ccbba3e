"""Every message of the program has its Vietnamese, and says the same in both languages.

`python -m tests.test_translations` prints what is still missing, in the form of the file of the
room that it belongs to, then what no code says any more. `… guides` prints one room only.
"""

import re
import sys
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "helpdesk" / "locale" / "vi"
METHODS = {
    "helpdesk": [("**.py", "python")],
    "training": [("**.py", "python")],
    "templates": [("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.xml", "jinja2")],
}
OPTIONS = {pattern: {"silent": "false"} for pattern, _ in METHODS["templates"]}
KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "message": None}
ROOMS = {
    "helpdesk/text": "text",
    "helpdesk/people": "people",
    "templates/people": "people",
    "helpdesk/tickets": "tickets",
    "templates/tickets": "tickets",
    "training": "guides",
    "templates/guides": "guides",
    "templates/answers": "guides",
}
"""Which file a message belongs to, by where it is said; web for all else, and for several."""

Forms = tuple[str, ...]
"""A message; with a plural, singular and plural."""


class Entry(NamedTuple):
    file: str
    id: Forms
    vietnamese: Forms
    is_fuzzy: bool


@cache
def said() -> dict[Forms, list[str]]:
    """Every message in the code and the templates, and the places where."""
    found: dict[Forms, list[str]] = {}
    for top, methods in METHODS.items():
        extracted = extract_from_dir(ROOT / top, methods, OPTIONS, keywords=KEYWORDS)
        for name, line, said, _, _ in extracted:
            found.setdefault(_forms(said), []).append(f"{top}/{name}:{line}")
    return found


@cache
def translated() -> list[Entry]:
    """Every entry of every file; both, where one stands twice in the same file."""
    return [entry for path in sorted(CATALOGUES.glob("*.po")) for entry in _entries(path)]


def _entries(path: Path) -> list[Entry]:
    # Read one by one: a catalogue would keep the last of two without a word.
    header, *texts = re.split(rb"\n\s*\n", path.read_bytes().strip())
    catalogues = [
        read_po(BytesIO(header + b"\n\n" + text), locale="vi", abort_invalid=True) for text in texts
    ]
    return [
        Entry(path.name, _forms(entry.id), _forms(entry.string), entry.fuzzy)
        for catalogue in catalogues
        for entry in catalogue
        if entry.id
    ]


def _forms(text: Any) -> Forms:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def missing() -> list[Forms]:
    done = {entry.id for entry in translated() if all(entry.vietnamese)}
    return sorted(said().keys() - done)


def unused() -> list[Entry]:
    return [entry for entry in translated() if entry.id not in said()]


def room(message: Forms) -> str:
    rooms = {_room(place) for place in said()[message]}
    return rooms.pop() if len(rooms) == 1 else "web"


def _room(place: str) -> str:
    return next((name for folder, name in ROOMS.items() if place.startswith(f"{folder}/")), "web")


def _placeholders(text: str) -> set[str]:
    """`{name}` of messages, `%(name)s` of templates."""
    in_braces = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return in_braces | set(re.findall(r"%\(\w+\)s", text))


def test_every_message_has_its_vietnamese() -> None:
    assert not [f"{room(message)}.po: {message}" for message in missing()]


def test_nothing_is_translated_that_is_not_said() -> None:
    assert not [(entry.file, entry.id) for entry in unused()]


def test_nothing_is_fuzzy() -> None:
    assert not [(entry.file, entry.id) for entry in translated() if entry.is_fuzzy]


def test_placeholders_are_the_same() -> None:
    # Vietnamese has one form for all numbers; it answers to the plural.
    assert not [
        (entry.file, entry.id)
        for entry in translated()
        if any(_placeholders(form) != _placeholders(entry.id[-1]) for form in entry.vietnamese)
    ]


def test_each_message_stands_in_one_place() -> None:
    # gettext looks a plural up by its singular, so the two must not differ in their Vietnamese.
    count = Counter(entry.id[0] for entry in translated())
    assert not [message for message, times in count.items() if times > 1]


def test_edges_are_the_same() -> None:
    assert not [
        (entry.file, entry.id)
        for entry in translated()
        if any(_edges(form) != _edges(entry.id[-1]) for form in entry.vietnamese)
    ]


def _edges(text: str) -> tuple[bool, bool, bool]:
    """White space before, white space after, a question."""
    return text != text.lstrip(), text != text.rstrip(), text.rstrip().endswith("?")


def test_vietnamese_is_composed() -> None:
    for path in CATALOGUES.glob("*.po"):
        text = path.read_text("utf-8")
        assert not re.search("[\u0300-\u036f]|[Ððﬁ]", text), path.name


def main(rooms: list[str]) -> None:
    for name in rooms or ["text", "web", "people", "tickets", "guides"]:
        todo = [message for message in missing() if room(message) == name]
        old = [entry.id for entry in unused() if entry.file == f"{name}.po"]
        print(f"# {name}.po: {len(todo)} missing, {len(old)} not said any more")
        print("\n\n".join([*map(_blank, todo), *(f"# not said: {message}" for message in old)]))


def _blank(message: Forms) -> str:
    single, *plural = (form.replace("\\", "\\\\").replace('"', '\\"') for form in message)
    lines = [f'msgid "{single}"'.replace("\n", "\\n")]
    lines += [f'msgid_plural "{plural[0]}"', 'msgstr[0] ""'] if plural else ['msgstr ""']
    return "\n".join([f"#: {place}" for place in said()[message][:3]] + lines)


if __name__ == "__main__":
    main(sys.argv[1:])
