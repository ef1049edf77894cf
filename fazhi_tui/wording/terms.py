"""The words of the trade: one Chinese term for each name in the code."""

from typing import Literal, TypeAlias

from fazhi_tui.domain.assessment import State, Track
from fazhi_tui.domain.gaps import GapState
from fazhi_tui.domain.indicators import (
    UNATTRIBUTED,
    Channel,
    Fixed,
    IndicatorSet,
    Judged,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Role,
    Rule,
    Tiers,
    Veto,
)
from fazhi_tui.domain.papers import CutOff, LetterKind, Stage
from fazhi_tui.domain.problems import Severity
from fazhi_tui.domain.records import Sampled

Glyph: TypeAlias = Literal[
    "blank",
    "draft",
    "clean",
    "losing",
    "returned",
    "submitted",
    "accepted",
    "not_applicable",
    "none_occurred",
]
"""What a mark before an indicator can say; `answered` shows as clean or losing."""

TRACKS: dict[Track, str] = {"self": "自评", "verified": "核定"}
CHANNELS: dict[Channel, str] = {"base": "基本分", "bonus": "加分项", "penalty": "减分项"}
ROLES: dict[Role, str] = {"lead": "牵头", "competent": "主管", "supporting": "配合"}

RECTIFIER = "整改责任单位"
NOT_APPLICABLE = "不涉及"
NONE_OCCURRED = "本期未发生"
NOTHING = "无"
UNNAMED_UNIT = "失分单位待认定"

STATES: dict[State, str] = {
    "blank": "未填",
    "draft": "填报中",
    "returned": "退回修改",
    "answered": "已填",
    "submitted": "已报送",
    "accepted": "审核通过",
}

GLYPHS: dict[Glyph, tuple[str, str]] = {
    "blank": ("·", STATES["blank"]),
    "draft": ("◐", STATES["draft"]),
    "clean": ("✓", "已填无失分"),
    "losing": ("✗", "有失分"),
    "returned": ("↩", STATES["returned"]),
    "submitted": ("◉", STATES["submitted"]),
    "accepted": ("●", STATES["accepted"]),
    "not_applicable": ("—", NOT_APPLICABLE),
    "none_occurred": ("○", NONE_OCCURRED),
}

GAP_STATES: dict[GapState, str] = {
    "raised": "待制定措施",
    "planned": "已定措施",
    "in_progress": "整改中",
    "reported": "已报结",
    "will_not": "不予整改",
    "closed": "已销号",
}

LETTERS: dict[LetterKind, str] = {"prompt": "提示函", "supervision": "督办函", "request": "函"}
CUT_OFFS: dict[Stage, str] = {
    "submission": "送审稿",
    "deliberation": "审议稿",
    "final": "审定稿",
}

GUESSED = "（按次序对上，请核对）"
"""Beside a document asked for that another was taken for only by its place."""

SAMPLED: dict[Sampled, str] = {"indicators": "指标", "evidence": "印证材料"}

NUMERALS = "〇一二三四五六七八九"

KINDS: dict[type[Rule], str] = {
    Fixed: "定额",
    PerCount: "计次",
    Progressive: "累进",
    RateGap: "比率差",
    Ratio: "按比例",
    Tiers: "分档",
    Judged: "酌情",
    Veto: "一票否决",
}

VETO_HAPPENED = "发生一票否决"

VETO_EFFECTS: dict[Literal["no_award", "zero_area", "zero_all"], str] = {
    "no_award": "取消评优资格",
    "zero_area": "所在一级指标不得分",
    "zero_all": "全部不得分",
}


SEVERITIES: dict[Severity, str] = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}


def kind_of(rule: Rule) -> str:
    """The name of a rule's kind."""
    return KINDS[type(rule)]


def unit_name(unit: str) -> str:
    """A unit as people read it: losses without a bearer yet stand under a name of their own."""
    return UNNAMED_UNIT if unit == UNATTRIBUTED else unit


def point_word(indicator_set: IndicatorSet) -> str:
    """What a set counts in: points, or whatever else it names."""
    return indicator_set.point_name or "分"


def cut_off_name(cut_off: CutOff) -> str:
    """A cut-off as people call it: 送审稿, and 送审稿2 where that stage was fixed a second time."""
    return CUT_OFFS[cut_off.stage] + (str(cut_off.n) if cut_off.n > 1 else "")
