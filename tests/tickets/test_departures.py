"""Somebody leaves or moves: every open ticket is handed over with them, or nothing happens."""

from collections.abc import Awaitable, Callable

import pytest

from helpdesk.database import rows
from helpdesk.errors import NotAllowed
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.accounts.queries import viewer_of
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations
from helpdesk.tickets.queries.standings import find_standing
from helpdesk.tickets.standing import Status
from tests import make
from tests.client import Browser, form_of, text_of, values_of
from tests.people import NOW, Province

pytestmark = pytest.mark.anyio

SignIn = Callable[[Viewer], Awaitable[Browser]]


async def person(viewer: Viewer) -> dict[str, object]:
    (found,) = await rows("SELECT * FROM person WHERE id = {}", viewer.id)
    return found


def address(viewer: Viewer) -> str:
    return f"/people/{viewer.id}/departure"


async def test_chi_leaves_and_another_takes_over(province: Province, client_as: SignIn) -> None:
    open_one = await make.ticket_in(Status.in_progress, province, title="Đang làm dở")
    closed = await make.ticket_in(Status.closed, province, title="Xong từ lâu")
    other = await make.technician(province)
    giang = await client_as(province.giang)
    page = await giang.get(address(province.chi))
    assert "Đang làm dở" in text_of(page)
    assert "Xong từ lâu" not in text_of(page)
    typed = {"how": "leave", "assigned_to": str(other.id)}
    page = await giang.follow(await giang.fill(page, address(province.chi), **typed))
    assert "Các phiếu đang mở đã có người nhận" in text_of(page)
    assert (await make.standing(open_one)).assignee == other.id
    assert (await make.standing(closed)).assignee == province.chi.id
    assert not (await person(province.chi))["is_active"]


async def test_without_a_successor_the_queue_has_it(province: Province, client_as: SignIn) -> None:
    number = await make.ticket_in(Status.in_progress, province)
    giang = await client_as(province.giang)
    page = await giang.get(address(province.chi))
    assert (await giang.fill(page, address(province.chi), how="leave")).status_code == 303
    assert (await make.standing(number)).assignee is None


async def test_an_moves_and_a_colleague_speaks_for_the_commune(
    province: Province, client_as: SignIn
) -> None:
    number = await make.opened(province.an)
    giang = await client_as(province.giang)
    page = await giang.get(address(province.an) + "?how=move")
    typed = {"unit": str(province.long_cang), "requested_to": str(province.hoa.id)}
    assert (await giang.fill(page, address(province.an), **typed)).status_code == 303
    standing = await make.standing(number)
    assert (standing.requester, standing.unit) == (province.hoa.id, province.can_duoc)
    assert (await person(province.an))["unit"] == province.long_cang


async def test_all_of_it_or_nothing(province: Province, client_as: SignIn) -> None:
    number = await make.opened(province.an)
    giang = await client_as(province.giang)
    page = await giang.get(address(province.an))
    typed = {"how": "move", "unit": "", "requested_to": str(province.hoa.id)}
    answer = await giang.fill(page, address(province.an), **typed)
    assert answer.status_code == 422
    kept = values_of(form_of(answer, address(province.an)))
    assert (kept["how"], kept["requested_to"]) == (["move"], [str(province.hoa.id)])
    assert (await make.standing(number)).requester == province.an.id
    far = {**typed, "unit": str(province.dong_nai)}
    assert (await giang.post(address(province.an), data=far)).status_code == 422
    assert (await make.standing(number)).requester == province.an.id


@pytest.mark.parametrize("heir", ["999999", "x"])
async def test_a_successor_must_be_one(province: Province, client_as: SignIn, heir: str) -> None:
    await make.ticket_in(Status.in_progress, province)
    giang = await client_as(province.giang)
    typed = {"how": "leave", "assigned_to": heir}
    assert (await giang.post(address(province.chi), data=typed)).status_code == 422
    assert (await person(province.chi))["is_active"]


async def test_twice_the_same_is_once(province: Province, client_as: SignIn) -> None:
    giang = await client_as(province.giang)
    page = await giang.get(address(province.chi))
    for _ in range(2):
        assert (await giang.fill(page, address(province.chi), how="leave")).status_code == 303
    assert (await giang.get(address(province.chi))).status_code == 404


async def test_only_their_administrators(
    province: Province, client_as: SignIn, client: Browser
) -> None:
    for viewer in (province.an, province.hoa, province.chi, province.khoa):
        browser = await client_as(viewer)
        assert (await browser.get(address(province.an))).status_code == 403
        assert (await browser.post(address(province.an))).status_code == 403
    giang = await client_as(province.giang)
    typed = {"how": "leave"}
    assert (await giang.get(address(province.lan))).status_code == 404
    assert (await giang.post(address(province.lan), data=typed)).status_code == 404
    assert (await giang.get(f"/people/{'9' * 25}/departure")).status_code == 404
    assert (await giang.post(f"/people/{'9' * 25}/departure", data=typed)).status_code == 404
    assert (await client.get(address(province.an))).status_code == 303
    assert (await client.post(address(province.an))).status_code == 401


async def test_giang_cannot_leave_alone(province: Province, client_as: SignIn) -> None:
    giang = await client_as(province.giang)
    page = await giang.get(address(province.giang))
    answer = await giang.fill(page, address(province.giang), how="leave")
    assert answer.status_code == 422


async def test_what_was_asked_for_in_a_unit_before_stays_there(province: Province) -> None:
    """An moved and keeps an old ticket; a new colleague must not come to see it by inheriting."""
    old = await make.opened(province.an)
    await accounts.move(province.an.id, province.long_cang, by=province.giang, now=NOW)
    moved = await viewer_of(province.an.id)
    new = await make.opened(moved)
    handed = await operations.hand_over_all(
        moved.id, None, province.binh.id, by=province.giang, key=None, now=NOW
    )
    assert handed == 1
    assert (await make.standing(new)).requester == province.binh.id
    assert (await make.standing(old)).requester == province.an.id
    with pytest.raises(NotAllowed):
        await find_standing(old, province.binh)
