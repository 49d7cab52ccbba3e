"""Forms that come with files: each file is kept at once, so that no mistake elsewhere loses it.

Must not know which form it is, nor what a ticket is.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.database.files import FileStore
from helpdesk.errors import Invalid, Message, Problem, message
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.files.kinds import MAX_BYTES, MAX_FILES
from helpdesk.tickets.files.operations import keep
from helpdesk.web.forms import submit
from helpdesk.web.pages import Page
from helpdesk.web.typed import Typed, read

F = TypeVar("F")
A = TypeVar("A")
AnyRequest = Request[Any, Any, Any]

LARGEST_BODY = MAX_FILES * MAX_BYTES + 1_000_000
"""Bytes; what a route that takes files lets in before answering 413."""

TOO_MANY = message("At most {most} files; “{name}” was left out.")


async def submit_with_files(
    request: AnyRequest,
    form: type[F],
    *,
    perform: Callable[[F, str], Awaitable[A]],
    then: Callable[[A], str],
    again: Callable[[Typed, tuple[Problem, ...]], Awaitable[Page]],
    notice: Message | None = None,
) -> ASGIResponse:
    """As `submit`, for forms with the fields `files` and `uploads`.

    What was sent as `files` comes to the form as ids in `uploads`; files that were refused make
    the form come back even when all else is well.
    """
    typed, refused = await received(request)

    async def performed(read_form: F, key: str) -> A:
        if refused:
            raise Invalid(refused)
        return await perform(read_form, key)

    async def shown_again(typed: Typed, problems: tuple[Problem, ...]) -> Page:
        return await again(typed, (*problems, *(one for one in refused if one not in problems)))

    return await submit(
        request, form, perform=performed, then=then, again=shown_again, notice=notice, typed=typed
    )


async def received(request: AnyRequest) -> tuple[Typed, tuple[Problem, ...]]:
    """What was typed, every good file kept and named in `uploads`; and what was refused."""
    typed = await read(request)
    ids = list(dict.fromkeys(typed.all("uploads")))[:MAX_FILES]
    refused: list[Problem] = []
    for file in typed.files.get("files", ()):
        try:
            ids.append(await _kept(request, file, room=MAX_FILES - len(ids)))
        except Invalid as invalid:
            refused += invalid.problems
    uploads = tuple(dict.fromkeys(ids))
    return typed.with_values(uploads=uploads), _first_few(refused)


async def _kept(request: AnyRequest, file: UploadFile, *, room: int) -> str:
    if room <= 0:
        left_out = message(TOO_MANY.id, most=MAX_FILES, name=file.filename)
        raise Invalid([Problem("files", left_out)])
    store: FileStore = request.app.state.files
    viewer: Viewer = request.user
    content = await file.read(MAX_BYTES + 1)
    return str(await keep(file.filename, content, store=store, by=viewer, now=clock.now()))


def _first_few(problems: Iterable[Problem], most: int = 10) -> tuple[Problem, ...]:
    return tuple(problems)[:most]
