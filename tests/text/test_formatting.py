"""Dates, times and numbers, in both languages."""

from datetime import datetime

import pytest

from helpdesk.text.formatting import VIET_NAM, ago, date, date_time, local, number
from helpdesk.text.translation import Language

NOW = int(datetime(2026, 11, 23, 8, 15, tzinfo=VIET_NAM).timestamp() * 1000)
MINUTE = 60_000


def test_times_are_those_of_viet_nam() -> None:
    assert date_time(NOW, "vi") == "23/11/2026 08:15"
    assert date(NOW, "en") == "23/11/2026"
    assert date_time(0, "vi") == "01/01/1970 07:00"
    assert local(-1).microsecond == 999_000


@pytest.mark.parametrize(
    ("elapsed", "vietnamese", "english"),
    [
        (-MINUTE, "vừa xong", "just now"),
        (MINUTE - 1, "vừa xong", "just now"),
        (MINUTE, "1 phút trước", "1 minute ago"),
        (12 * MINUTE, "12 phút trước", "12 minutes ago"),
        (60 * MINUTE, "1 giờ trước", "1 hour ago"),
        (23 * 60 * MINUTE, "23 giờ trước", "23 hours ago"),
        (6 * 24 * 60 * MINUTE, "6 ngày trước", "6 days ago"),
        (7 * 24 * 60 * MINUTE, "16/11/2026", "16/11/2026"),
    ],
)
def test_ago(elapsed: int, vietnamese: str, english: str) -> None:
    assert ago(NOW - elapsed, NOW, "vi") == vietnamese
    assert ago(NOW - elapsed, NOW, "en") == english


@pytest.mark.parametrize(
    ("n", "language", "text"),
    [
        (1234567, "vi", "1.234.567"),
        (1234.5, "vi", "1.234,5"),
        (1234.5, "en", "1,234.5"),
        (0.1 + 0.2, "vi", "0,3"),
        (-2.0, "vi", "-2"),
        (0, "en", "0"),
    ],
)
def test_numbers(n: float, language: Language, text: str) -> None:
    assert number(n, language) == text


def test_a_number_of_decimals() -> None:
    assert number(12, "vi", decimals=1) == "12,0"
