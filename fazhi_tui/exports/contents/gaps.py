"""What has to be put right: the gap list, and the lines behind a number."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.gaps import Gap, of_unit, same_fact
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.tally import Tally
from fazhi_tui.exports.cells import places_of
from fazhi_tui.exports.contents.columns import (
    GAP_ID,
    INDICATOR_NAME,
    INDICATOR_NO,
    LOST,
    ORDER,
    PART_SUM,
    PROBLEM,
    SUM,
    points,
    text,
    total_row,
)
from fazhi_tui.exports.contents.gap_columns import Context, gap_columns
from fazhi_tui.exports.sheet import Cell, Column, Sheet
from fazhi_tui.exports.stamp import Stamp, notes, subtitle
from fazhi_tui.wording import unit_name
from fazhi_tui.wording.matters import problem_of


def gap_list(
    roster: Roster,
    tally: Tally,
    gaps: Iterable[Gap],
    stamp: Stamp,
    *,
    assessment: Assessment | None = None,
    unit: str = "",
    today: str = "",
    by_unit: bool = True,
) -> Sheet:
    """整改清单: one row for each gap, those of one `unit` only if given.

    `by_unit` gives each unit that lost points a part with its sum, else the gaps stand in their own
    order. `assessment` tells the letters and leaders; `today` (ISO) marks what is overdue.
    """
    listed = tuple(gaps)
    title = f"{stamp.assessment}整改清单"
    under = notes(roster, tally, stamp, listed, tally.lost)
    if unit:
        title += f"（{unit_name(unit)}）"
        listed = of_unit(listed, unit)
        own = tuple(gap for gap in listed if gap.unit == unit)
        under = notes(roster, tally, stamp, own, _lost_by(tally, unit, ""))
        under = (*_for_others(roster, listed, own, unit), *under)
    under = (*under, *_of_one_fact(listed))
    parts = _by_unit(roster, listed) if by_unit and not unit else [listed]
    return _gap_sheet(
        Sheet(
            name="整改清单",
            title=title,
            columns=(),
            rows=(),
            subtitle=subtitle(stamp),
            notes=under,
            empty="没有整改事项",
            places=places_of(roster.set.quantum),
        ),
        [part for part in parts if part],
        Context(assessment or Assessment(), today),
    )


def _of_one_fact(gaps: tuple[Gap, ...]) -> tuple[str, ...]:
    """Which of the gaps come from the same fact, so that nobody mends it twice."""
    together = same_fact(gaps)
    groups = dict.fromkeys(tuple(sorted((gap, *others))) for gap, others in together.items())
    if not groups:
        return ()
    return (f"出自同一事实的：{'；'.join('、'.join(group) for group in groups)}。",)


def _by_unit(roster: Roster, gaps: tuple[Gap, ...]) -> list[tuple[Gap, ...]]:
    """The gaps of each unit that lost points, in the set's order, nobody's last."""
    parts: dict[str, list[Gap]] = {}
    for gap in gaps:
        parts.setdefault(gap.unit, []).append(gap)
    last = len(roster.places)
    ordered = sorted(parts, key=lambda unit: roster.places.get(unit, last))
    return [tuple(parts[unit]) for unit in ordered]


def _gap_sheet(empty: Sheet, parts: list[tuple[Gap, ...]], context: Context) -> Sheet:
    """The list with its rows, a sum behind each part where there are several."""
    listed = [gap for part in parts for gap in part]
    chosen = gap_columns(listed, context.assessment)
    columns = (ORDER, *(one.column for one in chosen))
    rows: list[tuple[Cell, ...]] = []
    sums: list[int] = []
    for part in parts:
        for gap in part:
            order = len(rows) - len(sums) + 1
            rows.append((order, *(one.cell(gap, context) for one in chosen)))
        if len(parts) > 1:
            sums.append(len(rows))
            rows.append(_sums(columns, part, PART_SUM))
    return replace(
        empty,
        columns=columns,
        rows=tuple(rows),
        total=_sums(columns, listed, SUM) if listed else None,
        sums=tuple(sums),
    )


def _sums(columns: tuple[Column, ...], gaps: Sequence[Gap], name: str) -> tuple[Cell, ...]:
    """A row of sums; a part's also names its unit."""
    cells: dict[str, Cell] = {
        "失分": _lost(gaps),
        "封顶前": _before(gaps),
        "问题编号": f"{len(gaps)}项",
    }
    if name == PART_SUM:
        cells["责任单位"] = unit_name(gaps[0].unit)
    return (name, *(cells.get(column.heading) for column in columns[1:]))


def _for_others(
    roster: Roster, gaps: tuple[Gap, ...], own: tuple[Gap, ...], unit: str
) -> tuple[str, ...]:
    """How much of a unit's list it lost itself, where it also mends what others lost."""
    if len(own) == len(gaps):
        return ()
    lost = show_points(_lost(own), places_of(roster.set.quantum))
    return (f"其中{unit_name(unit)}失分{len(own)}项{lost}分，其余为代其他单位整改。",)


def _lost_by(tally: Tally, unit: str, indicator: str) -> Points:
    """What a unit (or all), under an indicator (or all), lost of the base points."""
    return sum(
        lost
        for row in tally.rows
        if row.score.channel == "base" and indicator in {"", row.indicator.no}
        for bearer, lost in row.shares
        if unit in {"", bearer}
    )


def _lost(gaps: Iterable[Gap]) -> Points:
    return sum(gap.lost for gap in gaps)


def _before(gaps: Iterable[Gap]) -> Points:
    return sum(gap.before_caps for gap in gaps)


_FINDING_COLUMNS = (
    GAP_ID,
    INDICATOR_NO,
    INDICATOR_NAME,
    PROBLEM,
    text("说明", 26, spare=3),
    points("封顶前", 7, spare=1),
    LOST,
    text("失分单位", 12),
    text("记入方式", 10, spare=4),
)


def findings(
    roster: Roster,
    tally: Tally,
    gaps: Iterable[Gap],
    stamp: Stamp,
    *,
    unit: str = "",
    indicator: str = "",
) -> Sheet:
    """The lines behind a number: what one unit, or one indicator, lost and why."""
    listed = tuple(
        gap for gap in gaps if unit in {"", gap.unit} and indicator in {"", gap.indicator.no}
    )
    about = "，".join(
        part for part in (unit_name(unit), f"第{indicator}项" if indicator else "") if part
    )
    return Sheet(
        name="失分明细",
        title=f"{stamp.assessment}失分明细" + (f"（{about}）" if about else ""),
        columns=_FINDING_COLUMNS,
        rows=tuple(_finding_row(gap) for gap in listed),
        subtitle=subtitle(stamp),
        total=total_row(_FINDING_COLUMNS, {5: _before(listed), 6: _lost(listed)})
        if listed
        else None,
        notes=notes(roster, tally, stamp, listed, _lost_by(tally, unit, indicator)),
        empty="没有失分项",
        places=places_of(roster.set.quantum),
    )


def _finding_row(gap: Gap) -> tuple[Cell, ...]:
    return (
        gap.id,
        gap.indicator.no,
        gap.indicator.name,
        problem_of(gap),
        gap.reason or None,
        gap.before_caps,
        gap.lost,
        unit_name(gap.unit),
        "缺省记入" if gap.by_default else None,
    )
