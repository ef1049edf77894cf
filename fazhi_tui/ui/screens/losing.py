"""From the snapshot to the tables of losses: by unit, by area, by both, and line by line."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.tally import Tally, UnitSum
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.presenting import minus, numeral, percent, today
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Cell, Column, TableRow
from fazhi_tui.wording.terms import point_word, unit_name
from fazhi_tui.work.progress import open_gaps

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.listing import ListingDialog


def lines_dialog(shown: Shown, kind: str, key: str, track: Track = "self") -> "ListingDialog":
    """The postings behind a loss: of a `unit`, an `area`, a `group`, a `cell` of both, or `all`."""
    from fazhi_tui.ui.dialogs.listing import ListingDialog

    roster = shown.snapshot.roster
    names = {area.no: numeral(area.no) + area.name for area in roster.set.areas}
    names |= {group.no: f"{group.no} {group.name}" for group in roster.set.groups}
    owners: dict[str, Callable[[Gap], str]] = {
        "unit": lambda gap: gap.unit,
        "area": lambda gap: gap.indicator.area,
        "group": lambda gap: gap.indicator.group,
        "cell": lambda gap: cell_key(gap.unit, gap.indicator.area),
        "all": lambda gap: "",
    }
    chosen = [gap for gap in shown.snapshot.gaps(track) if owners[kind](gap) == key]
    unit, _, area = key.partition("|")
    title = {
        "unit": unit_name(key),
        "cell": f"{unit_name(unit)} × {names.get(area, area)}",
        "all": "全部",
    }.get(kind, names.get(key, key))
    columns, rows = line_table(chosen)
    lines, tally = sum(gap.lost for gap in chosen), shown.snapshot.tally(track)
    word = point_word(roster.set)
    total = f"{show_points(lines)} {word}"
    if (counted := _counted(tally, kind, key)) != lines:
        total += f"，汇总时经折算、加减分上限，计 {show_points(counted)} {word}"
    return ListingDialog(
        f"{title} 的失分", columns, rows,
        f"共 {len(chosen)} 笔，合计 {total}",
        "↑↓ 移动 · Enter 到该项指标 · Esc/F12 返回",
    )  # fmt: skip


def _counted(tally: Tally, kind: str, key: str) -> Points:
    """What the sums have for one kind of lines."""
    if kind == "all":
        return tally.lost
    if kind == "cell":
        return sum(lost for unit, area, lost in tally.matrix if cell_key(unit, area) == key)
    if kind == "unit":
        lost = {unit.unit: unit.lost for unit in tally.by_unit} | {UNATTRIBUTED: tally.unattributed}
        return lost.get(key, 0)
    parts = tally.by_area if kind == "area" else tally.by_group
    return sum(part.lost for part in parts if part.no == key)


def cell_key(unit: str, area: str) -> str:
    """The key of a cell of the heat map."""
    return f"{unit}|{area}"


_UNIT_COLUMNS = (
    Column("失分单位", least=12, stretch=1, most=24),
    Column("失分", "right", least=6, style=look.LOST),
    Column("", least=6, stretch=3, most=10),
    Column("占比", "right", least=5),
    Column("失分率", "right", least=6),
    Column("指标", "right", dispensable=1),
    Column("笔数", "right", dispensable=1),
    Column("未销号", "right", dispensable=2),
    Column("超期", "right", style=look.LOST, dispensable=2),
    Column("缺省记入", "right", style=look.DIM, dispensable=3),
)


def unit_table(shown: Shown, track: Track) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Who lost how much, the most first; what nobody bears yet on a line of its own."""
    tally = shown.snapshot.tally(track)
    units = sorted(tally.by_unit, key=lambda unit: -unit.lost)
    most = max([unit.lost for unit in units] + [tally.unattributed, 1])
    tasks = open_gaps(shown.snapshot.gaps(track), today())
    rows = [TableRow(f"unit:{u.unit}", _unit_cells(u, most, tasks)) for u in units]
    if tally.unattributed_findings:
        rows.append(_nobody(tally, most))
    return _UNIT_COLUMNS, rows


def _unit_cells(unit: UnitSum, most: int, tasks: dict[str, tuple[int, int]]) -> tuple[Cell, ...]:
    waiting, late = tasks.get(unit.unit, (0, 0))
    return (
        unit.unit,
        minus(unit.lost),
        Fraction(unit.lost, most),
        percent(unit.share),
        percent(unit.rate),
        str(unit.indicators),
        str(unit.findings),
        str(waiting or ""),
        str(late or ""),
        show_points(unit.by_default) if unit.by_default else "",
    )


def _nobody(tally: Tally, most: int) -> TableRow:
    """What no unit bears yet."""
    share = percent(Fraction(tally.unattributed, tally.lost)) if tally.lost else ""
    cells: tuple[Cell, ...] = (
        unit_name(UNATTRIBUTED), minus(tally.unattributed),
        Fraction(tally.unattributed, most), share, "", "",
        str(tally.unattributed_findings), "", "", "",
    )  # fmt: skip
    return TableRow(f"unit:{UNATTRIBUTED}", cells, look.PENDING)


def rank_table(shown: Shown, track: Track) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Units of one class beside each other, the most lost first; equal losses share a place."""
    snapshot = shown.snapshot
    tally = snapshot.tally(track)
    rows: list[TableRow] = []
    for category in dict.fromkeys(unit.category for unit in snapshot.roster.set.units):
        rows += _class_rows(shown, track, category)
    if tally.unattributed_findings:
        nobody = _nobody(tally, max(tally.unattributed, 1))
        rows.append(TableRow(nobody.key, ("", *nobody.cells), nobody.tone))
    return (Column("名次", "right", least=4, most=12), *_UNIT_COLUMNS), rows


def _class_rows(shown: Shown, track: Track, category: str) -> list[TableRow]:
    """The units of a class that lost something, under a line with their sum."""
    snapshot, tally = shown.snapshot, shown.snapshot.tally(track)
    members = {unit.name: unit for unit in snapshot.roster.set.units if unit.category == category}
    losing = sorted(
        (u for u in tally.by_unit if u.lost and u.unit in members), key=lambda u: -u.lost
    )
    if not losing:
        return []
    lost = sum(u.lost for u in losing)
    told = f"{len(losing)}/{len(members)} 个失分"
    share = percent(Fraction(lost, tally.lost)) if tally.lost else ""
    empty = [""] * (len(_UNIT_COLUMNS) - 4)
    name = category or "其他"
    head = TableRow("", (name, told, minus(lost), Fraction(0), share, *empty), look.LABEL)
    tasks = open_gaps(snapshot.gaps(track), today())
    ranked = [u.lost for u in losing if members[u.unit].ranked]
    return [head] + [
        TableRow(
            f"unit:{u.unit}",
            (
                _rank(u.lost, ranked) if members[u.unit].ranked else "—",
                *_unit_cells(u, losing[0].lost, tasks),
            ),
        )
        for u in losing
    ]


def _rank(lost: Points, ranked: Sequence[Points]) -> str:
    """The place among `ranked`, the most lost first, with = where it is shared."""
    return f"{ranked.index(lost) + 1}{'=' if ranked.count(lost) > 1 else ''}"


def area_table(shown: Shown, track: Track) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Each 一级指标: full, earned, lost, pending."""
    tally = shown.snapshot.tally(track)
    columns = (
        Column("一级指标", stretch=2, least=12),
        Column("满分", "right", least=6),
        Column("得", "right", least=6, style=look.GOOD),
        Column("失", "right", least=6, style=look.LOST),
        Column("待定", "right", least=6, style=look.PENDING),
        Column("", least=10, stretch=3, most=10),
    )
    most = max([part.lost for part in tally.by_area] + [1])
    rows = [
        TableRow(
            f"area:{part.no}",
            (
                numeral(part.no) + part.name,
                show_points(part.worth),
                show_points(part.earned),
                minus(part.lost),
                show_points(part.pending) if part.pending else "",
                Fraction(part.lost, most),
            ),
        )
        for part in tally.by_area
    ]
    total = (
        "合计", show_points(tally.full), show_points(tally.earned), minus(tally.lost),
        show_points(tally.pending) if tally.pending else "", Fraction(0),
    )  # fmt: skip
    rows.append(TableRow("", total, look.STRONG))
    return columns, rows


SHADES = " ░▒▓█"
"""From nothing lost to as much as in the worst quarter of the cells."""


def shade(lost: int, ordered: Sequence[int]) -> int:
    """How dark a cell is, 0 to 4: in which quarter of the losses, `ordered` by size, it stands."""
    if lost <= 0 or not ordered:
        return 0
    return min(1 + 4 * bisect_left(ordered, lost) // len(ordered), 4)


def matrix_table(shown: Shown, track: Track) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Unit by area as a heat map; empty cells are nothing lost."""
    tally = shown.snapshot.tally(track)
    areas = shown.snapshot.roster.set.areas
    columns = (
        Column("失分单位", least=11, stretch=1, most=24),
        *(
            Column(numeral(area.no) + area.name, "right", least=5, stretch=1, most=14)
            for area in areas
        ),
        Column("合计", "right", least=6, style=look.LOST),
    )
    cells: dict[str, dict[str, int]] = {}
    for unit, area, lost in tally.matrix:
        cells.setdefault(unit, {})[area] = lost
    sizes = sorted(lost for _, _, lost in tally.matrix)
    ordered = sorted(cells.items(), key=lambda item: -sum(item[1].values()))
    rows = [
        TableRow(
            f"unit:{unit}",
            (
                (unit_name(unit), look.PENDING if unit == UNATTRIBUTED else look.PLAIN),
                *(_heat(row.get(area.no, 0), sizes) for area in areas),
                minus(sum(row.values())),
            ),
        )
        for unit, row in ordered
    ]
    if rows:
        sums = [sum(row.get(area.no, 0) for row in cells.values()) for area in areas]
        totals = (show_points(lost) if lost else "" for lost in sums)
        rows.append(TableRow("all:", ("合计", *totals, minus(tally.lost)), look.STRONG))
    return columns, rows


def cell_of(shown: Shown, row: str, column: int) -> str:
    """What a cell of the heat map stands for, as the key of its lines."""
    areas = [area.no for area in shown.snapshot.roster.set.areas]
    kind, _, unit = row.partition(":")
    if not 0 < column <= len(areas):
        return row
    area = areas[column - 1]
    return f"area:{area}" if kind == "all" else f"cell:{cell_key(unit, area)}"


def _heat(lost: int, sizes: Sequence[int]) -> Cell:
    """A loss with its shade before it: the darker and the redder, the more."""
    level = shade(lost, sizes)
    return (f"{SHADES[level]}{show_points(lost)}", look.HEAT[level - 1]) if level else ""


def line_table(gaps: list[Gap]) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Postings one by one: clause, problem, before caps, lost."""
    columns = (
        Column("失分项", style=look.DIM, most=22, dispensable=2),
        Column("指标", stretch=2, least=10),
        Column("问题", stretch=3, least=10),
        Column("单位", most=16),
        Column("封顶前", "right", style=look.DIM, dispensable=1),
        Column("失分", "right", style=look.LOST),
    )
    rows = [
        TableRow(
            f"{gap.indicator.no}#{place}",
            (
                gap.id.partition("/")[0],
                f"{gap.indicator.no} {gap.indicator.name}",
                gap.problem + (f"（{gap.reason}）" if gap.reason else ""),
                unit_name(gap.unit) + ("*" if gap.by_default else ""),
                show_points(gap.before_caps),
                minus(gap.lost),
            ),
            about=f"{gap.indicator.no} {gap.indicator.name}　细则：{gap.clause.text}"
            + (f"　事由：{gap.reason}" if gap.reason else ""),
        )
        for place, gap in enumerate(gaps)
    ]
    return columns, rows
