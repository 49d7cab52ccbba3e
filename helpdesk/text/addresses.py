"""Which addresses a text may link to and load from. Must not know pages."""

import re

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_OUTSIDE = re.compile(r"(?:https?://[^\s\\]+|(?:mailto|tel):[^\s\\]+)\Z", re.IGNORECASE)
# No colon before the first slash (it would be a scheme), no // and no backslash (another host).
_INSIDE = re.compile(
    r"/?(?:[^\s\\/:?#]+(?:/[^\s\\/?#]+)*/?)?(?:\?[^\s\\#]*)?(?:#[^\s\\]*)?\Z",
)
_NAMES_A_PLACE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\\", re.IGNORECASE)


def may_link(address: str) -> bool:
    """The web, mail, telephone, or a place of this site."""
    return bool(_OUTSIDE.match(address) or _INSIDE.match(address))


def may_load(address: str) -> bool:
    """Only from this site: closed networks reach no other, and nobody else learns who reads."""
    return bool(address) and bool(_INSIDE.match(address))


def is_relative(address: str) -> bool:
    """Whether it depends on where the text stands: no scheme, no host, not only a fragment."""
    return bool(address) and not _NAMES_A_PLACE.match(address)
