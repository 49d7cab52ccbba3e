"""Filing a report: for whom, to which team, and once."""

import pytest

from helpdesk.database import rows
from helpdesk.errors import Invalid, Stale
from helpdesk.tickets.queries import show_ticket
from tests import make
from tests.people import NOW, Province


async def fields(problem: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [found.field for found in problem.value.problems]


async def test_a_report_becomes_a_ticket(province: Province) -> None:
    await make.routed(province)
    number = await make.opened(
        province.an, title="  Mất chữ ký  số\x00 ", impact="citizens", citizens_waiting=12,
        file_code="000.25.12.H53-260315-0042", guide="may-khong-nhan-token",
    )  # fmt: skip
    page = await show_ticket(number, province.an)
    ticket = page.ticket
    assert (ticket.number, ticket.title, ticket.priority) == (number, "Mất chữ ký  số", 1)
    assert (ticket.team, ticket.assignee, ticket.status) == ("Tổ Chữ ký số", "", "new")
    assert ticket.unit == "xã Cần Đước, tỉnh Tây Ninh"
    assert page.timeline[0].particulars == {"guide": "may-khong-nhan-token"}
    assert ticket.held_since_at == ticket.created_at == NOW


async def test_where_no_team_answers_for_it_all_technicians_have_it(province: Province) -> None:
    number = await make.opened(province.an)
    assert (await make.standing(number)).team is None


async def test_the_team_of_another_province_is_not_asked(province: Province) -> None:
    await make.routed(province)
    number = await make.opened(province.lan)
    assert (await make.standing(number)).team is None


async def test_a_focal_point_files_for_a_colleague(province: Province) -> None:
    number = await make.opened(province.hoa, requester=str(province.an.id))
    ticket = await make.standing(number)
    assert (ticket.requester, ticket.opened_by) == (province.an.id, province.hoa.id)
    page = await show_ticket(number, province.an)
    assert page.timeline[0].sentence.values["requester_name"] == province.an.name
    assert page.watchers == (province.hoa.name,)


async def test_a_technician_files_for_a_caller_in_the_callers_unit(province: Province) -> None:
    number = await make.opened(province.chi, requester=str(province.binh.id))
    ticket = await make.standing(number)
    assert (ticket.requester, ticket.unit) == (province.binh.id, province.long_cang)


async def test_nobody_files_for_just_anybody(province: Province) -> None:
    tries = [
        (province.an, province.hoa),
        (province.hoa, province.binh),
        (province.lan, province.an),
        (province.khoa, province.an),
    ]
    for by, requester in tries:
        with pytest.raises(Invalid) as problem:
            await make.opened(by, requester=str(requester.id))
        assert await fields(problem) == ["requester"]


@pytest.mark.parametrize("requester", ["x", "0", "999999", "9" * 30])
async def test_nobody_files_for_somebody_unknown(province: Province, requester: str) -> None:
    with pytest.raises(Invalid) as problem:
        await make.opened(province.chi, requester=requester)
    assert await fields(problem) == ["requester"]


async def test_nobody_files_for_somebody_who_has_left(province: Province) -> None:
    await rows("UPDATE person SET is_active = FALSE WHERE id = {}", province.an.id)
    with pytest.raises(Invalid):
        await make.opened(province.chi, requester=str(province.an.id))


async def test_all_problems_are_told_at_once(province: Province) -> None:
    with pytest.raises(Invalid) as problem:
        await make.opened(
            province.an, category="khong-co", service="khong-co", impact="x", requester="1e9"
        )
    assert await fields(problem) == ["category", "service", "impact", "requester"]


async def test_what_is_out_of_use_cannot_be_chosen(province: Province) -> None:
    await rows("UPDATE category SET is_active = FALSE WHERE code = 'chu-ky-so'")
    with pytest.raises(Invalid):
        await make.opened(province.an)


async def test_a_title_of_nothing_is_refused(province: Province) -> None:
    with pytest.raises(Invalid) as problem:
        await make.opened(province.an, title=" \u200b ")
    assert await fields(problem) == ["title"]


async def test_the_same_form_twice_is_one_ticket(province: Province) -> None:
    first = await make.opened(province.an, key="k1")
    assert await make.opened(province.an, key="k1") == first
    with pytest.raises(Stale):
        await make.opened(province.an, key="k1", title="Nội dung khác")
    assert await make.opened(province.binh, key="k1") != first
    assert (await rows("SELECT COUNT(*) AS n FROM ticket"))[0]["n"] == 2


async def test_files_are_carried_by_the_ticket(province: Province) -> None:
    uploads = (await make.upload(province.an, "a.png"), await make.upload(province.an, "b.png"))
    number = await make.opened(province.an, uploads=tuple(map(str, uploads)), key="k")
    page = await show_ticket(number, province.an)
    assert [file.name for file in page.attachments] == ["a.png", "b.png"]
    assert await make.opened(province.an, uploads=tuple(map(str, uploads)), key="k") == number
    assert len(await rows("SELECT id FROM attachment")) == 2


async def test_files_of_others_and_files_that_are_gone_are_refused(province: Province) -> None:
    theirs = await make.upload(province.binh)
    for uploads in ((str(theirs),), ("999999",), ("x",)):
        with pytest.raises(Invalid) as problem:
            await make.opened(province.an, uploads=uploads)
        assert await fields(problem) == ["uploads"]
    assert await rows("SELECT id FROM ticket") == []
    assert await rows("SELECT id FROM attachment") == []


async def test_eleven_files_are_too_many(province: Province) -> None:
    uploads = [str(await make.upload(province.an)) for _ in range(11)]
    with pytest.raises(Invalid):
        await make.opened(province.an, uploads=tuple(uploads))
    assert await make.opened(province.an, uploads=tuple(uploads[:10]))
