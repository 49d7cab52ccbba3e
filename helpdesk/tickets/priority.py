"""From who is stuck to how soon it matters (P1 to P4); knows no ticket and no table."""

from collections.abc import Mapping
from enum import StrEnum


class Impact(StrEnum):
    """Who cannot work."""

    me = "me"
    office = "office"
    citizens = "citizens"


class Queue(StrEnum):
    """How many citizens are waiting because of it."""

    none = "none"
    some = "some"
    many = "many"


MANY = 10
"""From so many citizens on, a queue is long."""

PRIORITIES: Mapping[tuple[Impact, Queue], tuple[int, int]] = {
    (Impact.me, Queue.none): (3, 4),
    (Impact.me, Queue.some): (2, 3),
    (Impact.me, Queue.many): (1, 2),
    (Impact.office, Queue.none): (2, 3),
    (Impact.office, Queue.some): (1, 2),
    (Impact.office, Queue.many): (1, 2),
    (Impact.citizens, Queue.none): (1, 2),
    (Impact.citizens, Queue.some): (1, 2),
    (Impact.citizens, Queue.many): (1, 1),
}
"""Priority without and with a work-around.

P1 is a service stopped while citizens wait, P2 one business stopped, P3 one person slowed down,
P4 a question. When citizens wait but nobody counted them, they still wait.
"""


def queue(citizens_waiting: int) -> Queue:
    """The size of a queue of so many citizens."""
    if citizens_waiting >= MANY:
        return Queue.many
    return Queue.some if citizens_waiting > 0 else Queue.none


def priority(impact: Impact, citizens_waiting: int, *, has_workaround: bool) -> int:
    """1 (urgent) to 4 (can wait), from the facts that the requester knows."""
    without, with_one = PRIORITIES[impact, queue(citizens_waiting)]
    return with_one if has_workaround else without
