"""A desk at work: changes and undos in any order, and every law holds after each of them."""

from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fazhi_tui.domain.assessment import Assessment, Track
from fazhi_tui.domain.changes import Change, inverse, undoable
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Refused
from fazhi_tui.domain.projection import projected
from fazhi_tui.domain.tally import score_all, tally
from tests.domain.builders import list_gaps, through_journal
from tests.domain.strategies import MAKERS, a_random_set
from tests.domain.test_laws_changes import plain

TRACKS: tuple[Track, ...] = ("self", "verified")
SEEDS = st.integers(0, 2**32)


class Desk(RuleBasedStateMachine):
    """One assessment, its journal, and the way back through it."""

    def __init__(self) -> None:
        super().__init__()
        self.roster = Roster(a_random_set(Random(0)))
        self.assessment = Assessment(year=2025)
        self.journal: list[Change] = []
        self.standing: list[tuple[int, Change, Assessment]] = []

    @initialize(seed=SEEDS)
    def adopt(self, seed: int) -> None:
        self.roster = Roster(a_random_set(Random(seed)))

    def take_effect(self, change: Change) -> None:
        """Through the journal's JSON, as everything goes."""
        written = through_journal(change)
        self.journal.append(written)
        self.assessment = evolve(self.assessment, written)

    @rule(seed=SEEDS, kind=st.sampled_from(MAKERS))
    def change(self, seed: int, kind: object) -> None:
        assert callable(kind)
        wanted = kind(Random(seed), self.roster, self.assessment)
        try:
            decided = decide(self.roster, self.assessment, wanted)
        except Refused:
            return
        assert undoable(decided)
        self.standing.append((len(self.journal), decided, self.assessment))
        self.take_effect(decided)

    @precondition(lambda self: self.standing)
    @rule()
    def undo(self) -> None:
        """The last change that still stands: all is as it was before it, registers aside."""
        seq, change, before = self.standing.pop()
        self.take_effect(inverse(seq, change, before))
        assert plain(self.assessment) == plain(before)

    @invariant()
    def all_adds_up(self) -> None:
        quantum = self.roster.set.quantum
        for track in TRACKS:
            scores = score_all(self.roster, self.assessment, track)
            result = tally(self.roster, self.assessment, track, scores)
            assert result.balanced
            assert result.low <= result.high
            for score in scores.values():
                indicator = self.roster.indicator(score.no)
                assert score.earned + score.lost + score.pending == score.worth
                assert sum(lost for _, lost in score.shares) == score.lost
                assert sum(posting.lost for posting in score.postings) == score.lost
                assert all(p.lost >= 0 and p.lost % quantum == 0 for p in score.postings)
                assert 0 <= score.recoverable <= score.lost
                assert indicator.may_exceed or score.lost <= score.worth

    @invariant()
    def gaps_are_what_was_lost_and_can_be_mended(self) -> None:
        scores = score_all(self.roster, self.assessment, "self")
        gaps = list_gaps(self.roster, self.assessment, "self", scores)
        lost = sum(score.lost for score in scores.values() if score.channel != "bonus")
        assert sum(gap.lost for gap in gaps) == lost
        closed = {gap.id for gap in gaps}
        then = projected(self.roster, self.assessment, "self", scores, closed)
        for no, score in scores.items():
            mended = score.recoverable if score.channel != "bonus" else 0
            assert then[no].lost == score.lost - mended
            assert then[no].state == score.state
            answered = [clause.answered for clause in score.clauses]
            assert [clause.answered for clause in then[no].clauses] == answered

    @invariant()
    def the_journal_tells_it_all(self) -> None:
        state = Assessment(year=2025)
        for change in self.journal:
            state = evolve(state, change)
        assert state == self.assessment


TestDesk = Desk.TestCase
TestDesk.settings = settings(stateful_step_count=25)
