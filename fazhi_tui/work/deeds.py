"""What a change did, in a few words: for the log, and for whoever undoes it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import assert_never

from fazhi_tui.domain import changes
from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.changes import Change
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import plain_decimal
from fazhi_tui.wording.moments import local
from fazhi_tui.wording.shown import quoted, shorten
from fazhi_tui.wording.terms import (
    LETTERS,
    NOT_APPLICABLE,
    NOTHING,
    SAMPLED,
    STATES,
    TRACKS,
    cut_off_name,
)
from fazhi_tui.work.values import value_text


def what_was_done(  # noqa: C901  one case per kind of change
    change: Change, roster: Roster
) -> str:
    """One accepted change in a few words; indicators by number and name."""
    if isinstance(change, changes.Paper):
        return _on_paper(change)
    match change:
        case changes.AdoptSet(sha256, year):
            return f"采用指标体系 {sha256[:8]}，年度 {year}"
        case changes.AdoptDuties(duties):
            return f"采用责任分工文件，{len(duties)} 项{_contacts(change)}"
        case changes.AssignDuty(indicators, duty):
            return f"指定{_items(roster, indicators)}的责任单位，牵头 {duty.lead}"
        case changes.RecordFinding() | changes.AmendFinding():
            verb = "记入" if isinstance(change, changes.RecordFinding) else "修改"
            quantity = plain_decimal(change.quantity)
            told = f"{verb}失分项 {change.id}，数量 {quantity}{_borne(change.bearers)}"
            return f"{_of(roster, change.id)}{told}{_why(change.reason)}{_on(change)}"
        case changes.DropFinding(finding_id):
            told = f"{_of(roster, finding_id)}删去失分项 {finding_id}"
            return f"{told}{_why(change.reason)}{_on(change)}"
        case changes.SetReading(indicator, clause, value):
            about = f"（{change.subject}）" if change.subject else ""
            told = f"{_item(roster, indicator)}填 {indicator}.{clause}{about} {value_text(value)}"
            return f"{told}{_why(change.reason)}{_on(change)}"
        case changes.MarkNone(indicators, clause):
            which = f"第{clause}条" if clause else "其余各条"
            return f"{_items(roster, indicators)}{which}填“{NOTHING}”{_on(change)}"
        case changes.ClearClause(indicator, clause):
            about = f"的{change.subject}" if change.subject else ""
            return f"{_item(roster, indicator)}清空第{clause}条{about}{_on(change)}"
        case changes.MarkNotApplicable(indicators, reason, unit):
            return f"{_items(roster, indicators, unit)}标为{NOT_APPLICABLE}{_why(reason)}"
        case changes.LiftNotApplicable(indicators, unit):
            return f"{_items(roster, indicators, unit)}取消{NOT_APPLICABLE}"
        case changes.WriteNote(indicator, text):
            item = _item(roster, indicator)
            return f"{item}写说明：{text}" if text else f"{item}删去说明"
        case changes.AttachEvidence() | changes.AmendEvidence():
            verb = "登记" if isinstance(change, changes.AttachEvidence) else "修改"
            return f"{verb}材料 {change.id} {change.title}"
        case changes.DropEvidence(evidence_id):
            return f"删去材料 {evidence_id}"
        case changes.SubmitItem(indicators, unit):
            return f"{_items(roster, indicators, unit)}{STATES['submitted']}"
        case changes.ReturnItem(indicators, reason, unit):
            return f"{_items(roster, indicators, unit)}{STATES['returned']}{_why(reason)}"
        case changes.AcceptItem(indicators, unit):
            return f"{_items(roster, indicators, unit)}{STATES['accepted']}"
        case changes.AdmitLate(indicators, unit):
            return f"{_items(roster, indicators, unit)}迟报采纳"
        case changes.SetDeadline(at):
            return f"定报送截止 {local(at)}" if at else "取消报送截止"
        case changes.SetOutsideScores(source, scores):
            gone = all(points is None for points in scores.values())
            return f"{'去掉' if gone else '记入'}{source}评分，{len(scores)} 项"
        case changes.DrawSample(of, size, seed, n, pool):
            return f"第{n}次抽查，{SAMPLED[of]} {pool} 项中抽 {size} 项，种子 {seed}"
        case changes.RecordCheck(sample, item, fine, note):
            return f"第{sample}次抽查 {item}：{'没有问题' if fine else '有问题'}{_why(note)}"
        case changes.SucceedUnit(unit, successors):
            told = f"{unit}由{'、'.join(successors)}承接"
            return f"{told}，移交整改事项 {len(change.gaps)} 个{_why(change.reason)}"
        case changes.PlanRectification():
            return f"{_gaps(roster, change.which)}：{_plan(change)}"
        case changes.DisputeGap(gap, reason, by):
            return f"{_gap(roster, gap)}：{by}提出责任异议{_why(reason)}"
        case changes.RejectDispute(gap, reason):
            return f"{_gap(roster, gap)}：不采纳责任异议{_why(reason)}"
        case changes.Reassign(gap, bearers, reason):
            return f"{_gap(roster, gap)}：改派给{_borne(bearers)}{_why(reason)}"
        case changes.TakeSections(_, taken):
            return f"收回{'、'.join(taken)}的填报件"
        case changes.Restore(undoes):
            return f"撤销第{undoes}条记录"
        case changes.Imported():
            return "从文件导入"
        case _:
            assert_never(change)


def _on_paper(change: changes.Paper) -> str:
    match change:
        case changes.IssueLetters(letters):
            named = (f"{letter.id}（{LETTERS[letter.kind]}）" for letter in letters)
            return f"拟函 {'、'.join(named)}"
        case changes.NumberLetter(letter_id, number, date):
            return f"函件 {letter_id} 签发，文号 {number}，日期 {date}"
        case changes.ReceiveLetter(letter_id, date, by):
            return f"函件 {letter_id} 由单位签收，{date}{f'，签收人{by}' if by else ''}"
        case changes.VoidLetter(letter_id, reason):
            return f"函件 {letter_id} 作废{_why(reason)}"
        case changes.FixCutOff(cut_off):
            return f"定{cut_off_name(cut_off)}，截至第{cut_off.seq}条记录"
        case changes.WriteReport(texts):
            return f"写报告里由办公室写的部分，{len(texts)} 处"
        case _:
            assert_never(change)


def _items(roster: Roster, indicators: Sequence[str], unit: str = "") -> str:
    about = f"（{unit}）" if unit else ""
    if len(indicators) == 1:
        return f"{_item(roster, indicators[0])}{about}"
    return f"第{'、'.join(indicators)}项{about}"


def _item(roster: Roster, no: str) -> str:
    """An indicator by number and name."""
    indicator = roster.indicators.get(no)
    return f"第{no}项{quoted(shorten(indicator.name))}" if indicator else f"第{no}项"


def _of(roster: Roster, finding_or_gap: str) -> str:
    """The indicator of a finding or gap, by number and name."""
    place = len(finding_or_gap)
    while (place := finding_or_gap.rfind(".", 0, place)) > 0:
        no = finding_or_gap[:place]
        if no in roster.indicators:
            return _item(roster, no)
    return ""


def _gap(roster: Roster, gap: str) -> str:
    return f"{_of(roster, gap)}整改事项 {gap}"


def _gaps(roster: Roster, gaps: Sequence[str]) -> str:
    if len(gaps) == 1:
        return _gap(roster, gaps[0])
    return f"整改事项 {len(gaps)} 个（{gaps[0]} 等）"


def _borne(bearers: Iterable[tuple[str, Decimal]]) -> str:
    told = "、".join(f"{unit} {plain_decimal(weight)}" for unit, weight in bearers)
    return f"（{told}）" if told else ""


def _contacts(change: changes.AdoptDuties) -> str:
    return f"，登记 {len(change.contacts)} 家联系人" if change.contacts else ""


def _why(reason: str) -> str:
    return f"，{reason}" if reason else ""


def _on(
    change: changes.RecordFinding
    | changes.AmendFinding
    | changes.DropFinding
    | changes.SetReading
    | changes.MarkNone
    | changes.ClearClause,
) -> str:
    track: Track = change.track
    return f"（{TRACKS[track]}）" if track != "self" else ""


def _plan(change: changes.PlanRectification) -> str:
    told = (
        ("整改单位", change.rectifier),
        ("措施", change.measure),
        ("责任人", change.owner),
        ("时限", change.due),
        ("申请延期到", change.ask and f"{change.ask}{_why(change.ask_why)}"),
        ("延期到", change.extend),
        ("不同意延期，理由", change.deny),
        ("进展", change.progress),
        ("不予整改，理由", change.will_not),
        ("报结", change.reported),
        ("退回重办，理由", change.send_back),
        ("同一事实", change.fact),
        ("销号", change.closed),
    )
    words = [f"{name} {text}" for name, text in told if text]
    words += ["同意延期"] if change.grant else []
    words += ["撤回报结"] if change.reported == "" else []
    words += ["取消销号"] if change.closed == "" else []
    return "，".join(words)
