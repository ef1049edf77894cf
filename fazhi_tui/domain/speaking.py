"""Whose word a change is: a unit says what is its own, all else is the office's.

Whom somebody speaks for is his claim, not a proof: this keeps people from slips.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from fazhi_tui.domain import changes
from fazhi_tui.domain.answering import refuse, spoken_for
from fazhi_tui.domain.assessment import Assessment, answerers
from fazhi_tui.domain.changes import Change
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Code


def is_office(roster: Roster, by: str) -> bool:
    """Whether who speaks for `by` ("": nobody in particular) speaks for the office."""
    return by in {"", roster.office}


def scopes(roster: Roster, assessment: Assessment, no: str, by: str) -> list[str]:
    """For whom `by` may say 不涉及: "" for the whole item; nobody where it only looks on.

    A unit says it of the whole item where nobody else answers.
    """
    units = _answerers(roster, assessment, no)
    if is_office(roster, by):
        return ["", *units] if len(units) > 1 else [""]
    own = spoken_for(roster, by, units)
    return [""] if own and len(units) == 1 else own


def check_speaker(roster: Roster, assessment: Assessment, change: Change, by: str) -> None:
    """Refuse what `by` may not say; the change is as it was decided."""
    if is_office(roster, by) or isinstance(change, changes.Restore):  # an undo: of one's own
        return
    if isinstance(change, changes.MarkNotApplicable | changes.LiftNotApplicable):
        _check_excuse(roster, assessment, change, by)
        return
    concerned = _whose(assessment, change)
    if concerned is None:
        refuse(Code.OFFICE_ONLY, value=by, wanted=roster.office)
    for unit in concerned:
        if not _is(roster, by, unit):
            refuse(Code.NOT_ANSWERER, _where(change), by, unit or roster.office)


def _is(roster: Roster, by: str, unit: str) -> bool:
    """Whether it is the same unit, or one that goes on for the other."""
    return roster.heir(unit) == roster.heir(by)


def _answerers(roster: Roster, assessment: Assessment, no: str) -> list[str]:
    """Who answers for an item where it concerns anybody."""
    entry = replace(assessment.entry(no), not_applicable=())
    return answerers(roster, roster.indicator(no), entry)


def _check_excuse(
    roster: Roster,
    assessment: Assessment,
    change: changes.MarkNotApplicable | changes.LiftNotApplicable,
    by: str,
) -> None:
    for no in change.indicators:
        mine = scopes(roster, assessment, no, by)
        if not mine:
            wanted = " ".join(_answerers(roster, assessment, no))
            refuse(Code.NOT_ANSWERER, no, by, wanted)
        if change.unit not in mine and not (change.unit and _is(roster, by, change.unit)):
            refuse(Code.OFFICE_ONLY, no, by, roster.office)


def _whose(assessment: Assessment, change: Change) -> Iterable[str] | None:
    """The units whose word a change is; None where only the office may say it."""
    if getattr(change, "track", "self") == "verified":
        return None
    match change:
        case changes.RecordFinding() | changes.SetReading() | changes.ClearClause():
            return (change.answerer,)
        case changes.AmendFinding() | changes.DropFinding():
            found = assessment.finding(change.id, "self")
            return (found[1].answerer,) if found else ()
        case changes.MarkNone():
            return (unit for _, _, unit in change.parts)
        case changes.SubmitItem():
            return (unit for _, unit in change.parts)
        case changes.WriteNote() | changes.AttachEvidence():
            return (change.unit,)
        case changes.AmendEvidence():
            return (assessment.evidence[change.id].unit, change.unit)
        case changes.DropEvidence():
            return (assessment.evidence[change.id].unit,)
        case changes.PlanRectification() | changes.DisputeGap():
            return (change.by,)
        case changes.TakeSections():
            return change.taken
        case _:
            return None


def _where(change: Change) -> str:
    """The indicator that a change is about, if it is about one."""
    several = getattr(change, "indicators", ())
    return getattr(change, "indicator", "") or (several[0] if several else "")
