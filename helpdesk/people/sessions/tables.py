"""Tables of sessions and of attempts to sign in; no token and no address book stands here."""

from piccolo.columns import BigInt, Boolean, Text

from helpdesk.database import Table, identity, reference
from helpdesk.people.accounts.tables import Person


class Session(Table, tablename="session"):
    """A browser that is signed in. `token_hash` is the SHA-256 of the token in its cookie.

    `expires_at` moves with use, up to a limit counted from `created_at`; `last_seen_at` is
    written at most every five minutes.
    """

    id = identity()
    token_hash = Text(unique=True)
    person = reference(Person)
    is_shared = Boolean(default=False)
    user_agent = Text(default="")
    address = Text(default="")
    created_at = BigInt()
    last_seen_at = BigInt()
    expires_at = BigInt()


class SignInAttempt(Table, tablename="sign_in_attempt"):
    """One try. `account` is the SHA-256 of the typed e-mail: people type passwords there too."""

    id = identity()
    account = Text()
    address = Text()
    has_succeeded = Boolean(default=False)
    attempted_at = BigInt()
