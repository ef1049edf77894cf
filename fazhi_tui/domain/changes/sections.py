"""What comes in by fill-in workbooks and section files, as one change."""

from typing import TypeAlias

from fazhi_tui.domain.changes.answers import (
    AmendEvidence,
    AmendFinding,
    AttachEvidence,
    ClearClause,
    DropEvidence,
    DropFinding,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    SetReading,
    WriteNote,
)
from fazhi_tui.domain.changes.base import Base
from fazhi_tui.domain.changes.review import SubmitItem
from fazhi_tui.domain.records import Taken

Answer: TypeAlias = (
    RecordFinding
    | AmendFinding
    | DropFinding
    | SetReading
    | MarkNone
    | ClearClause
    | MarkNotApplicable
    | LiftNotApplicable
    | WriteNote
    | AttachEvidence
    | AmendEvidence
    | DropEvidence
    | SubmitItem
)
"""What a unit does with its own part."""


class TakeSections(Base, frozen=True, omit_defaults=True, tag="take_sections"):
    """Reports of units are taken in: what they change, one after the other, as one change.

    `taken` is what is known afterwards of the reports of each unit that sent any.
    """

    changes: tuple[Answer, ...]
    taken: dict[str, Taken]
