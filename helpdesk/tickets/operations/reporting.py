"""A report becomes a ticket with its team; the beginning of every life."""

from collections.abc import Mapping
from typing import Any

from helpdesk.clock import Instant
from helpdesk.database import idempotent, rows
from helpdesk.errors import Invalid, Message, Problem, message
from helpdesk.people.viewer import Viewer
from helpdesk.text.folding import clean
from helpdesk.tickets.catalogue.queries import find_category, find_service, team_for
from helpdesk.tickets.operations.attaching import attach
from helpdesk.tickets.operations.changing import count, record, tallied, written
from helpdesk.tickets.operations.indexing import index
from helpdesk.tickets.priority import Impact, priority
from helpdesk.tickets.queries.people import Colleague, find_colleague
from helpdesk.tickets.queries.standings import COLUMNS, standing_from
from helpdesk.tickets.report import Report, row_id
from helpdesk.tickets.standing import Status
from helpdesk.tickets.story import OPENED

UNKNOWN_CATEGORY = message("Please choose what it is about.")
UNKNOWN_SERVICE = message("This system is no longer in the list. Please choose another.")
UNKNOWN_IMPACT = message("Please choose who is stuck.")
NOT_A_COLLEAGUE = message("You cannot report for this person. Please choose somebody else.")


@idempotent
async def open_ticket(report: Report, *, by: Viewer, key: str | None, now: Instant) -> int:
    """File a report and answer its number.

    A focal point may file for a colleague of the same unit, a technician for a caller of the same
    province. It goes to the team that answers for its category there; where none does, it is for
    all technicians of the province. Raises Invalid with every problem.
    """
    facts = await _checked(report, by)
    made = await _insert(report, facts, by=by, now=now)
    ticket = standing_from(made)
    await record(ticket.id, OPENED, by=by, now=now, particulars=_told(report, by, facts))
    if by.id != ticket.requester:
        await rows(
            "INSERT INTO watcher (ticket, person, since_at) VALUES ({}, {}, {})",
            ticket.id, by.id, now,
        )  # fmt: skip
    await attach(ticket.id, report.uploads, reply=None, by=by, now=now)
    await index(ticket.id)
    await count(tallied(None, ticket))
    return ticket.id


async def _checked(report: Report, by: Viewer) -> Mapping[str, Any]:
    problems: list[Problem] = []

    def wrong(field: str, text: Message) -> None:
        problems.append(Problem(field, text))

    category = await find_category(report.category)
    if category is None:
        wrong("category", UNKNOWN_CATEGORY)
    service = await find_service(report.service) if report.service else None
    if report.service and service is None:
        wrong("service", UNKNOWN_SERVICE)
    if report.impact not in set(Impact):
        wrong("impact", UNKNOWN_IMPACT)
    requester = await _requester(report, by)
    if requester is None:
        wrong("requester", NOT_A_COLLEAGUE)
    if problems:
        raise Invalid(problems)
    return {"category": category, "service": service, "requester": requester}


async def _requester(report: Report, by: Viewer) -> Colleague | None:
    if not report.requester:
        return await find_colleague(by.id)
    person = await find_colleague(row_id(report.requester) or 0)
    return person if person and may_file_for(by, person) else None


def may_file_for(viewer: Viewer, person: Colleague) -> bool:
    """Whether `viewer` may report in the name of `person`."""
    if person.id == viewer.id:
        return True
    if viewer.is_technician and person.province == viewer.province:
        return True
    return viewer.is_focal_point and person.unit == viewer.unit


async def _insert(
    report: Report, facts: Mapping[str, Any], *, by: Viewer, now: Instant
) -> Mapping[str, Any]:
    requester, waiting = facts["requester"], report.citizens_waiting or 0
    columns = {
        "title": written(report.title, field="title"),
        "details": clean(report.details).strip(),
        "category": facts["category"].id,
        "service": facts["service"].id if facts["service"] else None,
        "unit": requester.unit,
        "province": requester.province,
        "requester": requester.id,
        "opened_by": by.id,
        "callback_name": report.callback_name,
        "callback_phone": report.callback_phone,
        "file_code": report.file_code,
        "impact": report.impact,
        "citizens_waiting": waiting,
        "has_workaround": report.has_workaround,
        "priority": priority(Impact(report.impact), waiting, has_workaround=report.has_workaround),
        "status": Status.new.value,
        "is_open": True,
        "revision": 1,
        "team": await team_for(facts["category"].id, requester.province),
        "outside_reference": "",
        "is_shared": report.is_shared,
        "held_since_at": now,
        "created_at": now,
        "updated_at": now,
    }
    marks = ", ".join(["{}"] * len(columns))
    sql = f"INSERT INTO ticket ({', '.join(columns)}) VALUES ({marks}) RETURNING {COLUMNS}"
    made: Mapping[str, Any] = (await rows(sql, *columns.values()))[0]
    return made


def _told(report: Report, by: Viewer, facts: Mapping[str, Any]) -> dict[str, object]:
    told: dict[str, object] = {"guide": report.guide} if report.guide else {}
    requester: Colleague = facts["requester"]
    return told if requester.id == by.id else {**told, "requester_name": requester.name}
