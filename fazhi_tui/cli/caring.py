"""Care of a store: examined, backed up, restored, moved; rounds put away and taken out."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.problems import Code, Problem, Refused

if TYPE_CHECKING:
    from fazhi_tui.store.rows import Head
    from fazhi_tui.work.doctor import Check, Finding

# ── the examination ──────────────────────────────────────────────────────────────────────────

_CHECKS: "dict[Check, tuple[str, str]]" = {
    "version": ("版本", "数据库版本 {0}"),
    "place": ("位置", "{0}"),
    "integrity": ("文件", "没有损坏"),
    "backups": ("每日备份", "{0}"),
    "set": ("指标体系", "与采用时一致（{0}）"),
    "clock": ("时间", "最后一条 {0}"),
    "letters": ("文号", "登记的 {0} 个都在"),
    "chain": ("记录", "{0} 条，完好"),
    "projection": ("汇总数据", "与记录一致"),
    "checkpoint": ("中途存档", "与记录一致"),
    "evidence": ("印证材料", "查到的 {0} 件都在，没有改动"),
    "orphans": ("存下的文件", "{0} 份"),
}


def doctor_arguments(parser: Parser) -> None:
    parser.flag("--mend", "由记录重新算出汇总数据，清除没有用到的文件")


def doctor(desk: Desk, args: Arguments) -> int:
    """Everything examined; 1 where anything is not as it should be."""
    from fazhi_tui.wording import message, remedy
    from fazhi_tui.work.doctor import examine

    found: list[Finding] = []
    for finding in examine(desk.store, mend=args.mend):
        found.append(finding)
        if not desk.as_json:
            desk.say(_line(finding))
    if desk.as_json:
        desk.json(
            [
                {
                    "check": item.check,
                    "assessment": item.about,
                    "ok": item.ok,
                    "detail": item.detail,
                    "code": str(item.problem.code) if item.problem else "",
                    "message": message(item.problem) if item.problem else "",
                    "remedy": remedy(item.problem) if item.problem else "",
                }
                for item in found
            ]
        )
    bad = sum(not item.ok for item in found)
    if bad:
        desk.note(f"有 {bad} 处问题")
    return 1 if bad else 0


def _line(finding: "Finding") -> str:
    from fazhi_tui.wording import say

    heading, good = _CHECKS[finding.check]
    where = f"{finding.about}　{heading}" if finding.about else heading
    if finding.problem is None:
        return f"✓ {where}：{good.format(finding.detail or '还没有')}"
    which = f"{finding.detail} " if finding.detail else ""
    return f"✗ {where}：{which}{say(finding.problem)}"


# ── backups ──────────────────────────────────────────────────────────────────────────────────


def backup_arguments(parser: Parser) -> None:
    parser.one("file", "文件", "备份成哪个文件（不能已经存在）")


def backup(desk: Desk, args: Arguments) -> int:
    """The whole store as one file."""
    from fazhi_tui.store.backups import back_up

    back_up(desk.store, args.file)
    count = len(desk.store.heads(archived=True))
    if desk.as_json:
        desk.json({"file": args.file, "assessments": count})
    else:
        desk.say(f"已备份成 {args.file}，{count} 轮自评")
    return 0


def restore_arguments(parser: Parser) -> None:
    parser.one("file", "文件", "哪个备份文件")
    parser.option("--keep", "文件", "换掉以前先把现在的数据库备份成哪个文件", needed=True)


def restore(desk: Desk, args: Arguments) -> int:
    """The store as a backup has it; what was there goes into another backup first."""
    from fazhi_tui.store.backups import is_beyond_reading, replace_damaged
    from fazhi_tui.store.backups import restore as restored

    try:
        restored(desk.store, args.file, args.keep)
        told = f"原来的在 {args.keep}"
    except Refused as refused:
        if not is_beyond_reading(desk.place, refused):
            raise
        desk.close()
        desk.use(replace_damaged(desk.place, args.file, args.keep))
        moved = os.path.lexists(args.keep)
        told = f"损坏的原件移到 {args.keep}" if moved else "原来的文件已经不在"
    count = len(desk.store.heads(archived=True))
    if desk.as_json:
        desk.json({"file": args.file, "kept": args.keep, "assessments": count})
    else:
        desk.say(f"已由 {args.file} 恢复，{count} 轮自评；{told}")
    return 0


# ── elsewhere ────────────────────────────────────────────────────────────────────────────────


def move_arguments(parser: Parser) -> None:
    parser.one("name", "名称", "哪一轮自评", optional=True)
    parser.flag("--all", "全部自评")
    parser.option("--to", "文件", "搬到哪个数据库，文件或者地址", needed=True)


def move(desk: Desk, args: Arguments) -> int:
    """Rounds with their journals into another store."""
    from fazhi_tui.store.copying import move as moved
    from fazhi_tui.store.store import open_store
    from fazhi_tui.work.session import now

    if bool(args.name) == args.all:
        raise Misuse("请写明哪一轮，或者用 --all 搬走全部")
    heads = desk.store.heads(archived=True) if args.all else [desk.store.head(args.name)]
    target = open_store(args.to)
    try:
        for head in heads:
            moved(desk.store, target, head, actor=desk.actor, at=now())
            if not desk.as_json:
                desk.say(f"已搬走“{head.name}”，{head.seq} 条记录，校验值 {head.hash}")
        place = target.place
    finally:
        target.close()
    if desk.as_json:
        desk.json({"to": place, "moved": [_plain(head) for head in heads]})
    return 0


def _plain(head: "Head") -> dict[str, object]:
    return {"name": head.name, "id": head.id, "seq": head.seq, "head": head.hash}


def archive_arguments(parser: Parser) -> None:
    parser.name()
    parser.flag("--off", "重新列出")


def archive(desk: Desk, args: Arguments) -> int:
    """A round is not listed any more, or again."""
    from fazhi_tui.store.copying import archive as archived
    from fazhi_tui.work.session import now

    head = desk.store.head(args.name)
    archived(desk.store, head, "" if args.off else now())
    if desk.as_json:
        desk.json(_plain(head))
    else:
        desk.say(f"已重新列出“{head.name}”" if args.off else f"已收起“{head.name}”")
    return 0


def remove_arguments(parser: Parser) -> None:
    parser.name()
    parser.option("--output", "文件", "删去以前导出到哪个文件（.toml）", short="-o", needed=True)


def remove(desk: Desk, args: Arguments) -> int:
    """A round goes; its state is exported first, and a tombstone stays."""
    from fazhi_tui.exports.writing import save
    from fazhi_tui.store.copying import remove as removed
    from fazhi_tui.store.database import Unsure
    from fazhi_tui.ui.drafts import drop_drafts_of
    from fazhi_tui.work.opening import export_text, snapshot_at
    from fazhi_tui.work.session import now

    path = Path(args.output)
    if os.path.lexists(path):
        raise Refused(Problem(Code.FILE_EXISTS, value=str(path), file=str(path)))
    snapshot = snapshot_at(desk.store, args.name)
    save(export_text(desk.store, snapshot).encode(), path)
    try:
        removed(desk.store, snapshot.head, actor=desk.actor, at=now())
    except Unsure:
        raise
    except Refused:
        path.unlink(missing_ok=True)  # nothing went, so it is no substitute for anything
        raise
    drop_drafts_of(snapshot.head.id)
    if desk.as_json:
        desk.json({**_plain(snapshot.head), "file": args.output})
    else:
        desk.say(f"已导出到 {args.output}，删去了“{snapshot.head.name}”")
    return 0


# ── files of evidence ────────────────────────────────────────────────────────────────────────


def fetch_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("evidence", "材料", "材料编号，如 050-2025-01")
    parser.option("--output", "文件", "取出成哪个文件（不能已经存在）", short="-o", needed=True)


def fetch(desk: Desk, args: Arguments) -> int:
    """A copy of a file of evidence."""
    from fazhi_tui.work.evidence import take_out

    args.at = ""
    assessment = desk.snapshot().assessment
    kept = take_out(desk.store, assessment, args.evidence, Path(args.output))
    if desk.as_json:
        desk.json({"file": args.output, "sha256": kept.sha256, "size": kept.size})
    else:
        desk.say(f"已取出成 {args.output}")
    return 0
