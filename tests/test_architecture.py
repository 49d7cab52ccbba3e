"""The map of the house, read from its source: who imports whom, who knows the web, who writes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# From the ground up: a room may import itself and the rooms on the lines above it.
MAP = """
helpdesk, training, helpdesk.settings, helpdesk.errors, helpdesk.clock, helpdesk.resources
helpdesk.database
helpdesk.text
helpdesk.web
helpdesk.people
helpdesk.people.units
helpdesk.people.accounts
helpdesk.people.teams
helpdesk.people.sessions
helpdesk.tickets.catalogue
helpdesk.tickets
helpdesk.tickets.files, helpdesk.tickets.departures
helpdesk.tickets.routes, training.guides
training.answers
helpdesk.migrations, training.migrations, helpdesk.preparation, helpdesk.worker
helpdesk.app, helpdesk.demo
helpdesk.checks
helpdesk.cli
"""
FLOOR = {room: i for i, line in enumerate(MAP.split("\n")) for room in line.split(", ") if room}
DOMAIN = range(FLOOR["helpdesk.people"], FLOOR["helpdesk.app"])
OURS = ("helpdesk", "training")
WEB = ("litestar", "jinja2", "helpdesk.web")
KNOW_THE_WEB = {"routes", "forms", "guards", "middleware", "receiving"}
WRITERS = ("operations", "helpdesk.database", "migrations", "helpdesk.text.search")
WRITES = re.compile(r"\bINSERT INTO\b|\bUPDATE \w+ SET\b|\bDELETE FROM\b|\bUPDATE $")
BUILDS = re.compile(r"\b[A-Z]\w+\.(?:insert|update|delete)\b|\.(?:save|remove)$")
NO_NAMES = re.compile(r"utils?|helpers?|managers?|misc|common|base_?views?|handlers?|data|info")
PATHS = sorted(p.relative_to(ROOT) for room in OURS for p in (ROOT / room).rglob("*.py"))
NAMES = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in PATHS]
TREES = {n: ast.parse((ROOT / p).read_text()) for n, p in zip(NAMES, PATHS, strict=True)}


def room_of(module: str) -> str:
    return max((room for room in FLOOR if f"{module}.".startswith(f"{room}.")), key=len)


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{name.name}" for name in node.names}
            yield from whole & TREES.keys() or {node.module}


def writes_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from WRITES.findall(node.value)
        if isinstance(node, ast.Await):
            yield from BUILDS.findall(ast.unparse(node.value).partition("(")[0])


@pytest.mark.parametrize("module", TREES)
def test_a_module_stands_on_what_is_below_it(module: str) -> None:
    mine, seen = room_of(module), {n for n in imports_of(TREES[module]) if n.startswith(OURS)}
    assert not [n for n in seen if (to := room_of(n)) != mine and FLOOR[to] >= FLOOR[mine]]


@pytest.mark.parametrize("module", TREES)
def test_the_domain_knows_no_web_and_only_operations_write(module: str) -> None:
    parts, floor = set(module.split(".")), FLOOR[room_of(module)]
    if floor in DOMAIN and not parts & KNOW_THE_WEB:
        assert not [name for name in imports_of(TREES[module]) if name.startswith(WEB)]
    assert any(f".{w}." in f".{module}." for w in WRITERS) or not list(writes_of(TREES[module]))
    assert not list(filter(NO_NAMES.fullmatch, parts))
