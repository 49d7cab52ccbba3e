"""Every address says who may ask, refuses what is not its own, and survives whatever is sent."""

import dataclasses
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from helpdesk import app as assembly
from helpdesk.people.viewer import Viewer
from helpdesk.settings import Settings
from tests.client import Browser
from tests.make import opened
from tests.people import Province

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]
HUGE = "9" * 30
HOSTILE = [
    "", "0", "-1", HUGE, "9223372036854775808", "abc", "\x00", "a\x00b", "\ud800", "\uffff",
    "１", "' OR 1=1 --", '"NOT (', "<script>", "../../etc/passwd", "{{7*7}}", "%s{0}",
    "ư\u0309" * 99, "x" * 2_000,
]  # fmt: skip
NAMES_IN_ADDRESSES = [
    "after", "assignee", "back", "before", "category", "format", "from", "guide", "kind",
    "language", "next", "priority", "province", "q", "role", "scope", "service", "sort", "status",
    "step", "team", "text", "unit",
]  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Address:
    """One method at one path, with what its handler declares."""

    method: str
    path: str
    handler: HTTPRouteHandler

    @property
    def is_public(self) -> bool:
        return bool(self.handler.opt.get("public"))

    def with_each(self, value: str) -> str:
        return re.sub(
            r"\{[^}]+\}", lambda _: quote(value, safe="", errors="surrogatepass"), self.path
        )

    def filled(self) -> str:
        return re.sub(r"\{[^}]+\}", lambda part: "1" if ":int" in part[0] else "x", self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _litestar() -> Litestar:
    return assembly.create_litestar(Settings(data_folder=Path("never-written")))


def _addresses() -> Iterator[Address]:
    for route in _litestar().routes:
        for handler in getattr(route, "route_handlers", []):
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                yield Address(method, route.path, handler)


ADDRESSES = list(_addresses())
GETS = [address for address in ADDRESSES if address.method == "GET"]
POSTS = [address for address in ADDRESSES if address.method == "POST"]
FIELD_NAMES = sorted(
    {
        field.name
        for name, module in list(sys.modules.items())
        if name.startswith(("helpdesk.", "training."))
        for form in vars(module).values()
        if isinstance(form, type) and dataclasses.is_dataclass(form)
        for field in dataclasses.fields(form)
        if "field" in field.metadata
    }
)


def test_every_address_declares_who_may_ask() -> None:
    undeclared = [str(a) for a in ADDRESSES if not a.is_public and not a.handler.resolve_guards()]
    assert not undeclared
    both = [str(a) for a in ADDRESSES if a.is_public and a.handler.resolve_guards()]
    assert not both


def test_pages_are_read_and_changes_are_posted() -> None:
    assert {address.method for address in ADDRESSES} == {"GET", "POST"}
    assert len(POSTS) > 20


async def test_a_post_address_refuses_a_get(client: Browser) -> None:
    readable = {address.path for address in GETS}
    for address in POSTS:
        if address.path not in readable:
            answer = await client.get(address.filled())
            assert (answer.status_code, answer.headers.get("allow")) == (405, "POST"), address


async def test_a_get_address_refuses_a_post(client: Browser) -> None:
    writable = {address.path for address in POSTS}
    for address in GETS:
        if address.path not in writable:
            answer = await client.post(address.filled())
            assert (answer.status_code, answer.headers.get("allow")) == (405, "GET, HEAD"), address


@pytest.mark.parametrize(
    "sent",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "http://evil.example"},
        {"sec-fetch-site": "", "origin": "null"},
        {"sec-fetch-site": ""},
    ],
    ids=str,
)
async def test_a_change_from_another_site_is_refused(client: Browser, sent: dict[str, str]) -> None:
    client.headers.update(sent)
    if not sent["sec-fetch-site"]:
        del client.headers["sec-fetch-site"]
    for address in POSTS:
        answer = await client.post(address.filled(), data={"key": "k"})
        assert answer.status_code == 403, address


async def test_an_older_browser_is_known_by_its_origin(client: Browser) -> None:
    del client.headers["sec-fetch-site"]
    sent = {"origin": str(client.base_url).rstrip("/")}
    answer = await client.post("/preferences", data={"language": "en", "next": "/"}, headers=sent)
    assert answer.status_code == 303


async def test_nobody_is_sent_to_sign_in(client: Browser) -> None:
    for address in ADDRESSES:
        if address.is_public:
            continue
        answer = await client.request(address.method, address.filled())
        if address.method == "POST":
            assert answer.status_code == 401, address
        else:
            assert answer.status_code == 303, address
            assert answer.headers["location"].startswith("/sign-in?next=/"), address


async def test_head_answers_as_get_without_a_body(client: Browser) -> None:
    for address in GETS:
        asked = await client.get(address.filled())
        answer = await client.head(address.filled())
        assert (answer.status_code, answer.content) == (asked.status_code, b""), address


async def test_unknown_addresses_are_answered_in_the_sites_dress(client: Browser) -> None:
    for path in ("/nowhere", "/tickets/1/nowhere", "/%00", "/%ff", "/a" * 500, "/%2e%2e/x"):
        answer = await client.get(path)
        assert answer.status_code == 404, path
        assert "<h1>" in answer.text


@pytest.fixture
async def browsers(client: Browser, client_as: SignIn, province: Province) -> list[Browser]:
    """An official with a ticket, number 1; an administrator; and nobody."""
    assert await opened(province.an) == 1
    return [await client_as(province.an), await client_as(province.giang), client]


async def faults(asked: Iterable[Awaitable[httpx.Response]]) -> list[str]:
    """What is wrong with the answers to many requests, one after the other."""
    found = []
    for request in asked:
        try:
            await request
        except AssertionError as wrong:
            found.append(str(wrong)[:300])
    return found


async def test_no_address_breaks_an_answer(browsers: list[Browser]) -> None:
    assert not await faults(
        browser.request(address.method, address.with_each(value))
        for browser in browsers[:2]
        for address in ADDRESSES
        for value in (*HOSTILE[:10], "../../etc/passwd", "<script>", "x" * 2_000)
        if "{" in address.path
    )


async def test_no_query_breaks_an_answer(browsers: list[Browser]) -> None:
    odd = ["?", "&&==;", "a" * 9_000, "%", "%ff=%fe", "text=1&text=2", "a=1&" * 2_000, "from=AAAA"]
    odd += ["&".join(f"{name}={as_sent(v)}" for name in NAMES_IN_ADDRESSES) for v in HOSTILE]
    assert not await faults(
        browser.get(f"{address.filled()}?{query}")
        for browser in browsers[:2]
        for address in GETS
        for query in odd
    )


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value[:12]))
async def test_no_typed_value_breaks_an_answer(browsers: list[Browser], value: str) -> None:
    body = "&".join(f"{name}={as_sent(value)}" for name in FIELD_NAMES).encode()
    assert not await faults(
        browser.post(address.filled(), content=body, headers=FORM)
        for browser in browsers
        for address in POSTS
    )


async def test_no_body_breaks_an_answer(browsers: list[Browser]) -> None:
    assert not await faults(
        browser.post(address.filled(), content=body, headers=headers)
        for browser in browsers
        for address in POSTS
        for headers, body in BODIES
    )


async def test_no_cookie_breaks_an_answer(client: Browser) -> None:
    assert not await faults(
        client.get(path, headers=[(b"cookie", cookie)])
        for cookie in COOKIES
        for path in ("/", "/sign-in", "/guides", "/tickets/1")
    )


def as_sent(value: str) -> str:
    return quote(value, safe="", errors="surrogatepass")


FORM = {"content-type": "application/x-www-form-urlencoded"}
PART = b"--b\r\nContent-Disposition: form-data"
MULTIPART = {"content-type": "multipart/form-data; boundary=b"}
BODIES: list[tuple[dict[str, str], bytes]] = [
    (FORM, b""),
    (FORM, b"\xff\xfe=\x00"),
    (FORM, b"a=1&" * 2_000),
    (FORM, b"x=" + b"y" * 1_100_000),
    (FORM, b"key=%00&body=%ED%A0%80"),
    ({"content-type": "application/json"}, b'{"key": ['),
    ({"content-type": "text/plain"}, b"key=1"),
    ({"content-type": ";;;"}, b"key=1"),
    ({}, b"key=1"),
    ({"content-type": "multipart/form-data"}, b"--b"),
    (MULTIPART, b""),
    (MULTIPART, b"--b\r\n"),
    (MULTIPART, PART + b"\r\n\r\nx\r\n--b--\r\n"),
    (MULTIPART, PART + b'; name="files"; filename="\xff\x00"\r\n\r\n'),
    (MULTIPART, PART + b'; name="key"\r\n\r\n\x00\xff\r\n--b--\r\n'),
    (MULTIPART, PART + b'; name="f"; filename="a"\r\nContent-Type: \xff\r\n\r\nx\r\n--b--\r\n'),
]
COOKIES = [
    b"session=", b"session=x", b"session=" + b"x" * 5_000, b"session=\xff", b"====;;;,", b"=",
    b"language=xx; theme=<b>; text_size=9", b"notice=%ZZ%00", b"notice=Tickets", b"a=b;" * 500,
    b'"session"="x\\', b"session=a; session=b",
]  # fmt: skip
