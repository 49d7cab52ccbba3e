"""Who may enter a route at all; what they may do there is decided by the rules of each room."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

from helpdesk.errors import NotAllowed
from helpdesk.people.viewer import Role, Viewer

Connection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]


# Coroutines although they wait for nothing: Litestar sends a plain function to a thread.
async def signed_in(connection: Connection, handler: BaseRouteHandler) -> None:
    """401 for strangers; pages for people turn it into a way to sign in and back."""
    if connection.scope.get("user") is None:
        raise NotAuthorizedException


def needs(*roles: Role) -> Guard:
    """A guard for those who hold at least one of the roles: 401 for strangers, 403 for others."""

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        await signed_in(connection, handler)
        viewer: Viewer = connection.scope["user"]
        if not viewer.holds(roles):
            raise NotAllowed

    return guard
