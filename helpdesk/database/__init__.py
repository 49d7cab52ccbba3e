"""Where rows live: engines, transactions, migrations, receipts, files; knows no feature."""

from piccolo.table import Table

from helpdesk.clock import Instant
from helpdesk.database.columns import identity, reference
from helpdesk.database.engine import dialect, rows, transaction, tuples
from helpdesk.database.receipts import idempotent

__all__ = [
    "Instant",
    "Table",
    "dialect",
    "idempotent",
    "identity",
    "reference",
    "rows",
    "transaction",
    "tuples",
]
