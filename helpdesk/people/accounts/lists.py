"""What a row of a list of people says, under Vietnamese or English headings. Pure."""

import re
from dataclasses import dataclass

from helpdesk.errors import Message, message
from helpdesk.people.lists import Row, heading_key
from helpdesk.people.viewer import Role
from helpdesk.text.folding import fold

HEADINGS: dict[str, tuple[str, ...]] = {
    "full_name": ("ho_va_ten", "ho_ten", "full_name", "name"),
    "email": ("email", "e_mail", "thu_dien_tu", "thu_cong_vu", "dia_chi_email"),
    "unit": ("don_vi", "ma_don_vi", "unit", "unit_code"),
    "phone": ("dien_thoai", "so_dien_thoai", "phone"),
    "position": ("chuc_vu", "chuc_danh", "position"),
    "called": ("ten_goi", "xung_ho", "called"),
    "roles": ("vai_tro", "role", "roles"),
}
_ROLES: dict[str, Role] = {
    "can_bo": Role.official,
    "cong_chuc": Role.official,
    "vien_chuc": Role.official,
    "dau_moi": Role.focal_point,
    "ky_thuat_vien": Role.technician,
    "giang_vien": Role.trainer,
    "lanh_dao": Role.leader,
    "quan_tri_vien": Role.administrator,
    **{role.value: role for role in Role},
}
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """A person as a list gives them; `unit` is a code or a name still to be found."""

    line: int
    full_name: str
    email: str
    unit: str
    phone: str
    position: str
    called: str
    roles: frozenset[Role]


def listed_person(row: Row) -> ListedPerson | Message:
    """The person of a row, or the first reason why it cannot be taken."""
    cells = {name: _cell(row, headings) for name, headings in HEADINGS.items()}
    roles = [_ROLES.get(heading_key(part)) for part in _parts(cells.pop("roles"))]
    cells["email"] = cells["email"].casefold()
    reason = _missing(cells) or _wrong(cells)
    if reason is not None:
        return reason
    known = frozenset(role for role in roles if role is not None)
    if len(known) < len(set(roles)):
        return message("The role is none of those known.")
    return ListedPerson(line=row.line, roles=known | {Role.official}, **cells)


def _cell(row: Row, headings: tuple[str, ...]) -> str:
    return next((row[heading] for heading in headings if row[heading]), "")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,/]", text) if part.strip()]


def _missing(cells: dict[str, str]) -> Message | None:
    if not cells["full_name"]:
        return message("The full name is missing.")
    if not cells["email"]:
        return message("The e-mail address is missing.")
    if not cells["unit"]:
        return message("The unit is missing.")
    return None


def _wrong(cells: dict[str, str]) -> Message | None:
    if not _EMAIL.fullmatch(fold(cells["email"])):
        return message("“{email}” is not an e-mail address.", email=cells["email"][:80])
    if any(len(text) > _LONGEST for text in cells.values()):
        return message("A cell has more than {most} characters.", most=_LONGEST)
    return None
