"""From the snapshot to what the right side of the workbench shows of one indicator, or a branch."""

from msgspec.structs import replace

from fazhi_tui.domain.answering import spoken_for
from fazhi_tui.domain.assessment import (
    Answers,
    Benchmark,
    Entry,
    Evidence,
    Finding,
    Number,
    Rate,
    Reading,
    Score,
    Tier,
    Value,
    must_answer,
)
from fazhi_tui.domain.gaps import show_rate
from fazhi_tui.domain.indicators import (
    Clause,
    Fixed,
    Indicator,
    Judged,
    PerCount,
    RateGap,
    Tiers,
    Veto,
)
from fazhi_tui.domain.points import plain_decimal, show_points
from fazhi_tui.domain.scoring import ClauseScore, IndicatorScore
from fazhi_tui.domain.tally import Sum
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.presenting import DONE, glyph_of, minus, numeral, tone_of, wanted_view
from fazhi_tui.ui.screens.sifting import not_ones_own
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Line, Part, right
from fazhi_tui.ui.widgets.detail_layout import ClauseView, DetailView, ItemView, circled
from fazhi_tui.wording.terms import (
    CHANNELS,
    GLYPHS,
    NONE_OCCURRED,
    NOT_APPLICABLE,
    NOTHING,
    ROLES,
    VETO_EFFECTS,
    point_word,
    unit_name,
)


def detail_view(shown: Shown, key: str) -> DetailView:
    """The right side for a row of the tree."""
    indicator = shown.snapshot.roster.indicators.get(key)
    if indicator is None:
        return _branch_view(shown, key)
    return _indicator_view(shown, indicator)


def clause_key(clause: str, answerer: str) -> str:
    """The key of a clause's row: the clause, and which unit answers it there."""
    return f"{clause}|{answerer}"


def split_key(key: str) -> tuple[str, str]:
    """The clause and the answerer of a row's key."""
    clause, _, answerer = key.partition("|")
    return clause, answerer


def _indicator_view(shown: Shown, indicator: Indicator) -> DetailView:
    snapshot = shown.snapshot
    entry = snapshot.assessment.entry(indicator.no)
    score = snapshot.scores()[indicator.no]
    evidence = snapshot.assessment.evidence_of(indicator.no)
    findings = items_of(indicator, entry.own, score)
    row = next(row for row in snapshot.tally().rows if row.indicator.no == indicator.no)
    counted = f"{show_points(row.worth)} {point_word(snapshot.roster.set)}"
    converted = (("折合", counted),) if row.worth != score.worth else ()
    return DetailView(
        key=indicator.no,
        no=indicator.no,
        title=f"{indicator.no} {indicator.name}",
        figures=_figures(indicator, score),
        criterion=indicator.criterion,
        facts=facts_of(indicator, entry) + converted,
        notices=notices_of(entry, score),
        clauses=() if score.not_applicable else _clauses(shown, indicator, entry, score),
        findings=findings,
        findings_total=f"合计 {show_points(score.lost)}" if findings else "",
        evidence=tuple(map(evidence_view, evidence)),
        wanted=wanted_view(indicator, evidence),
    )


def _figures(indicator: Indicator, score: IndicatorScore) -> Line:
    parts: list[Part] = []
    if indicator.channel != "base":
        parts.append(
            (f"{CHANNELS[indicator.channel]} · 最多 {show_points(score.worth, 1)}", look.DIM)
        )
        parts.append((f" · 计 {show_points(score.lost)}", look.STRONG))
        if score.pending:
            parts.append((f" · 待定 {show_points(score.pending)}", look.PENDING))
        return tuple(parts)
    parts.append((f"满分 {show_points(score.worth, 1)}", look.DIM))
    parts.append((" · ", look.DIM))
    parts.append((f"得 {show_points(score.earned)}", look.GOOD))
    if score.lost or not score.pending:
        parts += [(" · ", look.DIM), (f"失 {show_points(score.lost)}", look.LOST)]
    if score.pending:
        parts += [(" · ", look.DIM), (f"待定 {show_points(score.pending)}", look.PENDING)]
    return tuple(parts)


def facts_of(indicator: Indicator, entry: Entry) -> tuple[tuple[str, str], ...]:
    duty = entry.duty or indicator.duty
    facts = [(ROLES["lead"], duty.lead)]
    for role, units in (("competent", duty.competent), ("supporting", duty.supporting)):
        if units:
            facts.append((ROLES[role], "、".join(units)))  # type: ignore[index]
    if duty.leader or duty.person:
        facts.append(("责任人", "、".join(name for name in (duty.leader, duty.person) if name)))
    if indicator.judged_by:
        facts.append(("评测", "、".join(indicator.judged_by)))
    return tuple(facts)


def notices_of(entry: Entry, score: IndicatorScore) -> tuple[Part, ...]:
    notices: list[Part] = []
    for item in entry.not_applicable:
        whom = f"{item.unit}：" if item.unit else ""
        by = f"（{item.decided_by}）" if item.decided_by else ""
        notices.append((f"— {NOT_APPLICABLE} {whom}{item.reason}{by}", look.DIM))
    for mark in entry.marks:
        sign, word = GLYPHS[mark.state]
        reason = f"：{mark.reason}" if mark.reason else ""
        tone = look.PENDING if mark.state == "returned" else look.LABEL
        notices.append((f"{sign} {mark.unit} {word}{reason}", tone))
    notices += [(f"说明 {note.unit}：{note.text}", look.DIM) for note in entry.notes if note.text]
    if not notices and score.state in DONE:
        glyph = glyph_of(score)
        notices.append((" ".join(GLYPHS[glyph]), tone_of(glyph)))
    return tuple(notices)


# ── clauses ──────────────────────────────────────────────────────────────────────────────────


def answerers_shown(shown: Shown, indicator: Indicator, clause: Clause) -> list[str]:
    """The units that have a row under a clause: one's own alone if one answers it."""
    entry = shown.snapshot.assessment.entry(indicator.no)
    roster = shown.snapshot.roster
    units = must_answer(roster, indicator, entry, clause)
    return spoken_for(roster, shown.unit, units) or [*units]


def _clauses(
    shown: Shown, indicator: Indicator, entry: Entry, score: IndicatorScore
) -> tuple[ClauseView, ...]:
    views: list[ClauseView] = []
    for clause, clause_score in zip(indicator.clauses, score.clauses, strict=True):
        units = answerers_shown(shown, indicator, clause)
        word = point_word(shown.snapshot.roster.set)
        for unit in units:
            view = clause_view(clause, clause_score, entry.own, unit, units, word=word)
            if not_ones_own(shown, unit):  # a key there tells why
                view = replace(view, typed=False, choices=())
            views.append(view)
    return tuple(views)


def clause_view(
    clause: Clause, score: ClauseScore, answers: Answers, unit: str, units: list[str], *, word: str
) -> ClauseView:
    first, alone = unit == units[0], len(units) == 1
    lead = ""
    if first and not alone:
        done = sum(answers.given_by(clause.id, who) for who in units)
        lead = f"{clause.text}（已填 {done}/{len(units)} 个单位）"
    answered = answers.given_by(clause.id, unit)
    text = clause.text if alone else f"↳ {unit}"
    rule = clause.rule
    labels = tuple(label for label, _ in rule.labels) if isinstance(rule, Tiers) else ()
    return ClauseView(
        key=clause_key(clause.id, unit),
        text=text,
        entry=entry_text(clause, answers, unit),
        unit=_unit(clause, word),
        loss=_loss(score) if first else "",
        remark="(封顶)" if first and score.rounded > score.lost else "",
        answered=answered,
        typed=not labels,
        choices=labels,
        hint=_hint(clause, word),
        numbered=first,
        lead=lead,
    )


def _loss(score: ClauseScore) -> str:
    if not score.answered and not score.lost:
        return ""
    return show_points(score.lost) if score.lost else "0"


def _unit(clause: Clause, word: str) -> str:
    if clause.takes_rate:
        return ""
    if isinstance(clause.rule, Judged):
        return word
    return clause.count_unit


def entry_text(clause: Clause, answers: Answers, unit: str) -> str:
    """What stands in the input cell."""
    findings = [f for f in answers.findings if f.clause == clause.id and unit in {"", f.answerer}]
    if findings:
        if isinstance(clause.rule, Fixed | Veto) and not clause.count_unit:
            return "有"
        return plain_decimal(sum((f.quantity for f in findings[1:]), findings[0].quantity))
    readings = readings_of(clause, answers, unit)
    silent = any(nil.clause == clause.id and unit in {"", nil.answerer} for nil in answers.nils)
    if silent and not readings:
        return NOTHING
    if len(readings) > 1:
        return f"{len(readings)}个单位"
    return value_text(readings[0].value) if readings else ""


def readings_of(clause: Clause, answers: Answers, unit: str) -> list[Reading]:
    """What a unit ("" any) measured under a clause, benchmarks left out."""
    return [
        reading
        for reading in answers.readings
        if reading.clause == clause.id
        and unit in {"", reading.answerer}
        and not isinstance(reading.value, Benchmark)
    ]


def value_text(value: Value) -> str:
    """A measured value as it is typed."""
    match value:
        case Number(number) | Benchmark(number):
            return plain_decimal(number)
        case Rate(num, den):
            return f"{plain_decimal(num)}/{plain_decimal(den)}"
        case Tier(label):
            return label
        case Score(points):
            return show_points(points)


def _hint(clause: Clause, word: str) -> str:
    """What may be typed."""
    rule = clause.rule
    if isinstance(rule, Judged):
        span = f"{show_points(rule.minimum)}～{show_points(rule.maximum)}"
        return f"酌情扣 {span} {word}，输入后写明理由"
    if clause.takes_rate:
        outside = isinstance(rule, RateGap) and rule.target is None
        more = "；对照值按 F3 登记" if outside else "；分单位按 F3 登记"
        return f"输入 分子/分母，如 9/10；{NONE_OCCURRED}输入 0/0" + more
    if isinstance(rule, Tiers):
        return "← → 选择" if rule.measure == "label" else "输入数值"
    if isinstance(rule, PerCount) and rule.target is not None:
        return f"输入实际达到的数（应达 {plain_decimal(rule.target)}）"
    if isinstance(rule, Fixed):
        return "有此情形输入 1，没有输入 0；注明单位和事由按 F3"
    if isinstance(rule, Veto):
        return f"一票否决（{VETO_EFFECTS[rule.effect]}）：有输入 1，没有输入 0"
    return "输入数量，没有输入 0；分单位、分笔登记按 F3"


# ── findings and evidence ────────────────────────────────────────────────────────────────────


def items_of(indicator: Indicator, answers: Answers, score: IndicatorScore) -> tuple[ItemView, ...]:
    """What costs points: every finding, and every reading that does or is about somebody."""
    order = {clause.id: place for place, clause in enumerate(indicator.clauses)}
    items: list[tuple[int, ItemView]] = []
    for finding in answers.findings:
        borne = [(p.unit, p.lost) for p in score.postings if p.finding == finding.id]
        clause = indicator.clause(finding.clause)
        view = ItemView(finding.id, _finding_text(clause, finding), _borne(borne))
        items.append((order[finding.clause], view))
    for reading in answers.readings:
        matter = f"{indicator.no}.{reading.clause}.{reading.answerer}"
        borne = [
            (p.unit, p.lost)
            for p in score.postings
            if not p.finding
            and p.gap.rpartition("/")[0] == matter
            and reading.subject in {"", p.unit}
        ]
        if borne or reading.subject or isinstance(reading.value, Benchmark):
            key = reading_key(reading)
            items.append(
                (order[reading.clause], ItemView(key, _reading_text(reading), _borne(borne)))
            )
    return tuple(
        ItemView(item.key, f"{circled(place + 1)} {item.text}", item.aside, item.tone)
        for place, item in sorted(items, key=lambda pair: pair[0])
    )


def reading_key(reading: Reading) -> str:
    """A key of a reading's row that no finding's id can be."""
    kind = "benchmark" if isinstance(reading.value, Benchmark) else "reading"
    return "|".join((kind, reading.clause, reading.answerer, reading.subject))


def item_of(answers: Answers, key: str) -> Finding | Reading | None:
    """The finding or reading of a row's key."""
    for finding in answers.findings:
        if finding.id == key:
            return finding
    return next((r for r in answers.readings if reading_key(r) == key), None)


def _finding_text(clause: Clause, finding: Finding) -> str:
    amount = plain_decimal(finding.quantity) + clause.count_unit
    if isinstance(clause.rule, Fixed | Veto) and not clause.count_unit:
        amount = ""
    parts = (amount, finding.level, finding.subject, finding.reason, finding.date)
    return " · ".join(part for part in parts if part) or clause.problem or clause.text


def _reading_text(reading: Reading) -> str:
    value = value_text(reading.value)
    if isinstance(reading.value, Benchmark):
        value = f"对照值 {value}%"
    elif isinstance(reading.value, Rate) and reading.value.den:
        value += f"（{show_rate(reading.value.num, reading.value.den)}%）"
    return " · ".join(part for part in (reading.subject, value, reading.reason) if part)


def _borne(borne: list[tuple[str, int]]) -> str:
    if not borne:
        return ""
    if len(borne) > 2:
        return f"{len(borne)} 个单位 {minus(sum(lost for _, lost in borne))}"
    return "、".join(f"{unit_name(unit)} {minus(lost)}" for unit, lost in borne)


def evidence_view(evidence: Evidence) -> ItemView:
    text = " ".join(part for part in (evidence.id, evidence.title, evidence.doc_no) if part)
    return ItemView(evidence.id, text, evidence.date, look.DIM)


# ── branches ─────────────────────────────────────────────────────────────────────────────────


def _branch_view(shown: Shown, key: str) -> DetailView:
    """An area or group: its sums and what is under it."""
    tally = shown.snapshot.tally()
    parts = {f"a{part.no}": part for part in tally.by_area}
    parts |= {f"g{part.no}": part for part in tally.by_group}
    part = parts.get(key)
    if part is None:
        return DetailView(key=key)
    under = [
        row
        for row in tally.by_indicator
        if key in {f"a{_place(shown, row).area}", f"g{_place(shown, row).group}"}
    ]
    body = [_sum_line(row) for row in under]
    name = f"{numeral(part.no) if key[0] == 'a' else part.no + ' '}{part.name}"
    figures: Line = (
        (f"满分 {show_points(part.worth, 1)}", look.DIM),
        (" · ", look.DIM),
        (f"得 {show_points(part.earned)}", look.GOOD),
        (" · ", look.DIM),
        (f"失 {show_points(part.lost)}", look.LOST),
    )
    if part.pending:
        figures += ((" · ", look.DIM), (f"待定 {show_points(part.pending)}", look.PENDING))
    return DetailView(key=key, no=part.no, title=name, figures=figures, body=tuple(body))


def _place(shown: Shown, row: Sum) -> Indicator:
    return shown.snapshot.roster.indicators[row.no]


def _sum_line(row: Sum) -> Line:
    return (
        (right(row.no, 5) + " ", look.LABEL),
        (right(minus(row.lost), 6), look.LOST if row.lost else look.DIM),
        (right(f"待{show_points(row.pending)}" if row.pending else "", 9) + "  ", look.PENDING),
        (row.name, look.PLAIN),
    )
