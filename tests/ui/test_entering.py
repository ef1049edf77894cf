"""What a text typed in a cell means, without a screen."""

from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import NO_ANSWERS, Number
from fazhi_tui.domain.changes import SetReading
from fazhi_tui.domain.indicators import Clause, Tiers
from fazhi_tui.ui.screens.entering import Place, change_for

PLACES_LOST = Tiers("number", bounds=((Decimal(0), 0), (Decimal(-2), 200), (None, 1000)))


@pytest.mark.parametrize("typed", ["-2", "－２", "−2"])
def test_places_lost_are_a_negative_number(typed: str) -> None:
    place = Place("1", Clause("a", "位次", PLACES_LOST), "市司法局")
    change = change_for(place, NO_ANSWERS, typed)
    assert isinstance(change, SetReading)
    assert change.value == Number(Decimal(-2))
