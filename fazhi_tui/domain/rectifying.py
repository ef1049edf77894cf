"""What is planned and done about gaps: whether it may be, and what it makes of the plan."""

from msgspec.structs import replace

from fazhi_tui.domain.answering import refuse
from fazhi_tui.domain.assessment import Assessment, Rectification
from fazhi_tui.domain.changes import PlanRectification
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.scoring import score_indicator
from fazhi_tui.domain.text import read_date, read_text


def _check_gap(roster: Roster, assessment: Assessment, gap: str) -> None:
    """Raises `Refused` where no posting on either track makes a gap of that id."""
    for no, entry in assessment.entries.items():
        if gap.startswith(f"{no}.") and no in roster.indicators:
            for track in ("self", "verified"):
                score = score_indicator(roster, roster.indicators[no], entry, track)
                if any(posting.gap == gap for posting in score.postings):
                    return
    refuse(Code.UNKNOWN_GAP, value=gap)


def rectify(roster: Roster, assessment: Assessment, change: PlanRectification) -> PlanRectification:
    gap = change.gap
    _check_gap(roster, assessment, gap)
    old = assessment.rectifications.get(gap)
    by = roster.unit(change.by, gap) if change.by else roster.office
    if old and old.closed and change.closed is None:
        refuse(Code.GAP_CLOSED, gap, old.closed)
    if change.closed is not None and by != roster.office:
        refuse(Code.CLOSER_IS_RECTIFIER, gap, by, wanted=roster.office)
    rectifier = change.rectifier
    if rectifier:
        rectifier = roster.unit(rectifier, gap)
    decided = replace(
        change,
        by=by,
        rectifier=rectifier,
        measure=_clean(change.measure, gap),
        owner=_clean(change.owner, gap),
        progress=_clean(change.progress, gap) or None,
        will_not=_clean(change.will_not, gap),
        due=change.due and read_date(change.due, gap),
        extend=(change.extend and read_date(change.extend, gap)) or None,
        closed=change.closed and read_date(change.closed, gap),
    )
    if decided.extend and not (old and old.due and old.due < decided.extend):
        refuse(Code.DUE_BEFORE_FIRST, gap, decided.extend, wanted=old.due if old else "")
    if replace(decided, by=change.by) == PlanRectification(gap, change.by):
        refuse(Code.NOTHING_TO_CHANGE, gap)
    return decided


def _clean(text: str | None, where: str) -> str | None:
    return None if text is None else read_text(text, where)


def rectified(assessment: Assessment, change: PlanRectification) -> Assessment:
    old = assessment.rectifications.get(change.gap, Rectification(change.gap))
    new = replace(
        old,
        rectifier=_new(change.rectifier, old.rectifier),
        measure=_new(change.measure, old.measure),
        owner=_new(change.owner, old.owner),
        due=_new(change.extend, _new(change.due, old.due)),
        first_due=old.first_due or _new(change.due, ""),
        progress=(*old.progress, change.progress) if change.progress else old.progress,
        will_not=_new(change.will_not, old.will_not),
        closed=_new(change.closed, old.closed),
    )
    return replace(assessment, rectifications={**assessment.rectifications, change.gap: new})


def _new(value: str | None, old: str) -> str:
    return old if value is None else value
