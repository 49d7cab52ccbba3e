"""The page of a ticket and the first page: what they say, and in how few queries."""

import re
from dataclasses import replace
from typing import Any

import pytest

from helpdesk.clock import MINUTE
from helpdesk.database import engine, rows
from helpdesk.tickets import operations, queries
from helpdesk.tickets.lifecycle import FACTS, Verb
from helpdesk.tickets.narrowing import ListScope, Narrowed
from helpdesk.tickets.queries import history
from helpdesk.tickets.standing import Status
from tests import make
from tests.people import NOW, Province

LATER = NOW + 10 * MINUTE


@pytest.fixture
def asked(province: Province, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that reach the database from now on."""
    found: list[str] = []
    kind: Any = type(engine.current())
    fetch = kind.fetch

    async def noted(self: Any, sql: str, values: Any, **more: Any) -> Any:
        found.append(sql)
        return await fetch(self, sql, values, **more)

    monkeypatch.setattr(kind, "fetch", noted)
    return found


async def test_the_story_of_a_ticket(province: Province) -> None:
    number = await make.ticket_in(Status.waiting_requester, province)
    file = str(await make.upload(province.an, "man-hinh.png"))
    await operations.reply(number, "Đây ạ", (file,), by=province.an, key=None, now=LATER)
    page = await queries.show_ticket(number, province.an)
    assert [entry.kind for entry in page.timeline] == ["open", "await_requester", "reply"]
    opened, question, answer = page.timeline
    assert (opened.is_mine, question.is_mine, answer.is_mine) == (True, False, True)
    assert (question.actor, question.body) == (province.chi.name, "Anh thử máy khác chưa?")
    assert [shown.name for shown in answer.attachments] == ["man-hinh.png"]
    assert answer.attachments[0].is_shown
    assert page.attachments == ()
    assert page.next_step == FACTS[Status.in_progress].hint
    assert (page.ticket.assignee, page.ticket.held_since_at) == (province.chi.name, LATER)
    assert page.ticket.facts.word.id == "In progress"
    assert Verb.reply in page.allowed
    assert not page.handles


async def test_names_are_shown_in_the_language_of_the_reader(province: Province) -> None:
    number = await make.ticket_in(Status.waiting_outside, province)
    an = replace(province.an, language="en")
    page = await queries.show_ticket(number, an)
    assert (page.ticket.category, page.ticket.service) == (
        "Digital signature", "Government signing service (VGCA)"
    )  # fmt: skip
    assert str(page.timeline[-1].sentence.values["body"]).startswith("Government digital")
    (row,) = (await queries.list_tickets(an, ListScope.mine, Narrowed())).listing.rows
    assert row.category == "Digital signature"


async def test_a_long_story_comes_in_parts(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "ENTRIES", 3)
    number = await make.opened(province.an)
    for n in range(4):
        await operations.reply(number, f"Lần {n}", by=province.an, key=None, now=NOW + n)
    page = await queries.show_ticket(number, province.an)
    assert [entry.body for entry in page.timeline] == ["Lần 1", "Lần 2", "Lần 3"]
    older = await queries.show_ticket(number, province.an, before=page.earlier)
    assert [entry.body for entry in older.timeline] == ["", "Lần 0"]
    assert older.earlier is None
    assert (await queries.show_ticket(number, province.an, before="x")).timeline == page.timeline


async def test_watching_is_not_told(province: Province) -> None:
    number = await make.opened(province.an)
    await operations.watch(number, True, by=province.chi, key=None, now=LATER)
    page = await queries.show_ticket(number, province.chi)
    assert [entry.kind for entry in page.timeline] == ["open"]
    assert (page.watchers, page.ticket.is_watched) == ((province.chi.name,), True)


async def test_a_page_takes_few_queries(province: Province, asked: list[str]) -> None:
    number = await make.ticket_in(Status.waiting_outside, province)
    for n in range(10):
        await operations.reply(number, f"Lần {n}", by=province.an, key=None, now=NOW + n)
    everything = replace(province.chi, roles=province.chi.roles | province.khoa.roles)

    async def count(page: Any) -> int:
        asked.clear()
        await page
        return len(asked)

    assert await count(queries.show_ticket(number, province.chi)) <= 5
    assert await count(queries.home(everything)) <= 6
    assert await count(queries.home(province.an)) <= 4
    listed = queries.list_tickets(province.chi, ListScope.all, Narrowed(category="x"))
    assert await count(listed) <= 4
    searched = queries.list_tickets(province.chi, ListScope.all, Narrowed(text="token usb"))
    assert await count(searched) <= 5


async def test_lists_select_no_bodies(province: Province, asked: list[str]) -> None:
    await queries.list_tickets(province.chi, ListScope.all, Narrowed())
    assert not [sql for sql in asked if re.search(r"\bdetails\b|\breply\b|\*", sql)]


class TestHome:
    async def test_an_official_sees_what_waits_for_them(self, province: Province) -> None:
        found = {status: await make.ticket_in(status, province) for status in Status}
        page = await queries.home(province.an)
        waiting = [found[Status.waiting_requester], found[Status.resolved]]
        assert [row.number for row in page.needing_me] == waiting
        newest = sorted(found.values(), reverse=True)
        assert [row.number for row in page.mine] == newest
        assert (page.to_do, page.unassigned, page.by_category) == ((), (), ())

    async def test_what_waited_long_is_not_forgotten(self, province: Province) -> None:
        old = await make.ticket_in(Status.resolved, province)
        for _ in range(12):
            await make.opened(province.an)
        page = await queries.home(province.an)
        assert [row.number for row in page.needing_me] == [old]
        assert len(page.mine) == 10
        assert old not in [row.number for row in page.mine]

    async def test_a_technician_sees_the_work(self, province: Province) -> None:
        low = await make.opened(province.an, has_workaround=True)
        high = await make.opened(province.an, impact="citizens")
        mine = await make.ticket_in(Status.in_progress, province)
        page = await queries.home(province.chi)
        assert [row.number for row in page.unassigned] == [high, low]
        assert [row.number for row in page.to_do] == [mine]
        assert page.counts.open(ListScope.unassigned) == 2

    async def test_a_leader_sees_the_whole(self, province: Province) -> None:
        await make.opened(province.an)
        page = await queries.home(province.khoa)
        assert [one.total for one in page.by_category] == [1]
        assert await rows("SELECT id FROM counter") != []
