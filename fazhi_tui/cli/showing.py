"""A round or one of its indicators, as it was filled in."""

from collections.abc import Iterator

from fazhi_tui.cli.desk import Desk, terminal_width
from fazhi_tui.cli.moments import stamp_of
from fazhi_tui.cli.parser import Arguments, Parser
from fazhi_tui.domain.assessment import (
    Benchmark,
    Entry,
    Evidence,
    Finding,
    Number,
    Rate,
    Reading,
    Score,
    Tier,
    Track,
    Value,
)
from fazhi_tui.domain.indicators import Clause, Duty, Indicator
from fazhi_tui.domain.lateness import late_parts
from fazhi_tui.domain.points import exact_points, plain_decimal
from fazhi_tui.wording.terms import STATES
from fazhi_tui.work.evidence import Found, file_state
from fazhi_tui.work.snapshot import Snapshot


def show_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("indicator", "指标", "指标编号，不写则列出全部", optional=True)
    parser.track()
    parser.at()


def show(desk: Desk, args: Arguments) -> int:
    """All indicators in a table, or one with everything said about it."""
    snapshot = desk.snapshot()
    track = args.track
    roster = snapshot.roster
    chosen = roster.set.indicators
    if args.indicator:
        chosen = (roster.indicator(args.indicator),)
    if desk.as_json:
        files = _files(desk, snapshot)
        desk.json([_plain(snapshot, indicator, track, files) for indicator in chosen])
        return 0
    if args.indicator:
        from fazhi_tui.cli.indicator_page import indicator_page

        desk.say("\n".join(indicator_page(snapshot, chosen[0], track, _files(desk, snapshot))))
        return 0
    from fazhi_tui.exports.contents.losses import by_indicator
    from fazhi_tui.exports.writing import render
    from fazhi_tui.work.brief import balance_line

    sheet = by_indicator(roster, snapshot.tally(track), stamp_of(snapshot, track))
    unit = args.unit and roster.heir(roster.unit(args.unit))
    for line in handed_back(snapshot, unit or ""):
        desk.say(line)
    desk.say(render(sheet, width=terminal_width()).rstrip("\n"))
    desk.say(balance_line(snapshot.tally(track)))
    return 0


def handed_back(snapshot: Snapshot, unit: str) -> Iterator[str]:
    """What the office wants mended, by `unit` or ("") by anybody, stands on top."""
    heir = snapshot.roster.heir
    for indicator in snapshot.roster.set.indicators:
        for mark in snapshot.assessment.entry(indicator.no).marks:
            if mark.state == "returned" and unit in {"", heir(mark.unit)}:
                told = f"第{indicator.no}项 {indicator.name}（{mark.unit}）"
                yield f"{STATES['returned']}：{told}：{mark.reason}"


# ── values for programs ──────────────────────────────────────────────────────────────────────


def _files(desk: Desk, snapshot: Snapshot) -> dict[str, Found]:
    """What is found now of the file of each evidence, by its id."""
    evidence = snapshot.assessment.evidence
    if not any(item.file for item in evidence.values()):
        return {}
    kept = desk.store.files.all()
    return {key: file_state(desk.store, kept, item) for key, item in evidence.items()}


def _plain(
    snapshot: Snapshot, indicator: Indicator, track: Track, files: dict[str, Found]
) -> dict[str, object]:
    assessment = snapshot.assessment
    entry = assessment.entry(indicator.no)
    score = snapshot.scores(track)[indicator.no]
    answered = {clause.clause: clause.answered for clause in score.clauses}
    return {
        "no": indicator.no,
        "name": indicator.name,
        "worth": exact_points(indicator.worth),
        "state": score.state,
        "duties": _duty(assessment.duty(indicator)),
        "clauses": [
            _clause(clause, entry, track, answered.get(clause.id, True))
            for clause in indicator.clauses
        ],
        "evidence": [_evidence(item, files) for item in assessment.evidence_of(indicator.no)],
        "note": _note(entry),
        "marks": [
            {"unit": mark.unit, "state": mark.state, "reason": mark.reason} for mark in entry.marks
        ],
        "late": [
            {"unit": part.unit, "at": part.at, "admitted": part.admitted}
            for part in late_parts(assessment)
            if part.indicator == indicator.no
        ],
    }


def _duty(duty: Duty) -> dict[str, object]:
    return {
        "lead": duty.lead,
        "competent": duty.competent,
        "supporting": duty.supporting,
        "leader": duty.leader,
        "person": duty.person,
        "due": duty.due,
    }


def _clause(clause: Clause, entry: Entry, track: Track, answered: bool) -> dict[str, object]:
    answers = entry.answers(track)
    return {
        "id": clause.id,
        "kind": type(clause.rule).__struct_config__.tag,
        "text": clause.text,
        "answered": answered,
        "readings": [_reading(item) for item in answers.readings if item.clause == clause.id],
        "findings": [_finding(item) for item in answers.findings if item.clause == clause.id],
    }


def _reading(reading: Reading) -> dict[str, object]:
    return {
        "answerer": reading.answerer,
        "subject": reading.subject,
        "form": type(reading.value).__struct_config__.tag,
        **_value(reading.value),
        "reason": reading.reason,
        "date": reading.date,
    }


def _value(value: Value) -> dict[str, str]:
    match value:
        case Rate(num, den, stated):
            shown = {"value": f"{plain_decimal(num)}/{plain_decimal(den)}"}
            return shown if stated is None else shown | {"stated": plain_decimal(stated)}
        case Number(number) | Benchmark(number):
            return {"value": plain_decimal(number)}
        case Tier(label):
            return {"value": label}
        case Score(points, scorer):
            return {"value": exact_points(points), "scorer": scorer}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "answerer": finding.answerer,
        "quantity": plain_decimal(finding.quantity),
        "level": finding.level,
        "subject": finding.subject,
        "bearers": [
            {"unit": unit, "weight": plain_decimal(weight)} for unit, weight in finding.bearers
        ],
        "reason": finding.reason,
        "date": finding.date,
    }


def _evidence(item: Evidence, files: dict[str, Found]) -> dict[str, object]:
    return {
        "id": item.id,
        "title": item.title,
        "unit": item.unit,
        "doc_no": item.doc_no,
        "date": item.date,
        "file": item.file,
        "url": item.url,
        "sha256": item.sha256,
        "file_state": files.get(item.id, ""),
        "asked": item.asked,
    }


def _note(entry: Entry) -> str:
    """The units' explanations; each with its unit where there are several."""
    if len(entry.notes) == 1:
        return entry.notes[0].text
    return "\n".join(f"{note.unit}：{note.text}" for note in entry.notes)
