"""Pages about the units of a province: find one, see its names over time, rename it."""

from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from helpdesk import clock
from helpdesk.errors import Problem, message
from helpdesk.people.guards import needs
from helpdesk.people.units import operations, queries
from helpdesk.people.units.forms import NewAlias, Rename, UnitFilters
from helpdesk.people.units.names import types_like
from helpdesk.people.viewer import Role, Viewer
from helpdesk.web.fields import Option
from helpdesk.web.forms import FormView, shown, submit
from helpdesk.web.pages import render
from helpdesk.web.typed import Typed, read_query

UnitRequest = Request[Viewer, Any, Any]
Problems = tuple[Problem, ...]

_administer = [needs(Role.administrator)]


@get("/units", name="units.list", guards=_administer)
async def list_units(request: UnitRequest) -> ASGIResponse:
    typed = read_query(request)
    asked = typed.one("q")[:200]
    page = queries.UnitsPage(
        filters=shown(UnitFilters, "/units", typed=typed),
        asked=asked,
        listing=await queries.list_units(request.user, asked, typed.one("from")),
    )
    return render(request, page)


@get("/units/{unit:int}", name="units.show", guards=_administer)
async def show_unit(request: UnitRequest, unit: FromPath[int]) -> ASGIResponse:
    return render(request, await _page(request, unit))


async def _page(request: UnitRequest, unit: int) -> queries.UnitPage:
    facts = await queries.unit_facts(request.user, unit)
    return queries.UnitPage(
        unit=facts,
        rename=_rename_form(facts),
        new_alias=shown(NewAlias, f"/units/{unit}/aliases"),
    )


def _rename_form(
    unit: queries.UnitFacts, typed: Typed | None = None, problems: Problems = ()
) -> FormView:
    if typed is not None:
        typed = typed.with_values(revision=(str(unit.revision),))
    return shown(
        Rename,
        f"/units/{unit.id}/names",
        typed=typed,
        problems=problems,
        options={"type": [Option(type_, type_) for type_ in types_like(unit.type)]},
        values={"type": unit.type, "name": unit.name, "revision": unit.revision},
    )


@post("/units/{unit:int}/names", name="units.rename", guards=_administer, status_code=303)
async def rename(request: UnitRequest, unit: FromPath[int]) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.UnitPage:
        page = await _page(request, unit)
        return replace(page, rename=_rename_form(page.unit, typed, problems))

    return await submit(
        request,
        Rename,
        perform=lambda form, key: operations.rename(
            unit, form, by=request.user, key=key, now=clock.now()
        ),
        then=lambda _: f"/units/{unit}",
        again=again,
        notice=message("The new name is recorded."),
    )


@post("/units/{unit:int}/aliases", name="units.add_alias", guards=_administer, status_code=303)
async def add_alias(request: UnitRequest, unit: FromPath[int]) -> ASGIResponse:
    async def again(typed: Typed, problems: Problems) -> queries.UnitPage:
        form = shown(NewAlias, f"/units/{unit}/aliases", typed=typed, problems=problems)
        return replace(await _page(request, unit), new_alias=form)

    return await submit(
        request,
        NewAlias,
        perform=lambda form, key: operations.add_alias(
            unit, form, by=request.user, key=key, now=clock.now()
        ),
        then=lambda _: f"/units/{unit}",
        again=again,
        notice=message("The unit can be found under that name now."),
    )


handlers: list[Any] = [list_units, show_unit, rename, add_alias]
