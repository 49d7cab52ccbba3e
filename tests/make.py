"""Tickets for tests, made with the real operations; knows the named people, no page."""

from collections import Counter as Tally
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

import pytest

from helpdesk.clock import MINUTE, Instant
from helpdesk.database import rows
from helpdesk.errors import Invalid
from helpdesk.people.accounts.operations import NewPerson, add_person
from helpdesk.people.accounts.queries import viewer_of
from helpdesk.people.viewer import Role, Viewer
from helpdesk.tickets import operations
from helpdesk.tickets.catalogue.operations import own_category
from helpdesk.tickets.queries import Entry, show_ticket
from helpdesk.tickets.queries.standings import COLUMNS, standing_from
from helpdesk.tickets.standing import Standing, Status
from tests.people import NOW, PASSWORD_HASH, Province


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report with something in every required field."""

    title: str = "Máy không nhận USB token"
    details: str = "Cắm vào đèn không sáng"
    category: str = "chu-ky-so"
    service: str = "vgca"
    impact: str = "me"
    citizens_waiting: int | None = None
    has_workaround: bool = False
    requester: str = ""
    callback_name: str = "Nguyễn Văn An"
    callback_phone: str = "0912345678"
    file_code: str = ""
    is_shared: bool = False
    uploads: tuple[str, ...] = ()
    guide: str = ""


async def opened(by: Viewer, *, key: str | None = None, now: Instant = NOW, **changes: Any) -> int:
    """A new ticket, reported by that person; answers its number."""
    report = Reported(**changes)
    return await operations.open_ticket(report, by=by, key=key, now=now)


async def ticket_in(
    status: Status, people: Province, *, by: Viewer | None = None, **changes: Any
) -> int:
    """An's ticket (or that of `by`), brought to that status by Chi and the reporter."""
    reporter, chi = by or people.an, people.chi
    number = await opened(reporter, **changes)
    later = NOW + MINUTE
    match status:
        case Status.in_progress:
            await operations.take(number, revision=1, by=chi, key=None, now=later)
        case Status.waiting_requester:
            await operations.await_requester(
                number, "Anh thử máy khác chưa?", revision=1, by=chi, key=None, now=later
            )
        case Status.waiting_outside:
            await operations.await_outside(
                number, await outside_body("vgca"), "123/CTS", revision=1,
                by=chi, key=None, now=later,
            )  # fmt: skip
        case Status.resolved | Status.closed:
            await operations.resolve(
                number, "Đã cài lại trình điều khiển", "no_guide", revision=1,
                by=chi, key=None, now=later,
            )  # fmt: skip
        case Status.cancelled:
            await operations.cancel(
                number, "Đã tự làm được", revision=1, by=reporter, key=None, now=later
            )
        case Status.duplicate:
            original = await opened(chi, title="Phiếu gốc")
            await operations.mark_duplicate(
                number, original, revision=1, by=chi, key=None, now=later
            )
    if status == Status.closed:
        await operations.confirm(number, revision=2, by=reporter, key=None, now=later + MINUTE)
    return number


async def technician(people: Province, name: str = "Mai Thanh Tú") -> Viewer:
    """Another technician of Chi's department."""
    new = NewPerson(
        full_name=name,
        email=f"{len(name)}{abs(hash(name))}@example.gov.vn",
        unit=people.department,
        roles=frozenset({Role.technician}),
        password_hash=PASSWORD_HASH,
    )
    return await viewer_of(await add_person(new, by=None, now=NOW))


async def official(unit: int, name: str = "Cao Minh Sang") -> Viewer:
    """Another official of a unit."""
    new = NewPerson(
        full_name=name,
        email=f"{len(name)}{abs(hash(name))}@example.gov.vn",
        unit=unit,
        roles=frozenset(),
        password_hash=PASSWORD_HASH,
    )
    return await viewer_of(await add_person(new, by=None, now=NOW))


async def routed(people: Province, category: str = "chu-ky-so") -> None:
    """Chi's team answers for the category in Tây Ninh."""
    (found,) = await rows("SELECT id FROM category WHERE code = {}", category)
    await own_category(people.team, found["id"], True, by=people.giang, key=None, now=NOW)


async def outside_body(code: str) -> int:
    (found,) = await rows("SELECT id FROM outside_body WHERE code = {}", code)
    return int(found["id"])


async def upload(owner: Viewer, name: str = "ảnh.png") -> int:
    """A received file that no ticket carries yet."""
    (made,) = await rows(
        "INSERT INTO upload (owner, name, media_type, size, digest, shown_digest, width, height,"
        " created_at) VALUES ({}, {}, 'image/png', 10, 'aa', 'bb', 4, 3, {}) RETURNING id",
        owner.id, name, NOW,
    )  # fmt: skip
    return int(made["id"])


async def standing(number: int) -> Standing:
    """How the ticket stands, whoever asks."""
    (found,) = await rows(f"SELECT {COLUMNS} FROM ticket WHERE id = {{}}", number)
    return standing_from(found)


async def column(number: int, name: str) -> object:
    """One column of a ticket."""
    (found,) = await rows(f"SELECT {name} AS value FROM ticket WHERE id = {{}}", number)
    value: object = found["value"]
    return value


Counted = dict[tuple[str, int, int, str], int]


async def counters() -> Counted:
    """The counters that are not zero, by scope, its id, category and status."""
    found = await rows("SELECT * FROM counter WHERE tickets <> 0")
    return {(r["scope"], r["scope_id"], r["category"], r["status"]): r["tickets"] for r in found}


async def recounted() -> Counted:
    """What the counters ought to be, counted ticket by ticket."""
    tally: Tally[tuple[str, int, int, str]] = Tally()
    for row in await rows(f"SELECT {COLUMNS} FROM ticket"):
        status, province = row["status"], row["province"]
        tally["province", province, 0, status] += 1
        tally["province", province, row["category"], status] += 1
        tally["unit", row["unit"], 0, status] += 1
        tally["requester", row["requester"], 0, status] += 1
        if row["team"]:
            tally["team", row["team"], 0, status] += 1
        who = ("assignee", row["assignee"]) if row["assignee"] else ("unassigned", province)
        tally[(*who, 0, status)] += 1
    return dict(tally)


async def linked(number: int, by: Viewer, slug: str = "may-khong-nhan-token") -> int:
    """A guide on the ticket, whatever its status; answers the link's id."""
    (made,) = await rows(
        "INSERT INTO guide_link (ticket, slug, step, revision, attached_by, attached_at, outcome)"
        " VALUES ({}, {}, '', 1, {}, {}, '') RETURNING id",
        number, slug, by.id, NOW,
    )  # fmt: skip
    return int(made["id"])


async def last(number: int, viewer: Viewer) -> Entry:
    """The newest entry of the ticket's history, as that person reads it."""
    return (await show_ticket(number, viewer)).timeline[-1]


async def problems_of(answer: Awaitable[object]) -> list[str]:
    """The fields that a refused form has problems in. Fails when it is not refused."""
    with pytest.raises(Invalid) as found:
        await answer
    return [problem.field for problem in found.value.problems]
