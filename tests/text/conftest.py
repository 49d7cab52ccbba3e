"""An index of sample notes, on the engine of the test; and how properties are tried."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from helpdesk.database import rows
from helpdesk.text import search
from tests.sandboxes import Sandbox

# The same examples in every run, however slow the machine is.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

NOTES = search.Index("note_search", of="note", numbered=True)


@pytest.fixture
async def notes(database: Sandbox) -> AsyncIterator[search.Index]:
    """An empty index, and its table `note` with a column `is_open`."""
    await rows("CREATE TABLE note (id BIGINT PRIMARY KEY, is_open BOOLEAN NOT NULL)")
    for statement in search.statements(NOTES)[database.engine.dialect]:
        await rows(statement)
    yield NOTES
    if database.engine.dialect == "postgres":
        await rows("DROP FUNCTION note_search_any, note_search_of")
    for table in ("note_search_word", "note_search", "note"):
        await rows(f"DROP TABLE {table}")
