"""The table of receipts."""

from helpdesk.database.migrate import migration

migration(
    "helpdesk_0001_database",
    "receipts",
    """
    CREATE TABLE receipt (
        id BIGSERIAL PRIMARY KEY,
        owner BIGINT NOT NULL,
        key TEXT NOT NULL,
        digest TEXT NOT NULL,
        answer TEXT,
        created_at BIGINT NOT NULL,
        UNIQUE (owner, key)
    )
    """,
    "CREATE INDEX receipt_by_time ON receipt (created_at)",
)
