"""The tables of units, people and sessions."""

from helpdesk.database.migrate import migration

_UNITS = (
    """
    CREATE TABLE unit (
        id BIGSERIAL PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL
            CHECK (kind IN ('province', 'department', 'commune', 'ward', 'special_zone')),
        parent BIGINT REFERENCES unit (id) ON DELETE RESTRICT,
        name TEXT NOT NULL,
        shown_name TEXT NOT NULL,
        sort_key TEXT NOT NULL,
        is_active BOOLEAN NOT NULL DEFAULT TRUE,
        revision BIGINT NOT NULL DEFAULT 1,
        CHECK ((kind = 'province') = (parent IS NULL))
    )
    """,
    "CREATE INDEX unit_in_order ON unit (parent, sort_key, id)",
    """
    CREATE TABLE unit_name (
        id BIGSERIAL PRIMARY KEY,
        unit BIGINT NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
        type TEXT NOT NULL CHECK (type IN ('tỉnh', 'thành phố', 'xã', 'phường', 'đặc khu', '')),
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        valid_from TEXT NOT NULL,
        valid_to TEXT CHECK (valid_to > valid_from),
        UNIQUE (unit, valid_from)
    )
    """,
    """
    CREATE TABLE unit_alias (
        id BIGSERIAL PRIMARY KEY,
        unit BIGINT NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
        alias TEXT NOT NULL,
        folded TEXT NOT NULL,
        source TEXT NOT NULL DEFAULT '',
        UNIQUE (unit, folded)
    )
    """,
)

_ACCOUNTS = (
    """
    CREATE TABLE person (
        id BIGSERIAL PRIMARY KEY,
        full_name TEXT NOT NULL,
        called TEXT NOT NULL DEFAULT '',
        email TEXT NOT NULL UNIQUE,
        phone TEXT NOT NULL DEFAULT '',
        position TEXT NOT NULL DEFAULT '',
        unit BIGINT NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
        is_active BOOLEAN NOT NULL DEFAULT TRUE,
        password_hash TEXT,
        language TEXT NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
        sort_key TEXT NOT NULL,
        folded TEXT NOT NULL,
        signed_out_at BIGINT NOT NULL DEFAULT 0,
        revision BIGINT NOT NULL DEFAULT 1,
        created_at BIGINT NOT NULL
    )
    """,
    "CREATE INDEX person_in_order ON person (sort_key, id)",
    "CREATE INDEX person_of_unit ON person (unit, sort_key, id)",
    """
    CREATE TABLE role_grant (
        id BIGSERIAL PRIMARY KEY,
        person BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        role TEXT NOT NULL CHECK (role IN ('official', 'focal_point', 'technician', 'trainer',
            'leader', 'administrator')),
        granted_by BIGINT REFERENCES person (id) ON DELETE RESTRICT,
        granted_at BIGINT NOT NULL,
        UNIQUE (person, role)
    )
    """,
    "CREATE INDEX role_grant_by_role ON role_grant (role, person)",
    """
    CREATE TABLE team (
        id BIGSERIAL PRIMARY KEY,
        unit BIGINT NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
        province BIGINT NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
        name TEXT NOT NULL,
        sort_key TEXT NOT NULL,
        is_active BOOLEAN NOT NULL DEFAULT TRUE,
        revision BIGINT NOT NULL DEFAULT 1,
        UNIQUE (unit, name)
    )
    """,
    "CREATE INDEX team_in_order ON team (province, sort_key, id)",
    """
    CREATE TABLE team_member (
        id BIGSERIAL PRIMARY KEY,
        team BIGINT NOT NULL REFERENCES team (id) ON DELETE RESTRICT,
        person BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        added_at BIGINT NOT NULL,
        UNIQUE (person, team)
    )
    """,
    "CREATE INDEX team_member_of_team ON team_member (team, person)",
    """
    CREATE TABLE invitation (
        id BIGSERIAL PRIMARY KEY,
        person BIGINT REFERENCES person (id) ON DELETE RESTRICT,
        kind TEXT NOT NULL CHECK (kind IN ('invite', 'reset', 'first_administrator')),
        token_hash TEXT NOT NULL UNIQUE,
        created_by BIGINT REFERENCES person (id) ON DELETE RESTRICT,
        created_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL,
        used_at BIGINT,
        CHECK ((kind = 'first_administrator') = (person IS NULL))
    )
    """,
    "CREATE INDEX invitation_of_person ON invitation (person, id)",
    """
    CREATE TABLE account_event (
        id BIGSERIAL PRIMARY KEY,
        person BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        actor BIGINT REFERENCES person (id) ON DELETE RESTRICT,
        kind TEXT NOT NULL CHECK (kind IN ('added', 'invited', 'accepted', 'reset_asked',
            'reset_issued', 'password_changed', 'details_changed', 'roles_changed',
            'teams_changed', 'moved', 'deactivated', 'reactivated')),
        particulars TEXT NOT NULL DEFAULT '{}',
        happened_at BIGINT NOT NULL
    )
    """,
    "CREATE INDEX account_event_of_person ON account_event (person, id)",
)

_SESSIONS = (
    """
    CREATE TABLE session (
        id BIGSERIAL PRIMARY KEY,
        token_hash TEXT NOT NULL UNIQUE,
        person BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        is_shared BOOLEAN NOT NULL DEFAULT FALSE,
        user_agent TEXT NOT NULL DEFAULT '',
        address TEXT NOT NULL DEFAULT '',
        created_at BIGINT NOT NULL,
        last_seen_at BIGINT NOT NULL,
        expires_at BIGINT NOT NULL
    )
    """,
    "CREATE INDEX session_of_person ON session (person, last_seen_at)",
    "CREATE INDEX session_by_end ON session (expires_at)",
    """
    CREATE TABLE sign_in_attempt (
        id BIGSERIAL PRIMARY KEY,
        account TEXT NOT NULL,
        address TEXT NOT NULL,
        has_succeeded BOOLEAN NOT NULL DEFAULT FALSE,
        attempted_at BIGINT NOT NULL
    )
    """,
    "CREATE INDEX sign_in_attempt_of_account ON sign_in_attempt (account, attempted_at)",
    "CREATE INDEX sign_in_attempt_from_address ON sign_in_attempt (address, attempted_at)",
    "CREATE INDEX sign_in_attempt_by_time ON sign_in_attempt (attempted_at)",
)

migration(
    "helpdesk_0002_people",
    "units, people, roles, teams, links, sessions",
    *_UNITS,
    *_ACCOUNTS,
    *_SESSIONS,
)
