"""Tables of guides: what exists, each revision of it, and the parts that people point at."""

from enum import StrEnum

from piccolo.columns import BigInt, Bytea, SmallInt, Text

from helpdesk.database import Table, identity, reference
from helpdesk.people.accounts.tables import Person


class RevisionStatus(StrEnum):
    """Where a revision is on its way to the readers; they see the published one only."""

    draft = "draft"
    in_review = "in_review"
    changes_asked = "changes_asked"
    approved = "approved"
    published = "published"
    superseded = "superseded"
    withdrawn = "withdrawn"


class PartKind(StrEnum):
    """Sections stand before or after the steps; only steps are numbered."""

    before = "before"
    step = "step"
    after = "after"


class Guide(Table, tablename="guide"):
    """What a guide is called in addresses and on tickets, whatever its words become."""

    id = identity()
    slug = Text(unique=True)
    created_at = BigInt()


class Revision(Table, tablename="guide_revision"):
    """One text of a guide; `source` is the whole file, `digest` its SHA-256 in hexadecimal.

    Days are ISO text. `services` and `audience` are codes with spaces between; `sources` is a
    JSON list of {"name", "address"}. `author` is empty for what came as a file.
    """

    id = identity()
    guide = reference(Guide)
    number = BigInt()
    status = Text()
    title = Text()
    summary = Text()
    category = Text()
    services = Text()
    audience = Text()
    minutes = SmallInt()
    owner = Text()
    reviewed_on = Text()
    review_by = Text()
    sources = Text()
    source = Text()
    digest = Text()
    lead_html = Text()
    folded = Text()
    sort_key = Text()
    author = reference(Person, optional=True)
    created_at = BigInt()
    published_at = BigInt(null=True, default=None)


class Part(Table, tablename="guide_part"):
    """A section or a step. Tickets and cards point at a step by its `name`, which edits keep."""

    id = identity()
    revision = reference(Revision)
    kind = Text()
    name = Text()
    position = SmallInt()
    title = Text()
    html = Text()


class Image(Table, tablename="guide_image"):
    """A picture; its name carries the beginning of its digest, so what it shows never changes."""

    id = identity()
    guide = reference(Guide)
    name = Text()
    media_type = Text()
    content = Bytea()
