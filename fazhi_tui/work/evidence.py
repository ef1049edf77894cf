"""Whether the files that evidence names are still what they were."""

import os
from typing import Literal, TypeAlias

from fazhi_tui.domain.assessment import Evidence
from fazhi_tui.store.evidence_files import FileState, KeptFile, referenced_state
from fazhi_tui.store.store import Store

Found: TypeAlias = FileState | Literal[""]
"""What was found of a file; "" where there is none, or nobody can tell from here."""


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
