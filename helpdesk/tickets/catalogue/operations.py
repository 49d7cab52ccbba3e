"""What administrators change in the catalogue. Rows are put out of use, never deleted."""

import re

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows
from helpdesk.errors import Invalid, NotAllowed, Problem, Stale, message
from helpdesk.people.numbers import row_number
from helpdesk.people.viewer import Viewer
from helpdesk.text.folding import clean, fold
from helpdesk.tickets.catalogue.queries import KINDS, ownerships

PLEASE_NAME = message("Please give it a name.")
ALREADY_THERE = message("There is already one with this name.")
CHANGED = message("Somebody else changed this meanwhile. Please look at it again.")

_NOT_IN_CODE = re.compile(r"[^a-z0-9]+")


@idempotent
async def add(
    kind: str, name: str, name_in_english: str, position: int, *,
    by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """A new category, service or outside body (`kind` of `KINDS`); answers its id.

    Its code, which never changes, is made from the name. Raises Invalid when it is taken.
    """
    _check_trusted(kind, by)
    called = _named(name)
    made = await rows(
        f"INSERT INTO {kind} (code, name, name_in_english, position)"
        " VALUES ({}, {}, {}, {}) ON CONFLICT (code) DO NOTHING RETURNING id",
        code_of(called), called, clean(name_in_english).strip() or called, position,
    )  # fmt: skip
    if not made:
        raise Invalid([Problem("name", ALREADY_THERE)])
    return int(made[0]["id"])


@idempotent
async def change(
    kind: str, entry: int, name: str, name_in_english: str, position: int, is_active: bool, *,
    revision: int, by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Rename it, move it in its list, put it out of use or back. Raises Stale."""
    _check_trusted(kind, by)
    called = _named(name)
    changed = await rows(
        f"UPDATE {kind} SET name = {{}}, name_in_english = {{}}, position = {{}}, is_active = {{}},"
        " revision = revision + 1 WHERE id = {} AND revision = {} RETURNING id",
        called, clean(name_in_english).strip() or called, position, is_active,
        row_number(entry), revision,
    )  # fmt: skip
    if not changed:
        raise Stale(CHANGED)
    return entry


@idempotent
async def own_category(
    team: int, category: int, owns: bool, *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Say whether the team answers for the category: new reports of it then go to that team.

    Raises NotAllowed (hidden) for a team of another province, or one that does not exist.
    """
    _check_trusted("category", by)
    where = "SELECT 1 AS found FROM team WHERE id = {} AND province = {} AND is_active"
    known = await rows(f"{where} AND EXISTS (SELECT 1 FROM category WHERE id = {{}})",
                       team, by.province, category)  # fmt: skip
    if not known:
        raise NotAllowed(hidden=True)
    if owns:
        sql = "INSERT INTO team_category (team, category) VALUES ({}, {}) ON CONFLICT DO NOTHING"
    else:
        sql = "DELETE FROM team_category WHERE team = {} AND category = {}"
    await rows(sql, team, category)
    return team


@idempotent
async def set_owners(
    category: int, teams: tuple[int, ...], *, by: Viewer, key: str | None, now: Instant
) -> int:
    """Say which teams of the administrator's province answer for the category: just these."""
    owners = {one.team for one in await ownerships(by.province) if one.category == category}
    for team in sorted(owners.symmetric_difference(teams)):
        await own_category(team, category, team in teams, by=by, key=None, now=now)
    return category


def code_of(name: str) -> str:
    """A code for a name: "Chữ ký số" is chu-ky-so."""
    return _NOT_IN_CODE.sub("-", fold(name)).strip("-")[:60]


def _named(name: str) -> str:
    called = clean(name).strip()
    if not code_of(called):
        raise Invalid([Problem("name", PLEASE_NAME)])
    return called


def _check_trusted(kind: str, by: Viewer) -> None:
    if kind not in KINDS:
        raise NotAllowed(hidden=True)
    if not by.is_administrator:
        raise NotAllowed
