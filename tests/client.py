"""A browser without a window: requests go straight into the application, every page is checked.

`client` is nobody yet; `await client_as(viewer)` is a browser of its own in which that person is
signed in. Both ask the database of the test. An answer 500 or an unsound page fails the test.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import httpx
import pytest
from litestar.types import ASGIApp

from helpdesk import clock
from helpdesk.people.viewer import Viewer
from helpdesk.settings import Settings
from tests.html import Document, problems, words
from tests.sandboxes import Sandbox

ADDRESS = "http://testserver"
ALWAYS_SENT = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
)
_AS_A_BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin", "accept-encoding": ""}


class Browser(httpx.AsyncClient):
    """An HTTP client that sends what a browser sends and knows how to fill in a form."""

    def __init__(self, app: ASGIApp | None = None, *, address: str = ADDRESS, **more: Any) -> None:
        """Without `app`, requests go over the network to `address`."""
        if app is not None:
            more["transport"] = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
        hooks = {"response": [check]}
        super().__init__(base_url=address, headers=_AS_A_BROWSER, event_hooks=hooks, **more)

    async def fill(
        self, page: httpx.Response, action: str, *, files: Any = None, **typed: Any
    ) -> httpx.Response:
        """Send the form of `page` that goes to `action`, with its own values but for `typed`.

        A list sends a name several times, None leaves it out. Raises AssertionError for a name
        that the form does not have: a person could not type there either.
        """
        form = form_of(page, action)
        values = values_of(form)
        assert typed.keys() <= names_of(form), f"the form has only {sorted(names_of(form))}"
        data = {k: v for k, v in {**values, **typed}.items() if v is not None}
        if (form.get("method") or "").lower() == "get":
            return await self.get(action, params=data)
        return await self.post(action, data=data, files=files)

    async def follow(self, answer: httpx.Response) -> httpx.Response:
        """The page that a 303 leads to."""
        assert answer.status_code == 303, f"{answer.status_code}: {text_of(answer)[:600]}"
        return await self.get(answer.headers["location"])


async def check(answer: httpx.Response) -> None:
    """What must hold for every answer, whoever asked for it."""
    await answer.aread()
    asked = f"{answer.request.method} {answer.request.url.raw_path.decode()[:200]}"
    assert answer.status_code != 500, f"{asked} gave 500: {answer.text[:2000]}"
    missing = [name for name in ALWAYS_SENT if name not in answer.headers]
    assert not missing, f"{asked} lacks {missing}"
    if answer.headers.get("content-type", "").startswith("text/html") and answer.content:
        found = _problems(_KEY.sub("k", answer.text), _language_of(answer.request))
        assert not found, f"{asked} ({answer.status_code}):\n  " + "\n  ".join(found)


# Parsing costs more than answering: a page that differs only in the keys of its forms is known.
_problems = lru_cache(maxsize=1_000)(problems)
_KEY = re.compile(r'(?<=name="key" value=")[^"]+')


def _language_of(request: httpx.Request) -> str:
    return "en" if "language=en" in request.headers.get("cookie", "") else "vi"


def form_of(page: httpx.Response, action: str) -> Element:
    """The form of a page that goes to `action`. Raises AssertionError when there is none."""
    forms = Document(page.text, "vi").all("form")
    found = [form for form in forms if form.get("action") == action]
    assert found, f"no form goes to {action}, only to {[form.get('action') for form in forms]}"
    return found[0]


def names_of(form: Element) -> set[str]:
    return {element.get("name", "") for element in form.iter()} - {""}


def values_of(form: Element) -> dict[str, Any]:
    """What a browser would send if nothing were typed."""
    values: dict[str, Any] = {}
    for field in form.iter("input"):
        name, kind = field.get("name", ""), field.get("type", "text")
        if kind in ("checkbox", "radio") and field.get("checked") is not None:
            values.setdefault(name, []).append(field.get("value", "on"))
        elif name and kind not in ("checkbox", "radio", "file", "submit", "button"):
            values[name] = field.get("value", "")
    for area in form.iter("textarea"):
        values[area.get("name", "")] = "".join(area.itertext()).removeprefix("\n")
    for select in form.iter("select"):
        options = list(select.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        values[select.get("name", "")] = [o.get("value", words(o)) for o in chosen]
    return values


def text_of(page: httpx.Response) -> str:
    """All text of a page, as a reader sees it."""
    return words(Document(page.text, "vi").root.find("body"))


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> ASGIApp:
    """The application, built once; it asks whichever database the test has in use."""
    from helpdesk.app import create_app  # here, so that domain tests run while a page is broken

    folder = tmp_path_factory.mktemp("data")
    settings = Settings(data_folder=folder, database_url="sqlite:///unused", public_url=ADDRESS)
    return create_app(settings)


@pytest.fixture
async def client(app: ASGIApp, database: Sandbox) -> AsyncIterator[Browser]:
    async with Browser(app) as browser:
        yield browser


@pytest.fixture
async def client_as(
    app: ASGIApp, database: Sandbox
) -> AsyncIterator[Callable[[Viewer], Awaitable[Browser]]]:
    """`await client_as(viewer)`: a new browser, signed in; several may be open at once."""
    async with AsyncExitStack() as open_browsers:

        async def signed_in(viewer: Viewer) -> Browser:
            from helpdesk.people.sessions.operations import begin_session

            browser = await open_browsers.enter_async_context(Browser(app))
            token = await begin_session(viewer.id, now=clock.now())
            browser.cookies.set("session", token, domain="testserver.local")
            return browser

        yield signed_in
