"""What a row of a list of units says: code, province, dated names, former units. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.errors import Message, message
from helpdesk.people.lists import Row
from helpdesk.people.units.names import TYPES, DatedName, is_day, split_type

FIRST_DAY = "2025-07-01"
"""The day on which today's communes and provinces began."""

_DATED = re.compile(r"name_(\d{4})(\d{2})(\d{2})")
_CODE = re.compile(r"\d{2}|\d{5}|\d{2}-[a-z0-9-]{1,20}")
_DEPARTMENT = "Sở Khoa học và Công nghệ"
_DEPARTMENT_ALIASES = (
    "Sở KH&CN",
    "Sở KHCN",
    "Sở Khoa học công nghệ",
    "Sở Khoa học và Công nghệ thông tin",
)


class Unreadable(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit as a list gives it; names in order; aliases as (alias, source)."""

    line: int
    code: str
    province: str
    names: tuple[DatedName, ...]
    aliases: tuple[tuple[str, str], ...] = ()


def listed(row: Row) -> Listed:
    """The unit of a row. Columns: `code`, `province_code` (empty for a province), and either
    `name_YYYYMMDD` once or more, or `name` with optional `valid_from`; each name begins with its
    type. Optional: `aliases`, or `former_provinces`, `former_districts`, `former_wards_whole`,
    `former_wards_part`, lists separated by `;`. Raises Unreadable.
    """
    code, province = row["code"], row["province_code"]
    if not _CODE.fullmatch(code):
        raise Unreadable(message("“{code}” is not a unit code.", code=code))
    if bool(province) == (len(code) == 2):
        raise Unreadable(message("Only a province, with a code of two digits, has no province."))
    return Listed(row.line, code, province, _names(row, code), (*_aliases(row), *_former(row)))


def department_of(province: Listed) -> Listed:
    """The Department of Science and Technology that every province has."""
    names = (DatedName("", _DEPARTMENT, province.names[0].valid_from),)
    aliases = tuple((alias, "") for alias in _DEPARTMENT_ALIASES)
    return Listed(province.line, f"{province.code}-khcn", province.code, names, aliases)


def _names(row: Row, code: str) -> tuple[DatedName, ...]:
    said = sorted(_dated_names(row))
    if not said:
        raise Unreadable(message("The unit has no name."))
    begun: list[DatedName] = []
    for day, text in said:
        type_, name = split_type(text)
        if not name or _level(type_) != _level_of_code(code):
            raise Unreadable(message("“{name}” does not begin with a fitting type.", name=text))
        if begun and (begun[-1].type, begun[-1].name) == (type_, name):
            continue
        begun.append(DatedName(type_, name, day))
    return ended(begun)


def _dated_names(row: Row) -> list[tuple[str, str]]:
    dated = [(_DATED.fullmatch(heading), text) for heading, text in row.cells.items() if text]
    said = [("-".join(match.groups()), text) for match, text in dated if match]
    if not said and row["name"]:
        said = [(row["valid_from"] or FIRST_DAY, row["name"])]
    for day, _ in said:
        if not is_day(day):
            raise Unreadable(message("“{day}” is not a day; write 2026-04-30.", day=day))
    return said


def ended(names: Sequence[DatedName]) -> tuple[DatedName, ...]:
    """The names, each ending where the next begins."""
    ends = [name.valid_from for name in names[1:]]
    pairs = zip(names, [*ends, None], strict=True)
    return tuple(DatedName(n.type, n.name, n.valid_from, end) for n, end in pairs)


def _level(type_: str) -> str:
    kind = TYPES[type_]
    return kind.value if kind in ("province", "department") else "commune"


def _level_of_code(code: str) -> str:
    if "-" in code:
        return "department"
    return "province" if len(code) == 2 else "commune"


def _aliases(row: Row) -> list[tuple[str, str]]:
    return [(alias, "") for alias in _split(row["aliases"])]


def _former(row: Row) -> list[tuple[str, str]]:
    """Former units in full: "thị trấn Cần Đước, huyện Cần Đước, tỉnh Long An"."""
    above = [_or(row["former_districts"]), _or(row["former_provinces"])]
    place = "".join(f", {part}" for part in above if part)
    whole = [(name, f"{name}{place}") for name in map(_lower, _split(row["former_wards_whole"]))]
    part = [
        (name, f"một phần {name}{place}") for name in map(_lower, _split(row["former_wards_part"]))
    ]
    return whole + part


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _or(text: str) -> str:
    """Which of several districts a ward belonged to is not recorded: all are named."""
    return " hoặc ".join(map(_lower, _split(text)))


def _lower(name: str) -> str:
    """ "Thị trấn Cần Đước" → "thị trấn Cần Đước": types are small letters within a name."""
    return name[:1].lower() + name[1:]
