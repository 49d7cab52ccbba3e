"""How long a search takes in a big index: `python -m tests.benchmarks.search URL [ROWS]`.

An empty database at URL is filled with ROWS (200,000) sample notes of 60 Vietnamese syllables.
Prints the median and the worst of nine readings of the newest 51 ids, in milliseconds.
"""

import asyncio
import random
import sys
import time
from collections.abc import Iterable
from statistics import median
from typing import Any

from helpdesk.database import dialect, rows, transaction
from helpdesk.database.engine import connect, use
from helpdesk.database.listing import Cursor
from helpdesk.text import search

NOTES = search.Index("note_search", of="note", numbered=True)
COMMON = ["đường", "truyền", "chữ", "ký", "số", "phần", "mềm", "hồ", "sơ", "máy", "không", "được"]
UNITS, PEOPLE, DIFFERENT = 190, 10_000, 10_007
COPY = {
    "sqlite": f"""
        INSERT INTO note_search (rowid, title, summary, body, codes, facets, original)
        SELECT {{number}}, title, summary, body, {{number}},
            'unit' || {{number}} % {UNITS} || ' requester' || {{number}} % {PEOPLE}, original
        FROM (SELECT rowid AS id, * FROM note_search WHERE rowid <= {DIFFERENT} ORDER BY rowid)
    """,
    "postgres": f"""
        INSERT INTO note_search (id, words, facets, original)
        SELECT {{number}}, words,
            ARRAY['unit' || {{number}} % {UNITS}, 'requester' || {{number}} % {PEOPLE}], original
        FROM note_search WHERE id <= {DIFFERENT} ORDER BY id
    """,
}


async def fill(count: int) -> None:
    """The first notes are written as the program writes them, the others copied from them."""
    await rows("CREATE TABLE note (id BIGINT PRIMARY KEY, is_open BOOLEAN NOT NULL)")
    for statement in search.statements(NOTES)[dialect()]:
        await rows(statement)
    async with transaction():
        for number, body in enumerate(texts(random.Random(1)), 1):
            facets = [f"unit:{number % UNITS}", f"requester:{number % PEOPLE}"]
            await search.write(NOTES, number, {"title": body[:60], "body": body}, facets)
    for first in range(DIFFERENT, count, DIFFERENT):
        async with transaction():
            await rows(COPY[dialect()].format(number=f"({first} + id)"))
    key = "rowid" if dialect() == "sqlite" else "id"
    await rows(f"INSERT INTO note SELECT {key}, {key} % 9 = 0 FROM note_search")
    await rows("ANALYZE")


def texts(chance: random.Random) -> Iterable[str]:
    """The n-th word is n times rarer than the first; one in twenty says năm, the last one hiếm."""
    for number in range(1, DIFFERENT + 1):
        words = [COMMON[int(chance.random() ** 2 * len(COMMON))] for _ in range(20)]
        words += [f"tu{_letters(int(3000 ** chance.random()))}" for _ in range(40)]
        words += ["năm"] if number % 20 == 0 else []
        yield " ".join([*words, "hiếm"] if number == DIFFERENT else words)


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


async def measure(typed: str, **narrowed: Any) -> None:
    asked = search.query(typed)
    assert asked
    taken = []
    for _ in range(9):
        begun = time.perf_counter()
        found = await search.newest(NOTES, asked, **narrowed)
        taken.append((time.perf_counter() - begun) * 1000)
    said = " ".join(f"{name}={value}" for name, value in narrowed.items())
    print(f"{typed:16} {said:56} {len(found):3} found {median(taken):8.2f} max {max(taken):8.2f}")


def cases(count: int) -> Iterable[tuple[str, dict[str, Any]]]:
    plain = ["duong truyen", "ky", "nam", "hiem", "xyzzy", "duong hiem", "duong nam", "cks"]
    ways: list[dict[str, Any]] = [
        {"cursor": Cursor((count // 2,))},
        {"facets": ["requester:77"]},
        {"facets": ["unit:7"]},
        {"facets": ["unit:7", "requester:77", "requester:78"]},
        {"where": "note.is_open"},
    ]
    yield from ((typed, {}) for typed in [*plain, "duon", "tub", str(count // 3)])
    yield from ((typed, way) for way in ways for typed in ("duong", "nam", "hiem"))


async def main(url: str, count: int) -> None:
    engine = connect(url)
    use(engine)
    await engine.open()
    begun = time.perf_counter()
    known = "sqlite_master WHERE name" if dialect() == "sqlite" else "pg_tables WHERE tablename"
    if not await rows(f"SELECT 1 FROM {known} = 'note'"):
        await fill(count)
        print(f"{count:,} rows in {time.perf_counter() - begun:.0f} s")
    for typed, narrowed in cases(count):
        await measure(typed, **narrowed)
    await engine.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else 200_000))
