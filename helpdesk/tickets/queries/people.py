"""People and teams as tickets need them: who may be asked for, and who may be given work."""

from dataclasses import dataclass

from helpdesk.database import rows


@dataclass(frozen=True, slots=True)
class Colleague:
    """An active person; `unit` and `province` are row ids."""

    id: int
    name: str
    unit: int
    province: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that can be chosen in a form."""

    id: int
    name: str


_PERSON = (
    "SELECT person.id, person.full_name AS name, person.unit,"
    " COALESCE(unit.parent, unit.id) AS province"
    " FROM person JOIN unit ON unit.id = person.unit WHERE person.is_active AND person.id = {}"
)
_TECHNICIAN = (
    "EXISTS (SELECT 1 FROM role_grant WHERE role_grant.person = person.id AND role = 'technician')"
)


async def find_colleague(person: int) -> Colleague | None:
    """The active person with that id, or None."""
    found = await rows(_PERSON, person)
    return Colleague(**found[0]) if found else None


async def find_technician(person: int, province: int) -> Colleague | None:
    """The active technician of that province with that id, or None."""
    found = await rows(f"{_PERSON} AND {_TECHNICIAN}", person)
    colleague = Colleague(**found[0]) if found else None
    return colleague if colleague and colleague.province == province else None


async def find_team(team: int, province: int) -> Choice | None:
    """The active team of that province with that id, or None."""
    sql = "SELECT id, name FROM team WHERE id = {} AND province = {} AND is_active"
    found = await rows(sql, team, province)
    return Choice(**found[0]) if found else None


async def technicians(province: int) -> tuple[Choice, ...]:
    """The active technicians of a province, in Vietnamese order; at most 500."""
    found = await rows(
        "SELECT person.id, person.full_name AS name FROM role_grant"
        " JOIN person ON person.id = role_grant.person JOIN unit ON unit.id = person.unit"
        " WHERE role_grant.role = 'technician' AND person.is_active"
        " AND COALESCE(unit.parent, unit.id) = {} ORDER BY person.sort_key, person.id LIMIT 500",
        province,
    )
    return tuple(Choice(**row) for row in found)
