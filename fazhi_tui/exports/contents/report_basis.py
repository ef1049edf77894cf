"""On what a self-assessment rests: the points, what was left out, what was booked by default."""

from collections.abc import Callable, Iterable

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.figures import figures_of, moved_indicators
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.lateness import late_parts
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.tally import Tally
from fazhi_tui.wording import NONE_OCCURRED, NOT_APPLICABLE, UNNAMED_UNIT
from fazhi_tui.wording.terms import cut_off_name

_MOST = 20
"""Numbers of indicators that are named."""


def basis(
    roster: Roster, assessment: Assessment, tally: Tally, show: Callable[[Points], str]
) -> list[str]:
    """Sentences; points shown as `show` says."""
    chosen = roster.set
    edition = f"（{chosen.edition}版）" if chosen.edition else ""
    stated = chosen.basis.rstrip("。") or "体系文件没有写明"
    told = [
        f"自评依据《{chosen.title}》{edition}。分值依据：{stated}。",
        _not_applicable(roster, tally),
        _none_occurred(tally),
        _by_default(tally, show),
        _late(assessment),
        _moved(assessment, tally),
        _order(roster),
    ]
    return [sentence for sentence in told if sentence]


def _named(numbers: Iterable[str]) -> str:
    listed = list(dict.fromkeys(numbers))
    more = f"等{len(listed)}项" if len(listed) > _MOST else "项"
    return f"第{'、'.join(listed[:_MOST])}{more}"


def _not_applicable(roster: Roster, tally: Tally) -> str:
    whole = [no for no, item in tally.not_applicable if not item.unit]
    parts = [no for no, item in tally.not_applicable if item.unit]
    if not whole and not parts:
        return f"没有按{NOT_APPLICABLE}处理的指标。"
    policy = "按满分计" if roster.set.not_applicable == "full" else "剔除后折算"
    told = f"{_named(whole)}{NOT_APPLICABLE}，{policy}" if whole else ""
    some = f"{_named(parts)}对部分单位{NOT_APPLICABLE}" if parts else ""
    return "；".join(text for text in (told, some) if text) + "。"


def _none_occurred(tally: Tally) -> str:
    idle = [
        row.indicator.no
        for row in tally.rows
        if row.score.clauses and all(clause.none_occurred for clause in row.score.clauses)
    ]
    return f"{_named(idle)}{NONE_OCCURRED}，按满分计。" if idle else ""


def _by_default(tally: Tally, show: Callable[[Points], str]) -> str:
    base = (row.score.postings for row in tally.rows if row.score.channel == "base")
    booked = [posting for postings in base for posting in postings if posting.by_default]
    told = []
    if booked:
        points = show(sum(posting.lost for posting in booked))
        told.append(f"没有逐笔认定、按规则缺省记入责任单位的失分{len(booked)}笔{points}")
    if tally.unattributed_findings:
        nobody = show(tally.unattributed)
        told.append(f"{UNNAMED_UNIT}的{tally.unattributed_findings}笔{nobody}")
    if told:
        return f"{'；'.join(told)}。"
    return "每一笔失分都已逐一认定单位。" if tally.lost else ""


def _late(assessment: Assessment) -> str:
    """What came after the deadline, and how much of it the office takes all the same."""
    late = late_parts(assessment)
    if not assessment.deadline:
        return ""
    if not late:
        return "没有迟报。"
    told = f"迟报{len(late)}项次：{_named(part.indicator for part in late)}"
    return f"{told}，其中同意计入{sum(part.admitted for part in late)}项次。"


def _moved(assessment: Assessment, tally: Tally) -> str:
    """What moved since the draft before this one."""
    if not assessment.cut_offs:
        return ""
    last = assessment.cut_offs[-1]
    moved = moved_indicators(last.figures, figures_of(tally))
    if not moved:
        return f"{cut_off_name(last)}以来各项指标得失分没有变动。"
    named = _named(pair.key for pair in moved)
    return f"{cut_off_name(last)}以后补报、修改，得失分有变动的指标{len(moved)}项：{named}。"


def _order(roster: Roster) -> str:
    told = "计分次序：逐条细则准确计算后四舍五入一次，再依次以单条最多扣分、"
    told += "几条合计最多扣分、本项分值为限"
    if roster.set.not_applicable == "exclude":
        told += "，不涉及的项目剔除后按领域折算"
    return f"{told}；失分按各责任单位的份额分摊，各单位之和与总失分相等。"
