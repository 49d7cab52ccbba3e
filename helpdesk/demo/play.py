"""The play: ninety working days of tickets, acted in the order of their time.

Every ticket has a script of acts with the time between them; what the clock of the play has not
reached at the present stays undone. So tickets stand in every state, each with a true history.
"""

import heapq
import json
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from helpdesk.clock import DAY, HOUR, MINUTE, Instant
from helpdesk.database import transaction
from helpdesk.demo import acts
from helpdesk.demo.acts import Scene, Staged
from helpdesk.demo.people import Company
from helpdesk.text.formatting import VIET_NAM, local
from helpdesk.tickets import operations as tickets
from helpdesk.tickets.calendar import is_working_day

TICKETS = 400
WORKING_DAYS = 90
_ACTS_A_TRANSACTION = 60

Act = Callable[[Staged, Instant], Awaitable[None]]
Script = Iterator[tuple[Instant, Act]]


@dataclass(order=True, slots=True)
class Cue:
    """The next act of one ticket, and when it is due."""

    at: Instant
    place: int
    staged: Any
    act: Any
    script: Any

    def then(self) -> "Cue | None":
        """What follows, no earlier than the offices are open; None at the end."""
        following = next(self.script, None)
        if following is None:
            return None
        delay, act = following
        return Cue(in_hours(self.at + delay), self.place, self.staged, act, self.script)


async def play(
    company: Company, chance: random.Random, *, now: Instant, say: Callable[[str], None]
) -> None:
    """Act everything that is due until `now`, in the order of time."""
    cues = _cues(company, chance, now)
    heapq.heapify(cues)
    performed = 0
    while cues:
        async with transaction():
            for _ in range(min(len(cues), _ACTS_A_TRANSACTION)):
                cue = heapq.heappop(cues)
                if cue.at > now:
                    continue
                await cue.act(cue.staged, cue.at)
                performed += 1
                if following := cue.then():
                    heapq.heappush(cues, following)
            await tickets.close_silent(now=min(now, cue.at))
        if performed % 300 < _ACTS_A_TRANSACTION:
            say(f"Tickets: {performed} acts played")
    await tickets.close_silent(now=now)


def _cues(company: Company, chance: random.Random, now: Instant) -> list[Cue]:
    scenes = [json.loads(line) for line in _lines()]
    cues = []
    for place, at in enumerate(sorted(_opening(chance, now) for _ in range(TICKETS))):
        scene = _scene_of(chance, scenes)
        asker = chance.choice(company.officials)
        technician = chance.choice(company.technicians[asker.province, scene["category"]])
        staged = Staged(company, chance, scene, asker, technician)
        cues.append(Cue(at, place, staged, acts.report, _script(chance, scene, company)))
    return cues


def _lines() -> list[str]:
    return files("helpdesk.demo").joinpath("scenes.jsonl").read_text("utf-8").splitlines()


def _scene_of(chance: random.Random, scenes: list[Scene]) -> Scene:
    """Signatures, software and lines fail most, as in the reports of 2025."""
    weights = {"chu-ky-so": 3, "phan-mem": 3, "duong-truyen": 3, "tai-khoan": 2}
    return chance.choices(scenes, [weights.get(scene["category"], 1) for scene in scenes])[0]


def _script(chance: random.Random, scene: Scene, company: Company) -> Script:
    """What happens to a ticket after its report; delays are in milliseconds."""
    minutes = chance.randrange
    if chance.random() < 0.04:
        yield minutes(4, 90) * MINUTE, acts.withdraw
        return
    yield minutes(4, 90) * MINUTE, acts.take
    if "question" in scene and chance.random() < 0.7:
        yield minutes(3, 50) * MINUTE, acts.ask
        yield minutes(10, 600) * MINUTE, acts.answer
    if scene.get("guide") in company.steps:
        yield minutes(5, 60) * MINUTE, acts.offer_guide
        if scene["closing"] == "guide_solved" and chance.random() < 0.35:
            yield minutes(10, 400) * MINUTE, acts.accept_guide
            return
        if chance.random() < 0.2:
            yield minutes(10, 300) * MINUTE, acts.get_stuck
    if "outside" in scene and chance.random() < 0.85:
        yield minutes(5, 60) * MINUTE, acts.hand_outside
        yield chance.randrange(1, 9) * DAY, acts.resume
    if chance.random() < 0.03:
        yield minutes(5, 60) * MINUTE, acts.mark_duplicate
        return
    yield minutes(10, 500) * MINUTE, acts.resolve
    if chance.random() < 0.07:
        yield minutes(20, 900) * MINUTE, acts.reopen
        yield minutes(30, 300) * MINUTE, acts.resolve
    if chance.random() < 0.7:
        yield minutes(20, 1_500) * MINUTE, acts.confirm


def _opening(chance: random.Random, now: Instant) -> Instant:
    """A moment on one of the last working days, most of them between 8 and 10."""
    day = local(now).date()
    days_ago = chance.randrange(3) if chance.random() < 0.12 else chance.randrange(WORKING_DAYS)
    for _ in range(days_ago):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    hour = chance.choices((7, 8, 9, 10, 11, 13, 14, 15, 16), (2, 6, 6, 3, 1, 3, 3, 2, 1))[0]
    start = datetime(day.year, day.month, day.day, hour, chance.randrange(60), tzinfo=VIET_NAM)
    return min(int(start.timestamp() * 1000), now - chance.randrange(1, 40) * MINUTE)


def in_hours(at: Instant) -> Instant:
    """The same moment when the offices are open, else within the next hour that they are."""
    moment = local(at)
    if is_working_day(moment.date()) and 7 <= moment.hour < 17:
        return at
    day = moment.date() + timedelta(days=moment.hour >= 7)
    while not is_working_day(day):
        day += timedelta(days=1)
    opening = datetime(day.year, day.month, day.day, 7, 30, tzinfo=VIET_NAM)
    return int(opening.timestamp() * 1000) + at % HOUR
