"""自评报告: sentences with their numbers, tables, what only people can write, and its basis."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.gaps import Gap, GapState
from fazhi_tui.domain.indicators import Area, Roster
from fazhi_tui.domain.papers import CutOff
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.tally import Sum, Tally
from fazhi_tui.exports.cells import places_of
from fazhi_tui.exports.contents.losses import losses_by_area, losses_by_unit
from fazhi_tui.exports.contents.report_basis import basis
from fazhi_tui.exports.contents.report_tables import (
    all_indicators,
    evidence_list,
    top_problems,
    unit_losses,
)
from fazhi_tui.exports.paper import (
    TO_WRITE,
    Block,
    FreshPage,
    Grid,
    Paper,
    Picture,
    Words,
)
from fazhi_tui.exports.sheet import Sheet
from fazhi_tui.exports.stamp import SHOWN_HASH, Stamp, has_channel
from fazhi_tui.wording import unit_name
from fazhi_tui.wording.shown import chinese_date
from fazhi_tui.wording.terms import cut_off_name, point_word

_NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
_TOP_UNITS = 3
_SELF = "自评"


class Source(Struct, frozen=True):
    """What a report is made of; `cut_off` is the stage it shows, if it is one."""

    roster: Roster
    assessment: Assessment
    tally: Tally
    gaps: tuple[Gap, ...]
    stamp: Stamp
    cut_off: CutOff | None = None

    def show(self, points: Points) -> str:
        """An amount with the word for what the set counts."""
        places = places_of(self.roster.set.quantum)
        return f"{show_points(points, places)}{point_word(self.roster.set)}"


def report_title(assessment: str) -> str:
    """What the report of an assessment is called."""
    return f"{assessment}报告" if assessment.endswith(_SELF) else f"{assessment}{_SELF}报告"


def section_names(roster: Roster) -> dict[str, str]:
    """The parts that people write, by key, as the file with their words calls them."""
    areas = {f"area.{area.no}": f"{area.no}.{area.name}" for area in roster.set.areas}
    return {"general": "工作推进情况", **areas, "next": "下一步打算"}


def report_paper(source: Source) -> Paper:
    """The whole report, charts in it where the format has them, tables of everything behind."""
    title = report_title(source.stamp.assessment)
    stage = [Words("stage", f"（{cut_off_name(source.cut_off)}）")] if source.cut_off else []
    annexes = list(_annexes(source))
    blocks: list[Block] = [
        Words("title", title),
        *stage,
        *_opening(source),
        *_progress(source),
        *_areas(source),
        *_problems(source),
        *_next(source),
        *_basis(source),
        *_enclosures(annexes),
        Words("office", _office(source.roster)),
        Words("date", "　　　　年　　月　　日"),
    ]
    for place, sheet in enumerate(annexes, 1):
        blocks += [
            FreshPage(),
            Words("annex", f"附件{place}"),
            Words("annex_title", sheet.title),
            Grid(sheet),
        ]
    blocks.append(Words("foot", _foot(source.stamp)))
    origin = f"{source.stamp.seq} {source.stamp.head}"
    return Paper(title, tuple(blocks), official=True, origin=origin)


def report_sheets(source: Source) -> list[Sheet]:
    """The same tables as the pages of a workbook."""
    roster, tally, stamp = source.roster, source.tally, source.stamp
    return [
        losses_by_area(roster, tally, stamp),
        losses_by_unit(roster, tally, source.gaps, stamp),
        all_indicators(roster, tally),
        top_problems(roster, source.gaps, len(source.gaps)),
        evidence_list(roster, source.assessment),
    ]


def _office(roster: Roster) -> str:
    return roster.units[roster.office].full_name or roster.office


def _foot(stamp: Stamp) -> str:
    head = f"，台账校验值{stamp.head[:SHOWN_HASH]}" if stamp.head else ""
    return f"本报告各项数字截至{stamp.moment}（第{stamp.seq}条记录{head}）。"


# ── the parts ────────────────────────────────────────────────────────────────────────────────


def _opening(source: Source) -> Iterator[Block]:
    tally, roster, show = source.tally, source.roster, source.show
    losing = [row for row in tally.rows if row.score.channel == "base" and row.lost]
    units = sum(account.lost > 0 for account in tally.by_unit)
    told = (
        f"对照《{roster.set.title}》，逐项开展了自评。满分{show(tally.full)}，"
        f"自评得分{show(tally.earned)}，失分{show(tally.lost)}，待定{show(tally.pending)}。"
    )
    if has_channel(roster, "bonus") or has_channel(roster, "penalty"):
        told += f"加分{show(tally.bonus)}，减分{show(tally.penalty)}，总分{show(tally.total)}。"
    if tally.grade:
        told += f"等次为“{tally.grade}”。"
    if losing:
        told += f"失分涉及{len(losing)}项指标、{units}家单位。"
    if tally.unattributed_findings:
        nobody = show(tally.unattributed)
        told += f"另有{tally.unattributed_findings}笔失分{nobody}的责任单位待认定。"
    yield Words("body", told)


def _progress(source: Source) -> Iterator[Block]:
    progress = source.tally.progress
    yield Words("head", "一、工作推进情况")
    yield from _written(source, "general", "组织领导、责任分解、查漏补缺情况")
    yield Words(
        "body",
        f"全部{progress.indicators}项指标已填报{progress.answered}项，其中已报送"
        f"{progress.submitted}项，审核通过{progress.accepted}项；已登记材料"
        f"{len(source.assessment.evidence)}件。",
    )


def _areas(source: Source) -> Iterator[Block]:
    yield Words("head", "二、各方面得分情况和主要做法")
    sheet = losses_by_area(source.roster, source.tally, source.stamp)
    yield Words("body", "各方面得分情况见下表。")
    yield Grid(sheet)
    yield from (Picture(sheet, chart) for chart in sheet.charts)
    for place, (area, part) in enumerate(
        zip(source.roster.set.areas, source.tally.by_area, strict=True), 1
    ):
        yield Words("subhead", f"（{_numeral(place)}）{area.name}")
        yield Words("body", _area(source, area, part))
        yield from _written(source, f"area.{area.no}", "主要做法")


def _area(source: Source, area: Area, part: Sum) -> str:
    show = source.show
    losing = sum(
        row.lost > 0 and row.indicator.area == area.no and row.score.channel == "base"
        for row in source.tally.rows
    )
    told = f"满分{show(part.worth)}，得分{show(part.earned)}，失分{show(part.lost)}"
    told += f"，待定{show(part.pending)}" if part.pending else ""
    return f"{told}，失分涉及{losing}项指标。" if losing else f"{told}。"


def _problems(source: Source) -> Iterator[Block]:
    yield Words("head", "三、存在的主要问题")
    if not source.gaps:
        yield Words("body", "没有发现失分的问题。")
        return
    sheet = top_problems(source.roster, source.gaps)
    everything = len(top_problems(source.roster, source.gaps, len(source.gaps)).rows)
    ranked = sorted(source.tally.by_unit, key=lambda account: -account.lost)[:_TOP_UNITS]
    named = "、".join(f"{unit_name(u.unit)}（{source.show(u.lost)}）" for u in ranked if u.lost)
    told = f"共有失分问题{everything}个，失分较多的{len(sheet.rows)}个见下表。"
    yield Words("body", told + (f"失分较多的单位是{named}。" if named else ""))
    yield Grid(sheet)
    units = losses_by_unit(source.roster, source.tally, source.gaps, source.stamp)
    yield from (Picture(units, chart) for chart in units.charts)


def _next(source: Source) -> Iterator[Block]:
    yield Words("head", "四、下一步打算")
    waiting = [gap for gap in source.gaps if gap.open]
    due = sorted(gap.plan.due for gap in waiting if gap.plan.due)
    closed, refused = _in_state(source.gaps, "closed"), _in_state(source.gaps, "will_not")
    told = f"全部{len(source.gaps)}个整改事项已销号{closed}个"
    told += f"，不予整改{refused}个" if refused else ""
    told += f"，尚未办结{len(waiting)}个"
    if due:
        told += f"，其中{len(due)}个已明确时限，最晚{chinese_date(due[-1])}前完成"
    yield Words("body", f"{told}。")
    yield from _written(source, "next", "措施、时限、责任")


def _in_state(gaps: Iterable[Gap], state: GapState) -> int:
    return sum(gap.state == state for gap in gaps)


def _basis(source: Source) -> Iterator[Block]:
    yield Words("head", "五、关于自评依据的说明")
    told = basis(source.roster, source.assessment, source.tally, source.show)
    yield from (Words("body", sentence) for sentence in told)


def _written(source: Source, key: str, about: str) -> Iterator[Block]:
    """The office's own words, or the mark that they are still to be written."""
    text = source.assessment.report.get(key, "")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines or [f"{TO_WRITE}（{about}）"]:
        yield Words("body", line)


def _annexes(source: Source) -> Iterator[Sheet]:
    yield all_indicators(source.roster, source.tally)
    yield unit_losses(source.roster, source.tally)
    if source.assessment.evidence:
        yield evidence_list(source.roster, source.assessment)


def _enclosures(annexes: Sequence[Sheet]) -> Iterator[Block]:
    first, *more = [f"{place}.{sheet.title}" for place, sheet in enumerate(annexes, 1)]
    yield Words("enclosure", f"附件：{first}")
    yield from (Words("body", f"　　　{title}") for title in more)


def _numeral(n: int) -> str:
    """一 to 十, 十一 and so on; by digits from a hundred."""
    if n <= 10:
        return _NUMERALS[n - 1]
    tens, ones = divmod(n, 10)
    if tens > 9:
        return str(n)
    start = "" if tens == 1 else _NUMERALS[tens - 1]
    return f"{start}十{_NUMERALS[ones - 1] if ones else ''}"
