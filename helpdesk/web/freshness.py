"""Lets a person read from a replica only once it has heard of their own last change.

How far the primary's log had come travels in a cookie, so that any process may serve the next
request. A forged one can only make its owner wait for the primary.
"""

import re

from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from helpdesk.database.replicas import LastWrite, last_write

_REMEMBERED = 600  # seconds; a replica further behind than that is no use to anybody
_COOKIE = re.compile(rb"(?:^|; ?)last_write=(\d{1,18})(?:;|$)")


def fresh(app: ASGIApp) -> ASGIApp:
    """The application with every reader's last change known while a request is served."""

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        before = _position(scope)
        written = LastWrite(before)
        last_write.set(written)

        async def answer(event: Message) -> None:
            if event["type"] == "http.response.start" and written.position > before:
                event["headers"] = [*event["headers"], _cookie(written.position)]
            await send(event)

        await app(scope, receive, answer)

    return reading


def _position(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"cookie" and (found := _COOKIE.search(value)):
            return int(found[1])
    return 0


def _cookie(position: int) -> tuple[bytes, bytes]:
    cookie = Cookie(
        "last_write", value=str(position), max_age=_REMEMBERED, httponly=True, samesite="lax"
    )
    return cookie.to_encoded_header()
