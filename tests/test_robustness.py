"""Many at once, and the plug pulled: one winner, no lost report, no repeated number."""

import asyncio
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from helpdesk.database import rows
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.standing import Status
from tests.client import Browser, form_of, text_of, values_of
from tests.make import ticket_in
from tests.people import Province
from tests.serving import demonstration, signed_in

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]
AN = "Nguyễn Thị An"


async def test_twenty_resolve_one_ticket_and_one_of_them_wins(
    client_as: SignIn, province: Province
) -> None:
    number = await ticket_in(Status.in_progress, province)
    chi = await client_as(province.chi)
    page = await chi.get(f"/tickets/{number}")
    action = f"/tickets/{number}/resolution"
    form = {**values_of(form_of(page, action)), "closing_answer": "no_guide"}

    async def resolve(turn: int) -> httpx.Response:
        return await chi.post(action, data={**form, "key": f"turn-{turn}", "body": f"Cách {turn}"})

    answers = await asyncio.gather(*map(resolve, range(20)))
    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: 19}
    lost = [turn for turn, answer in enumerate(answers) if answer.status_code == 409]
    assert f"Cách {lost[0]}" in text_of(answers[lost[0]])
    events = await rows("SELECT id FROM event WHERE ticket = {} AND kind = 'resolve'", number)
    assert len(events) == 1


async def test_five_hundred_report_at_once_and_each_gets_a_number(
    demonstration_data: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(demonstration_data, tmp_path / "data"))
    with demonstration(folder) as served:
        async with signed_in(served.address, AN, connections=500) as browser:
            asked = [report(browser, turn) for turn in range(500)]
            answers = await asyncio.gather(*asked)
    assert Counter(answer.status_code for answer in answers) == {303: 500}
    assert len({answer.headers["location"] for answer in answers}) == 500
    assert len(titles(folder)) == len(set(titles(folder))) == 500


async def test_a_killed_server_has_every_report_that_it_acknowledged(
    demonstration_data: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(demonstration_data, tmp_path / "data"))
    acknowledged: list[str] = []

    async def one(browser: httpx.AsyncClient, turn: int) -> None:
        with suppress(httpx.TransportError):
            if (await report(browser, turn)).status_code == 303:
                acknowledged.append(f"Sự cố số {turn}")
            if len(acknowledged) == 700:
                served.process.send_signal(signal.SIGKILL)

    with demonstration(folder) as served:
        async with signed_in(served.address, AN, connections=50) as browser:
            await asyncio.gather(*(one(browser, turn) for turn in range(2_000)))
    assert 700 <= len(acknowledged) < 2_000
    with demonstration(folder) as served:
        async with signed_in(served.address, AN, connections=1) as browser:
            assert (await report(browser, 2_000)).status_code == 303
    assert set(acknowledged) <= set(titles(folder))
    assert max(Counter(titles(folder)).values()) == 1


async def report(browser: httpx.AsyncClient, turn: int) -> httpx.Response:
    form = {
        "key": f"report-{turn}",
        "category": "chu-ky-so",
        "title": f"Sự cố số {turn}",
        "impact": "me",
        "callback_name": "Nguyễn Thị An",
    }
    try:
        return await browser.post("/tickets", data=form)
    except httpx.ReadError:  # as browsers do when a connection that was kept has died
        return await browser.post("/tickets", data=form)


def titles(folder: Path) -> list[str]:
    """The titles of the tickets that this file has reported, from the database itself."""
    with sqlite3.connect(folder / "helpdesk.db") as connection:
        found = connection.execute("SELECT title FROM ticket WHERE title LIKE 'Sự cố số %'")
        return [title for (title,) in found]
