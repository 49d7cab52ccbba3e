"""Numbers of rows as they come in addresses and forms; pure."""

MOST = 2**63 - 1


def row_number(given: int | str) -> int:
    """The number of a row; 0, which no row has, for whatever cannot be one."""
    if isinstance(given, str):
        given = int(given) if given.isascii() and given.isdigit() and len(given) < 20 else 0
    return given if 0 < given <= MOST else 0
