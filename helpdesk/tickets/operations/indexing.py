"""A ticket put into the search index as it is now, in the transaction that changed it."""

from helpdesk.database import rows
from helpdesk.text.search import write
from helpdesk.tickets.queries.standings import COLUMNS, standing_from
from helpdesk.tickets.searching import TICKETS, facets

MOST_REPLIES = 100
"""Replies that can be found; beyond them the newest are."""


async def index(number: int) -> None:
    """Make the ticket findable by its title, texts, file code and public replies.

    Internal notes are left out: whoever finds a ticket must be able to read why.
    """
    found = await rows(
        f"SELECT {COLUMNS}, title, details, file_code FROM ticket WHERE id = {{}}", number
    )
    said = await rows(
        "SELECT body FROM reply WHERE ticket = {} AND NOT is_internal ORDER BY id DESC LIMIT {}",
        number, MOST_REPLIES,
    )  # fmt: skip
    watchers = await rows("SELECT person FROM watcher WHERE ticket = {} LIMIT 1000", number)
    ticket = found[0]
    body = "\n".join([ticket["details"], *(row["body"] for row in reversed(said))])
    await write(
        TICKETS,
        number,
        {"title": ticket["title"], "summary": ticket["file_code"], "body": body},
        facets(standing_from(ticket), [row["person"] for row in watchers]),
    )
