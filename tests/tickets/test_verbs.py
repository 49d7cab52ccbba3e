"""Every verb in every status by every named person, on a real database: done, or refused."""

from collections.abc import Awaitable, Callable

import pytest

from helpdesk.database import transaction
from helpdesk.errors import NotAllowed, Stale
from helpdesk.people.viewer import Viewer
from helpdesk.tickets import operations
from helpdesk.tickets.lifecycle import MOVES, TIMED, Status, Verb, after_reply, allowed, entrusted
from helpdesk.tickets.queries.standings import find_standing
from helpdesk.tickets.standing import Standing
from tests import make
from tests.people import NOW, Province

LATER = NOW + 60 * 60_000


class _Undone(Exception):
    pass


Act = Callable[..., Awaitable[int]]


def acts(before: Standing, people: Province, body: int, link: int, other: int) -> dict[Verb, Act]:
    n, seen = before.id, {"revision": before.revision}

    def act(operation: Act, *told: object, **more: object) -> Act:
        return lambda by: operation(n, *told, **more, by=by, key=None, now=LATER)

    return {
        Verb.reply: act(operations.reply, "Vẫn vậy"),
        Verb.note: act(operations.note, "Đã gọi"),
        Verb.take: act(operations.take, **seen),
        Verb.assign: act(operations.assign, people.team, people.chi.id, **seen),
        Verb.await_requester: act(operations.await_requester, "Mã nào ạ?", **seen),
        Verb.await_outside: act(operations.await_outside, body, **seen),
        Verb.resume: act(operations.resume, **seen),
        Verb.resolve: act(operations.resolve, "Xong", "no_guide", **seen),
        Verb.confirm: act(operations.confirm, **seen),
        Verb.reopen: act(operations.reopen, **seen),
        Verb.cancel: act(operations.cancel, "Thôi", **seen),
        Verb.mark_duplicate: act(operations.mark_duplicate, other, **seen),
        Verb.prioritise: act(operations.prioritise, 1, "Gấp", **seen),
        Verb.classify: act(operations.classify, "thiet-bi", "may-tinh", **seen),
        Verb.share: act(operations.share, True, **seen),
        Verb.watch: act(operations.watch, not before.is_watched),
        Verb.attach_guide: act(operations.attach_guide, "cai-lai-token", "", 2),
        Verb.detach_guide: act(operations.detach_guide, link),
        Verb.accept_guide: act(operations.accept_guide, link, **seen),
        Verb.stuck_at_step: act(operations.stuck_at_step, link, "buoc-2"),
    }


async def expected(viewer: Viewer, number: int, verb: Verb) -> object:
    try:
        ticket = await find_standing(number, viewer)
    except NotAllowed:
        return "hidden"
    if verb not in entrusted(viewer, ticket):
        return "forbidden"
    if verb not in allowed(viewer, ticket):
        return "stale"
    return after_reply(viewer, ticket) if verb == Verb.reply else MOVES[verb][ticket.status]


async def outcome(act: Act, viewer: Viewer, number: int) -> object:
    result: object = None
    try:
        async with transaction():
            await act(viewer)
            result = (await make.standing(number)).status
            assert await make.counters() == await make.recounted()
            raise _Undone
    except NotAllowed as refused:
        return "hidden" if refused.hidden else "forbidden"
    except Stale:
        return "stale"
    except _Undone:
        return result


@pytest.mark.parametrize("status", Status)
async def test_each_verb_does_what_the_table_says(province: Province, status: Status) -> None:
    number = await make.ticket_in(status, province)
    async with transaction():
        other = await make.opened(province.an, title="Phiếu kia")
    link = await make.linked(number, province.chi)
    body = await make.outside_body("vnpt")
    for viewer in province.everybody:
        for verb in set(Verb) - TIMED:
            before = await _found(number, viewer)
            act = acts(before, province, body, link, other)[verb]
            wanted = await expected(viewer, number, verb)
            assert await outcome(act, viewer, number) == wanted, (viewer.name, verb)


async def _found(number: int, viewer: Viewer) -> Standing:
    try:
        return await find_standing(number, viewer)
    except NotAllowed:
        return await make.standing(number)
