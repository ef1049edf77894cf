"""The table an office really has: its header found, its merged cells filled, its rows as texts.

    序号 │ 一级指标（分值） │ 二级指标 │ 三级指标 │ 评分标准 │ 分值 │ 牵头单位 │ 配合单位

The header may stand in any of the first rows and be spelt in many ways; the first columns are
usually merged over many rows.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.exchange.sheets import Grid, Sheet, read_sheets

_HEADER_WITHIN = 30
_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]|\s+")
_SUMS = re.compile(r"合\s*计|总\s*计|小\s*计|总\s*分")

_ROLES: tuple[tuple[str, str], ...] = (
    ("no", r"序号|编号|指标编号|指标号"),
    ("area", r"一级(?:指标)?|指标类别|考核类别|类别"),
    ("group", r"二级(?:指标)?|考核项目|项目"),
    ("indicator", r"三级(?:指标)?|考核内容|指标内容|指标名称|评估指标|考核指标|指标"),
    ("rules", r"(?:评分|计分|扣分|考核|评估)(?:标准|细则|办法|方法|规则)"),
    ("criterion", r"(?:指标|工作|考核|目标|内容|建设)(?:要求|说明|标准|解释)"),
    ("worth", r"分值|分数|标准分|满分|基本分"),
    ("evidence", r"(?:印证|佐证|证明|备查|支撑)材料|材料清单|需提供(?:的)?材料"),
    ("judged", r"(?:评测|评价|考核|测评|核查|评估)方式"),
    ("lead", r"牵头(?:责任)?(?:单位|部门)|牵头|主要责任单位"),
    ("supporting", r".*(?:配合|协助|参与|协办)(?:单位|部门)?"),
    ("competent", r"(?:责任|主管|承办|分解)(?:单位|部门)"),
    ("leader", r"(?:责任|分管|牵头|主管)领导"),
    ("person", r"(?:具体)?责任人|联系人|经办人"),
    ("due", r".*(?:时限|时间|期限)"),
    ("", r"自评.*|核定.*|得分|扣分|.*说明|备注|.*情况"),
)
"""What the columns are for, and how their headings may read; "" are those of no use here."""

_SPELT = [(role, re.compile(words)) for role, words in _ROLES]


class Cell(Struct, frozen=True):
    """The text of a cell, where it is (`责任分解!C7`), and the cell whose text it really is."""

    text: str = ""
    at: str = ""
    origin: tuple[int, int] = (0, 0)


class Line(Struct, frozen=True):
    """A row of the table: its cells by what they are for."""

    cells: dict[str, Cell]

    def __getitem__(self, role: str) -> Cell:
        return self.cells.get(role, Cell())


class Table(Struct, frozen=True):
    """What a sheet holds: the words above the header, and the rows below it."""

    title: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def read_table(path: Path, sheet: str = "") -> Table:
    """The table of the sheet of that name, else the longest there is. Raises `Refused`.

    Tables in other sheets that stay behind are told.
    """
    sheets = read_sheets(path)
    named = [one for one in sheets if one.name == sheet] if sheet else sheets
    if not named:
        names = "、".join(one.name for one in sheets)
        raise Refused(Problem(Code.SHEET_MISSING, value=sheet, wanted=names, file=str(path)))
    tables = [
        (one.name, _table(path, one, found))
        for one in named
        if (found := _header(one.grid)) is not None
    ]
    if not tables:
        raise Refused(Problem(Code.HEADER_MISSING, value=sheet or path.name, file=str(path)))
    chosen, table = max(tables, key=lambda one: len(one[1].lines))
    others = "、".join(name for name, _ in tables if name != chosen)
    if not others:
        return table
    left = Problem(
        Code.SHEETS_LEFT, value=others, wanted=chosen, file=str(path), severity=Severity.WARNING
    )
    return Table(table.title, table.lines, (left, *table.problems))


def _header(grid: Grid) -> tuple[int, int, dict[int, str]] | None:
    """The row of the header, the first of the data, and what each column is for."""
    best: tuple[int, dict[int, str]] | None = None
    most = 0
    for place, row in enumerate(grid[:_HEADER_WITHIN]):
        roles = _roles(row)
        named = set(roles.values())
        if {"rules", "indicator"} <= named and len(named) > most:
            best, most = (place, roles), len(named)
    if best is None:
        return None
    place, roles = best
    second = _roles(grid[place + 1]) if place + 1 < len(grid) else {}
    if len(second) < 2:  # a header of one row
        return place, place + 1, roles
    return place, place + 2, {**roles, **second}


def _roles(row: Sequence[str]) -> dict[int, str]:
    found = ((column, _role(cell)) for column, cell in enumerate(row))
    return {column: role for column, role in found if role is not None}


def _role(heading: str) -> str | None:
    plain = _IN_BRACKETS.sub("", heading)
    return next((role for role, words in _SPELT if plain and words.fullmatch(plain)), None)


def _table(path: Path, sheet: Sheet, header: tuple[int, int, dict[int, str]]) -> Table:
    first, start, columns = header
    grid, merged = sheet.grid, sheet.merged
    columns = _places(columns)
    origins = {
        (row, column): top
        for top, bottom in merged
        for row in range(top[0], min(bottom[0], len(grid) - 1) + 1)
        for column in range(top[1], bottom[1] + 1)
    }
    title = max((cell for row in grid[:first] for cell in row), key=len, default="")
    lines = []
    for row in range(start, len(grid)):
        cells: dict[str, Cell] = {}
        for column, role in columns.items():
            top = origins.get((row, column), (row, column))
            text = _cell(grid, *top)
            cells[role] = Cell(text, f"{sheet.name}!{_address(row, column)}", top)
        if any(cell.text for cell in cells.values()) and not _is_no_item(grid[row]):
            lines.append(Line(cells))
    ignored = _ignored(path, sheet, range(first, start), columns)
    return Table(title, tuple(lines), tuple(ignored))


def _ignored(path: Path, sheet: Sheet, heads: range, columns: dict[int, str]) -> Iterator[Problem]:
    """A note for each column that says something and is not taken over."""
    for column, heading in enumerate(sheet.grid[heads[0]]):
        lower = _cell(sheet.grid, heads[-1], column)
        told = heading or lower
        says = any(_cell(sheet.grid, row, column) for row in range(heads.stop, len(sheet.grid)))
        if told and says and column not in columns:
            at = f"{sheet.name}!{_address(heads[0], column)}"
            yield Problem(Code.COLUMN_IGNORED, at, told, file=str(path), severity=Severity.WARNING)


def _places(columns: dict[int, str]) -> dict[int, str]:
    """What each column is for, each use once; a column of points belongs to the level before it."""
    used: dict[int, str] = {}
    level = "indicator"
    leads = "lead" in columns.values()
    for column, role in sorted(columns.items()):
        if role in {"area", "group", "indicator", "rules"}:
            level = role
        name = role
        if role == "worth" and level in {"area", "group"}:
            name = f"{level}_worth"
        elif role == "competent" and not leads:
            name = "lead"
        if name and name not in used.values():
            used[column] = name
    return used


def _cell(grid: Grid, row: int, column: int) -> str:
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def _is_no_item(row: Sequence[str]) -> bool:
    """Whether a row only adds up, or is the header once more (on the next printed page)."""
    first = next((cell for cell in row if cell), "")
    again = {"rules", "indicator"} <= set(_roles(row).values())
    return again or (len(first) <= 12 and _SUMS.search(first) is not None)


def _address(row: int, column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"
