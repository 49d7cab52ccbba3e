"""What the sample people do with a ticket: each act is one of the real operations."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.demo.people import Company
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations as tickets
from helpdesk.tickets.forms import NewTicket
from helpdesk.tickets.queries import find_standing

Scene = dict[str, Any]


@dataclass(slots=True)
class Staged:
    """One ticket of the play: its scene, who asks, who helps; the number once it is reported."""

    company: Company
    chance: random.Random
    scene: Scene
    asker: Viewer
    technician: Viewer
    number: int = 0


async def report(staged: Staged, now: Instant) -> None:
    form = _report(staged.chance, staged.scene, staged.asker)
    staged.number = await tickets.open_ticket(form, by=staged.asker, key=None, now=now)


async def withdraw(staged: Staged, now: Instant) -> None:
    await _do(tickets.cancel, staged, staged.asker, now, "Đã tự xử lý được, cảm ơn Sở.")


async def take(staged: Staged, now: Instant) -> None:
    await _do(tickets.take, staged, staged.technician, now)


async def ask(staged: Staged, now: Instant) -> None:
    await _do(tickets.await_requester, staged, staged.technician, now, staged.scene["question"])


async def answer(staged: Staged, now: Instant) -> None:
    text = staged.scene["reply"]
    await tickets.reply(staged.number, text, by=staged.asker, key=None, now=now)


async def offer_guide(staged: Staged, now: Instant) -> None:
    slug = staged.scene["guide"]
    step = staged.chance.choice(["", staged.company.steps[slug][0]])
    await tickets.attach_guide(
        staged.number, slug, step, 1, by=staged.technician, key=None, now=now
    )
    text = "Anh/chị làm theo hướng dẫn em vừa gắn vào phiếu giúp em nhé."
    await tickets.reply(staged.number, text, by=staged.technician, key=None, now=now)


async def accept_guide(staged: Staged, now: Instant) -> None:
    await _do(tickets.accept_guide, staged, staged.asker, now, await _link_of(staged.number))


async def get_stuck(staged: Staged, now: Instant) -> None:
    steps = staged.company.steps[staged.scene["guide"]]
    step = staged.chance.choice(steps[1:] or steps)
    link = await _link_of(staged.number)
    text = "Em làm đến đây thì không giống trong hướng dẫn ạ."
    await tickets.stuck_at_step(staged.number, link, step, text, by=staged.asker, key=None, now=now)


async def hand_outside(staged: Staged, now: Instant) -> None:
    body = staged.company.bodies[staged.scene["outside"]]
    reference = f"{staged.chance.randrange(100, 999)}/PYC"
    text = "Em đã chuyển đơn vị liên quan và theo dõi; có kết quả em báo tại đây."
    await _do(tickets.await_outside, staged, staged.technician, now, body, reference, text)


async def resume(staged: Staged, now: Instant) -> None:
    await _do(tickets.resume, staged, staged.technician, now)


async def mark_duplicate(staged: Staged, now: Instant) -> None:
    """The commune had reported it before; without such a ticket this one is simply resolved."""
    found = await rows(
        "SELECT id FROM ticket WHERE unit = {} AND id < {} AND duplicate_of IS NULL"
        " ORDER BY id DESC LIMIT 1",
        staged.asker.unit, staged.number,
    )  # fmt: skip
    if found:
        await _do(tickets.mark_duplicate, staged, staged.technician, now, found[0]["id"])
    else:
        await resolve(staged, now)


async def resolve(staged: Staged, now: Instant) -> None:
    scene = staged.scene
    await _do(tickets.resolve, staged, staged.technician, now, scene["answer"], scene["closing"])


async def reopen(staged: Staged, now: Instant) -> None:
    await _do(tickets.reopen, staged, staged.asker, now, "Sáng nay lại bị như cũ ạ.")


async def confirm(staged: Staged, now: Instant) -> None:
    await _do(tickets.confirm, staged, staged.asker, now)


async def _do(
    verb: Callable[..., Awaitable[int]], staged: Staged, by: Viewer, now: Instant, *said: object
) -> None:
    """Perform a verb on the ticket as it stands."""
    seen = await find_standing(staged.number, by)
    await verb(staged.number, *said, revision=seen.revision, by=by, key=None, now=now)


async def _link_of(number: int) -> int:
    (link, *_) = await rows("SELECT id FROM guide_link WHERE ticket = {} ORDER BY id", number)
    found: int = link["id"]
    return found


def _report(chance: random.Random, scene: Scene, asker: Viewer) -> NewTicket:
    citizens = chance.choice((3, 5, 8, 12, 20)) if scene["impact"] == "citizens" else None
    code = f"000.{chance.randrange(10, 99)}.H53-2611{chance.randrange(10, 28)}"
    return NewTicket(
        category=scene["category"],
        title=chance.choice(scene["titles"]),
        impact=scene["impact"],
        citizens_waiting=citizens,
        has_workaround=chance.random() < 0.35,
        callback_name=asker.name,
        callback_phone=f"0900{chance.randrange(1_000):06d}",
        service=scene["service"],
        details=scene["details"],
        file_code=f"{code}-{chance.randrange(10_000):04d}" if scene.get("file_code") else "",
        is_shared=chance.random() < 0.25,
    )
