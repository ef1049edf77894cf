"""The examination of a store: whether everything in it is as it was written and fits together.

Nothing is changed but what follows from the journal anyway, and that only where it is asked for.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import astuple, replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.issuing import number_key
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.store.backups import backup_folder, daily_backups, hindrance
from fazhi_tui.store.drives import doubt_about
from fazhi_tui.store.examining import Kept, keeps_units, read_kept, register, unregistered
from fazhi_tui.store.journal import Base, broken_before, fold
from fazhi_tui.store.rows import Head, LetterRow, Projection
from fazhi_tui.store.schema import VERSION
from fazhi_tui.store.store import Stale, Store
from fazhi_tui.work.evidence import file_state
from fazhi_tui.work.opening import roster_of
from fazhi_tui.work.projecting import projection_of
from fazhi_tui.work.snapshot import Snapshot

Check: TypeAlias = Literal[
    "version",
    "place",
    "integrity",
    "backups",
    "set",
    "chain",
    "clock",
    "projection",
    "checkpoint",
    "letters",
    "evidence",
    "orphans",
]


class Finding(Struct, frozen=True):
    """What one check found. `about` is an assessment's name, or "" for the whole store."""

    check: Check
    about: str
    ok: bool
    detail: str
    problem: Problem | None = None


def examine(store: Store, *, mend: bool = False) -> Iterator[Finding]:
    """Every check in turn. With `mend` what only follows from journals is made anew."""
    yield Finding("version", "", True, f"{VERSION}")
    yield _place(store)
    yield _integrity(store)
    if store.database.folder:
        yield _backups(store)
    try:
        heads = store.heads(archived=True)
    except Refused as refused:
        yield _bad("integrity", "", refused.problems[0])
        return
    whole, sets = True, dict[str, Finding]()
    for head in heads:
        try:
            for finding in _assessment(store, head.name, sets, mend=mend):
                whole = whole and (finding.ok or finding.check != "chain")
                yield finding
        except Refused as refused:
            whole = False
            yield _bad("integrity", head.name, refused.problems[0])
    yield from _orphans(store, mend=mend and whole)


def _bad(check: Check, about: str, problem: Problem, detail: str = "") -> Finding:
    return Finding(check, about, False, detail, problem)


def _place(store: Store) -> Finding:
    problem = doubt_about(store.database)
    if problem is None:
        return Finding("place", "", True, store.place)
    return _bad("clock" if problem.code is Code.CLOCK_DIFFERS else "place", "", problem)


def _integrity(store: Store) -> Finding:
    try:
        found = store.database.examine()
    except Refused as refused:
        return _bad("integrity", "", refused.problems[0])
    if found:
        return _bad("integrity", "", Problem(Code.STORE_DAMAGED, value=store.place))
    return Finding("integrity", "", True, "")


def _backups(store: Store) -> Finding:
    problem = hindrance(store)
    if problem is not None:
        return _bad("backups", "", problem)
    days = "、".join(name[:10] for name in daily_backups(store))
    return Finding("backups", "", True, f"{days}，在 {backup_folder(store)}" if days else "")


def _assessment(
    store: Store, name: str, sets: dict[str, Finding], *, mend: bool
) -> Iterator[Finding]:
    kept = read_kept(store, name)
    head, lines = kept.head, kept.lines
    broken = broken_before(lines, (head.seq, head.hash))
    if broken is not None:
        yield _bad("chain", name, Problem(Code.CHAIN_BROKEN, value=str(broken)))
        return
    yield Finding("chain", name, True, f"{len(lines)}")
    yield _clock(head)
    sha256 = head.set_sha256
    if sha256 not in sets:
        sets[sha256] = _set(store, head, mend=mend)
    yield replace(sets[sha256], about=name)
    state = fold(lines)
    yield _projection(store, Snapshot(head, roster_of(store, head), state), kept, mend=mend)
    yield _checkpoint(store, kept, state, mend=mend)
    yield _letters(store, kept, state, mend=mend)
    yield from _evidence(store, name, state)


def _clock(head: Head) -> Finding:
    """A clock that was wrong once holds for all records behind it: none is earlier than another."""
    latest = datetime.now(UTC) + timedelta(days=1)
    if head.at > latest.isoformat():
        return _bad("clock", head.name, Problem(Code.CLOCK_AHEAD, value=head.at[:10]))
    return Finding("clock", head.name, True, head.at[:10])


def _set(store: Store, head: Head, *, mend: bool) -> Finding:
    """The set's text as adopted, and what was made of it as this version reads it."""
    from fazhi_tui.catalog.set_file import load_set

    sha256 = head.set_sha256
    due, _ = load_set(store.set_text(sha256))
    ok = due is None or (roster_of(store, head).set == due and keeps_units(store, sha256, due))
    if due is not None and not ok and mend:
        store.keep_parsed(sha256, due)
        ok = True
    if ok:
        return Finding("set", head.name, True, sha256[:8])
    return _bad("set", head.name, Problem(Code.PROJECTION_DIFFERS))


def _projection(store: Store, snapshot: Snapshot, kept: Kept, *, mend: bool) -> Finding:
    head = snapshot.head
    due = projection_of(snapshot, snapshot.roster.indicators)
    ok = _as_set(due) == _as_set(kept.projection) and head.scoring_version == SCORING_VERSION
    if not ok and mend:
        with suppress(Stale):  # somebody writes: the next examination finds it again
            store.project_anew(head, due)
            ok = True
    if ok:
        return Finding("projection", head.name, True, f"{len(due.postings)}")
    return _bad("projection", head.name, Problem(Code.PROJECTION_DIFFERS))


def _as_set(projection: Projection) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return sorted(map(_key, projection.postings)), sorted(map(_key, projection.standings))


def _key(row: Struct) -> tuple[str, ...]:
    return tuple(map(str, astuple(row)))


def _checkpoint(store: Store, kept: Kept, state: Assessment, *, mend: bool) -> Finding:
    base, head = kept.base, kept.head
    if base.seq == 0 or base.state == fold(kept.lines[: base.seq]):
        return Finding("checkpoint", head.name, True, f"{base.seq}")
    if mend:
        store.keep_checkpoint(head, Base(head.seq, head.hash, state))
        return Finding("checkpoint", head.name, True, f"{head.seq}")
    return _bad("checkpoint", head.name, Problem(Code.PROJECTION_DIFFERS))


def _letters(store: Store, kept: Kept, state: Assessment, *, mend: bool) -> Finding:
    """Every number that a letter has is in the register, so that nobody gets it again."""
    head = kept.head
    due = [
        LetterRow(number_key(letter.number), head.id, letter.id, head.at)
        for letter in state.letters.values()
        if letter.number
    ]
    missing = unregistered(store, due)
    if missing and mend:
        register(store, missing)
    elif missing:
        return _bad("letters", head.name, Problem(Code.PROJECTION_DIFFERS), missing[0].number)
    return Finding("letters", head.name, True, f"{len(due)}")


def _evidence(store: Store, name: str, state: Assessment) -> Iterator[Finding]:
    """Each file that evidence names and that is not what it was."""
    kept = store.files.all()
    good = 0
    for item in state.evidence.values():
        found = file_state(store, kept, item)
        if found == "changed":
            yield _bad("evidence", name, Problem(Code.EVIDENCE_CHANGED, value=item.file), item.id)
        elif found == "gone":
            yield _bad("evidence", name, Problem(Code.EVIDENCE_GONE, value=item.file), item.id)
        good += found == "there"
    yield Finding("evidence", name, True, f"{good}")


def _orphans(store: Store, *, mend: bool) -> Iterator[Finding]:
    """Copies that no record names. With `mend` they go, where every record could be read."""
    for kept in store.files.orphans():
        if mend:
            store.files.forget(kept)
        else:
            yield _bad("orphans", "", Problem(Code.EVIDENCE_ORPHAN, value=kept.name))
    for path in store.files.strays():
        if mend:
            store.files.forget_stray(path)
        else:
            yield _bad("orphans", "", Problem(Code.EVIDENCE_ORPHAN, value=path))
    yield Finding("orphans", "", True, f"{len(store.files.all())}")
