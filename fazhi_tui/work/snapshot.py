"""An assessment at one moment, and all that follows from it."""

from collections.abc import Collection
from itertools import compress, filterfalse
from operator import is_not
from typing import TYPE_CHECKING, TypeAlias

from fazhi_tui.domain.assessment import Assessment, Track
from fazhi_tui.domain.gaps import Gap, Known, gaps_by_indicator
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.scoring import IndicatorScore, score_indicator, scored_alike
from fazhi_tui.domain.succession import roster_after
from fazhi_tui.domain.tally import Scores, Tally, tally
from fazhi_tui.store.rows import Head
from fazhi_tui.work.projecting import TRACKS

if TYPE_CHECKING:
    from fazhi_tui.domain.checking import Noted, Remark
    from fazhi_tui.domain.projection import Mended

_Anew: TypeAlias = dict[str, IndicatorScore | None]
"""Scores of indicators that changed; None for those that nobody has asked for yet."""


class Snapshot:
    """One assessment at one moment, with all that follows from it, computed when first asked.

    Immutable for whoever reads it. A snapshot made after another (`before`) shares what is
    known of all indicators that did not change in between: scores, gaps, remarks, the look ahead.
    """

    def __init__(
        self, head: Head, roster: Roster, assessment: Assessment, before: "Snapshot | None" = None
    ) -> None:
        self.head = head
        self.roster = roster_after(roster, assessment.successions)
        self.assessment = assessment
        self._scores: dict[Track, Scores] = {}
        self._tallies: dict[Track, Tally] = {}
        self._earlier_tallies: dict[Track, Tally] = {}
        self._gaps: dict[Track, tuple[Gap, ...]] = {}
        self._earlier: dict[Track, tuple[Scores, _Anew]] = {}
        self._known_gaps: dict[Track, Known] = {}
        self._noted: Noted = {}
        self._mended: Mended = {}
        self._remarks: tuple[Remark, ...] | None = None
        self.rescored = scored_anew(before.assessment, assessment) if before else set[str]()
        """The indicators that may score otherwise than in the snapshot before."""
        if before is not None and before.roster is self.roster:
            self._noted, self._mended = before._noted, before._mended
            self._earlier_tallies = {**before._earlier_tallies, **before._tallies}
            planned = planned_anew(before.assessment, assessment)
            for track, found in before._known_gaps.items():
                self._known_gaps[track] = without(found, planned) if planned else found
            for track in TRACKS:
                scores, anew = before._known(track)
                self._earlier[track] = (scores, {**anew, **dict.fromkeys(self.rescored)})

    def _known(self, track: Track) -> tuple[Scores, _Anew]:
        """The latest scores of a track there are, and what stands in their place since."""
        earlier = self._earlier.get(track)
        return (self.scores(track), {}) if earlier is None else earlier

    def score(self, no: str, track: Track) -> IndicatorScore:
        """The native score of one indicator; the others need not be scored for it."""
        scores, anew = self._known(track)
        if no not in anew:
            return scores[no]
        score = anew[no] = anew[no] or self._score(no, track)
        return score

    def scores(self, track: Track = "self") -> Scores:
        """The native score of each indicator."""
        if track not in self._scores:
            numbers = self.roster.indicators
            earlier = self._earlier.get(track)
            if earlier is None:
                self._scores[track] = {no: self._score(no, track) for no in numbers}
            else:
                scores, anew = earlier
                told = {no: self.score(no, track) for no in anew if no in numbers}
                self._scores[track] = {**scores, **told}
                self._earlier.pop(track, None)  # a worker's thread may have been here too
        return self._scores[track]

    def _score(self, no: str, track: Track) -> IndicatorScore:
        entry = self.assessment.entry(no)
        if track != "self" and entry.verified is None:
            return self.score(no, "self")
        return score_indicator(self.roster, self.roster.indicators[no], entry, track)

    def tally(self, track: Track = "self") -> Tally:
        """What it adds up to."""
        if track not in self._tallies:
            scores, before = self.scores(track), self._earlier_tallies.pop(track, None)
            self._tallies[track] = tally(self.roster, self.assessment, track, scores, before)
        return self._tallies[track]

    def gaps(self, track: Track = "self") -> tuple[Gap, ...]:
        """What has to be put right."""
        if track not in self._gaps:
            known = self._known_gaps.get(track)
            found = gaps_by_indicator(
                self.roster, self.assessment, track, self.scores(track), known
            )
            self._known_gaps[track] = found
            self._gaps[track] = tuple(gap for _, gaps in found.values() for gap in gaps)
        return self._gaps[track]

    def remarks(self) -> "tuple[Remark, ...]":
        """What somebody should look at (数据核验)."""
        if self._remarks is None:
            from fazhi_tui.domain.checking import all_remarks, remarks_by_indicator

            self._noted = remarks_by_indicator(
                self.roster, self.assessment, self.scores(), self._noted
            )
            self._remarks = all_remarks(self.roster, self.assessment, self._noted)
        return self._remarks

    def mended(self, closed: Collection[str], track: Track = "self") -> Scores:
        """The score of each indicator once the gaps of these ids are closed."""
        from fazhi_tui.domain.projection import projected

        scores = self.scores(track)
        known = self._mended
        return projected(self.roster, self.assessment, track, scores, closed, known=known)


def scored_anew(before: Assessment, after: Assessment) -> set[str]:
    """The indicators whose entry is another one now, in more than its notes."""
    old, new = before.entries, after.entries
    if old is new:
        return set()
    changed = set(compress(new, map(is_not, new.values(), map(old.get, new))))
    changed.update(filterfalse(new.__contains__, old))
    return {no for no in changed if not scored_alike(before.entry(no), after.entry(no))}


def planned_anew(before: Assessment, after: Assessment) -> set[str]:
    """The gaps, by id, about which something else is planned or done now."""
    old, new = before.rectifications, after.rectifications
    if old is new:
        return set()
    return {gap for gap in old.keys() | new.keys() if old.get(gap) is not new.get(gap)}


def without(known: Known, gaps: set[str]) -> Known:
    """What is known, without the indicators that have one of these gaps."""
    return {no: kept for no, kept in known.items() if not any(gap.id in gaps for gap in kept[1])}
