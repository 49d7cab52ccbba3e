"""Working days of the offices, and when silence counts as consent; knows no ticket.

Monday to Friday without the public holidays of Viet Nam. A working Saturday that makes up for a
holiday is not counted: a ticket then closes a day later, never earlier.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from helpdesk.clock import SECOND, Instant
from helpdesk.text.formatting import VIET_NAM, local

SILENCE = 5
"""Working days after which a resolved ticket that nobody objects to is closed."""


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself is not counted."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def close_due_at(resolved_at: Instant) -> Instant:
    """The end, in Viet Nam, of the fifth working day after the day of `resolved_at`."""
    last = working_days_after(local(resolved_at).date(), SILENCE)
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), VIET_NAM)
    return int(midnight.timestamp()) * SECOND


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))
