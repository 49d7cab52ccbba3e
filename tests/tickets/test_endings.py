"""How tickets end: confirmed, cancelled, duplicate, by a guide, by silence, handed over."""

import pytest

from helpdesk.clock import MINUTE
from helpdesk.database import rows
from helpdesk.errors import NotAllowed, Stale
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations
from helpdesk.tickets.calendar import close_due_at
from helpdesk.tickets.operations.closing import close_if_still_due
from helpdesk.tickets.queries import show_ticket
from helpdesk.tickets.standing import Status
from tests import make
from tests.people import NOW, Province

LATER = NOW + 10 * MINUTE


class TestClosing:
    async def test_resolving_begins_the_days_of_silence(self, province: Province) -> None:
        number = await make.opened(province.an)
        await operations.resolve(
            number, "Xong", "guide_poor", revision=1, by=province.chi, key=None, now=LATER
        )
        ticket = (await show_ticket(number, province.an)).ticket
        assert (ticket.resolved_at, ticket.close_due_at) == (LATER, close_due_at(LATER))
        assert (ticket.assignee, ticket.closing_answer) == (province.chi.name, "guide_poor")

    async def test_the_closing_question_wants_an_answer(self, province: Province) -> None:
        number = await make.opened(province.an)
        wrong = operations.resolve(number, "Xong", "", revision=1, by=province.chi, key=None, now=1)
        assert await make.problems_of(wrong) == ["closing_answer"]

    async def test_confirming(self, province: Province) -> None:
        number = await make.ticket_in(Status.resolved, province)
        await operations.confirm(number, revision=2, by=province.hoa, key=None, now=LATER)
        ticket = (await show_ticket(number, province.an)).ticket
        assert (ticket.closed_at, ticket.close_due_at) == (LATER, None)

    async def test_not_solved_is_one_step(self, province: Province) -> None:
        number = await make.ticket_in(Status.closed, province)
        await operations.reopen(number, "Lại hỏng", revision=3, by=province.an, key=None, now=LATER)
        ticket = (await show_ticket(number, province.an)).ticket
        assert (ticket.status, ticket.assignee) == (Status.in_progress, province.chi.name)
        empty = (ticket.resolved_at, ticket.closed_at, ticket.close_due_at, ticket.closing_answer)
        assert empty == (None, None, None, None)
        assert (await make.last(number, province.an)).body == "Lại hỏng"

    async def test_who_has_left_does_not_get_it_back(self, province: Province) -> None:
        number = await make.ticket_in(Status.closed, province)
        await rows("UPDATE person SET is_active = FALSE WHERE id = {}", province.chi.id)
        await operations.reopen(number, revision=3, by=province.an, key=None, now=LATER)
        assert (await make.standing(number)).assignee is None

    async def test_cancelling_says_why(self, province: Province) -> None:
        number = await make.opened(province.an)
        silent = operations.cancel(number, " ", revision=1, by=province.an, key=None, now=LATER)
        assert await make.problems_of(silent) == ["reason"]
        await operations.cancel(number, "Tự được", revision=1, by=province.an, key=None, now=LATER)
        assert (await make.last(number, province.an)).particulars["reason"] == "Tự được"

    async def test_a_duplicate_points_at_an_original(self, province: Province) -> None:
        number, original = await make.opened(province.an), await make.opened(province.binh)
        far = await make.opened(province.lan)

        async def tried(other: int, ticket: int = number) -> list[str]:
            return await make.problems_of(
                operations.mark_duplicate(
                    ticket, other, revision=1, by=province.chi, key=None, now=LATER
                )
            )

        for wrong in (number, far, 0, -1, 10**30, 999_999):
            assert await tried(wrong) == ["original"]
        await operations.mark_duplicate(
            number, original, revision=1, by=province.chi, key=None, now=LATER
        )
        assert (await show_ticket(number, province.an)).ticket.duplicate_of == original
        third = await make.opened(province.an)
        assert await tried(number, third) == ["original"]
        assert await tried(third, original) == ["original"]

    async def test_a_reopened_duplicate_points_nowhere(self, province: Province) -> None:
        number = await make.ticket_in(Status.duplicate, province)
        await operations.reopen(number, revision=2, by=province.an, key=None, now=LATER)
        assert await make.column(number, "duplicate_of") is None

    async def test_silence_closes_and_only_in_time(self, province: Province) -> None:
        number = await make.ticket_in(Status.resolved, province)
        other = await make.ticket_in(Status.resolved, province)
        await operations.reopen(other, revision=2, by=province.an, key=None, now=LATER)
        due = close_due_at(NOW)
        assert await operations.close_silent(now=due - 1) == 0
        assert await operations.close_silent(now=due) == 1
        assert await operations.close_silent(now=due) == 0
        entry = await make.last(number, province.an)
        assert (entry.kind, entry.actor) == ("close", "")
        assert (await make.standing(number)).status == Status.closed
        assert (await make.standing(other)).status == Status.in_progress
        assert await make.counters() == await make.recounted()

    async def test_a_word_at_the_last_moment_keeps_it_open(self, province: Province) -> None:
        number, due = await make.ticket_in(Status.resolved, province), close_due_at(NOW)
        await operations.reply(number, "Khoan ạ", by=province.an, key=None, now=due - 1)
        assert not await close_if_still_due(number, due)
        assert await close_if_still_due(number, close_due_at(due - 1))

    async def test_silence_closes_a_bounded_number_at_a_time(self, province: Province) -> None:
        for _ in range(3):
            await make.ticket_in(Status.resolved, province)
        assert await operations.close_silent(now=close_due_at(NOW), most=2) == 2


class TestGuides:
    async def test_a_guide_that_solved_it_closes_the_ticket(self, province: Province) -> None:
        number = await make.opened(province.an)
        await operations.attach_guide(
            number, "cai-token", "buoc-1", 3, by=province.chi, key=None, now=LATER
        )
        (link,) = (await show_ticket(number, province.an)).guide_links
        assert (link.slug, link.step, link.revision) == ("cai-token", "buoc-1", 3)
        await operations.accept_guide(
            number, link.id, revision=1, by=province.an, key=None, now=LATER
        )
        page = await show_ticket(number, province.an)
        assert (page.ticket.status, page.ticket.closing_answer) == (Status.closed, "guide_solved")
        assert page.guide_links[0].outcome == "solved"

    async def test_the_same_guide_again_is_its_newer_revision(self, province: Province) -> None:
        number = await make.opened(province.an)
        for revision in (1, 2):
            await operations.attach_guide(
                number, "cai-token", "", revision, by=province.chi, key=None, now=LATER
            )
        (link,) = (await show_ticket(number, province.an)).guide_links
        assert link.revision == 2

    async def test_stuck_at_a_step_names_guide_revision_and_step(self, province: Province) -> None:
        number = await make.ticket_in(Status.resolved, province)
        link = await make.linked(number, province.chi)
        await operations.stuck_at_step(
            number, link, "buoc-3", "Không thấy nút", by=province.an, key=None, now=LATER
        )
        entry = await make.last(number, province.an)
        told = {"slug": "may-khong-nhan-token", "revision": 1, "step": "buoc-3"}
        assert told.items() <= entry.particulars.items()
        assert entry.body == "Không thấy nút"
        page = await show_ticket(number, province.an)
        assert (page.ticket.status, page.ticket.close_due_at) == (Status.in_progress, None)
        assert page.guide_links[0].outcome == "stuck"

    async def test_taken_off_the_ticket(self, province: Province) -> None:
        number = await make.opened(province.an)
        link = await make.linked(number, province.chi)
        await operations.detach_guide(number, link, by=province.chi, key=None, now=LATER)
        assert (await show_ticket(number, province.an)).guide_links == ()
        with pytest.raises(Stale):
            await operations.detach_guide(number, link, by=province.chi, key=None, now=LATER)

    async def test_the_link_of_another_ticket_is_no_link(self, province: Province) -> None:
        number, other = await make.opened(province.an), await make.opened(province.binh)
        link = await make.linked(other, province.chi)
        with pytest.raises(Stale):
            await operations.accept_guide(
                number, link, revision=1, by=province.an, key=None, now=LATER
            )


class TestDepartures:
    async def test_work_goes_to_the_heir(self, province: Province) -> None:
        numbers = [await make.ticket_in(status, province) for status in Status]
        heir = await make.technician(province)
        count = await operations.hand_over_all(
            province.chi.id, heir.id, None, by=province.giang, key=None, now=LATER
        )
        live = {Status.in_progress, Status.waiting_requester, Status.waiting_outside}
        for number in numbers:
            ticket = await make.standing(number)
            moved = ticket.status in live | {Status.resolved}
            assert (ticket.assignee == heir.id) == moved
        assert count == 4
        assert await make.counters() == await make.recounted()
        assert (await make.last(numbers[1], province.an)).sentence.values["assignee"] == heir.name

    async def test_work_goes_back_to_the_queue(self, province: Province) -> None:
        number = await make.ticket_in(Status.in_progress, province)
        await operations.hand_over_all(
            province.chi.id, None, None, by=province.giang, key=None, now=LATER
        )
        assert (await make.standing(number)).assignee is None

    async def test_reports_go_to_a_colleague(self, province: Province) -> None:
        number = await make.opened(province.an)
        done = await make.ticket_in(Status.closed, province)
        await operations.watch(done, True, by=province.an, key=None, now=LATER)
        count = await operations.hand_over_all(
            province.an.id, None, province.hoa.id, by=province.giang, key=None, now=LATER
        )
        assert count == 1
        assert (await make.standing(number)).requester == province.hoa.id
        assert (await make.standing(done)).requester == province.an.id
        assert await rows("SELECT id FROM watcher") == []
        assert await make.counters() == await make.recounted()

    async def test_reports_may_stay_in_their_name(self, province: Province) -> None:
        number = await make.opened(province.an)
        left = operations.hand_over_all(
            province.an.id, None, None, by=province.giang, key=None, now=LATER
        )
        assert await left == 0
        assert (await make.standing(number)).requester == province.an.id

    async def test_to_whom_it_may_not_go(self, province: Province) -> None:
        async def tried(person: Viewer, to: Viewer | None, asker: Viewer | None) -> list[str]:
            return await make.problems_of(
                operations.hand_over_all(
                    person.id, to.id if to else None, asker.id if asker else None,
                    by=province.giang, key=None, now=LATER,
                )
            )  # fmt: skip

        assert await tried(province.chi, province.lan, None) == ["assigned_to"]
        assert await tried(province.chi, province.chi, None) == ["assigned_to"]
        assert await tried(province.an, None, province.binh) == ["requested_to"]
        assert await tried(province.an, None, province.an) == ["requested_to"]

    async def test_only_administrators_of_the_province_do_it(self, province: Province) -> None:
        tries = [(province.chi, province.an.id), (province.giang, province.lan.id)]
        for by, person in [*tries, (province.giang, 999_999)]:
            with pytest.raises(NotAllowed):
                await operations.hand_over_all(person, None, None, by=by, key=None, now=LATER)
