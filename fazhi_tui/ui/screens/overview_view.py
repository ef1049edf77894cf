"""From the snapshot to the lines of 总览: how it stands, what is lost, what is missing."""

from collections.abc import Sequence

from rich.cells import cell_len

from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.tally import Sum, Tally, grade_at
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.lacking import Lack
from fazhi_tui.ui.screens.presenting import minus, numeral, today
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.board import BoardRow
from fazhi_tui.ui.widgets.cells import Line, Part, left, right
from fazhi_tui.wording.terms import STATES, TRACKS, VETO_EFFECTS, point_word

Rows = list[BoardRow]
_FIGURE = 7
"""Cells of a column of points."""


def heading(text: str, aside: str = "") -> BoardRow:
    """A line above a list."""
    return BoardRow(((" " + text, look.LABEL), ("  " + aside, look.DIM)))


def standing(shown: Shown, width: int, back: Points | None) -> Rows:
    """Earned, lost and pending, where it can still go, how far it has come.

    `back` is what closing all gaps would bring back, as soon as it is worked out.
    """
    snapshot = shown.snapshot
    tally, word = snapshot.tally(), point_word(snapshot.roster.set)
    figures: Line = (
        (" 得 ", look.DIM),
        (show_points(tally.earned), look.GOOD),
        ("   失 ", look.DIM),
        (show_points(tally.lost), look.LOST),
        ("   待定 ", look.DIM),
        (show_points(tally.pending), look.PENDING),
        (f"   满分 {show_points(tally.full)} {word}", look.DIM),
    )
    split = stacked((tally.earned, tally.lost, tally.pending), tally.full, width - 2)
    lines = [figures, ((" ", look.PLAIN), *split), *_ahead(shown, tally)]
    lines += [_told(label, text) for label, text in _facts(shown, tally, word)]
    return [*map(BoardRow, lines), _mending(shown, back)]


def _mending(shown: Shown, back: Points | None) -> BoardRow:
    """The gaps: how many are open, and what closing them all would bring back."""
    day = today()
    gaps = [gap for gap in shown.snapshot.gaps() if gap.open]
    if not gaps:
        return BoardRow(_told("整改", "没有未销号的事项"))
    late = sum(gap.overdue(day) for gap in gaps)
    told = f"未销号 {len(gaps)} 项" + (f"，超期 {late} 项" if late else "")
    return BoardRow(
        (
            *_told("整改", told),
            (f" · 全部销号可追回 {'…' if back is None else show_points(back)}", look.GOOD),
        ),
        "place:gaps",
    )


def _told(label: str, text: str) -> Line:
    return ((f" {label} ", look.LABEL), (text, look.PLAIN))


def _ahead(shown: Shown, tally: Tally) -> list[Line]:
    """The range of the total, and the grade that goes with its ends."""
    roster = shown.snapshot.roster
    low, high = tally.lowest, tally.highest
    lowest, highest = grade_at(roster, low), grade_at(roster, high)
    points = show_points(low) if low == high else f"{show_points(low)}～{show_points(high)}"
    grade = lowest if lowest == highest else f"{lowest or '未达等次'}～{highest or '未达等次'}"
    told = _told("最后可得", points)
    if roster.set.grades:
        told += ((" · ", look.DIM), ("等次 ", look.LABEL), (grade or "未达等次", look.STRONG))
    return [told]


def _facts(shown: Shown, tally: Tally, word: str) -> list[tuple[str, str]]:
    snapshot, progress = shown.snapshot, tally.progress
    steps = (
        ("已填", f"{progress.answered}/{progress.indicators}"),
        (STATES["submitted"], progress.submitted),
        (STATES["accepted"], progress.accepted),
        (STATES["returned"], progress.returned),
    )
    told = " · ".join(f"{name} {count}" for name, count in steps)
    facts = [("进度", told)]
    if tally.bonus or tally.penalty:
        facts.append(
            ("加减分", f"加 {show_points(tally.bonus)} · 减 {show_points(tally.penalty)} {word}")
        )
    facts += [("一票否决", f"第 {v.indicator} 项，{VETO_EFFECTS[v.effect]}") for v in tally.vetoes]
    if any(entry.verified for entry in snapshot.assessment.entries.values()):
        verified = snapshot.tally("verified")
        more = verified.lost - tally.lost
        than = f"比自评多失 {show_points(more)}" if more > 0 else f"比自评少失 {show_points(-more)}"
        said = f"得 {show_points(verified.earned)} · 失 {show_points(verified.lost)}"
        facts.append((TRACKS["verified"], f"{said}（{than if more else '与自评相同'}）"))
    return facts


def stacked(parts: tuple[Points, Points, Points], full: Points, width: int) -> Line:
    """Earned, lost and pending as one bar; told apart by their pattern too."""
    if full <= 0 or width < 3:
        return ()
    ends = [width * sum(parts[: n + 1]) // full for n in range(3)]
    ends[2] = width
    if parts[1] and ends[1] == ends[0]:
        ends[1] = min(ends[0] + 1, width)
    patterns = (("█", look.GOOD), ("▓", look.LOST), ("░", look.PENDING))
    starts = (0, *ends[:2])
    return tuple(
        (sign * max(end - start, 0), tone)
        for (sign, tone), start, end in zip(patterns, starts, ends, strict=True)
        if end > start
    )


def areas(shown: Shown, width: int) -> Rows:
    """Each 一级指标 as a bar with its figures."""
    tally = shown.snapshot.tally()
    names = [numeral(part.no) + part.name for part in tally.by_area]
    figures = _FIGURE * 4 + 1
    name_width = min(max(map(cell_len, names), default=0), max(width * 2 // 5, 12))
    bar_width = max(width - name_width - figures - 3, 0)
    if bar_width < 6:
        name_width, bar_width = width - figures - 2, 0
    head: Line = (
        (" " + left("一级指标", name_width + bar_width + 1 + bool(bar_width)), look.LABEL),
        *((right(name, _FIGURE), look.DIM) for name in ("满分", "得", "失", "待定")),
    )
    rows = [BoardRow(head)]
    for part, name in zip(tally.by_area, names, strict=True):
        bar = stacked((part.earned, part.lost, part.pending), part.worth, bar_width)
        line: list[Part] = [(" " + left(name, name_width) + " ", look.PLAIN)]
        line += [*bar, (" ", look.PLAIN)] if bar_width else []
        rows.append(BoardRow((*line, *_sums(part)), f"area:{part.no}"))
    return rows


def _sums(part: Sum) -> Line:
    return (
        (right(show_points(part.worth), _FIGURE), look.DIM),
        (right(show_points(part.earned), _FIGURE), look.GOOD),
        (right(minus(part.lost), _FIGURE), look.LOST if part.lost else look.DIM),
        (right(show_points(part.pending) if part.pending else "", _FIGURE), look.PENDING),
    )


def worst_groups(shown: Shown, width: int, count: int) -> Rows:
    """The 二级指标 that lost most."""
    parts = [part for part in shown.snapshot.tally().by_group if part.lost]
    parts = sorted(parts, key=lambda part: -part.lost)[:count]
    if not parts:
        return []
    rows = [_loss_row(f"{p.no} {p.name}", p.lost, f"group:{p.no}", width) for p in parts]
    return [BoardRow(), heading("失分最多的二级指标"), *rows]


def biggest(shown: Shown, width: int, count: int) -> Rows:
    """The units and indicators that lost most."""
    tally = shown.snapshot.tally()
    channels = {no: score.channel for no, score in shown.snapshot.scores().items()}
    units = sorted((u for u in tally.by_unit if u.lost), key=lambda unit: -unit.lost)
    items = sorted(
        (row for row in tally.by_indicator if row.lost and channels[row.no] != "bonus"),
        key=lambda row: -row.lost,
    )
    rows = [heading("失分最多的指标")]
    rows += [
        _loss_row(f"{row.no} {row.name}", row.lost, f"item:{row.no}", width)
        for row in items[:count]
    ]
    rows += [BoardRow(), heading("失分最多的单位")]
    rows += [_loss_row(u.unit, u.lost, f"unit:{u.unit}", width) for u in units[:count]]
    return rows if items else []


def _loss_row(name: str, lost: Points, key: str, width: int) -> BoardRow:
    points = right(minus(lost), 8)
    return BoardRow((("   " + left(name, width - 12), look.PLAIN), (points + " ", look.LOST)), key)


def missing(kinds: Sequence[Lack], width: int) -> Rows:
    """The check list; a digit leads to each line."""
    open_kinds = [kind for kind in kinds if kind.items]
    must = sum(1 for kind in open_kinds if kind.must)
    aside = f"{must} 类必须处理" if must else "没有必须处理的了"
    rows = [heading("报送前还缺什么", aside if kinds else "正在核对…")]
    number = 0
    for kind in kinds:
        if not kind.items:
            rows.append(BoardRow(((f"   ✓ {kind.title}", look.DIM), ("  没有", look.DIM))))
            continue
        number += 1
        tone = look.LOST if kind.must else look.PENDING
        count = f"{len(kind.items)} {kind.counted}"
        line: Line = (
            (f" {number} ", look.STRONG),
            (f"{'✗' if kind.must else '!'} ", tone),
            (left(kind.title, width - 7 - cell_len(count)), look.PLAIN),
            (" " + count + " ", tone),
        )
        rows.append(BoardRow(line, f"lack:{kind.key}", number))
    return rows
