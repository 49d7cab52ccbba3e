"""The verbs of tickets; nothing else writes them. They know no request, template or language.

Every verb raises NotAllowed (hidden for a ticket that `by` may not see), Stale (409) when it no
longer fits or the ticket changed since `revision`, Invalid with the fields' problems; answers the
ticket's number. With the same `key` and content it is done once, and answered the same again.
"""

from helpdesk.tickets.operations.closing import (
    cancel,
    close_silent,
    confirm,
    mark_duplicate,
    reopen,
    resolve,
)
from helpdesk.tickets.operations.conversation import note, reply, share, watch
from helpdesk.tickets.operations.departing import hand_over_all
from helpdesk.tickets.operations.guiding import (
    accept_guide,
    attach_guide,
    detach_guide,
    stuck_at_step,
)
from helpdesk.tickets.operations.handling import (
    assign,
    await_outside,
    await_requester,
    classify,
    prioritise,
    resume,
    take,
)
from helpdesk.tickets.operations.reporting import may_file_for, open_ticket

__all__ = [
    "accept_guide",
    "assign",
    "attach_guide",
    "await_outside",
    "await_requester",
    "cancel",
    "classify",
    "close_silent",
    "confirm",
    "detach_guide",
    "hand_over_all",
    "mark_duplicate",
    "may_file_for",
    "note",
    "open_ticket",
    "prioritise",
    "reopen",
    "reply",
    "resolve",
    "resume",
    "share",
    "stuck_at_step",
    "take",
    "watch",
]
