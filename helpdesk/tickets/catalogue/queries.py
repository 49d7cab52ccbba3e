"""The catalogue as forms and operations read it; writes nothing."""

from dataclasses import dataclass
from typing import Any

from helpdesk.database import rows


@dataclass(frozen=True, slots=True)
class Entry:
    """A category, service or outside body that can be chosen, by its name in one language."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the catalogue as administrators see it."""

    id: int
    code: str
    name: str
    name_in_english: str
    position: int
    is_active: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Ownership:
    """A team that answers for a category in its province."""

    team: int
    team_name: str
    category: int


KINDS = ("category", "service", "outside_body")

_LISTED = "id, code, name, name_in_english, position, is_active, revision"


async def listed(kind: str) -> tuple[Listed, ...]:
    """All rows of a kind (one of `KINDS`) in their order, those out of use last."""
    sql = f"SELECT {_LISTED} FROM {_known(kind)} ORDER BY is_active DESC, position, id"
    return tuple(_as_listed(row) for row in await rows(sql))


async def find_listed(kind: str, entry: int) -> Listed | None:
    """The row of a kind with that id, in use or not."""
    found = await rows(f"SELECT {_LISTED} FROM {_known(kind)} WHERE id = {{}}", entry)
    return _as_listed(found[0]) if found else None


async def categories(language: str = "vi") -> tuple[Entry, ...]:
    """The categories that can be chosen."""
    return await _choices("category", language)


async def services(language: str = "vi") -> tuple[Entry, ...]:
    """The services that can be chosen."""
    return await _choices("service", language)


async def outside_bodies(language: str = "vi") -> tuple[Entry, ...]:
    """The outside bodies that can be chosen."""
    return await _choices("outside_body", language)


def name_column(language: str) -> str:
    """The column that holds the name in "vi" or "en"."""
    return "name_in_english" if language == "en" else "name"


async def find_category(code: str) -> Listed | None:
    """The category in use with that code, or None."""
    return await _find("category", "code = {}", code)


async def find_service(code: str) -> Listed | None:
    """The service in use with that code, or None."""
    return await _find("service", "code = {}", code)


async def find_outside_body(entry: int) -> Listed | None:
    """The outside body in use with that id, or None."""
    return await _find("outside_body", "id = {}", entry)


async def team_for(category: int, province: int) -> int | None:
    """The team that answers for the category in the province; the oldest if there are several."""
    found = await rows(
        "SELECT team.id FROM team_category JOIN team ON team.id = team_category.team"
        " WHERE team_category.category = {} AND team.province = {} AND team.is_active"
        " ORDER BY team.id LIMIT 1",
        category, province,
    )  # fmt: skip
    return int(found[0]["id"]) if found else None


async def ownerships(province: int) -> tuple[Ownership, ...]:
    """Which team of the province answers for which category."""
    found = await rows(
        "SELECT team.id AS team, team.name AS team_name, team_category.category"
        " FROM team_category JOIN team ON team.id = team_category.team"
        " WHERE team.province = {} AND team.is_active ORDER BY team.sort_key, team.id",
        province,
    )
    return tuple(Ownership(**row) for row in found)


async def _choices(kind: str, language: str) -> tuple[Entry, ...]:
    found = await rows(
        f"SELECT id, code, {name_column(language)} AS name FROM {_known(kind)}"
        " WHERE is_active ORDER BY position, id"
    )
    return tuple(Entry(**row) for row in found)


async def _find(kind: str, condition: str, value: object) -> Listed | None:
    sql = f"SELECT {_LISTED} FROM {_known(kind)} WHERE {condition} AND is_active"
    found = await rows(sql, value)
    return _as_listed(found[0]) if found else None


def _as_listed(row: dict[str, Any]) -> Listed:
    return Listed(**{**row, "is_active": bool(row["is_active"])})


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(kind)
    return kind
