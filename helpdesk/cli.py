"""The `helpdesk` command: each subcommand is a few lines over the same operations as the pages."""

import argparse
import asyncio
import contextlib
import dataclasses
import logging
import shutil
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import uvicorn

from helpdesk import checks, clock, demo, worker
from helpdesk.app import create_app, store_of
from helpdesk.clock import Instant
from helpdesk.database import engine, migrate
from helpdesk.errors import Invalid, Message, message
from helpdesk.people.accounts import operations as accounts
from helpdesk.people.lists import Report, Row, read_list
from helpdesk.people.units import operations as units
from helpdesk.preparation import prepare
from helpdesk.settings import Settings, WrongSetting, read_settings
from helpdesk.text.translation import translate

T = TypeVar("T")

DEMONSTRATION_FOLDER = Path("helpdesk-demo")


def main(arguments: Sequence[str] | None = None) -> None:
    """Exits with 0 when all went well, 1 when something is not as it should be, 2 for misuse."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        settings = read_settings()
    except WrongSetting as wrong:
        sys.exit(f"helpdesk: {wrong}")
    sys.exit(given.run(given, settings))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="helpdesk", description="Helpdesk of the communes.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        return made

    demonstration = command("demo", _demo, "Serve a demonstration province of sample people.")
    demonstration.add_argument("--host", default="127.0.0.1")
    demonstration.add_argument("--port", type=int, default=8000)
    demonstration.add_argument("--data", type=Path, default=DEMONSTRATION_FOLDER, metavar="DIR")
    demonstration.add_argument("--fresh", action="store_true", help="forget what was done in it")

    serving = command("serve", _serve, "Serve the pages, and do the timed chores.")
    serving.add_argument("--without-worker", action="store_true", help="`helpdesk work` runs apart")

    command("migrate", _migrate, "Bring the database and the shipped guides up to date.")
    command("work", _work, "Do the timed chores only.")
    command("check", _check, "Check settings, content, translations and migrations.")
    for name, run in (("import-units", _import_units), ("import-people", _import_people)):
        importing = command(name, run, "Read a CSV or XLSX file; without --apply only check it.")
        importing.add_argument("file", type=Path)
        importing.add_argument("--apply", action="store_true", help="write what was checked")
    return parser


def _demo(given: argparse.Namespace, settings: Settings) -> int:
    if given.fresh:
        shutil.rmtree(given.data, ignore_errors=True)
    settings = dataclasses.replace(
        settings,
        data_folder=given.data,
        database_url=f"sqlite:///{given.data}/helpdesk.db",
        host=given.host,
        port=given.port,
        public_url=f"http://{given.host}:{given.port}",
        demonstration=True,
    )
    asyncio.run(_connected(settings, demo.load(now=clock.now(), say=_say)))
    _say(demo.invitation(settings.public_url))
    return _run_server(settings, with_worker=True)


def _serve(given: argparse.Namespace, settings: Settings) -> int:
    if settings.database_url.startswith("sqlite"):
        asyncio.run(_connected(settings, prepare(now=clock.now(), say=_say)))
    elif waiting := asyncio.run(_connected(settings, migrate.pending())):
        _say(f"Run `helpdesk migrate` first; waiting: {', '.join(waiting)}")
        return 1
    token = asyncio.run(_connected(settings, accounts.first_administrator_link(now=clock.now())))
    if token is not None:
        _say("There is no administrator yet. This link makes the first one, once, within a day:")
        _say(f"  {settings.public_url}/invitations/{token}")
    return _run_server(settings, with_worker=not given.without_worker)


def _migrate(given: argparse.Namespace, settings: Settings) -> int:
    asyncio.run(_connected(settings, prepare(now=clock.now(), say=_say)))
    return 0


def _work(given: argparse.Namespace, settings: Settings) -> int:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_connected(settings, worker.work(store_of(settings))))
    return 0


def _check(given: argparse.Namespace, settings: Settings) -> int:
    findings = asyncio.run(checks.findings(settings))
    for finding in findings:
        _say(f"{'ok    ' if finding.is_well else 'NOT OK'} {finding.subject}: {finding.words}")
    return 0 if all(finding.is_well for finding in findings) else 1


def _import_units(given: argparse.Namespace, settings: Settings) -> int:
    return _import(given, settings, units.import_units)


def _import_people(given: argparse.Namespace, settings: Settings) -> int:
    return _import(given, settings, accounts.import_people)


class _Importing(Protocol):
    async def __call__(self, found: Sequence[Row], *, check_only: bool, now: Instant) -> Report: ...


def _import(given: argparse.Namespace, settings: Settings, importing: _Importing) -> int:
    try:
        found = read_list(given.file.read_bytes())
    except OSError as error:
        sys.exit(f"helpdesk: {error}")
    except Invalid as invalid:
        sys.exit(f"helpdesk: {given.file}: {_in_words(invalid.problems[0].message)}")
    reading = importing(found, check_only=not given.apply, now=clock.now())
    return _reported(asyncio.run(_connected(settings, reading)), applied=given.apply)


def _reported(report: Report, *, applied: bool) -> int:
    for row in report.bad:
        _say(_in_words(message("Line {line}: {reason}", line=row.line, reason=row.reason)))
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    _say(
        _in_words(
            message("{added} to add, {changed} to change, {unchanged} as they are.", **counts)
        )
    )
    if report.bad:
        _say(_in_words(message("Nothing was written: please correct these lines first.")))
        return 1
    if not applied:
        _say(_in_words(message("Nothing was written yet: run it again with --apply.")))
    return 0


def _in_words(said: Message) -> str:
    return translate(said, "vi")


async def _connected(settings: Settings, then: Coroutine[object, object, T]) -> T:
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    async with engine.connected(
        settings.database_url,
        replicas=settings.replica_urls,
        statement_cache=settings.statement_cache,
    ):
        return await then


def _run_server(settings: Settings, *, with_worker: bool) -> int:
    uvicorn.run(
        create_app(settings, with_worker=with_worker),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,  # seconds; longer than the proxies in front keep theirs
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        log_config=None,
    )
    return 0


def _say(text: str) -> None:
    print(text, flush=True)
