"""Pages for signing in and out, using a link, and looking after one's own account."""

from typing import Any

from helpdesk.people.sessions.routes import links, me, signing

handlers: list[Any] = [*signing.handlers, *links.handlers, *me.handlers]
