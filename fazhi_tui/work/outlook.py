"""What closing gaps would bring back: the score as it would be, beside the score as it is."""

from collections.abc import Collection

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.tally import Tally, tally
from fazhi_tui.work.snapshot import Snapshot


def outlook(snapshot: Snapshot, closed: Collection[str], track: Track = "self") -> Tally:
    """What the assessment adds up to once the gaps of these ids are closed."""
    scores = snapshot.mended(closed, track)
    return tally(snapshot.roster, snapshot.assessment, track, scores, snapshot.tally(track))


def regained(snapshot: Snapshot, closed: Collection[str], track: Track = "self") -> Points:
    """How much less is lost once the gaps of these ids are closed."""
    return snapshot.tally(track).lost - outlook(snapshot, closed, track).lost
