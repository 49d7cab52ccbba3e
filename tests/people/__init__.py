"""Named people, so that tests read as sentences; a stranger is a browser that is not signed in.

`province` is a database with the units and the people in it, and their viewers by name.
"""

from dataclasses import dataclass

import pytest

from helpdesk.clock import Instant
from helpdesk.database import rows
from helpdesk.people.accounts.operations import NewPerson, add_person
from helpdesk.people.accounts.queries import viewer_of
from helpdesk.people.units.operations import import_units, shipped_rows
from helpdesk.people.viewer import Role, Viewer
from helpdesk.text.folding import sort_key
from tests.sandboxes import Sandbox

NOW: Instant = 1_795_396_500_000
"""Monday 23 November 2026, 08:15 in Viet Nam: an ordinary morning."""

PASSWORD = "mưa rơi trên mái tôn"
PASSWORD_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$"
    "VZo0n+SV0j8H5bYIyD7pow$A3adxzEaBtGyGoy7FPTiZvAXnaXGmDK7I5w3hG/o+4Q"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """Who is who. Units and teams are ids; all but Lan belong to Tây Ninh."""

    an: Viewer
    binh: Viewer
    hoa: Viewer
    chi: Viewer
    dung: Viewer
    khoa: Viewer
    giang: Viewer
    lan: Viewer
    can_duoc: int
    long_cang: int
    tay_ninh: int
    dong_nai: int
    department: int
    department_of_dong_nai: int
    team: int
    team_of_dong_nai: int

    @property
    def everybody(self) -> tuple[Viewer, ...]:
        return (
            self.an, self.binh, self.hoa, self.chi, self.dung, self.khoa, self.giang, self.lan
        )  # fmt: skip


_PEOPLE: dict[str, tuple[str, str, str, frozenset[Role]]] = {
    "an": ("Nguyễn Văn An", "28108", "Công chức tiếp nhận", frozenset()),
    "binh": ("Trần Thị Bình", "28126", "Văn thư", frozenset()),
    "hoa": ("Lê Thị Hoa", "28108", "Công chức văn hóa – xã hội", frozenset({Role.focal_point})),
    "chi": ("Phạm Ngọc Chi", "80-khcn", "Chuyên viên", frozenset({Role.technician})),
    "dung": ("Võ Tiến Dũng", "80-khcn", "Giảng viên", frozenset({Role.trainer})),
    "khoa": ("Đặng Anh Khoa", "80-khcn", "Trưởng phòng", frozenset({Role.leader})),
    "giang": ("Hồ Trường Giang", "80-khcn", "Chuyên viên", frozenset({Role.administrator})),
    "lan": ("Bùi Thị Lan", "75-khcn", "Chuyên viên", frozenset({Role.technician})),
}


@pytest.fixture
async def province(database: Sandbox) -> Province:
    """The shipped units, eight people, two teams; restored for each test in milliseconds."""
    return await database.seeded("province", build_province)


async def build_province() -> Province:
    await import_units(shipped_rows(), now=NOW)
    units = {row["code"]: row["id"] for row in await rows("SELECT code, id FROM unit")}
    people = {name: await _add(name, units) for name in _PEOPLE}
    team = await _team("Tổ Chữ ký số", units["80-khcn"], units["80"], people["chi"])
    other = await _team("Tổ Đồng Nai", units["75-khcn"], units["75"], people["lan"])
    viewers = {name: await viewer_of(person) for name, person in people.items()}
    return Province(
        **viewers,
        can_duoc=units["28108"],
        long_cang=units["28126"],
        tay_ninh=units["80"],
        dong_nai=units["75"],
        department=units["80-khcn"],
        department_of_dong_nai=units["75-khcn"],
        team=team,
        team_of_dong_nai=other,
    )


async def _add(name: str, units: dict[str, int]) -> int:
    full_name, unit, position, roles = _PEOPLE[name]
    new = NewPerson(
        full_name=full_name,
        email=f"{name}@example.gov.vn",
        unit=units[unit],
        roles=roles,
        position=position,
        phone="0912345678",
        password_hash=PASSWORD_HASH,
    )
    return await add_person(new, by=None, now=NOW - 1000)


async def _team(name: str, unit: int, province: int, member: int) -> int:
    (team,) = await rows(
        "INSERT INTO team (unit, province, name, sort_key) VALUES ({}, {}, {}, {}) RETURNING id",
        unit, province, name, sort_key(name),
    )  # fmt: skip
    await rows(
        "INSERT INTO team_member (team, person, added_at) VALUES ({}, {}, {})",
        team["id"], member, NOW,
    )  # fmt: skip
    return int(team["id"])
