"""What is planned and done about gaps: whether it may be, and what it makes of the plans."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from fazhi_tui.domain.answering import checked_bearers, refuse
from fazhi_tui.domain.assessment import Answers, Assessment, Finding
from fazhi_tui.domain.changes import DisputeGap, PlanRectification, Reassign, RejectDispute
from fazhi_tui.domain.indicators import UNATTRIBUTED, Roster
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.records import Dispute, Handover, Rectification
from fazhi_tui.domain.scoring import Posting, score_indicator
from fazhi_tui.domain.text import read_plan, read_text

NEAR = 3
"""Days before its day that a gap counts as nearly due (临期)."""

OFFICE_ALONE = ("extend", "grant", "deny", "will_not", "closed", "send_back", "fact", "rectifier")
"""Fields of a plan that only the office fills in."""


def plan_of(assessment: Assessment, gap: str) -> Rectification:
    """What is planned and done about a gap; an empty plan where nobody said anything."""
    return assessment.rectifications.get(gap) or Rectification(gap)


def split_gap(gap: str) -> tuple[str, str]:
    """A gap's id as the id of its matter (a finding, or clause and answerer) and the bearer."""
    matter, _, bearer = gap.rpartition("/")
    return matter, bearer


def days_before(day: str, days: int) -> str:
    """The day (ISO) so many days before another; the same where it is none."""
    try:
        return (date.fromisoformat(day) - timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return day


def _postings(roster: Roster, assessment: Assessment, gap: str) -> Iterator[Posting]:
    """What makes a gap of that id, on either track."""
    for no, entry in assessment.entries.items():
        indicator = roster.indicators.get(no)
        if indicator and indicator.channel != "bonus" and gap.startswith(f"{no}."):
            for track in ("self", "verified"):
                score = score_indicator(roster, indicator, entry, track)
                yield from (posting for posting in score.postings if posting.gap == gap)


def _concerned(roster: Roster, assessment: Assessment, gap: str) -> tuple[str, str]:
    """The unit that bears a gap and the one that mends it. Raises `Refused` if there is none."""
    posting = next(_postings(roster, assessment, gap), None)
    if posting is None:
        refuse(Code.UNKNOWN_GAP, value=gap)
    return posting.unit, roster.heir(plan_of(assessment, gap).rectifier or posting.unit)


# ── plans ────────────────────────────────────────────────────────────────────────────────────


def rectify(
    roster: Roster, assessment: Assessment, change: PlanRectification, actor: str
) -> PlanRectification:
    """The plan with canonical names, for one gap or many. Raises `Refused` with every problem."""
    gaps = tuple(dict.fromkeys(change.which))
    first, year = gaps[0], assessment.year
    by = roster.heir(roster.unit(change.by, first)) if change.by else roster.office
    decided = replace(
        change,
        gap="" if len(gaps) > 1 else first,
        gaps=gaps if len(gaps) > 1 else (),
        by=by,
        rectifier=change.rectifier and roster.unit(change.rectifier, first),
        measure=_clean(change.measure, first),
        owner=_clean(change.owner, first),
        progress=_clean(change.progress, first) or None,
        will_not=_clean(change.will_not, first),
        due=change.due and read_plan(change.due, first, year),
        extend=(change.extend and read_plan(change.extend, first, year)) or None,
        closed=change.closed and read_plan(change.closed, first, year),
        ask=(change.ask and read_plan(change.ask, first, year)) or None,
        ask_why=read_text(change.ask_why, first),
        deny=_clean(change.deny, first) or None,
        reported=_clean(change.reported, first),
        send_back=_clean(change.send_back, first) or None,
        fact=_clean(change.fact, first),
        actor=actor,
    )
    empty = PlanRectification(decided.gap, by, gaps=decided.gaps, actor=actor)
    if replace(decided, ask_why="") == empty:
        refuse(Code.NOTHING_TO_CHANGE, first)
    _only_the_office(roster, decided, first)
    problems: list[Problem] = []
    for gap in gaps:
        try:
            _check_plan(roster, assessment, decided, gap)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(*problems)
    return decided


def _only_the_office(roster: Roster, change: PlanRectification, gap: str) -> None:
    if change.by == roster.office:
        return
    for name in OFFICE_ALONE:
        if getattr(change, name) not in {None, False}:
            code = Code.CLOSER_IS_RECTIFIER if name == "closed" else Code.OFFICE_ONLY
            refuse(code, gap, change.by, wanted=roster.office)


def _check_plan(
    roster: Roster, assessment: Assessment, change: PlanRectification, gap: str
) -> None:
    """Whether it may be said about this gap. Raises `Refused`."""
    bearer, rectifier = _concerned(roster, assessment, gap)
    old = plan_of(assessment, gap)
    if change.by not in {roster.office, bearer, rectifier}:
        refuse(Code.NOT_YOUR_GAP, gap, change.by, wanted=rectifier)
    if old.closed and change.closed != "":  # closed once: who closed it and when stay
        refuse(Code.GAP_CLOSED, gap, old.closed)
    if change.closed == "" and not old.closed:
        refuse(Code.NOT_CLOSED, gap)
    if change.due and old.due and change.by != roster.office and change.due != old.due:
        refuse(Code.ASK_TO_EXTEND, gap, old.due, wanted=roster.office)
    for later in (change.extend, change.ask):
        if later and not (old.due and old.due < later):
            refuse(Code.DUE_BEFORE_FIRST, gap, later, wanted=old.due)
    if change.ask and not change.ask_why:
        refuse(Code.REASON_NEEDED, gap)
    if (change.grant or change.deny) and not old.asked:
        refuse(Code.NOT_ASKED, gap)
    if change.send_back and not old.reported:
        refuse(Code.NOT_REPORTED, gap)
    if change.closed:
        _check_closer(roster, old, change, rectifier)


def _check_closer(
    roster: Roster, old: Rectification, change: PlanRectification, rectifier: str
) -> None:
    """Who closes is not who did it; the office closes its own gaps by another named person."""
    doers = {old.owner, change.owner or "", old.reported_by} - {""}
    if rectifier == roster.office and not (doers and change.actor):
        refuse(Code.CLOSER_UNNAMED, old.gap)
    if change.actor in doers:
        refuse(Code.CLOSER_IS_DOER, old.gap, change.actor)


def _clean(text: str | None, where: str) -> str | None:
    return None if text is None else read_text(text, where)


def rectified(assessment: Assessment, change: PlanRectification) -> Assessment:
    """The assessment with what was planned or done written down."""
    plans = {gap: _planned(plan_of(assessment, gap), change) for gap in change.which}
    return replace(assessment, rectifications={**assessment.rectifications, **plans})


def _planned(old: Rectification, change: PlanRectification) -> Rectification:
    asked, why = old.asked, old.asked_why
    if change.ask:
        asked, why = change.ask, change.ask_why
    elif change.grant or change.deny or change.extend:
        asked, why = "", ""
    extended = old.asked if change.grant else change.extend
    reported = "" if change.send_back else _new(change.reported, old.reported)
    by = old.reported_by
    if change.reported:  # what the office writes down for a unit makes it no doer
        doer = old.rectifier or split_gap(old.gap)[1]
        by = change.actor if change.by == doer else ""
    closed = _new(change.closed, old.closed)
    return replace(
        old,
        rectifier=_new(change.rectifier, old.rectifier),
        measure=_new(change.measure, old.measure),
        owner=_new(change.owner, old.owner),
        due=_new(extended, _new(change.due, old.due)),
        first_due=old.first_due or _new(change.due, ""),
        progress=(*old.progress, change.progress) if change.progress else old.progress,
        will_not=_new(change.will_not, old.will_not),
        closed=closed,
        asked=asked,
        asked_why=why,
        denied="" if change.ask or extended else _new(change.deny, old.denied),
        reported=reported,
        reported_by=by if reported else "",
        sent_back="" if change.reported else _new(change.send_back, old.sent_back),
        closed_by=change.actor if change.closed else old.closed_by if closed else "",
        fact=_new(change.fact, old.fact),
    )


def _new(value: str | None, old: str) -> str:
    return old if value is None else value


# ── whose matter it is ───────────────────────────────────────────────────────────────────────


def dispute(roster: Roster, assessment: Assessment, change: DisputeGap) -> DisputeGap:
    """A unit's objection to bearing a gap. Raises `Refused`."""
    bearer, rectifier = _concerned(roster, assessment, change.gap)
    by = roster.heir(roster.unit(change.by, change.gap)) if change.by else rectifier
    if by == UNATTRIBUTED or by not in {bearer, rectifier}:
        refuse(Code.NOT_YOUR_GAP, change.gap, by, wanted=bearer)
    old = plan_of(assessment, change.gap)
    if old.closed:
        refuse(Code.GAP_CLOSED, change.gap, old.closed)
    if old.dispute and not old.dispute.outcome:
        refuse(Code.DISPUTED_ALREADY, change.gap, old.dispute.unit)
    return DisputeGap(change.gap, _reason(change.reason, change.gap), by)


def reject(roster: Roster, assessment: Assessment, change: RejectDispute) -> RejectDispute:
    """The office's no to an objection. Raises `Refused`."""
    _concerned(roster, assessment, change.gap)
    old = plan_of(assessment, change.gap).dispute
    if old is None or old.outcome:
        refuse(Code.NOT_DISPUTED, change.gap)
    return RejectDispute(change.gap, _reason(change.reason, change.gap))


def reassign(roster: Roster, assessment: Assessment, change: Reassign) -> Reassign:
    """New bearers for a gap's finding; a measured value has none to name. Raises `Refused`."""
    _concerned(roster, assessment, change.gap)
    matter = split_gap(change.gap)[0]
    found = assessment.finding(matter, "self") or assessment.finding(matter, "verified")
    if found is None:
        refuse(Code.NO_FINDING, change.gap)
    no, finding = found
    bearers = checked_bearers(roster, f"{no}.{finding.clause}", change.bearers)
    if not bearers or bearers == finding.bearers:
        refuse(Code.NOTHING_TO_CHANGE, change.gap)
    before = {split_gap(posting.gap)[1] for posting in _of_matter(roster, assessment, no, matter)}
    new = tuple(f"{matter}/{unit}" for unit, _ in bearers if unit not in before)
    reason = _reason(change.reason, change.gap)
    return Reassign(change.gap, bearers, reason, no, matter, new)


def _of_matter(roster: Roster, assessment: Assessment, no: str, matter: str) -> Iterator[Posting]:
    indicator, entry = roster.indicator(no), assessment.entry(no)
    for track in ("self", "verified"):
        postings = score_indicator(roster, indicator, entry, track).postings
        yield from (posting for posting in postings if posting.finding == matter)


def _reason(text: str, where: str) -> str:
    reason = read_text(text, where)
    if not reason:
        refuse(Code.REASON_NEEDED, where)
    return reason


def disputed(assessment: Assessment, change: DisputeGap | RejectDispute) -> Assessment:
    """The assessment with an objection, or the office's no to it, written down."""
    old = plan_of(assessment, change.gap)
    if isinstance(change, DisputeGap):
        new = Dispute(change.by, change.reason)
    else:
        former = old.dispute or Dispute("", "")
        new = replace(former, outcome="rejected", answer=change.reason)
    plan = replace(old, dispute=new)
    return replace(assessment, rectifications={**assessment.rectifications, change.gap: plan})


def reassigned(assessment: Assessment, change: Reassign) -> Assessment:
    """The assessment with new bearers; the gaps that come to be take over measure and dates."""
    old = plan_of(assessment, change.gap)
    settled = replace(old.dispute or Dispute("", ""), outcome="reassigned", answer=change.reason)
    plans = {**assessment.rectifications, change.gap: replace(old, dispute=settled)}
    handover = Handover(split_gap(change.gap)[1], change.reason)
    for gap in change.new_gaps:
        known = plan_of(assessment, gap)
        plans[gap] = replace(
            known,
            measure=known.measure or old.measure,
            due=known.due or old.due,
            first_due=known.first_due or old.first_due,
            came_from=(*known.came_from, handover),
        )
    entry = assessment.entry(change.indicator)
    verified = entry.verified and _borne_anew(entry.verified, change)
    entry = replace(entry, own=_borne_anew(entry.own, change), verified=verified)
    entries = {**assessment.entries, change.indicator: entry}
    return replace(assessment, entries=entries, rectifications=plans)


def _borne_anew(answers: Answers, change: Reassign) -> Answers:
    def anew(findings: Iterable[Finding]) -> Iterator[Finding]:
        for finding in findings:
            mine = finding.id == change.finding
            yield replace(finding, bearers=change.bearers) if mine else finding

    return replace(answers, findings=tuple(anew(answers.findings)))
