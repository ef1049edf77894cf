"""How an assessment comes to be there: made new from a set, opened, imported, exported."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from msgspec import Struct

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import AdoptDuties, AdoptSet, Change, Imported
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.importing import check_state
from fazhi_tui.domain.indicators import Duty, IndicatorSet, Roster, nearest
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_line
from fazhi_tui.store.journal import GENESIS, Line, fold, write_line
from fazhi_tui.store.portable import LARGEST, SetReference, digest_of, dump, load
from fazhi_tui.store.store import Head, Store, sha256_of
from fazhi_tui.work.session import Session, Snapshot, now, posting_rows

LONGEST_NAME = 60
"""Characters that an assessment's name may have."""


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


def read_adoptable(path: Path) -> AdoptedSet:
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
    path = Path(asked)
    if path.suffix == ".toml" or path.exists():
        return read_adoptable(path)
    sets = shipped_sets()
    for candidate in sets:
        if candidate.set.id == asked:
            return candidate
    ids = [candidate.set.id for candidate in sets]
    problem = Problem(Code.UNKNOWN_SET, value=asked, wanted=" ".join(ids), hint=nearest(asked, ids))
    raise Refused(problem)


def roster_of(store: Store, head: Head) -> Roster:
    """The set an assessment goes by; read anew from its text where another version parsed it."""
    parsed = store.parsed_set(head.set_sha256)
    if parsed is None:
        from fazhi_tui.catalog.set_file import load_set

        text = store.set_text(head.set_sha256)
        adopted = _parsed(text, load_set(text), "")
        store.keep_parsed(head.set_sha256, adopted.set)
        parsed = adopted.set
    return Roster(parsed)


# ── new, open, at a moment ───────────────────────────────────────────────────────────────────


def new_assessment(
    store: Store,
    name: str,
    adopted: AdoptedSet,
    *,
    actor: str,
    duties: dict[str, Duty] | None = None,
    clock: Callable[[], str] = now,
) -> Head:
    """A fresh assessment, a duties file laid over its set if there is one. Raises `Refused`."""
    changes: list[Change] = [AdoptSet(adopted.sha256, int(clock()[:4]))]
    if duties:
        changes.append(AdoptDuties(duties))
    return _begin(store, name, adopted, changes, actor=actor, clock=clock)


def _begin(
    store: Store,
    name: str,
    adopted: AdoptedSet,
    changes: Iterable[Change],
    *,
    actor: str,
    clock: Callable[[], str],
) -> Head:
    """Write the first lines of a journal and their projection, as one transaction."""
    name = _checked_name(name)
    assessment_id, roster, at = str(uuid4()), Roster(adopted.set), clock()
    assessment, lines, previous = Assessment(), [], (0, GENESIS)
    for change in changes:
        decided = decide(roster, assessment, change)
        assessment = evolve(assessment, decided)
        line = write_line(assessment_id, previous, at, (actor, ""), decided)
        lines.append(line)
        previous = (line.seq, line.hash)
    head = Head(assessment_id, name, at, adopted.sha256, previous[0], at, previous[1])
    rows = posting_rows(Snapshot(head, roster, assessment), list(assessment.entries))
    return store.create(head, lines, (adopted.text, adopted.set), rows)


def _checked_name(name: str) -> str:
    clean = clean_line(name)
    if not clean:
        raise Refused(Problem(Code.NAME_EMPTY))
    if len(clean) > LONGEST_NAME:
        raise Refused(Problem(Code.TOO_LONG, value=clean, wanted=str(LONGEST_NAME)))
    return clean


def open_session(store: Store, name: str, *, actor: str, clock: Callable[[], str] = now) -> Session:
    """An assessment to work on. Raises `Refused`."""
    head = store.head(name)
    return Session(store, head, roster_of(store, head), actor=actor, clock=clock)


def snapshot_at(store: Store, name: str, at: str = "") -> Snapshot:
    """An assessment as it is, or was at a seq or moment (local time). Raises `Refused`."""
    head = store.head(name)
    lines = store.lines(head.id)
    if at:
        lines = _until(lines, at)
        last = lines[-1]
        head = Head(head.id, head.name, head.created, head.set_sha256, last.seq, last.at, last.hash)
    return Snapshot(head, roster_of(store, head), fold(lines))


def _until(lines: list[Line], at: str) -> list[Line]:
    """The lines up to a seq, or up to a moment. Raises `Refused` where there was nothing yet."""
    plain = at.strip()
    if plain.isascii() and plain.isdigit() and len(plain) < 10:
        chosen = [line for line in lines if line.seq <= int(plain)]
        known = not lines or int(plain) <= lines[-1].seq
    else:
        moment = _moment(plain)
        chosen = [line for line in lines if line.at <= moment]
        known = True
    if not chosen or not known:
        raise Refused(Problem(Code.MOMENT_UNKNOWN, value=at, wanted=str(len(lines))))
    return chosen


def _moment(text: str) -> str:
    """A moment as typed (local time; a day alone means its end) as the journal writes it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(Problem(Code.MOMENT_UNKNOWN, value=text)) from None
    if len(text) <= len("2025-01-01"):
        moment = moment.replace(hour=23, minute=59, second=59, microsecond=999_000)
    utc = datetime.fromtimestamp(moment.timestamp(), tz=UTC)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


# ── portable files ───────────────────────────────────────────────────────────────────────────


def export_text(store: Store, snapshot: Snapshot, *, with_set: bool = True) -> str:
    """An assessment as a portable file's text, with the head of its journal."""
    head, chosen = snapshot.head, snapshot.roster.set
    text = store.set_text(head.set_sha256) if with_set else ""
    reference = SetReference(head.set_sha256, chosen.id, text)
    return dump(head.name, snapshot.assessment, reference, (head.seq, head.hash))


def import_file(
    store: Store, path: Path, *, actor: str, name: str = "", clock: Callable[[], str] = now
) -> Head:
    """A portable file as a new assessment, under its own name or `name`. Raises `Refused`."""
    from fazhi_tui.catalog.source import read_text

    text = read_text(path, LARGEST)
    if isinstance(text, Problem):
        raise Refused(text)
    portable = load(text, str(path))
    adopted = _carried_set(store, portable.indicator_set, str(path))
    state = portable.state
    problems = check_state(Roster(adopted.set), state)
    if problems:
        raise Refused(*problems)
    changes = (
        AdoptSet(adopted.sha256, state.year),
        Imported(state, digest_of(state), portable.source_head),
    )
    return _begin(store, name or portable.name, adopted, changes, actor=actor, clock=clock)


def _carried_set(store: Store, reference: SetReference, file: str) -> AdoptedSet:
    """The set a portable file goes by: carried in it, else shipped. Raises `Refused`."""
    if not reference.text:
        return find_set(reference.id)
    if sha256_of(reference.text) != reference.sha256:
        raise Refused(Problem(Code.DIGEST_DIFFERS, file=file))
    kept = store.parsed_set(reference.sha256)
    if kept is not None:
        return AdoptedSet(reference.text, kept)
    from fazhi_tui.catalog.set_file import load_set

    return _parsed(reference.text, load_set(reference.text, file), file)
