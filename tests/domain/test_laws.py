"""The laws of one indicator's ledger, on sets and rounds made at random."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Benchmark, Finding, Rate, Reading, Track
from fazhi_tui.domain.changes import Change, RecordFinding, SetReading
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Refused
from fazhi_tui.domain.scoring import IndicatorScore, score_indicator
from fazhi_tui.domain.tally import score_all, tally
from tests.domain.reference import about, clause_loss, counted_together, nearest_multiple
from tests.domain.strategies import CHANCE, Played, a_random_set, an_answer, rounds

TRACKS: tuple[Track, ...] = ("self", "verified")


def scores(played: Played) -> list[IndicatorScore]:
    """The score of every indicator on both tracks."""
    return [
        score
        for track in TRACKS
        for score in score_all(played.roster, played.assessment, track).values()
    ]


@given(rounds())
def test_an_indicator_balances(played: Played) -> None:
    """L1 within: units, postings and clauses come to the loss; nothing is earned unanswered."""
    for score in scores(played):
        assert score.earned + score.lost + score.pending == score.worth
        assert sum(amount for _, amount in score.shares) == score.lost
        by_unit: dict[str, int] = {}
        for posting in score.postings:
            by_unit[posting.unit] = by_unit.get(posting.unit, 0) + posting.lost
        assert by_unit == dict(score.shares)
        answered = all(clause.answered for clause in score.clauses)
        if not answered and not score.not_applicable:
            assert score.earned == min(0, score.worth - score.lost)
        else:
            assert score.pending == 0


@given(rounds())
def test_losses_and_shares_keep_their_bounds(played: Played) -> None:
    """L2: within the worth unless it may be exceeded; shares are near the exact ones."""
    quantum = played.roster.set.quantum
    for score in scores(played):
        indicator = played.roster.indicator(score.no)
        assert score.lost >= 0
        assert indicator.may_exceed or score.lost <= score.worth
        assert 0 <= score.recoverable <= score.lost
        exact = exact_shares(score)
        assert set(exact) == set(dict(score.shares))
        for unit, share in score.shares:
            assert share >= 0
            assert share % quantum == 0
            assert abs(share - exact[unit]) < quantum
            assert share == 0 or exact[unit] > 0


def exact_shares(score: IndicatorScore) -> dict[str, Fraction]:
    """What each unit would bear if points had no smallest part."""
    exact: dict[str, Fraction] = {}
    for clause in score.clauses:
        whole = sum(charge.top for charge in clause.charges)
        for charge in clause.charges:
            part = Fraction(clause.lost * charge.top, whole) if whole else Fraction(0)
            exact[charge.unit] = exact.get(charge.unit, Fraction(0)) + part
    before_floor = sum(exact.values(), Fraction(0))
    factor = Fraction(score.lost) / before_floor if before_floor else Fraction(0)
    return {unit: part * factor for unit, part in exact.items()}


@given(rounds())
def test_a_clause_is_rounded_once(played: Played) -> None:
    """L6: half up from the exact loss, then capped; the indicator sums what is shown."""
    quantum = played.roster.set.quantum
    for score in scores(played):
        indicator = played.roster.indicator(score.no)
        joined = {name for joint in indicator.joints for name in joint.clauses}
        for clause_score in score.clauses:
            clause = indicator.clause(clause_score.clause)
            charged = sum(charge.top for charge in clause_score.charges)
            assert Fraction(charged, clause_score.bottom) == clause_score.exact
            assert clause_score.rounded == nearest_multiple(clause_score.exact, quantum)
            ceiling = clause_score.rounded if clause.cap is None else clause.cap
            own = min(clause_score.rounded, ceiling)
            assert 0 <= clause_score.lost <= own
            assert clause_score.lost == own or clause.id in joined
        shown = sum(clause.lost for clause in score.clauses)
        assert score.lost == (shown if indicator.may_exceed else min(shown, score.worth))


@given(rounds())
def test_clauses_cost_what_the_reference_says(played: Played) -> None:
    roster, assessment = played.roster, played.assessment
    for track in TRACKS:
        for no, score in score_all(roster, assessment, track).items():
            indicator, entry = roster.indicator(no), assessment.entry(no)
            if score.not_applicable:
                continue
            excused = {item.unit for item in entry.not_applicable}
            joined = {name for joint in indicator.joints for name in joint.clauses}
            wanted: dict[str, int] = {}
            for clause, found in zip(indicator.clauses, score.clauses, strict=True):
                wanted[clause.id] = clause_loss(
                    clause, indicator.worth, roster.set.quantum, entry.answers(track), excused
                )
                assert found.lost == wanted[clause.id] or clause.id in joined
            counted = sum(clause.lost for clause in score.clauses)
            assert counted == counted_together(indicator, wanted)


@given(rounds())
def test_an_indicator_is_scored_by_itself(played: Played) -> None:
    """Taking all others out of the set and the round changes nothing."""
    for indicator in played.roster.set.indicators:
        alone = Roster(replace(played.roster.set, indicators=(indicator,)))
        entry = played.assessment.entry(indicator.no)
        for track in TRACKS:
            together = score_indicator(played.roster, indicator, entry, track)
            assert score_indicator(alone, indicator, entry, track) == together


@given(rounds())
def test_what_does_not_concern_anyone_posts_nothing(played: Played) -> None:
    """L5: nothing for an indicator or a unit that is excused, nothing for 0/0."""
    for track in TRACKS:
        for no, score in score_all(played.roster, played.assessment, track).items():
            entry = played.assessment.entry(no)
            if entry.excused(""):
                assert (score.lost, score.earned, score.shares) == (0, score.worth, ())
                assert score.postings == ()
            given_ = entry.answers(track)
            sources: list[Finding | Reading] = [*given_.findings, *given_.readings]
            silent = {matter(source) for source in sources if not speaks(source, entry.excused)}
            spoken = {matter(source) for source in sources if speaks(source, entry.excused)}
            posted = {(p.clause, p.gap.rpartition("/")[0].split(".", 2)[2]) for p in score.postings}
            assert not posted & (silent - spoken)


def matter(source: Finding | Reading) -> tuple[str, str]:
    """The clause, and the rest of the id that its postings carry."""
    if isinstance(source, Finding):
        return source.clause, f"{source.answerer}.{source.n}"
    return source.clause, source.answerer


def speaks(source: Finding | Reading, excused: object) -> bool:
    """Whether a source may cost anything."""
    assert callable(excused)
    if excused(about(source)):
        return False
    return not (
        isinstance(source, Reading) and isinstance(source.value, Rate) and not source.value.den
    )


@given(rounds(), CHANCE)
def test_one_more_finding_never_lowers_the_loss(played: Played, chance: Random) -> None:
    """L4: for fixed readings, whatever the finding is."""
    roster, before = played.roster, played.assessment
    tries = (an_answer(chance, roster, before) for _ in range(8))
    for change in tries:
        if isinstance(change, RecordFinding) and accepted(roster, before, change):
            after = evolve(before, decide(roster, before, change))
            indicator = roster.indicator(change.indicator)
            old, new = (
                score_indicator(roster, indicator, state.entry(indicator.no), "self").lost
                for state in (before, after)
            )
            assert new >= old


@given(CHANCE, st.integers(0, 30))
def test_the_order_of_entry_never_matters(chance: Random, length: int) -> None:
    """L3: the same answers in any order give the same ledger by indicator and unit."""
    roster = Roster(a_random_set(chance))
    empty = Assessment(year=2025)
    drawn = [an_answer(chance, roster, empty) for _ in range(length)]
    decided = [decide(roster, empty, change) for change in drawn if accepted(roster, empty, change)]
    fitting = {key(roster, change): change for change in decided}
    changes = list(fitting.values())
    shuffled = chance.sample(changes, len(changes))
    one, other = (fold(roster, empty, order) for order in (changes, shuffled))
    for track in TRACKS:
        assert ledger(roster, one, track) == ledger(roster, other, track)


def key(roster: Roster, change: Change) -> object:
    """Readings of one key replace each other, so only one of them may be entered.

    An overall figure and figures by unit exclude each other too.
    """
    if not isinstance(change, SetReading):
        return object()
    clause = roster.indicator(change.indicator).clause(change.clause)
    if clause.takes_one or isinstance(change.value, Benchmark):  # whoever gives it, the last counts
        return (change.indicator, change.clause, isinstance(change.value, Benchmark))
    place = (change.indicator, change.clause, change.answerer)
    if not clause.by_subject:
        return place
    return (*place, change.subject if clause.about_itself else "", type(change.value))


def accepted(roster: Roster, assessment: Assessment, change: Change) -> bool:
    try:
        decide(roster, assessment, change)
    except Refused:
        return False
    return True


def fold(roster: Roster, assessment: Assessment, changes: Sequence[Change]) -> Assessment:
    for change in changes:
        assessment = evolve(assessment, decide(roster, assessment, change))
    return assessment


def ledger(roster: Roster, assessment: Assessment, track: Track) -> object:
    found = score_all(roster, assessment, track)
    result = tally(roster, assessment, track, found)
    native = [(score.no, score.lost, score.pending, score.shares) for score in found.values()]
    exact = [[clause.exact for clause in score.clauses] for score in found.values()]
    return native, exact, result.by_unit, result.matrix, result.by_area, result.total
