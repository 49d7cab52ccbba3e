"""An unsafe request must come from this site; every answer carries the security headers."""

from typing import Any

import pytest
from litestar.enums import ScopeType
from litestar.types import Message, Receive, Scope, Send

from helpdesk.web.defence import defended, same_origin

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("method", "headers", "is_ours"),
    [
        ("GET", {}, True),
        ("HEAD", {b"sec-fetch-site": b"cross-site"}, True),
        ("POST", {b"sec-fetch-site": b"same-origin"}, True),
        ("POST", {b"sec-fetch-site": b"none"}, True),
        ("POST", {b"sec-fetch-site": b"same-site"}, False),
        ("POST", {b"sec-fetch-site": b"cross-site"}, False),
        (
            "POST",
            {b"sec-fetch-site": b"cross-site", b"origin": b"https://a.vn", b"host": b"a.vn"},
            False,
        ),
        ("POST", {b"origin": b"https://a.vn", b"host": b"a.vn"}, True),
        ("POST", {b"origin": b"https://a.vn:8000", b"host": b"a.vn:8000"}, True),
        ("POST", {b"origin": b"https://b.vn", b"host": b"a.vn"}, False),
        ("POST", {b"origin": b"https://a.vn.evil.vn", b"host": b"a.vn"}, False),
        ("POST", {b"origin": b"null", b"host": b"a.vn"}, False),
        ("POST", {b"origin": b"http://[", b"host": b"a.vn"}, False),
        ("POST", {}, False),
        ("DELETE", {}, False),
    ],
)
def test_who_may_change_things(method: str, headers: dict[bytes, bytes], is_ours: bool) -> None:
    assert same_origin(method, headers) is is_ours


async def test_the_server_still_knows_that_no_body_may_follow() -> None:
    """Told GET, it would send the end of a body, which the next answer would begin with."""
    seen: list[object] = []
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope.get("method"))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"words", "more_body": False})

    async def receive() -> Any:
        raise AssertionError

    async def send(event: Message) -> None:
        sent.append(event)

    scope: Any = {"type": ScopeType.HTTP, "method": "HEAD", "headers": []}
    await defended(app, secure=True, person=lambda _: None)(scope, receive, send)
    assert seen == ["GET"]
    assert scope["method"] == "HEAD"
    assert [event.get("body") for event in sent] == [None, b""]
