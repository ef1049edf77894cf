"""From what units sent back to the five pages of 合并."""

from pathlib import Path

from msgspec.structs import replace

from fazhi_tui.domain.fields import Field
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.merging import Row
from fazhi_tui.domain.problems import Problem
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.detail_layout import circled
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.wording import message, remedy
from fazhi_tui.work.receipts import OUTCOMES, WHYS, Receipt, field_text, said_text
from fazhi_tui.work.sections import Preview

Page = tuple[tuple[Column, ...], list[TableRow]]
PAGES = {
    "changes": "将要改变",
    "conflicts": "冲突",
    "asked": "请确认",
    "rejected": "没有收",
    "receipts": "回执",
}

_WHERE = (
    Column("单位", least=8, most=16),
    Column("指标", stretch=1, least=8, most=30),
    Column("哪一处", stretch=1, least=6, most=24),
)
_UNIFORM = (Column("现有的", stretch=2, least=8), Column("报来的", stretch=2, least=8))


def counts(preview: Preview) -> dict[str, int]:
    """How much stands on each page."""
    return {
        "changes": len(preview.changes),
        "conflicts": len(settled_rows(preview)),
        "asked": sum(len(report.asked) for report in preview.reports) + len(_unsure(preview)),
        "rejected": len(preview.refused)
        + sum(len(preview.rejected(report)) for report in preview.reports)
        + len(preview.protected),
        "receipts": len(preview.reports),
    }


def settled_rows(preview: Preview) -> list[Row]:
    """Conflicts, those that somebody chose about too, in the order of the reports."""
    chosen = preview.choices.chosen
    return [row for row in preview.rows if row.outcome == "conflict" or row.key in chosen]


def page(roster: Roster, preview: Preview, receipts: tuple[Receipt, ...], name: str) -> Page:
    """One page."""
    match name:
        case "changes":
            return _changes(roster, preview)
        case "conflicts":
            return _conflicts(roster, preview)
        case "asked":
            return _asked(roster, preview)
        case "rejected":
            return _rejected(roster, preview)
        case _:
            return _receipts(receipts)


def _where(roster: Roster, row: Row) -> tuple[str, str, str]:
    indicator = roster.indicators.get(row.field.indicator)
    name = f"{row.field.indicator} {indicator.name if indicator else ''}"
    return row.field.unit, name, _field_name(roster, row.field)


def _field_name(roster: Roster, field: Field) -> str:
    """A clause by its number and words; evidence and notes by what they are."""
    indicator = roster.indicators.get(field.indicator)
    clauses = [clause.id for clause in indicator.clauses] if indicator else []
    if indicator is None or field.clause not in clauses:
        return field_text(field)
    return f"{circled(clauses.index(field.clause) + 1)} {indicator.clause(field.clause).text}"


def _said(roster: Roster, row: Row) -> tuple[str, str]:
    said = "" if row.outcome == "refused" else said_text(roster, row.field, row.said)
    return said_text(roster, row.field, row.was), said


def _in_full(roster: Roster, row: Row) -> str:
    unit, name, where = _where(roster, row)
    was, said = _said(roster, row)
    why = f"　{WHYS[row.why]}" if row.why else ""
    return f"{unit} 第{row.report}次 · {name} · {where}　现有：{was}　报来：{said}{why}"


def _changes(roster: Roster, preview: Preview) -> Page:
    rows = [
        TableRow(
            f"item:{row.field.indicator}#{place}",
            (OUTCOMES[row.outcome], *_where(roster, row), *_said(roster, row)),
            about=_in_full(roster, row),
        )
        for place, row in enumerate(preview.changes)
    ]
    return (Column("", least=4, style=look.LABEL), *_WHERE, *_UNIFORM), rows


_CHOSEN = {"theirs": ("用报来的", look.GOOD), "ours": ("保留现有", look.LABEL)}


def _conflicts(roster: Roster, preview: Preview) -> Page:
    rows = [
        TableRow(
            f"choose:{place}",
            (
                _CHOSEN.get(preview.choices.chosen.get(row.key, ""), ("？未定", look.PENDING)),
                *_where(roster, row),
                *_said(roster, row),
            ),
            about=_in_full(roster, row),
        )
        for place, row in enumerate(settled_rows(preview))
    ]
    return (Column("选用", least=8), *_WHERE, *_UNIFORM), rows


_PROBLEM = (
    Column("单位", least=8, most=16),
    Column("文件", stretch=1, least=8, most=30, style=look.DIM, dispensable=1),
    Column("位置", least=4, most=24),
    Column("是什么", stretch=3, least=16),
    Column("怎么办", stretch=3, least=12),
)


def _problem_row(key: str, unit: str, file: str, problem: Problem, tone: str = "") -> TableRow:
    told, mend = message(replace(problem, path="")), remedy(problem)
    name = Path(file).name
    return TableRow(
        key,
        (unit, name, problem.path or name, told, mend),
        look.PENDING if tone == "asked" else None,
        about=f"{unit} {name} {problem.path}　{told}　{mend}",
    )


def _unsure(preview: Preview) -> list[Row]:
    return [row for row in preview.rows if row.outcome == "unsure"]


def _asked(roster: Roster, preview: Preview) -> Page:
    rows = [
        _problem_row(f"asked:{r}.{p}", report.section.unit, report.file, problem)
        for r, report in enumerate(preview.reports)
        for p, problem in enumerate(report.asked)
    ]
    for place, row in enumerate(_unsure(preview)):
        unit, name, where = _where(roster, row)
        told = "这一处表里没有改，以前报过别的内容"
        about = _in_full(roster, row)
        cells = (unit, "", f"{name} {where}", told, "请与单位核对以哪一次为准")
        rows.append(TableRow(f"item:{row.field.indicator}#{place}", cells, about=about))
    return _PROBLEM, rows


def _rejected(roster: Roster, preview: Preview) -> Page:
    rows = [
        _problem_row(f"file:{r}.{p}", "（整份没有收）", refusal.file, problem)
        for r, refusal in enumerate(preview.refused)
        for p, problem in enumerate(refusal.problems)
    ]
    rows += [
        _problem_row(f"cell:{r}.{p}", report.section.unit, report.file, problem)
        for r, report in enumerate(preview.reports)
        for p, problem in enumerate(preview.rejected(report))
    ]
    for place, row in enumerate(preview.protected):
        unit, name, where = _where(roster, row)
        cells = (unit, "", f"{name} {where}", OUTCOMES["protected"], "要改请先退回这一项")
        about = _in_full(roster, row)
        rows.append(TableRow(f"item:{row.field.indicator}#p{place}", cells, about=about))
    return _PROBLEM, rows


def _receipts(receipts: tuple[Receipt, ...]) -> Page:
    columns = (
        Column("单位", stretch=2, least=8, most=30, style=look.STRONG),
        Column("第几次", "right"),
        Column("收下", "right", style=look.GOOD),
        Column("请确认", "right", style=look.PENDING),
        Column("没有收", "right", style=look.LOST),
        Column("文件", stretch=3, least=8, style=look.DIM),
    )
    rows = [
        TableRow(
            f"receipt:{place}",
            (
                receipt.unit,
                str(receipt.report),
                str(receipt.taken),
                str(receipt.asked or ""),
                str(receipt.rejected or ""),
                Path(receipt.file).name,
            ),
            about=" ".join(receipt.text.splitlines()[:3]),
        )
        for place, receipt in enumerate(receipts)
    ]
    return columns, rows
