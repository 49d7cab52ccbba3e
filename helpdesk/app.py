"""Assembly: the rooms put together into one application. Nothing happens at import."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.types import ASGIApp, Receive, Scope, Send

from helpdesk import resources, worker
from helpdesk.database import engine
from helpdesk.database.files import FileStore
from helpdesk.errors import message
from helpdesk.people.accounts import routes as accounts
from helpdesk.people.sessions import routes as sessions
from helpdesk.people.sessions.middleware import SessionMiddleware
from helpdesk.people.teams import routes as teams
from helpdesk.people.units import routes as units
from helpdesk.people.viewer import Viewer
from helpdesk.settings import Settings
from helpdesk.tickets import lifecycle
from helpdesk.tickets import routes as tickets
from helpdesk.tickets.catalogue import routes as catalogue
from helpdesk.tickets.departures import routes as departures
from helpdesk.tickets.files import routes as files
from helpdesk.tickets.forms import PRIORITIES
from helpdesk.web import assets, defence, errors, health, preferences
from helpdesk.web.freshness import fresh
from helpdesk.web.pages import LANGUAGES, Link, Site
from helpdesk.web.templating import environment
from helpdesk.web.typed import new_key
from training.answers import panels
from training.answers import routes as answers
from training.guides import links
from training.guides import routes as guides

LARGEST_BODY = 1_000_000  # bytes; the routes that take files say so themselves

_ROOMS: tuple[Any, ...] = (
    assets, health, preferences, sessions, accounts, teams, units,
    tickets, catalogue, files, departures, guides, answers,
)  # fmt: skip


def create_app(settings: Settings, *, with_worker: bool = False) -> ASGIApp:
    """The whole application as one ASGI callable, wall included; with the timed chores if asked."""
    application = create_litestar(settings, with_worker=with_worker)
    recognised = _recognised(application)
    served = fresh(recognised) if settings.replica_urls else recognised
    return defence.defended(served, secure=settings.secure, person=_person)


def _recognised(application: Litestar) -> ASGIApp:
    """Sessions are read before routing, so that a page for a wrong address knows its reader."""
    inner = SessionMiddleware()(application)

    async def recognised(scope: Scope, receive: Receive, send: Send) -> None:
        scope["litestar_app"] = application
        await inner(scope, receive, send)

    return recognised


def create_litestar(settings: Settings, *, with_worker: bool = False) -> Litestar:
    return Litestar(
        route_handlers=[handler for room in _ROOMS for handler in room.handlers],
        exception_handlers=errors.handlers,
        lifespan=[_database(settings), *([_chores(settings)] if with_worker else [])],
        state=State(
            {
                "settings": settings,
                "site": _site(settings),
                "panels": panels.PANELS,
                "files": store_of(settings),
            }
        ),
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        logging_config=None,
    )


def _site(settings: Settings) -> Site:
    names: Mapping[str, object] = {
        "guide_title": links.title,
        "guide_address": links.address,
        "new_key": new_key,
        "priorities": PRIORITIES,
        "statuses": lifecycle.FACTS,
    }
    return Site(
        environments={
            language: environment(resources.folder("templates"), language, names)
            for language in LANGUAGES
        },
        assets=assets.load_assets(resources.folder("static")),
        demonstration=settings.demonstration,
        viewer_name=_viewer_name,
        navigation=_navigation,
    )


def _database(settings: Settings) -> Callable[[Litestar], Any]:
    @asynccontextmanager
    async def connected(_: Litestar) -> AsyncIterator[None]:
        async with engine.connected(
            settings.database_url,
            replicas=settings.replica_urls,
            statement_cache=settings.statement_cache,
        ):
            await links.refresh()
            yield

    return connected


def _chores(settings: Settings) -> Callable[[Litestar], Any]:
    @asynccontextmanager
    async def worked(_: Litestar) -> AsyncIterator[None]:
        working = asyncio.create_task(worker.work(store_of(settings)))
        yield
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working

    return worked


def store_of(settings: Settings) -> FileStore:
    """Where the files of tickets lie."""
    return FileStore(settings.data_folder / "files")


def _person(scope: Scope) -> int | None:
    viewer = scope.get("user")
    return viewer.id if isinstance(viewer, Viewer) else None


def _viewer_name(request: Request[Any, Any, Any]) -> str | None:
    viewer: Viewer | None = request.scope.get("user")
    return viewer.name if viewer else None


def _navigation(request: Request[Any, Any, Any]) -> tuple[Link, ...]:
    viewer: Viewer | None = request.scope.get("user")
    if viewer is None:
        return _ANYONE
    if viewer.is_administrator:
        return (*_SIGNED_IN, *_ADMINISTRATION)
    return (*_SIGNED_IN, *(_COLLEAGUES if viewer.is_focal_point else ()))


_ANYONE = (Link(message("Guides"), "/guides"), Link(message("Sign in"), "/sign-in"))
_SIGNED_IN = (
    Link(message("Home"), "/"),
    Link(message("Report a problem"), "/tickets/new"),
    Link(message("Tickets"), "/tickets"),
    Link(message("Guides"), "/guides"),
)
_COLLEAGUES = (Link(message("People"), "/people"),)
_ADMINISTRATION = (Link(message("Administration"), "/administration"),)
