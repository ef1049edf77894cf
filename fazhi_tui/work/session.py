"""The only place that changes an assessment: decide → save → show.

A `Session` holds one open assessment of a store. `make` decides a change, writes it durably, and
only then moves on to the new `Snapshot`, so what is shown is what is on the disk.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Track
from fazhi_tui.domain.changes import (
    AttachEvidence,
    Change,
    NumberLetter,
    RecordFinding,
    Restore,
    inverse,
    touched,
    undoable,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.issuing import number_key
from fazhi_tui.domain.lateness import dated
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_line
from fazhi_tui.store.backups import back_up_day
from fazhi_tui.store.journal import Base, History, Line, write_line
from fazhi_tui.store.rows import Head, LetterRow
from fazhi_tui.store.store import Stale, Store
from fazhi_tui.work.projecting import Rescored, moved, projected_anew, projection_of
from fazhi_tui.work.snapshot import Snapshot

_WORTH_KEEPING = 500
"""Lines behind the last checkpoint that make a new one worth its room."""

_LONG = 32 * 1024
"""Characters of one change (hundreds of answers at once) that are worth one right away."""


class Made:
    """What a change did: the journal's seq, the id it gave out, and the loss before and after.

    The losses are on the track of the change, and computed when asked.
    """

    def __init__(self, line: Line, change: Change, before: Snapshot, after: Snapshot) -> None:
        self.seq = line.seq
        self.id = change.id if isinstance(change, RecordFinding | AttachEvidence) else ""
        self._track: Track = getattr(change, "track", "self")
        self._before, self._after = before, after

    @property
    def lost_before(self) -> Points:
        """What was lost before the change."""
        return self._before.tally(self._track).lost

    @property
    def lost_after(self) -> Points:
        """What is lost with it."""
        return self._after.tally(self._track).lost


def now() -> str:
    """This moment in UTC, ISO 8601 to the millisecond, as the journal writes it."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def who_am_i() -> str:
    """The name of whoever is logged in on this machine; "" where the system can't tell."""
    import getpass  # only who changes something pays for it

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Session:
    """One open assessment. `actor` makes the changes, `clock` gives their moments.

    `known` is its snapshot at `head`, where whoever opens it has just made that.
    """

    def __init__(
        self,
        store: Store,
        head: Head,
        roster: Roster,
        *,
        actor: str,
        clock: Callable[[], str] = now,
        known: Snapshot | None = None,
    ) -> None:
        self.store = store
        self.actor = clean_line(actor)
        self._clock = clock
        self._history = read_history(store, head)
        self.snapshot = known or Snapshot(head, roster, self._history.state)
        self.rescored: tuple[Rescored, ...] = ()
        self._behind = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """The whole journal as far as it is known here."""
        return tuple(self._history.lines)

    def since(self, seq: int) -> Sequence[Line]:
        """The lines behind `seq`, as far as they are known here."""
        return self._history.since(seq)

    def state_at(self, seq: int, digest: str) -> Assessment | None:
        """The assessment as the line at `seq` left it; None where no line there has that hash."""
        if not 0 < seq <= self.snapshot.head.seq or self.since(seq - 1)[0].hash != digest:
            return None
        return self._history.before(seq + 1)

    def make(self, change: Change, unit: str = "", *, seen: "Foreseen | None" = None) -> Made:
        """Make a change; `unit` is whom the actor speaks for. Raises `Refused`; then all stays.

        What was foreseen of it holds while the assessment is the one it was decided on.
        """
        unit = clean_line(unit)
        back_up_day(self.store)  # the program may have been open since yesterday
        try:
            return self._adopt(self._write(change, unit, seen))
        except Stale:
            pass
        # others write all the time: what is decided now is decided while they wait
        with self.store.alone(self.snapshot.head):
            self.store.hold(self.snapshot.head)
            self._catch_up(change)
            written = self._write(change, unit)
        return self._adopt(written)

    def _write(self, change: Change, unit: str, seen: "Foreseen | None" = None) -> "_Written":
        before = self.snapshot
        head = before.head
        at = max(self._clock(), head.at)
        if seen is not None and seen.on is before.assessment:
            decided = change
            own = replace(seen.after, entries={**seen.after.entries})
            assessment = dated(before.assessment, own, change, at)
        else:
            decided = decide(before.roster, before.assessment, change, self.actor, unit)
            assessment = evolve(before.assessment, decided, at)
        line = write_line(head.id, (head.seq, head.hash), at, (self.actor, unit), decided)
        head_after = replace(head, seq=line.seq, at=line.at, hash=line.hash)
        after = Snapshot(head_after, before.roster, assessment, before)
        changed = after.rescored
        if after.roster is not before.roster:  # what a unit lost may count for another now
            changed = set(assessment.entries)
        numbers = projected_anew(before, after, changed)
        letters = _numbers_given(line, decided)
        base = Base(line.seq, line.hash, assessment) if len(line.payload) >= _LONG else None
        projection = projection_of(after, numbers)
        self.store.append(head, line, numbers, projection, letters, base=base)
        return _Written(line, decided, after)

    def _adopt(self, written: "_Written") -> Made:
        """What is on the disk is what is shown from now on."""
        before, self.snapshot = self.snapshot, written.after
        self._history.add(written.line, written.after.assessment)
        return Made(written.line, written.change, before, written.after)

    def _catch_up(self, change: Change) -> None:
        """Take in what others wrote; refuse where they touched what `change` is about."""
        before = self.snapshot
        if not self.refresh():  # the journal does not go on from what is known of it
            raise Refused(_another_past(before.head, self.store))
        if isinstance(change, AttachEvidence):
            return  # it gets the next free number, whoever was first
        mine = decide(before.roster, before.assessment, change, self.actor)
        _check_apart(before.roster, mine, self.since(before.head.seq))

    def check_apart(self, change: Change, lines: Sequence[Line]) -> None:
        """Refuse a change about something that one of `lines` touched. Raises `Refused`."""
        known = self.snapshot
        mine = decide(known.roster, known.assessment, change, self.actor)
        _check_apart(known.roster, mine, lines)

    def look(self) -> bool:
        """As `refresh`, but nothing is read where the store tells that nobody wrote."""
        self._behind = self.store.changed() or self._behind
        if not self._behind:
            return False
        anything = self.refresh()
        self._behind = False
        return anything

    def refresh(self) -> bool:
        """Take in what other programs wrote since; whether there was anything. Raises `Refused`."""
        known = self.snapshot
        lines = self.store.lines(known.head.id, known.head.seq)
        if not lines:
            return False
        if (lines[0].seq, lines[0].previous) != (known.head.seq + 1, known.head.hash):
            raise Refused(_another_past(known.head, self.store))
        self._history.extend(lines)
        last = lines[-1]
        head = replace(known.head, seq=last.seq, at=last.at, hash=last.hash)
        self.snapshot = Snapshot(head, known.roster, self._history.state, known)
        return True

    def project_anew(self) -> None:
        """Score the store's projection as this version does; `rescored` tells what moved.

        Where it can't be written now, it stays as it is until the next time.
        """
        projection = projection_of(self.snapshot, self.snapshot.roster.indicators)
        stored = self.store.postings(self.snapshot.head.id)
        self.rescored = moved(stored, projection.postings)
        with suppress(Refused, Stale):
            self.snapshot.head = self.store.project_anew(self.snapshot.head, projection)

    # ── undo ─────────────────────────────────────────────────────────────────────────────────

    def undo(self, unit: str = "") -> tuple[Made, Line]:
        """Undo the actor's last change that still stands; gives also the line undone.

        Raises `Refused` where there is none, or what it touched was touched since or accepted.
        """
        line = self._last_standing()
        if line is None:
            raise Refused(Problem(Code.NOTHING_TO_UNDO))
        change = line.change
        before = self._history.before(line.seq)
        self._check_untouched(line, evolve(before, change, line.at))
        return self.make(inverse(line.seq, change, before), unit), line

    def _last_standing(self) -> Line | None:
        undone: set[int] = set()
        for line in self._history.backwards():
            if line.kind == "restore" and isinstance(change := line.change, Restore):
                undone.add(change.undoes)
            mine = line.actor == self.actor and line.seq not in undone
            if mine and undoable(line.change):
                return line
        return None

    def _check_untouched(self, line: Line, then: Assessment) -> None:
        """Refuse where what a change touched is not any more as it left it."""
        current = self.snapshot.assessment
        parts = touched(line.change)
        if parts.everything and line.seq < self.snapshot.head.seq:
            raise Refused(Problem(Code.TOUCHED_SINCE))
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
        for unit in parts.units:
            if then.taken.get(unit) != current.taken.get(unit):
                raise Refused(Problem(Code.TOUCHED_SINCE, value=unit))
        for key in parts.records:
            if then.records.get(key) != current.records.get(key):
                raise Refused(Problem(Code.TOUCHED_SINCE))


class Foreseen(NamedTuple):
    """What a change makes of an assessment (`on`), where that was decided already."""

    on: Assessment
    after: Assessment


class _Written(NamedTuple):
    """A change on the disk that the session has not taken up yet."""

    line: Line
    change: Change
    after: Snapshot


def _numbers_given(line: Line, change: Change) -> tuple[LetterRow, ...]:
    """The 文号 that a change gives out, as the whole store compares them."""
    if not isinstance(change, NumberLetter):
        return ()
    return (LetterRow(number_key(change.number), line.assessment, change.id, line.at),)


def _check_apart(roster: Roster, mine: Change, lines: Sequence[Line]) -> None:
    for line in reversed(lines):
        if touched(mine).meets(touched(line.change)):
            raise Refused(_conflict(roster, mine, line))


def _conflict(roster: Roster, mine: Change, theirs: Line) -> Problem:
    """Both values, for whoever has to choose between them."""
    from fazhi_tui.work.deeds import what_was_done  # a conflict is rare

    parts = touched(mine)
    where = " ".join((*parts.indicators, *parts.evidence, *parts.gaps, *parts.units))
    value = f"{theirs.actor}：{what_was_done(theirs.change, roster)}"
    return Problem(Code.CHANGED_MEANWHILE, where, value, what_was_done(mine, roster))


def read_history(store: Store, head: Head) -> History:
    """A journal up to its head, from the last checkpoint on. Raises `Refused` where it is broken.

    A long way from there is kept as a new checkpoint, for the next time.
    """
    base = store.checkpoint(head.id)
    lines = [line for line in store.lines(head.id, base.seq) if line.seq <= head.seq]
    history = History(lines, base, partial(store.lines, head.id))
    if (history.seq, history.hash) != (head.seq, head.hash):
        raise Refused(Problem(Code.CHAIN_BROKEN, value=str(history.seq + 1)))
    if len(lines) >= _WORTH_KEEPING:
        with suppress(Refused):  # it is only a cache, and the store may be read-only
            store.keep_checkpoint(head, Base(history.seq, history.hash, history.state))
    return history


def _another_past(head: Head, store: Store) -> Problem:
    """The database was replaced, or its journal rewritten, while it was open here."""
    return Problem(Code.HEAD_DIFFERS, file=store.place, wanted=head.hash)
