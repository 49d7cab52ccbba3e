"""The one place that asks what time it is; everything below the routes is handed `now`."""

import time

Instant = int
"""Milliseconds since 1970-01-01T00:00:00Z."""

SECOND: Instant = 1_000
MINUTE: Instant = 60 * SECOND
HOUR: Instant = 60 * MINUTE
DAY: Instant = 24 * HOUR


def now() -> Instant:
    return time.time_ns() // 1_000_000
