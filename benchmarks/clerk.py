"""What a clerk who can program would write for the forms that came back: the same sums, no more.

    rows = listed(reckon(forms, indicator_set, pages_of))

It reads the indicator set and all pages of all forms, reckons what every unit lost by the rules of
the demonstration's clauses, and shares what several bear by largest remainder. It checks nothing,
keeps nothing, and ends at the first odd cell. Points are whole hundredths. Nothing of the program
is in it: it is a second hand's reckoning of the same forms.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

Pages: TypeAlias = Iterable[tuple[str, Sequence[Sequence[Any]]]]
Table: TypeAlias = dict[str, Any]
Exact: TypeAlias = Fraction | int


NOBODY, BY_UNIT = "失分单位待认定", "by unit"
WAITING, SUM = "待制定措施", "小计"


class Said(NamedTuple):
    """One answer: who gave it or whom it is about, who is named to bear it, and what it says."""

    unit: str
    named: str
    level: str
    value: Any
    num: Any = ""
    den: Any = ""


class Loss(NamedTuple):
    """One row of the list."""

    unit: str
    clause: str
    name: str
    before_caps: int
    lost: int


Charges: TypeAlias = dict[str, list[tuple[str, Exact, int, Exact]]]
"""By unit: the clause, its exact share of the loss, what the clause costs rounded and exactly."""

Forms: TypeAlias = tuple[dict[str, list[Said]], dict[str, set[str]], dict[str, Fraction]]


def hundredths(points: float) -> int:
    return round(100 * points)


def half_up(loss: Exact) -> int:
    return (2 * loss.numerator + loss.denominator) // (2 * loss.denominator)


def shared(total: int, weights: Sequence[Exact], turn: int) -> list[int]:
    """`total` by largest remainder; equal remainders in a circle from `turn`."""
    whole = sum(weights)
    shares = [int(total * weight // whole) for weight in weights]
    rest = [total * weight % whole for weight in weights]
    if missing := total - sum(shares):
        edge = sorted(rest)[-missing]
        equal = [place for place, one in enumerate(rest) if one == edge]
        first = [place for place, one in enumerate(rest) if one > edge]
        start = turn % len(equal)
        for place in (first + equal[start:] + equal[:start])[:missing]:
            shares[place] += 1
    return shares


# ── what stands in the forms ─────────────────────────────────────────────────────────────────


def read_all(folder: str, pages_of: Callable[[Path], Pages]) -> Forms:
    """What is said by clause, whom an indicator does not concern, and benchmarks."""
    said: dict[str, list[Said]] = defaultdict(list)
    excused: dict[str, set[str]] = defaultdict(set)
    benchmarks: dict[str, Fraction] = {}
    for path in sorted(Path(folder).glob("*.xlsx")):
        unit = path.stem.rpartition("-")[0]
        for name, rows in pages_of(path):
            for row in rows[2:]:
                cells = ["" if cell is None else cell for cell in row]
                if name == "填报" and any(cell != "" for cell in cells[6:9]):
                    clause, _, benchmark = cells[0].partition("/")
                    if benchmark:
                        benchmarks[clause] = Fraction(str(cells[6]))
                    elif cells[6] not in ("无", "见明细"):
                        said[clause].append(Said(unit, "", "", *cells[6:9]))
                elif name == "失分明细" and cells[1]:
                    about = cells[5] or unit
                    told = Said(about, cells[4], cells[3], cells[2] or 1)
                    said[cells[1].split(" ")[0]].append(told)
                elif name == "分单位数据" and any(cell != "" for cell in cells[3:6]):
                    said[cells[1].split(" ")[0]].append(Said(cells[2], "", BY_UNIT, *cells[3:6]))
                elif name == "自评说明" and cells[4] == "是":
                    excused[cells[0]].add(unit)
    return said, excused, benchmarks


# ── the rules ────────────────────────────────────────────────────────────────────────────────


def steps(amount: Exact, clause: Table, rounding: str) -> Exact:
    amount = Fraction(amount) / Fraction(str(clause.get("step", 1)))
    if rounding == "up":
        return -(-amount.numerator // amount.denominator)
    return amount.numerator // amount.denominator if rounding == "down" else amount


def loss_of(
    clause: Table, worth: int, said: list[Said], benchmark: Fraction | None
) -> tuple[Exact, Sequence[Exact]]:
    """What several cost together, in hundredths, and their weights."""
    kind, points = clause["kind"], hundredths(clause.get("points", 0))
    rounding, alike = clause.get("rounding", "exact"), [1] * len(said)
    if kind == "per_count" and "target" in clause:
        missing: list[Exact] = [max(0, clause["target"] - int(one.value)) for one in said]
        return points * steps(sum(missing), clause, rounding), missing
    if kind == "per_count":
        prices = {name: hundredths(one) for name, one in clause.get("levels", {}).items()}
        weights = [prices.get(one.level, points) * Fraction(one.value) for one in said]
        return steps(sum(weights), clause, "exact") if rounding == "exact" else points * steps(
            sum(Fraction(one.value) for one in said), clause, rounding
        ), weights
    if kind == "progressive":
        listed = [hundredths(one) for one in clause["schedule"]]
        many = sum(int(one.value) for one in said)
        costs = sum(listed[min(n, len(listed) - 1)] for n in range(many))
        return costs, [int(one.value) for one in said]
    if kind == "fixed":
        return (worth if clause.get("all") else points), alike
    if kind == "judged":
        return sum(hundredths(one.value) for one in said), alike
    if kind == "tiers" and "measure" not in clause:
        rows = dict(clause["rows"])
        return sum(hundredths(rows[one.value]) for one in said), alike
    if kind == "tiers" and clause["measure"] == "number":
        return tier(clause, Fraction(said[0].value)), alike
    return (0, alike) if kind == "veto" else rate_loss(clause, points, said, benchmark)


def rate_loss(
    clause: Table, points: int, said: list[Said], benchmark: Fraction | None
) -> tuple[Exact, Sequence[Exact]]:
    num, den = sum(one.num for one in said), sum(one.den for one in said)
    rate = 100 * Fraction(num) / Fraction(den)
    told = clause["rows"][0][0] if clause["kind"] == "tiers" else clause.get("target", benchmark)
    target = Fraction(str(told))
    sign = -1 if clause.get("direction") == "at_most" else 1
    zero = Fraction(0)
    short = [max(zero, sign * (target * int(one.den) / 100 - int(one.num))) for one in said]
    if clause["kind"] == "tiers":
        return tier(clause, rate), short
    if clause["kind"] == "ratio":
        return points * max(zero, 1 - rate / target), short
    missing = max(zero, sign * (target - rate))
    return points * steps(missing, clause, clause["partial"]), short


def tier(clause: Table, value: Fraction) -> int:
    for bound, points in clause["rows"]:
        if bound == "*" or (value <= bound if clause["direction"] == "at_most" else value >= bound):
            return hundredths(points)
    raise ValueError(clause["text"])


# ── who bears it ─────────────────────────────────────────────────────────────────────────────


def bearers(
    clause: Table, item: Table, groups: dict[str, list[str]], said: Said
) -> list[tuple[str, int]]:
    """Units with weights, or nobody where none is known to bear it."""
    if said.named:
        pairs = [name.partition(":") for name in said.named.split("、")]
        return [(unit, int(weight or 1)) for unit, _, weight in pairs]
    told = clause.get("bearer")
    counted = clause["kind"] in ("fixed", "progressive", "veto") or (
        clause["kind"] == "per_count" and "target" not in clause
    )
    own = said.level == BY_UNIT or told is None or (told == "named" and "answered_by" in clause)
    if own and not counted:
        return [(said.unit, 1)]
    if told == "named":
        return [(NOBODY, 1)]
    if told == "competent":
        return [(unit, 1) for name in item["competent"] for unit in groups.get(name, [name])]
    return [(item["lead"], 1)]


def reckon(forms: str, indicator_set: str, pages_of: Callable[[Path], Pages]) -> list[Loss]:
    """What every unit lost, in the order of the units."""
    rules = tomllib.loads(Path(indicator_set).read_text(encoding="utf-8"))
    said, excused, benchmarks = read_all(forms, pages_of)
    groups = {group["name"]: group.get("members", []) for group in rules["unit_group"]}
    places = {unit["name"]: place for place, unit in enumerate(rules["unit"])}
    found: list[Loss] = []
    for item in rules["indicator"]:
        lost, charges = lost_under(item, groups, said, excused[item["no"]], benchmarks)
        units = sorted(charges, key=lambda unit: places.get(unit, len(places)))
        found += spread(item, lost, {unit: charges[unit] for unit in units})
    return sorted(found, key=lambda one: places.get(one.unit, len(places)))


def lost_under(
    item: Table,
    groups: dict[str, list[str]],
    said: dict[str, list[Said]],
    excused: set[str],
    benchmarks: dict[str, Fraction],
) -> tuple[int, Charges]:
    """What one indicator cost, and what is charged to whom."""
    worth = hundredths(item["worth"])
    charges: Charges = defaultdict(list)
    lost = 0
    for clause in item["clause"]:
        key = f"{item['no']}.{clause['id']}"
        own = [one for one in said.get(key, ()) if one.den != 0 and one.unit not in excused]
        parts = list(together(clause, own, worth, benchmarks.get(key)))
        whole = sum(part for part, _, _ in parts)
        if not whole:
            continue
        cost = min(half_up(whole), hundredths(clause.get("cap", 1000)))
        lost += cost
        for part, some, weights in parts:
            for one, weight in zip(some, weights, strict=True):
                borne = bearers(clause, item, groups, one)
                each = Fraction(part) * weight / sum(weights) / sum(one for _, one in borne)
                for unit, many in borne:
                    if each:
                        charges[unit].append((key, each * many, cost, whole))
    return min(worth, lost), charges


def together(
    clause: Table, said: list[Said], worth: int, benchmark: Fraction | None
) -> Iterator[tuple[Exact, list[Said], Sequence[Exact]]]:
    """What counts together: all, or unit by unit; with its loss and weights."""
    parts: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        parts[(one.named or one.unit) if clause.get("per") == "unit" else ""].append(one)
    for part in parts.values():
        loss, weights = loss_of(clause, worth, part, benchmark)
        if "unit_cap" in clause:
            loss = min(loss, hundredths(clause["unit_cap"]))
        if loss:
            yield loss, part, weights


def spread(item: Table, lost: int, charges: Charges) -> list[Loss]:
    """An indicator's loss over units, each unit's over its charges."""
    if not lost:
        return []
    weights: list[list[Exact]] = [
        [share * cost / Fraction(whole) for _, share, cost, whole in own]
        for own in charges.values()
    ]
    costs = {key: cost for own in charges.values() for key, _, cost, _ in own}
    cut = sum(costs.values()) > lost
    turn = int(item["no"])
    amounts = shared(lost, [sum(own) for own in weights], turn)
    return [
        Loss(unit, key, item["name"], half_up(share) if cut or cost < half_up(whole) else own, own)
        for (unit, told), each, part in zip(charges.items(), weights, amounts, strict=True)
        for (key, share, cost, whole), own in zip(told, shared(part, each, turn), strict=True)
    ]


# ── the list ─────────────────────────────────────────────────────────────────────────────────


def listed(losses: list[Loss]) -> list[list[str | float | None]]:
    """Rows of 15 cells, a sum under those of each unit."""
    rows: list[list[str | float | None]] = []
    total: dict[str, int] = defaultdict(int)
    for place, (unit, key, name, before, lost) in enumerate(losses, 1):
        told = (place, f"{key}/{unit}", key, name, before / 100, lost / 100, unit)
        rows.append([*told, *[None] * 5, WAITING, None, None])
        total[unit] += lost
        if place == len(losses) or losses[place].unit != unit:
            rows.append([SUM, *[None] * 4, total[unit] / 100, unit, *[None] * 8])
    return rows
