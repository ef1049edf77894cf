"""A set in the making as the text of a set file, with remarks for those who go over it."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct, field

from fazhi_tui.exchange.guessing import Guess
from fazhi_tui.exchange.tables import Cell
from fazhi_tui.exchange.toml_text import Value, show_value
from fazhi_tui.exchange.units_draft import UnitDraft

LEAD_UNKNOWN = "牵头单位待定"
IN_DOUBT = "请核对"
"""Stands in each remark on something that somebody has to confirm."""

_HEAD = """\
# 由“{file}”导入的指标体系。
#
# 分值、单位取自原表；评分细则的计分类型是按原文猜的，请逐条核对 kind 和数字。
# 带“请核对”的地方一定要看。改完以后用 fazhi check 检查一遍。
"""


class ClauseDraft(Struct):
    """A clause and what was guessed of it."""

    id: str
    guess: Guess


class IndicatorDraft(Struct):
    """An indicator in the making."""

    no: str
    name: str
    worth: Decimal
    worth_known: bool = True
    channel: str = "base"
    criterion: str = ""
    judged_by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    lead: str = ""
    competent: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    leader: str = ""
    person: str = ""
    due: str = ""
    clauses: list[ClauseDraft] = field(default_factory=list)
    joints: list[tuple[tuple[str, ...], Decimal]] = field(default_factory=list)


class GroupDraft(Struct):
    """A group in the making. `stated` is the worth the table gives it, and where."""

    no: str
    name: str
    stated: tuple[Decimal, Cell] | None = None
    worth: Decimal = Decimal(0)
    indicators: list[IndicatorDraft] = field(default_factory=list)


class AreaDraft(Struct):
    """An area in the making."""

    no: str
    name: str
    stated: tuple[Decimal, Cell] | None = None
    worth: Decimal = Decimal(0)
    groups: list[GroupDraft] = field(default_factory=list)


class SetDraft(Struct):
    """A whole set in the making."""

    title: str
    file: str
    as_published: bool = False
    areas: list[AreaDraft] = field(default_factory=list)
    units: list[UnitDraft] = field(default_factory=list)
    unit_groups: list[str] = field(default_factory=list)

    def count(self) -> int:
        """How many indicators there are."""
        return sum(len(group.indicators) for area in self.areas for group in area.groups)


def as_toml(draft: SetDraft) -> str:
    """The text of the set file."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: SetDraft) -> Iterator[str]:
    yield _HEAD.format(file=" ".join(draft.file.split()))
    yield "[set]"
    yield 'id = "imported"                   # 代号，请改成本地的'
    yield _pair("title", draft.title[:200])
    yield _pair("basis", f"导入自{draft.file}"[:200])
    yield _pair("total", sum((area.worth for area in draft.areas), Decimal(0)))
    if draft.as_published:
        yield f'sums = "as_published"             # 原表各级分值加不平，{IN_DOUBT}；改平后删去'
    for unit in draft.units:
        yield "\n[[unit]]"
        yield _pair("name", unit.name)
        if unit.aliases:
            yield _pair("aliases", tuple(unit.aliases))
        if not unit.bears:
            yield "bears = false                     # 不承担失分"
            yield "ranked = false"
    for name in draft.unit_groups:
        yield "\n[[unit_group]]"
        yield _pair("name", name)
        yield 'by_event = true                   # 有名单的，改写成 members = ["甲局", "乙局"]'
    for area in draft.areas:
        yield "\n[[area]]"
        yield from (_pair("no", area.no), _pair("name", area.name[:200]))
        yield _pair("worth", area.worth)
    for area in draft.areas:
        for group in area.groups:
            yield "\n[[group]]"
            yield from (_pair("no", group.no), _pair("area", area.no))
            yield from (_pair("name", group.name[:200]), _pair("worth", group.worth))
    for area in draft.areas:
        for group in area.groups:
            for indicator in group.indicators:
                yield from _indicator(indicator, group)


def _indicator(indicator: IndicatorDraft, group: GroupDraft) -> Iterator[str]:
    yield "\n[[indicator]]"
    yield from (_pair("no", indicator.no), _pair("group", group.no), _pair("name", indicator.name))
    worth = _pair("worth", indicator.worth)
    yield (worth if indicator.worth_known else f"{worth}     # 分值没有认出，{IN_DOUBT}")
    if indicator.channel != "base":
        yield _pair("channel", indicator.channel)
    if indicator.criterion:
        yield _pair("criterion", indicator.criterion)
    for key in ("judged_by", "evidence"):
        if values := getattr(indicator, key):
            yield _pair(key, values)
    yield _pair("lead", indicator.lead)
    for key in ("competent", "supporting"):
        if values := getattr(indicator, key):
            yield _pair(key, values)
    for key in ("leader", "person"):
        if value := getattr(indicator, key):
            yield _pair(key, value)
    if indicator.due:
        yield f"# 原表的时限：{indicator.due}"
    for clause in indicator.clauses:
        yield from _clause(clause, indicator)
    for ids, cap in indicator.joints:
        yield "\n[[indicator.joint]]                # 以上几条合计最多扣多少"
        yield from (_pair("clauses", ids), _pair("cap", cap))


def _clause(clause: ClauseDraft, indicator: IndicatorDraft) -> Iterator[str]:
    guess = clause.guess
    keys = dict(guess.keys)
    kind = guess.kind or "judged"
    yield "\n[[indicator.clause]]"
    if not guess.kind:
        yield f"# 没有认出怎样计分，先写成酌情，{IN_DOUBT}"
    elif guess.kind == "judged" and "max" not in keys and guess.cap is None:
        yield f"# 原文没有写最多扣多少，先按本项分值，{IN_DOUBT}"
    elif guess.note:
        yield f"# {guess.note}，{IN_DOUBT}"
    yield from (_pair("id", clause.id), _pair("kind", kind), _pair("text", guess.text))
    if guess.problem:
        yield _pair("problem", guess.problem)
    if kind == "judged":
        keys.setdefault("max", indicator.worth)
    if kind == "ratio" and "points" in keys and keys["points"] == indicator.worth:
        del keys["points"]
    for key, value in keys.items():
        yield _pair(key, value)
    if guess.cap is not None and kind != "veto":
        yield _pair("cap", guess.cap)
    if kind in {"per_count", "progressive"} and "target" not in keys:
        yield 'bearer = "named"'


def _pair(key: str, value: Value) -> str:
    return f"{key} = {show_value(value)}"
