"""The numbers of the ledger: reading what people type, rounding once, sharing without remainder.

All points are whole milli-points (`Points`, 1 = 0.001 分). Exact values in between are integers
over a common denominator (`top` / `bottom`), a `Fraction` where one is shown. There is no float.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from fazhi_tui.domain.problems import Code, Problem, Refused

Points: TypeAlias = int
"""Milli-points: 1500 is 1.5 分."""

MILLI = 1000
"""Milli-points in one point."""

_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_MOST = 10**12

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_AS_ASCII = _WIDE | str.maketrans({"。": ".", "｡": ".", "−": "-"})


def normalise(text: str) -> str:
    """Typed number as ASCII: full-width digits and signs, and the stop an input method leaves.

    Nothing else is taken for a digit: in NFKC `10²` would be 102.
    """
    return text.translate(_AS_ASCII).strip()


def read_decimal(text: str, path: str = "") -> Decimal:
    """A non-negative decimal as typed. Raises `Refused`."""
    value = read_signed(text, path)
    if value.is_signed():
        raise Refused(Problem(Code.NEGATIVE, path, text, "0"))
    return value


def read_signed(text: str, path: str = "") -> Decimal:
    """A decimal as typed that may be negative, such as places lost. Raises `Refused`."""
    plain = normalise(text)
    if not _DECIMAL.fullmatch(plain):
        raise Refused(Problem(Code.NOT_A_NUMBER, path, text))
    return Decimal(plain)


def read_count(text: str, path: str = "") -> Decimal:
    """A whole number of cases as typed. Raises `Refused`."""
    plain = normalise(text)
    if not _WHOLE.fullmatch(plain):
        raise Refused(Problem(Code.NOT_A_COUNT, path, text))
    return read_decimal(plain, path)


def read_points(text: str, quantum: Points, path: str = "") -> Points:
    """Points as typed, in milli-points, a multiple of `quantum`. Raises `Refused`."""
    return points_of(read_decimal(text, path), quantum, path)


def points_of(value: Decimal, quantum: Points, path: str = "") -> Points:
    """`value` points in milli-points. Raises `Refused` where it is finer than `quantum`."""
    exact = Fraction(value) * MILLI
    if exact.denominator != 1 or exact.numerator % quantum:
        problem = Problem(Code.FINER_THAN_QUANTUM, path, plain_decimal(value), show_points(quantum))
        raise Refused(problem)
    return exact.numerator


def could_be_typed(value: Decimal) -> bool:
    """Whether `value` is a number as people type them, negative ones too.

    Values also come from files, where NaN and 1E+999999 are decimals as well.
    """
    if not value.is_finite() or abs(value.adjusted()) >= 100 or abs(value) >= _MOST:
        return False
    return value == int(value) or bool(_DECIMAL.fullmatch(f"{value:f}"))


def read_rate(text: str, path: str = "") -> tuple[Decimal, Decimal]:
    """`A/B` as typed: numerator and denominator. Raises `Refused`."""
    top, slash, bottom = normalise(text).partition("/")
    if not slash or not _DECIMAL.fullmatch(top.strip()) or not _DECIMAL.fullmatch(bottom.strip()):
        raise Refused(Problem(Code.NOT_A_RATE, path, text))
    return read_decimal(top, path), read_decimal(bottom, path)


def plain_decimal(value: Decimal) -> str:
    """`value` without exponent and without trailing zeros: `1E+1` is `10`, `0.50` is `0.5`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_points(points: Points, places: int = 2) -> str:
    """Points for people: at least `places` decimals, more only where they are not zero."""
    sign = "-" if points < 0 else ""
    whole, rest = divmod(abs(points), MILLI)
    digits = f"{rest:03d}"
    while len(digits) > places and digits.endswith("0"):
        digits = digits[:-1]
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def exact_points(points: Points) -> str:
    """Points for programs: always three decimals."""
    return show_points(points, 3)


def round_half_up(exact: Fraction, quantum: Points) -> Points:
    """The multiple of `quantum` nearest to `exact` (milli-points), halves upward (四舍五入)."""
    return nearest(exact.numerator, exact.denominator, quantum)


def nearest(top: int, bottom: int, quantum: Points) -> Points:
    """The multiple of `quantum` nearest to `top` / `bottom` (milli-points), halves upward."""
    step = bottom * quantum
    return (2 * top + step) // (2 * step) * quantum


def over_one(values: Sequence[Decimal | Fraction | int]) -> tuple[list[int], int]:
    """Exact values as integers over one common denominator; nearly always they are whole."""
    whole = [int(value) for value in values]
    if whole == values:
        return whole, 1
    ratios = [value.as_integer_ratio() for value in values]
    bottom = lcm(*[own for _, own in ratios])
    return [top * (bottom // own) for top, own in ratios], bottom


def apportion(
    total: Points, weights: Sequence[Fraction | int], quantum: Points, turn: int = 0
) -> list[Points]:
    """Share `total` by exact weights, as `share` does by whole ones."""
    return share(total, over_one(weights)[0], quantum, turn)


def share(total: Points, weights: Sequence[int], quantum: Points, turn: int = 0) -> list[Points]:
    """Share `total` by `weights`, exactly, in multiples of `quantum`, by largest remainder.

    `total` is a non-negative multiple of `quantum`; the weights are not negative and, unless
    `total` is 0, not all 0. Each share is less than one quantum from the exact one; a weight of 0
    gets 0. Of k equal remainders that compete for fewer units of `quantum`, the one at position
    `turn` modulo k (in the order given) comes first, then those behind it in a circle. Raises
    `ValueError` on arguments that break these rules.
    """
    if total < 0 or total % quantum or (weights and min(weights) < 0):
        raise ValueError("apportion: total or weights out of range")
    if total == 0:
        return [0] * len(weights)
    whole = sum(weights)
    if whole == 0:
        raise ValueError("apportion: nothing to share by")
    if len(weights) == 1:
        return [total]
    units = total // quantum
    shares = [units * weight // whole for weight in weights]
    missing = units - sum(shares)
    if missing:
        remainders = [units * weight % whole for weight in weights]
        for index in _largest(remainders, missing, turn):
            shares[index] += 1
    return [own * quantum for own in shares]


def _largest(remainders: Sequence[int], many: int, turn: int) -> list[int]:
    """The indexes of the `many` largest; equal ones at the edge in a circle from `turn`."""
    edge = sorted(remainders)[-many]
    above: list[int] = []
    equal: list[int] = []
    for index, remainder in enumerate(remainders):
        if remainder >= edge:
            (above if remainder > edge else equal).append(index)
    start = turn % len(equal)
    return above + (equal[start:] + equal[:start])[: many - len(above)]
