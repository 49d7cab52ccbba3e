"""Rules that need no database: passwords, links, sessions, trust, lists in files."""

import io

import pytest
from openpyxl import Workbook

from helpdesk.clock import DAY, HOUR, MINUTE
from helpdesk.errors import Invalid, Message
from helpdesk.people import cache, roles
from helpdesk.people.accounts import history, links, passwords
from helpdesk.people.accounts.lists import ListedPerson, listed_person
from helpdesk.people.accounts.tables import AccountEventKind, LinkKind
from helpdesk.people.lists import MOST_ROWS, Row, read_list
from helpdesk.people.sessions.browsers import browser_name
from helpdesk.people.sessions.expiry import WINDOW, expires_at, is_seen_again, next_try_at
from helpdesk.people.trust import Standing, may_administer, may_issue_link, may_see, roles_from
from helpdesk.people.units.names import DatedName, shown_name, shown_on, split_type, today
from helpdesk.people.viewer import Role, Viewer
from helpdesk.text.translation import translate

NOW = 1_795_396_500_000


def viewer(*held: Role, unit: int = 10, province: int = 1) -> Viewer:
    return Viewer(5, "Ai đó", unit, province, frozenset(held) | {Role.official}, frozenset())


def standing(*held: Role, unit: int = 10, province: int = 1) -> Standing:
    return Standing(6, unit, province, frozenset(held) | {Role.official})


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("ngắn quá", "at least"),
        ("x" * 201, "at most"),
        ("1234567890", "others would try"),
        ("Mật Khẩu 123", "others would try"),
        ("aaaaaaaaaaaa", "others would try"),
        ("nguyen van an", "your own name"),
        ("an.nguyen@example.vn", "your own name"),
    ],
)
def test_a_weak_password_is_refused(password: str, word: str) -> None:
    problem = passwords.problem_with(password, personal=("Nguyễn Văn An", "an.nguyen@example.vn"))
    assert problem is not None
    assert word in problem.id


def test_a_sentence_is_a_good_password() -> None:
    assert passwords.problem_with("mưa rơi trên mái tôn", personal=("An", "")) is None


async def test_a_password_fits_from_every_keyboard() -> None:
    stored = await passwords.hash_of("mưa rơi trên mái")
    assert await passwords.is_right("mu\u031ba ro\u031bi tre\u0302n ma\u0301i", stored)
    assert not await passwords.is_right("mua roi tren mai", stored)
    assert not await passwords.is_right("mưa rơi trên mái", None)
    assert not await passwords.is_right("mưa rơi trên mái", "no hash")
    assert not passwords.is_outdated(stored)


def test_tokens_are_long_and_only_their_hash_is_needed() -> None:
    token = links.new_token()
    assert len(token) == 43
    assert len(links.hash_of(token)) == 64
    assert links.kind_for(has_password=True) is LinkKind.reset
    assert links.kind_for(has_password=False) is LinkKind.invite


def test_a_session_ends_when_idle_and_after_a_month() -> None:
    assert expires_at(NOW, NOW, is_shared=False) == NOW + 12 * HOUR
    assert expires_at(NOW, NOW, is_shared=True) == NOW + HOUR
    assert expires_at(NOW, NOW + 30 * DAY - HOUR, is_shared=False) == NOW + 30 * DAY
    assert not is_seen_again(NOW, NOW + 5 * MINUTE - 1)
    assert is_seen_again(NOW, NOW + 5 * MINUTE)


def test_tries_are_limited_by_account_and_by_address() -> None:
    assert next_try_at([NOW] * 4, [NOW] * 4, NOW) is None
    assert next_try_at([NOW] * 5, [], NOW) == NOW + WINDOW
    assert next_try_at([], [NOW] * 40, NOW) == NOW + WINDOW
    assert next_try_at([NOW - WINDOW] * 5, [], NOW) is None


def test_administrators_look_after_their_own_province() -> None:
    assert may_administer(viewer(Role.administrator), 1)
    assert not may_administer(viewer(Role.administrator), 2)
    assert not may_administer(viewer(Role.leader), 1)


def test_focal_points_see_their_own_unit() -> None:
    assert may_see(viewer(Role.focal_point), standing())
    assert not may_see(viewer(Role.focal_point), standing(unit=11))
    assert not may_see(viewer(), standing())


def test_focal_points_may_not_take_over_a_stronger_account() -> None:
    focal_point = viewer(Role.focal_point)
    assert may_issue_link(focal_point, standing(Role.focal_point))
    assert not may_issue_link(focal_point, standing(Role.administrator))
    assert not may_issue_link(focal_point, standing(unit=11))
    assert may_issue_link(viewer(Role.administrator), standing(Role.administrator))


def test_everybody_is_an_official() -> None:
    assert roles_from([]) == {Role.official}
    assert roles_from(["trainer"]) == {Role.official, Role.trainer}
    with pytest.raises(ValueError, match="king"):
        roles_from(["king"])
    assert roles.names({Role.official}) == (roles.NAMES[Role.official],)
    assert roles.names({Role.official, Role.trainer}) == (roles.NAMES[Role.trainer],)


def test_a_viewer_knows_what_it_is() -> None:
    everything = viewer(*Role)
    assert all(getattr(everything, f"is_{role.value}") for role in Role)
    assert not viewer().holds([Role.technician])


def test_names_are_in_full() -> None:
    assert shown_name("xã", "Cần Đước", "tỉnh Tây Ninh") == "xã Cần Đước, tỉnh Tây Ninh"
    assert shown_name("thành phố", "Đồng Nai") == "thành phố Đồng Nai"
    assert shown_name("", "Sở X", "tỉnh Tây Ninh") == "Sở X tỉnh Tây Ninh"
    assert split_type("Thành phố Đồng  Nai") == ("thành phố", "Đồng Nai")
    assert split_type("Đồng Nai") == ("", "Đồng Nai")
    assert today(1_777_485_000_000) == "2026-04-30"


def test_a_name_is_that_of_the_day() -> None:
    city = [
        DatedName("tỉnh", "Đồng Nai", "2025-07-01", "2026-04-30"),
        DatedName("thành phố", "Đồng Nai", "2026-04-30"),
    ]
    assert shown_on("2026-04-29", city) == "tỉnh Đồng Nai"
    assert shown_on("2026-04-30", city) == "thành phố Đồng Nai"
    assert shown_on("2020-01-01", city) == "tỉnh Đồng Nai"


def test_what_is_remembered_fades() -> None:
    cache.forget_everyone()
    cache.remember("x", cache.Remembered(viewer(), 1, False, NOW + 5))
    assert cache.recall("x", NOW) is not None
    assert cache.recall("x", NOW + 5) is None
    assert cache.recall("y", NOW) is None
    for n in range(cache.MOST):
        cache.remember(str(n), cache.Remembered(viewer(), 1, False, NOW + 5))
    assert cache.recall("x", NOW) is None
    cache.forget_everyone()


def test_the_history_is_told_in_sentences() -> None:
    for kind in AccountEventKind:
        told = history.said(kind, None, {"before": "a", "after": "b"})
        assert told.values["actor"] is history.SYSTEM
    teams = history.said(AccountEventKind.teams_changed, "Giang", {"teams": "Tổ A"})
    assert teams.values == {"actor": "Giang", "teams": "Tổ A"}


def csv(text: str) -> bytes:
    return text.encode()


def test_lists_come_as_csv_or_xlsx() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for line in (["Họ và tên", "Mã"], ["An", 28108], [None, None], ["Bình", 1.5]):
        sheet.append(line)
    file = io.BytesIO()
    workbook.save(file)
    from_xlsx = read_list(file.getvalue())
    from_csv = read_list(csv("\ufeffHọ và tên;Mã\r\nAn;28108\r\n;\r\nBình;1.5\r\n"))
    assert from_xlsx == from_csv
    assert [(row.line, row["ho_va_ten"], row["ma"]) for row in from_csv] == [
        (2, "An", "28108"),
        (4, "Bình", "1.5"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"only headings\n",
        b"PK\x03\x04 not a workbook",
        "họ".encode("utf-16"),
        b'a,b\n"' + b"x" * 200_000,
        b"a\n" + b"x\n" * (MOST_ROWS + 1),
    ],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        read_list(content)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge on Windows"),
        ("Mozilla/5.0 (Windows NT 6.1) coc_coc_browser/109.0 Chrome/109.0", "Cốc Cốc on Windows"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) FxiOS/120.0", "Firefox on iPad"),
        ("Firefox/115.0", "Firefox"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_browsers_are_called_by_their_names(user_agent: str, name: str) -> None:
    found = browser_name(user_agent)
    assert (translate(found, "en") if isinstance(found, Message) else found) == name


def person(**cells: str) -> ListedPerson | Message:
    return listed_person(
        Row(2, {"ho_ten": "An", "email": "AN@example.vn", "don_vi": "28108", **cells})
    )


def test_a_person_of_a_list() -> None:
    found = person(vai_tro="Đầu mối; Kỹ thuật viên".replace("Đầu mối", "dau-moi"))
    assert isinstance(found, ListedPerson)
    assert found.email == "an@example.vn"
    assert found.roles == {Role.official, Role.focal_point} | {Role.technician}


def test_a_person_of_a_list_with_vietnamese_headings() -> None:
    from helpdesk.people.lists import heading_key

    found = person(vai_tro="Đầu mối/cán bộ, công chức")
    assert heading_key("Đầu mối") == "dau_moi"
    assert isinstance(found, ListedPerson)
    assert found.roles == {Role.official, Role.focal_point}


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({"ho_ten": ""}, "full name"),
        ({"email": ""}, "address is missing"),
        ({"don_vi": ""}, "unit is missing"),
        ({"email": "an"}, "not an e-mail"),
        ({"phone": "1" * 121}, "characters"),
        ({"vai_tro": "vua"}, "role"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells: dict[str, str], word: str) -> None:
    reason = person(**cells)
    assert isinstance(reason, Message)
    assert word in reason.id
