"""Counters equal a recount, whatever was done in whatever order, by however many at once."""

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import anyio
import pytest

from helpdesk.database import rows, transaction
from helpdesk.errors import Invalid, NotAllowed, Stale
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations
from helpdesk.tickets.calendar import close_due_at
from helpdesk.tickets.narrowing import ListScope
from helpdesk.tickets.queries.counting import by_category, counts_of
from helpdesk.tickets.standing import Status
from tests import make
from tests.people import NOW, Province

Act = Callable[[], Awaitable[object]]


async def outcomes(acts: list[Act]) -> list[str]:
    """What came of acts done at the same moment: "done", or the name of the refusal."""
    found: list[str] = []

    async def run(act: Act) -> None:
        try:
            await act()
            found.append("done")
        except (Stale, Invalid, NotAllowed) as refused:
            found.append(type(refused).__name__)

    async with anyio.create_task_group() as group:
        for act in acts:
            group.start_soon(run, act)
    return found


async def random_act(chance: random.Random, people: Province, numbers: list[int]) -> None:
    """One verb on one ticket by one person; most fit, some are refused."""
    number = chance.choice(numbers)
    by = chance.choice([*people.everybody, *[people.chi] * 8, *[people.giang] * 2, people.an])
    seen: Any = {"revision": (await make.standing(number)).revision}
    who: Any = {"by": by, "key": None, "now": NOW}
    verbs: list[Act] = [
        lambda: operations.reply(number, "Vâng", **who),
        lambda: operations.take(number, **seen, **who),
        lambda: operations.assign(number, people.team, None, **seen, **who),
        lambda: operations.assign(number, None, people.chi.id, **seen, **who),
        lambda: operations.await_requester(number, "?", **seen, **who),
        lambda: operations.await_outside(number, 1, **seen, **who),
        lambda: operations.resume(number, **seen, **who),
        lambda: operations.resolve(number, "Xong", "no_guide", **seen, **who),
        lambda: operations.confirm(number, **seen, **who),
        lambda: operations.reopen(number, **seen, **who),
        lambda: operations.cancel(number, "Thôi", **seen, **who),
        lambda: operations.mark_duplicate(number, chance.choice(numbers), **seen, **who),
        lambda: operations.classify(number, chance.choice(["thiet-bi", "phan-mem"]), **seen, **who),
        lambda: operations.close_silent(now=close_due_at(NOW), most=2),
        lambda: operations.hand_over_all(people.chi.id, None, None, **who),
        lambda: operations.hand_over_all(people.an.id, None, people.hoa.id, **who),
    ]
    with suppress(Stale, Invalid, NotAllowed):
        await chance.choice(verbs)()


@pytest.mark.parametrize("seed", range(3))
async def test_counters_equal_a_recount_after_anything(province: Province, seed: int) -> None:
    chance = random.Random(seed)
    await make.routed(province)
    numbers = [await make.opened(by) for by in province.everybody for _ in range(2)]
    for _ in range(150):
        await random_act(chance, province, numbers)
    assert await make.counters() == await make.recounted()
    assert len(await rows("SELECT DISTINCT kind FROM event")) >= 10


async def test_what_fails_counts_nothing(province: Province) -> None:
    number = await make.opened(province.an)
    before = await make.counters()
    with suppress(ZeroDivisionError):
        async with transaction():
            await operations.take(number, revision=1, by=province.chi, key=None, now=NOW)
            assert await make.counters() != before
            raise ZeroDivisionError
    assert await make.counters() == before


async def test_twenty_resolve_at_once_and_one_wins(province: Province) -> None:
    number = await make.opened(province.an)

    def resolving(n: int) -> Act:
        return lambda: operations.resolve(
            number, f"Cách {n}", "no_guide", revision=1, by=province.chi, key=f"k{n}", now=NOW + n
        )

    found = await outcomes([resolving(n) for n in range(20)])
    assert sorted(found) == ["Stale"] * 19 + ["done"]
    assert (await rows("SELECT COUNT(*) AS n FROM reply"))[0]["n"] == 1
    assert (await rows("SELECT COUNT(*) AS n FROM event WHERE kind = 'resolve'"))[0]["n"] == 1
    assert await make.counters() == await make.recounted()


async def test_the_same_form_twenty_times_at_once_is_one_ticket(province: Province) -> None:
    found = await outcomes([lambda: make.opened(province.an, key="same")] * 20)
    assert found == ["done"] * 20
    assert (await rows("SELECT COUNT(*) AS n FROM ticket"))[0]["n"] == 1


async def test_five_hundred_reports_at_once_are_five_hundred_tickets(province: Province) -> None:
    found = await outcomes([lambda: make.opened(province.an)] * 500)
    assert found == ["done"] * 500
    assert (await rows("SELECT COUNT(DISTINCT id) AS n FROM ticket"))[0]["n"] == 500
    assert await make.counters() == await make.recounted()


async def test_assigning_at_once_leaves_it_with_one(province: Province) -> None:
    number = await make.opened(province.an)
    technicians = [province.chi, await make.technician(province, "Tú")]

    def assigning(to: Viewer) -> Act:
        return lambda: operations.assign(
            number, None, to.id, revision=1, by=province.khoa, key=None, now=NOW
        )

    found = await outcomes([assigning(to) for to in technicians * 5])
    assert sorted(found) == ["Stale"] * 9 + ["done"]
    assert await make.counters() == await make.recounted()


async def test_many_tickets_change_at_once_without_a_deadlock(province: Province) -> None:
    await make.routed(province)
    numbers = [await make.opened(by) for by in (province.an, province.binh) for _ in range(10)]
    people = (province.chi, await make.technician(province))

    def taking(number: int, by: Viewer) -> Act:
        return lambda: operations.take(number, revision=1, by=by, key=None, now=NOW)

    def replying(number: int) -> Act:
        return lambda: operations.reply(number, "Vâng", by=province.chi, key=None, now=NOW)

    acts = [taking(number, by) for number in numbers for by in people]
    acts += [replying(number) for number in numbers]
    acts.append(
        lambda: operations.hand_over_all(
            province.chi.id, None, None, by=province.giang, key=None, now=NOW
        )
    )
    found = await outcomes(acts)
    assert found.count("Stale") == 20
    assert await make.counters() == await make.recounted()


async def test_two_that_point_at_each_other_do_not_both_become_duplicates(
    province: Province,
) -> None:
    a, b = await make.opened(province.an), await make.opened(province.an)

    def pointing(number: int, original: int) -> Act:
        return lambda: operations.mark_duplicate(
            number, original, revision=1, by=province.chi, key=None, now=NOW
        )

    found = await outcomes([pointing(a, b), pointing(b, a)])
    assert sorted(found) == ["Invalid", "done"]


async def test_closing_silent_tickets_by_two_workers_closes_each_once(province: Province) -> None:
    for _ in range(5):
        await make.ticket_in(Status.resolved, province)
    due = close_due_at(NOW)
    closed: list[int] = []

    async def work() -> None:
        closed.append(await operations.close_silent(now=due))

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(work)
    assert sum(closed) == 5
    assert (await rows("SELECT COUNT(*) AS n FROM event WHERE kind = 'close'"))[0]["n"] == 5


async def test_the_numbers_on_the_tabs(province: Province) -> None:
    await make.routed(province)
    for status in Status:
        await make.ticket_in(status, province)
    counts = await counts_of(province.chi, province.team)
    assert counts.open(ListScope.assigned) == 3
    assert counts.of(ListScope.assigned, Status.resolved) == 1
    assert counts.open(ListScope.unassigned) == 2
    assert counts.open(ListScope.all) == 5
    assert counts.open(ListScope.watching) is None
    assert counts.of(ListScope.watching, Status.new) is None
    mine = await counts_of(province.an, 0)
    assert (mine.open(ListScope.mine), mine.open(ListScope.commune)) == (4, None)
    hers = await counts_of(province.hoa, 0)
    assert (hers.open(ListScope.mine), hers.open(ListScope.commune)) == (0, 4)


async def test_categories_for_leaders(province: Province) -> None:
    await make.ticket_in(Status.closed, province)
    await make.opened(province.an, category="thiet-bi")
    found = await by_category(province.tay_ninh, "vi")
    assert [(one.name, one.open, one.total) for one in found] == [
        ("Chữ ký số", 0, 1),
        ("Thiết bị", 1, 1),
    ]
    assert [one.name for one in await by_category(province.tay_ninh, "en")][1] == "Equipment"
