"""Lists handed out as CSV or XLSX, row by row; must not know what the rows mean.

A cell that a spreadsheet program would run as a formula is always written as text.
"""

import csv
import io
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import IO, Any

from anyio import to_thread
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

Row = Sequence[object]
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_CHUNK = 64 * 1024


def harmless(cell: object) -> object:
    """The cell for a CSV file: text that begins like a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


async def csv_chunks(header: Row, batches: AsyncIterator[Iterable[Row]]) -> AsyncIterator[bytes]:
    """A CSV file in pieces: UTF-8 with the mark that Excel needs, commas, CRLF."""
    yield b"\xef\xbb\xbf" + _lines([header])
    async for batch in batches:
        yield _lines(batch)


async def xlsx_chunks(header: Row, batches: AsyncIterator[Iterable[Row]]) -> AsyncIterator[bytes]:
    """An XLSX file in pieces; it is put together on disk first, as its format demands."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, name) for name in header])
    async for batch in batches:
        await to_thread.run_sync(_append, sheet, list(batch))
    with tempfile.TemporaryFile() as file:
        await to_thread.run_sync(workbook.save, file)
        file.seek(0)
        while chunk := await to_thread.run_sync(_read, file):
            yield chunk


def _lines(rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _append(sheet: Any, rows: list[Row]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: object) -> object:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell


def _bold(sheet: Any, name: object) -> object:
    cell = WriteOnlyCell(sheet, str(name))
    cell.font = Font(bold=True)
    return cell


def _read(file: IO[bytes]) -> bytes:
    return file.read(_CHUNK)
