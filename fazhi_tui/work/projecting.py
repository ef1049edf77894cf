"""What the store keeps of a snapshot so that SQL can add it up, and when it has to be kept anew."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.scoring import IndicatorScore
from fazhi_tui.store.rows import PostingRow, Projection, StandingRow

if TYPE_CHECKING:
    from fazhi_tui.work.snapshot import Snapshot

TRACKS: tuple[Track, ...] = ("self", "verified")


class Rescored(Struct, frozen=True):
    """An indicator that another version of the rules of scoring gives another loss."""

    track: str
    indicator: str
    before: Points
    after: Points


def projection_of(snapshot: "Snapshot", numbers: Iterable[str]) -> Projection:
    """What the store keeps of some indicators, on both tracks."""
    postings: list[PostingRow] = []
    standings: list[StandingRow] = []
    chosen = [no for no in numbers if no in snapshot.roster.indicators]
    for track in TRACKS:
        for no in chosen:
            area, score = snapshot.roster.indicators[no].area, snapshot.score(no, track)
            standings.append(_standing(track, area, score))
            postings += [
                PostingRow(
                    track,
                    no,
                    score.channel,
                    area,
                    posting.unit,
                    posting.clause,
                    posting.finding,
                    posting.gap,
                    posting.lost,
                )
                for posting in score.postings
            ]
    return Projection(postings, standings)


def _standing(track: Track, area: str, score: IndicatorScore) -> StandingRow:
    return StandingRow(
        track,
        score.no,
        score.channel,
        area,
        score.worth,
        score.earned,
        score.lost,
        score.pending,
        score.state,
        int(score.not_applicable),
        len(score.vetoes),
    )


def projected_anew(before: "Snapshot", after: "Snapshot", changed: Iterable[str]) -> list[str]:
    """Of the indicators that changed, those whose projection has to be written anew."""
    return sorted(
        no
        for no in changed
        if no in after.roster.indicators
        and any(before.score(no, track) != after.score(no, track) for track in TRACKS)
    )


def moved(stored: Iterable[PostingRow], scored: Iterable[PostingRow]) -> tuple[Rescored, ...]:
    """The indicators that lose something else than is stored."""
    before, after = _lost_by_indicator(stored), _lost_by_indicator(scored)
    return tuple(
        Rescored(*key, before.get(key, 0), after.get(key, 0))
        for key in sorted(before.keys() | after.keys())
        if before.get(key, 0) != after.get(key, 0)
    )


def _lost_by_indicator(rows: Iterable[PostingRow]) -> dict[tuple[str, str], Points]:
    lost: dict[tuple[str, str], Points] = {}
    for row in rows:
        key = (row.track, row.indicator)
        lost[key] = lost.get(key, 0) + row.lost
    return lost
