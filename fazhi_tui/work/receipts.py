"""What is told about reports that came in: what each field says, and a receipt for each report."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from fazhi_tui.domain.assessment import Assessment, unit_states
from fazhi_tui.domain.fields import EXCUSE, NOTE, Field, Said
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.merging import TAKEN, Outcome, Row, Why
from fazhi_tui.domain.points import plain_decimal
from fazhi_tui.domain.problems import Problem
from fazhi_tui.domain.section import EvidenceRow, FindingRow, Part
from fazhi_tui.exchange.fill_in import DRAFT, FINAL
from fazhi_tui.exchange.package import Aside
from fazhi_tui.exchange.returned_form import Incoming
from fazhi_tui.wording import NOT_APPLICABLE, NOTHING, STATES, message, remedy, shorten
from fazhi_tui.wording.shown import quoted
from fazhi_tui.work.sections import Preview
from fazhi_tui.work.values import value_text

OUTCOMES: dict[Outcome, str] = {
    "new": "新填",
    "corrected": "更正",
    "cleared": "清空",
    "same": "相同",
    "superseded": "以后报的为准",
    "kept": "保留原来的",
    "unsure": "请确认",
    "conflict": "冲突",
    "protected": "已审核通过，不改",
    "refused": "没有收",
}
WHYS: dict[Why, str] = {
    "": "",
    "changed": "发出填报表以后，另有人改过这一处",
    "reviewed": "办公室已经核定过这一处",
    "twice": "有两份同一次报送的文件，填得不一样",
}

_ASIDES = {"picture": "图片", "object": "嵌入的文件", "comment": "批注"}
_LISTED = 20
"""Problems of one kind that a receipt lists; the rest are counted."""


class Receipt(Struct, frozen=True):
    """A report's receipt: numbers of indicators taken, of questions, of what was not taken."""

    file: str
    unit: str
    report: int
    taken: int
    asked: int
    rejected: int
    text: str


# ── a field in words ─────────────────────────────────────────────────────────────────────────


def field_text(field: Field) -> str:
    """Which field it is, within its indicator."""
    if field.is_evidence:
        return "印证材料"
    return {NOTE: "自评说明", EXCUSE: NOT_APPLICABLE}.get(field.name, field.name)


def said_text(roster: Roster, field: Field, said: Said) -> str:
    """What stands, or is to stand, in a field."""
    if said is None:
        return STATES["blank"]
    if isinstance(said, EvidenceRow):
        asked = f"（应交的{quoted('、'.join(said.asked))}）" if said.asked else ""
        return " ".join(filter(None, (said.title, said.doc_no, said.date))) + asked
    if said.note is not None:
        return said.note
    if said.excuse is not None:
        return f"{NOT_APPLICABLE}：{said.excuse.reason}"
    return _answers_text(roster, field, said)


def _answers_text(roster: Roster, field: Field, part: Part) -> str:
    if part.nils:
        return NOTHING
    clauses = roster.indicators[field.indicator].clauses
    counted = next((c.count_unit for c in clauses if c.id == field.name), "") or "次"
    told = [_finding_text(row, counted) for row in part.findings]
    for row in part.readings:
        if row.value is not None:
            about = f"{row.subject} " if row.subject else ""
            told.append(f"{about}{value_text(row.value)}{_because(row.reason)}")
    return "；".join(told)


def _finding_text(row: FindingRow, counted: str) -> str:
    who = "、".join(unit for unit, _ in row.bearers)
    words = (row.level, row.subject, who)
    told = " ".join(filter(None, (*words, f"{plain_decimal(row.quantity)}{counted}")))
    return f"{told}{_because(row.reason)}"


def _because(reason: str) -> str:
    return f"（{shorten(reason)}）" if reason else ""


def problem_text(problem: Problem) -> str:
    """A problem as a receipt tells it: the place, what is wrong, how to mend it."""
    mend = remedy(problem)
    return f"{message(problem)}，{mend}" if mend else message(problem)


# ── receipts ─────────────────────────────────────────────────────────────────────────────────


def receipts(roster: Roster, preview: Preview) -> tuple[Receipt, ...]:
    """One receipt for each report that could be read."""
    unfinished = _unfinished(roster, preview.merged.after)
    return tuple(
        _receipt(roster, preview, report, unfinished.get(report.section.unit, []))
        for report in preview.reports
    )


def _unfinished(roster: Roster, after: Assessment) -> dict[str, list[str]]:
    """The indicators that each unit has still to fill in."""
    found: dict[str, list[str]] = {}
    for indicator in roster.set.indicators:
        states = unit_states(roster, indicator, after.entry(indicator.no))
        for unit, state in states.items():
            if state in {"blank", "draft"}:
                found.setdefault(unit, []).append(indicator.no)
    return found


def _receipt(
    roster: Roster, preview: Preview, report: Incoming, unfinished: Sequence[str]
) -> Receipt:
    section = report.section
    rows = preview.of(report)
    rejected = preview.rejected(report)
    unsure = [row for row in rows if row.outcome == "unsure"]
    taken = _numbers(roster, (row for row in rows if row.outcome in (*TAKEN, "same")))
    changed = _numbers(roster, (row for row in rows if row.outcome in TAKEN))
    lines = [
        f"【回执】{section.unit} 第{section.report}次（{FINAL if section.formal else DRAFT}）",
        f"收下 {len(taken)} 项，请确认 {len(report.asked) + len(unsure)} 处，"
        f"没有收 {len(rejected)} 处。",
    ]
    if taken:
        lines.append(f"收下的指标：{'、'.join(taken)}{_nothing_new(taken, changed)}")
    if section.formal:
        lines += _handing_in(preview.merged.handed_in(section.unit), unfinished)
    lines += _listing("请确认", [problem_text(p) for p in report.asked])
    lines += _listing(
        "表里仍是发出时的内容，而以前报的已经不同，请确认", [_where(report, row) for row in unsure]
    )
    lines += _listing("没有收", [problem_text(p) for p in rejected])
    conflicts = [row for row in rows if row.outcome == "conflict"]
    lines += _listing(
        "与现有内容不一致，由办公室核对后再定",
        list(dict.fromkeys(f"{_where(report, row)}：{WHYS[row.why]}" for row in conflicts)),
    )
    kept = _numbers(roster, (row for row in rows if row.outcome == "protected"))
    if kept:
        lines.append(f"已审核通过、没有改动的指标：{'、'.join(kept)}")
    lines += [f"{problem_text(problem)}。" for problem in report.told]
    lines += _asides_text(report.asides)
    return Receipt(
        report.file,
        section.unit,
        section.report,
        len(taken),
        len(report.asked) + len(unsure),
        len(rejected),
        "\n".join(lines),
    )


def _handing_in(handed_in: Sequence[str], unfinished: Sequence[str]) -> list[str]:
    """What a formal report hands in, and what of the unit's part is not complete yet."""
    told = ("已报送的指标", handed_in), ("还没有填完、没有报送的指标", unfinished)
    return [f"{heading}：{'、'.join(numbers)}" for heading, numbers in told if numbers]


def _numbers(roster: Roster, rows: Iterable[Row]) -> list[str]:
    """The indicators of some rows, in the set's order."""
    found = {row.field.indicator for row in rows} & roster.indicators.keys()
    return sorted(found, key=lambda no: roster.indicators[no].ordinal)


def _nothing_new(taken: Sequence[str], changed: Sequence[str]) -> str:
    if len(changed) == len(taken):
        return ""
    if not changed:
        return "（与已经收到的相同，没有变化）"
    return f"（其中有变化的：{'、'.join(changed)}）"


def _where(report: Incoming, row: Row) -> str:
    """An indicator's field, and the cell it stands in."""
    at = report.places.get(row.field.key, "")
    told = f"第{row.field.indicator}项{field_text(row.field)}"
    return f"{told}（{at}）" if at else told


def _listing(heading: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    lines = [f"{heading}："]
    lines += [f"{place}. {item}" for place, item in enumerate(items[:_LISTED], 1)]
    if len(items) > _LISTED:
        lines.append(f"……共 {len(items)} 处")
    return lines


def _asides_text(asides: Sequence[Aside] | None) -> list[str]:
    """Pictures and objects are never taken, and never dropped in silence."""
    if asides is None:
        return ["这种格式看不出有没有贴图片或者嵌入文件；贴了的没有收，请另行报送。"]
    told = []
    for aside in asides:
        sheets = f"（{'、'.join(aside.sheets)}）" if aside.sheets else ""
        told.append(f"{_ASIDES[aside.what]} {aside.many} 个{sheets}")
    return [f"未收：{'，'.join(told)}。请把材料名称填在印证材料页，文件另行报送。"] if told else []
