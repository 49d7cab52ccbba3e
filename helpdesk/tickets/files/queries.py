"""Files looked up through the person who sent them or may see their ticket."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.database import rows
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.report import row_ids

MOST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class KeptUpload:
    """A file received but not yet sent with anything; `size` in bytes."""

    id: int
    name: str
    size: int


async def uploads_of(ids: Sequence[str], viewer: Viewer) -> tuple[KeptUpload, ...]:
    """Those of the uploads that are the person's own; others are as if they did not exist."""
    numbers = row_ids(ids)[:20]
    if not numbers:
        return ()
    marks = ", ".join("{}" for _ in numbers)
    found = await rows(
        f"SELECT id, name, size FROM upload WHERE owner = {{}} AND id IN ({marks}) ORDER BY id",
        viewer.id,
        *numbers,
    )
    return tuple(KeptUpload(row["id"], row["name"], row["size"]) for row in found)
