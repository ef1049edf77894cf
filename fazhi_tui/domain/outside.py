"""Outside scores, and how far self, verified and outside scores lie apart."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.answering import refuse
from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import SetOutsideScores
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.records import OutsideScores, outside_key
from fazhi_tui.domain.scoring import IndicatorScore
from fazhi_tui.domain.text import clean_line
from fazhi_tui.domain.units import LONGEST_NAME


class Difference(Struct, frozen=True):
    """One indicator on both tracks and from outside, as points earned (milli-points).

    `outside` holds what each source gives, None where it gives nothing.
    """

    no: str
    name: str
    worth: Points
    own: Points
    verified: Points
    outside: tuple[Points | None, ...]

    @property
    def above(self) -> Points:
        """How much the units gave themselves above the office's word (虚高); below is negative."""
        return self.own - self.verified

    @property
    def inflated(self) -> bool:
        """Whether the units gave themselves more than the office or somebody outside does."""
        return any(
            given is not None and given < self.own for given in (self.verified, *self.outside)
        )


def set_scores(
    roster: Roster, assessment: Assessment, change: SetOutsideScores
) -> SetOutsideScores:
    """Outside scores within the worth of their indicators. Raises `Refused`."""
    source = clean_line(change.source)
    if not source:
        refuse(Code.NAME_EMPTY)
    if len(source) > LONGEST_NAME:
        refuse(Code.TOO_LONG, value=source, wanted=str(LONGEST_NAME))
    if not change.scores:
        refuse(Code.NOTHING_TO_CHANGE)
    for no, points in change.scores.items():
        worth = roster.indicator(no).worth
        if points is not None and not 0 <= points <= worth:
            span = f"0-{show_points(worth)}"
            refuse(Code.OUT_OF_RANGE, no, show_points(points), wanted=span)
    known = scores_of(assessment, source)
    if all(known.get(no) == points for no, points in change.scores.items()):
        refuse(Code.NOTHING_TO_CHANGE)
    return SetOutsideScores(source, change.scores)


def with_scores(assessment: Assessment, change: SetOutsideScores) -> Assessment:
    """The assessment with them."""
    merged = {**scores_of(assessment, change.source), **change.scores}
    scores = {no: points for no, points in merged.items() if points is not None}
    records = dict(assessment.records)
    records[outside_key(change.source)] = OutsideScores(change.source, scores)
    return replace(assessment, records=records)


def scores_of(assessment: Assessment, source: str) -> dict[str, Points]:
    """What a source gives, by indicator."""
    record = assessment.records.get(outside_key(source))
    return record.scores if isinstance(record, OutsideScores) else {}


def sources(assessment: Assessment) -> tuple[str, ...]:
    """The outside sources that give any score, in the order they came."""
    found = (record for record in assessment.records.values() if isinstance(record, OutsideScores))
    return tuple(record.source for record in found if record.scores)


def differences(
    roster: Roster,
    assessment: Assessment,
    own: Mapping[str, IndicatorScore],
    verified: Mapping[str, IndicatorScore],
) -> tuple[Difference, ...]:
    """The base indicators on which self, verified and outside scores are not all the same."""
    given = [scores_of(assessment, source) for source in sources(assessment)]
    found: list[Difference] = []
    for indicator in roster.set.indicators:
        no = indicator.no
        if indicator.channel != "base":
            continue
        one = Difference(
            no,
            indicator.name,
            indicator.worth,
            own[no].earned,
            verified[no].earned,
            tuple(scores.get(no) for scores in given),
        )
        told = {one.own, one.verified, *(points for points in one.outside if points is not None)}
        if len(told) > 1:
            found.append(one)
    return tuple(found)
