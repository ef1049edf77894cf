"""Rounds that travel: out to a portable file, and in from one."""

from pathlib import Path

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Parser


def carry_out_arguments(parser: Parser) -> None:
    parser.name()
    parser.option("--output", "文件", "存成哪个文件（.toml）", short="-o", needed=True)
    parser.at()


def carry_out(desk: Desk, args: Arguments) -> int:
    """A round as a portable file."""
    from fazhi_tui.exports.writing import save
    from fazhi_tui.work.opening import export_text

    snapshot = desk.snapshot()
    save(export_text(desk.store, snapshot).encode(), Path(args.output))
    head = snapshot.head
    if desk.as_json:
        desk.json({"file": args.output, "seq": head.seq, "head": head.hash})
    else:
        desk.say(f"已存成 {args.output}，截至第{head.seq}条记录，校验值 {head.hash}")
    return 0


def take_in_arguments(parser: Parser) -> None:
    parser.one("file", "文件", "带走的自评文件，或者写 demo 导入演示")
    parser.option("--name", "名称", "另取一个名称", dest="as_name")


def take_in(desk: Desk, args: Arguments) -> int:
    """A portable file as a new round."""
    from fazhi_tui.shipped import sample_session
    from fazhi_tui.work.opening import import_file, snapshot_at

    path = sample_session() if args.file == "demo" else Path(args.file)
    head = import_file(desk.store, path, actor=desk.actor, name=args.as_name or "")
    lost = snapshot_at(desk.store, head.name).tally().lost
    desk.tell_made(head.seq, head.id, (0, lost), f"已导入“{head.name}”")
    return 0
