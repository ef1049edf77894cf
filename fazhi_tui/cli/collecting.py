"""收回: the files that units send back."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_tui.cli.desk import Desk, terminal_width
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.cli.streams import put_aside

if TYPE_CHECKING:
    from fazhi_tui.domain.indicators import Roster
    from fazhi_tui.domain.merging import Row
    from fazhi_tui.domain.problems import Problem
    from fazhi_tui.exchange.package import Aside
    from fazhi_tui.work.sections import Preview
    from fazhi_tui.work.session import Made

_MOST_ROWS = 200
"""The most rows that are shown to people before anything is taken in."""


def merge_arguments(parser: Parser) -> None:
    parser.name()
    parser.several("files", "文件", "收回的填报件，或者放填报件的文件夹")
    parser.flag("--dry-run", "只看会改什么，不改")
    told = "冲突的各处取收回的（theirs）还是原来的（ours），不写就留着不动"
    parser.option("--take", "theirs|ours", told, choices=("theirs", "ours"))


def merge(desk: Desk, args: Arguments) -> int:
    """What would change, then one change, then a receipt for each report; 1 if not all is in."""
    from fazhi_tui.domain.merging import Choices
    from fazhi_tui.work.sections import look_at, take

    if "" in args.files:  # a path of nothing would be the folder one is in
        raise Misuse("缺少文件")
    session = desk.session()
    paths = [Path(name) for name in args.files]
    choices = Choices(otherwise=args.take)
    unit = desk.unit(session)
    preview = look_at(session, paths, unit=unit, choices=choices, progress=_progress)
    roster = session.snapshot.roster
    if not desk.as_json:
        _tell(desk, roster, preview)
    made = None if args.dry_run else take(session, preview, unit)
    if desk.as_json:
        desk.json(_plain(roster, preview, made))
    else:
        _tell_made(desk, preview, made, dry=args.dry_run)
        _tell_receipts(desk, roster, preview)
    for refusal in preview.refused:
        desk.complain(refusal.problems)
    return 0 if preview.whole else 1


def _progress(done: int, many: int) -> None:
    """How far it is, on one line that overwrites itself, for whoever watches."""
    if sys.stderr is None or not sys.stderr.isatty():
        return
    end = "\n" if done == many else ""
    put_aside(f"\r正在读取 {done}/{many}", end=end)


# ── for people ───────────────────────────────────────────────────────────────────────────────


def _tell(desk: Desk, roster: "Roster", preview: "Preview") -> None:
    from fazhi_tui.domain.merging import TAKEN
    from fazhi_tui.exports.sheet import Column, Sheet
    from fazhi_tui.exports.writing import render
    from fazhi_tui.work.receipts import OUTCOMES, field_text, said_text

    shown = [row for row in preview.rows if row.outcome not in {"same", "superseded"}]
    if len(shown) > _MOST_ROWS:  # what somebody must see to comes first
        shown.sort(key=lambda row: row.outcome in TAKEN)
    columns = (
        Column("单位", width=16),
        Column("指标", width=6),
        Column("细则", width=8),
        Column("原来", width=24, wraps=True),
        Column("收回", width=24, wraps=True),
        Column("结果", width=12),
    )
    rows = tuple(
        (
            row.field.unit,
            row.field.indicator,
            field_text(row.field),
            said_text(roster, row.field, row.was),
            "" if row.outcome == "refused" else said_text(roster, row.field, row.said),
            OUTCOMES[row.outcome],
        )
        for row in shown[:_MOST_ROWS]
    )
    sheet = Sheet("收回", "收回的填报件", columns, rows, empty="没有变化")
    desk.say(render(sheet, "table", terminal_width()).rstrip("\n"))
    if len(shown) > _MOST_ROWS:
        desk.say(f"共 {len(shown)} 处，只列出前 {_MOST_ROWS} 处；全部的加上 --json 查看")


def _tell_made(desk: Desk, preview: "Preview", made: "Made | None", *, dry: bool) -> None:
    reports, changes = len(preview.reports), len(preview.changes)
    if dry:
        desk.say(f"试读 {reports} 份，会改 {changes} 处，现在没有改动")
    elif made is None:
        desk.say(f"读了 {reports} 份，没有要改的")
    else:
        told = f"收下 {reports} 份，改了 {changes} 处"
        desk.tell_made(made.seq, "", (made.lost_before, made.lost_after), told)
    if preview.conflicts:
        told = f"有 {len(preview.conflicts)} 处冲突，没有动"
        desk.say(f"{told}；核对后用 --take theirs 或 --take ours 再收一次")


def _tell_receipts(desk: Desk, roster: "Roster", preview: "Preview") -> None:
    from fazhi_tui.work.receipts import receipts

    for receipt in receipts(roster, preview):
        desk.say(f"\n{receipt.text}")


# ── for programs ─────────────────────────────────────────────────────────────────────────────


def _plain(roster: "Roster", preview: "Preview", made: "Made | None") -> dict[str, object]:
    from fazhi_tui.domain.points import exact_points
    from fazhi_tui.work.receipts import receipts

    return {
        "seq": made.seq if made else None,
        "lost_before": exact_points(made.lost_before) if made else None,
        "lost_after": exact_points(made.lost_after) if made else None,
        "rows": [_row(roster, row) for row in preview.rows],
        "reports": [
            {
                "file": receipt.file,
                "unit": receipt.unit,
                "report": receipt.report,
                "formal": report.section.formal,
                "taken": receipt.taken,
                "asked": [_problem(problem) for problem in report.asked],
                "rejected": [_problem(problem) for problem in preview.rejected(report)],
                "told": [_problem(problem) for problem in report.told],
                "not_taken": _asides(report.asides),
                "receipt": receipt.text,
            }
            for report, receipt in zip(preview.reports, receipts(roster, preview), strict=True)
        ],
        "refused": [
            {"file": refusal.file, "problems": [_problem(p) for p in refusal.problems]}
            for refusal in preview.refused
        ],
    }


def _row(roster: "Roster", row: "Row") -> dict[str, object]:
    from fazhi_tui.work.receipts import said_text

    field = row.field
    return {
        "unit": field.unit,
        "report": row.report,
        "indicator": field.indicator,
        "field": field.name.lstrip("/") if not field.is_evidence else "evidence",
        "outcome": row.outcome,
        "why": row.why or None,
        "was": said_text(roster, field, row.was),
        "said": said_text(roster, field, row.said),
    }


def _problem(problem: "Problem") -> dict[str, object]:
    from fazhi_tui.work.receipts import problem_text

    return {
        "code": problem.code,
        "cell": problem.path,
        "value": problem.value,
        "message": problem_text(problem),
    }


def _asides(asides: "Sequence[Aside] | None") -> object:
    if asides is None:
        return None
    return [{"what": a.what, "many": a.many, "sheets": list(a.sheets)} for a in asides]
