"""Who may do what to units and accounts; pure. There is no second place that decides it."""

from collections.abc import Iterable
from dataclasses import dataclass

from helpdesk.people.viewer import Role, Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides who may touch an account: whose it is, where, and with which roles."""

    person: int
    unit: int
    province: int
    roles: frozenset[Role]


_HELPED_BY_FOCAL_POINT = frozenset({Role.official, Role.focal_point})


def may_administer(viewer: Viewer, province: int) -> bool:
    """Administrators look after the units, teams and people of their own province."""
    return viewer.is_administrator and viewer.province == province


def may_see(viewer: Viewer, other: Standing) -> bool:
    """Account pages are for administrators, and for focal points within their own unit."""
    return may_administer(viewer, other.province) or (
        viewer.is_focal_point and viewer.unit == other.unit
    )


def may_issue_link(viewer: Viewer, other: Standing) -> bool:
    """A focal point may not take over the account of somebody trusted with more than theirs."""
    if may_administer(viewer, other.province):
        return True
    return may_see(viewer, other) and _HELPED_BY_FOCAL_POINT.issuperset(other.roles)


def roles_from(names: Iterable[str]) -> frozenset[Role]:
    """The roles named, always with official. Raises ValueError for a name that is no role."""
    return frozenset(Role(name) for name in names) | {Role.official}
