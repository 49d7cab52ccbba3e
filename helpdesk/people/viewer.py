"""The person behind a request, as every room sees them; knows no table and no request."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is trusted with. One person may hold several; everybody is an official."""

    official = "official"
    focal_point = "focal_point"
    technician = "technician"
    trainer = "trainer"
    leader = "leader"
    administrator = "administrator"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person: who, from which unit and province, with which roles and teams.

    `unit`, `province` and `teams` are row ids; `language` is "vi" or "en".
    """

    id: int
    name: str
    unit: int
    province: int
    roles: frozenset[Role]
    teams: frozenset[int]
    language: str = "vi"

    @property
    def is_official(self) -> bool:
        return Role.official in self.roles

    @property
    def is_focal_point(self) -> bool:
        return Role.focal_point in self.roles

    @property
    def is_technician(self) -> bool:
        return Role.technician in self.roles

    @property
    def is_trainer(self) -> bool:
        return Role.trainer in self.roles

    @property
    def is_leader(self) -> bool:
        return Role.leader in self.roles

    @property
    def is_administrator(self) -> bool:
        return Role.administrator in self.roles

    def holds(self, roles: Iterable[Role]) -> bool:
        """True when the person holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)
