"""Tables of units; a unit keeps its code for life, its names are dated."""

from enum import StrEnum

from piccolo.columns import BigInt, Boolean, Text

from helpdesk.database import Table, identity, reference


class UnitKind(StrEnum):
    province = "province"
    department = "department"
    commune = "commune"
    ward = "ward"
    special_zone = "special_zone"


class Unit(Table, tablename="unit"):
    """A province, or one of its communes, wards, special zones and departments.

    The tree has two levels: the province of a unit is `COALESCE(parent, id)`. `code` is the
    official code as text ('75', '25195'), or '75-khcn' for a department. `kind`, `name`
    ("Cần Đước") and `shown_name` ("xã Cần Đước, tỉnh Tây Ninh") follow the name in force.
    """

    id = identity()
    code = Text(unique=True)
    kind = Text()
    parent = reference("Unit", optional=True)
    name = Text()
    shown_name = Text()
    sort_key = Text()
    is_active = Boolean(default=True)
    revision = BigInt(default=1)


class UnitName(Table, tablename="unit_name"):
    """A name from `valid_from` on, until the day before `valid_to` (NULL: still).

    Days are ISO text ('2026-04-30'): they compare as they read and have no time zone. `type` is
    the word that belongs to the name ("xã", "thành phố"), empty for departments. `folded` is
    what searches read: this name and every name its province has had.
    """

    id = identity()
    unit = reference(Unit)
    type = Text()
    name = Text()
    folded = Text()
    valid_from = Text()
    valid_to = Text(null=True, default=None)


class UnitAlias(Table, tablename="unit_alias"):
    """What people also call a unit: former units that went into it, short forms.

    `source` says where the alias comes from, in full ("thị trấn Cần Đước, huyện Cần Đước,
    tỉnh Long An"); `folded` is what searches read, made of the source or else the alias.
    """

    id = identity()
    unit = reference(Unit)
    alias = Text()
    folded = Text()
    source = Text(default="")
