"""From the snapshot to what 审核 shows: the list of items, and self beside verified in each."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Answers, Entry
from fazhi_tui.domain.indicators import Clause, Indicator
from fazhi_tui.domain.outside import scores_of, sources
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.scoring import ClauseScore, IndicatorScore
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.indicator_view import (
    clause_view,
    entry_text,
    evidence_view,
    facts_of,
    items_of,
    notices_of,
)
from fazhi_tui.ui.screens.presenting import minus, sign_of, wanted_view
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Line, Part
from fazhi_tui.ui.widgets.detail_layout import ClauseView, DetailView
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.wording.terms import TRACKS, point_word


class Case(Struct, frozen=True):
    """An indicator as a reviewer sees it, lost points on both tracks."""

    indicator: Indicator
    entry: Entry
    own: IndicatorScore
    verified: IndicatorScore
    outside: tuple[tuple[str, Points], ...] = ()

    @property
    def handed_in(self) -> bool:
        """Whether any unit's part has been with the office."""
        return bool(self.entry.marks) or self.entry.verified is not None

    @property
    def waiting(self) -> bool:
        """Whether the office has something to say."""
        marks = self.entry.marks
        return self.entry.recheck or any(mark.state == "submitted" for mark in marks)

    @property
    def more(self) -> Points:
        """How much more is lost on the verified track."""
        return self.verified.lost - self.own.lost

    @property
    def differs(self) -> bool:
        """Whether the office, or somebody outside, says something else."""
        verified = self.entry.verified is not None and self.entry.verified != self.entry.own
        return verified or any(points != self.own.earned for _, points in self.outside)


KINDS: dict[str, tuple[str, Callable[[Case], bool]]] = {
    "waiting": ("待审", lambda case: case.waiting),
    "differs": ("自评和核定不一致", lambda case: case.differs),
    "returned": ("退回修改", lambda case: case.own.state == "returned"),
    "accepted": ("审核通过", lambda case: case.own.state == "accepted"),
    "all": ("全部报过的", lambda case: case.handed_in),
}
"""What can be listed."""


def outside_scores(shown: Shown) -> dict[str, dict[str, Points]]:
    """What each source outside gives, by indicator."""
    assessment = shown.snapshot.assessment
    return {source: scores_of(assessment, source) for source in sources(assessment)}


def cases(shown: Shown) -> list[Case]:
    """Every indicator, in the set's order."""
    snapshot = shown.snapshot
    own, verified = snapshot.scores(), snapshot.scores("verified")
    outside = outside_scores(shown)
    return [
        Case(
            indicator,
            snapshot.assessment.entry(indicator.no),
            own[no],
            verified[no],
            tuple((source, given[no]) for source, given in outside.items() if no in given),
        )
        for indicator in snapshot.roster.set.indicators
        for no in (indicator.no,)
    ]


COLUMNS = (
    Column("", least=1, most=1),
    Column("指标", stretch=1, least=8),
    Column("自评失", "right", least=6, style=look.LOST, dispensable=2),
    Column("核定失", "right", least=6, style=look.LOST),
    Column("差", "right", least=5, dispensable=1),
)


def case_row(case: Case) -> TableRow:
    """One line of the list."""
    name = f"{case.indicator.no} {case.indicator.name}"
    sign = sign_of("submitted" if case.waiting else case.own.state)
    sign = ("!", look.PENDING) if case.entry.recheck else sign
    return TableRow(
        case.indicator.no,
        (sign, name, minus(case.own.lost), minus(case.verified.lost), more_cell(case.more)),
    )


def more_cell(more: Points) -> Part:
    """How much more is lost as verified: the self-assessment was too kind, or too hard."""
    if not more:
        return ("", look.DIM)
    sign = "+" if more > 0 else "−"
    return (f"{sign}{show_points(abs(more))}", look.PENDING if more > 0 else look.GOOD)


# ── one indicator ────────────────────────────────────────────────────────────────────────────


def review_view(shown: Shown, no: str) -> DetailView:
    """The indicator as the office verifies it, with what the units said beside it."""
    snapshot = shown.snapshot
    indicator = snapshot.roster.indicators.get(no)
    if indicator is None:
        return DetailView()
    entry = snapshot.assessment.entry(no)
    own, verified = snapshot.scores()[no], snapshot.scores("verified")[no]
    answers = entry.answers("verified")
    findings = items_of(indicator, answers, verified)
    given = ((source, scores.get(no)) for source, scores in outside_scores(shown).items())
    told = tuple(_outside(source, points, own) for source, points in given if points is not None)
    recheck: Part = ("! 待复核：核定以后单位又改过自评", look.PENDING)
    return DetailView(
        key=no,
        no=no,
        title=f"{no} {indicator.name}",
        figures=_figures(own, verified),
        criterion=indicator.criterion,
        facts=facts_of(indicator, entry),
        notices=((recheck,) if entry.recheck else ()) + told + notices_of(entry, own),
        clauses=() if own.not_applicable else _clauses(shown, indicator, entry),
        findings=findings,
        findings_total=f"{TRACKS['verified']}合计 {show_points(verified.lost)}" if findings else "",
        evidence=tuple(map(evidence_view, snapshot.assessment.evidence_of(no))),
        wanted=wanted_view(indicator, snapshot.assessment.evidence_of(no)),
    )


def _outside(source: str, points: Points, own: IndicatorScore) -> Part:
    """What somebody outside gives, told louder where the units gave themselves more."""
    tone = look.PENDING if points < own.earned else look.LABEL
    return (f"外部评分 {source} {show_points(points)}，自评得 {show_points(own.earned)}", tone)


def _figures(own: IndicatorScore, verified: IndicatorScore) -> Line:
    more = verified.lost - own.lost
    parts: list[Part] = [
        (f"满分 {show_points(own.worth, 1)}", look.DIM),
        (" · ", look.DIM),
        (f"{TRACKS['self']}失 {show_points(own.lost)}", look.LOST),
        (" · ", look.DIM),
        (f"{TRACKS['verified']}失 {show_points(verified.lost)}", look.LOST),
    ]
    if more:
        parts += [(" · ", look.DIM), ("差 " + more_cell(more)[0], more_cell(more)[1])]
    return tuple(parts)


def _clauses(shown: Shown, indicator: Indicator, entry: Entry) -> tuple[ClauseView, ...]:
    snapshot = shown.snapshot
    word = point_word(snapshot.roster.set)
    own = snapshot.scores()[indicator.no].clauses
    verified = snapshot.scores("verified")[indicator.no].clauses
    answers = entry.answers("verified")
    views: list[ClauseView] = []
    for clause, before, after in zip(indicator.clauses, own, verified, strict=True):
        view = clause_view(clause, after, answers, "", [""], word=word)
        beside = _beside(clause, before, after, entry)
        views.append(replace(view, answered=bool(view.entry), beside=beside))
    return tuple(views)


def _beside(clause: Clause, own: ClauseScore, verified: ClauseScore, entry: Entry) -> Part:
    """What the units said under a clause, and whether the office says the same."""
    said = _said(clause, entry.own)
    told = f"{TRACKS['self']} {said}，失 {show_points(own.lost)}"
    if entry.verified is None or (said == _said(clause, entry.verified) and own == verified):
        return (told + "，照自评" if entry.verified is not None else told, look.DIM)
    more = verified.lost - own.lost
    if more:
        told += f"，核定{'多' if more > 0 else '少'}失 {show_points(abs(more))}"
    return (told, look.PENDING)


def _said(clause: Clause, answers: Answers) -> str:
    text = entry_text(clause, answers, "")
    return text + (clause.count_unit if text[:1].isdecimal() else "") if text else "未填"
