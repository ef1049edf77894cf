"""What goes out on paper and stays as it went: letters, cut-offs, the report's own words.

Each holds the figures of its day, so that nothing entered later changes it.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.domain.points import Points

LetterKind: TypeAlias = Literal["prompt", "supervision", "request"]
"""提示函; 督办函; a plain 函 between equals, for bodies the office has no say over."""

Stage: TypeAlias = Literal["submission", "deliberation", "final"]
"""送审稿, 审议稿, 审定稿."""

STAGES: tuple[Stage, ...] = ("submission", "deliberation", "final")


class Matter(Struct, frozen=True, omit_defaults=True):
    """One matter as a letter tells it; points in milli-points."""

    gap: str
    indicator: str
    name: str
    problem: str
    lost: Points
    before_caps: Points = 0
    measure: str = ""
    due: str = ""


class Letter(Struct, frozen=True, omit_defaults=True):
    """A letter to one unit. `number` and `date` (ISO) are empty until it is signed.

    `day` is whose figures it tells, `seq` and `head` the record of the journal they were taken at;
    `due` the day by which to answer. `void` is why it was withdrawn. `paragraphs` are its words.
    `received` (ISO) is the day the unit signed for it (签收), `received_by` who did.
    """

    unit: str
    kind: LetterKind
    title: str
    paragraphs: tuple[str, ...]
    matters: tuple[Matter, ...]
    day: str
    due: str
    seq: int
    head: str
    track: Literal["self", "verified"] = "self"
    with_points: bool = False
    id: str = ""
    number: str = ""
    date: str = ""
    void: str = ""
    received: str = ""
    received_by: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether it has not been signed yet."""
        return not self.number and not self.void


class Figures(Struct, frozen=True, omit_defaults=True):
    """What an assessment added up to (milli-points).

    `indicators` hold (earned, lost, pending) by number, `units` what each lost.
    """

    full: Points
    earned: Points
    lost: Points
    pending: Points
    bonus: Points = 0
    penalty: Points = 0
    unattributed: int = 0
    indicators: dict[str, tuple[Points, Points, Points]] = {}
    units: dict[str, Points] = {}


class CutOff(Struct, frozen=True, omit_defaults=True):
    """A named state of the whole assessment: the record it ends with, and its figures.

    `n` counts the cut-offs of one stage from 1.
    """

    stage: Stage
    seq: int
    head: str
    figures: Figures
    track: Literal["self", "verified"] = "self"
    n: int = 1
