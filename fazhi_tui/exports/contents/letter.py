"""A letter as a document in official layout, and as plain text to paste into an office system."""

from collections.abc import Iterable

from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.papers import Letter
from fazhi_tui.exports.cells import places_of
from fazhi_tui.exports.contents.columns import (
    LOST,
    ORDER,
    PROBLEM,
    SUM,
    date,
    number,
    text,
)
from fazhi_tui.exports.paper import FreshPage, Grid, Paper, Words
from fazhi_tui.exports.sheet import Cell, Column, Sheet
from fazhi_tui.exports.stamp import SHOWN_HASH
from fazhi_tui.wording.shown import chinese_date
from fazhi_tui.wording.terms import LETTERS

UNSIGNED_NUMBER = "　　　　〔　　　　〕　　号"
UNSIGNED_DATE = "　　　　年　　月　　日"
"""What stands where a number and a date are written in by hand."""

_ANNEX = "整改事项清单"


def letter_paper(roster: Roster, letter: Letter) -> Paper:
    """The whole letter, its annex on a page of its own."""
    blocks = [
        Words("number", letter.number or UNSIGNED_NUMBER),
        Words("title", letter.title),
        Words("to", f"{_name(roster, letter.unit)}："),
        *(Words("body", line) for line in _lines(letter)),
        Words("enclosure", f"附件：{_ANNEX}"),
        Words("office", _name(roster, roster.office)),
        Words("date", chinese_date(letter.date) or UNSIGNED_DATE),
    ]
    sheet = annex(roster, letter)
    return Paper(
        letter.title,
        (
            *blocks,
            FreshPage(),
            Words("annex", "附件"),
            Words("annex_title", sheet.title),
            Grid(sheet),
            Words("foot", "".join(sheet.notes)),
        ),
        official=True,
        origin=f"{letter.id} {letter.seq} {letter.head}",
    )


def letter_text(roster: Roster, letter: Letter) -> str:
    """The same words alone; what belongs to the layout is left to the office system."""
    lines = [
        letter.title,
        letter.number,
        "",
        f"{_name(roster, letter.unit)}：",
        *(f"　　{line}" for line in _lines(letter)),
        "",
        f"　　附件：{_ANNEX}",
        "",
        _name(roster, roster.office),
        chinese_date(letter.date) or UNSIGNED_DATE.strip(),
    ]
    if not letter.number:
        del lines[1]
    return "\n".join(lines) + "\n"


def _lines(letter: Letter) -> Iterable[str]:
    for paragraph in letter.paragraphs:
        yield from (line.strip() for line in paragraph.split("\n") if line.strip())


def _name(roster: Roster, unit: str) -> str:
    found = roster.units.get(unit)
    return (found.full_name if found else "") or unit


# ── the annex ────────────────────────────────────────────────────────────────────────────────


def annex(roster: Roster, letter: Letter) -> Sheet:
    """The matters of a letter as a table with room to write in; points only where they are told."""
    columns = [
        ORDER,
        text("指标", 18),
        PROBLEM,
        *([LOST] if letter.with_points else []),
        text("整改措施", 20, by_hand=True),
        text("责任人", 8, by_hand=True),
        date("整改时限"),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            place,
            f"{matter.indicator} {matter.name}",
            matter.problem,
            *((matter.lost,) if letter.with_points else ()),
            matter.measure or None,
            None,
            matter.due,
        )
        for place, matter in enumerate(letter.matters, 1)
    ]
    total: tuple[Cell, ...] | None = None
    if letter.with_points:
        lost = sum(matter.lost for matter in letter.matters)
        total = (SUM, None, None, lost, None, None, None)
    told = f"本表所列情况截至{chinese_date(letter.day)}（第{letter.seq}条记录，"
    return Sheet(
        name=_ANNEX,
        title=f"{letter.unit}{_ANNEX}",
        columns=tuple(columns),
        rows=tuple(rows),
        total=total,
        notes=(f"{told}台账校验值{letter.head[:SHOWN_HASH]}）。",),
        places=places_of(roster.set.quantum),
    )


# ── the register ─────────────────────────────────────────────────────────────────────────────

_REGISTER = (
    Column("编号", "text", "left", 16),
    text("主送单位", 16),
    Column("文种", "text", "center", 8),
    text("文号", 22),
    date("成文日期"),
    date("数字截至", spare=2),
    date("反馈时限"),
    number("事项", 6),
    Column("失分", "points", "right", 8, spare=1),
    text("状态", 12),
    text("所涉事项", 34, spare=3),
)


def register(roster: Roster, letters: Iterable[Letter], assessment: str) -> Sheet:
    """函件登记表: every letter with its number and its matters, as they were on its day."""
    listed = tuple(letters)
    return Sheet(
        name="函件登记表",
        title=f"{assessment}函件登记表",
        columns=_REGISTER,
        rows=tuple(_registered(letter) for letter in listed),
        empty="还没有拟过函件",
        places=places_of(roster.set.quantum),
    )


def _registered(letter: Letter) -> tuple[Cell, ...]:
    state = "已签发" if letter.number else "待签发"
    if letter.received:
        state = f"已签收（{'，'.join(filter(None, (letter.received, letter.received_by)))}）"
    return (
        letter.id,
        letter.unit,
        LETTERS[letter.kind],
        letter.number or None,
        letter.date or None,
        letter.day,
        letter.due,
        len(letter.matters),
        sum(matter.lost for matter in letter.matters),
        f"作废：{letter.void}" if letter.void else state,
        "\n".join(matter.gap for matter in letter.matters),
    )
