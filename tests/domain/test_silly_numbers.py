"""Numbers that no one can type, but that a file can bring, are refused wherever one is taken."""

from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Benchmark, Number, Rate
from fazhi_tui.domain.changes import RecordFinding, SetReading
from fazhi_tui.domain.indicators import PerCount, RateGap, Tiers
from fazhi_tui.domain.points import could_be_typed
from fazhi_tui.domain.problems import Code
from tests.domain.builders import Round, a_clause, an_indicator

ONE = Decimal(1)


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "1E+12", "1E-13", "-1E+999999"])
def test_a_number_nobody_types(text: str) -> None:
    silly = Decimal(text)
    ledger = Round(
        an_indicator(
            a_clause(PerCount(100), "a"),
            a_clause(PerCount(100, step=ONE), "b"),
            a_clause(RateGap(None, ONE, 100, "exact"), "c"),
            a_clause(Tiers("number", bounds=((ONE, 0), (None, 100))), "d"),
        )
    )
    assert not could_be_typed(silly)
    for change in (
        RecordFinding("1", "a", quantity=silly),
        RecordFinding("1", "b", quantity=silly),
        RecordFinding("1", "a", bearers=(("城管局", silly),)),
        SetReading("1", "c", Rate(silly, ONE)),
        SetReading("1", "c", Rate(ONE, silly)),
        SetReading("1", "c", Rate(ONE, ONE, silly)),
        SetReading("1", "c", Benchmark(silly)),
        SetReading("1", "d", Number(silly)),
    ):
        assert ledger.refused(change) == Code.NOT_A_NUMBER


@pytest.mark.parametrize("text", ["0", "1E+11", "-3", "0.000000000001", "0E-12", "1E+1"])
def test_a_number_somebody_might_type(text: str) -> None:
    assert could_be_typed(Decimal(text))
