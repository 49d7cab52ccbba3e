"""No input, however hostile, breaks a page: every answer is one that we meant to give."""

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import pytest

from helpdesk.database.engine import Busy
from helpdesk.people import cache
from helpdesk.people.sessions import queries as sessions
from helpdesk.people.viewer import Viewer
from tests import make
from tests.client import Browser, text_of
from tests.people import Province

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]
REPORT = {
    "category": "chu-ky-so",
    "title": "Máy không nhận token",
    "impact": "me",
    "callback_name": "Nguyễn Văn An",
}
TEXTS = (
    "\0", "\ud800", "'", '"', "\\", "%", "{}", "{name}", "*", "a*", "(", ":", "^", "NEAR(", "NOT",
    "a" * 300, "9" * 19, "9" * 30, "-1", "١٢", "𐀀" * 100, "e\u0301" * 50,
)  # fmt: skip
ASKED = (
    "/tickets?text=", "/tickets?scope=", "/tickets?scope=all&unit=", "/tickets?from=",
    "/tickets?scope=all&assignee=", "/tickets?scope=all&category=", "/tickets?scope=all&priority=",
    "/tickets?scope=team&team=", "/tickets/export.csv?text=", "/tickets/new?category=",
    "/guides?text=", "/guides?category=", "/sign-in?next=",
)  # fmt: skip
ADMINISTRATED = (
    "/people?q=", "/people?unit=", "/people?role=", "/people?state=", "/people?from=",
    "/units?q=", "/units?from=", "/people/new?unit=",
)  # fmt: skip
NAMED = (
    "/tickets/", "/guides/", "/guides/x/files/", "/invitations/", "/assets/x/", "/files/",
    "/people/", "/units/", "/teams/", "/catalogue/", "/catalogue/category/",
)  # fmt: skip


def typed(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


async def test_whatever_stands_in_a_query(province: Province, client_as: SignIn) -> None:
    await make.opened(province.an)
    chi, giang = await client_as(province.chi), await client_as(province.giang)
    for text in TEXTS:
        for path in ASKED:
            assert (await chi.get(path + typed(text))).status_code == 200
        for path in ADMINISTRATED:
            assert (await giang.get(path + typed(text))).status_code == 200


async def test_whatever_stands_in_a_path(province: Province, client_as: SignIn) -> None:
    giang = await client_as(province.giang)
    for text in (*TEXTS, "9" * 4_400):
        for path in NAMED:
            assert (await giang.get(path + typed(text))).status_code in (303, 404, 405)


@pytest.mark.parametrize("cursor", ["a99999.5", "b-99999.5", f"a{'9' * 18}.{'9' * 18}", "a0.0"])
async def test_a_cursor_beyond_what_its_columns_hold(
    province: Province, client_as: SignIn, cursor: str
) -> None:
    await make.opened(province.an, title="Máy in kẹt giấy")
    chi = await client_as(province.chi)
    page = await chi.get(f"/tickets?scope=all&sort=urgent&from={cursor}")
    assert "Máy in kẹt giấy" in text_of(page)


@pytest.mark.parametrize("number", ["9" * 20, "9" * 25, "0"])
async def test_a_row_of_the_catalogue_that_no_database_could_hold(
    province: Province, client_as: SignIn, number: str
) -> None:
    giang = await client_as(province.giang)
    for path in (f"/catalogue/category/{number}", f"/catalogue/owners/{number}"):
        answer = await giang.post(path, data={"name": "x", "revision": "1", "teams": "1"})
        assert answer.status_code == 404


async def test_more_than_a_person_would_type(province: Province, client_as: SignIn) -> None:
    hoa, giang = await client_as(province.hoa), await client_as(province.giang)
    assert (await hoa.post("/tickets", data={"uploads": "9" * 5_000})).status_code == 422
    assert (await hoa.post("/tickets", data={"requester_search": "a" * 60_000})).status_code == 422
    assert (await giang.get(f"/people?q={'a' * 60_000}")).status_code == 200


async def test_a_key_as_long_as_a_page(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    answers = [await an.post("/tickets", data={**REPORT, "key": key}) for key in _long_keys()]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    first, again, other = (answer.headers["location"] for answer in answers)
    assert first == again != other


def _long_keys() -> tuple[str, str, str]:
    key = secrets.token_urlsafe(9_000)
    return key, key, secrets.token_urlsafe(9_000)


@pytest.mark.parametrize("charset", ["foo", "zlib", "idna", "utf-16", "utf-7"])
async def test_a_part_in_an_odd_encoding(client: Browser, charset: str) -> None:
    named = 'Content-Disposition: form-data; name="email"'
    part = f"{named}\r\nContent-Type: text/plain; charset={charset}"
    answer = await client.post(
        "/sign-in",
        content=f"--b\r\n{part}\r\n\r\n.+2AA-é\r\n--b--\r\n".encode(),
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart"])
async def test_text_for_which_only_files_would_have_room(
    province: Province, client_as: SignIn, kind: str
) -> None:
    an = await client_as(province.an)
    story = {**REPORT, "details": "a" * 1_100_000}
    parts = {name: (None, value) for name, value in story.items()}
    answer = await an.post(
        "/tickets", **({"files": parts} if kind == "multipart" else {"data": story})
    )
    assert answer.status_code == 413


async def test_a_database_too_busy_to_say_who_asks(
    province: Province, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise Busy("no turn at the database in time")

    an = await client_as(province.an)
    monkeypatch.setattr(sessions, "open_session", busy)
    cache.forget_everyone()
    answer = await an.get("/tickets")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
