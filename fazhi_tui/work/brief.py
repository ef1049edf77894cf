"""An assessment in one paragraph that a leader can be told, and the line that shows it balances."""

from collections.abc import Iterable

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.tally import Progress, Tally
from fazhi_tui.wording.terms import (
    STATES,
    TRACKS,
    UNNAMED_UNIT,
    VETO_EFFECTS,
    VETO_HAPPENED,
    point_word,
)
from fazhi_tui.work.snapshot import Snapshot

_BIGGEST = 3
_NAMED = 10
"""Units that are named; of more only their number is told."""


def balance_line(tally: Tally) -> str:
    """得 + 失 + 待定 = 满分, with a sign that every way of adding up comes to the same."""
    shown = [show_points(p) for p in (tally.earned, tally.lost, tally.pending, tally.full)]
    line = f"得 {shown[0]} + 失 {shown[1]} + 待定 {shown[2]} = {shown[3]}"
    return f"{line} {'✓' if tally.balanced else '✗'}"


def brief_text(snapshot: Snapshot, track: Track, moment: str, today: str) -> str:
    """Totals, progress, who is missing, who lost most, what is overdue, in one paragraph.

    `moment` is the snapshot's as text; `today` (ISO) decides what is overdue.
    """
    tally, word = snapshot.tally(track), point_word(snapshot.roster.set)
    sentences = [
        f"截至 {moment}（第{snapshot.head.seq}条记录），“{snapshot.head.name}”"
        f"按{TRACKS[track]}数{_totals(tally, word)}",
        _progress(tally.progress),
        _missing(snapshot, today),
        _biggest("一级指标", ((part.name, part.lost) for part in tally.by_area), word),
        _biggest("单位", ((account.unit, account.lost) for account in tally.by_unit), word),
        _unattributed(tally, word),
        _vetoes(tally),
        _gaps(snapshot, track, today),
    ]
    return "".join(f"{sentence}。" for sentence in sentences if sentence)


def _totals(tally: Tally, word: str) -> str:
    earned, lost, pending, full = (
        f"{show_points(points)} {word}"
        for points in (tally.earned, tally.lost, tally.pending, tally.full)
    )
    told = f"得 {earned}、失 {lost}、待定 {pending}，满分 {full}"
    if tally.bonus or tally.penalty:
        bonus, penalty = show_points(tally.bonus), show_points(tally.penalty)
        told += f"；加分 {bonus} {word}、减分 {penalty} {word}"
    if tally.lowest != tally.highest:
        low, high = show_points(tally.lowest), show_points(tally.highest)
        return f"{told}，最后得分在 {low} {word}到 {high} {word}之间"
    told += f"，总分 {show_points(tally.total)} {word}"
    if tally.grade is None:
        return told
    barred = any(case.effect == "no_award" for case in tally.vetoes)
    return f"{told}，等次为“{tally.grade}”" + (f"，但{VETO_EFFECTS['no_award']}" if barred else "")


def _progress(progress: Progress) -> str:
    told = f"{progress.indicators} 项指标已填 {progress.answered} 项"
    steps = (
        (STATES["submitted"], progress.submitted),
        (STATES["returned"], progress.returned),
        (STATES["accepted"], progress.accepted),
    )
    return told + "".join(f"、{name} {count} 项" for name, count in steps if count)


def _missing(snapshot: Snapshot, today: str) -> str:
    """How many units have handed in all their parts, and who has not."""
    from fazhi_tui.work.progress import progress_by_unit  # the balance line does without

    units = progress_by_unit(snapshot, today)
    missing = [unit.unit for unit in units if not unit.complete]
    told = f"应报送单位 {len(units)} 家，已报送 {len(units) - len(missing)} 家"
    if not missing:
        return told
    more = f"等 {len(missing)} 家" if len(missing) > _NAMED else ""
    return f"{told}，没有报齐的是{'、'.join(missing[:_NAMED])}{more}"


def _biggest(what: str, losses: Iterable[tuple[str, Points]], word: str) -> str:
    ordered = sorted(((name, lost) for name, lost in losses if lost), key=lambda item: -item[1])
    named = "、".join(f"{name}（{show_points(lost)} {word}）" for name, lost in ordered[:_BIGGEST])
    return f"失分最多的{what}是{named}" if named else ""


def _unattributed(tally: Tally, word: str) -> str:
    if not tally.unattributed_findings:
        return ""
    points = show_points(tally.unattributed)
    return f"{UNNAMED_UNIT} {tally.unattributed_findings} 笔、{points} {word}"


def _vetoes(tally: Tally) -> str:
    cases = "、".join(
        f"第{case.indicator}项（{VETO_EFFECTS[case.effect]}）" for case in tally.vetoes
    )
    return f"{VETO_HAPPENED}：{cases}" if cases else ""


def _gaps(snapshot: Snapshot, track: Track, today: str) -> str:
    gaps = snapshot.gaps(track)
    if not gaps:
        return "没有要整改的事项"
    still_open = [gap for gap in gaps if gap.open]
    overdue = sum(gap.overdue(today) for gap in still_open)
    told = f"整改事项 {len(gaps)} 个，未销号 {len(still_open)} 个"
    return f"{told}，其中超期 {overdue} 个" if overdue else told
