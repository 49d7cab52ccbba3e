"""Where files that are not code lie: beside the packages in a checkout, inside in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """`templates`, `content`, `static` or `locale`, wherever this copy was installed."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
