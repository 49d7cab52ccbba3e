"""Brings a database up to date, on Piccolo's migration runner; knows the names of two apps only.

A migration is hand-written SQL, additive by default. Each runs in a transaction of its own,
together with the note that it ran, so it happens wholly and once, whoever else migrates.
"""

import contextlib
import importlib
import io
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.tables import Migration as Done

from helpdesk.database.base import Dialect
from helpdesk.database.engine import current, dialect, rows

APPS = ("helpdesk", "training")
_LOCK = 4_815_162_342


@dataclass(frozen=True, slots=True)
class Migration:
    """Statements for both dialects, then those of one. `identifier` begins with its app's name."""

    identifier: str
    description: str
    portable: tuple[str, ...]
    sqlite: tuple[str, ...]
    postgres: tuple[str, ...]

    @property
    def app(self) -> str:
        return self.identifier.split("_", 1)[0]

    def statements(self, dialect: Dialect) -> tuple[str, ...]:
        if dialect == "postgres":
            return self.portable + self.postgres
        return tuple(map(_for_sqlite, self.portable)) + self.sqlite


_known: dict[str, Migration] = {}


def migration(
    identifier: str,
    description: str,
    *statements: str,
    sqlite: Iterable[str] = (),
    postgres: Iterable[str] = (),
) -> Migration:
    """Declare a migration; its module stands in `<app>/migrations` and is named `identifier`.

    `statements` are written in what both dialects share, and `BIGSERIAL PRIMARY KEY`; those of
    one dialect run after them. One statement in each string.
    """
    found = Migration(identifier, description, statements, tuple(sqlite), tuple(postgres))
    _known[identifier] = found
    return found


async def pending() -> list[str]:
    """Identifiers of the migrations still to run, in order."""
    done = await _done() if await Done.table_exists() else set()
    return [step.identifier for step in _declared() if step.identifier not in done]


async def migrate(progress: Callable[[str], None] = lambda line: None) -> list[str]:
    """Run what is pending and return it; `progress` is told each migration before it runs.

    Raises Busy when another program keeps the SQLite database to itself.
    """
    ran = []
    for identifier in await pending():
        step = _known[identifier]
        progress(f"{step.identifier}: {step.description}")
        if await _run_once(step):
            ran.append(identifier)
    return ran


async def _run_once(step: Migration) -> bool:
    """Whether it was this call that ran it, and not another program's in the meantime."""
    async with current().transaction() as turn:
        turn.statement_limit = None
        await _lock()
        await Done.create_table(if_not_exists=True)
        if step.identifier in await _done():
            return False
        # Piccolo's runner prints.
        with contextlib.redirect_stdout(io.StringIO()):
            await _piccolo(step).run()
        await Done.insert(Done(name=step.identifier, app_name=step.app))
    return True


async def _lock() -> None:
    """One migrates at a time. On SQLite whoever is in a transaction is alone already."""
    if dialect() == "postgres":
        await rows("SELECT pg_advisory_xact_lock({})", _LOCK)


async def _done() -> set[str]:
    return set(await Done.get_migrations_which_ran())


def _piccolo(step: Migration) -> MigrationManager:
    manager = MigrationManager(step.identifier, step.app, step.description)
    for statement in step.statements(dialect()):
        manager.add_raw(partial(current().run_ddl, statement))
    return manager


def _declared() -> list[Migration]:
    for app in APPS:
        if find_spec(app) and find_spec(f"{app}.migrations"):
            package = importlib.import_module(f"{app}.migrations")
            for module in pkgutil.iter_modules(package.__path__, f"{app}.migrations."):
                importlib.import_module(module.name)
    return sorted(_known.values(), key=lambda step: (APPS.index(step.app), step.identifier))


def _for_sqlite(statement: str) -> str:
    return statement.replace("BIGSERIAL PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT")
