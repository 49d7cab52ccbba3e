"""The pages of people, as those who use them meet them: it works, a colleague, a stranger."""

from collections.abc import Awaitable, Callable

import pytest

from helpdesk import clock
from helpdesk.database import rows
from helpdesk.people import cache
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts.queries import viewer_of
from helpdesk.people.viewer import Role, Viewer
from tests.client import Browser, text_of
from tests.people import NOW, PASSWORD, Province

SignIn = Callable[[Viewer], Awaitable[Browser]]
GOOD = "một câu đủ dài"

PAGES = ["/people", "/people/new", "/units", "/teams"]


@pytest.fixture(autouse=True)
def _nobody_is_remembered() -> None:
    cache.forget_everyone()


# Signing in and out


async def test_signing_in_leads_where_one_wanted(client: Browser, province: Province) -> None:
    asked = await client.get("/me")
    assert asked.status_code == 303
    page = await client.follow(asked)
    answer = await client.fill(page, "/sign-in", email="an@example.gov.vn", password=PASSWORD)
    assert answer.headers["location"] == "/me"
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Nguyễn Văn An" in (await client.follow(answer)).text


async def test_on_a_shared_computer_the_cookie_ends_with_the_browser(
    client: Browser, province: Province
) -> None:
    page = await client.get("/sign-in")
    answer = await client.fill(
        page, "/sign-in", email="an@example.gov.vn", password=PASSWORD, shared="yes"
    )
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("session="))
    assert "Max-Age" not in cookie


@pytest.mark.parametrize("away", ["https://example.com", "//example.com", "/\\example.com", "x"])
async def test_signing_in_never_leads_away(client: Browser, province: Province, away: str) -> None:
    page = await client.get("/sign-in", params={"next": away})
    answer = await client.fill(
        page, "/sign-in", email="an@example.gov.vn", password=PASSWORD, next=away
    )
    assert answer.headers["location"] == "/"


async def test_a_wrong_password_keeps_the_address(client: Browser, province: Province) -> None:
    page = await client.get("/sign-in")
    answer = await client.fill(page, "/sign-in", email="an@example.gov.vn", password="sai rồi")
    assert answer.status_code == 422
    assert 'value="an@example.gov.vn"' in answer.text
    assert "sai rồi" not in answer.text
    empty = await client.fill(page, "/sign-in", email="", password="")
    assert empty.status_code == 422


async def test_too_many_tries_say_when_to_come_back(client: Browser, province: Province) -> None:
    page = await client.get("/sign-in")
    for _ in range(5):
        await client.fill(page, "/sign-in", email="an@example.gov.vn", password="sai rồi")
    answer = await client.fill(page, "/sign-in", email="an@example.gov.vn", password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert "thử lại sau" in text_of(answer)


async def test_the_token_changes_at_sign_in(client_as: SignIn, province: Province) -> None:
    browser = await client_as(province.an)
    before = browser.cookies["session"]
    page = await browser.get("/sign-in")
    await browser.fill(page, "/sign-in", email="an@example.gov.vn", password=PASSWORD)
    assert browser.cookies["session"] != before
    assert len(await rows("SELECT id FROM session")) == 1


async def test_signing_out(client_as: SignIn, province: Province) -> None:
    browser = await client_as(province.an)
    page = await browser.get("/sign-out")
    page = await browser.follow(await browser.fill(page, "/sign-out"))
    assert "đã đăng xuất" in text_of(page)
    assert (await browser.get("/me")).status_code == 303
    erased = await browser.fill(page, "/sign-out", shared="yes")
    assert erased.headers["clear-site-data"] == '"cache", "storage"'


async def test_a_token_nobody_gave_is_nobody(client: Browser, province: Province) -> None:
    client.cookies.set("session", "x" * 43)
    assert (await client.get("/me")).status_code == 303
    assert (await client.post("/me", data={})).status_code == 401


async def test_there_is_no_demonstration_sign_in_in_earnest(
    client: Browser, province: Province
) -> None:
    answer = await client.post("/demonstration-sign-in", data={"person": str(province.an.id)})
    assert answer.status_code == 404


# Links and passwords


async def test_an_invitation_from_the_form_to_the_first_page(
    client: Browser, client_as: SignIn, province: Province
) -> None:
    giang = await client_as(province.giang)
    page = await giang.get("/people/new", params={"unit": province.can_duoc})
    answer = await giang.fill(
        page, "/people", full_name="Mai Thị Sen", email="sen@example.gov.vn", roles="focal_point"
    )
    person = answer.headers["location"]
    page = await giang.follow(answer)
    assert "xã Cần Đước, tỉnh Tây Ninh" in text_of(page)
    answer = await giang.fill(page, f"{person}/link")
    page = await giang.follow(answer)
    link = page.text.split('value="http://testserver')[1].split('"')[0]
    page = await client.get(link)
    answer = await client.fill(page, link, password=GOOD, again="khác hẳn")
    assert answer.status_code == 422
    answer = await client.fill(page, link, password=GOOD, again=GOOD)
    assert answer.headers["location"] == "/"
    assert "Mai Thị Sen" in (await client.get("/me")).text
    assert (await client.get(link)).status_code == 404
    assert (await client.post(link, data={})).status_code == 404


async def test_the_link_page_is_blank_without_its_cookie(
    client_as: SignIn, province: Province
) -> None:
    hoa = await client_as(province.hoa)
    page = await hoa.get(f"/people/{province.an.id}/link")
    assert "/invitations/" not in page.text
    await hoa.follow(await hoa.fill(page, f"/people/{province.an.id}/link"))


async def test_a_closed_account_gets_no_link(client_as: SignIn, province: Province) -> None:
    await accounts.deactivate(province.an.id, by=province.giang, now=clock.now())
    giang = await client_as(province.giang)
    answer = await giang.post(f"/people/{province.an.id}/link", data={})
    assert answer.status_code == 422
    page = await giang.get(f"/people/{province.an.id}")
    answer = await giang.fill(page, f"/people/{province.an.id}/reactivation")
    assert answer.status_code == 303
    answer = await giang.post(f"/people/{province.an.id}/reactivation", data={})
    assert answer.status_code == 409


async def test_the_first_administrator(client: Browser, province: Province) -> None:
    await rows("DELETE FROM role_grant WHERE role = 'administrator'")
    token = await accounts.first_administrator_link(now=clock.now())
    address = f"/invitations/{token}"
    page = await client.get(address)
    answer = await client.fill(
        page, address, full_name="Đỗ Thị Mở", email="mo@example.gov.vn",
        unit=str(province.department), password=GOOD, again=GOOD,
    )  # fmt: skip
    assert answer.status_code == 303
    assert (await client.get("/people")).status_code == 200


@pytest.mark.parametrize("email", ["an@example.gov.vn", "nobody@example.vn"])
async def test_asking_for_a_password_answers_always_the_same(
    client: Browser, province: Province, email: str
) -> None:
    page = await client.get("/password-reset")
    assert (await client.fill(page, "/password-reset", email="x")).status_code == 422
    answer = await client.fill(page, "/password-reset", email=email)
    assert answer.headers["location"] == "/password-reset/asked"
    assert "Đã ghi nhận" in text_of(await client.follow(answer))


# My own account


async def test_my_details(client_as: SignIn, province: Province) -> None:
    browser = await client_as(province.an)
    page = await browser.get("/me")
    wrong = await browser.fill(page, "/me", phone="12x", called="anh An")
    assert wrong.status_code == 422
    assert 'value="anh An"' in wrong.text
    answer = await browser.fill(page, "/me", full_name="Nguyễn Văn Ân", language="en")
    assert "My account" in (await browser.follow(answer)).text


async def test_my_password(client_as: SignIn, province: Province) -> None:
    browser, other = await client_as(province.an), await client_as(province.an)
    page = await browser.get("/me")
    wrong = await browser.fill(page, "/me/password", old="x", password=GOOD, again=GOOD)
    assert wrong.status_code == 422
    answer = await browser.fill(page, "/me/password", old=PASSWORD, password=GOOD, again=GOOD)
    assert (await browser.follow(answer)).status_code == 200
    assert (await other.get("/me")).status_code == 303


async def test_my_other_browser(client_as: SignIn, province: Province) -> None:
    browser, other = await client_as(province.an), await client_as(province.an)
    (first, second) = await rows("SELECT id FROM session ORDER BY id")
    page = await browser.get("/me")
    await browser.follow(await browser.fill(page, f"/me/sessions/{second['id']}/sign-out"))
    assert (await other.get("/me")).status_code == 303
    stranger = await client_as(province.binh)
    answer = await stranger.post(f"/me/sessions/{first['id']}/sign-out", data={})
    assert answer.status_code == 404


# Who may see which page


@pytest.mark.parametrize("page", PAGES)
async def test_the_pages_of_administration(
    client: Browser, client_as: SignIn, province: Province, page: str
) -> None:
    assert (await (await client_as(province.giang)).get(page)).status_code == 200
    assert (await (await client_as(province.an)).get(page)).status_code == 403
    stranger = await client.get(page)
    assert stranger.headers["location"].startswith("/sign-in?next=")


async def test_who_sees_an_account(client_as: SignIn, province: Province) -> None:
    page = f"/people/{province.an.id}"
    for viewer, status in (
        (province.giang, 200), (province.hoa, 200), (province.an, 403), (province.chi, 403),
    ):  # fmt: skip
        assert (await (await client_as(viewer)).get(page)).status_code == status
    hoa = await client_as(province.hoa)
    assert (await hoa.get(f"/people/{province.binh.id}")).status_code == 404
    assert (await hoa.get(f"{page}/edit")).status_code == 403
    giang = await client_as(province.giang)
    for missing in (province.lan.id, 0, 999_999, 2**63, 10**30):
        assert (await giang.get(f"/people/{missing}")).status_code == 404
        assert (await giang.get(f"/people/{missing}/edit")).status_code == 404
    for missing in (999_999, 10**30):
        assert (await giang.get(f"/units/{missing}")).status_code == 404
        assert (await giang.get(f"/teams/{missing}")).status_code == 404
        removal = f"/teams/{province.team}/members/{missing}/removal"
        assert (await giang.post(removal, data={})).status_code == 303
        assert (await giang.post(f"/me/sessions/{missing}/sign-out", data={})).status_code == 303
    assert (await giang.get("/people/abc")).status_code == 404
    assert (await giang.get(f"{page}/roles")).status_code == 405


# Administration


async def test_an_invitation_keeps_what_was_typed(client_as: SignIn, province: Province) -> None:
    giang = await client_as(province.giang)
    page = await giang.get("/people/new")
    answer = await giang.fill(
        page, "/people", full_name="Mai Thị Sen", email="an@example.gov.vn",
        unit=str(province.long_cang), roles=["trainer"],
    )  # fmt: skip
    assert answer.status_code == 422
    assert 'value="Mai Thị Sen"' in answer.text
    assert "Đã có tài khoản" in text_of(answer)


async def test_people_are_filtered(client_as: SignIn, province: Province) -> None:
    giang = await client_as(province.giang)
    page = await giang.get("/people", params={"q": "pham chi", "role": "technician"})
    assert "Phạm Ngọc Chi" in page.text
    assert "Võ Tiến Dũng" not in page.text
    nobody = await giang.get("/people", params={"q": "không có ai", "from": "rác", "state": "?"})
    assert "Không có ai khớp" in text_of(nobody)


async def test_details_and_roles_are_changed(client_as: SignIn, province: Province) -> None:
    giang = await client_as(province.giang)
    person = f"/people/{province.an.id}"
    page = await giang.get(f"{person}/edit")
    assert (await giang.fill(page, person, email="x")).status_code == 422
    assert (await giang.fill(page, person, position="Văn thư")).status_code == 303
    late = await giang.fill(page, person, position="Kế toán", key="other")
    assert late.status_code == 409
    assert 'value="Kế toán"' in late.text
    page = await giang.get(person)
    answer = await giang.fill(page, f"{person}/roles", roles=["trainer"])
    assert "Giảng viên" in text_of(await giang.follow(answer))
    wrong = await giang.fill(page, f"{person}/roles", roles=["king"], key="third")
    assert wrong.status_code == 422
    own = await giang.get(f"/people/{province.giang.id}")
    refused = await giang.fill(own, f"/people/{province.giang.id}/roles", roles=None)
    assert refused.status_code == 422


async def test_units_are_found_renamed_and_given_aliases(
    client_as: SignIn, province: Province
) -> None:
    giang = await client_as(province.giang)
    page = await giang.get("/units", params={"q": "thi tran can duoc long an"})
    assert "thị trấn Cần Đước, huyện Cần Đước, tỉnh Long An" in text_of(page)
    assert "Không có đơn vị" in text_of(await giang.get("/units", params={"q": "%%%"}))
    unit = f"/units/{province.can_duoc}"
    page = await giang.get(unit)
    wrong = await giang.fill(page, f"{unit}/names", valid_from="2020-01-01", name="Cần Đước Mới")
    assert wrong.status_code == 422
    assert 'value="Cần Đước Mới"' in wrong.text
    right = {"valid_from": "2027-01-01", "type": "phường"}
    answer = await giang.fill(wrong, f"{unit}/names", **right)
    assert "01/01/2027" in text_of(await giang.follow(answer))
    late = await giang.fill(
        page, f"{unit}/names", key="k2", **{**right, "valid_from": "2028-01-01"}
    )
    assert late.status_code == 409
    answer = await giang.fill(page, f"{unit}/aliases", alias="Chợ Cũ")
    assert "Chợ Cũ" in text_of(await giang.follow(answer))
    assert (await giang.fill(page, f"{unit}/aliases", alias="", key="k")).status_code == 422
    assert (await giang.get(f"/units/{province.dong_nai}")).status_code == 404


async def test_units_page_by_page(client_as: SignIn, province: Province) -> None:
    giang = await client_as(province.giang)
    first = await giang.get("/units")
    older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = await giang.get(older)
    newer = second.text.split('rel="prev" href="')[1].split('"')[0].replace("&amp;", "&")
    assert text_of(await giang.get(newer)).count("tỉnh Tây Ninh") >= 50


async def test_teams(client_as: SignIn, province: Province) -> None:
    giang = await client_as(province.giang)
    page = await giang.get("/teams")
    answer = await giang.fill(page, "/teams", name="Tổ Mạng")
    team = answer.headers["location"]
    page = await giang.follow(answer)
    answer = await giang.fill(page, f"{team}/members", person=str(province.chi.id))
    page = await giang.follow(answer)
    assert "Phạm Ngọc Chi" in text_of(page)
    away = f"{team}/members/{province.chi.id}/removal"
    await giang.follow(await giang.fill(page, away))
    assert (await giang.fill(page, team, name="Tổ Chữ ký số")).status_code == 422
    assert (await giang.fill(page, team, closed="yes", key="k")).status_code == 303
    assert (await giang.fill(page, team, name="Tổ khác", key="k2")).status_code == 409
    list_page = await giang.get("/teams")
    assert (await giang.fill(list_page, "/teams", name="Tổ Mạng")).status_code == 422
    assert (await giang.post(f"{team}/members", data={"person": "x"})).status_code == 422
    assert (await giang.get(f"/teams/{province.team_of_dong_nai}")).status_code == 404


async def test_names_come_in_the_language_of_the_page(
    client_as: SignIn, province: Province
) -> None:
    an = await client_as(province.an)
    assert "Chữ ký số" in text_of(await an.get("/tickets/new"))
    await an.post("/preferences", data={"language": "en"})
    page = text_of(await an.get("/tickets/new"))
    assert "Digital signature" in page
    assert "Chữ ký số" not in page


async def test_administrators_of_another_province_find_nothing_here(
    province: Province, client_as: SignIn
) -> None:
    other = accounts.NewPerson(
        full_name="Ngô Văn Đạt",
        email="dat@example.gov.vn",
        unit=province.department_of_dong_nai,
        roles=frozenset({Role.administrator}),
    )
    browser = await client_as(await viewer_of(await accounts.add_person(other, by=None, now=NOW)))
    person, team = f"/people/{province.an.id}", f"/teams/{province.team}"
    unit, member = f"/units/{province.can_duoc}", {"person": str(province.chi.id)}
    for path in (person, f"{person}/edit", f"{person}/link", f"{person}/departure", unit, team):
        assert (await browser.get(path)).status_code == 404, path
    sent: dict[str, dict[str, str]] = {
        person: {"full_name": "x", "email": "x@example.vn", "revision": "1"},
        f"{person}/roles": {"roles": "administrator", "revision": "1"},
        f"{person}/link": {},
        f"{person}/reactivation": {},
        f"{person}/departure": {"how": "leave"},
        f"{unit}/names": {"type": "xã", "name": "X", "valid_from": "2027-01-01", "revision": "1"},
        f"{unit}/aliases": {"alias": "X"},
        team: {"name": "x", "revision": "1"},
        f"{team}/members": member,
        f"{team}/members/{province.chi.id}/removal": {},
        "/catalogue/owners/1": {"teams": str(province.team)},
    }
    for path, typed in sent.items():
        assert (await browser.post(path, data=typed)).status_code == 404, path
    here = {"unit": str(province.can_duoc), "full_name": "x", "email": "x@example.vn", "name": "x"}
    for path in ("/people", "/teams"):
        assert (await browser.post(path, data=here)).status_code == 422
    members = f"/teams/{province.team_of_dong_nai}/members"
    assert (await browser.post(members, data=member)).status_code == 422
