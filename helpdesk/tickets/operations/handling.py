"""The department's side: who works on a ticket, what it waits for, how soon it matters."""

from helpdesk.clock import Instant
from helpdesk.database import idempotent
from helpdesk.errors import Invalid, Problem, message
from helpdesk.people.viewer import Viewer
from helpdesk.tickets.catalogue.queries import (
    find_category,
    find_outside_body,
    find_service,
    team_for,
)
from helpdesk.tickets.lifecycle import Verb
from helpdesk.tickets.operations.changing import held, move, written
from helpdesk.tickets.operations.conversation import say, say_if_any
from helpdesk.tickets.operations.reporting import UNKNOWN_CATEGORY, UNKNOWN_SERVICE
from helpdesk.tickets.queries.people import find_team, find_technician
from helpdesk.tickets.standing import Standing

NOBODY_CHOSEN = message("Please choose a team or a technician.")
UNKNOWN_TEAM = message("This team no longer exists. Please choose another.")
UNKNOWN_TECHNICIAN = message("This person does not handle tickets here. Please choose another.")
UNKNOWN_BODY = message("Please choose who has to act.")
UNKNOWN_PRIORITY = message("Please choose a priority from P1 to P4.")


@idempotent
async def take(number: int, *, revision: int, by: Viewer, key: str | None, now: Instant) -> int:
    """Work on it oneself, whoever had it before."""
    ticket = await held(number, Verb.take, by=by, revision=revision)
    team = _own_team(ticket, by)
    await move(ticket, Verb.take, by=by, now=now, assignee=by.id, team=team)
    return number


@idempotent
async def assign(
    number: int, team: int | None, assignee: int | None, note: str = "", *,
    revision: int, by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Hand it over to a technician, or to a team's queue; `note` is among technicians."""
    ticket = await held(number, Verb.assign, by=by, revision=revision)
    if team is None and assignee is None:
        raise Invalid([Problem("team", NOBODY_CHOSEN)])
    to_team = await find_team(team, ticket.province) if team is not None else None
    if team is not None and to_team is None:
        raise Invalid([Problem("team", UNKNOWN_TEAM)])
    to_person = await find_technician(assignee, ticket.province) if assignee is not None else None
    if assignee is not None and to_person is None:
        raise Invalid([Problem("assignee", UNKNOWN_TECHNICIAN)])
    told = {
        "team": to_team.name if to_team else "",
        "assignee": to_person.name if to_person else "",
        "assignee_id": assignee,
    }
    said = await say(ticket, note, is_internal=True, by=by, now=now) if note.strip() else None
    await move(
        ticket, Verb.assign, by=by, now=now, reply=said, particulars=told,
        team=team if team is not None else ticket.team, assignee=assignee,
    )  # fmt: skip
    return number


@idempotent
async def await_requester(
    number: int, body: str, uploads: tuple[str, ...] = (), *,
    revision: int, by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Ask the requester; it is their turn until somebody of the commune answers."""
    ticket = await held(number, Verb.await_requester, by=by, revision=revision)
    said = await say(ticket, body, uploads, by=by, now=now)
    mine = ticket.assignee or by.id
    await move(ticket, Verb.await_requester, by=by, now=now, reply=said, assignee=mine)
    return number


@idempotent
async def await_outside(
    number: int, outside_body: int, reference: str = "", note: str = "", *,
    revision: int, by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Wait for a body outside the department; `note` tells the requester what that means."""
    ticket = await held(number, Verb.await_outside, by=by, revision=revision)
    body = await find_outside_body(outside_body)
    if body is None:
        raise Invalid([Problem("body", UNKNOWN_BODY)])
    said = await say_if_any(ticket, note, by=by, now=now)
    told = {"body": body.name, "body_in_english": body.name_in_english, "reference": reference}
    await move(
        ticket, Verb.await_outside, by=by, now=now, reply=said, particulars=told,
        outside_body=body.id, outside_reference=reference, assignee=ticket.assignee or by.id,
    )  # fmt: skip
    return number


@idempotent
async def resume(
    number: int, body: str = "", *, revision: int, by: Viewer, key: str | None, now: Instant
) -> int:
    """The wait is over, and the work goes on."""
    ticket = await held(number, Verb.resume, by=by, revision=revision)
    said = await say_if_any(ticket, body, by=by, now=now)
    await move(ticket, Verb.resume, by=by, now=now, reply=said)
    return number


@idempotent
async def prioritise(
    number: int, priority: int, reason: str, *,
    revision: int, by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Give it another priority, 1 (urgent) to 4 (can wait), and say why."""
    ticket = await held(number, Verb.prioritise, by=by, revision=revision)
    if priority not in range(1, 5):
        raise Invalid([Problem("priority", UNKNOWN_PRIORITY)])
    told = {"before": ticket.priority, "after": priority, "reason": written(reason, field="reason")}
    await move(ticket, Verb.prioritise, by=by, now=now, particulars=told, priority=priority)
    return number


@idempotent
async def classify(
    number: int, category: str, service: str = "", *,
    revision: int, by: Viewer, key: str | None, now: Instant,
) -> int:  # fmt: skip
    """Say what it is really about; while nobody has it, it goes to the team for that."""
    ticket = await held(number, Verb.classify, by=by, revision=revision)
    about = await find_category(category)
    if about is None:
        raise Invalid([Problem("category", UNKNOWN_CATEGORY)])
    system = await find_service(service) if service else None
    if service and system is None:
        raise Invalid([Problem("service", UNKNOWN_SERVICE)])
    team = ticket.team
    if ticket.assignee is None:
        team = await team_for(about.id, ticket.province) or ticket.team
    await move(
        ticket, Verb.classify, by=by, now=now,
        particulars={"category": about.name, "category_in_english": about.name_in_english},
        category=about.id, service=system.id if system else None, team=team,
    )  # fmt: skip
    return number


def _own_team(ticket: Standing, by: Viewer) -> int | None:
    if ticket.team in by.teams or not by.teams:
        return ticket.team
    return min(by.teams)
