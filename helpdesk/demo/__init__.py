"""A believable province for looking at: sample people and tickets, made by the real operations."""

import random
from collections.abc import Callable

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.demo.cast import CAST, PASSWORD
from helpdesk.demo.people import engage
from helpdesk.demo.play import play
from helpdesk.preparation import prepare

_SEED = 1_072_025


async def load(*, now: Instant, say: Callable[[str], None]) -> None:
    """Fill an empty database; one that was filled before is left as people made it."""
    await prepare(now=now, say=say)
    if await rows("SELECT id FROM person LIMIT 1"):
        say("Demonstration: loaded before, kept as it is.")
        return
    chance = random.Random(_SEED)
    company = await engage(chance, now=now)
    say(f"People: {len(await rows('SELECT id FROM person'))} sample people.")
    await play(company, chance, now=now, say=say)


def invitation(address: str) -> str:
    """What the command prints before it serves."""
    accounts_text = "\n".join(
        f"  {member.email:<20}{member.full_name}, {member.position}" for member in CAST
    )
    return (
        "\nThis is a demonstration: all people and tickets are samples.\n"
        f"Sign in at {address} by one click, or with the password {PASSWORD} as\n{accounts_text}\n"
    )
