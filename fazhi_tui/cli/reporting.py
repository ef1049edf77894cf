"""自评报告 and its stages: written, fixed, found again byte for byte, compared."""

from pathlib import Path

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.handing_out import hand_out, handing_out_arguments, wants_values
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.changes import WriteReport
from fazhi_tui.domain.figures import Moved
from fazhi_tui.domain.lateness import late_parts
from fazhi_tui.domain.papers import CutOff, Figures, Stage
from fazhi_tui.domain.points import exact_points, show_points
from fazhi_tui.wording.paper_words import NO_DRAFT, late_left_out, scored_otherwise
from fazhi_tui.wording.terms import CUT_OFFS, cut_off_name
from fazhi_tui.work.finalizing import cut_off_of, figures_now, fix, still_as_fixed
from fazhi_tui.work.opening import settled
from fazhi_tui.work.papers import check_report_format, write_report
from fazhi_tui.work.snapshot import Snapshot

_STAGES: dict[str, Stage] = {name: stage for stage, name in CUT_OFFS.items()}
_NOW = "现在"


def report_arguments(parser: Parser) -> None:
    parser.name()
    parser.option("--output", "文件", "写成 .docx、.html 或者 .xlsx", short="-o")
    parser.option("--words-new", "文件", "取出由办公室写的部分，供填写")
    parser.option("--words", "文件", "把写好的部分存入")
    parser.option("--track", "self|verified", "自评或者核定，缺省同该稿或 self",
                  choices=("self", "verified"))  # fmt: skip
    parser.at()


def report(desk: Desk, args: Arguments) -> int:
    """The office's words out or in; the report as a file."""
    if args.words_new is not None:
        return _words_out(desk, args)
    if args.output is None and args.words is None:
        raise Misuse("请写 -o 文件.docx（或 .html、.xlsx）")
    if args.words is not None:
        _words_in(desk, args)
    if args.output is not None:
        snapshot = desk.snapshot()
        current = snapshot if not args.at else desk.current()
        cut_off = cut_off_of(current, snapshot)
        if cut_off is not None:
            snapshot = settled(desk.store, snapshot)
        _write(desk, snapshot, cut_off, args)
        if desk.as_json and args.words is None:
            head = snapshot.head
            desk.json({"file": args.output, "seq": head.seq, "head": head.hash})
    return 0


def _words_out(desk: Desk, args: Arguments) -> int:
    from fazhi_tui.catalog.starter import write_new
    from fazhi_tui.work.report_words import words_file

    snapshot = desk.snapshot()
    text = words_file(snapshot.roster, snapshot.assessment)
    write_new(Path(args.words_new), text.encode())
    if desk.as_json:
        desk.json({"file": args.words_new})
    else:
        desk.say(f"已写出 {args.words_new}，写好以后用 --words 存入")
    return 0


def _words_in(desk: Desk, args: Arguments) -> None:
    from fazhi_tui.work.report_words import read_report_words

    session = desk.session()
    texts = read_report_words(session.snapshot.roster, Path(args.words))
    desk.make(session, WriteReport(texts), f"已存入报告文字 {len(texts)} 处")


def _write(desk: Desk, snapshot: Snapshot, cut_off: CutOff | None, args: Arguments) -> None:
    """The report as a file in the format its name asks for. Raises `Refused`."""
    check_report_format(Path(args.output))
    if cut_off is not None and not still_as_fixed(snapshot, cut_off):
        desk.warn(scored_otherwise(cut_off))
    track = args.track or (cut_off.track if cut_off else "self")
    write_report(snapshot, cut_off, track, Path(args.output))
    if not desk.as_json:
        stage = f"（{cut_off_name(cut_off)}）" if cut_off else ""
        desk.say(f"已写到 {args.output}{stage}，截至第{snapshot.head.seq}条记录")


# ── stages ───────────────────────────────────────────────────────────────────────────────────


def finalize_arguments(parser: Parser) -> None:
    parser.name()
    stages = "|".join(_STAGES)
    parser.option("--stage", stages, "把现在的数字定为这一稿", choices=tuple(_STAGES))
    parser.option("--compare", "稿", "与另一稿（--with）对照，列出变动")
    parser.option("--with", "稿", "对照的另一稿，缺省是现在", dest="other")
    parser.option("--by", "indicator|unit", "变动按指标还是按单位列，缺省 indicator",
                  choices=("indicator", "unit"))  # fmt: skip
    handing_out_arguments(parser)
    parser.option("--track", "self|verified", "自评或者核定，定稿缺省 self，对照缺省同该稿",
                  choices=("self", "verified"))  # fmt: skip


def finalize(desk: Desk, args: Arguments) -> int:
    """Fix a stage, compare two, or list those there are."""
    if args.stage and args.compare:
        raise Misuse("--stage 和 --compare 只能写一个")
    if args.compare:
        return _compare(desk, args)
    if args.other or args.by:
        raise Misuse(f"{'--with' if args.other else '--by'} 要和 --compare 一起写")
    if args.stage:
        return _fix(desk, args)
    if args.output is not None or args.format is not None:
        raise Misuse("写成文件要同时写 --stage 或者 --compare")
    return _list(desk)


def _fix(desk: Desk, args: Arguments) -> int:
    if args.output is not None:
        check_report_format(Path(args.output))  # before anything is fixed
    session = desk.session()
    before = settled(session.store, session.snapshot)
    out = sum(not part.admitted for part in late_parts(before.assessment))
    made, cut_off = fix(session, _STAGES[args.stage], args.track or "self", desk.unit(session))
    name = cut_off_name(cut_off)
    desk.tell_made(made.seq, name, (made.lost_before, made.lost_after), "已定为{id}")
    if out:
        desk.warn(f"{late_left_out(out)}；采纳用 fazhi admit")
    if args.output is not None:
        _write(desk, before, cut_off, args)
    return 0


def _list(desk: Desk) -> int:
    snapshot = desk.snapshot()
    cut_offs = snapshot.assessment.cut_offs
    if desk.as_json:
        desk.json([_plain(cut_off) for cut_off in cut_offs])
        return 0
    for cut_off in cut_offs:
        figures = cut_off.figures
        earned, lost, pending = map(show_points, (figures.earned, figures.lost, figures.pending))
        told = f"截至第{cut_off.seq}条记录，得 {earned}、失 {lost}、待定 {pending}"
        desk.say(f"{cut_off_name(cut_off)}　{told}")
    if not cut_offs:
        desk.say(NO_DRAFT)
    return 0


def _plain(cut_off: CutOff) -> dict[str, object]:
    figures = cut_off.figures
    return {
        "name": cut_off_name(cut_off),
        "stage": cut_off.stage,
        "seq": cut_off.seq,
        "head": cut_off.head,
        "track": cut_off.track,
        "full": exact_points(figures.full),
        "earned": exact_points(figures.earned),
        "lost": exact_points(figures.lost),
        "pending": exact_points(figures.pending),
    }


def _compare(desk: Desk, args: Arguments) -> int:
    from fazhi_tui.exports.contents.comparing import moved_between, what_moved

    current = desk.snapshot()
    track = args.track or _track_of(current, args.compare, args.other)
    one = (args.compare, _figures(current, args.compare, track))
    other = (args.other or _NOW, _figures(current, args.other or _NOW, track))
    units = args.by == "unit"
    moved = moved_between(current.roster, one[1], other[1], units=units)
    if wants_values(desk, args):
        desk.json([_moved(pair) for pair in moved])
        return 0
    sheet = what_moved(current.roster, moved, (one, other), units=units)
    hand_out(desk, sheet, args, f"变动 {len(moved)} 行")
    return 0


def _track_of(current: Snapshot, *names: str | None) -> Track:
    """The track of the first draft among these, by which now is looked at too."""
    tracks = {cut_off_name(c): c.track for c in current.assessment.cut_offs}
    return next((tracks[name] for name in names if name in tracks), "self")


def _figures(current: Snapshot, name: str, track: Track) -> Figures:
    """The figures of a draft by its name, or those of now."""
    from fazhi_tui.work.opening import cut_off_named

    if name == _NOW:
        return figures_now(current, track)
    return cut_off_named(current.assessment, name).figures


def _moved(pair: Moved) -> dict[str, object]:
    def told(figures: tuple[int, int, int]) -> dict[str, str]:
        earned, lost, pending = map(exact_points, figures)
        return {"earned": earned, "lost": lost, "pending": pending}

    return {"key": pair.key, "before": told(pair.before), "after": told(pair.after)}
