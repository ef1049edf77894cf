"""How the lines of one indicator are laid out for a width: a pure function from values to lines."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Line, Part, cut, left, right, wrap

Kind = Literal["clause", "finding", "evidence"]


class ClauseView(Struct, frozen=True):
    """One clause, or one unit's part of it: its words, what is entered, what it costs.

    `lead`: the clause's own words, above the first of several units' rows.

    `beside`: what somebody else says of it, on a line below, with its colour.

    `typed`: a number can be typed in place. `choices`: one of these can be chosen in place.
    Neither: only its dialog will do.
    """

    key: str
    text: str
    entry: str
    unit: str = ""
    loss: str = ""
    remark: str = ""
    answered: bool = False
    typed: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    numbered: bool = True
    lead: str = ""
    beside: Part | None = None


class ItemView(Struct, frozen=True):
    """A finding or a piece of evidence: words on the left, a figure on the right."""

    key: str
    text: str
    aside: str = ""
    tone: Style = look.LOST


class DetailView(Struct, frozen=True):
    """Everything the right side shows of one indicator, in plain words."""

    key: str = ""
    no: str = ""
    title: str = ""
    figures: Line = ()
    criterion: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    notices: tuple[Part, ...] = ()
    clauses: tuple[ClauseView, ...] = ()
    findings: tuple[ItemView, ...] = ()
    findings_total: str = ""
    evidence: tuple[ItemView, ...] = ()
    wanted: tuple[tuple[str, str], ...] = ()
    body: tuple[Line, ...] = ()

    @property
    def rows(self) -> list[tuple[Kind, str]]:
        """What the cursor can stand on, in the order of the stops."""
        rows: list[tuple[Kind, str]] = [("clause", clause.key) for clause in self.clauses]
        rows += [("finding", item.key) for item in self.findings]
        return rows + [("evidence", item.key) for item in self.evidence]


class Stop(Struct, frozen=True):
    """A row of the cursor: what it is, and which lines it takes."""

    kind: Kind
    key: str
    rows: range


class Layout(Struct, frozen=True):
    """The lines, the stops among them, and where the input cell of the cursor's clause begins."""

    lines: list[Line] = []
    stops: list[Stop] = []
    field: tuple[int, int] = (0, 0)
    room: int = 0


class _Sheet:
    """Lines being laid out, with the stops found so far."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[Line] = []
        self.stops: list[Stop] = []
        self.field = (0, 0)
        self.room = 0

    def labelled(self, label: str, text: str) -> None:
        """A label and text that wraps beside it."""
        indent = cell_len(label) + 2
        for index, part in enumerate(wrap(text, self.width - indent - 1)):
            head: Part = (f" {label} ", look.LABEL) if index == 0 else (" " * indent, look.DIM)
            self.lines.append((head, (part, look.PLAIN)))

    def blank(self) -> None:
        """An empty line, unless one stands there."""
        if self.lines and self.lines[-1]:
            self.lines.append(())


def lay_out(
    view: DetailView,
    width: int,
    cursor: int,
    buffer: str | None,
    trouble: str,
    *,
    heading: str = "",
) -> Layout:
    """The lines of `view` in `width` cells; `buffer` is being typed at the stop `cursor`.

    `heading` is the title where the frame has no room for it.
    """
    sheet = _Sheet(width)
    if heading:
        sheet.lines.extend(((" " + part, look.STRONG),) for part in wrap(heading, width - 2))
    if view.body:
        sheet.lines.extend(view.body)
        return Layout(sheet.lines, sheet.stops)
    if view.criterion:
        sheet.labelled("标准", view.criterion)
    _facts(sheet, view.facts)
    for text, style in view.notices:
        sheet.lines.extend(((" " + part, style),) for part in wrap(text, width - 2))
    if view.clauses:
        sheet.blank()
        _clauses(sheet, view.clauses, cursor, buffer, trouble)
    if view.findings:
        sheet.blank()
        _items(
            sheet, "finding", f"失分项 {len(view.findings)} 笔", view.findings_total, view.findings
        )
    if view.evidence or view.wanted:
        sheet.blank()
        _items(sheet, "evidence", f"印证材料 {len(view.evidence)} 件", "", view.evidence)
        for label, text in view.wanted:
            for index, part in enumerate(wrap(text, width - 8)):
                before = f"   {label} " if not index else " " * 8
                sheet.lines.append(((before, look.DIM), (part, look.DIM)))
    return Layout(sheet.lines, sheet.stops, sheet.field, sheet.room)


def _facts(sheet: _Sheet, facts: Sequence[tuple[str, str]]) -> None:
    """Short labelled facts, as many on a line as go."""
    line: list[Part] = []
    used = 0
    for label, text in facts:
        size = cell_len(label) + 1 + min(cell_len(text), sheet.width - 8)
        if line and used + 3 + size > sheet.width - 2:
            sheet.lines.append(tuple(line))
            line, used = [], 0
        gap = " · " if line else " "
        line += [(gap, look.DIM), (label + " ", look.LABEL), (text, look.PLAIN)]
        used += len(gap) + size
    if line:
        sheet.lines.append(tuple(line))


_WIDE = 58
_LOSS_WIDTH = 12


def _clauses(
    sheet: _Sheet, clauses: Sequence[ClauseView], cursor: int, buffer: str | None, trouble: str
) -> None:
    """The table of clauses: words wrap on the left, the input cell and the loss on the right."""
    unit_width = max(cell_len(clause.unit) for clause in clauses)
    entry_width = _entry_width(clauses, buffer or "") + unit_width
    tail_width = entry_width + _LOSS_WIDTH
    sheet.lines.append(
        (
            (" " + left("评分细则", sheet.width - tail_width - 2), look.LABEL),
            (left("次数/数值", entry_width), look.DIM),
            (right("扣分", _LOSS_WIDTH) + " ", look.DIM),
        )
    )
    number = 0
    for index, clause in enumerate(clauses):
        start, current = len(sheet.lines), index == cursor
        number += clause.numbered
        mark = circled(number) if clause.numbered else " "
        typed = buffer if current else None
        if clause.lead:
            empty = (" " * entry_width, look.PLAIN)
            _clause_text(sheet, mark, clause.lead, (empty, *_loss(clause)), tail_width)
            start, mark = len(sheet.lines), " "
        cell = _entry(clause, typed, entry_width - unit_width)
        tail = (
            *cell,
            (left(clause.unit, unit_width), look.DIM),
            *_loss(clause, told=bool(clause.lead)),
        )
        row = _clause_text(sheet, mark, clause.text, tail, tail_width)
        if clause.beside:
            words, tone = clause.beside
            sheet.lines.extend((("   " + part, tone),) for part in wrap(words, sheet.width - 5))
        if current:
            sheet.field = (sheet.width - tail_width + 1, row)
            sheet.room = entry_width - unit_width - 4
            hint = trouble or (clause.hint if typed is not None else "")
            style = look.LOST if trouble else look.DIM
            sheet.lines.extend(
                (("   " + part, style),) for part in wrap(hint, sheet.width - 5) if hint
            )
        sheet.stops.append(Stop("clause", clause.key, range(start, len(sheet.lines))))


def _clause_text(sheet: _Sheet, mark: str, text: str, tail: Line, tail_width: int) -> int:
    """The words of a clause with its cells: beside the first line, if narrow behind the last."""
    wide = sheet.width >= _WIDE
    room = sheet.width - tail_width - 5
    parts = wrap(text, room if wide else sheet.width - 5)
    first = len(sheet.lines)
    for row, part in enumerate(parts):
        head: Part = (f" {mark} " if row == 0 else "   ", look.LABEL)
        sheet.lines.append((head, (part, look.PLAIN)))
    row = first if wide else len(sheet.lines) - 1
    shown = parts[0] if wide else parts[-1]
    gap = sheet.width - tail_width - 4 - cell_len(shown)
    if gap < 0:
        sheet.lines.append((("   ", look.PLAIN),))
        row, gap = row + 1, sheet.width - tail_width - 4
    sheet.lines[row] = (*sheet.lines[row], (" " * gap, look.PLAIN), *tail)
    return row


def circled(number: int) -> str:
    """① for 1; plain digits beyond ⑳."""
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


def _entry_width(clauses: Sequence[ClauseView], typed: str) -> int:
    """Cells for the widest input cell, at most 18."""
    widest = cell_len(typed) + 4
    for clause in clauses:
        value = max([clause.entry, *clause.choices], key=cell_len)
        widest = max(widest, max(cell_len(value), 5) + 4)
    return min(widest, 18)


def _entry(clause: ClauseView, typed: str | None, width: int) -> Line:
    """The input cell: `[ 7 ]卷`, being typed, blank, or `‹良好›` where one chooses."""
    opening, closing = ("‹", "›") if clause.choices else ("[", "]")
    room = width - 4
    if typed is not None:
        value = _end_of(typed, room)
        caret: Part = (" ", look.EDIT) if clause.choices else ("▏", look.EDIT)
        pad = " " * (room - cell_len(value))
        middle: Line = ((f" {value}", look.EDIT), caret, (pad, look.EDIT))
        return (
            (opening, look.FRAME_FOCUS),
            *middle,
            (closing, look.FRAME_FOCUS),
        )
    style = look.FIELD if clause.answered else look.FIELD_BLANK
    value = clause.entry or ("未填" if room >= 4 else "·")
    shown = cut(value, room)
    spare = room - cell_len(shown)
    text = " " * (1 + spare - spare // 2) + shown + " " * (1 + spare // 2)
    return ((opening, look.DIM), (text, style), (closing, look.DIM))


def _end_of(text: str, room: int) -> str:
    """The end of a text that does not fit: there it is being typed."""
    while cell_len(text) > room:
        text = "…" + text.lstrip("…")[1:]
    return text


def _loss(clause: ClauseView, *, told: bool = False) -> Line:
    """What a clause costs; nothing if it was told already."""
    if told:
        return ((" " * (_LOSS_WIDTH + 1), look.PLAIN),)
    costs = clause.loss not in ("", "0", "0.00")
    style = look.LOST if costs else look.DIM
    remark = clause.remark if cell_len(clause.remark + clause.loss) < _LOSS_WIDTH else ""
    return ((right(clause.loss, _LOSS_WIDTH - cell_len(remark)), style), (remark + " ", look.DIM))


def _items(sheet: _Sheet, kind: Kind, heading: str, aside: str, items: Sequence[ItemView]) -> None:
    """A heading and one line for each finding or piece of evidence."""
    sheet.lines.append(((f" {heading}", look.LABEL), ("  " + aside, look.DIM)))
    for item in items:
        room = sheet.width - 5 - cell_len(item.aside)
        line = (("   " + left(item.text, room), look.PLAIN), (" " + item.aside + " ", item.tone))
        sheet.stops.append(Stop(kind, item.key, range(len(sheet.lines), len(sheet.lines) + 1)))
        sheet.lines.append(line)
