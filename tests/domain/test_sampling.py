"""Spot checks: the same seed draws the same sample for ever; what is found is booked."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fazhi_tui.domain.changes import (
    AttachEvidence,
    DrawSample,
    DropFinding,
    RecordCheck,
    RecordFinding,
)
from fazhi_tui.domain.indicators import PerCount
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.sampling import drawn, samples
from tests.domain.builders import Round, a_clause, an_indicator


def town() -> Round:
    return Round(*(an_indicator(a_clause(PerCount(100)), no=str(n)) for n in range(1, 11)))


def test_what_a_seed_draws_never_changes() -> None:
    """Golden: each key's `printf '%s\\n%s' seed key | sha256sum`, sorted by the shell."""
    numbers = [str(n) for n in range(1, 11)]
    assert drawn(numbers, "2025", 3) == ("3", "6", "9")
    assert drawn(numbers, "演示市", 4) == ("10", "1", "8", "2")


@given(st.lists(st.text(max_size=5), unique=True, max_size=30), st.text(max_size=5), st.data())
def test_a_sample_is_part_of_any_larger_one_and_blind_to_order(
    keys: list[str], seed: str, data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, len(keys)))
    first = drawn(keys, seed, size)
    assert len(first) == size
    assert drawn(data.draw(st.permutations(keys)), seed, len(keys))[:size] == first


def test_every_thing_is_drawn_about_as_often() -> None:
    counts = dict.fromkeys(map(str, range(20)), 0)
    for seed in range(2000):
        for key in drawn(counts, str(seed), 5):
            counts[key] += 1
    assert all(430 < count < 570 for count in counts.values())  # 500 ± 3.6 sigma


def test_a_sample_is_recorded_with_its_seed() -> None:
    ledger = town()
    ledger.excuse("3")
    ledger.do(DrawSample("indicators", 4, "2025"))
    (sample,) = samples(ledger.assessment)
    assert (sample.n, sample.seed, sample.pool, len(sample.drawn)) == (1, "2025", 9, 4)
    assert "3" not in sample.drawn
    assert ledger.refused(DrawSample("evidence", 2, "2025")) == Code.NOTHING_TO_DRAW
    for n in range(1, 6):
        ledger.do(AttachEvidence((str(n),), "title"))
    ledger.do(DrawSample("evidence", 2, "2025"))
    assert samples(ledger.assessment)[1].n == 2
    assert set(samples(ledger.assessment)[1].drawn) <= set(ledger.assessment.evidence)
    ledger.undo()
    assert len(samples(ledger.assessment)) == 1
    for size, seed, code in ((0, "a", Code.OUT_OF_RANGE), (10, "a", Code.OUT_OF_RANGE)):
        assert ledger.refused(DrawSample("indicators", size, seed)) == code
    assert ledger.refused(DrawSample("indicators", 1, " ")) == Code.SEED_NEEDED
    assert ledger.refused(DrawSample("indicators", 1, "a" * 201)) == Code.TOO_LONG


def test_what_is_found_is_booked_on_the_verified_track_and_undone_with_it() -> None:
    ledger = town()
    ledger.do(DrawSample("indicators", 3, "2025"))  # 3 6 9
    ledger.do(RecordCheck(1, "6", fine=True))
    before = ledger.assessment
    finding = RecordFinding("9", "a", quantity=Decimal(2))
    ledger.do(RecordCheck(1, "9", False, "two files missing", finding))
    assert (ledger.lost("9", "verified"), ledger.lost("9")) == (200, 0)
    found = ledger.assessment.finding("9.a.治市办.1", "verified")
    assert found is not None
    assert found[1].reason == "two files missing"
    results = samples(ledger.assessment)[0].results
    assert [(item, result.fine, result.finding) for item, result in results.items()] == [
        ("6", True, ""),
        ("9", False, "9.a.治市办.1"),
    ]
    ledger.undo()
    assert samples(ledger.assessment) == samples(before)
    assert ledger.assessment.entry("9").verified is None


def test_what_was_not_drawn_is_not_checked() -> None:
    ledger = town()
    assert ledger.refused(RecordCheck(1, "1", fine=True)) == Code.UNKNOWN_SAMPLE
    ledger.do(DrawSample("indicators", 3, "2025"))
    assert ledger.refused(RecordCheck(1, "1", fine=True)) == Code.NOT_DRAWN
    assert ledger.refused(RecordCheck(1, "3", fine=False)) == Code.REASON_NEEDED
    finding = RecordFinding("3", "a")
    assert ledger.refused(RecordCheck(1, "3", True, "", finding)) == Code.CHECK_BOOKED
    ledger.do(RecordCheck(1, "3", False, "seen", finding))
    assert ledger.refused(RecordCheck(1, "3", False, "again", finding)) == Code.CHECK_BOOKED
    assert ledger.refused(RecordCheck(1, "3", fine=True)) == Code.CHECK_BOOKED
    ledger.do(RecordCheck(1, "3", fine=False, note="said otherwise"))
    assert samples(ledger.assessment)[0].results["3"].finding == "3.a.治市办.1"
    ledger.do(DropFinding("3.a.治市办.1", "verified"))
    ledger.do(RecordCheck(1, "3", fine=True))
    assert samples(ledger.assessment)[0].results["3"].finding == ""
    ledger.do(RecordCheck(1, "3", False, "there is one after all", finding))
    assert samples(ledger.assessment)[0].results["3"].finding == "3.a.治市办.2"
