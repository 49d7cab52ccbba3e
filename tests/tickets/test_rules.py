"""Priority, working days, row ids and the story in words: rules that need no database."""

from datetime import date

import pytest

from helpdesk.text.formatting import local
from helpdesk.tickets.calendar import close_due_at, is_working_day, working_days_after
from helpdesk.tickets.lifecycle import Status, Verb
from helpdesk.tickets.priority import PRIORITIES, Impact, Queue, priority, queue
from helpdesk.tickets.report import row_id, row_ids
from helpdesk.tickets.story import ends, sentence
from tests.people import NOW


@pytest.mark.parametrize(
    ("impact", "waiting", "has_workaround", "expected"),
    [
        (Impact.me, 0, False, 3),
        (Impact.me, 0, True, 4),
        (Impact.me, 1, False, 2),
        (Impact.office, 0, False, 2),
        (Impact.office, 0, True, 3),
        (Impact.citizens, 0, False, 1),
        (Impact.citizens, 9, True, 2),
        (Impact.citizens, 10, True, 1),
    ],
)
def test_priority(impact: Impact, waiting: int, has_workaround: bool, expected: int) -> None:
    assert priority(impact, waiting, has_workaround=has_workaround) == expected


def test_every_case_has_a_priority_and_a_workaround_never_raises_it() -> None:
    assert set(PRIORITIES) == {(impact, size) for impact in Impact for size in Queue}
    assert all(1 <= without <= with_one <= 4 for without, with_one in PRIORITIES.values())


def test_more_people_stuck_is_never_less_urgent() -> None:
    for impact in Impact:
        urgent = [PRIORITIES[impact, queue(count)] for count in (0, 1, 10)]
        assert urgent == sorted(urgent, reverse=True)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # Monday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 24), False),  # the day of Vietnamese culture
        (date(2026, 2, 17), False),  # the first day of the year of the horse
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),  # the Hùng kings' day fell on a Sunday
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), False),
        (date(2026, 9, 1), False),
        (date(2026, 9, 2), False),
        (date(2026, 9, 3), True),
        (date(2027, 2, 6), False),
        (date(2027, 4, 16), False),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) == works


def test_days_are_counted_over_weekends_and_holidays() -> None:
    assert working_days_after(date(2026, 11, 16), 5) == date(2026, 11, 23)
    assert working_days_after(date(2026, 11, 23), 5) == date(2026, 12, 1)
    assert working_days_after(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert working_days_after(date(2026, 11, 23), 0) == date(2026, 11, 23)


def test_silence_ends_with_the_fifth_working_day_in_viet_nam() -> None:
    assert f"{local(close_due_at(NOW)):%Y-%m-%d %H:%M}" == "2026-12-02 00:00"
    late_sunday = NOW - 14 * 3_600_000  # 18:15 in Viet Nam, still Sunday everywhere
    assert f"{local(close_due_at(late_sunday)):%Y-%m-%d}" == "2026-12-01"


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "٣", "9" * 19, " 1"])
def test_what_is_no_row_id(text: str) -> None:
    assert row_id(text) is None


def test_row_ids_are_distinct_and_in_order() -> None:
    assert row_ids(("7", "3", "x", "7")) == [3, 7]


@pytest.mark.parametrize(
    ("kind", "told", "text"),
    [
        ("open", {}, "Chi reported the problem"),
        ("open", {"requester_name": "An"}, "Chi reported the problem for An"),
        (Verb.assign, {"assignee": "Tú", "team": "Tổ 1"}, "Chi handed the ticket to Tú"),
        (Verb.assign, {"assignee": "", "team": "Tổ 1"}, "Chi handed the ticket to Tổ 1"),
        (Verb.await_outside, {"body": "VNPT", "reference": ""}, "Chi handed it to VNPT"),
        (
            Verb.await_outside,
            {"body": "VNPT", "reference": "7"},
            "Chi handed it to VNPT, their number 7",
        ),
        (Verb.share, {"is_shared": True}, "Chi let colleagues of the unit see the ticket"),
        (
            Verb.share,
            {"is_shared": False},
            "Chi no longer lets colleagues of the unit see the ticket",
        ),
        ("hand_over", {"assignee": "Tú", "leaving": "Dũng"},
         "Chi handed the ticket to Tú: Dũng has left"),
        ("hand_over", {"assignee": "", "leaving": "Dũng"},
         "Chi put the ticket back in the queue: Dũng has left"),
        ("hand_over", {"requester": "An", "leaving": "Dũng"},
         "An now speaks for the commune: Dũng has left"),
        ("something later", {}, "Chi changed the ticket"),
        (Verb.close, {}, "Closed after 5 working days without objection"),
    ],
)  # fmt: skip
def test_the_story_in_words(kind: str, told: dict[str, object], text: str) -> None:
    said = sentence(kind, told, "Chi")
    assert said.id.format_map(said.values) == text


def test_names_are_told_in_the_language_of_the_reader() -> None:
    told = {"category": "Thiết bị", "category_in_english": "Equipment"}
    assert sentence(Verb.classify, told, "Chi", "vi").values["category"] == "Thiết bị"
    assert sentence(Verb.classify, told, "Chi", "en").values["category"] == "Equipment"


def test_where_an_event_led() -> None:
    assert ends({"from": "new", "to": "in_progress"}) == Status.in_progress
    assert ends({}) is None
