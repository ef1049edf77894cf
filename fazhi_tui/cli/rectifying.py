"""整改: the list of what has to be put right, and what is planned and done about one item."""

from collections.abc import Sequence

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.handing_out import hand_out, handing_out_arguments, wants_values
from fazhi_tui.cli.moments import day, stamp_of, today
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.changes import (
    Change,
    DisputeGap,
    PlanRectification,
    Reassign,
    RejectDispute,
)
from fazhi_tui.domain.gaps import Gap, of_unit, same_fact
from fazhi_tui.domain.papers import Letter
from fazhi_tui.domain.points import exact_points
from fazhi_tui.wording.terms import unit_name


def gaps_arguments(parser: Parser) -> None:
    parser.name()
    parser.option("--of", "单位", "只列这个单位失分或者负责整改的")
    told = "按责任单位分开、各有小计，或者按指标的次序，缺省 unit"
    parser.option("--by", "unit|indicator", told, choices=("unit", "indicator"))
    handing_out_arguments(parser)
    parser.track("按自评（self）还是核定（verified），缺省 self")
    parser.at()


def gaps(desk: Desk, args: Arguments) -> int:
    """The gap list: on the screen, in a file, or as values."""
    snapshot = desk.snapshot()
    track = args.track
    unit = ""
    if args.of:
        from fazhi_tui.cli.figures import meant

        unit = meant(snapshot.roster, args.of)
    listed = snapshot.gaps(track)
    if wants_values(desk, args):
        chosen = of_unit(listed, unit) if unit else listed
        together, today = same_fact(listed), day(snapshot.head, args)
        about = snapshot.assessment.letters_about
        desk.json([_plain(gap, together.get(gap.id, ()), today, about(gap.id)) for gap in chosen])
        return 0
    from fazhi_tui.exports.contents.gaps import gap_list

    sheet = gap_list(
        snapshot.roster,
        snapshot.tally(track),
        listed,
        stamp_of(snapshot, track),
        assessment=snapshot.assessment,
        unit=unit,
        today=day(snapshot.head, args),
        by_unit=args.by != "indicator",
    )
    count = len(sheet.rows) - len(sheet.sums)
    hand_out(desk, sheet, args, f"{count} 个整改事项")
    return 0


def _plain(
    gap: Gap, same_as: tuple[str, ...], today: str, letters: Sequence[Letter]
) -> dict[str, object]:
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
        "progress": gap.plan.progress,
        "asked": gap.plan.asked,
        "reported": gap.plan.reported,
        "sent_back": gap.plan.sent_back,
        "will_not": gap.plan.will_not,
        "closed_by": gap.plan.closed_by,
        "overdue": gap.overdue(today),
        "near": gap.near(today),
        "dispute": gap.plan.dispute,
        "came_from": gap.plan.came_from,
        "fact": gap.plan.fact,
        "same_as": same_as,
        "letters": [
            {"id": letter.id, "number": letter.number, "received": letter.received}
            for letter in letters
        ],
    }


# ── one gap ──────────────────────────────────────────────────────────────────────────────────


def rectify_arguments(parser: Parser) -> None:
    parser.name()
    parser.several("gaps", "整改事项", "编号，如 50.a.市司法局.1/市城管局，可以写几个")
    parser.option("--measure", "文字", "整改措施")
    parser.option("--owner", "姓名", "责任人")
    parser.option("--due", "日期", "整改时限")
    parser.option("--progress", "文字", "整改进展，逐次追加")
    parser.option("--ask", "日期", "申请延期到哪一天，须同时写 --reason")
    parser.option("--reason", "文字", "申请延期的理由")
    parser.option("--report", "文字", "报结：办了什么")
    parser.option("--by", "单位", "改由哪个单位整改（由审核单位办，下同）")
    parser.option("--extend", "日期", "直接延期到哪一天")
    parser.flag("--grant", "同意延期到所申请的那一天")
    parser.option("--deny", "理由", "不同意延期的理由")
    parser.option("--send-back", "理由", "报结以后退回重办的理由")
    parser.option("--will-not", "理由", "不予整改的理由")
    parser.option("--fact", "名称", "几个事项出自同一事实，给它一个名称")
    parser.flag("--close", "销号，由整改人以外的人办理")
    parser.flag("--reopen", "取消销号")


def rectify(desk: Desk, args: Arguments) -> int:
    """What is planned or done about gaps."""
    if args.close and args.reopen:
        raise Misuse("--close 和 --reopen 只能写一个")
    if args.reason is not None and args.ask is None:
        raise Misuse("--reason 要和 --ask 一起写")
    session = desk.session()
    closed = today() if args.close else None
    change = PlanRectification(
        by=args.unit or "",
        rectifier=args.by,
        measure=args.measure,
        owner=args.owner,
        due=args.due,
        extend=args.extend,
        progress=args.progress,
        will_not=args.will_not,
        closed="" if args.reopen else closed,
        gaps=tuple(args.gaps),
        ask=args.ask,
        ask_why=args.reason or "",
        grant=args.grant,
        deny=args.deny,
        reported=args.report,
        send_back=args.send_back,
        fact=args.fact,
    )
    return desk.make(session, change, f"{_done(args)} {{id}}", given=_which(args.gaps))


def _done(args: Arguments) -> str:
    if args.close:
        return "已销号"
    return "已报结" if args.report else "已更新"


def _which(gaps: list[str]) -> str:
    return gaps[0] if len(gaps) == 1 else f"{len(gaps)} 个整改事项"


# ── whose matter it is ───────────────────────────────────────────────────────────────────────


def dispute_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("gap", "整改事项", "编号，如 50.a.市司法局.1/市城管局")
    parser.option("--reason", "文字", "为什么不该由本单位承担；答复时是答复的理由", needed=True)
    parser.flag("--reject", "不采纳异议（由审核单位答复）")


def dispute(desk: Desk, args: Arguments) -> int:
    """责任异议, and the office's no to it."""
    session = desk.session()
    change: Change = DisputeGap(args.gap, args.reason, args.unit or "")
    if args.reject:
        change = RejectDispute(args.gap, args.reason)
    told = "已答复，不采纳异议" if args.reject else "已提出责任异议"
    return desk.make(session, change, f"{told}：{{id}}", given=args.gap)


def reassign_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("gap", "整改事项", "编号，如 50.a.市司法局.1/市城管局")
    parser.option("--bearer", "单位[:权重]", "改由谁承担这一笔，可以写几个", many=True, needed=True)
    parser.option("--reason", "文字", "改派的理由", needed=True)


def reassign(desk: Desk, args: Arguments) -> int:
    """改派: a finding's bearers named anew on both tracks."""
    from fazhi_tui.cli.answering import read_bearers

    change = Reassign(args.gap, read_bearers(args, args.gap), args.reason)
    return desk.make(desk.session(), change, "已改派 {id}", given=args.gap)
