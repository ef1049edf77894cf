"""The workbook a unit fills in: its pages, columns, hidden keys and words, said once.

    说明 ─ 退回事项 ─ 填报 ─ 失分明细 ─ 分单位数据 ─ 印证材料 ─ 自评说明 ─ (identity, hidden)

Who writes it and who reads it back go by these tables and nothing else. Every page has its keys
in the hidden first column: in the row of the headings the page's tag, below it one key for each
row. A row that lost its key is known by what stands in its visible columns; a page that was renamed
or carried into another file is known by its tag.
"""

import re
from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.domain.indicators import Clause, Fixed, Judged, PerCount, Tiers, Veto
from fazhi_tui.domain.points import plain_decimal, show_points
from fazhi_tui.wording import NONE_OCCURRED, NOTHING

FORMAT = 1
"""Raised when a reader of the layout before could misunderstand what it finds."""

# ── words in cells ───────────────────────────────────────────────────────────────────────────

CLEAR = "清空"
"""Takes back what the unit said there; an empty cell says nothing."""

NO_LOSS = "无失分"
"""Nothing to report under a clause of any form; for counts 无 and 0 say the same."""

SEE_ROWS = "见明细"
"""The answer stands on the page of findings, or on that of figures by unit."""

YES, NO = "是", "否"
HAPPENED = "有"

FINAL, DRAFT = "正式报送", "草稿"
"""What the unit means by sending the file: to hand in what is complete, or only to show it."""

MOST_REPORTS = 999
"""What 第几次报送 may be at most: a year or a telephone number is a slip."""

# ── pages ────────────────────────────────────────────────────────────────────────────────────

PageKind: TypeAlias = Literal[
    "cover", "returned", "answers", "findings", "figures", "evidence", "notes"
]


class Column(Struct, frozen=True):
    """One column: its name in the code, its heading, its width, whether the unit writes there.

    What `names` its row says nothing by itself.
    """

    key: str
    heading: str
    width: float
    entry: bool = False
    names: bool = False


class Page(Struct, frozen=True):
    """One page. Column A of the worksheet holds the keys; `columns` begin in column B."""

    kind: PageKind
    name: str
    columns: tuple[Column, ...]


COVER = Page("cover", "说明", (Column("label", "项目", 18), Column("value", "内容", 46, True)))

RETURNED = Page(
    "returned",
    "退回事项",
    (Column("no", "指标", 6), Column("name", "指标名称", 34), Column("reason", "退回理由", 80)),
)

ANSWERS = Page(
    "answers",
    "填报",
    (
        Column("no", "指标", 6),
        Column("name", "指标名称和标准", 25),
        Column("clause", "细则", 7),
        Column("text", "评分细则", 36),
        Column("how", "填什么", 12),
        Column("value", "填写", 10, True),
        Column("num", "分子", 7.5, True),
        Column("den", "分母", 7.5, True),
        Column("stated", "材料上的比率(%)", 9, True),
        Column("reason", "原因、情况", 26, True),
        Column("state", "状态", 9),
    ),
)
"""One row for each clause; key `50.a`, and `67.b/benchmark` for the rate it is compared with."""

FINDINGS = Page(
    "findings",
    "失分明细",
    (
        Column("clause", "细则", 36, True),
        Column("quantity", "数量", 8, True),
        Column("level", "等级", 10, True),
        Column("bearers", "失分单位", 26, True),
        Column("subject", "涉及单位", 16, True),
        Column("reason", "事由", 36, True),
        Column("date", "日期", 12, True),
    ),
)
"""One row for each matter that costs points; key: the finding's id, none in a new row."""

FIGURES = Page(
    "figures",
    "分单位数据",
    (
        Column("clause", "细则", 36, True, names=True),
        Column("subject", "单位", 18, True, names=True),
        Column("value", "数值", 9, True),
        Column("num", "分子", 9, True),
        Column("den", "分母", 9, True),
        Column("stated", "材料上的比率(%)", 10, True),
        Column("reason", "原因、情况", 36, True),
        Column("date", "日期", 12, True),
    ),
)
"""One row for each unit a figure is about; key `62.a/市城管局`, none in a new row."""

EVIDENCE = Page(
    "evidence",
    "印证材料",
    (
        Column("indicators", "指标", 10, True, names=True),
        Column("asked", "要求提供的材料", 32),
        Column("title", "材料名称", 36, True),
        Column("doc_no", "文号", 18, True),
        Column("date", "成文日期", 12, True),
        Column("file", "文件名或存放处", 24, True),
        Column("url", "网址", 20, True),
    ),
)
"""One row for each document; key: its id, `50/asked/1` where one is asked for, else none."""

NOTES = Page(
    "notes",
    "自评说明",
    (
        Column("no", "指标", 6),
        Column("name", "指标名称", 32),
        Column("note", "自评说明", 66, True),
        Column("na", "不涉及", 8, True),
        Column("na_reason", "不涉及的理由", 32, True),
        Column("state", "状态", 9),
    ),
)
"""One row for each indicator; key: its number."""

PAGES: tuple[Page, ...] = (COVER, RETURNED, ANSWERS, FINDINGS, FIGURES, EVIDENCE, NOTES)

# ── the cover's own answers ──────────────────────────────────────────────────────────────────

COVER_LABELS: dict[str, str] = {
    "unit": "填报单位",
    "round": "自评轮次",
    "report": "第几次报送",
    "purpose": "报送性质",
    "filler": "填报人",
    "phone": "联系电话",
}
COVER_ENTRIES = ("report", "purpose", "filler", "phone")
"""Key in column A to the label in column B; the value stands in column C."""

# ── the hidden identity ──────────────────────────────────────────────────────────────────────

IDENTITY = "_fazhi"
"""The hidden page of two columns, name and value; drop-down lists stand to their right."""


class Identity(Struct, frozen=True, omit_defaults=True):
    """Which assessment and unit a workbook is for, and what the unit's answers were based on.

    `report` is the 第几次报送 it was sent out for; `seq` and `head` name the journal's last line.
    """

    format: int
    assessment: str
    name: str
    set_id: str
    set_sha256: str
    unit: str
    seq: int
    head: str
    report: int = 1


_TAG = re.compile(r"fazhi/([0-9]{1,9})/([a-z]+)/([0-9a-f-]{36})/(.+)")


def tag_of(page: PageKind, identity: Identity) -> str:
    """What stands in column A beside the headings of a page."""
    return f"fazhi/{identity.format}/{page}/{identity.assessment}/{identity.unit}"


def read_tag(text: str) -> tuple[int, str, str, str] | None:
    """Format, page, assessment and unit of a tag; None where it is none."""
    found = _TAG.fullmatch(text.strip())
    if found is None:
        return None
    form, page, assessment, unit = found.groups()
    return int(form), page, assessment, unit


# ── keys and labels of rows ──────────────────────────────────────────────────────────────────

BENCHMARK = "benchmark"
_ASKED = re.compile(r"(.+)/asked/([0-9]{1,9})")
_LABEL_LONGEST = 16


def clause_key(no: str, clause: Clause, part: str = "") -> str:
    """The key of a clause's row: `50.a`, `67.b/benchmark`, `62.a/市城管局`."""
    key = f"{no}.{clause.id}"
    return f"{key}/{part}" if part else key


def clause_label(no: str, clause: Clause) -> str:
    """A clause as it is chosen from a list: its key and how its text begins."""
    text = " ".join(clause.text.split())
    short = text if len(text) <= _LABEL_LONGEST else f"{text[: _LABEL_LONGEST - 1]}…"
    return f"{no}.{clause.id} {short}"


def asked_key(no: str, place: int) -> str:
    """The key of a row for a document that an indicator asks for: `50/asked/1`."""
    return f"{no}/asked/{place}"


def asked_in(key: str) -> tuple[str, int]:
    """The indicator and the place in such a key; "" where it is none."""
    found = _ASKED.fullmatch(key)
    return (found[1], int(found[2])) if found else ("", 0)


def key_in(text: str) -> str:
    """The clause's key that a row's key or label begins with."""
    key = text.strip().partition("/")[0]
    return key.split(maxsplit=1)[0] if key else ""


# ── what a clause takes ──────────────────────────────────────────────────────────────────────

Asked: TypeAlias = Literal[
    "yes_no", "count", "amount", "levels", "reached", "rate", "number", "tier", "points"
]


def asked_form(clause: Clause) -> Asked:
    """What is to be filled in under a clause.

    `count` is of cases, `amount` of something in steps (万元), `levels` goes by rows of the page
    of findings, `reached` is what was done of what was due.
    """
    rule = clause.rule
    match rule:
        case Fixed() | Veto():
            return "count" if clause.count_unit else "yes_no"
        case PerCount():
            if rule.target is not None:
                return "reached"
            if rule.levels:
                return "levels"
            return "amount" if rule.step is not None else "count"
        case Tiers(measure="label"):
            return "tier"
        case Tiers(measure="number"):
            return "number"
        case Judged():
            return "points"
    return "rate" if clause.takes_rate else "count"


def choices(clause: Clause) -> tuple[str, ...]:
    """What the drop-down of a clause's 填写 offers; () where a number is typed."""
    match asked_form(clause):
        case "yes_no":
            return (NOTHING, HAPPENED, SEE_ROWS, CLEAR)
        case "levels":
            return (NOTHING, SEE_ROWS, CLEAR)
        case "rate":
            return (NONE_OCCURRED, NO_LOSS, SEE_ROWS, CLEAR)
        case "tier" if isinstance(clause.rule, Tiers):
            labels = tuple(label for label, _ in clause.rule.labels)
            return (*labels, SEE_ROWS, CLEAR) if by_unit(clause) else (*labels, CLEAR)
        case _:
            return ()


def by_unit(clause: Clause) -> bool:
    """Whether its figures may stand on the page of figures by unit."""
    return clause.by_subject and not clause.counts


def how(clause: Clause, word: str = "分") -> str:
    """What is to be filled in under a clause, in a few words."""
    unit, rule = clause.count_unit, clause.rule
    match asked_form(clause):
        case "yes_no":
            told = "有或者无"
        case "count":
            told = f"{unit or '次'}数\n没有填 0"
        case "amount":
            told = f"数量{f'（{unit}）' if unit else ''}\n没有填 0"
        case "levels":
            told = "没有选“无”\n有的填明细"
        case "reached" if isinstance(rule, PerCount) and rule.target is not None:
            told = f"实际{unit or '次'}数\n应达 {plain_decimal(rule.target)}"
        case "points" if isinstance(rule, Judged):
            low, high = show_points(rule.minimum, 0), show_points(rule.maximum, 0)
            told = f"{low}～{high} {word}\n写明理由"
        case "rate":
            told = "分子、分母\n没有发生填 0/0"
        case "tier":
            told = "选一档"
        case _:
            told = "数值"
    if clause.counts and clause.bearer == "named":
        return f"{told}\n写明是哪家的"
    return told
