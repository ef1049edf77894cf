"""Writing what a screen shows to a file, in a worker's thread: an immutable snapshot in."""

from datetime import UTC, datetime
from pathlib import Path

from fazhi_tui.domain.assessment import Track
from fazhi_tui.exports.contents.gaps import gap_list
from fazhi_tui.exports.contents.losses import losses_by_area, losses_by_unit, matrix
from fazhi_tui.exports.sheet import Sheet
from fazhi_tui.exports.writing import write
from fazhi_tui.ui.messages import Shown
from fazhi_tui.work.papers import stamp_of


def write_list(shown: Shown, kind: str, path: Path, unit: str, track: Track = "self") -> Path:
    """Write a list of that kind; gives the whole path. Raises `Refused`."""
    whole = path.absolute()
    write(_sheet(shown, kind, unit, track), whole)
    return whole


def _sheet(shown: Shown, kind: str, unit: str, track: Track) -> Sheet:
    snapshot = shown.snapshot
    roster, tally = snapshot.roster, snapshot.tally(track)
    stamp = stamp_of(snapshot, track)
    today = datetime.now(UTC).astimezone().date().isoformat()
    if kind == "gap_list":
        gaps = snapshot.gaps(track)
        return gap_list(
            roster, tally, gaps, stamp, assessment=snapshot.assessment, unit=unit, today=today
        )
    if kind == "losses_by_unit":
        return losses_by_unit(roster, tally, snapshot.gaps(track), stamp, today=today)
    if kind == "losses_by_area":
        return losses_by_area(roster, tally, stamp)
    return matrix(roster, tally, stamp)
