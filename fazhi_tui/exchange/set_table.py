"""The table an office really has: its header found, its merged cells filled, its rows as texts.

    序号 │ 一级指标（分值） │ 二级指标 │ 三级指标 │ 评分标准 │ 分值 │ 牵头单位 │ 配合单位

The header may stand in any of the first rows and be spelt in many ways; the first columns are
usually merged over many rows.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from fazhi_tui.domain.points import plain_decimal
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.text import LONGEST, clean_text

LARGEST = 50 * 1024 * 1024
"""The most bytes that all parts of a workbook may have when unpacked."""

_MOST_CELLS = 1_000_000
_HEADER_WITHIN = 30
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
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
    ("", r"责任领导|分管领导|责任人|联系人|.*时限|自评.*|核定.*|得分|扣分|.*说明|备注|.*情况"),
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


Grid = list[list[str]]
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


def read_table(path: Path) -> Table:
    """The table of the first sheet that has one. Raises `Refused`."""
    for sheet, grid, merged in _sheets(path):
        found = _header(grid)
        if found is not None:
            return _table(path, sheet, grid, merged, found)
    raise Refused(Problem(Code.HEADER_MISSING, value=path.name, file=str(path)))


def _sheets(path: Path) -> Iterator[tuple[str, Grid, Merged]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _check_size(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                rows = sheet.to_python(skip_empty_area=False)
                grid = [[_text(value) for value in row] for row in rows]
                yield name, grid, sheet.merged_cell_ranges or []
    except (CalamineError, OSError, ValueError) as wrong:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=str(path), file=str(path))) from wrong


def _check_size(path: Path) -> None:
    """Refuse what is no workbook, or what would fill the memory. Raises `Refused`."""
    name = str(path)
    if not path.exists():
        raise Refused(Problem(Code.FILE_MISSING, value=name, file=name))
    if path.is_dir():
        raise Refused(Problem(Code.FILE_IS_FOLDER, value=name, file=name))
    try:
        with zipfile.ZipFile(path) as parts:
            if "xl/workbook.xml" not in parts.namelist():
                raise Refused(Problem(Code.FORMAT_UNKNOWN, value=path.name, wanted="xlsx"))
            size = sum(part.file_size for part in parts.infolist())
            if size > LARGEST:
                _too_large(name, f"{size // 1024 // 1024} MB", f"{LARGEST // 1024 // 1024} MB")
            for part in parts.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    _check_extent(name, parts.read(part))
    except zipfile.BadZipFile:
        raise Refused(Problem(Code.FORMAT_UNKNOWN, value=path.name, wanted="xlsx")) from None
    except (OSError, NotImplementedError, RuntimeError):  # a password, an unknown compression
        raise Refused(Problem(Code.FILE_UNREADABLE, value=name, file=name)) from None


def _check_extent(name: str, xml: bytes) -> None:
    """A single cell far out makes a sheet of a thousand million cells."""
    columns = rows = 1
    for found in _CELL.finditer(xml):
        columns = max(columns, _column_number(found.group(1).decode()))
        rows = max(rows, int(found.group(2)))
    if columns * rows > _MOST_CELLS:
        _too_large(name, f"{rows} x {columns}", f"{_MOST_CELLS}")


def _too_large(name: str, value: str, wanted: str) -> None:
    raise Refused(Problem(Code.FILE_TOO_LARGE, value=value, wanted=wanted, file=name))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return plain_decimal(Decimal(str(value)))
    return clean_text(str(value)).strip()[:LONGEST]


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


def _table(
    path: Path, sheet: str, grid: Grid, merged: Merged, header: tuple[int, int, dict[int, str]]
) -> Table:
    first, start, columns = header
    columns = _places(columns)
    problems = [
        Problem(
            Code.COLUMN_IGNORED,
            f"{sheet}!{_address(first, column)}",
            heading,
            file=str(path),
            severity=Severity.WARNING,
        )
        for column, heading in enumerate(grid[first])
        if heading and column not in columns and _role(heading) is None
    ]
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
            cells[role] = Cell(text, f"{sheet}!{_address(row, column)}", top)
        if any(cell.text for cell in cells.values()) and not _is_sum(grid[row]):
            lines.append(Line(cells))
    return Table(title, tuple(lines), tuple(problems))


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


def _is_sum(row: Sequence[str]) -> bool:
    first = next((cell for cell in row if cell), "")
    return len(first) <= 12 and _SUMS.search(first) is not None


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _address(row: int, column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"
