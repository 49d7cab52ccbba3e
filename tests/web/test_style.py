"""The look keeps its promises: contrast, old browsers, Vietnamese type, weight."""

import re
from itertools import product
from pathlib import Path

import pytest

from helpdesk.web.assets import load_assets

STATIC = Path(__file__).parents[2] / "helpdesk" / "static"
SHEETS = {path.name: path.read_text("utf-8") for path in sorted((STATIC / "css").glob("*.css"))}
MODULES = {path.stem: path.read_text("utf-8") for path in sorted((STATIC / "js").glob("*.js"))}

TINTS = ("blue", "yellow", "orange", "red", "green", "purple", "grey")
READ = [
    *product(("ink", "soft", "link", "danger"), ("ground", "panel", "hover")),
    *((f"{tint}-ink", tint) for tint in TINTS),
    *product(("white",), ("brand", "brand-deep", "action", "action-deep")),
    ("danger", "red"), ("ink", "blue"), ("soft", "blue"), ("link", "blue"),
]  # fmt: skip
SEEN = [("edge", "ground"), ("edge", "panel"), ("accent", "brand"), ("action", "ground")]
"""Words need 4.5 : 1 (WCAG 1.4.3), the edges of fields and marks 3 : 1 (1.4.11)."""

TOO_NEW = re.compile(
    r"color-mix\(|oklch\(|light-dark\(|:has\(|\[popover|:popover|^\s*&|@container|@scope|@starting-style",
    re.MULTILINE,
)


def tokens(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", sheet))


LIGHT = {"white": "#ffffff", **tokens(SHEETS["10-tokens.css"])}
BY_DEVICE, BY_CHOICE = map(tokens, SHEETS["11-dark.css"].split('[data-theme="dark"]'))


@pytest.mark.parametrize("theme", [LIGHT, {**LIGHT, **BY_CHOICE}], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(READ, 4.5), (SEEN, 3.0)], ids=["words", "edges"])
def test_contrast_is_enough(
    theme: dict[str, str], pairs: list[tuple[str, str]], least: float
) -> None:
    if theme is not LIGHT:
        pairs = [pair for pair in pairs if pair != ("action", "ground")]  # white words carry it
    assert {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := contrast(theme[pair[0]], theme[pair[1]])) < least
    } == {}


def test_dark_is_the_same_by_device_and_by_choice() -> None:
    assert BY_DEVICE == BY_CHOICE


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_suit_the_oldest_browsers(name: str) -> None:
    assert TOO_NEW.findall(SHEETS[name]) == []


@pytest.mark.parametrize("name", SHEETS)
def test_vietnamese_is_neither_shouted_nor_clipped(name: str) -> None:
    assert not re.search(r"uppercase|text-overflow: clip|line-clamp", SHEETS[name])
    heights = [float(h) for h in re.findall(r"line-height: ([\d.]+)[;\s}]", SHEETS[name])]
    assert all(height >= 1.4 for height in heights)


def test_every_behaviour_has_its_module() -> None:
    listed = re.search(r"known = \[(.*?)\]", MODULES["main"], re.DOTALL)
    assert listed
    assert set(re.findall(r'"(\w+)"', listed[1])) | {"main", "drafts", "lighter"} == set(MODULES)


def test_modules_are_small() -> None:
    assert {
        name: text.count("\n") for name, text in MODULES.items() if text.count("\n") > 120
    } == {}


def test_first_visit_is_light() -> None:
    """Everything but the page itself; the page has 30 KB for all together."""
    files = load_assets(STATIC).files
    weight = sum(len(asset.bodies["gzip"]) for asset in files.values())
    assert weight <= 20_000


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours written as #rgb or #rrggbb."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
