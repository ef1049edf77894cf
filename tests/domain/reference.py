"""A second scorer of one clause, slow and plain, written from the rules' wording alone.

It works in points (not milli-points) and never looks at the program's kernels.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from fazhi_tui.domain.assessment import (
    Answers,
    Benchmark,
    Finding,
    Number,
    Rate,
    Reading,
    Score,
    Tier,
)
from fazhi_tui.domain.indicators import (
    Clause,
    Fixed,
    Indicator,
    Judged,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Tiers,
)

HUNDRED = Fraction(100)


def nearest_multiple(exact: Fraction, quantum: int) -> int:
    """Half up: the multiple below, or the next if it is at least half way to it."""
    below = int(exact // quantum) * quantum
    return below + quantum if (exact - below) * 2 >= quantum else below


def clause_loss(
    clause: Clause, worth: int, quantum: int, answers: Answers, excused: set[str]
) -> int:
    """What a clause costs in milli-points, after its cap."""
    findings = [f for f in answers.findings if f.clause == clause.id and about(f) not in excused]
    readings = [r for r in answers.readings if r.clause == clause.id and about(r) not in excused]
    marks = [r.value.value for r in readings if isinstance(r.value, Benchmark)]
    benchmark = marks[0] if marks else None
    readings = [r for r in readings if not isinstance(r.value, Benchmark)]
    if clause.per == "indicator":
        exact = group_loss(clause, worth, findings, readings, benchmark)
    else:
        exact = Fraction(0)
        for unit in sorted({about(f) for f in findings} | {about(r) for r in readings}):
            loss = group_loss(
                clause,
                worth,
                [f for f in findings if about(f) == unit],
                [r for r in readings if about(r) == unit],
                benchmark,
            )
            if clause.unit_cap is not None and loss * 1000 > clause.unit_cap:
                loss = Fraction(clause.unit_cap, 1000)
            exact += loss
    rounded = nearest_multiple(exact * 1000, quantum)
    if clause.cap is not None and rounded > clause.cap:
        return clause.cap
    return rounded


def about(source: Finding | Reading) -> str:
    """The unit a matter is about."""
    if source.subject:
        return source.subject
    if isinstance(source, Finding) and len(source.bearers) == 1:
        return source.bearers[0][0]
    return source.answerer


def in_steps(amount: Fraction, step: Decimal | None, rounding: str) -> Fraction:
    if step is None:
        return amount
    whole = 0
    while Fraction(step) * (whole + 1) <= amount:
        whole += 1
    if rounding == "down":
        return Fraction(whole)
    if rounding == "up":
        return Fraction(whole if Fraction(step) * whole == amount else whole + 1)
    return amount / Fraction(step)


def group_loss(
    clause: Clause,
    worth: int,
    findings: Sequence[Finding],
    readings: Sequence[Reading],
    benchmark: Decimal | None,
) -> Fraction:
    """The exact loss, in points, of what counts together."""
    full = Fraction(worth, 1000)
    rule = clause.rule
    if isinstance(rule, Fixed | Progressive | PerCount) and clause.counts:
        return findings_loss(rule, full, findings) if findings else Fraction(0)
    if isinstance(rule, RateGap | Ratio | Tiers) and clause.takes_rate:
        percent = common_rate(readings)
        return Fraction(0) if percent is None else rate_loss(rule, full, percent, benchmark)
    if isinstance(rule, PerCount | Tiers | Judged) and readings:
        return values_loss(rule, readings)
    return Fraction(0)  # also for a veto, which posts nothing by itself


def findings_loss(
    rule: Fixed | Progressive | PerCount, full: Fraction, findings: Sequence[Finding]
) -> Fraction:
    total = Fraction(0)
    if isinstance(rule, Fixed):
        return full if rule.points is None else Fraction(rule.points, 1000)
    if isinstance(rule, Progressive):
        schedule = rule.schedule
        for k in range(int(sum(f.quantity for f in findings))):
            total += Fraction(schedule[k] if k < len(schedule) else schedule[-1], 1000)
        return total
    for level in {f.level for f in findings}:
        price = dict(rule.levels)[level] if level else rule.points
        amount = sum((Fraction(f.quantity) for f in findings if f.level == level), Fraction(0))
        total += Fraction(price, 1000) * in_steps(amount, rule.step, rule.rounding)
    return total


def values_loss(rule: PerCount | Tiers | Judged, readings: Sequence[Reading]) -> Fraction:
    chosen, reached = 0, Fraction(0)
    for reading in readings:
        if isinstance(reading.value, Score):
            chosen += reading.value.points
        if isinstance(reading.value, Tier) and isinstance(rule, Tiers):
            chosen += dict(rule.labels)[reading.value.label]
        if isinstance(reading.value, Number):
            reached += Fraction(reading.value.value)
    if isinstance(rule, Tiers) and rule.measure == "number":
        return Fraction(row_of(rule, reached), 1000)
    if isinstance(rule, PerCount) and rule.target is not None:
        missing = max(Fraction(rule.target) - reached, Fraction(0))
        return Fraction(rule.points, 1000) * in_steps(missing, rule.step, rule.rounding)
    return Fraction(chosen, 1000)


def common_rate(readings: Sequence[Reading]) -> Fraction | None:
    """All numerators over all denominators in percent; None where nothing happened."""
    num = den = Fraction(0)
    for reading in readings:
        if isinstance(reading.value, Rate):
            num += Fraction(reading.value.num)
            den += Fraction(reading.value.den)
    return HUNDRED * num / den if den else None


def rate_loss(
    rule: RateGap | Ratio | Tiers, full: Fraction, percent: Fraction, benchmark: Decimal | None
) -> Fraction:
    if isinstance(rule, Ratio):
        points = full if rule.points is None else Fraction(rule.points, 1000)
        reached = percent / Fraction(rule.target)
        return Fraction(0) if reached >= 1 else points * (1 - reached)
    if isinstance(rule, Tiers):
        return Fraction(row_of(rule, percent), 1000)
    target = benchmark if rule.target is None else rule.target
    if target is None:
        return Fraction(0)
    falls = rule.direction == "at_least"
    total = Fraction(0)
    left = abs(Fraction(target) - percent)
    if (percent >= target) if falls else (percent <= target):
        return total
    # from the far end back to the target: each band takes what lies beyond its bound
    for bound, price in reversed(rule.bands):
        past = Fraction(bound) - percent if falls else percent - Fraction(bound)
        beyond = min(left, max(Fraction(0), past))
        total += Fraction(price, 1000) * in_steps(beyond, rule.step, rule.partial)
        left -= beyond
        percent += beyond if falls else -beyond
    return total + Fraction(rule.points, 1000) * in_steps(left, rule.step, rule.partial)


def counted_together(indicator: Indicator, losses: dict[str, int]) -> Fraction:
    """What an indicator's clauses come to under its joints, without rounding."""
    amounts = [Fraction(loss) for loss in losses.values()]
    names = [{name} for name in losses]
    for joint in indicator.joints:
        inside = [n for n, chosen in enumerate(names) if chosen <= set(joint.clauses)]
        several = [amounts[n] for n in inside]
        whole = max(several)
        if joint.cap is not None:
            whole = min(sum(several, Fraction(0)), Fraction(joint.cap))
        names = [c for n, c in enumerate(names) if n not in inside] + [set(joint.clauses)]
        amounts = [a for n, a in enumerate(amounts) if n not in inside] + [whole]
    return sum(amounts, Fraction(0))


def row_of(rule: Tiers, value: Fraction | int) -> int:
    """The first row that holds."""
    for bound, lost in rule.bounds:
        if bound is None:
            return lost
        if rule.direction == "at_least" and Fraction(bound) <= value:
            return lost
        if rule.direction == "at_most" and Fraction(bound) >= value:
            return lost
    raise AssertionError("the table has a hole")
