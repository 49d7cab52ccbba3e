"""Many tickets over the real units, quickly: raw rows that agree with the counters and the index.

The same numbers come out for the same size: a benchmark can be repeated.
"""

import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from helpdesk import clock
from helpdesk.clock import DAY, HOUR, MINUTE, SECOND, Instant
from helpdesk.database import engine, rows, transaction
from helpdesk.people.accounts.operations import NewPerson, add_person
from helpdesk.people.sessions.operations import begin_session
from helpdesk.people.viewer import Role
from helpdesk.preparation import prepare
from helpdesk.text.folding import name_sort_key
from helpdesk.text.search.indexing import Document, document
from helpdesk.tickets.searching import facets
from helpdesk.tickets.standing import Standing, Status
from tests.benchmarks.bulk import Bulk, connected

BATCH = 10_000
BETWEEN = 95 * SECOND  # a million reports in three years
TALKATIVE = 10  # replies of every thousandth ticket; the others have two
TEAMS = (("chu-ky-so", "tai-khoan"), ("phan-mem", "quy-trinh"), ("duong-truyen", "thiet-bi"))
OPEN = ("new", "in_progress", "in_progress", "waiting_requester", "waiting_outside")
ENDED = ("closed",) * 95 + ("cancelled",) * 3 + ("resolved",) * 2
MOST_OPEN = 3_000  # a backlog does not grow with the years
PROVINCES = ("75", "80")

TICKET = [
    "id", "title", "details", "category", "service", "unit", "province", "requester", "opened_by",
    "callback_name", "callback_phone", "file_code", "impact", "citizens_waiting",
    "has_workaround", "priority", "status", "is_open", "revision", "team", "assignee",
    "outside_body", "outside_reference", "is_shared", "closing_answer", "held_since_at",
    "created_at", "updated_at", "resolved_at", "closed_at", "close_due_at",
]  # fmt: skip
REPLY = ["id", "ticket", "author", "body", "is_internal", "created_at"]
EVENT = ["ticket", "actor", "kind", "reply", "particulars", "happened_at"]


@dataclass(frozen=True, slots=True)
class World:
    """Who is there: row ids by province; officials come with their unit."""

    officials: dict[int, list[tuple[int, int]]]
    technicians: dict[tuple[int, int], list[int]]
    teams: dict[tuple[int, int], int]
    services: list[int]
    bodies: list[int]


@dataclass(frozen=True, slots=True)
class Filled:
    """A database ready to be asked: cookies of two people and a ticket with ten replies."""

    technician: str
    official: str
    talkative: int


async def fill(url: str, tickets: int) -> Filled:
    """Migrate an empty database and put `tickets` tickets into it."""
    async with engine.connected(url):
        await prepare(now=clock.now(), say=lambda _: None)
        world = await _people()
    async with connected(url) as bulk:
        await _tickets(bulk, world, tickets, clock.now())
    async with engine.connected(url):
        return await _filled(world, tickets)


async def _filled(world: World, tickets: int) -> Filled:
    province = min(world.officials)
    first = next(iter(world.technicians[key][0] for key in world.technicians if key[0] == province))
    talkative = await rows(
        "SELECT ticket FROM reply WHERE ticket % 1000 = 500 AND ticket IN"
        " (SELECT id FROM ticket WHERE province = {}) ORDER BY id DESC LIMIT 1",
        province,
    )
    now = clock.now()
    return Filled(
        technician=await begin_session(first, now=now),
        official=await begin_session(world.officials[province][0][0], now=now),
        talkative=talkative[0]["ticket"],
    )


# People -------------------------------------------------------------------------------------------


async def _people() -> World:
    """Two officials for each unit, two technicians in each of three teams for each province."""
    now = clock.now() - 2_000 * DAY
    world = World({}, {}, {}, [], [])
    category = {row["code"]: row["id"] for row in await rows("SELECT id, code FROM category")}
    world.services.extend(row["id"] for row in await rows("SELECT id FROM service ORDER BY id"))
    world.bodies.extend(row["id"] for row in await rows("SELECT id FROM outside_body ORDER BY id"))
    units = await rows("SELECT id, code, parent FROM unit ORDER BY id")
    provinces = {row["id"]: row["code"] for row in units if row["parent"] is None}
    async with transaction():
        for row in units:
            if row["parent"] is not None and "-" not in row["code"]:
                for number in range(2):
                    person = await _employ(f"{row['code']}-{number}", row["id"], now)
                    world.officials.setdefault(row["parent"], []).append((person, row["id"]))
        for province, code in provinces.items():
            [department] = [row["id"] for row in units if row["code"] == f"{code}-khcn"]
            for number, codes in enumerate(TEAMS):
                team, members = await _team(department, province, number, now)
                for one in (category[name] for name in codes):
                    world.teams[province, one] = team
                    world.technicians[province, one] = members
                    sql = "INSERT INTO team_category (team, category) VALUES ({}, {})"
                    await rows(sql, team, one)
    return world


async def _employ(name: str, unit: int, now: Instant, *roles: Role) -> int:
    new = NewPerson(
        full_name=f"Nguyễn Thị Minh {name}",
        email=f"p{name}@mau.example",
        unit=unit,
        roles=frozenset(roles),
        phone="0912345678",
    )
    return await add_person(new, by=None, now=now)


async def _team(department: int, province: int, number: int, now: Instant) -> tuple[int, list[int]]:
    name = f"Tổ {number + 1}"
    sql = "INSERT INTO team (unit, province, name, sort_key) VALUES ({}, {}, {}, {}) RETURNING id"
    [made] = await rows(sql, department, province, name, name_sort_key(name))
    members = []
    for member in range(2):
        label = f"{department}-{number}-{member}"
        person = await _employ(label, department, now, Role.technician)
        sql = "INSERT INTO team_member (team, person, added_at) VALUES ({}, {}, {})"
        await rows(sql, made["id"], person, now)
        members.append(person)
    return made["id"], members


# Tickets ------------------------------------------------------------------------------------------


async def _tickets(bulk: Bulk, world: World, count: int, now: Instant) -> None:
    chance = random.Random(count)
    reply_ids = itertools.count(1)
    async with bulk.without_indexes("ticket", "reply", "event", "ticket_search"):
        for first in range(1, count + 1, BATCH):
            numbers = range(first, min(first + BATCH, count + 1))
            lives = [_life(world, chance, number, count, now) for number in numbers]
            replies = [reply for life in lives for reply in _replies(life, reply_ids)]
            await bulk.insert("ticket", TICKET, [tuple(life.values()) for life in lives])
            await bulk.insert("reply", REPLY, replies)
            await bulk.insert("event", EVENT, [e for life in lives for e in _events(life, replies)])
            await bulk.index([(life["id"], _document(life)) for life in lives])
            print(f"\r  {numbers[-1]:,} of {count:,} tickets", end="", flush=True)
    print()
    for statement in COUNTERS:
        await bulk.run(statement)


def _life(
    world: World, chance: random.Random, number: int, count: int, now: Instant
) -> dict[str, Any]:
    province = chance.choice(list(world.officials))
    requester, unit = chance.choice(world.officials[province])
    scene, title, category = chance.choice(_scenes())
    created = now - (count - number) * BETWEEN
    is_open = number > count - min(count // 5, MOST_OPEN) and chance.random() < 0.8
    status = chance.choice(OPEN if is_open else ENDED)
    assignee = None if status == "new" else chance.choice(world.technicians[province, category])
    ended = None if is_open else created + chance.randrange(2, 90) * HOUR
    return {
        "id": number, "title": title, "details": scene["details"], "category": category,
        "service": chance.choice(world.services), "unit": unit, "province": province,
        "requester": requester, "opened_by": requester, "callback_name": "Nguyễn Thị Minh",
        "callback_phone": "0912345678",
        "file_code": f"000.25.12.H53-2603{number % 28 + 1:02d}-{number % 10_000:04d}",
        "impact": "office", "citizens_waiting": 0, "has_workaround": False,
        "priority": chance.choice((1, 2, 2, 3, 3, 3, 4)), "status": status, "is_open": is_open,
        "revision": 3, "team": world.teams[province, category], "assignee": assignee,
        "outside_body": chance.choice(world.bodies) if status == "waiting_outside" else None,
        "outside_reference": "", "is_shared": number % 4 == 0,
        "closing_answer": "guide_solved" if status == "closed" else None,
        "held_since_at": created + HOUR, "created_at": created,
        "updated_at": ended or created + HOUR, "resolved_at": ended,
        "closed_at": ended if status == "closed" else None,
        "close_due_at": now + 5 * DAY if status == "resolved" else None,
    }  # fmt: skip


def _replies(life: dict[str, Any], ids: Iterator[int]) -> list[tuple[Any, ...]]:
    count = TALKATIVE if life["id"] % 1000 == 500 else 2
    scene = _scene_of(life["title"])
    asker, agent = life["requester"], life["assignee"] or life["requester"]
    return [
        (
            next(ids), life["id"], agent if turn % 2 else asker,
            scene["answer"] if turn % 2 else scene["details"], False,
            life["created_at"] + turn * MINUTE,
        )
        for turn in range(count)
    ]  # fmt: skip


def _events(life: dict[str, Any], replies: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    at = life["created_at"]
    yield life["id"], life["requester"], "open", None, "{}", at
    if life["assignee"]:
        told = json.dumps({"from": "new", "to": "in_progress"})
        yield life["id"], life["assignee"], "take", None, told, at + MINUTE
    if life["closed_at"]:
        told = json.dumps({"from": "resolved", "to": "closed"})
        yield life["id"], life["requester"], "confirm", None, told, life["closed_at"]


def _document(life: dict[str, Any]) -> Document:
    """The index row; texts repeat, so their words are found once."""
    known = _words(life["title"])
    standing = Standing(
        **{name: life[name] for name in Standing.__slots__ if name in life and name != "status"},
        status=Status(life["status"]),
        is_watched=False,
    )
    code = life["file_code"].lower()
    plain = code.replace(".", "").replace("-", "")
    return replace(
        known,
        words={**known.words, "summary": code.replace(".", " ").replace("-", " ").split()},
        codes=(str(life["id"]), plain, *known.codes),
        facets=tuple(facet.replace(":", "") for facet in facets(standing, ())),
    )


@cache
def _words(title: str) -> Document:
    scene = _scene_of(title)
    body = "\n".join((scene["details"], scene["answer"]))
    return document({"title": title, "summary": "", "body": body}, ())


@cache
def _scenes() -> list[tuple[dict[str, Any], str, int]]:
    """Every scene with each of its titles and its category's row id, as migrations make it."""
    order = ["chu-ky-so", "phan-mem", "duong-truyen", "thiet-bi", "tai-khoan", "quy-trinh"]
    lines = files("helpdesk.demo").joinpath("scenes.jsonl").read_text("utf-8").splitlines()
    scenes = [json.loads(line) for line in lines]
    return [(s, title, order.index(s["category"]) + 1) for s in scenes for title in s["titles"]]


@cache
def _scene_of(title: str) -> dict[str, Any]:
    return next(scene for scene, name, _ in _scenes() if name == title)


_COUNTED = (
    ("province", "province", "0", "TRUE"),
    ("province", "province", "category", "TRUE"),
    ("unit", "unit", "0", "TRUE"),
    ("requester", "requester", "0", "TRUE"),
    ("team", "team", "0", "team IS NOT NULL"),
    ("assignee", "assignee", "0", "assignee IS NOT NULL"),
    ("unassigned", "province", "0", "assignee IS NULL"),
)
COUNTERS = tuple(
    f"INSERT INTO counter (scope, scope_id, category, status, tickets)"
    f" SELECT '{scope}', {column}, {category}, status, count(*) FROM ticket WHERE {condition}"
    f" GROUP BY {column}, status{', category' if category != '0' else ''}"
    for scope, column, category, condition in _COUNTED
)
