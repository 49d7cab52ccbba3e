"""How tickets stand in the search index: which words, and whose lists they are in.

Says what to index and asks nothing.
"""

from collections.abc import Iterable

from helpdesk.text.search import Index
from helpdesk.tickets.lifecycle import FACTS
from helpdesk.tickets.standing import Standing

TICKETS = Index("ticket_search", of="ticket", numbered=True)


def facets(ticket: Standing, watchers: Iterable[int]) -> list[str]:
    """One word for each list that the ticket is in; see `narrowing.Searching`."""
    found = [
        f"province:{ticket.province}",
        f"unit:{ticket.unit}",
        f"requester:{ticket.requester}",
        *(f"watcher:{person}" for person in watchers),
    ]
    if ticket.is_shared:
        found.append(f"shared:{ticket.unit}")
    if ticket.team is not None:
        found.append(f"team:{ticket.team}")
    if ticket.assignee is not None:
        found.append(f"assignee:{ticket.assignee}")
    if FACTS[ticket.status].is_open:
        found += [f"open{name}" for name in found if not name.startswith("watcher")]
        found += [f"unassigned:{ticket.province}"] if ticket.assignee is None else []
    return found
