"""Rules of all eight kinds at random, as a set file could hold them."""

from decimal import Decimal
from random import Random
from typing import Literal

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

ROUNDINGS: tuple[Rounding, ...] = ("exact", "up", "down")
DIRECTIONS: tuple[Direction, ...] = ("at_least", "at_most")
EFFECTS: tuple[Literal["no_award", "zero_area", "zero_all"], ...] = (
    "no_award",
    "zero_area",
    "zero_all",
)
STEPS = (None, None, Decimal("0.5"), Decimal(3), Decimal(20))
TARGETS = (None, Decimal(100), Decimal(95), Decimal("87.5"), Decimal(10))


class Prices:
    """Multiples of the quantum up to the worth, small ones as often as large ones."""

    def __init__(self, chance: Random, worth: int, quantum: int) -> None:
        self.chance, self.worth, self.quantum = chance, worth, quantum

    def one(self) -> int:
        most = self.worth // self.quantum
        return self.quantum * self.chance.randint(1, self.chance.choice([most, min(9, most)]))

    def rising(self) -> list[int]:
        return sorted(self.one() for _ in range(self.chance.randint(1, 3)))


def a_rule(chance: Random, prices: Prices) -> Rule:
    kind = chance.randrange(10)
    if kind == 0:
        return Fixed(chance.choice([None, prices.one()]))
    if kind <= 3:
        return _per_count(chance, prices)
    if kind == 4:
        return Progressive(tuple(prices.rising()))
    if kind == 5:
        return _rate_gap(chance, prices)
    if kind == 6:
        return Ratio(
            chance.choice([None, prices.one()]), chance.choice([Decimal(100), Decimal(80)])
        )
    if kind == 7:
        return _tiers(chance, prices)
    if kind == 8:
        least, most = sorted((prices.one(), prices.one()))
        return Judged(chance.choice([0, least]), most)
    return Veto(chance.choice(EFFECTS))


def _per_count(chance: Random, prices: Prices) -> Rule:
    step = chance.choice(STEPS)
    rounding = chance.choice(ROUNDINGS) if step else "exact"
    form = chance.randrange(3)
    if form == 0:
        target = Decimal(chance.randint(1, 12))
        return PerCount(prices.one(), target=target, step=step, rounding=rounding)
    if form == 1:
        mild = prices.one()
        levels = (("mild", mild), ("grave", chance.choice([mild, prices.one()])))
        return PerCount(levels=levels, step=step, rounding=rounding)
    return PerCount(prices.one(), step=step, rounding=rounding)


def _rate_gap(chance: Random, prices: Prices) -> Rule:
    """Half of them with bands, each bound farther from the target and no cheaper."""
    target, direction = chance.choice(TARGETS), chance.choice(DIRECTIONS)
    first, *rest = prices.rising()
    room = range(1, int(target or 100)) if direction == "at_least" else range(int(target or 0), 100)
    bounds = [bound for bound in chance.sample(room, min(len(rest), len(room))) if bound != target]
    ordered = sorted(bounds, reverse=direction == "at_least")
    return RateGap(
        target,
        chance.choice([Decimal(1), Decimal(5), Decimal("0.3")]),
        first,
        chance.choice(ROUNDINGS),
        direction,
        tuple((Decimal(bound), points) for bound, points in zip(ordered, rest, strict=False)),
    )


def _tiers(chance: Random, prices: Prices) -> Rule:
    lost = prices.rising()
    measure = chance.choice(("label", "number", "rate"))
    if measure == "label":
        return Tiers(
            "label", labels=(("good", 0), *((f"{n} worse", p) for n, p in enumerate(lost)))
        )
    direction = chance.choice(DIRECTIONS)
    tops = chance.sample(range(101 if measure == "rate" else 13), len(lost))
    ordered = sorted(tops, reverse=direction == "at_least")
    rows = [(Decimal(top), price) for top, price in zip(ordered, [0, *lost], strict=False)]
    bounds = (*rows, (None, lost[-1]))
    return Tiers("rate" if measure == "rate" else "number", bounds=bounds, direction=direction)
