"""axe-core finds nothing on any page, light and dark, at a desk and on a phone; nothing overflows.

Each page is kept as a picture in artefacts/screenshots.
"""

from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.axe import violations
from tests.browser.screens import SCHEMES, SCREENS, Screen, keep, looking, prepare
from tests.browser.windows import NARROWEST, SIZES, House

pytestmark = pytest.mark.anyio

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "screenshots"
_LONG_CODES = """() => {
    for (const title of document.querySelectorAll(".tasks a, td.main a")) {
        title.textContent = "DNS_PROBE_FINISHED_NXDOMAIN";
    }
}"""
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
async def prepared(house: House) -> House:
    await prepare(house.address)
    return house


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
@pytest.mark.parametrize("size", SIZES)
async def test_a_page_can_be_used_by_everybody(prepared: House, screen: Screen, size: str) -> None:
    async with looking(prepared, screen, SIZES[size]) as (page, is_there):
        assert is_there, f"the demonstration has nothing to show for {screen.name}"
        found = []
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            await keep(page, ARTEFACTS, f"{screen.name}-{size}-{scheme}")
            found += [f"{scheme}: {said}" for said in await violations(page)]
        found += await too_wide(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text_size", ["large", "largest"])
async def test_larger_text_fits_the_narrowest_window(house: House, text_size: str) -> None:
    async with house.window("chi", size=NARROWEST) as page:
        cookie = {"name": "text_size", "value": text_size, "url": house.address}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]
        found = []
        for path in ("/", "/tickets", "/tickets/new", "/guides", "/me"):
            await page.goto(path)
            await page.evaluate(_LONG_CODES)
            found += [f"{path}: {said}" for said in await too_wide(page)]
    assert not found, "\n".join(found)


async def test_the_tool_sees_a_fault(house: House) -> None:
    async with house.window() as page:
        await page.goto("/guides")
        await page.evaluate("document.querySelector('main').append(new Image())")
        assert any(said.startswith("image-alt") for said in await violations(page))


async def too_wide(page: Page) -> list[str]:
    pixels = await page.evaluate(_TOO_WIDE)
    return [f"the page is {pixels} pixels wider than the window"] if pixels > 0 else []
