"""Files taken in before a ticket carries them, and forgotten when none does."""

from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread

from helpdesk.database import Instant, rows, transaction
from helpdesk.database.files import FileStore
from helpdesk.errors import Invalid, Problem, message
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.files.kinds import MAX_BYTES, UNKNOWN, is_picture, media_type
from helpdesk.tickets.files.names import cleaned, with_suffix
from helpdesk.tickets.files.pictures import Drawing, TooManyPixels, redrawn

TOO_LARGE = message("“{name}” is larger than 20 MB. A smaller photo or a lighter scan will do.")
TOO_MANY_PIXELS = message("“{name}” is too large a picture. A screenshot of a part of it will do.")
EMPTY = message("“{name}” is empty; perhaps it was still being written.")

_DRAWING = CapacityLimiter(2)  # an unpacked picture takes up to 200 MB of memory


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    name: str
    media_type: str
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def is_shown(self) -> bool:
        return self.width > 0


async def keep(name: str, content: bytes, *, store: FileStore, by: Viewer, now: Instant) -> int:
    """Take in one file; answers the id of its upload.

    The same file sent again by the same person is the same upload, so that a form repeated by the
    browser means the same thing. Pictures are kept only as redrawn. Raises Invalid, naming the
    file, for what is empty, larger than `MAX_BYTES` or has too many pixels.
    """
    taken = await _looked_at(cleaned(name), content)
    digest = await store.put(taken.content)
    async with transaction():
        return await _found(taken, digest, by) or await _added(taken, digest, by, now)


async def forget_uploads(before: Instant, *, store: FileStore) -> int:
    """Forget uploads older than `before`, and their content unless a ticket carries it.

    Answers how many.
    """
    async with transaction():
        gone = await rows("DELETE FROM upload WHERE created_at < {} RETURNING digest", before)
    for digest in {row["digest"] for row in gone}:
        if not await _is_carried(digest):
            await store.remove(digest, before=before)
    return len(gone)


async def _is_carried(digest: str) -> bool:
    return bool(
        await rows(
            "SELECT 1 AS one FROM attachment WHERE digest = {} UNION ALL"
            " SELECT 1 AS one FROM upload WHERE digest = {} LIMIT 1",
            digest, digest,
        )
    )  # fmt: skip


async def _looked_at(name: str, content: bytes) -> _Content:
    if not content:
        raise Invalid([Problem("files", message(EMPTY.id, name=name))])
    if len(content) > MAX_BYTES:
        raise Invalid([Problem("files", message(TOO_LARGE.id, name=name))])
    kind = media_type(content)
    if not is_picture(kind):
        return _Content(name=name, media_type=kind, content=content)
    drawn = await _drawn(name, content)
    if drawn is None:
        return _Content(name=name, media_type=UNKNOWN, content=content)
    return _Content(
        name=with_suffix(name, drawn.suffix) if drawn.media_type != kind else name,
        media_type=drawn.media_type,
        content=drawn.content,
        width=drawn.width,
        height=drawn.height,
    )


async def _drawn(name: str, content: bytes) -> Drawing | None:
    try:
        return await to_thread.run_sync(redrawn, content, limiter=_DRAWING)
    except TooManyPixels:
        raise Invalid([Problem("files", message(TOO_MANY_PIXELS.id, name=name))]) from None


async def _found(taken: _Content, digest: str, by: Viewer) -> int | None:
    found = await rows(
        "SELECT id FROM upload WHERE owner = {} AND digest = {} AND name = {}",
        by.id,
        digest,
        taken.name,
    )
    return int(found[0]["id"]) if found else None


async def _added(taken: _Content, digest: str, by: Viewer, now: Instant) -> int:
    added = await rows(
        "INSERT INTO upload (owner, name, media_type, size, digest, shown_digest, width, height,"
        " created_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}) RETURNING id",
        by.id,
        taken.name,
        taken.media_type,
        len(taken.content),
        digest,
        digest if taken.is_shown else "",
        taken.width,
        taken.height,
        now,
    )
    return int(added[0]["id"])
