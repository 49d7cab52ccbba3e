"""Tables of the catalogue: categories, services, the teams that own them, outside bodies."""

from piccolo.columns import BigInt, Boolean, SmallInt, Text

from helpdesk.database import Table, identity, reference
from helpdesk.people.accounts.tables import Team


class Category(Table, tablename="category"):
    """A kind of problem, as people choose it. Never deleted: old tickets point at it."""

    id = identity()
    code = Text(unique=True)
    name = Text()
    name_in_english = Text()
    position = SmallInt()
    is_active = Boolean(default=True)
    revision = BigInt(default=1)


class Service(Table, tablename="service"):
    """A system that officials work with: the one-stop system, the signing service, a line."""

    id = identity()
    code = Text(unique=True)
    name = Text()
    name_in_english = Text()
    position = SmallInt()
    is_active = Boolean(default=True)
    revision = BigInt(default=1)


class OutsideBody(Table, tablename="outside_body"):
    """Who may have to act where the province cannot: a carrier, a ministry, the signing office."""

    id = identity()
    code = Text(unique=True)
    name = Text()
    name_in_english = Text()
    position = SmallInt()
    is_active = Boolean(default=True)
    revision = BigInt(default=1)


class TeamCategory(Table, tablename="team_category"):
    """A team answers for a category in its own province."""

    id = identity()
    team = reference(Team)
    category = reference(Category)
