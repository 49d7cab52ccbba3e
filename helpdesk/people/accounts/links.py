"""Single-use links and the tokens in them: 256 random bits, of which only a hash is kept. Pure."""

import hashlib
import secrets

from helpdesk.clock import DAY, Instant
from helpdesk.people.accounts.tables import LinkKind

LIFETIMES: dict[LinkKind, Instant] = {
    LinkKind.invite: 7 * DAY,
    LinkKind.reset: 2 * DAY,
    LinkKind.first_administrator: DAY,
}


def new_token() -> str:
    """A token that cannot be guessed: 43 characters for an address or a cookie."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """SHA-256 as hex. No salt is needed: the token is random."""
    return hashlib.sha256(token.encode()).hexdigest()


def kind_for(has_password: bool) -> LinkKind:
    """Who never chose a password is invited again."""
    return LinkKind.reset if has_password else LinkKind.invite
