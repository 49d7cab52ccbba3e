"""Lists that people bring as CSV or XLSX files, read into rows; must not know what they mean."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from helpdesk.errors import Invalid, Message, Problem, message
from helpdesk.text.folding import clean, fold

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: its number as the spreadsheet shows it, and its cells by heading."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that cannot be taken, and why."""

    line: int
    reason: Message


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do: counts, and every line that stands in its way.

    With any `bad` row nothing was written.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: tuple[BadRow, ...] = ()


def read_list(content: bytes) -> list[Row]:
    """The rows of a CSV file (UTF-8, `,` or `;`) or of an XLSX file's first sheet.

    The first line holds the headings. Raises Invalid for a file that is neither, is empty or
    has more than MOST_ROWS lines. Takes a while: call it in a thread.
    """
    is_workbook = content.startswith(b"PK\x03\x04")
    lines = _sheet(content) if is_workbook else _csv(content)
    if len(lines) < 2:
        raise _unreadable(message("The file has no rows under its headings."))
    if len(lines) - 1 > MOST_ROWS:
        raise _unreadable(message("The file has more than {most} rows.", most=MOST_ROWS))
    headings = [heading_key(heading) for heading in lines[0]]
    rows = (Row(n, _by_heading(headings, line)) for n, line in enumerate(lines[1:], 2))
    return [row for row in rows if any(row.cells.values())]


def heading_key(heading: str) -> str:
    """Headings compare without accents, case and spaces: "Họ và tên" is `ho_va_ten`."""
    return "_".join(fold(heading).replace("-", " ").split())


def _by_heading(headings: Sequence[str], line: Sequence[str]) -> dict[str, str]:
    return dict(zip(headings, line, strict=False))


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text_is_foreign = message("The file is not in UTF-8; save it as “CSV UTF-8” or as XLSX.")
        raise _unreadable(text_is_foreign) from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return _cleaned(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise _unreadable(message("The file is not a readable CSV file.")) from None


def _sheet(content: bytes) -> list[list[str]]:
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return _cleaned(workbook.worksheets[0].iter_rows(values_only=True))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError):
        raise _unreadable(message("The file is not a readable XLSX file.")) from None


def _cleaned(lines: Iterable[Iterable[object]]) -> list[list[str]]:
    return [[_cell(cell) for cell in line] for line, _ in zip(lines, range(MOST_ROWS + 2))]  # noqa: B905


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(clean(str(value)).split())


def _unreadable(reason: Message) -> Invalid:
    return Invalid([Problem("", reason)])
