"""How long a session lasts and how often one may try to sign in. Pure."""

from helpdesk.clock import DAY, HOUR, MINUTE, Instant

LONGEST: Instant = 30 * DAY
IDLE: Instant = 12 * HOUR
IDLE_ON_SHARED: Instant = HOUR
SEEN_EVERY: Instant = 5 * MINUTE

WINDOW: Instant = 15 * MINUTE
MOST_PER_ACCOUNT = 5
MOST_PER_ADDRESS = 40
"""A whole commune may stand behind one address: more tries than for one account."""


def expires_at(created_at: Instant, seen_at: Instant, *, is_shared: bool) -> Instant:
    """When a session ends that was last used at `seen_at`."""
    idle = IDLE_ON_SHARED if is_shared else IDLE
    return min(created_at + LONGEST, seen_at + idle)


def is_seen_again(last_seen_at: Instant, now: Instant) -> bool:
    """Whether the use of a session is worth writing down."""
    return now - last_seen_at >= SEEN_EVERY


def next_try_at(
    account_failures: list[Instant], address_failures: list[Instant], now: Instant
) -> Instant | None:
    """When signing in may be tried again; None: now. Failures are the latest, newest first."""
    waits = [
        failures[most - 1] + WINDOW
        for failures, most in (
            (account_failures, MOST_PER_ACCOUNT),
            (address_failures, MOST_PER_ADDRESS),
        )
        if len(failures) >= most
    ]
    return max((at for at in waits if at > now), default=None)
