"""What was answered, in a few words: a measured value, a finding."""

from fazhi_tui.domain.assessment import Benchmark, Finding, Number, Rate, Score, Tier, Value
from fazhi_tui.domain.gaps import show_rate
from fazhi_tui.domain.indicators import Clause
from fazhi_tui.domain.points import plain_decimal, show_points
from fazhi_tui.wording.shown import quoted
from fazhi_tui.wording.terms import NONE_OCCURRED


def finding_text(clause: Clause, finding: Finding) -> str:
    """A finding in a few words: its id, level and quantity."""
    level = f" {finding.level}" if finding.level else ""
    return f"{finding.id}{level} {plain_decimal(finding.quantity)}{clause.count_unit or '次'}"


def value_text(value: Value) -> str:
    """A measured value as people write it."""
    match value:
        case Rate(num, den):
            shown = f"{plain_decimal(num)}/{plain_decimal(den)}"
            return f"{shown}（{show_rate(num, den)}%）" if den else f"{shown}（{NONE_OCCURRED}）"
        case Number(number):
            return plain_decimal(number)
        case Tier(label):
            return quoted(label)
        case Score(points, scorer):
            return f"{show_points(points)}（{scorer} 评）" if scorer else show_points(points)
        case Benchmark(number):
            return f"外部基准 {plain_decimal(number)}%"
