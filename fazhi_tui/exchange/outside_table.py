"""Outside scores from the table they come in: a column of indicator numbers, one of points.

指标号 │ 指标名称 │ 分值 │ 得分 │ 备注
"""

import csv
import re
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from msgspec.structs import replace

from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points, normalise, read_points, show_points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_text
from fazhi_tui.exchange.package import bytes_of
from fazhi_tui.exchange.sheets import Grid, Sheet, read_sheets
from fazhi_tui.exchange.tables import Cell, Heads, Line, tables

_HEADS = Heads(
    (
        ("no", re.compile(r"指标号|指标编号|编号|序号|指标序号")),
        ("score", re.compile(r".*(?:得分|评分|核定分|审核分|赋分)|分数")),
    ),
    frozenset({"no", "score"}),
)


def read_outside_scores(path: Path, roster: Roster) -> dict[str, Points]:
    """The scores (milli-points) by indicator; a row without one says nothing.

    Raises `Refused` with every cell that can't be read.
    """
    for table in tables(path, _sheets(path), _HEADS, _each_once):
        return _scores(path, table.lines, roster)
    raise Refused(Problem(Code.SCORES_MISSING, value=path.name, file=str(path)))


def _sheets(path: Path) -> list[Sheet]:
    return [Sheet("", _rows(path), ())] if path.suffix.lower() == ".csv" else read_sheets(path)


def _rows(path: Path) -> Grid:
    """The cells of a CSV file."""
    try:
        rows = list(csv.reader(StringIO(_text(path), newline="")))
    except csv.Error:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=str(path), file=str(path))) from None
    return [[clean_text(cell).strip() for cell in row] for row in rows]


def _text(path: Path) -> str:
    """A CSV file as offices save it: UTF-8, else GB 18030. Raises `Refused`."""
    data, name = bytes_of(path), str(path)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(Problem(Code.FILE_NOT_UTF8, value=name, wanted="UTF-8", file=name))


def _each_once(columns: dict[int, str]) -> dict[int, str]:
    """The first column of each use."""
    first = {role: column for column, role in sorted(columns.items(), reverse=True)}
    return {column: role for role, column in first.items()}


def _scores(path: Path, lines: Iterable[Line], roster: Roster) -> dict[str, Points]:
    scores: dict[str, Points] = {}
    problems: list[Problem] = []
    read: set[tuple[int, int]] = set()
    for line in lines:
        no, score = normalise(line["no"].text), line["score"]
        if not no or not score.text or score.origin in read:  # merged, it is told once
            continue
        read.add(score.origin)
        try:
            points = read_points(score.text, 1)
            worth = roster.indicator(no).worth
            if no in scores:
                raise Refused(Problem(Code.DUPLICATE, value=no))
            if points > worth:
                told = f"0-{show_points(worth)}"
                raise Refused(Problem(Code.OUT_OF_RANGE, value=score.text, wanted=told))
            scores[no] = points
        except Refused as refused:
            problems += [_located(problem, path, score) for problem in refused.problems]
    if problems:
        raise Refused(*problems)
    return scores


def _located(problem: Problem, path: Path, cell: Cell) -> Problem:
    """A problem with its cell; in a CSV file with its line."""
    at, line = ("", cell.origin[0] + 1) if cell.at.startswith("!") else (cell.at, 0)
    return replace(problem, path=at, file=str(path), line=line)
