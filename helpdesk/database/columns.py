"""The two columns that every table says the same way: its key, and its references."""

from typing import Any

from piccolo.columns import BigSerial, ForeignKey, OnDelete
from piccolo.table import Table


def identity() -> BigSerial:
    """A 64-bit key that the database counts up."""
    return BigSerial(primary_key=True)


def reference(table: type[Table] | str, *, optional: bool = False) -> ForeignKey[Any]:
    """A row of `table`, which cannot be deleted while it is referred to.

    A string names a table of the same module, for a table that refers to itself.
    """
    return ForeignKey(table, null=optional, on_delete=OnDelete.restrict)
