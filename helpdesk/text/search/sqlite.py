"""Search on SQLite: one FTS5 table per index, read from its newest row on."""

import json
from collections.abc import Iterator

from helpdesk.database import rows
from helpdesk.text.search.asking import Clause, Query, Term
from helpdesk.text.search.indexing import FIELDS, Document
from helpdesk.text.search.reading import Facets, Reading, Statement

_COLUMNS = (*FIELDS, "codes", "facets", "original")
_TYPED = f"{{{' '.join(FIELDS)} codes}}"
"""The columns that typed words may match: never the facets."""


class SQLiteSearch:
    """The words come folded, so FTS5 has only to part them at blanks."""

    key = "rowid"

    def statements(self, name: str) -> tuple[str, ...]:
        columns = f"{', '.join(_COLUMNS)} UNINDEXED"
        tokenizer = "tokenize = 'unicode61 remove_diacritics 0'"
        return (
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, {tokenizer})",
            f"CREATE TABLE {name}_word (word TEXT PRIMARY KEY) WITHOUT ROWID",
        )

    def writing(self, name: str, row: int, kept: Document) -> Iterator[Statement]:
        columns = ", ".join(("rowid", *_COLUMNS))
        texts = [*(kept.words[field] for field in FIELDS), kept.codes, kept.facets]
        values = (row, *map(" ".join, texts), kept.original)
        places = ", ".join("{}" for _ in values)
        yield f"REPLACE INTO {name} ({columns}) VALUES ({places})", values
        vocabulary = json.dumps(kept.vocabulary())
        yield f"INSERT OR IGNORE INTO {name}_word SELECT value FROM json_each({{}})", (vocabulary,)

    def matching(self, name: str, asked: Query, facets: Facets) -> Statement:
        return f"SELECT rowid FROM {name} WHERE {name} MATCH {{}}", (_match(asked, facets),)

    async def newest(self, asked: Query, facets: Facets, reading: Reading) -> list[int]:
        name, of = reading.name, reading.of
        beyond, key = reading.beyond(f"{name}.rowid")
        # CROSS: the index leads. Its rows come in the order asked for, so reading stops at `limit`.
        joined = f" CROSS JOIN {of} ON {of}.id = {name}.rowid" if reading.where else ""
        found = await rows(
            f"SELECT {name}.rowid AS id FROM {name}{joined}"
            f" WHERE {name} MATCH {{}} AND {beyond} AND ({reading.where or 'TRUE'})"
            f" ORDER BY {name}.rowid {reading.order} LIMIT {{}}",
            _match(asked, facets),
            *key,
            *reading.values,
            reading.limit,
        )
        return [row["id"] for row in found]


def _match(asked: Query, facets: Facets) -> str:
    words = f"{_TYPED} : ({' AND '.join(map(_clause, asked.clauses))})"
    if facets is None:
        return words
    return f"{words} AND facets : ({' OR '.join(map(_quoted, facets))})"


def _clause(clause: Clause) -> str:
    return f"({' OR '.join(map(_term, clause))})"


def _term(term: Term) -> str:
    if term.adjacent:
        return _quoted(" ".join(term.words))
    return f"({' AND '.join(map(_quoted, term.words))})"


def _quoted(words: str) -> str:
    return f'"{words}"'


SQLITE = SQLiteSearch()
