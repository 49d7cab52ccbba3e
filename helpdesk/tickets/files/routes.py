"""Files of tickets handed out: pictures to look at, everything else to download."""

from collections.abc import AsyncIterator
from typing import Any

import anyio
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Stream

from helpdesk.database.files import FileStore
from helpdesk.errors import NotAllowed
from helpdesk.people.guards import signed_in
from helpdesk.tickets.files.names import disposition
from helpdesk.tickets.files.queries import MOST_ID
from helpdesk.tickets.queries import AttachmentRow, find_attachment

AnyRequest = Request[Any, Any, Any]
CHUNK = 64 * 1024  # bytes


@get("/files/{file:int}", name="files.download", guards=[signed_in])
async def download(request: AnyRequest, file: FromPath[int]) -> Stream:
    """The file under its own name, never opened inside the site."""
    found = await _found(request, file)
    how = disposition(found.name)
    return _handed_out(request, found.digest, found.media_type, found.size, how)


@get("/files/{file:int}/picture", name="files.show", guards=[signed_in])
async def show(request: AnyRequest, file: FromPath[int]) -> Stream:
    """A picture as it was redrawn. Raises NotAllowed(hidden) for what is none."""
    found = await _found(request, file)
    if not found.is_shown:
        raise NotAllowed(hidden=True)
    how = disposition(found.name, inline=True)
    return _handed_out(request, found.shown_digest, found.media_type, found.size, how)


async def _found(request: AnyRequest, file: int) -> AttachmentRow:
    if not 0 < file <= MOST_ID:
        raise NotAllowed(hidden=True)
    return await find_attachment(file, request.user)


def _handed_out(request: AnyRequest, digest: str, media_type: str, size: int, how: str) -> Stream:
    store: FileStore = request.app.state.files
    headers = {
        "content-type": media_type,
        "content-length": str(size),
        "content-disposition": how,
        "cache-control": "private, no-store",
    }
    return Stream(_chunks(store, digest), headers=headers)


async def _chunks(store: FileStore, digest: str) -> AsyncIterator[bytes]:
    async with await anyio.open_file(store.path(digest), "rb") as file:
        while chunk := await file.read(CHUNK):
            yield chunk


handlers = [download, show]
