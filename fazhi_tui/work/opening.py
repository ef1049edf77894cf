"""How an assessment comes to be there: made new from a set, opened, imported, exported."""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import AdoptDuties, AdoptSet, Change, Imported, SetDeadline
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import IndicatorSet, Roster
from fazhi_tui.domain.issuing import number_key
from fazhi_tui.domain.lateness import late_parts, with_deadline, without_late
from fazhi_tui.domain.papers import CutOff
from fazhi_tui.domain.points import normalise
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.domain.succession import roster_after
from fazhi_tui.domain.text import clean_line, nearest, read_date
from fazhi_tui.store.backups import back_up_day
from fazhi_tui.store.journal import GENESIS, History, Line, fold, write_line
from fazhi_tui.store.rows import Head, LetterRow
from fazhi_tui.store.store import Store, sha256_of
from fazhi_tui.wording.terms import CUT_OFFS, cut_off_name
from fazhi_tui.work.projecting import projection_of
from fazhi_tui.work.session import Session, now, read_history
from fazhi_tui.work.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from fazhi_tui.store.portable import SetReference

LONGEST_NAME = 60
"""Characters that an assessment's name may have."""

_CLOCK = re.compile(r"[0-9]:[0-9]|T[0-9]")
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?=年)")
_SECONDS = re.compile(r":[0-9]{2}:[0-9]{2}")


class AdoptedSet(Struct, frozen=True):
    """A set with the text it was read from; `file` is where that stands."""

    text: str
    set: IndicatorSet
    file: str = ""

    @property
    def sha256(self) -> str:
        """What names it in a store."""
        return sha256_of(self.text)


# ── indicator sets ───────────────────────────────────────────────────────────────────────────


def shipped_sets() -> list[AdoptedSet]:
    """The sets that travel with the program."""
    from fazhi_tui.shipped import indicator_set_files

    return [read_adoptable(path) for path in indicator_set_files()]


def read_adoptable(path: "Path") -> AdoptedSet:
    """A set file without errors. Raises `Refused` with all of them otherwise."""
    from fazhi_tui.catalog.set_file import load_set
    from fazhi_tui.catalog.source import read_text

    text = read_text(path)
    if isinstance(text, Problem):
        raise Refused(text)
    return _parsed(text, load_set(text, str(path)), str(path))


def _parsed(text: str, loaded: tuple[IndicatorSet | None, list[Problem]], file: str) -> AdoptedSet:
    indicator_set, problems = loaded
    if indicator_set is None:
        raise Refused(*problems)
    return AdoptedSet(text, indicator_set, file)


def find_set(asked: str) -> AdoptedSet:
    """The shipped set of that id, else the set in the file of that name. Raises `Refused`."""
    from pathlib import Path  # who only reads a round does without

    if asked.endswith(".toml"):
        return read_adoptable(Path(asked))
    try:
        return shipped_set(asked)
    except Refused:
        if os.path.exists(asked):
            return read_adoptable(Path(asked))
        raise


def shipped_set(asked: str) -> AdoptedSet:
    """The shipped set of that id, which is also its file's name. Raises `Refused`."""
    from fazhi_tui.shipped import indicator_set_files

    files = {path.stem: path for path in indicator_set_files()}
    if asked in files:
        return read_adoptable(files[asked])
    wanted, hint = " ".join(files), nearest(asked, files)
    raise Refused(Problem(Code.UNKNOWN_SET, value=asked, wanted=wanted, hint=hint))


def roster_of(store: Store, head: Head) -> Roster:
    """The set an assessment goes by; read anew from its text where another version parsed it."""
    return Roster(store.parsed_set(head.set_sha256) or _parsed_anew(store, head.set_sha256))


def _parsed_anew(store: Store, sha256: str) -> IndicatorSet:
    """A set as this version reads its text, kept for the next time.

    Where this version would refuse the text, an earlier reading of it stays good.
    """
    from fazhi_tui.catalog.set_file import load_set

    parsed, problems = load_set(store.set_text(sha256))
    if parsed is None:
        earlier = store.parsed_set(sha256, by_any_version=True)
        if earlier is None:
            raise Refused(*problems)
        return earlier
    with suppress(Refused):  # it is only a cache, and the store may be read-only
        store.keep_parsed(sha256, parsed)
    return parsed


# ── new, open, at a moment ───────────────────────────────────────────────────────────────────


def new_assessment(
    store: Store,
    name: str,
    adopted: AdoptedSet,
    *,
    actor: str,
    duties: AdoptDuties | None = None,
    clock: Callable[[], str] = now,
) -> Head:
    """A fresh assessment, a duties file laid over its set if there is one. Raises `Refused`."""
    changes: list[Change] = [AdoptSet(adopted.sha256, _year_of(name, clock()))]
    if duties:
        changes.append(duties)
    return _begin(store, name, adopted, changes, actor=actor, clock=clock).head


def _year_of(name: str, at: str) -> int:
    """The 年度 of a round: the one its name tells, else the one it is begun in.

    What was done in a year is assessed when the next has begun.
    """
    told = set(_YEAR.findall(normalise(name)))
    return int(told.pop()) if len(told) == 1 else datetime.fromisoformat(at).astimezone().year


def _begin(
    store: Store,
    name: str,
    adopted: AdoptedSet,
    changes: Iterable[Change],
    *,
    actor: str,
    clock: Callable[[], str],
) -> Snapshot:
    """Write the first lines of a journal and their projection, as one transaction."""
    name = _checked_name(name)
    assessment_id, roster, at = str(uuid4()), Roster(adopted.set), clock()
    assessment, lines, previous = Assessment(), [], (0, GENESIS)
    for change in changes:
        decided = decide(roster, assessment, change)
        assessment = evolve(assessment, decided, at)
        line = write_line(assessment_id, previous, at, (clean_line(actor), ""), decided)
        lines.append(line)
        previous = (line.seq, line.hash)
    head = Head(assessment_id, name, at, adopted.sha256, previous[0], at, previous[1])
    snapshot = Snapshot(head, roster, assessment)
    projection = projection_of(snapshot, roster.indicators)
    letters = [
        LetterRow(number_key(letter.number), assessment_id, letter.id, at)
        for letter in assessment.letters.values()
        if letter.number
    ]
    store.create(head, lines, (adopted.text, adopted.set), projection, letters)
    return snapshot


def _checked_name(name: str) -> str:
    clean = clean_line(name)
    if not clean:
        raise Refused(Problem(Code.NAME_EMPTY))
    if len(clean) > LONGEST_NAME:
        raise Refused(Problem(Code.TOO_LONG, value=clean, wanted=str(LONGEST_NAME)))
    return clean


def open_session(store: Store, name: str, *, actor: str, clock: Callable[[], str] = now) -> Session:
    """An assessment to work on. Raises `Refused`."""
    back_up_day(store)
    head = store.head(name)
    session = Session(store, head, roster_of(store, head), actor=actor, clock=clock)
    if head.scoring_version < SCORING_VERSION:
        session.project_anew()
    return session


def snapshot_at(store: Store, name: str, at: str = "") -> Snapshot:
    """An assessment as it is, or was at a seq, moment (local time) or cut-off. Raises `Refused`.

    A cut-off is without what was late and not admitted.
    """
    head = store.head(name)
    if not at:
        return Snapshot(head, roster_of(store, head), read_history(store, head).state)
    lines = store.lines(head.id)
    fixed = clean_line(at).startswith(tuple(CUT_OFFS.values()))
    if fixed:
        cut_off = cut_off_named(read_history(store, head).state, at)
        lines = [line for line in lines if line.seq <= cut_off.seq]
        if not lines or lines[-1].hash != cut_off.head:  # it came with a file, its journal did not
            raise Refused(Problem(Code.CUT_OFF_ELSEWHERE, value=at))
    history = History(lines if fixed else _until(lines, at))
    head = replace(head, seq=history.seq, at=history.lines[-1].at, hash=history.hash)
    snapshot = Snapshot(head, roster_of(store, head), history.state)
    return settled(store, snapshot) if fixed else snapshot


def cut_off_named(assessment: Assessment, name: str) -> CutOff:
    """The cut-off people call by that name. Raises `Refused`."""
    named = {cut_off_name(cut_off): cut_off for cut_off in assessment.cut_offs}
    if clean_line(name) not in named:
        raise Refused(Problem(Code.UNKNOWN_CUT_OFF, value=name, wanted=" ".join(named)))
    return named[clean_line(name)]


def _until(lines: list[Line], at: str) -> list[Line]:
    """The lines up to a seq, or up to a moment. Raises `Refused` where there was nothing yet."""
    plain = normalise(at)
    if plain.isascii() and plain.isdigit() and len(plain) < 10:
        chosen = [line for line in lines if line.seq <= int(plain)]
        known = bool(lines) and int(plain) <= lines[-1].seq
    else:
        try:
            moment = moment_of(plain)
        except Refused:
            moment = ""  # before everything
        chosen = [line for line in lines if line.at <= moment]
        known = True
    if not chosen or not known:
        raise Refused(Problem(Code.MOMENT_UNKNOWN, value=at, wanted=f"1-{len(lines)}"))
    return chosen


def moment_of(text: str) -> str:
    """A moment as typed (local time) as the journal writes it.

    A day, minute or second means its end, so that what a screen dates there is in.
    """
    try:
        moment = datetime.fromisoformat(_iso(text) or text)
        if not _CLOCK.search(text):
            moment = moment.replace(hour=23, minute=59)
        if not _SECONDS.search(text):
            moment = moment.replace(second=59)
        if not moment.microsecond:
            moment = moment.replace(microsecond=999_000)
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # Windows knows no zone before 1970
        raise Refused(Problem(Code.NOT_A_MOMENT, value=text)) from None
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _iso(text: str) -> str:
    """A day however it is written, with the time behind it if there is one; "" if it is neither."""
    day, _, clock = text.strip().rpartition(" ")
    if ":" not in clock:
        day, clock = text, ""
    try:
        iso = read_date(day)
    except Refused:
        return ""
    hour = "0" if clock[1:2] == ":" else ""
    return f"{iso} {hour}{clock}" if iso and clock else iso


def settled(store: Store, snapshot: Snapshot) -> Snapshot:
    """A snapshot with what came late and is not admitted as it stood at the deadline.

    Itself where nothing is late. Raises `Refused`.
    """
    assessment = snapshot.assessment
    if all(part.admitted for part in late_parts(assessment)):
        return snapshot
    then = _at_deadline(list(store.lines(snapshot.head.id)), assessment.deadline)
    return Snapshot(snapshot.head, snapshot.roster, without_late(assessment, then))


def _at_deadline(lines: list[Line], deadline: str) -> Assessment:
    """What stood at the deadline; what a file brought later that was in time counts as standing."""
    then = fold(line for line in lines if line.at <= deadline)
    brought = next(
        (line for line in lines if line.at > deadline and isinstance(line.change, Imported)), None
    )
    if brought is None:
        return then
    came = fold(line for line in lines if line.seq <= brought.seq)
    return without_late(with_deadline(came, SetDeadline(deadline)), then)


# ── portable files ───────────────────────────────────────────────────────────────────────────


def export_text(store: Store, snapshot: Snapshot, *, with_set: bool = True) -> str:
    """An assessment as a portable file's text, with the head of its journal."""
    from fazhi_tui.store.portable import SetReference, dump

    head, chosen = snapshot.head, snapshot.roster.set
    text = store.set_text(head.set_sha256) if with_set else ""
    reference = SetReference(head.set_sha256, chosen.id, text)
    return dump(head.name, snapshot.assessment, reference, (head.seq, head.hash))


def import_file(
    store: Store, path: "Path", *, actor: str, name: str = "", clock: Callable[[], str] = now
) -> Head:
    """A portable file as a new assessment, under its own name or `name`. Raises `Refused`."""
    return _import(store, path, actor=actor, name=name, clock=clock).head


def open_sample(store: Store, *, actor: str, clock: Callable[[], str] = now) -> Session:
    """The shipped sample as a new assessment to work on. Raises `Refused`."""
    from fazhi_tui.shipped import sample_session

    snapshot = _import(store, sample_session(), actor=actor, name="", clock=clock)
    return Session(store, snapshot.head, snapshot.roster, actor=actor, clock=clock, known=snapshot)


def _import(
    store: Store, path: "Path", *, actor: str, name: str, clock: Callable[[], str]
) -> Snapshot:
    from fazhi_tui.catalog.source import read_text
    from fazhi_tui.domain.importing import check_state
    from fazhi_tui.store.portable import LARGEST, digest_of, load

    text = read_text(path, LARGEST)
    if isinstance(text, Problem):
        raise Refused(text)
    portable = load(text, str(path))
    adopted = _carried_set(store, portable.indicator_set, str(path))
    state = portable.state
    problems = check_state(roster_after(Roster(adopted.set), state.successions), state)
    if problems:
        raise Refused(*problems)
    changes = (
        AdoptSet(adopted.sha256, state.year),
        Imported(state, digest_of(state), portable.source_head),
    )
    return _begin(store, name or portable.name, adopted, changes, actor=actor, clock=clock)


def _carried_set(store: Store, reference: "SetReference", file: str) -> AdoptedSet:
    """The set a portable file goes by: carried in it, else shipped. Raises `Refused`."""
    if not reference.text:
        return _known_set(store, reference)
    if sha256_of(reference.text) != reference.sha256:
        raise Refused(Problem(Code.DIGEST_DIFFERS, file=file))
    kept = store.parsed_set(reference.sha256)
    if kept is not None:
        return AdoptedSet(reference.text, kept)
    from fazhi_tui.catalog.set_file import load_set

    return _parsed(reference.text, load_set(reference.text, file), file)


def _known_set(store: Store, reference: "SetReference") -> AdoptedSet:
    """A set that a file only names: kept in the store, else shipped; never a file it points at."""
    kept = store.parsed_set(reference.sha256)
    if kept is None:
        return shipped_set(reference.id)
    return AdoptedSet(store.set_text(reference.sha256), kept)
