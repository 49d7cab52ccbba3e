"""What every test may ask for: a database of either kind; knows no person and no ticket.

`database` is migrated, empty and this test's own. Other people's fixtures build on it with
`await database.seeded("province", build)`.
"""

import os
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.postgres_cluster import Cluster, binaries, cluster
from tests.sandboxes import PostgresSandbox, Sandbox, SQLiteSandbox

pytest_plugins = ["tests.client", "tests.people", "tests.serving"]

TEST_URL = "HELPDESK_TEST_DATABASE_URL"
"""A superuser's URL of a PostgreSQL database that the tests may empty; else they start one."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    folder = binaries()
    if folder is None:
        pytest.skip(f"no PostgreSQL here: install its server, or set {TEST_URL}")
    with cluster(folder) as made:
        yield made


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> str:
    given = os.environ.get(TEST_URL)
    if given:
        return given
    made: Cluster = request.getfixturevalue("postgres_cluster")
    return made.url


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def engine_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of the database of this test; the same for all tests on the same engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/test.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
async def sandbox(engine_url: str) -> AsyncIterator[Sandbox]:
    made = SQLiteSandbox(engine_url) if engine_url.startswith("sqlite") else None
    sandbox = made or PostgresSandbox(engine_url)
    await sandbox.open()
    yield sandbox
    await sandbox.close()


@pytest.fixture
async def database(sandbox: Sandbox) -> Sandbox:
    """Migrated, empty, in use; what a test commits is gone in the next one."""
    await sandbox.empty()
    return sandbox
