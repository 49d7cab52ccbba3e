"""Who came with which session in the last seconds, so that a page needs no query for it.

Pure, one per process: other processes learn of a change when an entry here is too old.
"""

from dataclasses import dataclass

from helpdesk.clock import SECOND, Instant
from helpdesk.people.viewer import Viewer

LIFETIME = 5 * SECOND
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """A viewer, the session they came with, and until when it is good without asking again."""

    viewer: Viewer
    session: int
    is_shared: bool
    good_until: Instant


_remembered: dict[str, Remembered] = {}


def remember(token_hash: str, found: Remembered) -> None:
    if len(_remembered) >= MOST:
        _remembered.clear()
    _remembered[token_hash] = found


def recall(token_hash: str, now: Instant) -> Remembered | None:
    """What is remembered of a session, unless it is too old."""
    found = _remembered.get(token_hash)
    return found if found is not None and now < found.good_until else None


def forget_everyone() -> None:
    """After every change of roles, teams, units or sessions: such changes are rare."""
    _remembered.clear()
