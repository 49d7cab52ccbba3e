"""Bringing in lists of people: all of it or nothing, and repeating it changes nothing."""

from collections.abc import Iterable, Sequence

from helpdesk.clock import Instant
from helpdesk.database import rows, transaction
from helpdesk.errors import Message, message
from helpdesk.people.accounts.lists import ListedPerson, listed_person
from helpdesk.people.accounts.operations.recording import (
    NewPerson,
    insert_person,
    record,
    search_text,
)
from helpdesk.people.accounts.tables import AccountEventKind
from helpdesk.people.lists import BadRow, Report, Row
from helpdesk.people.units.names import search_words
from helpdesk.people.units.queries import find_units
from helpdesk.people.viewer import Viewer
from helpdesk.text.folding import name_sort_key

_COMPARED = ("full_name", "called", "phone", "position")


async def import_people(
    found: Sequence[Row], *, check_only: bool = False, by: Viewer | None = None, now: Instant
) -> Report:
    """Add the people of a list, and correct name, telephone and position of those known.

    People are known by e-mail address; their unit and roles stay as they are. Columns: see
    `accounts.lists.HEADINGS`; a unit is named by its code or by its name. With `by`, units
    outside the administrator's province are refused. Nobody gets a link by this.
    """
    people, bad = _read(found)
    units, refused = await _units_of(people, by.province if by else None)
    bad += refused
    async with transaction():
        known = await _known(people)
        bad += _elsewhere(people, known, units)
        new = [person for person in people if person.email not in known]
        changed = [p for p in people if p.email in known and _differs(p, known[p.email])]
        if not bad and not check_only:
            await _write(new, changed, known, units, by=by.id if by else None, now=now)
    same = len(people) - len(new) - len(changed)
    bad.sort(key=lambda row: row.line)
    return Report(len(new), len(changed), same, tuple(bad))


def _read(found: Iterable[Row]) -> tuple[list[ListedPerson], list[BadRow]]:
    people: dict[str, ListedPerson] = {}
    bad: list[BadRow] = []
    for row in found:
        person = listed_person(row)
        if isinstance(person, Message):
            bad.append(BadRow(row.line, person))
        elif person.email in people:
            first = people[person.email].line
            text = message("The e-mail address stands in line {line} already.", line=first)
            bad.append(BadRow(row.line, text))
        else:
            people[person.email] = person
    return list(people.values()), bad


async def _units_of(
    people: Sequence[ListedPerson], province: int | None
) -> tuple[dict[str, int], list[BadRow]]:
    """The unit's id for each text that names one, and the lines whose text names none."""
    answers: dict[str, int | Message] = {}
    bad: list[BadRow] = []
    for person in people:
        if person.unit not in answers:
            answers[person.unit] = await _unit(person.unit, province)
        answer = answers[person.unit]
        if isinstance(answer, Message):
            bad.append(BadRow(person.line, answer))
    return {text: unit for text, unit in answers.items() if isinstance(unit, int)}, bad


async def _unit(text: str, province: int | None) -> int | Message:
    coded = await rows(
        "SELECT id, COALESCE(parent, id) AS province FROM unit WHERE code = {} AND is_active", text
    )
    if coded and province in (None, coded[0]["province"]):
        return int(coded[0]["id"])
    candidates = await find_units(text, province=province, limit=4)
    exact = [c for c in candidates if search_words(c.shown_name) == search_words(text)]
    fitting = exact or list(candidates)
    if not fitting:
        return message("No unit answers to “{text}”.", text=text)
    if len(fitting) > 1:
        names = "; ".join(unit.shown_name for unit in fitting[:3])
        return message("“{text}” may be several units: {names}.", text=text, names=names)
    return fitting[0].id


async def _known(people: Sequence[ListedPerson]) -> dict[str, dict[str, object]]:
    """What is recorded of those who have an account, by e-mail address."""
    known: dict[str, dict[str, object]] = {}
    emails = [person.email for person in people]
    for start in range(0, len(emails), 500):
        some = emails[start : start + 500]
        marks = ", ".join("{}" for _ in some)
        found = await rows(
            "SELECT person.id, email, full_name, called, phone, position, unit, shown_name"
            f" FROM person JOIN unit ON unit.id = person.unit WHERE email IN ({marks})",
            *some,
        )
        known |= {row["email"]: row for row in found}
    return known


def _elsewhere(
    people: Sequence[ListedPerson], known: dict[str, dict[str, object]], units: dict[str, int]
) -> list[BadRow]:
    """Moving is not done by a list: somebody must first say who takes over the open tickets."""
    return [
        BadRow(p.line, _works_in(p.full_name, known[p.email]["shown_name"]))
        for p in people
        if p.email in known and p.unit in units and units[p.unit] != known[p.email]["unit"]
    ]


def _works_in(name: str, unit: object) -> Message:
    return message("{name} works in {unit}; please move them on their page.", name=name, unit=unit)


def _differs(person: ListedPerson, known: dict[str, object]) -> bool:
    """Empty cells say nothing about what is recorded."""
    return any(getattr(person, name) not in ("", known[name]) for name in _COMPARED)


async def _write(
    new: Sequence[ListedPerson],
    changed: Sequence[ListedPerson],
    known: dict[str, dict[str, object]],
    units: dict[str, int],
    *,
    by: int | None,
    now: Instant,
) -> None:
    for person in new:
        added = NewPerson(
            full_name=person.full_name, email=person.email, unit=units[person.unit],
            roles=person.roles, called=person.called, phone=person.phone, position=person.position,
        )  # fmt: skip
        await insert_person(added, by=by, now=now)
    for person in changed:
        await _correct(person, known[person.email], by=by, now=now)


async def _correct(
    person: ListedPerson, known: dict[str, object], *, by: int | None, now: Instant
) -> None:
    said = {name: getattr(person, name) or str(known[name]) for name in _COMPARED}
    number = int(str(known["id"]))
    await rows(
        "UPDATE person SET full_name = {}, called = {}, phone = {}, position = {}, sort_key = {},"
        " folded = {}, revision = revision + 1 WHERE id = {}",
        *(said[name] for name in _COMPARED), name_sort_key(said["full_name"]),
        search_text(said["full_name"], person.email, said["phone"]), number,
    )  # fmt: skip
    await record(number, by, AccountEventKind.details_changed, now, name=said["full_name"])
