"""Seeing in SQL, seeing as a rule and being entrusted are one thing, for every named person."""

from contextlib import suppress

import pytest

from helpdesk.database import rows
from helpdesk.errors import NotAllowed
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations
from helpdesk.tickets.lifecycle import entrusted
from helpdesk.tickets.narrowing import ListScope, Narrowed, scopes_of
from helpdesk.tickets.queries import find_attachment, find_standing, list_tickets, show_ticket
from helpdesk.tickets.seeing import visible_to
from tests import make
from tests.people import NOW, Province


async def several(people: Province) -> list[int]:
    """Tickets of every relation to the named people."""
    await make.routed(people)
    numbers = [await make.opened(by) for by in people.everybody]
    numbers.append(await make.opened(people.an, is_shared=True))
    numbers.append(await make.opened(people.binh, is_shared=True))
    numbers.append(await make.opened(people.hoa, requester=str(people.an.id)))
    numbers.append(await make.opened(people.chi, requester=str(people.binh.id)))
    shared = await make.opened(people.an, is_shared=True)
    colleague = await make.official(people.can_duoc)
    await operations.watch(shared, True, by=colleague, key=None, now=NOW)
    await operations.share(shared, False, revision=1, by=people.an, key=None, now=NOW)
    taken = await make.opened(people.an)
    await operations.take(taken, revision=1, by=people.chi, key=None, now=NOW)
    return [*numbers, shared, taken]


async def seen_by_rule(viewer: Viewer, numbers: list[int]) -> set[int]:
    found = set()
    for number in numbers:
        with suppress(NotAllowed):
            assert entrusted(viewer, await find_standing(number, viewer))
            found.add(number)
    return found


async def seen_in_sql(viewer: Viewer) -> set[int]:
    visible = visible_to(viewer)
    found = await rows(f"SELECT id FROM ticket WHERE {visible.sql}", *visible.values)
    return {row["id"] for row in found}


async def listed(viewer: Viewer, scope: ListScope, **narrowed: str) -> set[int]:
    page = await list_tickets(viewer, scope, Narrowed(**{"status": "all", **narrowed}))
    return {row.number for row in page.listing.rows}


async def test_seeing_is_being_entrusted_for_everybody(province: Province) -> None:
    numbers = await several(province)
    colleague = await make.official(province.can_duoc, "Đỗ Văn Út")
    for viewer in (*province.everybody, colleague):
        assert await seen_by_rule(viewer, numbers) == await seen_in_sql(viewer), viewer.name


async def test_who_sees_what(province: Province) -> None:
    numbers = await several(province)
    of_lan = {numbers[7]}
    of_can_duoc = {numbers[i] for i in (0, 2, 8, 10, 12, 13)}
    assert await seen_in_sql(province.an) == {numbers[i] for i in (0, 8, 10, 12, 13)}
    assert await seen_in_sql(province.hoa) == of_can_duoc
    assert await seen_in_sql(province.binh) == {numbers[i] for i in (1, 9, 11)}
    assert await seen_in_sql(province.dung) == {numbers[4]}
    for viewer in (province.chi, province.khoa, province.giang):
        assert await seen_in_sql(viewer) == set(numbers) - of_lan
    assert await seen_in_sql(province.lan) == of_lan


async def test_no_list_and_no_search_shows_more_than_one_may_see(province: Province) -> None:
    numbers = await several(province)
    colleague = await make.official(province.can_duoc, "Đỗ Văn Út")
    for viewer in (*province.everybody, colleague):
        visible, found = await seen_in_sql(viewer), set[int]()
        for scope in scopes_of(viewer):
            plain = await listed(viewer, scope)
            searched = await listed(viewer, scope, text="usb token")
            if scope != ListScope.unassigned:
                assert searched == plain, (viewer.name, scope)
            found |= plain
        assert found <= visible
        if viewer not in (province.an, province.binh):
            assert found == visible & set(numbers)


@pytest.mark.parametrize("scope", ListScope)
async def test_a_list_that_one_does_not_have_is_refused(
    province: Province, scope: ListScope
) -> None:
    for viewer in province.everybody:
        if scope not in scopes_of(viewer):
            with pytest.raises(NotAllowed):
                await list_tickets(viewer, scope, Narrowed())


@pytest.mark.parametrize("number", [0, -1, 999_999, 2**63, 10**40])
async def test_what_does_not_exist_is_hidden(province: Province, number: int) -> None:
    for look in (find_standing, show_ticket):
        with pytest.raises(NotAllowed) as refused:
            await look(number, province.chi)
        assert refused.value.hidden


async def test_files_are_seen_like_what_they_came_with(province: Province) -> None:
    number = await make.opened(province.an, uploads=(str(await make.upload(province.an)),))
    inner = (str(await make.upload(province.chi)),)
    await operations.note(number, "Ảnh chụp tủ mạng", inner, by=province.chi, key=None, now=NOW)
    public, internal = (row["id"] for row in await rows("SELECT id FROM attachment ORDER BY id"))
    for viewer in (province.an, province.hoa, province.chi, province.giang):
        assert (await find_attachment(public, viewer)).name == "ảnh.png"
    assert (await find_attachment(internal, province.khoa)).is_internal
    refused = [(public, province.binh), (public, province.lan), (internal, province.an)]
    for attachment, viewer in [*refused, (999_999, province.chi)]:
        with pytest.raises(NotAllowed) as found:
            await find_attachment(attachment, viewer)
        assert found.value.hidden
