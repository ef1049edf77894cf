"""The cells of a workbook, as python-calamine reads them, whatever the file is made of.

Old compound files (xls, et) are read in a process of their own: the reader of that format can be
brought down by a damaged file, or by one cell far out, and must not take the program with it.
"""

import io
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from types import TracebackType
from typing import TypeAlias

import msgspec
from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.exchange.entries import Raw
from fazhi_tui.exchange.package import MOST_CELLS, Package

Grid: TypeAlias = list[list[Raw]]
Range: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

_LONGEST_WAIT = 60
"""Seconds that the process may take."""

_MOST_MEMORY = 1 << 31
_DAY, _OTHER = "d", "t"


class Sheet(Struct):
    """One sheet: its cells from the first row and column, and what is merged (corners, from 0)."""

    name: str
    grid: Grid
    merged: list[Range]


def read_cells(package: Package, file: str) -> list[Sheet]:
    """All sheets of a workbook that was looked at before. Raises `Refused`."""
    try:
        with _NoPanic(file):
            if package.kind == "xls" and sys.executable:
                return _apart(package.data, file)
            return sheets_in(package.data, file)
    except (OSError, ValueError) as wrong:
        raise Refused(Problem(Code.FILE_DAMAGED, value=file, file=file)) from wrong


def sheets_in(data: bytes, file: str) -> list[Sheet]:
    """The sheets, read here. Raises `Refused`, `OSError`, `ValueError`."""
    from python_calamine import CalamineError, CalamineWorkbook

    found: list[Sheet] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if (sheet.total_height + 1) * (sheet.total_width + 1) > MOST_CELLS:
                size = f"{sheet.total_height + 1} x {sheet.total_width + 1}"
                told = Problem(Code.SHEET_TOO_LARGE, name, size, f"{MOST_CELLS}", file=file)
                raise Refused(told)
            grid = sheet.to_python(skip_empty_area=False)
            found.append(Sheet(name, grid, sheet.merged_cell_ranges or []))
    except CalamineError as wrong:
        raise ValueError(str(wrong)) from wrong
    return found


class _NoPanic:
    """Turns the reader's own breakdown, which is no ordinary error, into a refusal."""

    def __init__(self, file: str) -> None:
        self._file = file

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise Refused(Problem(Code.FILE_DAMAGED, value=self._file, file=self._file))


# ── in a process of its own ──────────────────────────────────────────────────────────────────


def _apart(data: bytes, file: str) -> list[Sheet]:
    import subprocess

    command = [sys.executable, "-m", "fazhi_tui.exchange.workbook_cells"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_LONGEST_WAIT, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise ValueError("not read in time") from late
    if done.returncode == _TOO_LARGE:
        raise Refused(Problem(Code.SHEET_TOO_LARGE, wanted=f"{MOST_CELLS}", file=file))
    if done.returncode:
        raise ValueError("not read")
    plain = msgspec.json.decode(done.stdout, type=list[_Plain])
    return [
        Sheet(sheet.name, [[_back(cell) for cell in row] for row in sheet.grid], sheet.merged)
        for sheet in plain
    ]


_TOO_LARGE = 3


class _Plain(Struct):
    name: str
    grid: list[list[str | float | bool | tuple[str, str]]]
    merged: list[Range]


def _forth(cell: Raw) -> str | float | bool | tuple[str, str]:
    if isinstance(cell, datetime | date):
        return _DAY, cell.isoformat()[:10]
    return (_OTHER, str(cell)) if isinstance(cell, time | timedelta) else cell


def _back(cell: str | float | bool | tuple[str, str]) -> Raw:
    if not isinstance(cell, tuple):
        return cell
    kind, text = cell
    return date.fromisoformat(text) if kind == _DAY else time()


def _read_for_another() -> int:
    """Read the workbook on stdin and write its cells to stdout as JSON."""
    with suppress(ImportError):  # Windows knows no such limit
        from resource import RLIMIT_AS, setrlimit

        setrlimit(RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    try:
        found = sheets_in(sys.stdin.buffer.read(), "")
    except Refused:
        return _TOO_LARGE
    plain = [
        _Plain(sheet.name, [[_forth(cell) for cell in row] for row in sheet.grid], sheet.merged)
        for sheet in found
    ]
    sys.stdout.buffer.write(msgspec.json.encode(plain))
    return 0


if __name__ == "__main__":
    sys.exit(_read_for_another())
