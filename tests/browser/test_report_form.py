"""The report form on a slow line and without a mouse."""

import pytest
from playwright.async_api import Page

from tests.browser.test_main_job import vi
from tests.browser.windows import PHONE, House

pytestmark = pytest.mark.anyio

HEAVIEST = 30 * 1024  # bytes; all files of a first visit, headers included
_FOCUS = """() => {
  const on = document.activeElement, style = getComputedStyle(on), box = on.getBoundingClientRect();
  const label = on.labels && on.labels[0] ? getComputedStyle(on.labels[0]) : style;
  const shown = [style, label, getComputedStyle(on.parentElement)].some(
    s => s.outlineStyle !== 'none' || s.boxShadow !== 'none');
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const free = !over || on.contains(over) || over.contains(on) || over.closest('label') !== null;
  return {name: on.name || on.textContent.trim(), tag: on.tagName, type: on.type || '',
          shown, inside, free};
}"""


async def test_a_first_visit_is_light(house: House) -> None:
    async with house.window("an", size=PHONE) as page:
        session = await page.context.new_cdp_session(page)
        received: dict[str, float] = {}
        await session.send("Network.enable")
        session.on(
            "Network.loadingFinished",
            lambda event: received.update({event["requestId"]: event["encodedDataLength"]}),
        )
        await page.goto("/tickets/new", wait_until="networkidle")
    assert len(received) >= 3
    assert sum(received.values()) <= HEAVIEST, sorted(received.values())


async def test_a_report_can_be_sent_by_keyboard_alone(house: House) -> None:
    async with house.window("an") as page:
        await page.emulate_media(reduced_motion="reduce")
        await page.goto("/tickets/new")
        await tab_to(page, "category")
        await page.keyboard.press("Space")
        await page.keyboard.press("ArrowRight")
        await tab_to(page, "title")
        await page.keyboard.type("Phần mềm một cửa báo lỗi 500")
        await tab_to(page, "impact")
        await page.keyboard.press("Space")
        await tab_to(page, vi("Send the report"))
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/tickets/*")
        assert await page.locator("h1").inner_text() == "Phần mềm một cửa báo lỗi 500"


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until that field or button has the focus; each stop must be visible."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(_FOCUS)
        assert stop["shown"], f"the focus cannot be seen: {stop}"
        assert stop["inside"], f"the focus is out of sight: {stop}"
        assert stop["free"], f"something covers the focus: {stop}"
        if stop["name"] == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")
