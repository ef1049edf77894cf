"""All assessments of a store as tables: by category of unit, area, indicator; spread and ranked."""

from fractions import Fraction

from msgspec.structs import replace

from fazhi_tui.exports.contents.columns import number, percent, points, sums_of, text, total_row
from fazhi_tui.exports.sheet import Cell, Chart, Column, Sheet
from fazhi_tui.store.rollup import STEP, Rollup
from fazhi_tui.wording.terms import TRACKS, UNNAMED_UNIT

BY = ("category", "area", "indicator", "distribution", "ranking")
_NATIVE = "按各项指标的原分值汇总，不作折算、封顶和一票否决；各轮以自己的得分表为准。"


def province_sheet(rollup: Rollup, by: str) -> Sheet:
    """One of the tables named in `BY`."""
    if by == "category":
        return _by_category(rollup)
    if by in {"area", "indicator"}:
        return _by_line(rollup, by)
    return _distribution(rollup) if by == "distribution" else _ranking(rollup)


def _sheet(
    rollup: Rollup,
    name: str,
    columns: tuple[Column, ...],
    rows: list[tuple[Cell, ...]],
    charts: tuple[Chart, ...] = (),
) -> Sheet:
    count = len(rollup.ranking)
    return Sheet(
        name=name,
        title=f"{count} 轮自评汇总（{name}）",
        columns=columns,
        rows=tuple(rows),
        subtitle=f"{TRACKS[rollup.track]}数，{count} 轮自评",
        notes=(_NATIVE,),
        places=2,
        charts=charts,
    )


def _by_category(rollup: Rollup) -> Sheet:
    columns = (
        text("单位类别", 16),
        number("单位数", 8),
        points("失分", 12),
        percent("占比"),
    )
    lost = sum(item.lost for item in rollup.categories)
    rows: list[tuple[Cell, ...]] = [
        (
            UNNAMED_UNIT if item.category is None else item.category or "未分类",
            item.units,
            item.lost,
            Fraction(item.lost, lost) if lost else None,
        )
        for item in rollup.categories
    ]
    sheet = _sheet(rollup, "按单位类别", columns, rows)
    return replace(sheet, total=total_row(columns, sums_of(rows, [1, 2])))


def _by_line(rollup: Rollup, by: str) -> Sheet:
    lines = rollup.areas if by == "area" else rollup.indicators
    several = len({line.set_id for line in lines}) > 1
    columns = (
        *((text("指标体系", 12),) if several else ()),
        Column("编号", "text", "center", 6),
        text("名称", 34),
        *(points(heading, 11) for heading in ("满分", "得分", "失分", "待定")),
        percent("失分率"),
        *((number("失分轮次", 9),) if by == "indicator" else ()),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *((line.set_id,) if several else ()),
            line.no,
            line.name,
            line.full,
            line.earned,
            line.lost,
            line.pending,
            line.rate,
            *((line.losing,) if by == "indicator" else ()),
        )
        for line in lines
    ]
    first = 3 if several else 2
    sheet = _sheet(rollup, "按一级指标" if by == "area" else "按三级指标", columns, rows)
    return replace(sheet, total=total_row(columns, sums_of(rows, range(first, first + 4))))


def _distribution(rollup: Rollup) -> Sheet:
    columns = (text("得分率", 16), number("轮次", 8), percent("占比"))
    count = len(rollup.ranking)
    rows: list[tuple[Cell, ...]] = [
        (f"{start}%～{start + STEP}%", found, Fraction(found, count))
        for start, found in rollup.distribution
    ]
    sheet = _sheet(rollup, "分布", columns, rows, (Chart("bar", "得分率分布", 0, (1,)),))
    return replace(sheet, total=total_row(columns, sums_of(rows, [1])))


def _ranking(rollup: Rollup) -> Sheet:
    columns = (
        number("名次", 6),
        text("自评轮次", 30),
        *(points(heading, 9) for heading in ("总分", "满分")),
        percent("得分率"),
        *(points(heading, 9) for heading in ("失分", "待定")),
        number("一票否决", 9),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            item.rank,
            item.name,
            item.total,
            item.sums.full,
            item.rate,
            item.sums.lost,
            item.sums.pending,
            item.sums.vetoes,
        )
        for item in rollup.ranking
    ]
    return _sheet(rollup, "排名", columns, rows)
