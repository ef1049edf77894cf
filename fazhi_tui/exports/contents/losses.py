"""The tally as tables: by unit, area, group, indicator, and units by areas."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec.structs import replace

from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import UNATTRIBUTED, Roster
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.policies import Row
from fazhi_tui.domain.tally import Sum, Tally, UnitSum
from fazhi_tui.exports.cells import places_of
from fazhi_tui.exports.contents.columns import (
    SUM,
    number,
    percent,
    points,
    sums_of,
    text,
    total_row,
)
from fazhi_tui.exports.sheet import Cell, Chart, Column, Sheet
from fazhi_tui.exports.stamp import Stamp, has_channel, notes, subtitle
from fazhi_tui.wording import CHANNELS, NOT_APPLICABLE, STATES, unit_name

_INDICATORS = "涉及指标"
_EXTRA = (("bonus", "加分"), ("penalty", "减分"))


def losses_by_unit(
    roster: Roster, tally: Tally, gaps: Iterable[Gap], stamp: Stamp, *, today: str = ""
) -> Sheet:
    """Who lost how much, most first; what nobody is named for comes last."""
    listed = tuple(gaps)
    extra = [heading for channel, heading in _EXTRA if has_channel(roster, channel)]
    columns = (
        text("单位", 20),
        text("类别", 8, spare=4),
        points("失分", 9),
        percent("占比"),
        percent("失分率"),
        *map(points, extra),
        number(_INDICATORS, 9, spare=2),
        number("失分笔数", 9, spare=3),
        points("缺省记入", 9, spare=5),
        number("未销号", 8),
        number("超期", 6, spare=1),
    )
    accounts = sorted(tally.by_unit, key=lambda account: -account.lost)
    rows = [_account_row(roster, account, extra, listed, today) for account in accounts]
    if tally.unattributed_findings:
        nobody = UnitSum(
            UNATTRIBUTED, tally.unattributed, None, None, 0, 0, 0, tally.unattributed_findings, 0
        )
        rows.append(_account_row(roster, nobody, extra, listed, today))
    summed = [
        place
        for place, column in enumerate(columns)
        if column.kind in {"points", "number"} and column.heading != _INDICATORS
    ]
    return Sheet(
        name="按单位",
        title=f"{stamp.assessment}失分情况（按单位）",
        columns=columns,
        rows=tuple(rows),
        subtitle=subtitle(stamp),
        total=total_row(columns, sums_of(rows, summed)) if rows else None,
        notes=notes(roster, tally, stamp),
        empty="没有单位失分",
        places=places_of(roster.set.quantum),
        charts=(Chart("bar", "各单位失分", 0, (2,)),),
    )


def _account_row(
    roster: Roster, account: UnitSum, extra: list[str], gaps: tuple[Gap, ...], today: str
) -> tuple[Cell, ...]:
    amounts = {"加分": account.bonus, "减分": account.penalty}
    unit = roster.units.get(account.unit)
    return (
        unit_name(account.unit),
        unit.category or None if unit else None,
        account.lost,
        account.share,
        account.rate,
        *(amounts[heading] for heading in extra),
        account.indicators if unit else None,
        account.findings,
        account.by_default,
        *_standing(gaps, account.unit, today),
    )


def _standing(gaps: tuple[Gap, ...], unit: str, today: str) -> tuple[int, int]:
    """How many of a unit's gaps are open, and overdue."""
    own = [gap for gap in gaps if gap.unit == unit and gap.open]
    return len(own), sum(gap.overdue(today) for gap in own) if today else 0


def losses_by_area(roster: Roster, tally: Tally, stamp: Stamp) -> Sheet:
    """一级指标: worth, earned, lost, pending."""
    sheet = _parts(roster, tally, stamp, tally.by_area, "一级指标")
    stacked = Chart("bar", "各方面得分、失分、待定", 1, (3, 4, 5))
    return replace(sheet, charts=(stacked, Chart("radar", "各方面得分率", 1, (6,))))


def by_group(roster: Roster, tally: Tally, stamp: Stamp) -> Sheet:
    """二级指标: worth, earned, lost, pending."""
    return _parts(roster, tally, stamp, tally.by_group, "二级指标")


def _parts(
    roster: Roster, tally: Tally, stamp: Stamp, parts: tuple[Sum, ...], heading: str
) -> Sheet:
    columns = (
        Column("编号", "text", "center", 8),
        text(heading, 40),
        *map(points, ("满分", "得分", "失分", "待定")),
        percent("得分率", spare=1),
    )
    rows = [
        (part.no, part.name, part.worth, part.earned, part.lost, part.pending, _rate(part))
        for part in parts
    ]
    sums = sums_of(rows, range(2, 6))
    whole = Fraction(sums[3], sums[2]) if sums[2] else None
    return Sheet(
        name=f"按{heading}",
        title=f"{stamp.assessment}得失分情况（按{heading}）",
        columns=columns,
        rows=tuple(rows),
        subtitle=subtitle(stamp),
        total=(*total_row(columns, sums)[:-1], whole),
        notes=notes(roster, tally, stamp),
        places=places_of(roster.set.quantum),
    )


def _rate(part: Sum) -> Fraction | None:
    return Fraction(part.earned, part.worth) if part.worth else None


def by_indicator(roster: Roster, tally: Tally, stamp: Stamp) -> Sheet:
    """三级指标: worth, earned, lost, pending, state, and who lost it."""
    channels = any(has_channel(roster, channel) for channel in ("bonus", "penalty"))
    columns = (
        Column("指标号", "text", "center", 6),
        text("指标名称", 36),
        *((Column("类别", "text", "center", 8),) if channels else ()),
        *map(points, ("满分", "得分", "失分", "待定")),
        points("可挽回", spare=2),
        Column("状态", "text", "center", 10),
        text("失分单位", 34, spare=1),
    )
    rows = [_indicator_row(row, channels, places_of(roster.set.quantum)) for row in tally.rows]
    sums = (tally.full, tally.earned, tally.lost, tally.pending)
    first = 3 if channels else 2
    return Sheet(
        name="按三级指标",
        title=f"{stamp.assessment}得失分情况（按三级指标）",
        columns=columns,
        rows=tuple(rows),
        subtitle=subtitle(stamp),
        total=total_row(columns, dict(enumerate(sums, first))),
        notes=notes(roster, tally, stamp),
        places=places_of(roster.set.quantum),
    )


def _indicator_row(row: Row, channels: bool, places: int) -> tuple[Cell, ...]:
    """Base points balance; of a bonus only what it gives, of a penalty only what it takes."""
    score = row.score
    amounts: tuple[Cell, ...] = (row.worth, row.earned, row.lost, row.pending, score.recoverable)
    if score.channel == "bonus":
        amounts = (None, row.lost, None, None, None)
    elif score.channel == "penalty":
        amounts = (None, None, row.lost, None, score.recoverable)
    shares = "、".join(
        f"{unit_name(unit)} {show_points(lost, places)}" for unit, lost in row.shares if lost
    )
    return (
        row.indicator.no,
        row.indicator.name,
        *((CHANNELS[score.channel],) if channels else ()),
        *amounts,
        NOT_APPLICABLE if score.not_applicable else STATES[score.state],
        None if score.channel == "bonus" else shares or None,
    )


def matrix(roster: Roster, tally: Tally, stamp: Stamp) -> Sheet:
    """Units by areas: what each unit lost where, and both sums."""
    areas = [area.no for area in roster.set.areas]
    columns = (
        text("单位", 18),
        *(
            Column(f"{area.no} {area.name}", "points", "right", 11, wraps=True)
            for area in roster.set.areas
        ),
        points(SUM, 9),
    )
    cells: dict[str, dict[str, Points]] = {}
    for unit, area, lost in tally.matrix:
        cells.setdefault(unit, {})[area] = lost
    rows: list[tuple[Cell, ...]] = [
        (unit_name(unit), *(by_area.get(area) for area in areas), sum(by_area.values()))
        for unit, by_area in cells.items()
    ]
    return Sheet(
        name="单位与方面",
        title=f"{stamp.assessment}失分情况（按单位和一级指标）",
        columns=columns,
        rows=tuple(rows),
        subtitle=subtitle(stamp),
        total=total_row(columns, sums_of(rows, range(1, len(columns)))) if rows else None,
        notes=notes(roster, tally, stamp),
        empty="各单位均无失分",
        places=places_of(roster.set.quantum),
    )
