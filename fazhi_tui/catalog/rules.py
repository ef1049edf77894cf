"""The eight kinds of scoring rule, each read from its clause's table.

Which keys a kind has, which go together and which exclude each other is decided here; whether the
numbers make sense beside the indicator's worth is for `checks`.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from fazhi_tui.catalog.reader import Table
from fazhi_tui.domain.indicators import (
    Direction,
    Fixed,
    Judged,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Rounding,
    Rule,
    Tiers,
    Veto,
)
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.problems import Code

ELSE = "*"
"""The bound that stands for everything else."""

PERCENT = Decimal(100)
_ROUNDINGS: tuple[Rounding, ...] = ("exact", "up", "down")
_DIRECTIONS: tuple[Direction, ...] = ("at_least", "at_most")
_MEASURES: tuple[Literal["label", "number", "rate"], ...] = ("number", "rate", "label")


def read_rule(table: Table) -> Rule:
    """The rule of a clause; `kind` says which."""
    _, read = _READERS[table.choice("kind", KINDS)]
    return read(table)


def _fixed(table: Table) -> Fixed:
    whole = table.flag("all")
    if whole and "points" in table:
        table.wrong(Code.PARTS_APART, "points", "all", "points")
    if whole:
        return Fixed()
    return Fixed(table.worth("points"))


def _per_count(table: Table) -> PerCount:
    levels = _levels(table)
    if "levels" in table and "points" in table:
        table.wrong(Code.PARTS_APART, "points", "levels", "points")
    elif "levels" in table and "target" in table:
        table.wrong(Code.PARTS_APART, "target", "levels", "target")
    elif "levels" not in table:
        table.need("points")
    _together(table, "step", "rounding")
    return PerCount(
        points=table.points("points") or 0,
        levels=levels,
        target=table.number("target"),
        step=_above_zero(table, "step"),
        rounding=table.choice("rounding", _ROUNDINGS, "exact"),
    )


def _levels(table: Table) -> tuple[tuple[str, Points], ...]:
    inner = table.table("levels")
    if "levels" in table and not inner.values:
        table.wrong(Code.EMPTY, "levels")
    found: list[tuple[str, Points]] = []
    for key, value in inner.values.items():
        points = inner.as_points(key, value)
        if not key.strip() or not key.isprintable():
            inner.wrong(Code.WRONG_TYPE, key, key, "name")
        elif points is not None:
            found.append((key.strip(), points))
    return tuple(found)


def _progressive(table: Table) -> Progressive:
    table.need("schedule")
    steps = enumerate(table.items("schedule"))
    points = [table.as_points(f"schedule[{index}]", step) for index, step in steps]
    return Progressive(tuple(step or 0 for step in points))


def _rate_gap(table: Table) -> RateGap:
    benchmark = table.flag("benchmark")
    if benchmark and "target" in table:
        table.wrong(Code.PARTS_APART, "target", "benchmark", "target")
    elif not benchmark:
        table.need("target")
    table.need("step")
    return RateGap(
        target=_percent(table, "target"),
        step=table.within("step", 0, PERCENT) or PERCENT,
        points=table.worth("points"),
        partial=table.choice("partial", _ROUNDINGS),
        direction=table.choice("direction", _DIRECTIONS, "at_least"),
        bands=_bands(table),
    )


def _bands(table: Table) -> tuple[tuple[Decimal, Points], ...]:
    if "bands" in table:
        table.need("bands")
    found: list[tuple[Decimal, Points]] = []
    for place, bound, points in read_rows(table, "bands"):
        number = table.as_number(place, bound)
        if number is not None:
            found.append((number, points))
    return tuple(found)


def _ratio(table: Table) -> Ratio:
    target = table.within("target", 0, PERCENT)
    return Ratio(table.points("points"), PERCENT if target is None else target)


def _judged(table: Table) -> Judged:
    low, high = table.points("min") or 0, table.worth("max")
    if low > high and "max" in table:
        table.wrong(Code.OUT_OF_RANGE, "min", table.values["min"], f"0-{table.values['max']}")
    return Judged(low, high)


def _veto(table: Table) -> Veto:
    for key in ("cap", "per", "unit_cap"):
        if key in table:
            table.wrong(Code.PARTS_APART, key, 'kind = "veto"', key)
    return Veto(table.choice("effect", ("no_award", "zero_area", "zero_all"), "no_award"))


def _tiers(table: Table) -> Tiers:
    table.need("rows")
    rows = read_rows(table, "rows")
    direction = table.choice("direction", _DIRECTIONS, "at_least")
    if "measure" in table:
        measure = table.choice("measure", _MEASURES)
        if measure != "label":
            signed = measure == "number"
            bounds = tuple((_bound(table, place, row, signed), lost) for place, row, lost in rows)
            return Tiers(measure, bounds=bounds, direction=direction)
    elif "direction" in table:
        _together(table, "direction", "measure")
    return Tiers("label", labels=read_labels(table, "rows"))


def read_labels(table: Table, key: str) -> tuple[tuple[str, Points], ...]:
    """Rows of a label and its points."""
    rows = read_rows(table, key)
    return tuple((_label(table, place, label), points) for place, label, points in rows)


def read_rows(table: Table, key: str) -> list[tuple[str, object, Points]]:
    """A list of pairs: the place, what stands first, and the points."""
    found: list[tuple[str, object, Points]] = []
    for index, row in enumerate(table.items(key)):
        place = f"{key}[{index}]"
        if not isinstance(row, list) or len(row) != 2:
            table.wrong(Code.WRONG_TYPE, place, row, "row")
            continue
        points = table.as_points(place, row[1])
        if points is not None:
            found.append((place, row[0], points))
    return found


def _bound(table: Table, place: str, value: object, signed: bool) -> Decimal | None:
    return None if value == ELSE else table.as_number(place, value, signed=signed)


def _label(table: Table, place: str, value: object) -> str:
    if isinstance(value, str) and value.strip() and value.isprintable() and value != ELSE:
        return value.strip()
    if isinstance(value, str) and value != ELSE:
        table.wrong(Code.WRONG_TYPE, place, value, "name")
    else:  # a number is a bound, and bounds need to be told of what
        key = place.partition("[")[0]
        table.wrong(Code.PARTS_TOGETHER, place, key, "measure")
    return ""


def _percent(table: Table, key: str) -> Decimal | None:
    found = table.number(key)
    if found is not None and found > PERCENT:
        table.wrong(Code.OUT_OF_RANGE, key, table.values[key], f"0-{PERCENT}")
    return found


def _above_zero(table: Table, key: str) -> Decimal | None:
    found = table.number(key)
    if found == 0:
        table.wrong(Code.CLAUSE_FREE, key, table.values[key])
    return found


def _together(table: Table, first: str, second: str) -> None:
    """Note one of two keys that stands without the other."""
    if (first in table) != (second in table):
        there, missing = (first, second) if first in table else (second, first)
        table.wrong(Code.PARTS_TOGETHER, there, there, missing)


_READERS: dict[str, tuple[frozenset[str], Callable[[Table], Rule]]] = {
    "fixed": (frozenset({"points", "all"}), _fixed),
    "per_count": (frozenset({"points", "levels", "target", "step", "rounding"}), _per_count),
    "progressive": (frozenset({"schedule"}), _progressive),
    "rate_gap": (
        frozenset({"target", "benchmark", "step", "points", "partial", "direction", "bands"}),
        _rate_gap,
    ),
    "ratio": (frozenset({"points", "target"}), _ratio),
    "tiers": (frozenset({"rows", "measure", "direction"}), _tiers),
    "judged": (frozenset({"min", "max"}), _judged),
    "veto": (frozenset({"effect"}), _veto),
}
KINDS = tuple(_READERS)
KEYS = {kind: keys for kind, (keys, _) in _READERS.items()}
"""The keys each kind adds to those that every clause has."""
