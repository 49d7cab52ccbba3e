"""The whole main job, as four people play it: An reports, Chi helps, Hoa and Khoa look on."""

import re
import struct
import zlib
from contextlib import AbstractAsyncContextManager

import pytest
from playwright.async_api import FilePayload, Locator, Page, ViewportSize, expect

from helpdesk.errors import Message
from helpdesk.text.translation import translate
from tests.browser.windows import DESK, PHONE, House

pytestmark = pytest.mark.anyio

_COPY = """async (bytes) => {
  const picture = new Blob([new Uint8Array(bytes)], {type: 'image/png'});
  await navigator.clipboard.write([new ClipboardItem({'image/png': picture})]);
}"""


@pytest.mark.parametrize(
    ("size", "scripts"),
    [(DESK, True), (PHONE, True), (DESK, False)],
    ids=["desk", "phone", "without-scripts"],
)
async def test_a_report_travels_to_its_end(house: House, size: ViewportSize, scripts: bool) -> None:
    story = Story(house, size, scripts)
    number = await story.an_reports(a_picture())
    await story.hoa_sees_it(number)
    await story.chi_answers_with_a_guide(number)
    await story.chi_hands_over_to_vnpt(number)
    await story.an_is_stuck_at_a_step(number)
    await story.chi_resolves(number)
    await story.an_confirms(number)
    await story.khoa_sees_how_it_ended(number)


class Story:
    """Each part is one person in a window of their own."""

    def __init__(self, house: House, size: ViewportSize, scripts: bool) -> None:
        self.house, self.size, self.scripts = house, size, scripts

    def window(self, who: str) -> AbstractAsyncContextManager[Page]:
        return self.house.window(who, size=self.size, scripts=self.scripts)

    async def an_reports(self, picture: bytes) -> int:
        async with self.window("an") as page:
            await page.goto("/")
            await page.locator("main a[href='/tickets/new']").first.click()
            await page.get_by_label("Chữ ký số", exact=True).check()
            await page.get_by_label(vi("What is happening?")).fill("Cắm token vào máy không nhận")
            await page.get_by_label(vi("Only me")).check()
            await self._attach(page, picture)
            await page.get_by_role("button", name=vi("Send the report")).click()
            await page.wait_for_url(re.compile(r"/tickets/\d+$"))
            await expect(page.locator("h1")).to_have_text("Cắm token vào máy không nhận")
            await expect(page.get_by_role("status").last).to_contain_text(
                vi("Your report was sent. You can follow it here.")
            )
            await expect(page.locator("main img[src^='/files/']")).to_have_count(1)
            return int(page.url.rpartition("/")[2])

    async def _attach(self, page: Page, picture: bytes) -> None:
        """Paste it as after a screenshot; without scripts, choose the file."""
        if not self.scripts:
            file = FilePayload(name="man-hinh.png", mimeType="image/png", buffer=picture)
            await page.locator("input[type=file]").set_input_files(file)
            return
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await page.evaluate(_COPY, list(picture))
        await page.keyboard.press("Control+V")
        await expect(page.locator(".chosen li")).to_have_count(1)

    async def hoa_sees_it(self, number: int) -> None:
        async with self.window("hoa") as page:
            await page.goto("/tickets?scope=commune")
            await page.locator(f"main a[href='/tickets/{number}']").first.click()
            await expect(page.locator("main")).to_contain_text(vi("New"))

    async def chi_answers_with_a_guide(self, number: int) -> None:
        async with self.window("chi") as page:
            await page.goto("/tickets?scope=team")
            await page.locator(f"main a[href='/tickets/{number}']").first.click()
            await (await form(page, f"/tickets/{number}/assignment")).get_by_role("button").click()
            await expect(page.locator("main")).to_contain_text(vi("In progress"))
            guides = await form(page, f"/tickets/{number}/guides")
            await guides.locator("select").first.select_option("may-khong-nhan-token")
            await guides.get_by_role("button").last.click()
            await expect(page.locator(".guide-on-ticket")).to_have_count(1)

    async def chi_hands_over_to_vnpt(self, number: int) -> None:
        async with self.window("chi") as page:
            await page.goto(f"/tickets/{number}")
            handing = await form(page, f"/tickets/{number}/outside-wait")
            await handing.locator("select").select_option(label="VNPT")
            await handing.locator("input[name=reference]").fill("0042/PYC")
            await handing.get_by_role("button").last.click()
            await expect(page.locator("main")).to_contain_text("0042/PYC")
            await expect(page.locator("main")).to_contain_text(vi("Waiting for an outside body"))

    async def an_is_stuck_at_a_step(self, number: int) -> None:
        async with self.window("an") as page:
            await page.goto(f"/tickets/{number}")
            await expect(page.locator("main")).to_contain_text("VNPT")
            stuck = page.locator("form[action$='/obstacles']")
            await opened(stuck)
            await stuck.locator("select, input[type=radio]").first.wait_for(state="attached")
            if await stuck.locator("select").count():
                await stuck.locator("select").select_option(index=2)
            else:
                await stuck.locator("input[type=radio]").nth(1).check(force=True)
            await stuck.locator("textarea").fill("Cắm cổng phía sau đèn vẫn không sáng.")
            await stuck.get_by_role("button").last.click()
            await expect(page.locator(".timeline")).to_contain_text("đèn vẫn không sáng")

    async def chi_resolves(self, number: int) -> None:
        async with self.window("chi") as page:
            await page.goto(f"/tickets/{number}")
            await expect(page.locator(".timeline")).to_contain_text("đèn vẫn không sáng")
            resolving = await form(page, f"/tickets/{number}/resolution")
            await resolving.locator("textarea").fill("Token hỏng phần cứng, đã đổi token mới.")
            await resolving.locator("[name=closing_answer][value=guide_poor]").check(force=True)
            await resolving.get_by_role("button").last.click()
            await expect(page.locator(".timeline")).to_contain_text("đã đổi token mới")

    async def an_confirms(self, number: int) -> None:
        async with self.window("an") as page:
            await page.goto(f"/tickets/{number}")
            confirming = await form(page, f"/tickets/{number}/confirmation")
            await confirming.get_by_role("button").click()
            await expect(page.get_by_role("status").last).to_contain_text(
                vi("Thank you. The ticket is closed.")
            )

    async def khoa_sees_how_it_ended(self, number: int) -> None:
        async with self.window("khoa") as page:
            await page.goto(f"/tickets?scope=all&status=closed&text={number}")
            await page.locator(f"main a[href='/tickets/{number}']").first.click()
            await expect(page.locator("main")).to_contain_text(vi("Closed"))
            await expect(page.locator(".timeline")).to_contain_text("Nguyễn Thị An")


async def form(page: Page, action: str) -> Locator:
    """The form that goes there, brought into sight if it is folded away."""
    found = page.locator(f"form[action='{action}']")
    await opened(found)
    return found


async def opened(found: Locator) -> None:
    """Unfold what the form lies in, as a person does."""
    folded = found.locator("xpath=ancestor::details[not(@open)]/summary")
    for number in range(await folded.count()):
        await folded.nth(number).click()


def vi(text: str) -> str:
    return translate(Message(text), "vi")


def a_picture(width: int = 320, height: int = 200) -> bytes:
    """A PNG such as a screenshot tool makes."""
    line = b"\0" + bytes(range(256)) * (width * 3 // 256 + 1)
    rows = zlib.compress(b"".join(line[: 1 + width * 3] for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
