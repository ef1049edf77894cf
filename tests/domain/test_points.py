"""Numbers as typed, rounding once, and sharing without remainder."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_tui.domain.points import (
    apportion,
    could_be_typed,
    exact_points,
    plain_decimal,
    points_of,
    read_count,
    read_decimal,
    read_points,
    read_rate,
    read_signed,
    round_half_up,
    show_points,
)
from fazhi_tui.domain.problems import Code, Problem, Refused


def _points(quantum: int, text: str, path: str) -> int:
    return read_points(text, quantum, path)


QUANTA = st.sampled_from([1, 10, 50])


def code_of(reader: object, *given_: object) -> Code:
    assert callable(reader)
    with pytest.raises(Refused) as caught:
        reader(*given_)
    return caught.value.problems[0].code


# ── reading ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.5", "1.5"),
        (" 12 ", "12"),
        ("１２", "12"),
        ("１．５", "1.5"),
        ("1。5", "1.5"),
        ("0", "0"),
        ("0.000000000001", "0.000000000001"),
        ("999999999999", "999999999999"),
        ("007", "7"),
    ],
)
def test_a_decimal_as_people_type_it(typed: str, value: str) -> None:
    assert read_decimal(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", Code.NOT_A_NUMBER),
        ("五", Code.NOT_A_NUMBER),
        ("1e5", Code.NOT_A_NUMBER),
        ("NaN", Code.NOT_A_NUMBER),
        ("Infinity", Code.NOT_A_NUMBER),
        ("1,5", Code.NOT_A_NUMBER),
        ("1_000", Code.NOT_A_NUMBER),
        ("1.", Code.NOT_A_NUMBER),
        (".5", Code.NOT_A_NUMBER),
        ("+1", Code.NOT_A_NUMBER),
        ("1 2", Code.NOT_A_NUMBER),
        ("1\n2", Code.NOT_A_NUMBER),
        ("½", Code.NOT_A_NUMBER),
        ("٣", Code.NOT_A_NUMBER),
        ("1.0000000000001", Code.NOT_A_NUMBER),
        ("1000000000000", Code.NOT_A_NUMBER),
        ("9" * 100_000, Code.NOT_A_NUMBER),
        ("−1", Code.NEGATIVE),
        ("-1", Code.NEGATIVE),
        ("－１", Code.NEGATIVE),
    ],
)
def test_what_is_no_decimal_is_refused(typed: str, code: Code) -> None:
    assert code_of(read_decimal, typed) == code


def test_a_superscript_is_no_digit() -> None:
    assert code_of(read_decimal, "10²") == Code.NOT_A_NUMBER


_PLACED: list[tuple[Callable[[str, str], object], str, Problem]] = [
    (read_decimal, "五", Problem(Code.NOT_A_NUMBER, "50.a", "五")),
    (read_decimal, "－1", Problem(Code.NEGATIVE, "50.a", "－1", "0")),
    (read_signed, "-五", Problem(Code.NOT_A_NUMBER, "50.a", "-五")),
    (read_signed, "--1", Problem(Code.NOT_A_NUMBER, "50.a", "--1")),
    (read_count, "1.5", Problem(Code.NOT_A_COUNT, "50.a", "1.5")),
    (read_count, "-1", Problem(Code.NEGATIVE, "50.a", "-1", "0")),
    (partial(_points, 10), "0.505", Problem(Code.FINER_THAN_QUANTUM, "50.a", "0.505", "0.01")),
    (partial(_points, 500), "1.20", Problem(Code.FINER_THAN_QUANTUM, "50.a", "1.2", "0.50")),
    (partial(_points, 10), "-1", Problem(Code.NEGATIVE, "50.a", "-1", "0")),
    (read_rate, "9", Problem(Code.NOT_A_RATE, "50.a", "9")),
    (read_rate, "-1/2", Problem(Code.NEGATIVE, "50.a", "-1", "0")),
    (read_rate, "1/-2", Problem(Code.NEGATIVE, "50.a", "-2", "0")),
]


@pytest.mark.parametrize(("read", "typed", "problem"), _PLACED)
def test_a_refused_number_names_its_place_and_what_was_typed(
    read: Callable[[str, str], object], typed: str, problem: Problem
) -> None:
    with pytest.raises(Refused) as caught:
        read(typed, "50.a")
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize(
    "read", [read_decimal, read_signed, read_count, partial(read_points, quantum=10), read_rate]
)
def test_where_no_place_is_given_none_is_told(read: Callable[[str], object]) -> None:
    with pytest.raises(Refused) as caught:
        read("五")
    assert caught.value.problems[0].path == ""


def test_points_finer_than_the_quantum_have_no_place_of_their_own() -> None:
    with pytest.raises(Refused) as caught:
        points_of(Decimal("0.001"), 10)
    assert caught.value.problems == (Problem(Code.FINER_THAN_QUANTUM, "", "0.001", "0.01"),)


def test_the_largest_remainder_comes_before_those_that_are_equal() -> None:
    # two of three: 0.8 is above, of the two 0.6 one comes by turns
    assert apportion(20, [3, 3, 4], 10) == [10, 0, 10]
    assert apportion(20, [3, 3, 4], 10, 1) == [0, 10, 10]


@pytest.mark.parametrize(
    "silly", ["NaN", "Infinity", "1E+50", "1E-50", "1E+999999", "-1E+13", "1000000000000"]
)
def test_what_nobody_types_is_no_number(silly: str) -> None:
    assert not could_be_typed(Decimal(silly))


@pytest.mark.parametrize("typed", ["0", "-5", "1E+3", "0.125", "999999999999"])
def test_what_somebody_may_type_is_one(typed: str) -> None:
    assert could_be_typed(Decimal(typed))


def test_of_equal_remainders_the_first_comes_first_unless_a_turn_is_told() -> None:
    assert apportion(10, [1, 1], 10) == [10, 0]
    assert apportion(10, [1, 1], 10, 1) == [0, 10]


@pytest.mark.parametrize(("typed", "value"), [("-5", "-5"), ("－2.5", "-2.5"), ("3", "3")])
def test_places_lost_may_be_negative(typed: str, value: str) -> None:
    assert read_signed(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["1.5", "1.0", "一", "", "1/2"])
def test_a_count_is_whole(typed: str) -> None:
    assert read_count("７") == 7
    assert code_of(read_count, typed) == Code.NOT_A_COUNT


def test_a_negative_count_is_called_negative() -> None:
    assert code_of(read_count, "-3") == Code.NEGATIVE


def test_a_rate_as_typed() -> None:
    assert read_rate("9/10") == (Decimal(9), Decimal(10))
    assert read_rate(" ９ ／ １０ ") == (Decimal(9), Decimal(10))
    assert read_rate("0/0") == (Decimal(0), Decimal(0))


@pytest.mark.parametrize("typed", ["90%", "9", "9/", "/10", "9/10/11", "九/十", "9:10", "a/b"])
def test_what_is_no_rate_is_refused(typed: str) -> None:
    assert code_of(read_rate, typed) == Code.NOT_A_RATE


def test_a_negative_rate_is_called_negative() -> None:
    assert code_of(read_rate, "-1/2") == Code.NEGATIVE
    assert code_of(read_rate, "1/-2") == Code.NEGATIVE


def test_points_are_multiples_of_the_quantum() -> None:
    assert read_points("1.5", 10) == 1500
    assert read_points("0.001", 1) == 1
    assert code_of(read_points, "0.005", 10) == Code.FINER_THAN_QUANTUM
    assert code_of(read_points, "0.03", 50) == Code.FINER_THAN_QUANTUM
    assert code_of(read_points, "0.0001", 1) == Code.FINER_THAN_QUANTUM
    with pytest.raises(Refused) as caught:
        points_of(Decimal("0.0050"), 10, "worth")
    assert caught.value.problems[0].value == "0.005"
    assert caught.value.problems[0].wanted == "0.01"


# ── showing ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        (0, "0.00"),
        (500, "0.50"),
        (1000, "1.00"),
        (1005, "1.005"),
        (1234567, "1234.567"),
        (-50, "-0.05"),
        (-1500, "-1.50"),
    ],
)
def test_points_for_people(points: int, shown: str) -> None:
    assert show_points(points) == shown


def test_points_with_fewer_places_hide_nothing() -> None:
    assert show_points(1500, 0) == "1.5"
    assert show_points(2000, 0) == "2"
    assert show_points(1230, 1) == "1.23"


@given(st.integers(-(10**9), 10**9))
def test_exact_points_can_be_read_back(points: int) -> None:
    text = exact_points(points)
    assert len(text.partition(".")[2]) == 3
    assert Fraction(text) * 1000 == points


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1E+1", "10"), ("0.50", "0.5"), ("100", "100"), ("5.00", "5"), ("1E-3", "0.001")],
)
def test_a_plain_decimal(value: str, shown: str) -> None:
    assert plain_decimal(Decimal(value)) == shown


# ── rounding ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("exact", "quantum", "rounded"),
    [
        (Fraction(4999, 1000), 10, 0),
        (Fraction(5), 10, 10),
        (Fraction(15), 10, 20),
        (Fraction(25), 10, 30),
        (Fraction(1000, 3), 10, 330),
        (Fraction(25), 50, 50),
        (Fraction(1, 2), 1, 1),
        (Fraction(0), 10, 0),
        (Fraction(-5), 10, 0),
    ],
)
def test_halves_go_up(exact: Fraction, quantum: int, rounded: int) -> None:
    assert round_half_up(exact, quantum) == rounded


@given(st.fractions(0, 10**6), QUANTA)
def test_rounding_is_the_nearest_multiple(exact: Fraction, quantum: int) -> None:
    rounded = round_half_up(exact, quantum)
    assert rounded % quantum == 0
    assert -Fraction(quantum, 2) < rounded - exact <= Fraction(quantum, 2)


# ── sharing ──────────────────────────────────────────────────────────────────────────────────

WEIGHTS = st.lists(
    st.one_of(st.integers(0, 9), st.fractions(0, 100), st.integers(0, 10**40)), max_size=9
)


@given(st.integers(0, 10**6), WEIGHTS, QUANTA, st.integers(0, 500))
def test_shares_add_up_and_are_near(
    units: int, weights: list[Fraction | int], quantum: int, turn: int
) -> None:
    total = units * quantum if any(weights) else 0
    shares = apportion(total, weights, quantum, turn)
    assert sum(shares) == total
    assert len(shares) == len(weights)
    whole = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert share % quantum == 0
        assert share >= 0
        assert weight or share == 0
        assert not whole or abs(share - Fraction(total) * weight / whole) < quantum


@given(
    st.integers(0, 300),
    st.lists(st.integers(0, 50), min_size=2, max_size=6, unique=True),
    st.integers(0, 9),
)
def test_the_order_given_matters_only_between_ties(
    total: int, weights: list[int], turn: int
) -> None:
    """Where no two remainders compete, each weight gets the same in any order."""
    whole = sum(weights)
    remainders = [total * weight % whole for weight in weights]
    missing = sum(remainders) // whole
    ranked = sorted(remainders, reverse=True)
    if 0 < missing < len(ranked) and ranked[missing - 1] == ranked[missing]:
        return
    by_weight = dict(zip(weights, apportion(total, weights, 1, turn), strict=True))
    for order in permutations(weights):
        assert apportion(total, order, 1, turn) == [by_weight[weight] for weight in order]


def test_ties_turn_in_a_circle() -> None:
    # 0.02 over three equal ones: two get 0.01, and each is left out once in three turns
    assert apportion(20, [1, 1, 1], 10, 0) == [10, 10, 0]
    assert apportion(20, [1, 1, 1], 10, 1) == [0, 10, 10]
    assert apportion(20, [1, 1, 1], 10, 2) == [10, 0, 10]
    assert apportion(20, [1, 1, 1], 10, 3) == [10, 10, 0]


def test_ties_turn_only_among_the_tied() -> None:
    # exact 15, 15, 0, 10: the third has no part in it, the last is whole already
    assert apportion(40, [3, 3, 0, 2], 10, 0) == [20, 10, 0, 10]
    assert apportion(40, [3, 3, 0, 2], 10, 1) == [10, 20, 0, 10]


@given(st.integers(2, 7), st.integers(1, 6), st.integers(0, 20))
def test_over_a_full_circle_equals_get_the_same(many: int, units: int, start: int) -> None:
    sums = [0] * many
    for turn in range(start, start + many):
        shares = apportion(units, [1] * many, 1, turn)
        sums = [one + other for one, other in zip(sums, shares, strict=True)]
    assert set(sums) == {units}


def test_the_largest_remainder_comes_first() -> None:
    # 0.50 over 5 : 2 is 0.357 and 0.143
    assert apportion(500, [5, 2], 10) == [360, 140]
    assert apportion(500, [5, 2], 10, 1) == [360, 140]
    assert apportion(100, [Fraction(1, 3), Fraction(1, 6)], 10) == [70, 30]


def test_nothing_to_share() -> None:
    assert apportion(0, [], 10) == []
    assert apportion(0, [0, 0], 10) == [0, 0]
    assert apportion(0, [1, 2], 10) == [0, 0]


@pytest.mark.parametrize(
    ("total", "weights", "quantum"),
    [(-10, [1], 10), (15, [1], 10), (10, [], 10), (10, [0, 0], 10), (10, [2, -1], 10)],
)
def test_what_can_not_be_shared(total: int, weights: list[int], quantum: int) -> None:
    with pytest.raises(ValueError, match="apportion"):
        apportion(total, weights, quantum)
