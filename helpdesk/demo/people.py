"""The sample people: officials of some communes, and the departments of both provinces."""

import itertools
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from helpdesk.clock import DAY, Instant
from helpdesk.database import rows, transaction
from helpdesk.demo.cast import CAST, PASSWORD, Sample
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts import passwords
from helpdesk.people.accounts.operations import NewPerson
from helpdesk.people.accounts.queries import viewer_of
from helpdesk.people.teams import operations as teams
from helpdesk.people.teams.forms import NewMember, NewTeam
from helpdesk.people.viewer import Role, Viewer
from helpdesk.tickets.catalogue import operations as catalogue

_FAMILY = "Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Điểu Thạch".split()
_MIDDLE = "Văn Thị Minh Ngọc Thanh Quốc Hồng Đức Kim Hữu Thu Anh Xuân Gia".split()
_GIVEN = (
    "Hải Yến Phúc Thảo Long Trang Tuấn Hương Nam Vy Khánh Loan Sơn Mai Đạt Nhung Tài Thúy Quân "
    "Hạnh Bảo Diễm Phong Xuân Trí Nga Lộc Tuyết Hiếu Ánh Kiệt Oanh Dũng Phượng Thắng Lan Cường "
    "Thủy Vinh Hiền Nhân Duyên"
).split()
_POSITIONS = (
    "Công chức tư pháp - hộ tịch",
    "Công chức địa chính - xây dựng",
    "Văn thư",
    "Công chức một cửa",
    "Kế toán",
    "Công chức văn hóa - xã hội",
)
_TEAMS = (
    ("Tổ Chữ ký số và tài khoản", ("chu-ky-so", "tai-khoan")),
    ("Tổ Phần mềm và quy trình", ("phan-mem", "quy-trinh")),
    ("Tổ Hạ tầng và thiết bị", ("duong-truyen", "thiet-bi")),
)
_AT_THE_COUNTER = frozenset({Role.official, Role.focal_point})
_UNITS = {
    "80": "28108 28126 28114 28201 25459 27694 27943 28036 25654 25522".split(),
    "75": "26041 26068 25279 26374 26116 26206 26428 25396 25432 26368".split(),
}


@dataclass(slots=True)
class Company:
    """Who plays: officials by unit, technicians by province and category."""

    officials: list[Viewer] = field(default_factory=list)
    technicians: dict[tuple[int, str], list[Viewer]] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)
    steps: dict[str, list[str]] = field(default_factory=dict)


Employ = Callable[[Sample], Awaitable[Viewer]]


async def engage(chance: random.Random, *, now: Instant) -> Company:
    """Employ everybody; the cast of the sign-in page first, then the others."""
    company = Company()
    began = now - 400 * DAY
    names = _names(chance)
    async with transaction():
        employ = await _employer(chance, began)
        cast = {member.email: await employ(member) for member in CAST}
        company.officials += [v for v in cast.values() if v.roles <= _AT_THE_COUNTER]
        for province, codes in _UNITS.items():
            for code, role in itertools.product(codes, (Role.focal_point, Role.official)):
                place = chance.choice(_POSITIONS)
                company.officials.append(await employ(_sample(names, code, place, role)))
            await _staff(company, province, cast, employ, names, now=began)
    await _gather(company)
    return company


async def _employer(chance: random.Random, began: Instant) -> Employ:
    """How a sample person gets an account; all of them share the printed password."""
    password = await passwords.hash_of(PASSWORD)
    units = {row["code"]: row["id"] for row in await rows("SELECT id, code FROM unit")}

    async def employ(sample: Sample) -> Viewer:
        new = NewPerson(
            full_name=sample.full_name,
            called=sample.full_name.split()[-1],
            email=sample.email,
            unit=units[sample.unit],
            roles=frozenset({Role.official, *sample.roles}),
            phone=f"0900{chance.randrange(1_000):06d}",
            position=sample.position,
            password_hash=password,
        )
        return await viewer_of(await accounts.add_person(new, by=None, now=began))

    return employ


async def _staff(
    company: Company,
    province: str,
    cast: Mapping[str, Viewer],
    employ: Employ,
    names: Iterator[tuple[str, str]],
    *,
    now: Instant,
) -> None:
    """The department of one province: its administrator, and three teams of three."""
    department = f"{province}-khcn"
    head = await employ(_sample(names, department, "Quản trị viên", Role.administrator))
    categories = {row["code"]: row["id"] for row in await rows("SELECT id, code FROM category")}
    for number, (name, owned) in enumerate(_TEAMS):
        form = NewTeam(unit=str(head.unit), name=name)
        team = await teams.make_team(form, by=head, key=None, now=now)
        members = [cast[one.email] for one in CAST if one.team == (province, number)]
        while len(members) < 3:
            sample = _sample(names, department, "Kỹ thuật viên", Role.technician)
            members.append(await employ(sample))
        for member in members:
            form_of_member = NewMember(person=str(member.id))
            await teams.add_member(team, form_of_member, by=head, key=None, now=now)
        for code in owned:
            await catalogue.own_category(team, categories[code], True, by=head, key=None, now=now)
            company.technicians[(head.province, code)] = members


async def _gather(company: Company) -> None:
    company.bodies = {
        row["code"]: row["id"] for row in await rows("SELECT id, code FROM outside_body")
    }
    for row in await rows(
        "SELECT guide.slug, guide_part.name FROM guide_part"
        " JOIN guide_revision ON guide_revision.id = guide_part.revision"
        " JOIN guide ON guide.id = guide_revision.guide"
        " WHERE guide_part.kind = 'step' ORDER BY guide.slug, guide_part.position"
    ):
        company.steps.setdefault(row["slug"], []).append(row["name"])


def _sample(names: Iterator[tuple[str, str]], unit: str, position: str, role: Role) -> Sample:
    name, email = next(names)
    return Sample(full_name=name, email=email, unit=unit, position=position, roles=(role,))


def _names(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Full names and addresses, each once; the domain can belong to nobody (RFC 2606)."""
    given = list(_GIVEN) * 3
    chance.shuffle(given)
    for number, last in enumerate(given):
        name = f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {last}"
        yield name, f"can-bo-{number + 1:02d}@mau.example"
