"""Pages of the catalogue, for administrators; and the door to all administration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Message, Problem, message
from helpdesk.people.guards import needs
from helpdesk.people.viewer import Role, Viewer
from helpdesk.tickets.catalogue import operations
from helpdesk.tickets.catalogue.forms import ChangedEntry, NewEntry, Owners
from helpdesk.tickets.catalogue.pages import (
    ADDED_AT,
    EntryPage,
    catalogue_page,
    entry_of,
    owners_of,
    section,
    teams_of,
)
from helpdesk.tickets.catalogue.queries import Listed
from helpdesk.web.fields import Option
from helpdesk.web.forms import FormView, shown, submit
from helpdesk.web.pages import render
from helpdesk.web.typed import Typed

AnyRequest = Request[Any, Any, Any]

ADDRESS = "/catalogue"
SAVED = message("Saved.")
ADMINISTRATORS = [needs(Role.administrator)]
DOORS: tuple[tuple[Message, Message, str], ...] = (
    (
        message("People"),
        message("Invite, change roles, move, close an account."),
        "/people",
    ),
    (
        message("Units"),
        message("Communes, wards and departments, and their names."),
        "/units",
    ),
    (message("Teams"), message("Who shares which queue."), "/teams"),
    (
        message("Catalogue"),
        message("Categories, systems, outside bodies, and which team answers for what."),
        ADDRESS,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrationPage:
    template: ClassVar[str] = "catalogue/administration.html"

    doors: tuple[tuple[Message, Message, str], ...]


@get("/administration", name="administration", guards=ADMINISTRATORS)
async def administration(request: AnyRequest) -> ASGIResponse:
    return render(request, AdministrationPage(doors=DOORS))


@get(ADDRESS, name="catalogue.index", guards=ADMINISTRATORS)
async def index(request: AnyRequest) -> ASGIResponse:
    viewer: Viewer = request.user
    return render(request, await catalogue_page(viewer.province))


@get(ADDRESS + "/{kind:str}/new", name="catalogue.new", guards=ADMINISTRATORS)
async def new(request: AnyRequest, kind: FromPath[str]) -> ASGIResponse:
    return render(request, _new_page(kind))


@post(ADDRESS + "/{kind:str}", name="catalogue.add", guards=ADMINISTRATORS, status_code=303)
async def add(request: AnyRequest, kind: FromPath[str]) -> ASGIResponse:
    async def perform(form: NewEntry, key: str) -> int:
        names = (form.name, form.name_in_english, _position(form))
        return await operations.add(kind, *names, by=request.user, key=key, now=clock.now())

    async def again(typed: Typed, problems: Sequence[Problem]) -> EntryPage:
        return _new_page(kind, typed, problems)

    return await submit(
        request, NewEntry, perform=perform, then=lambda _: ADDRESS, again=again, notice=SAVED
    )


@get(ADDRESS + "/{kind:str}/{entry:int}", name="catalogue.edit", guards=ADMINISTRATORS)
async def edit(request: AnyRequest, kind: FromPath[str], entry: FromPath[int]) -> ASGIResponse:
    return render(request, await _page(request, kind, entry))


@post(
    ADDRESS + "/{kind:str}/{entry:int}",
    name="catalogue.change",
    guards=ADMINISTRATORS,
    status_code=303,
)
async def change(request: AnyRequest, kind: FromPath[str], entry: FromPath[int]) -> ASGIResponse:
    async def perform(form: ChangedEntry, key: str) -> int:
        told = (form.name, form.name_in_english, _position(form), form.is_active)
        seen = int(form.revision) if form.revision.isdecimal() and len(form.revision) < 16 else 0
        who = {"by": request.user, "key": key, "now": clock.now()}
        return await operations.change(kind, entry, *told, revision=seen, **who)

    async def again(typed: Typed, problems: Sequence[Problem]) -> EntryPage:
        return await _page(request, kind, entry, typed, problems)

    return await submit(
        request, ChangedEntry, perform=perform, then=lambda _: ADDRESS, again=again, notice=SAVED
    )


@post(
    ADDRESS + "/owners/{entry:int}",
    name="catalogue.own",
    guards=ADMINISTRATORS,
    status_code=303,
)
async def own(request: AnyRequest, entry: FromPath[int]) -> ASGIResponse:
    await entry_of("category", entry)

    async def perform(form: Owners, key: str) -> int:
        teams = tuple(int(team) for team in form.teams if team.isdecimal() and len(team) < 16)
        who = {"by": request.user, "key": key, "now": clock.now()}
        return await operations.set_owners(entry, teams, **who)

    async def again(typed: Typed, problems: Sequence[Problem]) -> EntryPage:
        return await _page(request, "category", entry)

    return await submit(
        request, Owners, perform=perform, then=lambda _: ADDRESS, again=again, notice=SAVED
    )


def _position(form: NewEntry) -> int:
    return ADDED_AT if form.position is None else form.position


def _new_page(kind: str, typed: Typed | None = None, problems: Sequence[Problem] = ()) -> EntryPage:
    found = section(kind)
    form = shown(NewEntry, f"{ADDRESS}/{kind}", typed=typed, problems=problems)
    return EntryPage(section=found, entry=None, form=form, owners=None)


async def _page(
    request: AnyRequest,
    kind: str,
    entry: int,
    typed: Typed | None = None,
    problems: Sequence[Problem] = (),
) -> EntryPage:
    viewer: Viewer = request.user
    found = await entry_of(kind, entry)
    owners = await _owners(found, viewer) if kind == "category" else None
    return EntryPage(
        section=section(kind), entry=found, form=_form(kind, found, typed, problems), owners=owners
    )


def _form(kind: str, entry: Listed, typed: Typed | None, problems: Sequence[Problem]) -> FormView:
    fresh = typed.with_values(revision=(str(entry.revision),)) if typed else None
    first = {
        "name": entry.name,
        "name_in_english": entry.name_in_english,
        "position": entry.position,
        "is_active": entry.is_active,
        "revision": entry.revision,
    }
    address = f"{ADDRESS}/{kind}/{entry.id}"
    return shown(ChangedEntry, address, typed=fresh, problems=problems, values=first)


async def _owners(entry: Listed, viewer: Viewer) -> FormView:
    teams = await teams_of(viewer.province)
    return shown(
        Owners,
        f"{ADDRESS}/owners/{entry.id}",
        values={"teams": await owners_of(entry.id, viewer.province)},
        options={"teams": tuple(Option(str(team), name) for team, name in teams)},
        prefix="owners",
    )


handlers = [administration, index, new, add, edit, change, own]
