"""Lists of tickets: tabs, filters, lines kept as pieces of HTML, and the same list as a file."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict
from urllib.parse import urlencode

from litestar import get
from litestar.response import Stream
from litestar.response.base import ASGIResponse
from markupsafe import Markup

from helpdesk import clock
from helpdesk.errors import Message, NotAllowed, message
from helpdesk.people.guards import signed_in
from helpdesk.people.units.queries import unit_options
from helpdesk.people.viewer import Viewer
from helpdesk.text.translation import Language, translate
from helpdesk.tickets.export import cells, heading
from helpdesk.tickets.files.names import disposition
from helpdesk.tickets.files.receiving import AnyRequest
from helpdesk.tickets.forms import Filter
from helpdesk.tickets.lifecycle import FACTS
from helpdesk.tickets.narrowing import ListScope, Narrowed, scopes_of
from helpdesk.tickets.queries import ListPage, TicketRow, export_rows, list_tickets
from helpdesk.tickets.queries.choosing import choosable
from helpdesk.tickets.queries.shown import FilterBar, Line, ListShown, Tab, Tabs
from helpdesk.tickets.routes.options import options_of
from helpdesk.tickets.seeing import sees_province
from helpdesk.web.fields import Option
from helpdesk.web.forms import shown
from helpdesk.web.fragments import fragments_of
from helpdesk.web.pages import language_of, render
from helpdesk.web.spreadsheets import CSV_TYPE, XLSX_TYPE, Row, csv_chunks, xlsx_chunks
from helpdesk.web.typed import Typed, new_key, read_query

LINES_KEPT = 20_000
BARS_KEPT = 200
TABS_KEPT = 2_000
NAMES: Mapping[ListScope, Message] = {
    ListScope.assigned: message("My work"),
    ListScope.team: message("My team"),
    ListScope.unassigned: message("Not taken yet"),
    ListScope.all: message("Whole province"),
    ListScope.mine: message("My reports"),
    ListScope.commune: message("My office"),
    ListScope.watching: message("Following"),
}
STATES = (
    Option("open", message("All open")),
    Option("all", message("All, finished too")),
    *(Option(status.value, facts.word) for status, facts in FACTS.items()),
)
_SCOPES = frozenset(ListScope)
_FILTERS = tuple(asdict(Narrowed()))


@get("/tickets", name="tickets.index", guards=[signed_in])
async def index(request: AnyRequest) -> ASGIResponse:
    """One of the person's lists, `?scope=`, narrowed by the filters, from `?from=` on."""
    typed = read_query(request)
    page = await list_tickets(
        request.user, _scope(typed), _narrowed(typed), cursor=typed.one("from") or None
    )
    return render(request, await _shown(request, page, typed))


@get("/tickets/export.csv", name="tickets.export_csv", guards=[signed_in])
async def export_csv(request: AnyRequest) -> Stream:
    """The whole list as CSV."""
    return Stream(
        csv_chunks(_header(request), _batches(request)), headers=_file(CSV_TYPE, "phieu.csv")
    )


@get("/tickets/export.xlsx", name="tickets.export_xlsx", guards=[signed_in])
async def export_xlsx(request: AnyRequest) -> Stream:
    """The whole list as a workbook."""
    return Stream(
        xlsx_chunks(_header(request), _batches(request)), headers=_file(XLSX_TYPE, "phieu.xlsx")
    )


def _scope(typed: Typed) -> ListScope | None:
    asked = typed.one("scope")
    return ListScope(asked) if asked in _SCOPES else None


def _narrowed(typed: Typed) -> Narrowed:
    return Narrowed(**{name: typed.one(name).strip()[:200] for name in _FILTERS})


async def _shown(request: AnyRequest, page: ListPage, typed: Typed) -> ListShown:
    set_now = {name: value for name in _FILTERS if (value := getattr(page.narrowed, name))}
    query = urlencode({"scope": page.scope.value, **set_now})
    return ListShown(
        scope=page.scope.value,
        tabs=_tabs(request, page),
        filters=await _filter_bar(request, page, set_now),
        is_narrowed=bool(set_now),
        lines=_lines(request, page.listing.rows),
        listing=page.listing,
        is_partial=page.is_partial,
        address=f"/tickets?{query}&",
        query=query,
        key=new_key(),
    )


def _tabs(request: AnyRequest, page: ListPage) -> Markup:
    opens = tuple(page.counts.open(one) for one in page.scopes)
    kept = fragments_of(request, "tabs", TABS_KEPT)
    key = (page.scopes, page.scope, opens)
    return kept.get(key) or kept.put(key, Tabs(tabs=_each_tab(page)))


def _each_tab(page: ListPage) -> Sequence[Tab]:
    return [
        (NAMES[one], f"/tickets?scope={one.value}", one == page.scope, page.counts.open(one))
        for one in page.scopes
    ]


def _lines(request: AnyRequest, found: Sequence[TicketRow]) -> Markup:
    kept = fragments_of(request, "lines", LINES_KEPT)
    takes = request.user.is_technician

    def made(row: TicketRow) -> Markup:
        quick = takes and not row.assignee and row.facts.is_open
        return kept.put((row, takes), Line(row=row, quick=quick))

    lines = [kept.get((row, takes)) or made(row) for row in found]
    return Markup("".join(lines))  # noqa: S704 (each piece was rendered with autoescape)


async def _filter_bar(request: AnyRequest, page: ListPage, set_now: Mapping[str, str]) -> Markup:
    """Kept for a minute: what can be chosen changes seldom, and it is most of the page."""
    viewer: Viewer = request.user
    kept = fragments_of(request, "filters", BARS_KEPT)
    far = sees_province(viewer)
    minute = clock.now() // clock.MINUTE
    key = (viewer.province, viewer.language, far, page.scope, tuple(set_now.items()), minute)
    return kept.get(key) or kept.put(key, await _bar(viewer, page, set_now, far=far))


async def _bar(
    viewer: Viewer, page: ListPage, set_now: Mapping[str, str], *, far: bool
) -> FilterBar:
    found = await choosable(viewer.province, viewer.language)
    units = await unit_options(viewer.province) if far else []
    form = shown(
        Filter,
        "/tickets",
        values={**set_now, "scope": page.scope.value},
        options={
            "status": STATES,
            "category": options_of(found["category"]),
            "service": options_of(found["service"]),
            "assignee": options_of(found["technician"]),
            "unit": tuple(Option(str(unit), name) for unit, name in units),
        },
        prefix="filter",
    )
    return FilterBar(form=form, active=len(set_now), for_province=far)


def _header(request: AnyRequest) -> Row:
    language = language_of(request)
    return heading(lambda said: translate(said, language))


def _batches(request: AnyRequest) -> AsyncIterator[Sequence[Row]]:
    """Raises NotAllowed, before anything is sent, for a list that the person does not have."""
    typed = read_query(request)
    scopes = scopes_of(request.user)
    scope = _scope(typed) or scopes[0]
    if scope not in scopes:
        raise NotAllowed
    return _cells(export_rows(request.user, scope, _narrowed(typed)), language_of(request))


async def _cells(
    found: AsyncIterator[Sequence[TicketRow]], language: Language
) -> AsyncIterator[Sequence[Row]]:
    def words(said: Message) -> str:
        return translate(said, language)

    async for batch in found:
        yield [cells(row, words) for row in batch]


def _file(media_type: str, name: str) -> dict[str, str]:
    return {
        "content-type": media_type,
        "content-disposition": disposition(name),
        "cache-control": "no-store",
    }


handlers = [index, export_csv, export_xlsx]
