"""The examination of a store: whether everything in it is as it was written and fits together.

Nothing is changed but what follows from the journal anyway, and that only where it is asked for.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import astuple

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.store.backups import daily_backups
from fazhi_tui.store.drives import is_network_drive
from fazhi_tui.store.journal import broken_at, fold
from fazhi_tui.store.rows import Head, Projection
from fazhi_tui.store.schema import VERSION
from fazhi_tui.store.store import Store, sha256_of
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
    "projection",
    "checkpoint",
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
        kept = daily_backups(store)
        yield Finding("backups", "", True, "、".join(name[:10] for name in kept))
    states: list[Assessment] = []
    for head in store.heads(archived=True):
        try:
            yield from _assessment(store, head, states, mend=mend)
        except Refused as refused:
            yield _bad("integrity", head.name, refused.problems[0])
    yield from _orphans(store, states, mend=mend)


def _bad(check: Check, about: str, problem: Problem, detail: str = "") -> Finding:
    return Finding(check, about, False, detail, problem)


def _place(store: Store) -> Finding:
    remote = bool(store.database.folder) and is_network_drive(store.place)
    if remote:
        return _bad("place", "", Problem(Code.NETWORK_DRIVE, value=store.place))
    return Finding("place", "", True, store.place)


def _integrity(store: Store) -> Finding:
    found = store.database.examine()
    if found:
        return _bad("integrity", "", Problem(Code.STORE_DAMAGED, value=store.place))
    return Finding("integrity", "", True, "")


def _assessment(
    store: Store, head: Head, states: list[Assessment], *, mend: bool
) -> Iterator[Finding]:
    name = head.name
    lines = store.lines(head.id)
    broken = broken_at(lines)
    if broken is None and (not lines or (lines[-1].seq, lines[-1].hash) != (head.seq, head.hash)):
        broken = len(lines) + 1
    if broken is not None:
        yield _bad("chain", name, Problem(Code.CHAIN_BROKEN, value=str(broken)))
        return
    yield Finding("chain", name, True, f"{len(lines)}")
    if sha256_of(store.set_text(head.set_sha256)) == head.set_sha256:
        yield Finding("set", name, True, head.set_sha256[:8])
    state = fold(lines)
    states.append(state)
    yield _projection(store, Snapshot(head, roster_of(store, head), state), mend=mend)
    yield _checkpoint(store, head, lines_state=state)
    yield from _evidence(store, name, state)


def _projection(store: Store, snapshot: Snapshot, *, mend: bool) -> Finding:
    head = snapshot.head
    due = projection_of(snapshot, snapshot.roster.indicators)
    stored = Projection(store.postings(head.id), store.standings(head.id))
    ok = _as_set(due) == _as_set(stored) and head.scoring_version == SCORING_VERSION
    if not ok and mend:
        store.project_anew(head, due)
        ok = True
    if ok:
        return Finding("projection", head.name, True, f"{len(due.postings)}")
    return _bad("projection", head.name, Problem(Code.PROJECTION_DIFFERS))


def _as_set(projection: Projection) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return sorted(map(_key, projection.postings)), sorted(map(_key, projection.standings))


def _key(row: Struct) -> tuple[str, ...]:
    return tuple(map(str, astuple(row)))


def _checkpoint(store: Store, head: Head, *, lines_state: Assessment) -> Finding:
    base = store.checkpoint(head.id)
    expected = fold(store.lines(head.id)[: base.seq]) if base.seq < head.seq else lines_state
    if base.seq == 0 or base.state == expected:
        return Finding("checkpoint", head.name, True, f"{base.seq}")
    return _bad("checkpoint", head.name, Problem(Code.STORE_DAMAGED, value=store.place))


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


def _orphans(store: Store, states: Iterable[Assessment], *, mend: bool) -> Iterator[Finding]:
    named = {item.sha256 for state in states for item in state.evidence.values()}
    kept = store.files.all()
    left = sorted(kept.keys() - named)
    for sha256 in left:
        if mend:
            with suppress(Refused):
                store.files.forget(sha256)
        else:
            yield _bad("orphans", "", Problem(Code.EVIDENCE_ORPHAN, value=kept[sha256].name))
    yield Finding("orphans", "", True, f"{len(kept)}")
