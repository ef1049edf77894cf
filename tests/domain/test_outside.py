"""Self, verified and outside scores beside each other."""

from fazhi_tui.domain.changes import SetOutsideScores
from fazhi_tui.domain.indicators import PerCount
from fazhi_tui.domain.outside import Difference, differences, scores_of, sources
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.tally import score_all
from tests.domain.builders import Round, a_clause, an_indicator


def town() -> Round:
    return Round(*(an_indicator(a_clause(PerCount(100)), no=str(n)) for n in range(1, 5)))


def told(ledger: Round) -> tuple[Difference, ...]:
    own, verified = (score_all(ledger.roster, ledger.assessment, t) for t in ("self", "verified"))
    return differences(ledger.roster, ledger.assessment, own, verified)


def test_only_what_differs_is_listed() -> None:
    ledger = town()
    ledger.none("1", "2", "3", "4")
    assert told(ledger) == ()
    ledger.record(3, no="2", track="verified")
    (only,) = told(ledger)
    assert (only.no, only.own, only.verified, only.above, only.inflated) == (
        "2",
        1500,
        1200,
        300,
        True,
    )
    ledger.do(SetOutsideScores("province", {"1": 1500, "3": 1000}))
    ledger.do(SetOutsideScores("third", {"2": 1400}))
    assert [(one.no, one.outside, one.inflated) for one in told(ledger)] == [
        ("2", (None, 1400), True),
        ("3", (1000, None), True),
    ]


def test_less_than_the_office_gives_is_not_inflated() -> None:
    ledger = town()
    ledger.record(3, no="1")
    ledger.do(SetOutsideScores("province", {"1": 1400}))
    (one, *_) = told(ledger)
    assert (one.above, one.inflated) == (0, False)


def test_outside_scores_are_set_taken_away_and_undone() -> None:
    ledger = town()
    for scores, code in (
        ({"9": 1}, Code.UNKNOWN_INDICATOR),
        ({"1": 1501}, Code.OUT_OF_RANGE),
        ({"1": -1}, Code.OUT_OF_RANGE),
        ({}, Code.NOTHING_TO_CHANGE),
        ({"1": None}, Code.NOTHING_TO_CHANGE),
    ):
        assert ledger.refused(SetOutsideScores("province", dict(scores))) == code
    assert ledger.refused(SetOutsideScores(" ", {"1": 1})) == Code.NAME_EMPTY
    assert ledger.refused(SetOutsideScores("省" * 201, {"1": 1})) == Code.TOO_LONG
    ledger.do(SetOutsideScores("province", {"1": 1000, "2": 0}))
    ledger.do(SetOutsideScores("province", {"1": None, "3": 500}))
    assert scores_of(ledger.assessment, "province") == {"2": 0, "3": 500}
    ledger.undo()
    assert scores_of(ledger.assessment, "province") == {"1": 1000, "2": 0}
    assert sources(ledger.assessment) == ("province",)
