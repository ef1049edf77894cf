"""What a change did, in a few words: for the log, and for whoever undoes it."""

from collections.abc import Iterable
from typing import assert_never

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.changes import (
    AcceptItem,
    AdoptDuties,
    AdoptSet,
    AmendEvidence,
    AmendFinding,
    AssignDuty,
    AttachEvidence,
    Change,
    ClearClause,
    DropEvidence,
    DropFinding,
    FixCutOff,
    Imported,
    IssueLetters,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    NumberLetter,
    PlanRectification,
    RecordFinding,
    Restore,
    ReturnItem,
    SetReading,
    SubmitItem,
    VoidLetter,
    WriteNote,
    WriteReport,
)
from fazhi_tui.domain.points import plain_decimal
from fazhi_tui.wording.terms import (
    LETTERS,
    NOT_APPLICABLE,
    NOTHING,
    STATES,
    TRACKS,
    cut_off_name,
)
from fazhi_tui.work.explain import value_text


def what_was_done(change: Change) -> str:  # noqa: C901  one case per kind of change
    """One accepted change in a few words."""
    match change:
        case AdoptSet(sha256, year):
            return f"采用指标体系 {sha256[:8]}，年度 {year}"
        case AdoptDuties(duties):
            return f"采用责任分工文件，{len(duties)} 项"
        case AssignDuty(indicators, duty):
            return f"指定{_items(indicators)}的责任单位，牵头 {duty.lead}"
        case RecordFinding() | AmendFinding():
            verb = "记入" if isinstance(change, RecordFinding) else "修改"
            quantity = plain_decimal(change.quantity)
            return f"{verb}失分项 {change.id}，数量 {quantity}{_why(change.reason)}{_on(change)}"
        case DropFinding(finding_id):
            return f"删去失分项 {finding_id}{_on(change)}"
        case SetReading(indicator, clause, value):
            about = f"（{change.subject}）" if change.subject else ""
            told = f"填 {indicator}.{clause}{about} {value_text(value)}"
            return f"{told}{_why(change.reason)}{_on(change)}"
        case MarkNone(indicators, clause):
            which = f"第{clause}条" if clause else "其余各条"
            return f"{_items(indicators)}{which}填“{NOTHING}”{_on(change)}"
        case ClearClause(indicator, clause):
            return f"清空 {indicator}.{clause}{_on(change)}"
        case MarkNotApplicable(indicators, reason, unit):
            return f"{_items(indicators, unit)}标为{NOT_APPLICABLE}{_why(reason)}"
        case LiftNotApplicable(indicators, unit):
            return f"{_items(indicators, unit)}取消{NOT_APPLICABLE}"
        case WriteNote(indicator, text):
            return f"写第{indicator}项的说明：{text}" if text else f"删去第{indicator}项的说明"
        case AttachEvidence() | AmendEvidence():
            verb = "登记" if isinstance(change, AttachEvidence) else "修改"
            return f"{verb}材料 {change.id} {change.title}"
        case DropEvidence(evidence_id):
            return f"删去材料 {evidence_id}"
        case SubmitItem(indicators, unit):
            return f"{_items(indicators, unit)}{STATES['submitted']}"
        case ReturnItem(indicators, reason, unit):
            return f"{_items(indicators, unit)}{STATES['returned']}{_why(reason)}"
        case AcceptItem(indicators, unit):
            return f"{_items(indicators, unit)}{STATES['accepted']}"
        case PlanRectification(gap):
            return f"整改 {gap}：{_plan(change)}"
        case Restore(undoes):
            return f"撤销第{undoes}条记录"
        case Imported():
            return "从文件导入"
        case IssueLetters(letters):
            named = (f"{letter.id}（{LETTERS[letter.kind]}）" for letter in letters)
            return f"拟函 {'、'.join(named)}"
        case NumberLetter(letter_id, number, date):
            return f"函件 {letter_id} 签发，文号 {number}，日期 {date}"
        case VoidLetter(letter_id, reason):
            return f"函件 {letter_id} 作废{_why(reason)}"
        case FixCutOff(cut_off):
            return f"定{cut_off_name(cut_off)}，截至第{cut_off.seq}条记录"
        case WriteReport(texts):
            return f"写报告里由办公室写的部分，{len(texts)} 处"
        case _:
            assert_never(change)


def _items(indicators: Iterable[str], unit: str = "") -> str:
    about = f"（{unit}）" if unit else ""
    return f"第{'、'.join(indicators)}项{about}"


def _why(reason: str) -> str:
    return f"，{reason}" if reason else ""


def _on(
    change: RecordFinding | AmendFinding | DropFinding | SetReading | MarkNone | ClearClause,
) -> str:
    track: Track = change.track
    return f"（{TRACKS[track]}）" if track != "self" else ""


def _plan(change: PlanRectification) -> str:
    told = (
        ("整改单位", change.rectifier),
        ("措施", change.measure),
        ("责任人", change.owner),
        ("时限", change.due),
        ("延期到", change.extend),
        ("进展", change.progress),
        ("不整改，理由", change.will_not),
        ("销号", change.closed),
    )
    return "，".join(f"{name} {text}" for name, text in told if text)
