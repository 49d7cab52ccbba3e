"""Search on PostgreSQL: one table per index with a GIN index over words and facets.

The planner knows words one by one and guesses badly for several: it walks a million rows back for
a rare word, or fetches half of them for a common one. So it is not asked: a common word is found
by walking back a window of the newest rows, a rare one by a probe that may only use the GIN index.
"""

from collections.abc import Iterator

from helpdesk.database import rows
from helpdesk.text.search.asking import Clause, Query, Term
from helpdesk.text.search.indexing import FIELDS, Document
from helpdesk.text.search.reading import Facets, Reading, Statement

_PROBED = 2_000
_FIRST_WINDOW, _SECOND_WINDOW = 2_000, 50_000
_FREQUENT = 5
"""Matches in the first window that promise a page in the second; the probe would overflow."""
_HIGHEST = 2**63 - 1
_MOST_PLACES, _LAST_PLACE = 200, 16_000

_TABLE = """
    CREATE TABLE {name} (
        id BIGINT PRIMARY KEY,
        words TSVECTOR NOT NULL,
        facets TEXT[] NOT NULL,
        original TEXT NOT NULL
    )
"""
# Without fastupdate every search would read a list of pending rows from end to end.
_GIN = "CREATE INDEX {name}_found ON {name} USING GIN (words, facets) WITH (fastupdate = off)"
# Gives one match more than is looked at, in no order, by the GIN index alone: + 0 keeps the
# planner from reading the whole primary key beside it.
_PROBE = f"""
    CREATE FUNCTION {{name}}_{{kind}}(
        asked TSQUERY, of_facets TEXT[], low BIGINT, high BIGINT
    ) RETURNS BIGINT[] LANGUAGE sql STABLE
    SET enable_seqscan = off SET enable_indexscan = off AS $$
        SELECT array_agg(id) FROM (
            SELECT id FROM {{name}}
            WHERE words @@ asked AND {{condition}} AND id + 0 > low AND id + 0 < high
            LIMIT {_PROBED + 1}
        ) AS found
    $$
"""
_PUT = """
    (id, words, facets, original) VALUES ({}, {}::text::tsvector, {}, {})
    ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words, facets = EXCLUDED.facets,
        original = EXCLUDED.original
"""
# In order, so that two writers of the same new words wait for, and do not lock out, each other.
_PUT_WORDS = """
    SELECT word FROM unnest({}::text[]) AS word ORDER BY word COLLATE "C"
    ON CONFLICT DO NOTHING
"""


class PostgresSearch:
    """Lexemes are made here, not by PostgreSQL's parser, which cuts Vietnamese codes wrongly."""

    key = "id"

    def statements(self, name: str) -> tuple[str, ...]:
        return (
            _TABLE.format(name=name),
            _GIN.format(name=name),
            f'CREATE TABLE {name}_word (word TEXT COLLATE "C" PRIMARY KEY)',
            _PROBE.format(name=name, kind="any", condition="TRUE"),
            _PROBE.format(name=name, kind="of", condition="facets && of_facets"),
        )

    def writing(self, name: str, row: int, kept: Document) -> Iterator[Statement]:
        values = (row, _vector(kept), list(kept.facets), kept.original)
        yield f"INSERT INTO {name} {_PUT}", values
        yield f"INSERT INTO {name}_word {_PUT_WORDS}", (kept.vocabulary(),)

    def matching(self, name: str, asked: Query, facets: Facets) -> Statement:
        sql, values = _matches(asked, facets)
        return f"SELECT id FROM {name} WHERE {sql}", values

    async def newest(self, asked: Query, facets: Facets, reading: Reading) -> list[int]:
        found = await _walked(asked, facets, reading, _FIRST_WINDOW)
        if _FREQUENT <= len(found) < reading.limit:
            found = await _walked(asked, facets, reading, _SECOND_WINDOW)
        if len(found) == reading.limit:
            return found
        probed = await _probed(asked, facets, reading)
        if len(probed) <= _PROBED:
            return await _narrowed(probed, reading)
        return await _walked(asked, facets, reading, None)


async def _probed(asked: Query, facets: Facets, reading: Reading) -> list[int]:
    low, high = 0, _HIGHEST
    if reading.cursor:
        key = reading.cursor.keys[0]
        low, high = (key, high) if reading.cursor.backwards else (low, key)
    kind = "any" if facets is None else "of"
    found = await rows(
        f"SELECT {reading.name}_{kind}({{}}::text::tsquery, {{}}, {{}}, {{}}) AS ids",
        _tsquery(asked),
        list(facets or ()),
        low,
        high,
    )
    return found[0]["ids"] or []


async def _narrowed(ids: list[int], reading: Reading) -> list[int]:
    """All matches are known: those that meet the condition, in order."""
    if ids and reading.where:
        found = await rows(
            f"SELECT {reading.of}.id FROM {reading.of}"
            f" WHERE {reading.of}.id = ANY({{}}::bigint[]) AND ({reading.where})",
            ids,
            *reading.values,
        )
        ids = [row["id"] for row in found]
    return sorted(ids, reverse=reading.order == "DESC")[: reading.limit]


async def _walked(asked: Query, facets: Facets, reading: Reading, window: int | None) -> list[int]:
    """Matches among the `window` rows that come next in order (None: all the rest)."""
    beyond, key = reading.beyond("id")
    matches, values = _matches(asked, facets)
    joined = f" JOIN {reading.of} ON {reading.of}.id = next.id" if reading.where else ""
    # The inner LIMIT is a wall to the planner: it cannot turn the walk into anything else.
    found = await rows(
        f"SELECT next.id FROM (SELECT id, words, facets FROM {reading.name} WHERE {beyond}"
        f" ORDER BY id {reading.order} LIMIT {window or _HIGHEST}) AS next{joined}"
        f" WHERE {matches} AND ({reading.where or 'TRUE'})"
        f" ORDER BY next.id {reading.order} LIMIT {{}}",
        *key,
        *values,
        *reading.values,
        reading.limit,
    )
    return [row["id"] for row in found]


def _matches(asked: Query, facets: Facets) -> Statement:
    if facets is None:
        return "words @@ {}::text::tsquery", (_tsquery(asked),)
    sql = "words @@ {}::text::tsquery AND facets && {}::text[]"
    return sql, (_tsquery(asked), list(facets))


def _tsquery(asked: Query) -> str:
    return " & ".join(map(_clause, asked.clauses))


def _clause(clause: Clause) -> str:
    return f"({' | '.join(map(_term, clause))})"


def _term(term: Term) -> str:
    return f"({(' <-> ' if term.adjacent else ' & ').join(map(_quoted, term.words))})"


def _quoted(word: str) -> str:
    return f"'{word}'"


def _vector(kept: Document) -> str:
    """Lexemes with their places and weights: title A, summary B, body C; codes without."""
    places: dict[str, list[str]] = {word: [] for word in kept.codes}
    place = 0
    for field, weight in zip(FIELDS, "ABC", strict=True):
        for word in kept.words[field]:
            place += 1
            places.setdefault(word, []).append(f"{min(place, _LAST_PLACE)}{weight}")
        # A gap, so that no phrase spans two fields.
        place += 1
    return " ".join(_lexeme(word, found[:_MOST_PLACES]) for word, found in places.items())


def _lexeme(word: str, places: list[str]) -> str:
    return f"{_quoted(word)}:{','.join(places)}" if places else _quoted(word)


POSTGRES = PostgresSearch()
