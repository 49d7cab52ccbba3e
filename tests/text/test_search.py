"""What a search finds, on both engines; that it is quick is shown by benchmarks/search.py."""

import random
import unicodedata
from itertools import product

import pytest

from helpdesk.database import rows, transaction
from helpdesk.database.listing import Cursor
from helpdesk.text import search
from helpdesk.text.search import Index, newest, query, remove, write

TITLES = {
    1: "Đường truyền chập chờn từ sáng",
    2: "Con đường trước trụ sở",
    3: "Chữ ký số báo CKR_PIN_LOCKED",
    4: "CKS hết hạn",
    5: "Hồ sơ 000.25.12.H53-260315-0042 chưa đồng bộ",
    6: "Công văn 1806/SKHCN-CĐS",
    7: "Máy in kẹt giấy",
    8: "Máy tính không vào internet",
    9: "Đăng kí hộ kinh doanh, kí hiệu sai",
    10: "Wi-Fi phòng họp yếu",
}


@pytest.fixture
async def index(notes: Index) -> Index:
    async with transaction():
        for number, title in TITLES.items():
            await write(notes, number, {"title": title}, [f"unit:{number % 2}", "kind:note"])
    return notes


async def found(index: Index, typed: str, facets: tuple[str, ...] | None = None) -> list[int]:
    asked = query(typed)
    return await newest(index, asked, facets=facets) if asked else []


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("duong truyen", [1]),
        ("ĐƯỜNG TRUYỀN", [1]),
        (unicodedata.normalize("NFD", "đường truyền"), [1]),
        ("Ðường truyền", [1]),
        ("truyền đường", [1]),
        ("duong", [2, 1]),
        ("đường xyz", []),
        ("chữ ký số", [4, 3]),
        ("chu ki so", [4, 3]),
        ("cks", [4, 3]),
        ("đăng ký", [9]),
        ("HKD", [9]),
        ("CKR_PIN_LOCKED", [3]),
        ("ckr pin locked", [3]),
        ("000.25.12.H53-260315-0042", [5]),
        ("260315-0042", [5]),
        ("0042-260315", []),
        ("1806/skhcn-cds", [6]),
        ("1806/SKHCN", [6]),
        ("cong van so khoa hoc cong nghe", [6]),
        ("cong van sở kh&cn", [6]),
        ("wifi", [10]),
        ("wi fi", [10]),
        ("may in", [7]),
        ("may inter", [8]),
        ("duo", [2, 1]),
        ("d", []),
        ("#7", [7]),
        ("phiếu số 7", [7]),
        ("7", [7]),
    ],
)
async def test_finds(index: Index, typed: str, numbers: list[int]) -> None:
    assert await found(index, typed) == numbers


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "NOT",
            "AND OR",
            "ký-số",
            "don't",
            "c++",
            '"',
            "''",
            "title:x",
            "{title} : x",
            "NEAR(a b)",
        ),
        *(
            "a*",
            "^a",
            "(",
            "a:*",
            "!a & b | c",
            "<->",
            "\\",
            "a\0b",
            "\ud800",
            "%s {} $1 ?",
            "-" * 99,
        ),
        *(
            "🙂",
            "ﷺ",
            "ß ſ İ",
            "١٢٣",
            "a" * 5_000,
            "a " * 5_000,
            "a-" * 5_000,
            "́" * 5_000,
            "đ" * 200,
        ),
    ],
)
async def test_nothing_typed_is_an_error(index: Index, typed: str) -> None:
    await write(index, 99, {"title": typed, "body": typed * 3})
    assert (await found(index, typed))[:1] in ([], [99])
    asked = query(typed)
    if asked:
        await search.condition(index, asked)


async def test_words_never_match_facets(index: Index) -> None:
    assert await found(index, "kindnote") == []
    assert await found(index, "kind:note") == []
    assert await found(index, "facets : kindnote") == []


async def test_facets_narrow(index: Index) -> None:
    assert await found(index, "duong", ("unit:1",)) == [1]
    assert await found(index, "duong", ("unit:1", "unit:0")) == [2, 1]
    assert await found(index, "duong", ("unit:7",)) == []
    assert await found(index, "duong", ()) == []
    assert await found(index, "duong", None) == [2, 1]


def test_a_facet_is_a_word() -> None:
    for nothing in ("", "::", "đ"):
        with pytest.raises(ValueError, match="not a facet"):
            search.facet(nothing)


async def test_a_condition_joins_another_query(index: Index) -> None:
    await rows("INSERT INTO note (id, is_open) VALUES (1, TRUE), (2, FALSE)")
    asked = query("duong")
    assert asked
    sql, values = await search.condition(index, asked)
    listed = await rows(f"SELECT id FROM note WHERE is_open AND {sql}", *values)
    assert [row["id"] for row in listed] == [1]
    assert await newest(index, asked, where="note.is_open = {}", values=[False]) == [2]
    sql, values = await search.condition(index, asked, facets=["unit:0"], column="note.id")
    assert [row["id"] for row in await rows(f"SELECT id FROM note WHERE {sql}", *values)] == [2]
    sql, values = await search.condition(index, asked, facets=[])
    assert await rows(f"SELECT id FROM note WHERE {sql}", *values) == []


async def test_writing_again_replaces(index: Index) -> None:
    await write(index, 1, {"title": "Máy quét", "summary": "hỏng"}, ["unit:5"])
    assert await found(index, "duong truyen") == []
    assert await found(index, "may quet hong", ("unit:5",)) == [1]


async def test_removing_twice_is_fine(index: Index) -> None:
    await remove(index, 1)
    await remove(index, 1)
    assert await found(index, "duong truyen") == []


async def test_what_is_rolled_back_is_not_found(index: Index) -> None:
    async def fail() -> None:
        async with transaction():
            await write(index, 50, {"title": "Tổng đài"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await found(index, "tong dai") == []


async def test_private_things_are_not_kept(index: Index) -> None:
    await write(index, 60, {"body": "CCCD 079090001234, mật khẩu: Abc@1234, máy quét"})
    assert await found(index, "079090001234") == []
    assert await found(index, "abc 1234") == []
    assert await found(index, "may quet") == [60]
    [kept] = await rows("SELECT original FROM note_search WHERE original LIKE {}", "%CCCD%")
    assert kept["original"] == "CCCD …, mật khẩu: …, máy quét"


async def test_words_of_two_fields_are_no_phrase(index: Index) -> None:
    await write(index, 61, {"title": "kho chu", "summary": "ky so"})
    assert 61 not in await found(index, "cks")


WORDS = {"chung": 1.0, "vua": 0.1, "hiem": 0.002, "khong": 0.0}
"""And how often each occurs."""


@pytest.fixture
async def many(notes: Index) -> list[set[str]]:
    """3,000 notes (more than PostgreSQL's probe looks at); their words, by number from 0."""
    chance = random.Random(7)
    texts = [{word for word, odds in WORDS.items() if chance.random() < odds} for _ in range(3_000)]
    async with transaction():
        for number, text in enumerate(texts, 1):
            is_open = number % 3 == 0
            await rows("INSERT INTO note (id, is_open) VALUES ({}, {})", number, is_open)
            await write(notes, number, {"body": " ".join(text)}, [f"unit:{number % 100}"])
    return texts


async def test_pages_are_complete(notes: Index, many: list[set[str]]) -> None:
    for typed, unit, only_open in product(
        ("chung", "hiem", "vua", "khong", "vua chung", "hiem vua"), (None, 42), (False, True)
    ):
        await check_pages(notes, many, typed, unit, only_open)


async def check_pages(
    notes: Index, many: list[set[str]], typed: str, unit: int | None, only_open: bool
) -> None:
    asked = query(typed)
    assert asked
    expected = [
        number
        for number in range(3_000, 0, -1)
        if set(typed.split()) <= many[number - 1]
        and (unit is None or number % 100 == unit)
        and (not only_open or number % 3 == 0)
    ]
    facets = None if unit is None else [f"unit:{unit}"]
    where = "note.is_open" if only_open else ""

    async def page(cursor: Cursor | None) -> list[int]:
        return await newest(notes, asked, facets=facets, cursor=cursor, limit=7, where=where)

    assert await page(None) == expected[:7]
    middle = expected[len(expected) // 2] if expected else 1_500
    at = expected.index(middle) if expected else 0
    assert await page(Cursor((middle,))) == expected[at + 1 : at + 8]
    assert await page(Cursor((middle,), backwards=True)) == expected[max(0, at - 7) : at][::-1]


async def test_a_text_of_the_widest_letters_finds_room(notes: Index) -> None:
    """Every pair is two words and a code, none like another, of letters of four bytes each."""
    chance = random.Random(1)
    letters = [chr(0x20000 + n) for n in range(20_000)]
    pairs = ("".join(chance.choices(letters, k=30)) for _ in range(6_600))
    body = " ".join(f"{one}-{other}" for one, other in zip(pairs, pairs, strict=True))
    await write(notes, 1, {"title": "Máy in", "body": body})
    assert await found(notes, "may in") == [1]
