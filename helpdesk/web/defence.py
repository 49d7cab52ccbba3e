"""What stands before every route: cross-site defence, security headers, one log line.

One thin wrapper round the whole application, so that error pages and unknown addresses pass
through it too.
"""

import json
import logging
import time
from collections.abc import Callable
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

request_log = logging.getLogger("helpdesk.requests")

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    b"font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    b"base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
_SECURE = (b"strict-transport-security", b"max-age=31536000")
_REFUSED = "This request came from another site and was refused."


def same_origin(method: str, headers: dict[bytes, bytes]) -> bool:
    """Whether an unsafe request was made by a page of this site.

    As Go's `http.CrossOriginProtection`: `Sec-Fetch-Site` decides; where a browser is too old to
    send it, `Origin` must name the host; with neither the request is refused.
    """
    if method in _SAFE:
        return True
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    if origin is None:
        return False
    return origin.partition(b"://")[2] == headers.get(b"host")


def defended(app: ASGIApp, *, secure: bool, person: Callable[[Scope], int | None]) -> ASGIApp:
    """The application behind its wall; `person` tells whose request it was, for the log."""
    added = [*_HEADERS, _SECURE] if secure else _HEADERS

    async def wall(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        began = time.perf_counter_ns()
        status = 0
        method = scope["method"]
        head = method == "HEAD"

        async def answer(event: Message) -> None:
            nonlocal status
            if event["type"] == "http.response.start":
                status = event["status"]
                event["headers"] = [*event["headers"], *added]
            elif head and event["type"] == "http.response.body":
                event["body"] = b""
            await send(event)

        if head:
            # A copy: the server asks its own scope whether a body belongs to the answer.
            scope = cast(Scope, {**scope, "method": "GET"})
        if same_origin(method, dict(scope["headers"])):
            await app(scope, receive, answer)
        else:
            await _refuse(answer)
        elapsed = (time.perf_counter_ns() - began) / 1e6
        _log(scope, method, status, elapsed, person(scope))

    return wall


async def _refuse(send: Callable[[Message], object]) -> None:
    body = _REFUSED.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})  # type: ignore[misc]
    await send({"type": "http.response.body", "body": body, "more_body": False})  # type: ignore[misc]


def _log(scope: Scope, method: str, status: int, elapsed: float, person: int | None) -> None:
    """The route's pattern, never the address: an address may carry a token or a name."""
    if not request_log.isEnabledFor(logging.INFO):
        return
    route = scope.get("path_template", "-")
    line = {"method": method, "route": route, "status": status, "ms": round(elapsed, 1)}
    request_log.info("%s", json.dumps({**line, "person": person}))
