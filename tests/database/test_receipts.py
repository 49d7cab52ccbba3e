"""A form sent twice takes effect once and gets the same answer."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

import pytest

from helpdesk.clock import DAY, Instant
from helpdesk.database import idempotent, rows
from helpdesk.database.receipts import Receipt, forget_receipts
from helpdesk.errors import Stale
from tests.sandboxes import Sandbox


class Impact(StrEnum):
    me = "me"
    office = "office"


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str = "An"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    title: str
    impact: Impact = Impact.me
    teams: frozenset[int] = frozenset()
    files: tuple[Upload, ...] = ()


AN, BINH = Person(1), Person(2, "Bình")


@pytest.fixture
async def notes(database: Sandbox) -> None:
    """The effect of the operations below: a receipt of their own, with owner -1."""


async def effects() -> int:
    [row] = await rows("SELECT count(*) AS n FROM receipt WHERE owner = -1")
    return int(row["n"])


@idempotent
async def open_note(
    number: int, form: Form, *, by: Person, key: str | None, now: Instant
) -> int | None:
    note = Receipt(owner=-1, key=f"{await effects()}", digest=form.title, created_at=now)
    await note.save()
    if form.title == "fails":
        raise ZeroDivisionError
    return None if form.title == "nothing" else number * 100 + note.id


@idempotent
async def ask_for_link(email: str, *, key: str | None, now: Instant) -> str:
    await Receipt(owner=-1, key=f"{await effects()}", digest=email, created_at=now).save()
    return f"sent to {email}"


async def test_the_same_form_again_gets_the_same_answer(notes: None) -> None:
    form = Form(title="Máy in hỏng", files=(Upload(name="a.png", content=b"\xff\x00"),))
    first = await open_note(3, form, by=AN, key="k1", now=1000)
    again = await open_note(3, form, by=Person(1, "An (new name)"), key="k1", now=2000)
    assert first == again
    assert await effects() == 1


async def test_no_answer_is_an_answer(notes: None) -> None:
    for _ in range(2):
        assert await open_note(3, Form(title="nothing"), by=AN, key="k1", now=1) is None
    assert await effects() == 1


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (4, Form(title="a")),
        (3, Form(title="b")),
        (3, Form(title="a", impact=Impact.office)),
        (3, Form(title="a", teams=frozenset({1}))),
        (3, Form(title="a", files=(Upload(name="a", content=b"1"),))),
    ],
)
async def test_the_same_key_with_other_content_is_refused(
    notes: None, number: int, form: Form
) -> None:
    await open_note(3, Form(title="a"), by=AN, key="k1", now=1)
    with pytest.raises(Stale):
        await open_note(number, form, by=AN, key="k1", now=1)
    assert await effects() == 1


async def test_keys_are_each_person_own(notes: None) -> None:
    await open_note(3, Form(title="a"), by=AN, key="k1", now=1)
    await open_note(3, Form(title="b"), by=BINH, key="k1", now=1)
    await ask_for_link("an@example.vn", key="k1", now=1)
    assert await effects() == 3


async def test_without_a_key_it_always_runs(notes: None) -> None:
    for _ in range(2):
        await open_note(3, Form(title="a"), by=AN, key=None, now=1)
    assert await effects() == 2


async def test_what_failed_may_be_tried_again(notes: None) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await open_note(3, Form(title="fails"), by=AN, key="k1", now=1)
    assert await rows("SELECT * FROM receipt") == []
    assert await open_note(3, Form(title="a"), by=AN, key="k1", now=1)


async def test_sent_many_times_at_once_it_takes_effect_once(notes: None) -> None:
    form = Form(title="a", teams=frozenset({3, 1, 2}))
    sent = [open_note(3, form, by=AN, key="k1", now=n) for n in range(8)]
    assert len(set(await asyncio.gather(*sent))) == 1
    assert await effects() == 1


async def test_old_receipts_are_forgotten(notes: None) -> None:
    await ask_for_link("an@example.vn", key="k1", now=DAY)
    await forget_receipts(before=DAY)
    assert await ask_for_link("an@example.vn", key="k1", now=DAY) == "sent to an@example.vn"
    assert await effects() == 1
    await forget_receipts(before=DAY + 1)
    assert await rows("SELECT * FROM receipt") == []


async def test_rows_count_by_their_key(notes: None) -> None:
    @idempotent
    async def rename(row: Receipt, *, by: Person, key: str | None, now: Instant) -> int:
        return row.id

    row = Receipt(owner=-1, key="x", digest="d", created_at=0)
    await row.save()
    assert await rename(row, by=AN, key="k", now=0) == row.id
    row.digest = "changed since"
    assert await rename(row, by=AN, key="k", now=0) == row.id


async def test_what_cannot_be_compared_is_refused(notes: None) -> None:
    with pytest.raises(TypeError, match="object cannot be the content"):
        await ask_for_link(object(), key="k", now=0)  # type: ignore[arg-type]


def test_an_operation_without_key_is_a_mistake() -> None:
    async def forgetful(*, by: Person, now: Instant) -> None: ...

    with pytest.raises(TypeError, match="takes no key"):
        idempotent(forgetful)
