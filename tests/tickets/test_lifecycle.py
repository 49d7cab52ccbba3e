"""The life of a ticket as a table: every role × status × verb, and what each verb leads to."""

from dataclasses import replace
from typing import Any

import pytest

from helpdesk.people.viewer import Role, Viewer
from helpdesk.tickets.lifecycle import (
    FACTS,
    MOVES,
    TIMED,
    Holder,
    Standing,
    Status,
    Verb,
    after_reply,
    allowed,
    asks,
    entrusted,
    handles,
    next_step,
)

UNIT, OTHER_UNIT, DEPARTMENT, PROVINCE, OTHER_PROVINCE = 1, 2, 3, 80, 75

# n new, p in progress, r waiting for the requester, o waiting outside, R resolved, C closed,
# X cancelled, D duplicate. A column is the status before, a letter the status after.
LETTERS = dict(zip("nproRCXD", Status, strict=True))
TABLE = """
                n p r o R C X D
reply           n p r o R - - -
note            n p r o R C X D
take            p p r o - - - -
assign          n p r o R - - -
await_requester r r - r - - - -
await_outside   o o o o - - - -
resume          - - p p - - - -
resolve         R R R R - - - -
confirm         - - - - C - - -
reopen          - - - - p p p p
cancel          X X X X - - - -
mark_duplicate  D D D D - - - -
prioritise      n p r o - - - -
classify        n p r o R - - -
share           n p r o R C X D
watch           n p r o R C X D
attach_guide    n p r o R - - -
detach_guide    n p r o R - - -
accept_guide    C C C C C - - -
stuck_at_step   n p p o p - - -
close           - - - - C - - -
"""
ASKS = "reply confirm reopen cancel share watch accept_guide stuck_at_step"
WORKS = (
    "reply note take assign await_requester await_outside resume resolve reopen cancel"
    " mark_duplicate prioritise classify watch attach_guide detach_guide"
)


def person(number: int, unit: int, province: int, *roles: Role) -> Viewer:
    return Viewer(number, "", unit, province, frozenset({Role.official, *roles}), frozenset())


def ticket(status: Status = Status.new, **changes: object) -> Standing:
    plain = Standing(
        id=1, status=status, revision=1, requester=10, opened_by=11, unit=UNIT, province=PROVINCE,
        category=1, service=None, priority=3, team=None, assignee=None, is_shared=False,
        is_watched=False,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


REQUESTER = person(10, UNIT, PROVINCE)
COLLEAGUE = person(12, UNIT, PROVINCE)
TECHNICIAN = person(30, DEPARTMENT, PROVINCE, Role.technician)

# Who, what the ticket is to them, and every verb that they may ever use.
TRUSTED: list[tuple[str, Viewer, dict[str, Any], str]] = [
    ("requester", REQUESTER, {}, ASKS),
    ("requester elsewhere now", person(10, OTHER_UNIT, OTHER_PROVINCE), {}, ASKS),
    ("opener of the same unit", person(11, UNIT, PROVINCE), {}, ASKS),
    ("opener elsewhere now", person(11, OTHER_UNIT, PROVINCE), {}, "reply watch"),
    ("colleague", COLLEAGUE, {}, ""),
    ("colleague, shared", COLLEAGUE, {"is_shared": True}, "reply watch"),
    ("neighbour, shared", person(20, OTHER_UNIT, PROVINCE), {"is_shared": True}, ""),
    ("neighbour, watching", person(20, OTHER_UNIT, PROVINCE), {"is_watched": True}, "reply watch"),
    ("focal point", person(13, UNIT, PROVINCE, Role.focal_point), {}, ASKS),
    ("focal point elsewhere", person(21, OTHER_UNIT, PROVINCE, Role.focal_point), {}, ""),
    ("technician", TECHNICIAN, {}, WORKS),
    ("technician, own report", TECHNICIAN, {"requester": 30}, f"{WORKS} {ASKS}"),
    ("technician for a caller", TECHNICIAN, {"opened_by": 30}, WORKS),
    ("technician elsewhere", person(31, 9, OTHER_PROVINCE, Role.technician), {}, ""),
    (
        "technician elsewhere, watching",
        person(31, 9, OTHER_PROVINCE, Role.technician),
        {"is_watched": True},
        "reply watch",
    ),
    (
        "leader",
        person(40, DEPARTMENT, PROVINCE, Role.leader),
        {},
        "reply watch note assign prioritise",
    ),
    (
        "administrator",
        person(41, DEPARTMENT, PROVINCE, Role.administrator),
        {},
        "reply watch assign",
    ),
    ("trainer", person(42, DEPARTMENT, PROVINCE, Role.trainer), {}, ""),
]


def table() -> dict[Verb, dict[Status, Status]]:
    lines = TABLE.strip("\n").splitlines()
    before = [LETTERS[letter] for letter in lines[0].split()]
    found = {}
    for line in lines[1:]:
        verb, *letters = line.split()
        cells = zip(before, letters, strict=True)
        found[Verb(verb)] = {b: LETTERS[letter] for b, letter in cells if letter != "-"}
    return found


def test_the_moves_are_the_table() -> None:
    assert {verb: dict(move) for verb, move in MOVES.items()} == table()


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(
    ("who", "viewer", "changes", "verbs"), TRUSTED, ids=[row[0] for row in TRUSTED]
)
def test_everybody_may_do_what_they_are_trusted_with_and_what_fits(
    who: str, viewer: Viewer, changes: dict[str, object], verbs: str, status: Status
) -> None:
    found, expected = ticket(status, **changes), {Verb(verb) for verb in verbs.split()}
    assert entrusted(viewer, found) == expected
    assert allowed(viewer, found) == {verb for verb in expected if status in table()[verb]}


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_way_out_for_the_commune_and_the_department(status: Status) -> None:
    for viewer in (REQUESTER, TECHNICIAN):
        ways = {MOVES[verb][status] for verb in allowed(viewer, ticket(status))}
        assert ways - {status}


@pytest.mark.parametrize("status", Status)
def test_facts_agree_with_each_other(status: Status) -> None:
    facts = FACTS[status]
    assert facts.is_open == (facts.group in ("open", "waiting"))
    assert (facts.holder == Holder.nobody) == (facts.group == "done")
    assert facts.word.id
    assert facts.hint.id


def test_what_only_time_does_is_entrusted_to_nobody() -> None:
    for _, viewer, changes, _ in TRUSTED:
        assert not entrusted(viewer, ticket(**changes)) & TIMED


def test_nobody_takes_what_they_are_working_on() -> None:
    assert Verb.take in allowed(TECHNICIAN, ticket(Status.new, assignee=30))
    assert Verb.take in allowed(TECHNICIAN, ticket(Status.in_progress, assignee=31))
    assert Verb.take not in allowed(TECHNICIAN, ticket(Status.in_progress, assignee=30))


@pytest.mark.parametrize(
    ("viewer", "after"),
    [
        (REQUESTER, Status.in_progress),
        (COLLEAGUE, Status.in_progress),
        (TECHNICIAN, Status.waiting_requester),
    ],
)
def test_an_answer_from_the_commune_ends_the_waiting(viewer: Viewer, after: Status) -> None:
    assert after_reply(viewer, ticket(Status.waiting_requester)) == after
    assert after_reply(viewer, ticket(Status.waiting_outside)) == Status.waiting_outside


def test_who_handles_reads_internal_notes() -> None:
    for who, viewer, changes, verbs in TRUSTED:
        assert handles(viewer, ticket(**changes)) == ("note" in verbs.split()), who


def test_who_asks_speaks_for_the_commune() -> None:
    for who, viewer, changes, verbs in TRUSTED:
        assert asks(viewer, ticket(**changes)) == ("confirm" in verbs.split()), who


def test_what_nobody_has_is_in_the_queue_whatever_its_status() -> None:
    assert next_step(ticket(Status.in_progress)) == FACTS[Status.new].hint
    assert next_step(ticket(Status.in_progress, assignee=30)) == FACTS[Status.in_progress].hint
    assert next_step(ticket(Status.waiting_outside)) == FACTS[Status.waiting_outside].hint
