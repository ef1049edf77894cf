"""整改: the list of what has to be put right, and what is planned and done about one item."""

from datetime import datetime
from pathlib import Path

from fazhi_tui.cli.desk import Desk, terminal_width
from fazhi_tui.cli.moments import day, stamp_of
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.changes import PlanRectification
from fazhi_tui.domain.gaps import Gap, of_unit
from fazhi_tui.domain.points import exact_points
from fazhi_tui.wording.terms import unit_name


def gaps_arguments(parser: Parser) -> None:
    parser.name()
    parser.option("--of", "单位", "只列这个单位失分或者负责整改的")
    parser.option("--format", "格式", "table、md、csv 或 xlsx，缺省按文件名，没有文件名为 table")
    parser.option("--output", "文件", "写成哪个文件", short="-o")
    parser.track("按自评（self）还是核定（verified），缺省 self")
    parser.at()


def gaps(desk: Desk, args: Arguments) -> int:
    """The gap list: on the screen, in a file, or as values."""
    snapshot = desk.snapshot()
    track = args.track
    unit = snapshot.roster.unit(args.of) if args.of else ""
    listed = snapshot.gaps(track)
    if desk.as_json:
        chosen = of_unit(listed, unit) if unit else listed
        desk.json([_plain(gap) for gap in chosen])
        return 0
    from fazhi_tui.exports.contents import gap_list
    from fazhi_tui.exports.writing import render, write

    sheet = gap_list(
        snapshot.roster,
        snapshot.tally(track),
        listed,
        stamp_of(snapshot, track),
        unit=unit,
        today=day(snapshot.head, args),
    )
    if args.output is not None:
        write(sheet, Path(args.output), args.format or "")
        desk.say(f"已写到 {args.output}，{len(sheet.rows)} 个整改事项")
        return 0
    chosen_format = args.format or "table"
    if chosen_format == "xlsx":
        raise Misuse("xlsx 是工作簿，要写到文件里，请加上 -o 文件.xlsx")
    text = render(sheet, chosen_format, terminal_width())
    if chosen_format == "csv":
        desk.exactly(text)
    else:
        desk.say(text.rstrip("\n"))
    return 0


def _plain(gap: Gap) -> dict[str, object]:
    return {
        "id": gap.id,
        "indicator": gap.indicator.no,
        "name": gap.indicator.name,
        "problem": gap.problem,
        "lost": exact_points(gap.lost),
        "unit": unit_name(gap.unit),
        "rectifier": unit_name(gap.rectifier),
        "measure": gap.plan.measure,
        "owner": gap.plan.owner,
        "due": gap.plan.due,
        "first_due": gap.plan.first_due,
        "state": gap.state,
        "closed": gap.plan.closed,
    }


# ── one gap ──────────────────────────────────────────────────────────────────────────────────


def rectify_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("gap", "整改事项", "编号，如 50.a.市司法局.1/市城管局")
    parser.option("--measure", "文字", "整改措施")
    parser.option("--owner", "姓名", "责任人")
    parser.option("--due", "日期", "整改时限")
    parser.option("--extend", "日期", "延期到哪一天")
    parser.option("--progress", "文字", "整改进展，逐次追加")
    parser.option("--will-not", "理由", "不予整改的理由")
    parser.option("--by", "单位", "改由哪个单位整改")
    parser.flag("--close", "销号，由审核单位办理")


def rectify(desk: Desk, args: Arguments) -> int:
    """What is planned or done about a gap."""
    session = desk.session()
    change = PlanRectification(
        args.gap,
        args.unit or "",
        args.by,
        args.measure,
        args.owner,
        args.due,
        args.extend,
        args.progress,
        args.will_not,
        f"{datetime.now().astimezone():%Y-%m-%d}" if args.close else None,
    )
    done = "已销号" if args.close else "已更新"
    return desk.make(session, change, f"{done} {{id}}", given=args.gap)
