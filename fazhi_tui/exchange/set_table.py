"""The table that a set is drafted from: its columns by their headings.

序号 │ 一级指标（分值） │ 二级指标 │ 三级指标 │ 评分标准 │ 分值 │ 牵头单位 │ 配合单位
"""

import re
from pathlib import Path

from msgspec.structs import replace

from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.exchange.guessing import ORDINAL
from fazhi_tui.exchange.sheets import read_sheets
from fazhi_tui.exchange.tables import Heads, Table, tables

ROLES: tuple[tuple[str, str], ...] = (
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

_HEADS = Heads(
    tuple((role, re.compile(words)) for role, words in ROLES), frozenset({"rules", "indicator"})
)

NUMBERING = re.compile(
    rf"^\s*(?:[(（]{ORDINAL}{{1,3}}[)）]|(?![0-9]){ORDINAL}{{1,3}}[、.．]"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3})*[、.．\s](?![0-9]))\s*"
)
"""The number before a name: 一、 （二） 3. 4.1."""


def read_table(path: Path, sheet: str = "") -> Table:
    """The table of the sheet of that name, else the longest there is. Raises `Refused`.

    Tables in other sheets that stay behind are told.
    """
    sheets = read_sheets(path)
    named = [one for one in sheets if one.name == sheet] if sheet else sheets
    if not named:
        names = "、".join(one.name for one in sheets)
        raise Refused(Problem(Code.SHEET_MISSING, value=sheet, wanted=names, file=str(path)))
    found = list(tables(path, named, _HEADS, _places))
    if not found:
        raise Refused(Problem(Code.HEADER_MISSING, value=sheet or path.name, file=str(path)))
    table = max(found, key=lambda one: len(one.lines))
    others = "、".join(one.sheet for one in found if one is not table)
    if not others:
        return table
    told = Severity.WARNING
    left = Problem(
        Code.SHEETS_LEFT, value=others, wanted=table.sheet, file=str(path), severity=told
    )
    return replace(table, problems=(left, *table.problems))


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
