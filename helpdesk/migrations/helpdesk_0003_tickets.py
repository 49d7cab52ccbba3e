"""The catalogue and its first rows, tickets, their conversation, files, counters and search."""

from helpdesk.database.migrate import migration
from helpdesk.text.search import statements
from helpdesk.tickets.searching import TICKETS

_LISTED = """
    CREATE TABLE {table} (
        id BIGSERIAL PRIMARY KEY,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        name_in_english TEXT NOT NULL,
        position SMALLINT NOT NULL,
        is_active BOOLEAN NOT NULL DEFAULT TRUE,
        revision BIGINT NOT NULL DEFAULT 1
    )
"""

_CATALOGUE = (
    _LISTED.format(table="category"),
    _LISTED.format(table="service"),
    _LISTED.format(table="outside_body"),
    """
    CREATE TABLE team_category (
        id BIGSERIAL PRIMARY KEY,
        team BIGINT NOT NULL REFERENCES team (id) ON DELETE RESTRICT,
        category BIGINT NOT NULL REFERENCES category (id) ON DELETE RESTRICT,
        UNIQUE (category, team)
    )
    """,
)

_FIRST_CATEGORIES = """
    INSERT INTO category (code, name, name_in_english, position) VALUES
        ('chu-ky-so', 'Chữ ký số', 'Digital signature', 1),
        ('phan-mem', 'Phần mềm', 'Software', 2),
        ('duong-truyen', 'Đường truyền', 'Network line', 3),
        ('thiet-bi', 'Thiết bị', 'Equipment', 4),
        ('tai-khoan', 'Tài khoản', 'Account', 5),
        ('quy-trinh', 'Quy trình, thủ tục', 'Procedure', 6)
"""

_FIRST_SERVICES = """
    INSERT INTO service (code, name, name_in_english, position) VALUES
        ('mot-cua', 'Hệ thống một cửa (iGate)', 'One-stop system (iGate)', 1),
        ('dvcqg', 'Cổng Dịch vụ công quốc gia', 'National public service portal', 2),
        ('vgca', 'Ký số chuyên dùng (VGCA)', 'Government signing service (VGCA)', 3),
        ('qlvb', 'Quản lý văn bản (QLVB)', 'Document management', 4),
        ('ho-tich', 'Hộ tịch điện tử', 'Electronic civil status', 5),
        ('dvclt', 'Dịch vụ công liên thông', 'Linked public services', 6),
        ('vneid', 'VNeID', 'VNeID', 7),
        ('vbdlis', 'Đất đai (VBDLIS)', 'Land records (VBDLIS)', 8),
        ('dvc-kho-bac', 'Dịch vụ công Kho bạc', 'State Treasury services', 9),
        ('ho-kinh-doanh', 'Đăng ký hộ kinh doanh', 'Household business registration', 10),
        ('thanh-toan', 'Thanh toán trực tuyến', 'Online payment', 11),
        ('chung-thuc', 'Chứng thực điện tử', 'Electronic certification', 12),
        ('thu-cong-vu', 'Thư công vụ', 'Official mail', 13),
        ('hoi-nghi', 'Hội nghị truyền hình', 'Video conference', 14),
        ('bao-cao', 'Hệ thống báo cáo', 'Reporting system', 15),
        ('tslcd', 'Mạng truyền số liệu chuyên dùng (TSLCD)', 'Government data network', 16),
        ('internet', 'Internet cơ quan', 'Office Internet', 17),
        ('mang-noi-bo', 'Mạng nội bộ, Wi-Fi', 'Local network, Wi-Fi', 18),
        ('may-tinh', 'Máy tính', 'Computer', 19),
        ('may-in-may-quet', 'Máy in, máy quét', 'Printer, scanner', 20),
        ('khac', 'Hệ thống khác', 'Another system', 99)
"""

_FIRST_BODIES = """
    INSERT INTO outside_body (code, name, name_in_english, position) VALUES
        ('vnpt', 'VNPT', 'VNPT', 1),
        ('viettel', 'Viettel', 'Viettel', 2),
        ('mobifone', 'MobiFone', 'MobiFone', 3),
        ('vgca', 'Cục Chứng thực số và Bảo mật thông tin (Ban Cơ yếu Chính phủ)',
            'Government digital certification authority (VGCA)', 4),
        ('vpcp', 'Văn phòng Chính phủ', 'Office of the Government', 5),
        ('bo-tu-phap', 'Bộ Tư pháp', 'Ministry of Justice', 6),
        ('c06', 'Cục C06, Bộ Công an', 'Department C06, Ministry of Public Security', 7),
        ('bo-tai-chinh', 'Bộ Tài chính', 'Ministry of Finance', 8),
        ('kho-bac', 'Kho bạc Nhà nước', 'State Treasury', 9),
        ('cbdtw', 'Cục Bưu điện Trung ương', 'Central Post Office (CPT)', 10),
        ('dat-dai', 'Văn phòng Đăng ký đất đai', 'Land registration office', 11),
        ('vpubnd', 'Văn phòng UBND tỉnh, thành phố', 'Office of the provincial committee', 12),
        ('khac', 'Đơn vị khác', 'Another body', 99)
"""

# The long text stands last: SQLite reads past it to everything behind, page by page.
_TICKET = (
    """
    CREATE TABLE ticket (
        id BIGSERIAL PRIMARY KEY,
        title TEXT NOT NULL CHECK (title <> ''),
        category BIGINT NOT NULL REFERENCES category (id) ON DELETE RESTRICT,
        service BIGINT REFERENCES service (id) ON DELETE RESTRICT,
        unit BIGINT NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
        province BIGINT NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
        requester BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        opened_by BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        callback_name TEXT NOT NULL,
        callback_phone TEXT NOT NULL,
        file_code TEXT NOT NULL,
        impact TEXT NOT NULL CHECK (impact IN ('me', 'office', 'citizens')),
        citizens_waiting BIGINT NOT NULL CHECK (citizens_waiting >= 0),
        has_workaround BOOLEAN NOT NULL,
        priority SMALLINT NOT NULL CHECK (priority BETWEEN 1 AND 4),
        status TEXT NOT NULL CHECK (status IN ('new', 'in_progress', 'waiting_requester',
            'waiting_outside', 'resolved', 'closed', 'cancelled', 'duplicate')),
        is_open BOOLEAN NOT NULL,
        revision BIGINT NOT NULL,
        team BIGINT REFERENCES team (id) ON DELETE RESTRICT,
        assignee BIGINT REFERENCES person (id) ON DELETE RESTRICT,
        outside_body BIGINT REFERENCES outside_body (id) ON DELETE RESTRICT,
        outside_reference TEXT NOT NULL,
        duplicate_of BIGINT REFERENCES ticket (id) ON DELETE RESTRICT,
        is_shared BOOLEAN NOT NULL,
        closing_answer TEXT CHECK (closing_answer IN ('guide_solved', 'guide_poor', 'no_guide',
            'not_knowledge')),
        held_since_at BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        resolved_at BIGINT,
        closed_at BIGINT,
        close_due_at BIGINT,
        details TEXT NOT NULL,
        CHECK (duplicate_of <> id),
        CHECK ((status = 'duplicate') = (duplicate_of IS NOT NULL)),
        CHECK (is_open = (status IN ('new', 'in_progress', 'waiting_requester',
            'waiting_outside')))
    )
    """,
    "CREATE INDEX ticket_of_province ON ticket (province, id)",
    "CREATE INDEX ticket_of_unit ON ticket (unit, id)",
    "CREATE INDEX ticket_of_requester ON ticket (requester, id)",
    "CREATE INDEX ticket_of_opener ON ticket (opened_by, id)",
    "CREATE INDEX ticket_of_team ON ticket (team, id)",
    "CREATE INDEX ticket_of_assignee ON ticket (assignee, id)",
    "CREATE INDEX ticket_of_category ON ticket (province, category, id)",
    "CREATE INDEX ticket_of_service ON ticket (province, service, id)",
    "CREATE INDEX ticket_shared ON ticket (unit, id) WHERE is_shared",
    "CREATE INDEX ticket_open_of_province ON ticket (province, id) WHERE is_open",
    "CREATE INDEX ticket_open_of_unit ON ticket (unit, id) WHERE is_open",
    "CREATE INDEX ticket_open_of_requester ON ticket (requester, id) WHERE is_open",
    "CREATE INDEX ticket_open_of_team ON ticket (team, id) WHERE is_open",
    "CREATE INDEX ticket_open_of_assignee ON ticket (assignee, id) WHERE is_open",
    "CREATE INDEX ticket_unassigned ON ticket (province, id) WHERE is_open AND assignee IS NULL",
    "CREATE INDEX ticket_urgent_of_province ON ticket (province, priority, id) WHERE is_open",
    "CREATE INDEX ticket_urgent_of_unit ON ticket (unit, priority, id) WHERE is_open",
    "CREATE INDEX ticket_urgent_of_team ON ticket (team, priority, id) WHERE is_open",
    "CREATE INDEX ticket_urgent_of_assignee ON ticket (assignee, priority, id) WHERE is_open",
    """
    CREATE INDEX ticket_urgent_unassigned ON ticket (province, priority, id)
        WHERE is_open AND assignee IS NULL
    """,
    "CREATE INDEX ticket_to_close ON ticket (close_due_at) WHERE status = 'resolved'",
    "CREATE INDEX ticket_to_confirm ON ticket (requester, id) WHERE status = 'resolved'",
    "CREATE INDEX ticket_duplicates ON ticket (duplicate_of) WHERE duplicate_of IS NOT NULL",
)

_CONVERSATION = (
    """
    CREATE TABLE reply (
        id BIGSERIAL PRIMARY KEY,
        ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
        author BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        body TEXT NOT NULL,
        is_internal BOOLEAN NOT NULL,
        created_at BIGINT NOT NULL
    )
    """,
    "CREATE INDEX reply_of_ticket ON reply (ticket, id)",
    """
    CREATE TABLE event (
        id BIGSERIAL PRIMARY KEY,
        ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
        actor BIGINT REFERENCES person (id) ON DELETE RESTRICT,
        kind TEXT NOT NULL,
        reply BIGINT REFERENCES reply (id) ON DELETE RESTRICT,
        particulars TEXT NOT NULL,
        happened_at BIGINT NOT NULL
    )
    """,
    "CREATE INDEX event_of_ticket ON event (ticket, id)",
    """
    CREATE TABLE watcher (
        id BIGSERIAL PRIMARY KEY,
        ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
        person BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        since_at BIGINT NOT NULL,
        UNIQUE (person, ticket)
    )
    """,
    "CREATE INDEX watcher_of_ticket ON watcher (ticket, person)",
    """
    CREATE TABLE guide_link (
        id BIGSERIAL PRIMARY KEY,
        ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
        slug TEXT NOT NULL,
        step TEXT NOT NULL,
        revision BIGINT NOT NULL,
        attached_by BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        attached_at BIGINT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('', 'solved', 'stuck')),
        UNIQUE (ticket, slug, step)
    )
    """,
    "CREATE INDEX guide_link_of_slug ON guide_link (slug, id)",
)

_FILE = """
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size BIGINT NOT NULL CHECK (size >= 0),
        digest TEXT NOT NULL,
        shown_digest TEXT NOT NULL,
        width BIGINT NOT NULL,
        height BIGINT NOT NULL,
        created_at BIGINT NOT NULL
"""

_FILES = (
    f"""
    CREATE TABLE upload (
        id BIGSERIAL PRIMARY KEY,
        owner BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        {_FILE}
    )
    """,
    "CREATE INDEX upload_of_owner ON upload (owner, id)",
    "CREATE INDEX upload_by_time ON upload (created_at)",
    f"""
    CREATE TABLE attachment (
        id BIGSERIAL PRIMARY KEY,
        ticket BIGINT NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
        reply BIGINT REFERENCES reply (id) ON DELETE RESTRICT,
        owner BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
        {_FILE}
    )
    """,
    "CREATE INDEX attachment_of_ticket ON attachment (ticket, id)",
    "CREATE INDEX attachment_of_content ON attachment (digest)",
)

_COUNTER = """
    CREATE TABLE counter (
        id BIGSERIAL PRIMARY KEY,
        scope TEXT NOT NULL CHECK (scope IN ('province', 'unit', 'team', 'assignee', 'requester',
            'unassigned')),
        scope_id BIGINT NOT NULL,
        category BIGINT NOT NULL,
        status TEXT NOT NULL,
        tickets BIGINT NOT NULL,
        UNIQUE (scope, scope_id, category, status)
    )
"""

migration(
    "helpdesk_0003_tickets",
    "catalogue, tickets, conversation, files, counters, search",
    *_CATALOGUE,
    _FIRST_CATEGORIES,
    _FIRST_SERVICES,
    _FIRST_BODIES,
    *_TICKET,
    *_CONVERSATION,
    *_FILES,
    _COUNTER,
    **statements(TICKETS),
)
