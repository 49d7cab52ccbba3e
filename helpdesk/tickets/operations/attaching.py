"""Uploads become attachments of a report or of a reply; knows no file store and no content."""

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.errors import Invalid, Problem, message
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.report import MOST_FILES, row_ids

TOO_MANY_FILES = message("At most {most} files can be added at once.", most=MOST_FILES)
FILES_GONE = message("A file is no longer there. Please add it again.")

_FILE = "owner, name, media_type, size, digest, shown_digest, width, height"


async def attach(
    number: int, uploads: tuple[str, ...], *, reply: int | None, by: Viewer, now: Instant
) -> int:
    """Copy the person's own uploads to the ticket; answers how many.

    The uploads stay for a while, so that a form repeated by the browser, files and all, is still
    the same form. Raises Invalid for too many, and for one that is not theirs or is gone.
    """
    wanted = row_ids(uploads)
    if len(wanted) > MOST_FILES:
        raise Invalid([Problem("uploads", TOO_MANY_FILES)])
    if not wanted:
        _check_complete(0, uploads)
        return 0
    marks = ", ".join(["{}"] * len(wanted))
    attached = await rows(
        f"INSERT INTO attachment (ticket, reply, created_at, {_FILE})"
        f" SELECT CAST({{}} AS BIGINT), CAST({{}} AS BIGINT), CAST({{}} AS BIGINT), {_FILE}"
        f" FROM upload WHERE owner = {{}} AND id IN ({marks}) ORDER BY id RETURNING id",
        number, reply, now, by.id, *wanted,
    )  # fmt: skip
    _check_complete(len(attached), uploads)
    return len(attached)


def _check_complete(attached: int, uploads: tuple[str, ...]) -> None:
    if attached != len(set(uploads)):
        raise Invalid([Problem("uploads", FILES_GONE)])
