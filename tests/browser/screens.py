"""Every page as each kind of person sees it; `python -m tests.browser.screens --out DIR` looks.

A screen's `path` may be followed by `then`: the first link on that page whose address fits.
"""

import argparse
import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright

from tests.browser.windows import FLAGS, NAMES, SIZES, House, Scheme, find_chromium
from tests.client import Browser
from tests.serving import demonstration, signed_in

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
A_TICKET = r"^/tickets/\d+$"
A_PERSON = r"^/people/\d+$"


@dataclass(frozen=True, slots=True)
class Screen:
    """One thing to look at: who sees it, where it is, and what is pressed there first."""

    name: str
    who: str | None
    path: str
    then: str = ""
    act: Callable[[Page], Awaitable[None]] | None = None


async def _send_nothing(page: Page) -> None:
    await page.locator("main form button[type=submit]").last.click()


async def _open_all(page: Page) -> None:
    await page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")


SCREENS: tuple[Screen, ...] = (
    Screen("sign-in", None, "/sign-in"),
    Screen("sign-in-wrong", None, "/sign-in", act=_send_nothing),
    Screen("signed-out", None, "/sign-out"),
    Screen("password-reset", None, "/password-reset"),
    Screen("password-reset-asked", None, "/password-reset/asked"),
    Screen("dead-link", None, "/invitations/no-such-link"),
    Screen("not-found", None, "/nowhere"),
    Screen("guides", None, "/guides"),
    Screen("guides-searched", "an", "/guides?text=token"),
    Screen("guide", None, "/guides", r"^/guides/[\w-]+$"),
    Screen("guide-print", None, "/guides/may-khong-nhan-token/print"),
    Screen("home-official", "an", "/"),
    Screen("home-focal-point", "hoa", "/"),
    Screen("home-technician", "chi", "/"),
    Screen("home-trainer", "dung", "/"),
    Screen("home-leader", "khoa", "/"),
    Screen("home-administrator", "giang", "/"),
    Screen("report", "an", "/tickets/new"),
    Screen("report-more", "hoa", "/tickets/new", act=_open_all),
    Screen("report-wrong", "an", "/tickets/new", act=_send_nothing),
    Screen("tickets-official", "an", "/tickets"),
    Screen("tickets-commune", "hoa", "/tickets?scope=commune"),
    Screen("tickets-technician", "chi", "/tickets"),
    Screen("tickets-team", "chi", "/tickets?scope=team"),
    Screen("tickets-unassigned", "chi", "/tickets?scope=unassigned"),
    Screen("tickets-all", "chi", "/tickets?scope=all&status=all"),
    Screen("tickets-filtered", "chi", "/tickets?scope=all&status=closed&category=chu-ky-so"),
    Screen("tickets-found", "chi", "/tickets?scope=all&text=duong+truyen"),
    Screen("tickets-none", "chi", "/tickets?scope=all&text=khongcogi"),
    Screen("tickets-leader", "khoa", "/tickets"),
    Screen("tickets-watching", "an", "/tickets?scope=watching"),
    Screen("ticket-official", "an", "/tickets?scope=mine", A_TICKET),
    Screen("ticket-focal-point", "hoa", "/tickets?scope=commune", A_TICKET),
    Screen("ticket-technician", "chi", "/tickets?scope=team", A_TICKET),
    Screen("ticket-technician-open", "chi", "/tickets?scope=team", A_TICKET, _open_all),
    Screen("ticket-new", "chi", "/tickets?scope=all&status=new", A_TICKET),
    Screen("ticket-waiting-outside", "chi", "/tickets?scope=all&status=waiting_outside", A_TICKET),
    Screen("ticket-waiting", "chi", "/tickets?scope=all&status=waiting_requester", A_TICKET),
    Screen("ticket-resolved", "an", "/tickets?scope=mine&status=resolved", A_TICKET),
    Screen("ticket-closed", "an", "/tickets?scope=mine&status=closed", A_TICKET),
    Screen("ticket-cancelled", "chi", "/tickets?scope=all&status=cancelled", A_TICKET),
    Screen("ticket-duplicate", "chi", "/tickets?scope=all&status=duplicate", A_TICKET),
    Screen("ticket-hidden", "an", "/tickets/1"),
    Screen("me", "an", "/me"),
    Screen("administration", "giang", "/administration"),
    Screen("administration-refused", "an", "/administration"),
    Screen("people", "giang", "/people"),
    Screen("people-new", "giang", "/people/new"),
    Screen("people-new-wrong", "giang", "/people/new", act=_send_nothing),
    Screen("person", "giang", "/people", A_PERSON),
    Screen("person-edit", "giang", "/people", A_PERSON + "|/edit$"),
    Screen("person-departure", "giang", "/people", A_PERSON + "|/departure$"),
    Screen("units", "giang", "/units"),
    Screen("unit", "giang", "/units", r"^/units/\d+$"),
    Screen("teams", "giang", "/teams"),
    Screen("team", "giang", "/teams", r"^/teams/\d+$"),
    Screen("catalogue", "giang", "/catalogue"),
    Screen("catalogue-entry", "giang", "/catalogue", r"^/catalogue/category/\d+$"),
    Screen("catalogue-new", "giang", "/catalogue/category/new"),
)


async def prepare(address: str) -> None:
    """Give An a ticket in every state, so that whatever the day each can be seen."""
    async with (
        signed_in(address, NAMES["an"]) as an,
        signed_in(address, NAMES["chi"]) as chi,
    ):
        await _reported(an)
        asked = await _reported(an)
        question = {"body": "Đèn có sáng không ạ?", "audience": "await_requester"}
        await _send(chi, asked, "replies", **question)
        outside = await _reported(an)
        await _send(chi, outside, "outside-wait", body="1", reference="42/PYC")
        for is_confirmed in (False, True):
            resolved = await _reported(an)
            answer = {"body": "Đã cài lại.", "closing_answer": "no_guide"}
            await _send(chi, resolved, "resolution", **answer)
            if is_confirmed:
                await _send(an, resolved, "confirmation")
        await _send(an, await _reported(an), "cancellation", reason="Tự xử lý được rồi.")
        await _send(chi, await _reported(an), "duplicate", original=str(outside))


async def _reported(an: Browser) -> int:
    page = await an.get("/tickets/new")
    told = {"category": "chu-ky-so", "title": "Token không sáng đèn", "impact": "citizens"}
    answer = await an.fill(page, "/tickets", citizens_waiting="4", **told)
    return int(answer.headers["location"].rpartition("/")[2])


async def _send(browser: Browser, number: int, noun: str, **typed: str) -> None:
    page = await browser.get(f"/tickets/{number}")
    await browser.follow(await browser.fill(page, f"/tickets/{number}/{noun}", **typed))


async def show(page: Page, screen: Screen) -> bool:
    """Bring a page to the screen; False when the demonstration has nothing to show there."""
    await page.goto(screen.path)
    for pattern in filter(None, screen.then.split("|/")):
        fits = re.compile(pattern if pattern.startswith("^") else f"/{pattern}")
        links = await page.locator("main a[href]").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        found = [link for link in links if fits.search(link)]
        if not found:
            return False
        await page.goto(found[0])
    if screen.act:
        await screen.act(page)
        await page.wait_for_load_state()
    return True


@asynccontextmanager
async def looking(
    house: House, screen: Screen, size: ViewportSize, scheme: Scheme = "light"
) -> AsyncIterator[tuple[Page, bool]]:
    async with house.window(screen.who, size=size, scheme=scheme) as page:
        yield page, await show(page, screen)


async def keep(page: Page, folder: Path, name: str) -> None:
    """Keep the whole page as a picture."""
    await page.screenshot(path=folder / f"{name}.png", full_page=True)


async def _look(address: str, out: Path, only: str) -> None:
    await prepare(address)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        house = House(browser, address)
        for screen in (screen for screen in SCREENS if only in screen.name):
            for size_name, size in SIZES.items():
                async with looking(house, screen, size) as (page, is_there):
                    for scheme in SCHEMES:
                        await page.emulate_media(color_scheme=scheme)
                        await keep(page, out, f"{screen.name}-{size_name}-{scheme}")
                print(screen.name, size_name, "" if is_there else "(nothing to show)", flush=True)
        await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser("python -m tests.browser.screens", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("artefacts/screenshots"))
    parser.add_argument("--only", default="", metavar="WORDS", help="screens with these words")
    parser.add_argument("--address", help="of a demonstration that is served already")
    given = parser.parse_args()
    if given.address:
        asyncio.run(_look(given.address, given.out, given.only))
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder) / "data") as served,
    ):
        asyncio.run(_look(served.address, given.out, given.only))


if __name__ == "__main__":
    main()
