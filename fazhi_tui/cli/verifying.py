"""The office's looking closer: outside scores, spot checks."""

from decimal import Decimal
from pathlib import Path

from fazhi_tui.cli.answering import read_bearers
from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import (
    DrawSample,
    RecordCheck,
    RecordFinding,
    SetOutsideScores,
)
from fazhi_tui.domain.points import Points, read_count, read_points
from fazhi_tui.domain.records import Sample
from fazhi_tui.domain.sampling import samples
from fazhi_tui.wording.terms import SAMPLED

# ── outside scores ───────────────────────────────────────────────────────────────────────────


def outside_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("source", "来源", "谁评的，如 省初审、第三方")
    parser.one("indicator", "指标", "指标编号", optional=True)
    parser.one("points", "得分", "这一项得几分", optional=True)
    parser.option("--file", "文件", "评分表（工作簿或者 .csv），有“指标号”和“得分”两列")
    parser.flag("--off", "去掉这一项的评分")


def outside(desk: Desk, args: Arguments) -> int:
    """Scores from outside, one or a table of them."""
    one = bool(args.indicator)
    if one == (args.file is not None):
        raise Misuse("请写指标和得分，或者用 --file 写评分表，两样写一样")
    if one and bool(args.points) == args.off:
        raise Misuse("请写得分，或者写 --off 去掉")
    if args.off and not one:
        raise Misuse("--off 去掉的是一项的评分，请写指标，不写 --file")
    session = desk.session()
    scores: dict[str, Points | None] = {}
    if one:
        path = str(args.indicator)
        scores[path] = None if args.off else read_points(args.points, 1, path)
    else:
        from fazhi_tui.exchange.outside_table import read_outside_scores

        scores.update(read_outside_scores(Path(args.file), session.snapshot.roster))
    verb = "已去掉" if args.off else "已记入"
    told = f"{verb}{args.source}评分 {len(scores)} 项"
    return desk.make(session, SetOutsideScores(args.source, scores), told)


# ── spot checks ──────────────────────────────────────────────────────────────────────────────


def sample_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("size", "几项", "抽几项；不写则列出做过的抽查", optional=True)
    parser.option(
        "--from",
        "|".join(SAMPLED),
        "抽指标还是印证材料，缺省 indicators",
        dest="pool",
        choices=tuple(SAMPLED),
    )
    parser.option("--seed", "种子", "任意文字；同样的种子抽出同样的结果，不写则随机取一个")
    parser.at()


def sample(desk: Desk, args: Arguments) -> int:
    """Draw a sample, or list those drawn with what was found."""
    if not args.size:
        return _list(desk)
    size = int(read_count(args.size))
    session = desk.session()
    change = DrawSample(args.pool or "indicators", size, args.seed or _any_seed())
    told = f"第 {{id}} 次抽查：{SAMPLED[change.of]}抽 {size} 项"
    number = 1 + max((one.n for one in samples(session.snapshot.assessment)), default=0)
    status = desk.make(session, change, told, given=str(number))
    if not desk.as_json:
        (drawn,) = (one for one in samples(session.snapshot.assessment) if one.n == number)
        desk.say(f"种子 {drawn.seed}，{drawn.pool} 项中抽中：{'、'.join(drawn.drawn)}")
    return status


def _any_seed() -> str:
    from secrets import token_hex

    return token_hex(8)


def _list(desk: Desk) -> int:
    found = samples(desk.snapshot().assessment)
    if desk.as_json:
        desk.json([_plain(one) for one in found])
        return 0
    for one in found:
        desk.say(
            f"第{one.n}次　{SAMPLED[one.of]} {one.pool} 项中抽 {len(one.drawn)} 项，种子 {one.seed}"
        )
        for item in one.drawn:
            result = one.results.get(item)
            word = "没有问题" if result and result.fine else "有问题" if result else "未查"
            parts = [item, word, *((result.note, result.finding) if result else ())]
            desk.say("　" + "　".join(part for part in parts if part))
    if not found:
        desk.say("还没有抽查过")
    return 0


def _plain(one: Sample) -> dict[str, object]:
    return {
        "sample": one.n,
        "of": one.of,
        "seed": one.seed,
        "pool": one.pool,
        "drawn": one.drawn,
        "results": [{"item": item, **_result(one, item)} for item in one.drawn],
    }


def _result(one: Sample, item: str) -> dict[str, object]:
    result = one.results.get(item)
    if result is None:
        return {"checked": False, "fine": None, "note": "", "finding": ""}
    return {
        "checked": True,
        "fine": result.fine,
        "note": result.note,
        "finding": result.finding,
    }


def inspect_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("item", "编号", "抽中的指标编号或者材料编号")
    parser.option("--sample", "第几次", "第几次抽查，缺省是最近一次")
    parser.flag("--fine", "没有问题")
    parser.option("--problem", "文字", "有什么问题")
    parser.option("--indicator", "指标", "问题记在哪一项指标，抽的材料用于几项指标时要写")
    parser.option("--clause", "细则", "问题记在哪一条细则，写了就同时记一笔核定的失分项")
    parser.option("--count", "次数", "几件，缺省 1")
    parser.option("--level", "等级", "这一笔的等级")
    parser.option("--bearer", "单位[:权重]", "失分单位，可以写几个", many=True)


def inspect(desk: Desk, args: Arguments) -> int:
    """What was found of one thing drawn; with a clause it is booked as well."""
    if args.fine == (args.problem is not None):
        raise Misuse("--fine 和 --problem 写一个")
    if args.clause is None and (args.indicator or args.count or args.level or args.bearer):
        raise Misuse("--indicator、--count、--level、--bearer 要和 --clause 一起写")
    if args.fine and args.clause is not None:
        raise Misuse("--fine 和 --clause 只能写一个")
    session = desk.session()
    found = samples(session.snapshot.assessment)
    number = int(read_count(args.sample)) if args.sample else max((s.n for s in found), default=0)
    finding = None if args.clause is None else _finding(args, session.snapshot.assessment)
    change = RecordCheck(number, args.item, args.fine, args.problem or "", finding)
    word = "没有问题" if args.fine else "有问题"
    return desk.make(session, change, f"第{number}次抽查 {{id}} {word}", given=args.item)


def _finding(args: Arguments, assessment: Assessment) -> RecordFinding:
    no = args.indicator or args.item
    evidence = assessment.evidence.get(no)
    if evidence is not None:
        if len(evidence.indicators) > 1:
            shown = "、".join(evidence.indicators)
            raise Misuse(f"材料 {no} 用于第{shown}项，请用 --indicator 写明问题记在哪一项")
        (no,) = evidence.indicators
    path = f"{no}.{args.clause}"
    return RecordFinding(
        no,
        args.clause,
        track="verified",
        quantity=Decimal(1) if args.count is None else read_count(args.count, path),
        level=args.level or "",
        bearers=read_bearers(args, path),
    )
