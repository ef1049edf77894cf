"""What the set's policies make of the native scores before they are added up.

Three steps, each from rows to rows: 不涉及 converted (剔除后折算), channels capped,
vetoes carried out. Units' shares always add up to the row's loss. None of it is ever stored.
"""

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.indicators import Duty, Indicator, Roster
from fazhi_tui.domain.points import Points, apportion, round_half_up
from fazhi_tui.domain.scoring import IndicatorScore, VetoCase


class Row(Struct, frozen=True):
    """One indicator as it counts in the total: converted and vetoed where that applies.

    `by_default` is the part of the units' shares that nobody booked by name.
    """

    indicator: Indicator
    score: IndicatorScore
    duty: Duty
    worth: Points
    earned: Points
    lost: Points
    pending: Points
    shares: tuple[tuple[str, Points], ...]
    by_default: tuple[tuple[str, Points], ...]


def native_row(indicator: Indicator, score: IndicatorScore, duty: Duty) -> Row:
    by_default: dict[str, Points] = {}
    for posting in score.postings:
        if posting.by_default:
            by_default[posting.unit] = by_default.get(posting.unit, 0) + posting.lost
    return Row(
        indicator,
        score,
        duty,
        score.worth,
        score.earned,
        score.lost,
        score.pending,
        score.shares,
        tuple(by_default.items()),
    )


def converted(roster: Roster, rows: list[Row]) -> list[Row]:
    """The total's points shared anew: by areas' weights, and without what is not applicable.

    An indicator's effective worth is worth × its area's weight ÷ its area's worth; under `exclude`
    (剔除后折算) those not applicable have none, unless all are. Together they make the total again.
    """
    exclude = roster.set.not_applicable == "exclude" and any(r.score.not_applicable for r in rows)
    factors = {
        area.no: Fraction(area.weight, area.worth)
        for area in roster.set.areas
        if area.weight is not None and area.worth
    }
    if not exclude and not factors:
        return rows
    own = [factors.get(row.indicator.area, Fraction(1)) for row in rows]
    weights = [row.worth * factor for row, factor in zip(rows, own, strict=True)]
    if exclude:
        applicable = [
            Fraction(0) if row.score.not_applicable else weight
            for row, weight in zip(rows, weights, strict=True)
        ]
        weights = applicable if any(applicable) else weights
    if not any(weights):
        return rows
    quantum = roster.set.quantum
    total = roster.set.total if factors else sum(row.worth for row in rows)
    worths, of_all = apportion(total, weights, quantum), Fraction(total) / sum(weights)
    return [
        _rescaled(row, worth, factor * of_all, quantum)
        for row, worth, factor in zip(rows, worths, own, strict=True)
    ]


def _rescaled(row: Row, worth: Points, factor: Fraction, quantum: Points) -> Row:
    """The row on another worth: what is earned, lost and pending keep their proportions.

    `factor` is what a worth was multiplied by, before rounding: one that is nothing may lose too.
    """
    if row.earned < 0:
        factor = Fraction(worth, row.worth) if row.worth else factor
        lost = round_half_up(row.lost * factor, quantum)
        earned, pending = worth - lost, 0
    else:
        earned, lost, pending = apportion(worth, [row.earned, row.lost, row.pending], quantum)
    shares = _reshare(row, lost, quantum)
    by_default = _booked(row, dict(shares), quantum)
    return replace(
        row,
        worth=worth,
        earned=earned,
        lost=lost,
        pending=pending,
        shares=shares,
        by_default=by_default,
    )


def _booked(row: Row, shares: dict[str, Points], quantum: Points) -> tuple[tuple[str, Points], ...]:
    """What is booked by default of other shares, in the proportion it had."""
    native = dict(row.shares)
    return tuple(
        (unit, round_half_up(Fraction(amount * shares[unit], native[unit]), quantum))
        for unit, amount in row.by_default
        if amount
    )


def _reshare(row: Row, lost: Points, quantum: Points) -> tuple[tuple[str, Points], ...]:
    """The row's shares for another loss, in the same proportion."""
    units = [unit for unit, _ in row.shares]
    amounts = [amount for _, amount in row.shares]
    shares = apportion(lost, amounts, quantum, row.indicator.ordinal + 1)
    return tuple(zip(units, shares, strict=True))


def capped(rows: list[Row], cap: Points | None, quantum: Points) -> list[Row]:
    """The rows of a channel beside the base; over the cap all are cut in proportion."""
    amounts = [row.lost for row in rows]
    if cap is None or sum(amounts) <= cap:
        return rows
    cut = zip(rows, apportion(cap, amounts, quantum), strict=True)
    return [
        replace(
            row,
            earned=row.worth - lost,
            lost=lost,
            pending=0,
            shares=_reshare(row, lost, quantum),
        )
        for row, lost in cut
    ]


def vetoed(roster: Roster, rows: list[Row], vetoes: tuple[VetoCase, ...]) -> list[Row]:
    """All that is not lost yet in a veto's scope goes to those who bear the veto."""
    if all(case.effect == "no_award" for case in vetoes):
        return rows
    return [_struck(roster, row, vetoes) for row in rows]


def _struck(roster: Roster, row: Row, vetoes: tuple[VetoCase, ...]) -> Row:
    weights: dict[str, Fraction] = {}
    for case in vetoes:
        same_area = roster.indicators[case.indicator].area == row.indicator.area
        if case.effect == "zero_all" or (case.effect == "zero_area" and same_area):
            for unit, weight in case.bearers:
                weights[unit] = weights.get(unit, Fraction(0)) + weight
    extra = max(0, row.worth - row.lost)
    if not weights or row.score.not_applicable or not extra:
        return row
    units = sorted(weights, key=lambda unit: roster.places.get(unit, len(roster.places)))
    added = apportion(
        extra, [weights[unit] for unit in units], roster.set.quantum, row.indicator.ordinal + 1
    )
    shares = dict(row.shares)
    for unit, amount in zip(units, added, strict=True):
        shares[unit] = shares.get(unit, 0) + amount
    lost = row.lost + extra
    return replace(row, earned=0, lost=lost, pending=0, shares=tuple(shares.items()))
