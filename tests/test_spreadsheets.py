"""Exports open in Excel, keep Vietnamese and run nothing."""

import csv
import io
from collections.abc import AsyncIterator

import pytest
from openpyxl import load_workbook

from helpdesk.web.spreadsheets import Row, csv_chunks, harmless, xlsx_chunks

HEADER = ("Số", "Việc")
HOSTILE = ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\uff1d1"]  # the last is a full-width sign

pytestmark = pytest.mark.anyio


async def batches() -> AsyncIterator[list[Row]]:
    yield [(1, "Đường truyền chập chờn"), (2, HOSTILE[0])]
    yield [(3, "có, dấu phẩy\nvà xuống dòng \x01")]


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_formula_is_disarmed(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Đường truyền", "", 12, None, "a=b"])
def test_an_ordinary_cell_stays_as_it_is(cell: object) -> None:
    assert harmless(cell) == cell


async def test_csv_comes_in_pieces_with_the_mark_excel_needs() -> None:
    pieces = [piece async for piece in csv_chunks(HEADER, batches())]
    assert len(pieces) == 3
    assert pieces[0].startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"), newline="")))
    assert read[0] == ["Số", "Việc"]
    assert read[1] == ["1", "Đường truyền chập chờn"]
    assert read[2] == ["2", "'=1+1"]


async def test_xlsx_holds_text_where_a_formula_was_typed() -> None:
    content = b"".join([piece async for piece in xlsx_chunks(HEADER, batches())])
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["Số", "Việc"]
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert sheet["A2"].value == 1
    assert sheet["B4"].value == "có, dấu phẩy\nvà xuống dòng "
