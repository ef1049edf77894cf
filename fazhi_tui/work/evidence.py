"""The files that evidence names: as they are when they are named, and whether they still are."""

import os
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Evidence
from fazhi_tui.domain.changes import AmendEvidence, AttachEvidence
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.evidence_files import (
    FileState,
    KeptFile,
    digest_of_file,
    referenced_state,
)
from fazhi_tui.store.store import Store
from fazhi_tui.work.session import now

if TYPE_CHECKING:
    from pathlib import Path

Found: TypeAlias = FileState | Literal[""]
"""What was found of a file; "" where there is none, or nobody can tell from here."""

About: TypeAlias = AttachEvidence | AmendEvidence


def as_named(change: About) -> About:
    """The change with what its file holds now, and where that is seen from any folder."""
    digest = digest_of_file(change.file) if change.file else ""
    return replace(change, file=os.path.abspath(change.file), sha256=digest) if digest else change


def with_copy(store: Store, change: About) -> About:
    """The change about a copy of its file that is kept in the store. Raises `Refused`."""
    kept = store.files.keep(change.file, now())
    return replace(change, file=kept.name, sha256=kept.sha256)


def take_out(store: Store, assessment: Assessment, key: str, path: "Path") -> KeptFile:
    """Write the copy that is kept of a piece of evidence as a new file. Raises `Refused`."""
    from fazhi_tui.exports.writing import save

    item = assessment.evidence.get(key)
    if item is None:
        raise Refused(Problem(Code.UNKNOWN_EVIDENCE, value=key))
    kept = store.files.all().get(item.sha256)
    if kept is None:
        raise Refused(Problem(Code.EVIDENCE_NOT_KEPT, value=item.id))
    if os.path.lexists(path):
        raise Refused(Problem(Code.FILE_EXISTS, value=str(path), file=str(path)))
    save(store.files.get(item.sha256), path)
    return kept


def file_state(store: Store, kept: dict[str, KeptFile], item: Evidence) -> Found:
    """Look for the copy, or else for the file where it lay; `kept` are the store's copies."""
    if item.sha256 in kept:
        return store.files.state(item.sha256)
    if not item.file:
        return ""
    found = referenced_state(item.file, item.sha256)
    # a box on a shelf, or a path nobody ever saw a file at, is not gone
    never_seen = not item.sha256 and not os.path.isabs(item.file)
    return "" if found == "gone" and never_seen else found
