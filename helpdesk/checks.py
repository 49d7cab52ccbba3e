"""The deploy gate: everything that can be known to be wrong before anybody is served."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from helpdesk import resources
from helpdesk.app import create_litestar
from helpdesk.database import engine, migrate, rows
from helpdesk.settings import Settings
from helpdesk.text.translation import translations
from training.guides.folder import read_folder


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is as it should be, and what was seen."""

    subject: str
    is_well: bool
    words: str


async def findings(settings: Settings) -> list[Finding]:
    """Every check, one after the other; one that fails does not hide the next."""
    checks: list[tuple[str, Callable[[Settings], Awaitable[str]]]] = [
        ("settings", _settings),
        ("templates and routes", _assembly),
        ("translations", _translations),
        ("content", _content),
        ("files", _files),
        ("database", _database),
    ]
    return [await _finding(subject, check, settings) for subject, check in checks]


class Wrong(Exception):
    """A check that failed; the text says what to do."""


async def _finding(
    subject: str, check: Callable[[Settings], Awaitable[str]], settings: Settings
) -> Finding:
    try:
        return Finding(subject, True, await check(settings))
    except Exception as error:  # whatever goes wrong here is the finding
        return Finding(subject, False, f"{type(error).__name__}: {error}")


async def _settings(settings: Settings) -> str:
    return f"{settings.public_url}, {'https' if settings.secure else 'plain http'}"


async def _assembly(settings: Settings) -> str:
    application = create_litestar(settings)
    environments = application.state.site.environments.values()
    names = {name for made in environments for name in made.list_templates()}
    for made in environments:
        for name in names:
            made.get_template(name)
    return f"{len(application.routes)} addresses, {len(names)} templates"


async def _translations(settings: Settings) -> str:
    text = "Tickets"
    if translations("vi").gettext(text) == text:
        raise Wrong("the Vietnamese catalogue is missing or empty")
    return "Vietnamese catalogue loaded"


async def _content(settings: Settings) -> str:
    return f"{len(read_folder(resources.folder('content')))} guides are valid"


async def _files(settings: Settings) -> str:
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    probe = settings.data_folder / ".probe"
    probe.write_bytes(b"")
    probe.unlink()
    return f"{settings.data_folder} can be written"


async def _database(settings: Settings) -> str:
    async with engine.connected(
        settings.database_url,
        replicas=settings.replica_urls,
        statement_cache=settings.statement_cache,
    ):
        await rows("SELECT 1 AS one")
        waiting = await migrate.pending()
    if waiting:
        raise Wrong(f"run `helpdesk migrate`; waiting: {', '.join(waiting)}")
    return f"{engine.current().dialect}, up to date"
