"""Two questions of the machine: is the process alive, and can it serve?"""

from litestar import get
from litestar.response.base import ASGIResponse

from helpdesk.database import rows


@get("/health/live", name="health.live", opt={"public": True})
async def live() -> ASGIResponse:
    return _said("alive")


@get("/health/ready", name="health.ready", opt={"public": True})
async def ready() -> ASGIResponse:
    """503 (from the error pages) while the database does not answer."""
    await rows("SELECT 1 AS one")
    return _said("ready")


def _said(word: str) -> ASGIResponse:
    return ASGIResponse(body=word, media_type="text/plain", headers={"cache-control": "no-store"})


handlers = [live, ready]
