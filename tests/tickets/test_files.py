"""Files on their way: kept whatever else is wrong, made harmless, shown to whom they concern."""

import io
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from helpdesk.clock import DAY
from helpdesk.database import rows
from helpdesk.database.files import FileStore
from helpdesk.errors import Invalid
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.files.kinds import MAX_BYTES
from helpdesk.tickets.files.operations import forget_uploads, keep
from tests import make
from tests.client import Browser, form_of, text_of, values_of
from tests.people import NOW, Province

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]
TOLD = {"category": "phan-mem", "title": "Không mở được hồ sơ", "impact": "me"}
Sent = tuple[str, tuple[str, bytes, str]]


def file(name: str, content: bytes, claimed: str = "application/octet-stream") -> Sent:
    return ("files", (name, content, claimed))


def photo(size: tuple[int, int] = (40, 30)) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Phone of An"
    out = io.BytesIO()
    Image.new("RGB", size, (10, 90, 160)).save(out, "JPEG", exif=exif)
    return out.getvalue()


async def sent(browser: Browser, files: list[Sent], **typed: Any) -> httpx.Response:
    page = await browser.get("/tickets/new")
    return await browser.fill(page, "/tickets", files=files, **{**TOLD, **typed})


async def attachments() -> list[dict[str, Any]]:
    return await rows("SELECT * FROM attachment ORDER BY id")


async def replied(browser: Browser, number: int, files: list[Sent], **typed: Any) -> httpx.Response:
    page = await browser.get(f"/tickets/{number}")
    typed = {"body": "Xem tệp", **typed}
    return await browser.fill(page, f"/tickets/{number}/replies", files=files, **typed)


async def test_a_photo_is_shown_without_its_secrets(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    page = await an.follow(await sent(an, [file("màn hình.jpg", photo(), "text/html")]))
    (kept,) = await attachments()
    assert (kept["media_type"], kept["width"], kept["height"]) == ("image/jpeg", 40, 30)
    assert f'src="/files/{kept["id"]}/picture"' in page.text
    shown = await an.get(f"/files/{kept['id']}/picture")
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["content-disposition"].startswith("inline;")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "private, no-store"
    assert int(shown.headers["content-length"]) == len(shown.content)
    assert b"Phone of An" not in shown.content
    download = await an.get(f"/files/{kept['id']}")
    assert "filename*=UTF-8''m%C3%A0n%20h%C3%ACnh.jpg" in download.headers["content-disposition"]
    assert b"Phone of An" not in download.content


async def test_what_is_no_picture_is_only_downloaded(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    await sent(an, [file("trang.png", b"<script>alert(1)</script>", "image/png")])
    (kept,) = await attachments()
    answer = await an.get(f"/files/{kept['id']}")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert (await an.get(f"/files/{kept['id']}/picture")).status_code == 404


async def test_files_survive_a_mistake_elsewhere(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    page = await sent(an, [file("a.txt", b"abc"), file("b.txt", b"def")], title="")
    assert page.status_code == 422
    assert "a.txt (1 kB)" in text_of(page)
    first, second = values_of(form_of(page, "/tickets"))["uploads"]
    answer = await an.fill(page, "/tickets", title="Có tên rồi", uploads=[second])
    assert answer.status_code == 303
    assert [kept["name"] for kept in await attachments()] == ["b.txt"]
    assert first != second


async def test_a_file_that_cannot_be_taken_keeps_the_rest(
    province: Province, client_as: SignIn
) -> None:
    an = await client_as(province.an)
    too_large = file("video.mp4", b"\0" * (MAX_BYTES + 1))
    page = await sent(an, [too_large, file("a.txt", b"abc"), file("rỗng.txt", b"")])
    assert page.status_code == 422
    assert "“video.mp4” lớn hơn 20 MB" in text_of(page)
    assert "“rỗng.txt” không có nội dung" in text_of(page)
    assert len(values_of(form_of(page, "/tickets"))["uploads"]) == 1
    assert (await an.fill(page, "/tickets")).status_code == 303


async def test_ten_files_and_no_more(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    page = await sent(an, [file(f"{n}.txt", b"tep %d" % n) for n in range(11)])
    assert page.status_code == 422
    assert "Nhiều nhất 10 tệp; “10.txt” chưa được nhận" in text_of(page)
    assert (await an.fill(page, "/tickets")).status_code == 303
    assert len(await attachments()) == 10


async def test_a_body_beyond_all_limits_is_refused_unread(
    province: Province, client_as: SignIn
) -> None:
    an = await client_as(province.an)
    answer = await an.post(
        "/tickets",
        content=b"--b--\r\n",
        headers={
            "content-type": "multipart/form-data; boundary=b",
            "content-length": str(300_000_000),
        },
    )
    assert answer.status_code == 413
    assert "20 MB" in text_of(answer)


async def test_a_bomb_is_refused_by_name(province: Province, client_as: SignIn) -> None:
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    an = await client_as(province.an)
    page = await sent(an, [file("bom.png", out.getvalue())])
    assert page.status_code == 422
    assert "Ảnh “bom.png” quá lớn" in text_of(page)


async def test_a_broken_picture_is_kept_as_a_file(province: Province, client_as: SignIn) -> None:
    an = await client_as(province.an)
    await sent(an, [file("hong.jpg", photo()[:300])])
    (kept,) = await attachments()
    assert (kept["media_type"], kept["shown_digest"]) == ("application/octet-stream", "")


async def test_the_same_form_sent_again_with_its_files_is_the_same(
    province: Province, client_as: SignIn
) -> None:
    an = await client_as(province.an)
    page = await an.get("/tickets/new")
    answers = [
        await an.fill(page, "/tickets", files=[file("a.jpg", photo())], **TOLD) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(await attachments()) == 1


async def test_nobody_sends_the_files_of_others(province: Province, client_as: SignIn) -> None:
    theirs = await make.upload(province.binh)
    an = await client_as(province.an)
    for upload in (str(theirs), "999999", "x", "9" * 30):
        typed = {**TOLD, "callback_name": "An", "uploads": upload}
        page = await an.post("/tickets", data=typed)
        assert page.status_code == 422
        assert "ảnh.png" not in text_of(page)


class TestWhoMayRead:
    async def test_strangers_get_nothing(
        self, province: Province, client_as: SignIn, client: Browser
    ) -> None:
        an = await client_as(province.an)
        await sent(an, [file("a.txt", b"abc")])
        (kept,) = await attachments()
        for viewer in (province.binh, province.lan, province.dung):
            browser = await client_as(viewer)
            assert (await browser.get(f"/files/{kept['id']}")).status_code == 404
            assert (await browser.get(f"/files/{kept['id']}/picture")).status_code == 404
        assert (await client.get(f"/files/{kept['id']}")).status_code == 303
        chi = await client_as(province.chi)
        assert (await chi.get(f"/files/{kept['id']}")).content == b"abc"
        assert (await chi.post(f"/files/{kept['id']}")).status_code == 405
        for odd in ("0", "9" * 25, "x"):
            assert (await chi.get(f"/files/{odd}")).status_code == 404

    async def test_files_of_notes_stay_among_technicians(
        self, province: Province, client_as: SignIn
    ) -> None:
        number = await make.opened(province.an)
        chi, an = await client_as(province.chi), await client_as(province.an)
        await replied(chi, number, [file("noi-bo.txt", b"abc")], audience="note")
        (kept,) = await attachments()
        assert (await chi.get(f"/files/{kept['id']}")).status_code == 200
        assert (await an.get(f"/files/{kept['id']}")).status_code == 404
        assert "noi-bo.txt" not in (await an.get(f"/tickets/{number}")).text

    async def test_a_reply_carries_files(self, province: Province, client_as: SignIn) -> None:
        number = await make.opened(province.an)
        chi, an = await client_as(province.chi), await client_as(province.an)
        page = await replied(an, number, [file("anh.jpg", photo())], body="")
        assert page.status_code == 422
        kept = values_of(form_of(page, f"/tickets/{number}/replies"))["uploads"]
        page = await an.fill(page, f"/tickets/{number}/replies", body="Ảnh đây ạ")
        assert page.status_code == 303
        assert len(kept) == 1
        assert "anh.jpg" in (await chi.get(f"/tickets/{number}")).text


class TestUploads:
    async def test_they_are_forgotten_after_a_while(
        self, province: Province, tmp_path: Path
    ) -> None:
        store = FileStore(tmp_path)
        await keep("a.txt", b"abc", store=store, by=province.an, now=NOW)
        await keep("c.txt", b"gone", store=store, by=province.an, now=NOW)
        fresh = await keep("b.txt", b"abc", store=store, by=province.an, now=NOW + 3 * DAY)
        for path in tmp_path.rglob("*"):
            os.utime(path, (0, 0))
        assert await forget_uploads(NOW + DAY, store=store) == 2
        assert [row["id"] for row in await rows("SELECT id FROM upload")] == [fresh]
        assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b"abc"]

    async def test_the_same_file_is_one_upload_for_one_person(
        self, province: Province, tmp_path: Path
    ) -> None:
        store = FileStore(tmp_path)
        first, second, other = [
            await keep("a.txt", b"abc", store=store, by=by, now=NOW)
            for by in (province.an, province.an, province.binh)
        ]
        assert first == second != other

    async def test_too_large_is_refused_before_it_is_looked_at(
        self, province: Province, tmp_path: Path
    ) -> None:
        with pytest.raises(Invalid):
            await keep(
                "a", b"x" * (MAX_BYTES + 1), store=FileStore(tmp_path), by=province.an, now=NOW
            )
