"""What a database needs before anybody signs in: its tables, its units, the shipped guides."""

from collections.abc import Callable

from helpdesk import resources
from helpdesk.clock import Instant
from helpdesk.database import migrate
from helpdesk.people.units import operations as units
from training.guides import operations as guides


async def prepare(*, now: Instant, say: Callable[[str], None]) -> None:
    """Migrate, then load what is shipped; does nothing that was done before."""
    applied = await migrate.migrate()
    say(f"Database: {len(applied)} migrations applied." if applied else "Database: up to date.")
    known = await units.import_units(units.shipped_rows(), check_only=False, now=now)
    say(f"Units: {known.added} added, {known.changed} changed, {known.unchanged} unchanged.")
    loaded = await guides.load_guides(resources.folder("content"), now=now)
    say(f"Guides: {len(loaded.created)} added, {len(loaded.changed)} changed.")
