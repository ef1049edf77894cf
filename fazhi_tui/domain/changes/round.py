"""What concerns a round as a whole: its deadline, outside scores, spot checks, its units."""

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.changes.answers import RecordFinding
from fazhi_tui.domain.changes.base import Base
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.records import Sampled


class SetDeadline(Base, frozen=True, omit_defaults=True, tag="set_deadline"):
    """What comes in after this moment (UTC, as the journal writes it) is late; "" lifts it."""

    at: str


class SetOutsideScores(Base, frozen=True, omit_defaults=True, tag="set_outside_scores"):
    """Scores from outside, in milli-points; None takes one away. Others of the source stay."""

    source: str
    scores: dict[str, Points | None]


class DrawSample(Base, frozen=True, omit_defaults=True, tag="draw_sample"):
    """`size` things are drawn for a spot check, by `seed` alone.

    Accepted, it has its number `n`, what was `drawn`, and out of how many (`pool`).
    """

    of: Sampled
    size: int
    seed: str
    n: int = 0
    pool: int = 0
    drawn: tuple[str, ...] = ()


class RecordCheck(Base, frozen=True, omit_defaults=True, tag="record_check"):
    """What a spot check found of one thing drawn; `finding` is booked on the verified track."""

    sample: int
    item: str
    fine: bool
    note: str = ""
    finding: RecordFinding | None = None

    @property
    def track(self) -> Track:
        """The track it is booked on."""
        return "verified"


class SucceedUnit(Base, frozen=True, omit_defaults=True, tag="succeed_unit"):
    """Others go on for a unit (改名, 合并, 拆分); itself alone takes an earlier one back.

    `created` are names among `successors` that the set does not know. Open gaps go to the first
    successor, or as `gaps` say (gap, unit); accepted, `gaps` name every one.
    """

    unit: str
    successors: tuple[str, ...]
    created: tuple[str, ...] = ()
    date: str = ""
    reason: str = ""
    gaps: tuple[tuple[str, str], ...] = ()
