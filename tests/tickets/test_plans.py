"""How both engines read the lists of 100,000 tickets: along an index, without sorting.

Either may sort what a page looks at: it is bounded.
"""

import re
from collections.abc import Iterator

from helpdesk.database import dialect, rows, transaction
from helpdesk.database.listing import Cursor
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.narrowing import ListScope, Narrowed, reading, scopes_of
from helpdesk.tickets.queries.listing import EXAMINED, SIZE, list_query
from tests.people import Province

MANY, AT_ONCE = 100_000, 10_000
_SERIES = {
    "sqlite": (
        "WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {})"
    ),
    "postgres": "WITH series AS (SELECT generate_series(1, CAST({} AS BIGINT)) AS n)",
}
_TICKETS = """
    INSERT INTO ticket (title, details, category, service, unit, province, requester, opened_by,
        callback_name, callback_phone, file_code, impact, citizens_waiting, has_workaround,
        priority, status, is_open, revision, team, assignee, outside_reference, is_shared,
        held_since_at, created_at, updated_at, close_due_at)
    <series> SELECT 'x', '', 1 + n % 6, 1 + n % 21, CAST({} AS BIGINT), CAST({} AS BIGINT),
        1 + n % 8, 1 + n % 8, '', '', '', 'me', 0, FALSE, 1 + n % 4,
        CASE WHEN n % 50 = 0 THEN 'new' WHEN n % 50 = 1 THEN 'resolved' ELSE 'closed' END,
        n % 50 = 0, 1, CAST({} AS BIGINT), CASE WHEN n % 3 = 0 THEN NULL ELSE 1 + n % 8 END, '',
        n % 20 = 0, n, n, n, n FROM series
"""
_WATCHERS = """
    INSERT INTO watcher (ticket, person, since_at)
    SELECT id, 1 + (id / 100) % 8, 0 FROM ticket WHERE id % 100 = 0
"""


async def filled(people: Province) -> None:
    sql = _TICKETS.replace("<series>", "" if dialect() == "sqlite" else _SERIES["postgres"])
    if dialect() == "sqlite":
        sql = f"{_SERIES['sqlite']} {sql}"
    values = (people.can_duoc, people.tay_ninh, people.team)
    async with transaction():
        if dialect() == "postgres":
            await rows("SET LOCAL session_replication_role = replica")
        for _ in range(MANY // AT_ONCE):
            await rows(sql, AT_ONCE, *values)
        await rows(_WATCHERS)
    if dialect() == "postgres":
        await rows("ANALYZE ticket")
        await rows("ANALYZE watcher")


async def plan(sql: str, *values: object) -> str:
    explain = "EXPLAIN QUERY PLAN" if dialect() == "sqlite" else "EXPLAIN"
    found = await rows(f"{explain} {_with_values(sql, values)}")
    return "\n".join(str(row.get("detail") or row.get("QUERY PLAN")) for row in found)


def _with_values(sql: str, values: tuple[object, ...]) -> str:
    for value in values:
        shown = f"'{value}'" if isinstance(value, str) else str(value)
        sql = sql.replace("{}", shown, 1)
    return sql


def narrowings() -> Iterator[Narrowed]:
    for status in ("", "open", "all", "closed", "resolved", "new"):
        for sort in ("newest", "urgent"):
            yield Narrowed(status=status, sort=sort)
            yield Narrowed(status=status, sort=sort, category="thiet-bi", priority="1")
            yield Narrowed(status=status, sort=sort, service="qlvb", unit="1", assignee="4")
            yield Narrowed(status=status, sort=sort, service="qlvb")
            yield Narrowed(status=status, sort=sort, priority="2")


def lists(people: Province) -> Iterator[tuple[Viewer, ListScope, Narrowed]]:
    for viewer in (people.an, people.hoa, people.chi):
        for scope in scopes_of(viewer):
            for narrowed in narrowings():
                yield viewer, scope, narrowed


def is_sound(found: str) -> bool:
    if dialect() == "sqlite":
        walked = found.count("SCAN ticket") - found.count("CO-ROUTINE ticket")
        return walked <= 0 and "TEMP B-TREE" not in found.partition("SCAN ticket")[0]
    sorted_rows = [int(rows) for rows in re.findall(r"Sort .*rows=(\d+)", found)]
    return "Seq Scan on ticket" not in found and all(n <= EXAMINED for n in sorted_rows)


async def test_no_list_sorts_or_reads_the_table(province: Province) -> None:
    await filled(province)
    for viewer, scope, narrowed in lists(province):
        how = reading(scope, viewer, narrowed)
        keys = (2, MANY // 2) if how.by_priority else (MANY // 2,)
        looked_at = EXAMINED if how.filters else SIZE + 1
        for at in (None, Cursor(keys), Cursor(keys, backwards=True)):
            sql, values = list_query(how, at, SIZE + 1, viewer, examined=looked_at)
            found = await plan(sql, *values)
            assert is_sound(found), (viewer.name, scope, narrowed, at, sql, found)
    due = "SELECT id FROM ticket WHERE status = 'resolved' AND close_due_at <= 5"
    assert is_sound(await plan(f"{due} ORDER BY close_due_at LIMIT 200"))
