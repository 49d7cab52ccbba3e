"""What a reader chose for this browser: language, theme, size of text. Kept in cookies."""

from typing import Any

from litestar import Request, post
from litestar.datastructures import Cookie
from litestar.response.base import ASGIResponse

from helpdesk.web.pages import LANGUAGES, TEXT_SIZES, THEMES, local_address, location
from helpdesk.web.typed import read

_A_YEAR = 365 * 24 * 3600
_CHOICES: dict[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "theme": THEMES,
    "text_size": TEXT_SIZES,
}


@post("/preferences", name="preferences.save", opt={"public": True}, status_code=303)
async def save(request: Request[Any, Any, Any]) -> ASGIResponse:
    typed = await read(request)
    cookies = [
        Cookie(name, value=typed.one(name), max_age=_A_YEAR, httponly=True, samesite="lax")
        for name, choices in _CHOICES.items()
        if typed.one(name) in choices
    ]
    to = location(local_address(_came_from(request)))
    return ASGIResponse(
        status_code=303,
        media_type="text/plain",
        headers={"location": to, "cache-control": "no-store"},
        cookies=cookies,
    )


def _came_from(request: Request[Any, Any, Any]) -> str:
    """The page that the choice was made on; our referrer policy tells it to this site only."""
    referer = request.headers.get("referer", "")
    host, _, rest = referer.partition("://")[2].partition("/")
    return f"/{rest}" if host == request.headers.get("host") else "/"


handlers = [save]
