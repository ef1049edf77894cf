"""Units renamed, merged or split while a round goes on."""

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.changes import SucceedUnit
from fazhi_tui.work.snapshot import Snapshot


def succeed_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("old", "单位", "改名、并入别处或者拆分的单位；不写则列出已有的", optional=True)
    parser.option("--to", "单位", "由哪个已有的单位承接，可以写几个", many=True)
    parser.option("--new", "名称", "由哪个新单位承接（改名就写新名称），可以写几个", many=True)
    parser.option("--date", "日期", "从哪一天起")
    parser.option("--reason", "文字", "依据，如“机构改革”")
    parser.option("--gap", "编号=单位", "拆分时，这个未销号的整改事项归哪个单位", many=True)
    parser.at()


def succeed(desk: Desk, args: Arguments) -> int:
    """Who goes on for a unit; without one, the list of them."""
    created, known = tuple(args.new or ()), tuple(args.to or ())
    if not args.old:
        if created or known:
            raise Misuse("请写明是哪个单位由它们承接")
        return _list(desk)
    if not created and not known:
        raise Misuse("请用 --to 写已有的单位，或者用 --new 写新单位的名称")
    session = desk.session()
    change = SucceedUnit(
        args.old,
        (*known, *created) if known else created,
        created,
        args.date or "",
        args.reason or "",
        tuple(_choice(text) for text in args.gap or ()),
    )
    told = f"{args.old}已由{'、'.join(change.successors)}承接"
    return desk.make(session, change, told)


def _choice(text: str) -> tuple[str, str]:
    gap, equals, unit = text.replace("＝", "=").rpartition("=")
    if not equals:
        raise Misuse(f"“{text}”里没有 =，请写成 编号=单位")
    return gap, unit


def _list(desk: Desk) -> int:
    snapshot = desk.snapshot()
    if desk.as_json:
        desk.json(_plain(snapshot))
        return 0
    found = snapshot.assessment.successions
    for one in found:
        restored = one.successors == (one.unit,)
        went = "已恢复" if restored else f"→ {'、'.join(one.successors)}"
        parts = [f"{one.unit} {went}", one.date, one.reason]
        desk.say("　".join(part for part in parts if part))
    if not found:
        desk.say("没有改名、合并或者拆分的单位")
    return 0


def _plain(snapshot: Snapshot) -> list[dict[str, object]]:
    return [
        {
            "unit": one.unit,
            "successors": one.successors,
            "heir": snapshot.roster.heir(one.unit),
            "date": one.date,
            "reason": one.reason,
        }
        for one in snapshot.assessment.successions
    ]
