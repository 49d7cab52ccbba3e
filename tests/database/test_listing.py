"""Keyset pages lead forwards and back over the same rows, whatever stands in the address."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.database.listing import Cursor, Listing, page_of, read_cursor


def read(rows: list[int], text: str | None, size: int) -> Listing[int]:
    """What a query does: newest first, from the cursor on, one more than a page."""
    cursor = read_cursor(text)
    found = sorted(rows, reverse=True)
    if cursor is not None and cursor.backwards:
        found = sorted(row for row in rows if row > cursor.keys[0])
    elif cursor is not None:
        found = [row for row in found if row < cursor.keys[0]]
    return page_of(found[: size + 1], cursor, size, key=lambda row: (row,))


@given(st.sets(st.integers(1, 500), max_size=60), st.integers(1, 7))
def test_following_the_cursors_shows_every_row_once_and_leads_back(
    rows: set[int], size: int
) -> None:
    pages = [read(list(rows), None, size)]
    while pages[-1].older:
        pages.append(read(list(rows), pages[-1].older, size))
    seen = [row for page in pages for row in page.rows]
    assert seen == sorted(rows, reverse=True)
    for page, following in pairwise(pages):
        assert read(list(rows), following.newer, size).rows == page.rows
    assert pages[0].newer is None


@pytest.mark.parametrize(
    "text", [None, "", "a", "x5", "a5.6", "a-", "a5;", "a" + "9" * 30, "a٥", "b5\n", "a 5"]
)
def test_whatever_is_not_a_cursor_is_the_first_page(text: str | None) -> None:
    assert read_cursor(text) is None


def test_a_cursor_survives_its_own_text() -> None:
    for cursor in (Cursor((5,)), Cursor((3, 77), backwards=True), Cursor((-1,))):
        assert read_cursor(str(cursor), keys=len(cursor.keys)) == cursor
