"""Sending a browser on with its new token."""

from typing import Any

from litestar import Request
from litestar.response.base import ASGIResponse

from helpdesk.people.sessions import operations
from helpdesk.people.sessions.middleware import (
    language_cookie,
    session_cookie,
    token_of,
)
from helpdesk.web.pages import redirect

AnyRequest = Request[Any, Any, Any]


async def signed_in_as(
    request: AnyRequest, token: str, to: str, *, is_shared: bool, language: str | None = None
) -> ASGIResponse:
    """Send the browser on with its new token; the one it came with is void."""
    before = token_of(request)
    if before is not None:
        await operations.sign_out(before)
    cookies = [session_cookie(request, token, is_shared=is_shared)]
    if language is not None:
        cookies.append(language_cookie(request, language))
    response = redirect(to)
    for cookie in cookies:
        response.headers.add("set-cookie", cookie.to_header(header=""))
    return response
