"""Addresses of guides. Everybody may read them, signed in or not: that helps on a bad day."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.text.formatting import local
from helpdesk.web.pages import language_of, render
from helpdesk.web.typed import read_query
from training.guides import queries

AnyRequest = Request[Any, Any, Any]

_FOR_EVER = "public, max-age=31536000, immutable"
_ONLY_A_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@get("/guides", name="guides.index", opt={"public": True})
async def index(request: AnyRequest) -> ASGIResponse:
    typed = read_query(request)
    searched, chosen = typed.one("text").strip()[:200], typed.one("category")[:60]
    return render(request, await queries.list_guides(searched, chosen, language_of(request)))


@get("/guides/{slug:str}", name="guides.show", opt={"public": True})
async def show(request: AnyRequest, slug: FromPath[str]) -> ASGIResponse:
    return render(request, queries.GuidePage(guide=await _guide(request, slug)))


@get("/guides/{slug:str}/print", name="guides.print", opt={"public": True})
async def print_view(request: AnyRequest, slug: FromPath[str]) -> ASGIResponse:
    return render(request, queries.PrintPage(guide=await _guide(request, slug)))


@get("/guides/{slug:str}/files/{name:str}", name="guides.file", opt={"public": True})
async def picture(slug: FromPath[str], name: FromPath[str]) -> ASGIResponse:
    """The name holds a digest of the content, so a browser never needs to ask again."""
    found = await queries.find_picture(slug, name)
    return ASGIResponse(
        body=found.content,
        media_type=found.media_type,
        headers={"cache-control": _FOR_EVER, "content-security-policy": _ONLY_A_PICTURE},
    )


async def _guide(request: AnyRequest, slug: str) -> queries.GuideFacts:
    return await queries.show_guide(slug, local(clock.now()).date(), language_of(request))


handlers: list[Any] = [index, show, print_view, picture]
