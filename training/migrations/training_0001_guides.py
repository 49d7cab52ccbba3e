"""The tables of guides, their revisions, steps and pictures."""

from helpdesk.database.migrate import migration

_IMAGE = """
    CREATE TABLE guide_image (
        id {identity},
        guide BIGINT NOT NULL REFERENCES guide (id) ON DELETE RESTRICT,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL
            CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'image/svg+xml')),
        content {bytes} NOT NULL,
        UNIQUE (guide, name)
    )
    """

migration(
    "training_0001_guides",
    "guides, revisions, steps, pictures",
    """
    CREATE TABLE guide (
        id BIGSERIAL PRIMARY KEY,
        slug TEXT NOT NULL UNIQUE,
        created_at BIGINT NOT NULL
    )
    """,
    """
    CREATE TABLE guide_revision (
        id BIGSERIAL PRIMARY KEY,
        guide BIGINT NOT NULL REFERENCES guide (id) ON DELETE RESTRICT,
        number BIGINT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('draft', 'in_review', 'changes_asked',
            'approved', 'published', 'superseded', 'withdrawn')),
        title TEXT NOT NULL,
        summary TEXT NOT NULL,
        category TEXT NOT NULL,
        services TEXT NOT NULL,
        audience TEXT NOT NULL,
        minutes SMALLINT NOT NULL,
        owner TEXT NOT NULL,
        reviewed_on TEXT NOT NULL,
        review_by TEXT NOT NULL,
        sources TEXT NOT NULL,
        source TEXT NOT NULL,
        digest TEXT NOT NULL,
        lead_html TEXT NOT NULL,
        folded TEXT NOT NULL,
        sort_key TEXT NOT NULL,
        author BIGINT REFERENCES person (id) ON DELETE RESTRICT,
        created_at BIGINT NOT NULL,
        published_at BIGINT,
        UNIQUE (guide, number)
    )
    """,
    # Readers see one revision of a guide; two can never be published at once.
    "CREATE UNIQUE INDEX guide_revision_shown ON guide_revision (guide) WHERE status = 'published'",
    """
    CREATE TABLE guide_part (
        id BIGSERIAL PRIMARY KEY,
        revision BIGINT NOT NULL REFERENCES guide_revision (id) ON DELETE RESTRICT,
        kind TEXT NOT NULL CHECK (kind IN ('before', 'step', 'after')),
        name TEXT NOT NULL,
        position SMALLINT NOT NULL,
        title TEXT NOT NULL,
        html TEXT NOT NULL,
        UNIQUE (revision, name),
        UNIQUE (revision, kind, position)
    )
    """,
    sqlite=[_IMAGE.format(identity="INTEGER PRIMARY KEY AUTOINCREMENT", bytes="BLOB")],
    postgres=[_IMAGE.format(identity="BIGSERIAL PRIMARY KEY", bytes="BYTEA")],
)
