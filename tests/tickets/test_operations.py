"""What each verb changes and records, beyond the status that it leads to."""

import pytest

from helpdesk.clock import DAY, MINUTE
from helpdesk.database import rows
from helpdesk.errors import NotAllowed, Stale
from helpdesk.tickets import operations
from helpdesk.tickets.calendar import close_due_at
from helpdesk.tickets.operations.changing import change
from helpdesk.tickets.queries import show_ticket
from helpdesk.tickets.standing import Status
from tests import make
from tests.people import NOW, Province

LATER = NOW + 10 * MINUTE


class TestConversation:
    async def test_an_answer_gives_the_turn_back(self, province: Province) -> None:
        number = await make.ticket_in(Status.waiting_requester, province)
        await operations.reply(number, "Đã thử, vẫn vậy", by=province.an, key=None, now=LATER)
        assert (await make.standing(number)).status == Status.in_progress
        entry = await make.last(number, province.an)
        assert (entry.body, entry.particulars["to"]) == ("Đã thử, vẫn vậy", "in_progress")
        assert await make.column(number, "held_since_at") == LATER

    async def test_a_reply_on_a_resolved_ticket_is_not_silence(self, province: Province) -> None:
        number = await make.ticket_in(Status.resolved, province)
        later = NOW + 3 * DAY
        await operations.reply(number, "Để tôi xem lại", by=province.an, key=None, now=later)
        assert await make.column(number, "close_due_at") == close_due_at(later)
        due = await make.column(number, "close_due_at")
        await operations.reply(number, "Vâng", by=province.chi, key=None, now=later + DAY)
        assert await make.column(number, "close_due_at") == due

    async def test_a_reply_is_no_change_of_state(self, province: Province) -> None:
        number = await make.opened(province.an)
        await operations.reply(number, "Thêm ảnh", by=province.an, key=None, now=LATER)
        assert (await make.standing(number)).revision == 1
        assert await make.column(number, "updated_at") == LATER

    async def test_words_are_cleaned_and_nothing_is_refused(self, province: Province) -> None:
        number = await make.opened(province.an)
        await operations.reply(number, " a\r\nb\x00 ", by=province.an, key=None, now=LATER)
        assert (await make.last(number, province.an)).body == "a\nb"
        empty = operations.reply(number, "\u200b \n", by=province.an, key=None, now=LATER)
        assert await make.problems_of(empty) == ["body"]

    async def test_the_commune_never_sees_internal_notes(self, province: Province) -> None:
        number = await make.opened(province.an)
        file = str(await make.upload(province.chi))
        await operations.note(number, "Nghi do cáp", (file,), by=province.chi, key=None, now=LATER)
        ours, theirs = await make.last(number, province.chi), await make.last(number, province.an)
        assert (ours.body, ours.is_internal, len(ours.attachments)) == ("Nghi do cáp", True, 1)
        assert (theirs.kind, theirs.body, theirs.attachments) == ("open", "", ())

    async def test_sharing_and_no_longer(self, province: Province) -> None:
        number = await make.opened(province.an)
        colleague = await make.official(province.can_duoc)
        with pytest.raises(NotAllowed):
            await show_ticket(number, colleague)
        await operations.share(number, True, revision=1, by=province.an, key=None, now=LATER)
        assert (await show_ticket(number, colleague)).ticket.is_shared
        await operations.share(number, False, revision=2, by=province.hoa, key=None, now=LATER)
        with pytest.raises(NotAllowed):
            await show_ticket(number, colleague)

    async def test_unsharing_sends_colleagues_away_and_nobody_else(
        self, province: Province
    ) -> None:
        number = await make.opened(province.an, is_shared=True)
        colleague = await make.official(province.can_duoc)
        for watcher in (colleague, colleague, province.hoa, province.chi):
            await operations.watch(number, True, by=watcher, key=None, now=LATER)
        await operations.share(number, False, revision=1, by=province.an, key=None, now=LATER)
        for watcher in (province.hoa, province.chi):
            assert (await show_ticket(number, watcher)).ticket.is_watched
        with pytest.raises(NotAllowed):
            await operations.watch(number, True, by=colleague, key=None, now=LATER)


class TestHandling:
    async def test_taking_brings_it_to_ones_own_team(self, province: Province) -> None:
        number = await make.opened(province.an)
        await operations.take(number, revision=1, by=province.chi, key=None, now=LATER)
        ticket = await make.standing(number)
        assert (ticket.assignee, ticket.team) == (province.chi.id, province.team)
        assert await make.column(number, "held_since_at") == LATER

    async def test_taking_over_keeps_the_team_that_one_is_not_in(self, province: Province) -> None:
        number = await make.ticket_in(Status.in_progress, province)
        other = await make.technician(province)
        await operations.take(number, revision=2, by=other, key=None, now=LATER)
        ticket = await make.standing(number)
        assert (ticket.assignee, ticket.team) == (other.id, province.team)

    async def test_assigning_tells_technicians_why(self, province: Province) -> None:
        number = await make.opened(province.an)
        other = await make.technician(province)
        await operations.assign(
            number,
            None,
            other.id,
            "Chị ấy biết rõ",
            revision=1,
            by=province.khoa,
            key=None,
            now=LATER,
        )
        assert (await make.standing(number)).assignee == other.id
        assert (await make.last(number, province.chi)).body == "Chị ấy biết rõ"
        seen = await make.last(number, province.an)
        assert (seen.kind, seen.body) == ("assign", "")
        assert seen.sentence.values["assignee"] == other.name

    async def test_assigning_to_a_team_empties_the_desk(self, province: Province) -> None:
        number = await make.ticket_in(Status.in_progress, province)
        await operations.assign(
            number, province.team, None, revision=2, by=province.chi, key=None, now=LATER
        )
        ticket = await make.standing(number)
        assert (ticket.assignee, ticket.team) == (None, province.team)

    async def test_who_may_not_have_it(self, province: Province) -> None:
        number = await make.opened(province.an)

        async def tried(team: int | None, assignee: int | None) -> list[str]:
            return await make.problems_of(
                operations.assign(
                    number, team, assignee, revision=1, by=province.chi, key=None, now=LATER
                )
            )

        assert await tried(None, None) == ["team"]
        assert await tried(province.team_of_dong_nai, None) == ["team"]
        assert await tried(0, None) == ["team"]
        assert await tried(None, province.lan.id) == ["assignee"]
        assert await tried(None, province.khoa.id) == ["assignee"]

    async def test_asking_makes_it_ones_own(self, province: Province) -> None:
        number = await make.ticket_in(Status.waiting_requester, province)
        assert (await make.standing(number)).assignee == province.chi.id

    async def test_waiting_for_a_named_body(self, province: Province) -> None:
        number = await make.ticket_in(Status.waiting_outside, province)
        ticket = (await show_ticket(number, province.an)).ticket
        assert ticket.outside_body.startswith("Cục Chứng thực số")
        assert ticket.outside_reference == "123/CTS"
        wrong = operations.await_outside(
            number, 0, revision=2, by=province.chi, key=None, now=LATER
        )
        assert await make.problems_of(wrong) == ["body"]

    async def test_another_body_says_since_when(self, province: Province) -> None:
        number = await make.ticket_in(Status.waiting_outside, province)
        vnpt = await make.outside_body("vnpt")
        await operations.await_outside(
            number, vnpt, "", "VNPT sẽ tới", revision=2, by=province.chi, key=None, now=LATER
        )
        assert await make.column(number, "held_since_at") == LATER
        assert (await make.last(number, province.an)).body == "VNPT sẽ tới"

    async def test_priority_changes_with_a_reason(self, province: Province) -> None:
        number = await make.opened(province.an)
        held = await make.column(number, "held_since_at")

        async def tried(priority: int, reason: str) -> list[str]:
            return await make.problems_of(
                operations.prioritise(
                    number, priority, reason, revision=1, by=province.chi, key=None, now=LATER
                )
            )

        assert await tried(0, "x") == await tried(5, "x") == ["priority"]
        assert await tried(1, " ") == ["reason"]
        await operations.prioritise(
            number, 1, "Dân chờ", revision=1, by=province.khoa, key=None, now=LATER
        )
        entry = await make.last(number, province.an)
        assert entry.particulars == {"before": 3, "after": 1, "reason": "Dân chờ"}
        assert await make.column(number, "held_since_at") == held

    async def test_another_category_is_for_another_team(self, province: Province) -> None:
        await make.routed(province, "thiet-bi")
        number = await make.opened(province.an)
        await operations.classify(
            number, "thiet-bi", "may-tinh", revision=1, by=province.chi, key=None, now=LATER
        )
        ticket = await make.standing(number)
        assert ticket.team == province.team
        assert (await make.last(number, province.an)).particulars["category"] == "Thiết bị"
        await operations.classify(
            number, "phan-mem", revision=2, by=province.chi, key=None, now=LATER
        )
        assert (await make.standing(number)).team == province.team

    async def test_who_works_on_it_keeps_it_whatever_it_is_about(self, province: Province) -> None:
        number = await make.ticket_in(Status.in_progress, province)
        await rows("UPDATE team_member SET team = {}", province.team_of_dong_nai)
        await operations.classify(
            number, "phan-mem", revision=2, by=province.chi, key=None, now=LATER
        )
        ticket = await make.standing(number)
        assert (ticket.team, ticket.assignee) == (province.team, province.chi.id)

    async def test_classes_that_do_not_exist(self, province: Province) -> None:
        number = await make.opened(province.an)

        async def tried(category: str, service: str) -> list[str]:
            return await make.problems_of(
                operations.classify(
                    number, category, service, revision=1, by=province.chi, key=None, now=LATER
                )
            )

        assert await tried("x", "") == ["category"]
        assert await tried("thiet-bi", "x") == ["service"]


class TestStale:
    async def test_a_change_from_an_old_standing_changes_nothing(self, province: Province) -> None:
        number = await make.opened(province.an)
        before = await make.standing(number)
        await operations.take(number, revision=1, by=province.chi, key=None, now=LATER)
        with pytest.raises(Stale):
            await change(before, now=LATER, priority=1)
        assert (await make.standing(number)).priority == 3

    async def test_an_old_revision_is_told_who_and_when(self, province: Province) -> None:
        number = await make.ticket_in(Status.in_progress, province)
        with pytest.raises(Stale) as found:
            await operations.cancel(number, "x", revision=1, by=province.an, key=None, now=LATER)
        values = found.value.message.values
        assert (values["name"], values["when"]) == (province.chi.name, "08:16 23/11/2026")

    async def test_what_time_did_is_told_too(self, province: Province) -> None:
        number = await make.ticket_in(Status.resolved, province)
        await operations.close_silent(now=close_due_at(NOW))
        with pytest.raises(Stale) as found:
            await operations.confirm(number, revision=2, by=province.an, key=None, now=LATER)
        assert "by itself" in found.value.message.id
