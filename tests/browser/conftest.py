"""Real windows: Debian's chromium, driven by Playwright, looking at the served demonstration."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.browser.windows import CHROMIUM, FLAGS, House, find_chromium
from tests.serving import demonstration


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, demonstration_data: Path) -> Iterator[str]:
    """Where the demonstration is served; the same for all tests of a run."""
    if find_chromium() is None:
        pytest.skip(f"no browser here: install {CHROMIUM}")
    folder = tmp_path_factory.mktemp("browser") / "data"
    shutil.copytree(demonstration_data, folder)
    with demonstration(folder) as served:
        yield served.address


@pytest.fixture(scope="session")
async def house(anyio_backend: str, address: str) -> AsyncIterator[House]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield House(browser, address)
        await browser.close()
