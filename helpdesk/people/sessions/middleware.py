"""Turns the cookie of a request into its viewer; knows no page and no role."""

from dataclasses import replace
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from helpdesk import clock
from helpdesk.clock import DAY, SECOND, Instant
from helpdesk.database.engine import Busy
from helpdesk.people import cache
from helpdesk.people.accounts.links import hash_of
from helpdesk.people.cache import Remembered
from helpdesk.people.sessions import operations, queries
from helpdesk.people.sessions.expiry import LONGEST, is_seen_again
from helpdesk.people.sessions.operations import Device
from helpdesk.people.viewer import Viewer
from helpdesk.text.translation import LANGUAGES
from helpdesk.web.errors import handle_busy

AnyRequest = Request[Any, Any, Any]


class SessionMiddleware(ASGIMiddleware):
    """Sets `user` (a Viewer or None) and `auth` (the Remembered session or None) of a request."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        scope["user"] = scope["auth"] = None
        token = token_of(ASGIConnection(scope))
        try:
            found = await _found(token, clock.now()) if token else None
        except Busy as busy:  # here the application's own error pages are still far
            request: AnyRequest = Request(scope, receive, send)
            next_app = handle_busy(request, busy).to_asgi_response(app=None, request=request)
            found = None
        scope["user"] = _reading(found.viewer, ASGIConnection(scope)) if found else None
        scope["auth"] = found
        await next_app(scope, receive, send)


def _reading(viewer: Viewer, connection: ASGIConnection[Any, Any, Any, Any]) -> Viewer:
    """The viewer in the language that this browser shows: names come in the words of the page."""
    language = connection.cookies.get("language", viewer.language)
    if language == viewer.language or language not in LANGUAGES:
        return viewer
    return replace(viewer, language=language)


async def _found(token: str, now: Instant) -> Remembered | None:
    token_hash = hash_of(token)
    remembered = cache.recall(token_hash, now)
    if remembered is not None:
        return remembered
    session = await queries.open_session(token_hash, now)
    if session is None:
        return None
    if is_seen_again(session.last_seen_at, now):
        await operations.mark_seen(session, now)
    good_until = min(now + cache.LIFETIME, session.expires_at)
    found = Remembered(session.viewer, session.id, session.is_shared, good_until)
    cache.remember(token_hash, found)
    return found


def token_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    return connection.cookies.get(_cookie_name(is_secure(connection)))


def is_secure(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return bool(connection.app.state.settings.secure)


def session_cookie(request: AnyRequest, token: str, *, is_shared: bool) -> Cookie:
    """The cookie that carries a token; on a shared computer it ends with the browser."""
    return _cookie(request, token, None if is_shared else LONGEST // SECOND)


def no_session_cookie(request: AnyRequest) -> Cookie:
    return _cookie(request, "", 0)


def language_cookie(request: AnyRequest, language: str) -> Cookie:
    """Pages are shown in the language of the browser; signing in sets it to the person's."""
    return Cookie(
        "language", value=language, max_age=365 * DAY // SECOND, httponly=True, samesite="lax",
        secure=is_secure(request),
    )  # fmt: skip


def _cookie(request: AnyRequest, value: str, max_age: int | None) -> Cookie:
    secure = is_secure(request)
    return Cookie(
        _cookie_name(secure), value=value, max_age=max_age, path="/", httponly=True,
        samesite="lax", secure=secure,
    )  # fmt: skip


def _cookie_name(secure: bool) -> str:
    """`__Host-` makes browsers refuse the cookie from any other host or without https."""
    return "__Host-session" if secure else "session"


def device_of(request: AnyRequest) -> Device:
    """Where a request comes from. Behind a proxy the server has put the client's address there."""
    client = request.client
    return Device(client.host if client else "", request.headers.get("user-agent", ""))
