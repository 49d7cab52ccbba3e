"""The first page after signing in."""

from litestar import get
from litestar.response.base import ASGIResponse

from helpdesk.people.guards import signed_in
from helpdesk.tickets.files.receiving import AnyRequest
from helpdesk.tickets.queries import home
from helpdesk.web.pages import render


@get("/", name="home", guards=[signed_in])
async def show_home(request: AnyRequest) -> ASGIResponse:
    return render(request, await home(request.user))


handlers = [show_home]
