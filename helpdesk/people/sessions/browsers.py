"""What a browser calls itself, in the words of its owner; pure."""

from helpdesk.errors import Message, message

# The order matters: Edge and Cốc Cốc also call themselves Chrome, and Chrome calls itself Safari.
_PRODUCTS = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Zalo", "Zalo"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> Message | str:
    """ "Chrome on Windows" for the usual ones, what is known of others, "" where nothing is."""
    browser, system = _named(_PRODUCTS, user_agent), _named(_SYSTEMS, user_agent)
    if browser and system:
        return message("{browser} on {system}", browser=browser, system=system)
    return browser or system


def _named(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in table if sign in user_agent), "")
