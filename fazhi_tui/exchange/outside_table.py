"""Outside scores from the table they come in: a column of indicator numbers, one of points.

指标号 │ 指标名称 │ 分值 │ 得分 │ 备注
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from msgspec.structs import replace

from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points, normalise, read_points, show_points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_text
from fazhi_tui.exchange.package import address
from fazhi_tui.exchange.sheets import Grid, read_sheets

LARGEST = 5 * 1024 * 1024
"""The most bytes a CSV file may have."""

_HEADER_WITHIN = 30
_NUMBER = re.compile(r"指标号|指标编号|编号|序号|指标序号")
_SCORE = re.compile(r".*(?:得分|评分|核定分|审核分|赋分)|分数")
_SUM = re.compile(r"合\s*计|总\s*计|小\s*计|总\s*分")
_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]|\s+")


def read_outside_scores(path: Path, roster: Roster) -> dict[str, Points]:
    """The scores (milli-points) by indicator; a row without one says nothing.

    Raises `Refused` with every cell that can't be read.
    """
    for sheet, grid in _grids(path):
        found = _columns(grid)
        if found is not None:
            return _scores(path, sheet, grid, found, roster)
    raise Refused(Problem(Code.SCORES_MISSING, value=path.name, file=str(path)))


def _grids(path: Path) -> Iterator[tuple[str, Grid]]:
    if path.suffix.lower() == ".csv":
        yield "", _csv_grid(path)
        return
    yield from ((sheet.name, sheet.grid) for sheet in read_sheets(path))


def _csv_grid(path: Path) -> Grid:
    text = _text(path)
    try:
        rows = list(csv.reader(StringIO(text, newline="")))
    except csv.Error:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=str(path), file=str(path))) from None
    return [[clean_text(cell).strip() for cell in row] for row in rows]


def _text(path: Path) -> str:
    """A CSV file as offices save it: UTF-8, else GB 18030. Raises `Refused`."""
    name = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except IsADirectoryError:
        raise Refused(Problem(Code.FILE_IS_FOLDER, value=name, file=name)) from None
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise Refused(Problem(Code.FILE_MISSING, value=name, file=name)) from None
    except OSError:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=name, file=name)) from None
    if len(data) > LARGEST:
        size, most = f"{len(data) // 1024 // 1024} MB", f"{LARGEST // 1024 // 1024} MB"
        raise Refused(Problem(Code.FILE_TOO_LARGE, value=size, wanted=most, file=name))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(Problem(Code.FILE_NOT_UTF8, value=name, wanted="UTF-8", file=name))


def _columns(grid: Grid) -> tuple[int, int, int] | None:
    """The row of the header, the column of the numbers and that of the points."""
    for place, row in enumerate(grid[:_HEADER_WITHIN]):
        number, score = _place(row, _NUMBER), _place(row, _SCORE)
        if number is not None and score is not None:
            return place, number, score
    return None


def _place(row: Sequence[str], heading: re.Pattern[str]) -> int | None:
    plain = [_IN_BRACKETS.sub("", cell) for cell in row]
    return next((i for i, cell in enumerate(plain) if heading.fullmatch(cell)), None)


def _scores(
    path: Path, sheet: str, grid: Grid, found: tuple[int, int, int], roster: Roster
) -> dict[str, Points]:
    header, number, score = found
    scores: dict[str, Points] = {}
    problems: list[Problem] = []
    for place, row in enumerate(grid[header + 1 :], header + 1):
        no, text = (normalise(row[at]) if at < len(row) else "" for at in (number, score))
        if not text or not no or any(_SUM.search(cell) for cell in row[:score] if len(cell) < 12):
            continue
        at = f"{sheet}!{address(place, score)}" if sheet else ""
        line = 0 if sheet else place + 1
        try:
            points = read_points(text, 1, at)
            worth = roster.indicator(no).worth
        except Refused as refused:
            problems += [_located(problem, path, at, line) for problem in refused.problems]
            continue
        if no in scores:
            problems.append(Problem(Code.DUPLICATE, at, no, file=str(path), line=line))
        elif not 0 <= points <= worth:
            problem = Problem(Code.OUT_OF_RANGE, at, text, f"0-{show_points(worth)}")
            problems.append(_located(problem, path, at, line))
        scores[no] = points
    if problems:
        raise Refused(*problems)
    return scores


def _located(problem: Problem, path: Path, at: str, line: int) -> Problem:
    return replace(problem, path=at, file=str(path), line=line)
