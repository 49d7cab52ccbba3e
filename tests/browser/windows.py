"""A window on the site: whose it is, how large, which colours, with or without scripts."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.async_api import Browser, Page, ViewportSize

from helpdesk.demo.cast import CAST

CHROMIUM = "chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
SIZES = {"desk": DESK, "phone": PHONE}
Scheme = Literal["light", "dark"]

NAMES = {member.email.split("@")[0]: member.full_name for member in CAST}
"""The cast of the demonstration: "an" -> full name."""


def find_chromium() -> str | None:
    return shutil.which(CHROMIUM)


@dataclass(slots=True)
class House:
    """A browser and the address that it looks at; each person signs in once."""

    browser: Browser
    address: str
    _signed_in: dict[str, Any] = field(default_factory=dict)

    @asynccontextmanager
    async def window(
        self,
        who: str | None = None,
        *,
        size: ViewportSize = DESK,
        scheme: Scheme = "light",
        scripts: bool = True,
        language: str = "vi",
    ) -> AsyncIterator[Page]:
        """A fresh window, signed in as `who` of the cast; complains of what the browser complains.

        Raises AssertionError at its end when a script failed, something was blocked, or anything
        was asked of another site.
        """
        context = await self.browser.new_context(
            base_url=self.address,
            viewport=size,
            is_mobile=size is not DESK,
            has_touch=size is not DESK,
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale="vi-VN",
            storage_state=await self._state_of(who) if who else None,
        )
        context.set_default_timeout(15_000)
        if language != "vi":
            cookie = {"name": "language", "value": language, "url": self.address}
            await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        complaints = watched(page, self.address)
        try:
            yield page
        finally:
            await context.close()
        assert not complaints, "\n".join(complaints)

    async def _state_of(self, who: str) -> Any:
        if who not in self._signed_in:
            context = await self.browser.new_context(base_url=self.address)
            page = await context.new_page()
            await page.goto("/sign-in")
            await page.get_by_role("button", name=NAMES[who]).click()
            await page.wait_for_url(lambda url: "/sign-in" not in url)
            self._signed_in[who] = await context.storage_state()
            await context.close()
        return self._signed_in[who]


def watched(page: Page, address: str) -> list[str]:
    """A list that fills with what goes wrong in the page from now on."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script failed: {error}"))
    page.on(
        "console",
        lambda said: complaints.append(f"{page.url}: {said.text}") if is_fault(said) else None,
    )
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((address, "blob:", "data:"))
            else complaints.append(f"asked another site: {asked.url}")
        ),
    )
    return complaints


def is_fault(said: Any) -> bool:
    """Answers 403, 404, 409, 422 are shown to the reader; only they may be noted as errors."""
    return said.type in ("error", "warning") and "the server responded with" not in said.text
