"""One indicator as a page to read: what is asked, who answers, what was said, what it costs."""

from collections.abc import Iterator

from fazhi_tui.domain.assessment import Answers, Entry, Evidence, Finding, Reading, Track, answerers
from fazhi_tui.domain.indicators import Clause, Duty, Indicator
from fazhi_tui.domain.lateness import late_parts
from fazhi_tui.domain.points import plain_decimal, show_points
from fazhi_tui.domain.records import Contact, contact_of
from fazhi_tui.domain.scoring import IndicatorScore
from fazhi_tui.domain.slots import slots_of
from fazhi_tui.wording.moments import local
from fazhi_tui.wording.terms import GUESSED, NOT_APPLICABLE, NOTHING, ROLES, STATES, TRACKS, kind_of
from fazhi_tui.work.evidence import Found
from fazhi_tui.work.snapshot import Snapshot
from fazhi_tui.work.values import finding_text, value_text


def indicator_page(
    snapshot: Snapshot, indicator: Indicator, track: Track, files: dict[str, Found]
) -> Iterator[str]:
    """Its lines; `files` tell what is found now of the file of each evidence."""
    entry = snapshot.assessment.entry(indicator.no)
    score = snapshot.scores(track)[indicator.no]
    yield f"第{indicator.no}项　{indicator.name}（{TRACKS[track]}）"
    yield _figures(score)
    if indicator.criterion:
        yield f"标准：{indicator.criterion}"
    yield _duties(snapshot.assessment.duty(indicator))
    yield from _contacts(snapshot, indicator)
    if indicator.judged_by:
        yield f"评测：{'、'.join(indicator.judged_by)}"
    yield from (
        f"{NOT_APPLICABLE}：{item.unit or '全部单位'}，{item.reason}"
        for item in entry.not_applicable
    )
    yield "评分细则："
    for clause in indicator.clauses:
        yield from _clause(clause, entry.answers(track), score)
    yield from _evidence(indicator, snapshot.assessment.evidence_of(indicator.no), files)
    yield from _rest(entry)
    for part in late_parts(snapshot.assessment):
        if part.indicator == indicator.no:
            state = "已采纳" if part.admitted else "未采纳"
            yield f"{part.unit}：迟报（{local(part.at)}），{state}"


def _figures(score: IndicatorScore) -> str:
    earned, lost, pending, worth = (
        show_points(points) for points in (score.earned, score.lost, score.pending, score.worth)
    )
    return f"满分 {worth}　得 {earned}　失 {lost}　待定 {pending}　{STATES[score.state]}"


def _duties(duty: Duty) -> str:
    roles = [(ROLES["lead"], [duty.lead]), (ROLES["competent"], duty.competent)]
    roles.append((ROLES["supporting"], duty.supporting))
    told = [f"{role} {'、'.join(units)}" for role, units in roles if units]
    people = [("责任领导", duty.leader), ("责任人", duty.person), ("完成时限", duty.due)]
    return "　".join([*told, *(f"{name} {who}" for name, who in people if who)])


def _contacts(snapshot: Snapshot, indicator: Indicator) -> Iterator[str]:
    """Whom to ask at the units that answer."""
    records = snapshot.assessment.records
    units = answerers(snapshot.roster, indicator, snapshot.assessment.entry(indicator.no))
    known = [(unit, contact_of(records, unit)) for unit in units]
    told = [
        " ".join(filter(None, (unit, contact.person, contact.phone)))
        for unit, contact in known
        if contact != Contact()
    ]
    if told:
        yield f"联系人：{'；'.join(told)}"


def _clause(clause: Clause, answers: Answers, score: IndicatorScore) -> Iterator[str]:
    part = next((part for part in score.clauses if part.clause == clause.id), None)
    lost = f"　失 {show_points(part.lost)}" if part and part.lost else ""
    yield f"  {clause.id}　{kind_of(clause.rule)}　{clause.text or clause.problem}{lost}"
    said = 0
    for finding in answers.findings:
        if finding.clause == clause.id:
            said += 1
            yield f"     {finding_text(clause, finding)}{_about(finding)}"
    for reading in answers.readings:
        if reading.clause == clause.id:
            said += 1
            yield f"     {reading.answerer}填：{value_text(reading.value)}{_about(reading)}"
    nils = [nil.answerer for nil in answers.nils if nil.clause == clause.id]
    if nils:
        yield f"     {'、'.join(nils)}填：{NOTHING}"
    if part and not part.answered:
        yield f"     {'还没有填全' if said or nils else STATES['blank']}"


def _about(item: Finding | Reading) -> str:
    """Who it is about, who bears it, when and why."""
    parts = [item.subject]
    if isinstance(item, Finding):
        shared = len(item.bearers) > 1
        parts.append(
            "、".join(
                f"{unit}（权重 {plain_decimal(weight)}）" if shared else unit
                for unit, weight in item.bearers
            )
        )
    parts += [item.date, item.reason]
    told = "，".join(part for part in parts if part)
    return f"　{told}" if told else ""


_FOUND = {"changed": "（登记以后内容变了）", "gone": "（文件找不到了）"}


def _evidence(
    indicator: Indicator, evidence: list[Evidence], files: dict[str, Found]
) -> Iterator[str]:
    """The documents named, and each that is asked for with what gives it."""
    if evidence:
        yield "印证材料："
    for item in evidence:
        parts = [item.id, item.title, item.doc_no, item.date, item.unit, item.file, item.url]
        told = _FOUND.get(files.get(item.id, ""), "")
        yield "  " + "　".join(part for part in parts if part) + told
    if indicator.evidence:
        yield "应交材料："
    for place, slot in enumerate(slots_of(indicator, evidence), 1):
        doubt = GUESSED if slot.guessed else ""
        yield f"  {place}　{slot.asked}　{'、'.join(slot.given) or '缺'}{doubt}"


def _rest(entry: Entry) -> Iterator[str]:
    """What stands beside the answers: notes, the state of review."""
    for note in entry.notes:
        yield f"说明（{note.unit}）：{note.text}"
    for mark in entry.marks:
        yield f"{mark.unit}：{STATES[mark.state]}" + (f"，{mark.reason}" if mark.reason else "")
    if entry.recheck:
        yield "核定以后自评又有改动，待复核"
