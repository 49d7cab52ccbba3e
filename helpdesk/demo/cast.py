"""The cast of the demonstration: the first person of each role, offered as one click."""

from dataclasses import dataclass

from helpdesk.people.viewer import Role

PASSWORD = "trinh-dien-2026"  # noqa: S105 (of sample people, in the demonstration only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample person; `unit` is a unit's code, `team` a province's code and a team's place."""

    full_name: str
    email: str
    unit: str
    position: str
    roles: tuple[Role, ...]
    team: tuple[str, int] | None = None


CAST: tuple[Sample, ...] = (
    Sample(
        full_name="Nguyễn Thị An",
        email="an@mau.example",
        unit="28108",
        position="Công chức một cửa",
        roles=(Role.official,),
    ),
    Sample(
        full_name="Trần Thị Hoa",
        email="hoa@mau.example",
        unit="28108",
        position="Đầu mối công nghệ thông tin",
        roles=(Role.official, Role.focal_point),
    ),
    Sample(
        full_name="Lê Thị Chi",
        email="chi@mau.example",
        unit="80-khcn",
        position="Kỹ thuật viên",
        roles=(Role.official, Role.technician),
        team=("80", 0),
    ),
    Sample(
        full_name="Phạm Văn Dung",
        email="dung@mau.example",
        unit="80-khcn",
        position="Giảng viên",
        roles=(Role.official, Role.trainer),
    ),
    Sample(
        full_name="Võ Minh Khoa",
        email="khoa@mau.example",
        unit="80-khcn",
        position="Phó Giám đốc Sở",
        roles=(Role.official, Role.leader),
    ),
    Sample(
        full_name="Huỳnh Hương Giang",
        email="giang@mau.example",
        unit="80-khcn",
        position="Quản trị viên",
        roles=(Role.official, Role.administrator),
    ),
)
