"""What all changes have in common, and the changes that are about a whole assessment."""

from msgspec import Struct

from fazhi_tui.domain.assessment import Assessment, Entry, Evidence
from fazhi_tui.domain.records import Record, Rectification, Taken


class Base(Struct, frozen=True, omit_defaults=True, tag_field="kind"):
    """Base of all changes; the tag is the kind written to the journal."""


class Restore(Base, frozen=True, omit_defaults=True, tag="restore"):
    """An earlier change is undone: the parts it touched as they were before; None: not there."""

    undoes: int
    entries: dict[str, Entry] = {}
    evidence: dict[str, Evidence | None] = {}
    rectifications: dict[str, Rectification | None] = {}
    taken: dict[str, Taken | None] = {}
    records: dict[str, Record | None] = {}


class Imported(Base, frozen=True, omit_defaults=True, tag="imported"):
    """A whole assessment from a portable file, with the head of the journal it came from."""

    state: Assessment
    digest: str = ""
    source_head: str = ""
