"""Teams: made in a department of one's own province, joined by its technicians."""

import pytest

from helpdesk.database import rows
from helpdesk.errors import Invalid, NotAllowed, Stale
from helpdesk.people.accounts.queries import viewer_of
from helpdesk.people.teams import operations, queries
from helpdesk.people.teams.forms import NewMember, NewTeam, TeamDetails
from tests.people import NOW, Province


async def made(province: Province, name: str = "Tổ Đường truyền") -> int:
    form = NewTeam(name=name, unit=str(province.department))
    return await operations.make_team(form, by=province.giang, key=None, now=NOW)


async def test_a_team_is_made_once(province: Province) -> None:
    team = await made(province)
    assert [row.id for row in await queries.list_teams(province.tay_ninh)] == [province.team, team]
    with pytest.raises(Invalid):
        await made(province)
    elsewhere = NewTeam(name="Tổ", unit=str(province.department_of_dong_nai))
    with pytest.raises(Invalid):
        await operations.make_team(elsewhere, by=province.giang, key=None, now=NOW)
    with pytest.raises(NotAllowed):
        await operations.make_team(elsewhere, by=province.chi, key=None, now=NOW)


async def test_a_team_is_renamed_and_closed(province: Province) -> None:
    team = await made(province)
    form = TeamDetails(revision="1", name="Tổ Mạng", closed=True)
    await operations.change_team(team, form, by=province.giang, key=None, now=NOW)
    facts = await queries.team_facts(team)
    assert facts is not None
    assert (facts.name, facts.is_active) == ("Tổ Mạng", False)
    with pytest.raises(Stale):
        await operations.change_team(team, form, by=province.giang, key=None, now=NOW)
    taken = TeamDetails(revision="2", name="Tổ Chữ ký số", closed=False)
    with pytest.raises(Invalid):
        await operations.change_team(team, taken, by=province.giang, key=None, now=NOW)


async def test_technicians_join_and_leave(province: Province) -> None:
    team = await made(province)
    assert [p for p, _ in await queries.technicians(province.tay_ninh, but=team)] == [
        province.chi.id
    ]
    form = NewMember(person=str(province.chi.id))
    for _ in range(2):
        await operations.add_member(team, form, by=province.giang, key=None, now=NOW)
    assert (await viewer_of(province.chi.id)).teams == {team, province.team}
    assert [member.id for member in await queries.members_of(team)] == [province.chi.id]
    for _ in range(2):
        await operations.remove_member(team, province.chi.id, by=province.giang, key=None, now=NOW)
    assert (await viewer_of(province.chi.id)).teams == {province.team}
    found = await rows("SELECT kind FROM account_event WHERE kind = 'teams_changed'")
    assert len(found) == 3


async def test_who_cannot_be_in_a_team(province: Province) -> None:
    for person in (province.an.id, province.lan.id, 999_999, "x"):
        form = NewMember(person=str(person))
        with pytest.raises(Invalid):
            await operations.add_member(province.team, form, by=province.giang, key=None, now=NOW)


async def test_teams_elsewhere_do_not_exist(province: Province) -> None:
    with pytest.raises(NotAllowed) as refused:
        await queries.seen_team(province.giang, province.team_of_dong_nai)
    assert refused.value.hidden
    with pytest.raises(NotAllowed):
        await operations.remove_member(
            province.team_of_dong_nai, province.lan.id, by=province.giang, key=None, now=NOW
        )
