"""Asking for a spot check, what it found of one thing, and scores from outside."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import (
    Change,
    DrawSample,
    RecordCheck,
    RecordFinding,
    SetOutsideScores,
)
from fazhi_tui.domain.indicators import Clause, Indicator, Roster
from fazhi_tui.domain.points import Points, exact_points, read_count, read_points, show_points
from fazhi_tui.domain.records import Sample, Sampled
from fazhi_tui.ui.dialogs.finding import read_shares
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form
from fazhi_tui.wording.paper_words import SEVERAL_UNITS
from fazhi_tui.wording.terms import SAMPLED
from fazhi_tui.work.folders import typed_path

_POOLS: dict[str, Sampled] = {name: pool for pool, name in SAMPLED.items()}
_FINE = ("没有问题", "有问题")
_NOT_BOOKED = "不记"
_MOST = 6


def draw_form(seed: str) -> FormDialog:
    """What to draw, how many, and by which seed."""
    fields = (
        Field("pool", "抽什么", "", "choice", tuple(_POOLS), "← → 选择"),
        Field("size", "抽几项"),
        Field("seed", "种子", seed, hint="随机取的，可以改成任意几个字"),
    )

    def propose(values: Values) -> list[Change]:
        size = int(read_count(values["size"]))
        return [DrawSample(_POOLS[values["pool"]], size, values["seed"])]

    return change_form(
        "抽查", fields, propose, "抽取由种子决定，种子留下记录，谁都可以照着重抽核对。"
    )


# ── what was found ───────────────────────────────────────────────────────────────────────────


def check_form(roster: Roster, assessment: Assessment, sample: Sample, item: str) -> FormDialog:
    """What was found of one thing drawn; with a clause it is booked on the verified track."""
    known = sample.results.get(item)
    clauses = dict(_clauses(roster, assessment, sample, item))
    units = tuple(unit.name for unit in roster.set.units if unit.bears)
    fields = [
        Field("fine", "结果", _FINE[known is not None and not known.fine], "choice", _FINE,
              "← → 选择"),
        Field("note", "查到什么", known.note if known else "", "long", hint="有问题的一定要写"),
    ]  # fmt: skip
    if clauses and not (known and known.finding):
        fields += [
            Field("clause", "记在细则", "", "choice", (_NOT_BOOKED, *clauses),
                  "← → 选择；选了就同时记一笔核定的失分项"),
            Field("quantity", "数量", hint="记失分项时填，不填按 1 计"),
            Field("level", "档次", hint="分档的细则才填"),
            Field("subject", "所涉单位", "", "names", units, "按单位扣分的细则才填"),
            Field("bearers", "失分单位", "", "names", units, SEVERAL_UNITS),
        ]  # fmt: skip

    def propose(values: Values) -> list[Change]:
        chosen = clauses.get(values.get("clause", _NOT_BOOKED))
        finding = _finding(*chosen, values) if chosen else None
        fine = values["fine"] == _FINE[0]
        return [RecordCheck(sample.n, item, fine, values["note"], finding)]

    told = [f"{label}：{clause.text}" for label, (_, clause) in clauses.items()][:_MOST]
    return change_form(f"第{sample.n}次抽查：{item}", fields, propose, "\n".join(told))


def _clauses(
    roster: Roster, assessment: Assessment, sample: Sample, item: str
) -> Iterable[tuple[str, tuple[Indicator, Clause]]]:
    """The clauses that a finding may be booked on, by their label."""
    numbers: Sequence[str] = (item,)
    if sample.of == "evidence":
        evidence = assessment.evidence.get(item)
        numbers = evidence.indicators if evidence else ()
    for indicator in (roster.indicators[no] for no in numbers if no in roster.indicators):
        for clause in indicator.clauses:
            if clause.counts:
                yield f"{indicator.no}.{clause.id}", (indicator, clause)


def _finding(indicator: Indicator, clause: Clause, values: Values) -> RecordFinding:
    path = f"{indicator.no}.{clause.id}"
    made = RecordFinding(
        indicator.no,
        clause.id,
        track="verified",
        quantity=read_count(values["quantity"], path) if values["quantity"] else Decimal(1),
        bearers=read_shares(values["bearers"], path),
    )
    return replace(made, level=values["level"], subject=values["subject"])


# ── scores from outside ──────────────────────────────────────────────────────────────────────


def outside_form(indicator: Indicator, source: str, given: Points | None) -> FormDialog:
    """What somebody outside gives one indicator; emptied it is taken away."""
    value = "" if given is None else exact_points(given)
    fields = (
        Field("source", "来源", source, hint="谁评的，如 省初审、第三方"),
        Field("points", "得分", value, hint=f"0 到 {show_points(indicator.worth)}；清空即去掉"),
    )

    def propose(values: Values) -> list[Change]:
        text = values["points"]
        points = read_points(text, 1, indicator.no) if text else None
        return [SetOutsideScores(values["source"], {indicator.no: points})]

    return change_form(f"外部评分：{indicator.no}", fields, propose, indicator.name)


def outside_table_form(roster: Roster, source: str) -> FormDialog:
    """A table of scores from outside."""
    fields = (
        Field("source", "来源", source, hint="谁评的"),
        Field("file", "评分表", hint="工作簿或 .csv 的路径，要有“指标号”和“得分”两列"),
    )

    def propose(values: Values) -> list[Change]:
        from fazhi_tui.exchange.outside_table import read_outside_scores

        scores = read_outside_scores(typed_path(values["file"]), roster)
        return [SetOutsideScores(values["source"], {**scores})]

    return change_form("导入评分表", fields, propose)
