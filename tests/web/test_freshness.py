"""What a person wrote comes back to them, also when they read from a replica."""

from typing import Any

from helpdesk.database.replicas import last_write
from helpdesk.web.freshness import fresh


async def asked(cookie: bytes | None, writes: int | None) -> tuple[int, list[bytes]]:
    """The position that the request began with, and the cookies of its answer."""
    began: list[int] = []
    cookies: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        written = last_write.get()
        assert written is not None
        began.append(written.position)
        if writes is not None:
            written.position = writes
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(event: Any) -> None:
        cookies.extend(value for name, value in event.get("headers", []) if name == b"set-cookie")

    headers = [(b"cookie", cookie)] if cookie is not None else []
    await fresh(app)({"type": "http", "headers": headers}, None, send)  # type: ignore[arg-type]
    return began[0], cookies


async def test_a_reader_who_wrote_nothing_gets_no_cookie() -> None:
    assert await asked(None, None) == (0, [])
    assert await asked(b"session=x; last_write=500", None) == (500, [])


async def test_a_change_is_remembered_for_the_next_request() -> None:
    began, cookies = await asked(b"last_write=500", 900)
    assert began == 500
    assert cookies[0].startswith(b"last_write=900;")
    assert b"HttpOnly" in cookies[0]


async def test_nonsense_in_the_cookie_is_nothing() -> None:
    for cookie in (b"last_write=", b"last_write=-5", b"last_write=" + b"9" * 40, b"xlast_write=5"):
        assert (await asked(cookie, None))[0] == 0
