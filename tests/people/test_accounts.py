"""Accounts: who adds, links, changes, moves and closes them; both engines."""

import asyncio
from typing import Any

import pytest

from helpdesk.clock import DAY, HOUR
from helpdesk.database import rows
from helpdesk.errors import Invalid, NotAllowed, Stale
from helpdesk.people.accounts import operations
from helpdesk.people.accounts.forms import (
    ChoosePassword,
    Details,
    FirstAdministrator,
    Invite,
    Profile,
    Roles,
)
from helpdesk.people.accounts.queries import (
    find_account,
    list_people,
    open_link,
    person_page,
    viewer_of,
)
from helpdesk.people.lists import Row
from helpdesk.people.units.operations import import_units, shipped_rows
from helpdesk.people.viewer import Role, Viewer
from tests.people import NOW, Province
from tests.sandboxes import Sandbox

CHOSEN = ChoosePassword(password="một câu đủ dài", again="một câu đủ dài")


def invitation(province: Province, **given: Any) -> Invite:
    said = {
        "full_name": "Mai Thị Sen", "email": "Sen@example.gov.vn", "unit": str(province.can_duoc),
        "roles": ("focal_point",),
    }  # fmt: skip
    return Invite(**{**said, **given})


async def invited(province: Province, key: str | None = None, **given: Any) -> int:
    form = invitation(province, **given)
    return await operations.invite(form, by=province.giang, key=key, now=NOW)


async def kinds_of(person: int) -> list[str]:
    found = await rows("SELECT kind FROM account_event WHERE person = {} ORDER BY id", person)
    return [row["kind"] for row in found]


async def revision_of(person: int) -> str:
    (found,) = await rows("SELECT revision FROM person WHERE id = {}", person)
    return str(found["revision"])


async def test_an_administrator_adds_somebody_once(province: Province) -> None:
    person = await invited(province, key="once")
    assert await invited(province, key="once") == person
    account = await find_account(person)
    assert account is not None
    assert (account.email, account.has_password) == ("sen@example.gov.vn", False)
    assert account.roles == {Role.official, Role.focal_point}
    assert await kinds_of(person) == ["added"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "AN@example.gov.vn"}, "email"),
        ({"unit": "0"}, "unit"),
        ({"unit": "elsewhere"}, "unit"),
        ({"unit": "9" * 30}, "unit"),
        ({"roles": ("king",)}, "roles"),
    ],
)
async def test_an_invitation_that_cannot_be(
    province: Province, given: dict[str, Any], field: str
) -> None:
    if given.get("unit") == "elsewhere":
        given = {"unit": str(province.dong_nai)}
    with pytest.raises(Invalid) as refused:
        await invited(province, **given)
    assert [problem.field for problem in refused.value.problems] == [field]


async def test_only_administrators_add_people(province: Province) -> None:
    for viewer in (province.an, province.hoa, province.chi, province.khoa):
        with pytest.raises(NotAllowed):
            await operations.invite(invitation(province), by=viewer, key=None, now=NOW)


async def test_a_link_chooses_a_password_once(province: Province) -> None:
    person = await invited(province)
    first = await operations.issue_link(person, by=province.giang, now=NOW)
    token = await operations.issue_link(person, by=province.giang, now=NOW)
    assert await open_link(first, NOW) is None
    link = await open_link(token, NOW)
    assert link is not None
    assert (link.kind, link.person) == ("invite", person)
    kept = await rows("SELECT token_hash FROM invitation")
    assert token not in {row["token_hash"] for row in kept}
    assert await operations.accept_link(token, CHOSEN, now=NOW) == person
    with pytest.raises(NotAllowed):
        await operations.accept_link(token, CHOSEN, now=NOW)
    assert await kinds_of(person) == ["added", "invited", "invited", "accepted"]


async def test_a_link_dies_after_its_days(province: Province) -> None:
    invite = await operations.issue_link(await invited(province), by=province.giang, now=NOW)
    assert await open_link(invite, NOW + 7 * DAY - 1) is not None
    assert await open_link(invite, NOW + 7 * DAY) is None
    reset = await operations.issue_link(province.an.id, by=province.hoa, now=NOW)
    assert await open_link(reset, NOW + 2 * DAY) is None


async def test_a_weak_or_mistyped_password_leaves_the_link(province: Province) -> None:
    token = await operations.issue_link(province.an.id, by=province.hoa, now=NOW)
    for wrong in (
        ChoosePassword(password="nguyen van an", again="nguyen van an"),
        ChoosePassword(password="một câu đủ dài", again="một câu khác"),
    ):
        with pytest.raises(Invalid):
            await operations.accept_link(token, wrong, now=NOW)
    assert await open_link(token, NOW) is not None


async def test_who_may_issue_a_link(province: Province) -> None:
    for viewer in (province.binh, province.chi, province.khoa, province.lan):
        with pytest.raises(NotAllowed) as refused:
            await operations.issue_link(province.an.id, by=viewer, now=NOW)
        assert refused.value.hidden
    with pytest.raises(NotAllowed) as refused:
        await operations.issue_link(province.binh.id, by=province.hoa, now=NOW)
    assert refused.value.hidden
    await rows("UPDATE person SET unit = {} WHERE id = {}", province.can_duoc, province.chi.id)
    with pytest.raises(NotAllowed) as refused:
        await operations.issue_link(province.chi.id, by=province.hoa, now=NOW)
    assert not refused.value.hidden


@pytest.mark.parametrize("trusted_as", ["technician", "administrator"])
async def test_a_link_does_not_outlive_the_right_to_issue_it(
    province: Province, trusted_as: str
) -> None:
    """Hoa could else wait with An's link until An is trusted with more, and become An."""
    token = await operations.issue_link(province.an.id, by=province.hoa, now=NOW)
    more = Roles(revision=await revision_of(province.an.id), roles=(trusted_as,))
    await operations.change_roles(province.an.id, more, by=province.giang, key=None, now=NOW)
    assert await open_link(token, NOW) is None
    with pytest.raises(NotAllowed):
        await operations.accept_link(token, CHOSEN, now=NOW)
    token = await operations.issue_link(province.an.id, by=province.giang, now=NOW)
    assert await open_link(token, NOW) is not None


async def test_the_links_of_somebody_who_left_are_void(province: Province) -> None:
    token = await operations.issue_link(province.an.id, by=province.hoa, now=NOW)
    await operations.deactivate(province.hoa.id, by=province.giang, now=NOW)
    assert await open_link(token, NOW) is None


async def test_a_closed_account_gets_no_link(province: Province) -> None:
    token = await operations.issue_link(province.an.id, by=province.giang, now=NOW)
    await operations.deactivate(province.an.id, by=province.giang, now=NOW)
    assert await open_link(token, NOW) is None
    with pytest.raises(Invalid):
        await operations.issue_link(province.an.id, by=province.giang, now=NOW)


def first(unit: int | str, **given: str) -> FirstAdministrator:
    said = {
        "full_name": "Đỗ Thị Mở", "email": "mo@example.gov.vn",
        "password": "một câu đủ dài", "again": "một câu đủ dài",
    }  # fmt: skip
    return FirstAdministrator(unit=str(unit), **{**said, **given})


async def test_the_first_administrator_comes_by_a_link(database: Sandbox) -> None:
    await import_units(shipped_rows(), now=NOW)
    (department,) = await rows("SELECT id FROM unit WHERE code = '80-khcn'")
    token = await operations.first_administrator_link(now=NOW)
    assert token is not None
    with pytest.raises(NotAllowed):
        await operations.accept_link(token, CHOSEN, now=NOW)
    with pytest.raises(Invalid):
        await operations.accept_first_administrator(token, first("x"), now=NOW)
    person = await operations.accept_first_administrator(token, first(department["id"]), now=NOW)
    assert (await viewer_of(person)).is_administrator
    assert await operations.first_administrator_link(now=NOW) is None


async def test_an_old_first_link_makes_no_second_administrator(province: Province) -> None:
    invite = await operations.issue_link(province.an.id, by=province.giang, now=NOW)
    form = first(province.department)
    with pytest.raises(NotAllowed):
        await operations.accept_first_administrator(invite, form, now=NOW)


async def test_a_first_link_is_void_once_there_is_an_administrator(province: Province) -> None:
    await rows("DELETE FROM role_grant WHERE role = 'administrator'")
    token = await operations.first_administrator_link(now=NOW)
    assert token is not None
    form = Roles(revision="1", roles=("administrator",))
    giang = Viewer(
        province.giang.id, "", province.department, province.tay_ninh,
        frozenset({Role.administrator}), frozenset(),
    )  # fmt: skip
    await operations.change_roles(giang.id, form, by=giang, key=None, now=NOW)
    late = first(province.department)
    with pytest.raises(NotAllowed):
        await operations.accept_first_administrator(token, late, now=NOW)


async def test_two_administrators_cannot_dismiss_each_other(province: Province) -> None:
    second = await viewer_of(await invited(province, roles=("administrator",)))
    await rows("UPDATE person SET password_hash = '' WHERE id = {}", second.id)
    pairs = ((province.giang, second), (second, province.giang))
    nothing = {by.id: Roles(revision=await revision_of(of.id), roles=()) for by, of in pairs}
    found = await asyncio.gather(
        *(
            operations.change_roles(of.id, nothing[by.id], by=by, key=None, now=NOW)
            for by, of in pairs
        ),
        return_exceptions=True,
    )
    assert [type(one) for one in found if isinstance(one, Exception)] == [Invalid]


async def test_asking_for_a_reset_is_noted_hourly_and_tells_nothing(province: Province) -> None:
    for now in (NOW, NOW + 1, NOW + HOUR + 1):
        await operations.ask_for_reset("AN@example.gov.vn", now=now)
    await operations.ask_for_reset("nobody@example.gov.vn", now=NOW)
    assert await kinds_of(province.an.id) == ["added", "reset_asked", "reset_asked"]
    listing = await list_people(province.hoa, state="asked")
    assert [row.full_name for row in listing.rows] == ["Nguyễn Văn An"]
    await operations.issue_link(province.an.id, by=province.hoa, now=NOW + DAY)
    assert not (await list_people(province.hoa, state="asked")).rows


async def test_people_look_after_their_own_details(province: Province) -> None:
    form = Profile(full_name="Nguyễn Văn Ân", called="anh Ân", phone="0987654321", language="en")
    await operations.edit_profile(form, by=province.an, key=None, now=NOW)
    account = await find_account(province.an.id)
    assert account is not None
    assert (account.full_name, account.language) == ("Nguyễn Văn Ân", "en")


def details(revision: str, **given: str) -> Details:
    said = {"full_name": "Nguyễn Văn An", "email": "an.moi@example.gov.vn", "position": "Văn thư"}
    return Details(revision=revision, **{**said, **given})


async def test_an_administrator_corrects_details(province: Province) -> None:
    form = details(await revision_of(province.an.id))
    await operations.edit_details(province.an.id, form, by=province.giang, key=None, now=NOW)
    assert (await list_people(province.giang, q="an.moi")).rows[0].id == province.an.id
    with pytest.raises(Stale):
        await operations.edit_details(province.an.id, form, by=province.giang, key=None, now=NOW)
    taken = details(await revision_of(province.an.id), email="binh@example.gov.vn")
    with pytest.raises(Invalid):
        await operations.edit_details(province.an.id, taken, by=province.giang, key=None, now=NOW)
    with pytest.raises(NotAllowed) as refused:
        await operations.edit_details(province.an.id, form, by=province.hoa, key=None, now=NOW)
    assert not refused.value.hidden
    with pytest.raises(NotAllowed) as refused:
        await operations.edit_details(province.lan.id, form, by=province.giang, key=None, now=NOW)
    assert refused.value.hidden


async def test_roles_are_given_and_taken(province: Province) -> None:
    form = Roles(revision=await revision_of(province.an.id), roles=("trainer", "focal_point"))
    await operations.change_roles(province.an.id, form, by=province.giang, key=None, now=NOW)
    assert (await viewer_of(province.an.id)).is_trainer
    await operations.change_roles(province.an.id, form, by=province.giang, key=None, now=NOW)
    fewer = Roles(revision=await revision_of(province.an.id), roles=())
    await operations.change_roles(province.an.id, fewer, by=province.giang, key=None, now=NOW)
    assert (await viewer_of(province.an.id)).roles == {Role.official}
    page = await person_page(province.giang, province.an.id, form=None, key="")
    assert [row.text.id for row in page.history][:2] == ["{actor} changed the roles."] * 2


async def test_the_last_administrator_stays(province: Province) -> None:
    giang = province.giang
    for attempt in (
        operations.change_roles(
            giang.id, Roles(revision="1", roles=()), by=giang, key=None, now=NOW
        ),
        operations.move(giang.id, province.can_duoc, by=giang, now=NOW),
        operations.deactivate(giang.id, by=giang, now=NOW),
    ):
        with pytest.raises(Invalid):
            await attempt


async def test_moving_leaves_roles_and_teams_behind(province: Province) -> None:
    await operations.move(province.chi.id, province.can_duoc, by=province.giang, now=NOW)
    chi = await viewer_of(province.chi.id)
    assert chi.unit == province.can_duoc
    assert (chi.roles, chi.teams) == (frozenset({Role.official}), frozenset())
    with pytest.raises(Invalid):
        await operations.move(province.chi.id, province.can_duoc, by=province.giang, now=NOW)
    with pytest.raises(Invalid):
        await operations.move(province.chi.id, province.dong_nai, by=province.giang, now=NOW)
    with pytest.raises(NotAllowed):
        await operations.move(province.lan.id, province.can_duoc, by=province.giang, now=NOW)


async def test_closing_and_opening_an_account(province: Province) -> None:
    await operations.deactivate(province.an.id, by=province.giang, now=NOW)
    with pytest.raises(NotAllowed):
        await viewer_of(province.an.id)
    with pytest.raises(Stale):
        await operations.deactivate(province.an.id, by=province.giang, now=NOW)
    assert len((await list_people(province.giang, state="closed")).rows) == 1
    await operations.reactivate(province.an.id, by=province.giang, key=None, now=NOW)
    assert (await viewer_of(province.an.id)).is_official
    assert (await kinds_of(province.an.id))[-2:] == ["deactivated", "reactivated"]


async def test_the_list_is_narrowed_and_ordered_by_given_name(province: Province) -> None:
    everybody = [row.full_name for row in (await list_people(province.giang)).rows]
    assert everybody == [
        "Nguyễn Văn An", "Trần Thị Bình", "Phạm Ngọc Chi", "Võ Tiến Dũng", "Hồ Trường Giang",
        "Lê Thị Hoa", "Đặng Anh Khoa",
    ]  # fmt: skip
    assert [row.id for row in (await list_people(province.hoa)).rows] == [
        province.an.id, province.hoa.id,
    ]  # fmt: skip
    one = await list_people(province.giang, q="van nguyen", unit=str(province.can_duoc))
    assert [row.id for row in one.rows] == [province.an.id]
    assert len((await list_people(province.giang, role="technician")).rows) == 1
    assert not (await list_people(province.giang, q="100% _!")).rows
    assert not (await list_people(province.giang, state="waiting")).rows


async def test_the_list_goes_on_by_keyset(province: Province) -> None:
    for n in range(60):
        await invited(province, full_name=f"Sen Số {n:02}", email=f"sen{n}@example.gov.vn")
    first_page = await list_people(province.giang)
    assert len(first_page.rows) == 50
    assert first_page.newer is None
    second = await list_people(province.giang, after=first_page.older)
    assert len(second.rows) == 17
    assert second.older is None
    back = await list_people(province.giang, after=second.newer)
    assert [row.id for row in back.rows] == [row.id for row in first_page.rows]


def row(line: int, **cells: str) -> Row:
    return Row(line, {"ho_ten": "Mai Thị Sen", "email": "sen@example.vn", **cells})


async def test_a_list_of_people_comes_in_once(province: Province) -> None:
    listed = [
        row(2, don_vi="28108", dien_thoai="0911111111"),
        row(
            3,
            email="sung@example.vn",
            ho_ten="Súng",
            don_vi="xã Long Cang, tỉnh Tây Ninh",
            vai_tro="Đầu mối",
        ),
        row(4, email="an@example.gov.vn", ho_ten="Nguyễn Văn An", don_vi="28108"),
    ]
    checked = await operations.import_people(listed, check_only=True, by=province.giang, now=NOW)
    assert (checked.added, checked.changed, checked.unchanged) == (2, 0, 1)
    assert len((await list_people(province.giang)).rows) == 7
    await operations.import_people(listed, by=province.giang, now=NOW)
    again = await operations.import_people(listed, now=NOW)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    listed[0] = row(2, don_vi="28108", chuc_vu="Kế toán")
    assert (await operations.import_people(listed, now=NOW)).changed == 1
    (sen,) = (await list_people(province.giang, q="sen")).rows
    assert sen.position == "Kế toán"
    account = await find_account(sen.id)
    assert account is not None
    assert account.phone == "0911111111"


async def test_bad_rows_are_named_and_nothing_comes_in(province: Province) -> None:
    listed = [
        row(2, don_vi="28108"),
        row(3, don_vi="28108"),
        row(4, email="a@example.vn", don_vi="nơi nào đó"),
        row(5, email="b@example.vn", don_vi="Lộc"),
        row(6, email="an@example.gov.vn", don_vi="28126"),
        row(7, email="c@example.vn", ho_ten="", don_vi="28108"),
        row(8, email="d@example.vn", don_vi="25270"),
    ]
    report = await operations.import_people(listed, by=province.giang, now=NOW)
    assert [bad.line for bad in report.bad] == [3, 4, 5, 6, 7, 8]
    assert len((await list_people(province.giang)).rows) == 7
