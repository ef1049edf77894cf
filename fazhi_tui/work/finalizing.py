"""Stages of the report: fixing one, finding it again, telling what moved since."""

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.changes import FixCutOff
from fazhi_tui.domain.figures import figures_of
from fazhi_tui.domain.papers import CutOff, Figures, Stage
from fazhi_tui.work.opening import settled
from fazhi_tui.work.session import Made, Session
from fazhi_tui.work.snapshot import Snapshot


def fix(session: Session, stage: Stage, track: Track, unit: str = "") -> tuple[Made, CutOff]:
    """Fix what stands now as a stage's draft, without what is late and not admitted.

    Raises `Refused`.
    """
    snapshot = settled(session.store, session.snapshot)
    figures = figures_of(snapshot.tally(track))
    head = snapshot.head
    made = session.make(FixCutOff(CutOff(stage, head.seq, head.hash, figures, track)), unit)
    return made, session.snapshot.assessment.cut_offs[-1]


def cut_off_of(current: Snapshot, snapshot: Snapshot) -> CutOff | None:
    """The cut-off that a snapshot is, as the assessment knows it now."""
    head = snapshot.head
    cut_offs = current.assessment.cut_offs
    return next((c for c in cut_offs if (c.seq, c.head) == (head.seq, head.hash)), None)


def still_as_fixed(snapshot: Snapshot, cut_off: CutOff) -> bool:
    """Whether this program makes the same figures of it as were fixed."""
    return figures_of(snapshot.tally(cut_off.track)) == cut_off.figures


def figures_now(snapshot: Snapshot, track: Track) -> Figures:
    """What a snapshot adds up to."""
    return figures_of(snapshot.tally(track))
