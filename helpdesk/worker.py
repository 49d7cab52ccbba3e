"""The job loop: timed chores, each safe to repeat and to run twice at once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from helpdesk import clock
from helpdesk.clock import DAY, HOUR, MINUTE, SECOND, Instant
from helpdesk.database import receipts
from helpdesk.database.files import FileStore
from helpdesk.people.sessions import operations as sessions
from helpdesk.people.units import operations as units
from helpdesk.tickets import operations as tickets
from helpdesk.tickets.files import operations as files

logger = logging.getLogger("helpdesk.worker")

_BETWEEN_LOOKS = 20 * SECOND
_RECEIPTS_KEPT = 30 * DAY
_UPLOADS_KEPT = 2 * DAY


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that time asks for: how often, and what is done; answers how much there was."""

    name: str
    every: Instant
    perform: Callable[[Instant], Awaitable[int]]


def chores(store: FileStore) -> tuple[Chore, ...]:
    """Everything that time asks for; `store` holds the files of tickets."""
    return (
        Chore("close silent tickets", MINUTE, lambda now: tickets.close_silent(now=now)),
        Chore("names of units that begin today", HOUR, units.take_effect),
        Chore("forget old sessions", HOUR, sessions.forget_old),
        Chore("forget receipts", HOUR, lambda now: receipts.forget_receipts(now - _RECEIPTS_KEPT)),
        Chore(
            "forget uploads",
            HOUR,
            lambda now: files.forget_uploads(now - _UPLOADS_KEPT, store=store),
        ),
    )


@dataclass(slots=True)
class Rota:
    """When each chore is due next; everything is due at the start."""

    due: dict[str, Instant] = field(default_factory=dict)

    def take(self, chores: tuple[Chore, ...], now: Instant) -> list[Chore]:
        """The chores due now; each is due again one period later."""
        due = [chore for chore in chores if self.due.get(chore.name, 0) <= now]
        self.due.update({chore.name: now + chore.every for chore in due})
        return due


async def work(store: FileStore, *, now: Callable[[], Instant] = clock.now) -> None:
    """Look for due chores until cancelled. One that fails is logged and tried again next time."""
    rota, all_chores = Rota(), chores(store)
    while True:
        for chore in rota.take(all_chores, now()):
            await perform(chore, now())
        await asyncio.sleep(_BETWEEN_LOOKS / SECOND)


async def perform(chore: Chore, now: Instant) -> None:
    try:
        done = await chore.perform(now)
    except Exception:
        logger.exception("chore failed: %s", chore.name)
        return
    if done:
        logger.info("%s: %d", chore.name, done)
