"""Where Piccolo looks for the engine when it was given none; knows only which one is in use."""

from typing import Any


def __getattr__(name: str) -> Any:
    from helpdesk.database.engine import current

    if name == "DB":
        return current()
    raise AttributeError(name)
