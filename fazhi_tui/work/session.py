"""The only place that changes an assessment: decide → save → show.

A `Session` holds one open assessment of a store. `make` decides a change, writes it durably, and
only then moves on to the new `Snapshot`, so what is shown is what is on the disk.
"""

import getpass
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Track
from fazhi_tui.domain.changes import (
    AttachEvidence,
    Change,
    RecordFinding,
    Restore,
    Touched,
    inverse,
    touched,
    undoable,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.gaps import Gap, list_gaps
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import IndicatorScore, score_indicator
from fazhi_tui.domain.tally import Tally, tally
from fazhi_tui.store.journal import Line, fold, write_line
from fazhi_tui.store.store import Head, PostingRow, Stale, Store

TRACKS: tuple[Track, ...] = ("self", "verified")


class Snapshot:
    """One assessment at one moment, with all that follows from it, computed when first asked.

    Immutable for whoever reads it. A snapshot made `after` another shares the scores of all
    indicators that did not change in between.
    """

    def __init__(
        self, head: Head, roster: Roster, assessment: Assessment, before: "Snapshot | None" = None
    ) -> None:
        self.head = head
        self.roster = roster
        self.assessment = assessment
        self._scores: dict[Track, dict[str, IndicatorScore]] = {}
        self._tallies: dict[Track, Tally] = {}
        self._gaps: dict[Track, tuple[Gap, ...]] = {}
        self._known = _still_valid(assessment, before)

    def scores(self, track: Track = "self") -> dict[str, IndicatorScore]:
        """The native score of each indicator."""
        if track not in self._scores:
            known = self._known.pop(track, {})
            self._scores[track] = {
                indicator.no: known.get(indicator.no)
                or score_indicator(
                    self.roster, indicator, self.assessment.entry(indicator.no), track
                )
                for indicator in self.roster.set.indicators
            }
        return self._scores[track]

    def tally(self, track: Track = "self") -> Tally:
        """What it adds up to."""
        if track not in self._tallies:
            scores = self.scores(track)
            self._tallies[track] = tally(self.roster, self.assessment, track, scores)
        return self._tallies[track]

    def gaps(self, track: Track = "self") -> tuple[Gap, ...]:
        """What has to be put right."""
        if track not in self._gaps:
            scores = self.scores(track)
            self._gaps[track] = list_gaps(self.roster, self.assessment, track, scores)
        return self._gaps[track]


def _still_valid(
    assessment: Assessment, before: Snapshot | None
) -> dict[Track, dict[str, IndicatorScore]]:
    """The scores of an earlier snapshot whose indicators have not changed since."""
    if before is None:
        return {}
    old = before.assessment
    return {
        track: {no: score for no, score in scores.items() if assessment.entry(no) is old.entry(no)}
        for track, scores in before._scores.items()
    }


class Made:
    """What a change did: the journal's seq, the id it gave out, and the loss before and after."""

    def __init__(self, seq: int, given_id: str, lost: tuple[Points, Points]) -> None:
        self.seq = seq
        self.id = given_id
        self.lost_before, self.lost_after = lost


def now() -> str:
    """This moment in UTC, ISO 8601 to the millisecond, as the journal writes it."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def who_am_i() -> str:
    """The name of whoever is logged in on this machine; "" where the system can't tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Session:
    """One open assessment. `actor` makes the changes, `clock` gives their moments."""

    def __init__(
        self,
        store: Store,
        head: Head,
        roster: Roster,
        *,
        actor: str,
        clock: Callable[[], str] = now,
    ) -> None:
        self.store = store
        self.actor = actor
        self._clock = clock
        self._lines = [line for line in store.lines(head.id) if line.seq <= head.seq]
        self.snapshot = Snapshot(head, roster, fold(self._lines))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The journal as far as it is known here."""
        return tuple(self._lines)

    def make(self, change: Change, unit: str = "") -> Made:
        """Make a change; `unit` is whom the actor speaks for. Raises `Refused`; then all stays."""
        for _ in range(100):
            try:
                return self._make(change, unit)
            except Stale:
                self._catch_up(change)
        raise Refused(Problem(Code.STORE_BUSY, file=self.store.place))

    def _make(self, change: Change, unit: str) -> Made:
        before = self.snapshot
        decided = decide(before.roster, before.assessment, change)
        after = Snapshot(before.head, before.roster, evolve(before.assessment, decided), before)
        head = before.head
        at = max(self._clock(), head.at)
        line = write_line(head.id, (head.seq, head.hash), at, (self.actor, unit), decided)
        numbers = _scored_anew(before.assessment, after.assessment)
        after.head = self.store.append(head, line, numbers, posting_rows(after, numbers))
        self._lines.append(line)
        self.snapshot = after
        given = decided.id if isinstance(decided, RecordFinding | AttachEvidence) else ""
        return Made(line.seq, given, (before.tally().lost, after.tally().lost))

    def _catch_up(self, change: Change) -> None:
        """Take in what others wrote; refuse where they touched what `change` is about."""
        before = self.snapshot
        self.refresh()
        theirs = [touched(line.change) for line in self._lines[before.head.seq :]]
        mine = touched(decide(before.roster, before.assessment, change))
        if any(_overlap(mine, other) for other in theirs):
            where = " ".join((*mine.indicators, *mine.evidence, *mine.gaps))
            raise Refused(Problem(Code.CHANGED_MEANWHILE, where))

    def refresh(self) -> bool:
        """Take in what other programs wrote since; whether there was anything."""
        known = self.snapshot
        lines = self.store.lines(known.head.id, known.head.seq)
        if not lines:
            return False
        assessment = known.assessment
        for line in lines:
            assessment = evolve(assessment, line.change)
        self._lines += lines
        last = lines[-1]
        head = replace(known.head, seq=last.seq, at=last.at, hash=last.hash)
        self.snapshot = Snapshot(head, known.roster, assessment, known)
        return True

    # ── undo ─────────────────────────────────────────────────────────────────────────────────

    def undo(self, unit: str = "") -> tuple[Made, Line]:
        """Undo the actor's last change that still stands; gives also the line undone.

        Raises `Refused` where there is none, or what it touched was touched since or accepted.
        """
        line = self._last_standing()
        if line is None:
            raise Refused(Problem(Code.NOTHING_TO_UNDO))
        change = line.change
        before = fold(self._lines[: line.seq - 1])
        self._check_untouched(change, evolve(before, change))
        return self.make(inverse(line.seq, change, before), unit), line

    def _last_standing(self) -> Line | None:
        undone = {
            change.undoes
            for line in self._lines
            if line.kind == "restore" and isinstance(change := line.change, Restore)
        }
        mine = (
            line
            for line in reversed(self._lines)
            if line.actor == self.actor and line.seq not in undone
        )
        return next((line for line in mine if undoable(line.change)), None)

    def _check_untouched(self, change: Change, then: Assessment) -> None:
        """Refuse where what a change touched is not any more as it left it."""
        current = self.snapshot.assessment
        parts = touched(change)
        for no in parts.indicators:
            one, other = then.entry(no), current.entry(no)
            if replace(one, serials={}) != replace(other, serials={}):
                accepted = any(mark.state == "accepted" for mark in other.marks)
                code = Code.ITEM_ACCEPTED if accepted else Code.TOUCHED_SINCE
                raise Refused(Problem(code, no))
        for key in parts.evidence:
            if then.evidence.get(key) != current.evidence.get(key):
                raise Refused(Problem(Code.TOUCHED_SINCE, key))
        for key in parts.gaps:
            if then.rectifications.get(key) != current.rectifications.get(key):
                raise Refused(Problem(Code.TOUCHED_SINCE, key))


def _overlap(one: Touched, other: Touched) -> bool:
    return (
        not set(one.indicators).isdisjoint(other.indicators)
        or not set(one.evidence).isdisjoint(other.evidence)
        or not set(one.gaps).isdisjoint(other.gaps)
    )


def _scored_anew(before: Assessment, after: Assessment) -> list[str]:
    """The indicators whose entry is another one now."""
    return [no for no, entry in after.entries.items() if entry is not before.entry(no)]


def posting_rows(snapshot: Snapshot, numbers: Iterable[str]) -> list[PostingRow]:
    """The projection of some indicators on both tracks."""
    rows: list[PostingRow] = []
    chosen = [no for no in numbers if no in snapshot.roster.indicators]
    for track in TRACKS:
        scores = snapshot.scores(track)
        for no in chosen:
            area = snapshot.roster.indicators[no].area
            rows += [
                PostingRow(
                    track,
                    no,
                    scores[no].channel,
                    area,
                    posting.unit,
                    posting.clause,
                    posting.finding,
                    posting.gap,
                    posting.lost,
                )
                for posting in scores[no].postings
            ]
    return rows
