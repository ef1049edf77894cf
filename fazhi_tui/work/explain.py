"""Why a loss is what it is, step by step and adding up on the page, as lines of text.

clause as answered → exact → rounded → cap → floor of the indicator → shares by weight → remainder
→ the lines of each unit. For a unit: its lines by indicator, adding up to its loss.
"""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from fazhi_tui.domain.assessment import (
    Answers,
    Finding,
    Track,
)
from fazhi_tui.domain.bearing import Source, subject_of
from fazhi_tui.domain.indicators import Clause, Indicator, Roster, Veto
from fazhi_tui.domain.points import Points, exact_points, show_points
from fazhi_tui.domain.policies import Row
from fazhi_tui.domain.scoring import ClauseScore, IndicatorScore, Posting
from fazhi_tui.wording.terms import (
    NOT_APPLICABLE,
    NOTHING,
    STATES,
    TRACKS,
    kind_of,
    unit_name,
)
from fazhi_tui.work.snapshot import Snapshot
from fazhi_tui.work.values import finding_text, value_text

_MOST_TERMS = 12
"""A sum of more terms than this is not written out."""


class Step(Struct, frozen=True, omit_defaults=True):
    """One line of an explanation, with the figures it speaks of.

    `exact` in milli-points before any rounding, `points` after.
    """

    kind: str
    text: str
    points: Points | None = None
    exact: Fraction | None = None
    indicator: str = ""
    clause: str = ""
    unit: str = ""
    finding: str = ""

    def plain(self) -> dict[str, str | None]:
        """The step for programs; the exact figure as a fraction of points."""
        return {
            "step": self.kind,
            "indicator": self.indicator or None,
            "clause": self.clause or None,
            "unit": unit_name(self.unit) or None,
            "finding": self.finding or None,
            "exact": None if self.exact is None else str(self.exact / 1000),
            "points": None if self.points is None else exact_points(self.points),
            "text": self.text,
        }


# ── one indicator ────────────────────────────────────────────────────────────────────────────


def why_indicator(snapshot: Snapshot, indicator: Indicator, track: Track) -> tuple[Step, ...]:
    """From what was answered to what each unit bears."""
    score = snapshot.scores(track)[indicator.no]
    entry = snapshot.assessment.entry(indicator.no)
    head = f"第{indicator.no}项　{indicator.name}"
    head += f"（满分 {show_points(indicator.worth)}，{TRACKS[track]}）"
    steps = [Step("indicator", head, score.worth, indicator=indicator.no)]
    whole = entry.excused("")
    if whole:
        left_out = snapshot.roster.set.not_applicable == "exclude"
        counted = "汇总时剔除，分值折算到其他各项。" if left_out else "按满分计，没有失分。"
        told = f"{NOT_APPLICABLE}：{whole.reason}。{counted}"
        return (*steps, Step("not_applicable", told, 0, indicator=indicator.no))
    excused = {item.unit for item in entry.not_applicable}
    steps += _clauses(indicator, entry.answers(track), score, excused)
    steps += _floor(indicator, score)
    if score.lost:
        steps += _shares(snapshot, indicator, score)
    row = next(row for row in snapshot.tally(track).rows if row.indicator.no == indicator.no)
    steps += _policy(row)
    return tuple(steps)


_VETOED = " → 本条不另扣分，汇总时按一票否决计"


def _clauses(
    indicator: Indicator, answers: Answers, score: IndicatorScore, excused: Collection[str]
) -> Iterator[Step]:
    for clause, part in zip(indicator.clauses, score.clauses, strict=True):
        told = f"  {clause.id}　{kind_of(clause.rule)}：{clause.text or clause.problem}"
        yield Step("rule", told, indicator=indicator.no, clause=clause.id)
        silent = NOTHING if part.answered else STATES["blank"]
        said = "、".join(_said(clause, answers, excused)) or silent
        vetoed = isinstance(clause.rule, Veto) and any(
            finding.clause == clause.id and subject_of(finding) not in excused
            for finding in answers.findings
        )
        yield Step(
            "clause",
            f"     {said}{_VETOED if vetoed else _loss(indicator, clause, part)}",
            part.lost,
            part.exact,
            indicator.no,
            clause.id,
        )


def _said(clause: Clause, answers: Answers, excused: Collection[str]) -> Iterator[str]:
    """What was entered under a clause; what is about a unit that is `excused` does not count."""
    sources: tuple[Source, ...] = (*answers.findings, *answers.readings)
    for source in sources:
        if source.clause != clause.id:
            continue
        if isinstance(source, Finding):
            told = finding_text(clause, source)
        else:
            told = f"{source.subject or source.answerer} {value_text(source.value)}"
        aside = subject_of(source) in excused
        yield f"{told}（{NOT_APPLICABLE}，不计）" if aside else told


def _loss(indicator: Indicator, clause: Clause, part: ClauseScore) -> str:
    """The clause's loss from exact to capped, only the steps that change something."""
    if not part.exact:
        return "，不失分" if part.answered else ""
    told = f" → 准确数 {exact_text(part.exact)}"
    if part.exact != part.rounded:
        told += f"，四舍五入为 {show_points(part.rounded)}"
    alone = part.rounded
    if clause.cap is not None and clause.cap < alone:
        alone = clause.cap
        told += f"，最多扣 {show_points(alone)}"
    if part.lost != alone:
        told += f"，{_together(indicator, clause)}"
    return f"{told}，失 {show_points(part.lost)}"


def _together(indicator: Indicator, clause: Clause) -> str:
    """How a clause counts with others that share a cap, or of which only the highest counts."""
    joints = [joint for joint in indicator.joints if clause.id in joint.clauses]
    told = (
        f"与 {'、'.join(other for other in joint.clauses if other != clause.id)} "
        + ("就高不重复" if joint.cap is None else f"合计最多 {show_points(joint.cap)}")
        for joint in joints
    )
    return "，".join(told)


def exact_text(exact: Fraction) -> str:
    """An exact amount (milli-points) in points: a decimal where it ends, else its fraction too."""
    points = exact / 1000
    digits = 0
    while digits < 6 and (points * 10**digits).denominator != 1:
        digits += 1
    scaled = points * 10**digits
    if scaled.denominator == 1:
        return show_points(int(exact)) if exact.denominator == 1 else _decimal(scaled, digits)
    return f"{_decimal(Fraction(int(points * 10_000)), 4)}…（{points}）"


def _decimal(scaled: Fraction, digits: int) -> str:
    whole, rest = divmod(int(scaled), 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)


def _floor(indicator: Indicator, score: IndicatorScore) -> Iterator[Step]:
    """The clauses added up, held to the worth, and what is earned and pending."""
    losses = [part.lost for part in score.clauses]
    told = f"本项合计：{_sum_text(losses)}"
    if score.lost < sum(losses):
        told += f"，超过本项分值，按 {show_points(score.lost)} 计"
    elif score.lost > score.worth:
        told += "，可以超过本项分值"
    yield Step("floor", told, score.lost, indicator=indicator.no)
    if score.channel == "base":
        balance = score.earned + score.lost + score.pending == score.worth
        yield Step(
            "balance",
            f"得 {show_points(score.earned)} + 失 {show_points(score.lost)}"
            f" + 待定 {show_points(score.pending)} = {show_points(score.worth)} {_tick(balance)}",
            score.worth,
            indicator=indicator.no,
        )


def _shares(snapshot: Snapshot, indicator: Indicator, score: IndicatorScore) -> Iterator[Step]:
    """The loss over units by weight, the remainder, and each unit's amount over its lines."""
    quantum = snapshot.roster.set.quantum
    exact = exact_shares(snapshot.roster, score)
    yield Step("shares", "按权重记到单位，再记到每一笔：", score.lost, indicator=indicator.no)
    raised = []
    for unit, share in score.shares:
        if share > exact[unit]:
            raised.append(unit_name(unit))
        yield Step(
            "share",
            f"  {unit_name(unit)}　准确数 {exact_text(exact[unit])}，记 {show_points(share)}",
            share,
            exact[unit],
            indicator.no,
            unit=unit,
        )
        own = [posting for posting in score.postings if posting.unit == unit]
        yield from (_line(indicator, posting) for posting in own)
    if raised:
        told = f"  都先舍到 {show_points(quantum)} 分，余下的按余数大小补给：{'、'.join(raised)}"
        yield Step("remainder", told, quantum * len(raised), indicator=indicator.no)
    shares = [share for _, share in score.shares]
    tick = _tick(sum(shares) == score.lost)
    yield Step("sum", f"  合计 {_sum_text(shares)} {tick}", sum(shares), indicator=indicator.no)


def exact_shares(roster: Roster, score: IndicatorScore) -> dict[str, Fraction]:
    """What each unit would bear if nothing were rounded (milli-points), its heir for one gone."""
    parts: dict[str, Fraction] = {unit: Fraction(0) for unit, _ in score.shares}
    for clause in score.clauses:
        for charge in clause.charges:
            if clause.top:
                unit = roster.heir(charge.unit)
                parts[unit] += Fraction(clause.lost * charge.top, clause.top)
    total = sum(parts.values(), Fraction(0))
    return {unit: score.lost * part / total if total else part for unit, part in parts.items()}


def _line(indicator: Indicator, posting: Posting, problem: str = "") -> Step:
    matter = posting.gap.rpartition("/")[0]
    told = f"     {matter}　{problem}　" if problem else f"     {matter}　"
    if posting.before_caps != posting.lost:
        told += f"封顶前 {show_points(posting.before_caps)}，"
    told += f"应担 {show_points(posting.lost)}"
    if posting.by_default:
        told += "（没有写明单位，缺省记入）"
    return Step(
        "posting",
        told,
        posting.lost,
        None,
        indicator.no,
        posting.clause,
        posting.unit,
        posting.finding,
    )


def _policy(row: Row) -> Iterator[Step]:
    """What the set's policies make of it afterwards, where they change anything."""
    score = row.score
    if (row.worth, row.lost) == (score.worth, score.lost):
        return
    shares = "、".join(f"{unit_name(unit)} {show_points(share)}" for unit, share in row.shares)
    told = f"{_POLICIES}：满分 {show_points(row.worth)}，失 {show_points(row.lost)}"
    told += f"（{shares}）" if shares else ""
    yield Step("policy", told, row.lost, indicator=row.indicator.no)


_POLICIES = "汇总时再经折算、加减分上限和一票否决"


# ── one unit ─────────────────────────────────────────────────────────────────────────────────


def why_unit(snapshot: Snapshot, unit: str, track: Track) -> tuple[Step, ...]:
    """A unit's lines by indicator, adding up to its loss; `unit` may be the unattributed."""
    tally = snapshot.tally(track)
    problems = {gap.id: gap.problem for gap in snapshot.gaps(track)}
    head = f"{unit_name(unit)}（{TRACKS[track]}）"
    steps = [Step("unit", head, unit=unit)]
    for channel, name in (("base", "失分"), ("penalty", "减分"), ("bonus", "加分")):
        rows = [row for row in tally.rows if row.score.channel == channel]
        borne = [(row, dict(row.shares).get(unit)) for row in rows]
        shares = [(row, share) for row, share in borne if share is not None]
        if not shares and channel != "base":
            continue
        for row, share in shares:
            steps += _of_unit(row, unit, share, problems)
        amounts = [share for _, share in shares]
        steps.append(Step("sum", f"{name}合计 {_sum_text(amounts)}", sum(amounts), unit=unit))
    account = next((account for account in tally.by_unit if account.unit == unit), None)
    lost = account.lost if account else tally.unattributed if unit_name(unit) != unit else 0
    added = next(step.points for step in steps if step.kind == "sum")
    told = f"汇总表里的失分 {show_points(lost)} {_tick(added == lost)}"
    return (*steps, Step("balance", told, lost, unit=unit))


def _of_unit(row: Row, unit: str, share: Points, problems: dict[str, str]) -> Iterator[Step]:
    indicator = row.indicator
    told = f"  第{indicator.no}项　{indicator.name}　{show_points(share)}"
    yield Step("indicator", told, share, indicator=indicator.no, unit=unit)
    own = [posting for posting in row.score.postings if posting.unit == unit]
    for posting in own:
        yield _line(indicator, posting, problems.get(posting.gap, ""))
    native = sum(posting.lost for posting in own)
    if native != share:
        told = f"     {_POLICIES}，{show_points(native)} 变为 {show_points(share)}"
        yield Step("policy", told, share - native, indicator=indicator.no, unit=unit)


# ── sums ─────────────────────────────────────────────────────────────────────────────────────


def _sum_text(amounts: Sequence[Points]) -> str:
    terms = [show_points(amount) for amount in amounts if amount]
    total = show_points(sum(amounts))
    if 1 < len(terms) <= _MOST_TERMS:
        return f"{' + '.join(terms)} = {total}"
    return total


def _tick(holds: bool) -> str:
    return "✓" if holds else "✗"
