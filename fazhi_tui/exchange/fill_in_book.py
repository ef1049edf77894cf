"""A unit's portion as the Excel workbook it fills in. The layout itself is in `fill_in`.

Where the unit may write is yellow and unlocked, everything else is locked (without a password: it
guards against slips, not against intent). Text is text whatever it begins with; there is no
formula in any cell. The same portion gives the same bytes.
"""

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.text import clean_text
from fazhi_tui.exchange.fill_in import (
    ANSWERS,
    COVER,
    COVER_ENTRIES,
    COVER_LABELS,
    EVIDENCE,
    FIGURES,
    FINAL,
    FINDINGS,
    IDENTITY,
    NOTES,
    RETURNED,
    Column,
    Page,
    clause_label,
    tag_of,
)
from fazhi_tui.exchange.fill_in_rules import Lists, Rule, Rules, rule_of, takes
from fazhi_tui.exchange.instructions import Paragraph, Sender, instructions
from fazhi_tui.exchange.portion import Line, Portion, Value
from fazhi_tui.exports.workbooks import (
    BODY_FONT,
    HEAD_FONT,
    LONGEST,
    add_sheet,
    calendar_day,
    new_workbook,
)
from fazhi_tui.wording.measured import lines_of
from fazhi_tui.wording.shown import harmless, like_formula, one_line

_ENTRY, _ENTRY_HEAD, _HEAD, _SHUT, _WARN = "#FFFBE0", "#FFF0B3", "#E8EDF3", "#F4F4F4", "#FDE9E4"
"""Where to write, and above it; other headings; where nothing is written; handed back."""

_SPARE = {"findings": 30, "figures": 15, "evidence": 8}
"""Empty rows that stand ready below those with something in them."""

_LINE, _HIGHEST = 13.5, 400.0
_DATES = "yyyy-mm-dd"
_MEASURED = frozenset({"quantity", "value", "num", "den", "stated"})
_NUMERIC = _MEASURED | {"report"}
_CENTRED = _MEASURED | {"no", "how", "state", "na", "level", "date"}
_MAY = {
    "objects": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
_Parts: TypeAlias = tuple[tuple[str, object], ...]


def fill_in_workbook(
    roster: Roster, portion: Portion, sender: Sender, filler: tuple[str, str] = ("", "")
) -> bytes:
    """The whole file. `filler` is the unit's contact and phone, as far as they are known."""
    out = io.BytesIO()
    book = new_workbook(out, f"{portion.shown} {portion.identity.name}")
    writing = _Writing(book, roster, portion)
    writing.cover(sender, filler)
    for layout in _pages(portion):
        writing.table(layout)
    writing.identity()
    book.close()
    return out.getvalue()


def _pages(portion: Portion) -> Iterator[Page]:
    """The pages that this unit needs."""
    if portion.returned:
        yield RETURNED
    yield ANSWERS
    if any(clause.counts for _, clause in portion.listed):
        yield FINDINGS
    if any(not clause.counts for _, clause in portion.listed):
        yield FIGURES
    yield EVIDENCE
    yield NOTES


class _Writing:
    """One workbook while it is written, page by page."""

    def __init__(self, book: Any, roster: Roster, portion: Portion) -> None:  # noqa: ANN401
        self.book = book
        self.roster = roster
        self.portion = portion
        self.looks: dict[_Parts, Any] = {}
        self.rules: dict[tuple[str, str, int], Rule | None] = {}
        bearing = [unit.name for unit in roster.set.units if unit.bears]
        counted = [clause_label(no, c) for no, c in portion.listed if c.counts]
        by_unit = [clause_label(no, c) for no, c in portion.listed if not c.counts]
        self.lists = Lists({"bearers": bearing, "findings": counted, "figures": by_unit})

    # ── the cover ────────────────────────────────────────────────────────────────────────────

    def cover(self, sender: Sender, filler: tuple[str, str]) -> None:
        """Whose workbook it is, what the unit says about this report, and how to fill it in."""
        identity, page = self.portion.identity, self._page(COVER)
        self._across(page, COVER, f"{self.portion.shown}自评填报表", 18)
        page.write_string(1, 0, tag_of("cover", identity))
        values: dict[str, Value] = {
            "unit": self.portion.shown,
            "round": identity.name,
            "report": Decimal(identity.report),
            "purpose": FINAL,
            "filler": filler[0],
            "phone": filler[1],
        }
        for row, (key, label) in enumerate(COVER_LABELS.items(), 1):
            entry = key in COVER_ENTRIES
            page.write_string(row, 1, label, self._look(_HEADING))
            page.set_row(row, 22)
            if row > 1:
                page.write_string(row, 0, key)
            look = _entry_parts(key) if entry else _plain(centred=False)
            self._cell(page, row, 2, values[key], look)
            if entry and (rule := rule_of("cover", key, Line("", {}), self.lists)):
                page.data_validation(row, 2, row, 2, rule)
        row = len(COVER_LABELS) + 2
        for paragraph in instructions(self.portion, sender):
            self._paragraph(page, row, paragraph)
            row += 1
        self._finish(page, COVER, 0, row - 1)

    def _paragraph(self, page: Any, row: int, told: Paragraph) -> None:  # noqa: ANN401
        """A heading beside its text."""
        fill = (("bg_color", _WARN),) if told.warns else ()
        page.write_string(row, 1, told.heading, self._look((*_HEADING, *fill)))
        page.write_string(row, 2, harmless(told.text), self._look((("align", "left"), *fill)))
        page.set_row(row, _height(COVER.columns[1:], (told.text,)) + 5)

    # ── a table ──────────────────────────────────────────────────────────────────────────────

    def table(self, layout: Page) -> None:
        """A page of rows under headings, with empty ones below where rows may be added."""
        identity = self.portion.identity
        page = self._page(layout)
        heads = self._across(page, layout, f"{self.portion.shown}　{layout.name}", 14)
        page.write_string(heads, 0, tag_of(layout.kind, identity))
        for place, column in enumerate(layout.columns, 1):
            page.write_string(heads, place, column.heading, self._look(_heading(column)))
        page.set_row(heads, 30)
        row, rules = heads, Rules()
        for row, line in enumerate(self._lines(layout), heads + 1):
            self._line(page, layout, (row, line), rules)
        rules.write(page)
        page.growing = range(heads + 1, row + 1)
        page.freeze_panes(heads + 1, 0)
        self._finish(page, layout, heads, row)

    def _lines(self, layout: Page) -> Iterator[Line]:
        yield from self.portion.lines[layout.kind]
        for _ in range(_SPARE.get(layout.kind, 0)):
            yield Line("", {})

    def _line(self, page: Any, layout: Page, placed: tuple[int, Line], rules: Rules) -> None:  # noqa: ANN401
        row, line = placed
        if line.key:
            page.write_string(row, 0, line.key)
        for place, column in enumerate(layout.columns, 1):
            key, value = column.key, line.cells.get(column.key, "")
            if column.entry and not line.shut and takes(layout.kind, key, line.clause):
                rules.add(row, place, self._rule(layout, key, line))
                parts = _entry_parts(key)
            else:
                parts = _shut_parts(layout, column, line)
            self._cell(page, row, place, value, parts)
        cells = [line.cells.get(column.key, "") for column in layout.columns]
        page.set_row(row, _height(layout.columns, cells))

    def _rule(self, layout: Page, key: str, line: Line) -> Rule | None:
        """The rule of a cell; the same for all rows about the same clause."""
        asked = (layout.kind, key, id(line.clause))
        if asked not in self.rules:
            self.rules[asked] = rule_of(layout.kind, key, line, self.lists)
        return self.rules[asked]

    def _cell(self, page: Any, row: int, place: int, value: Value, parts: _Parts) -> None:  # noqa: ANN401
        if isinstance(value, Decimal):
            page.write_number(row, place, float(value), self._look(parts))
        elif value == "":
            page.write_blank(row, place, None, self._look(parts))
        elif ("num_format", _DATES) in parts and (day := calendar_day(value)):
            page.write_datetime(row, place, day, self._look(parts))
        else:
            text = clean_text(value)[:LONGEST]  # it comes back, so no sign stands for anything
            look = (*parts, ("quote_prefix", True)) if like_formula(text) else parts
            page.write_string(row, place, text, self._look(look))

    # ── what all pages share ─────────────────────────────────────────────────────────────────

    def _page(self, layout: Page) -> Any:  # noqa: ANN401
        page = add_sheet(self.book, layout.name)
        unlocked = self._look((("locked", False),)) if layout.kind in _SPARE else None
        page.set_column(0, 0, 4, unlocked, {"hidden": True})
        for place, column in enumerate(layout.columns, 1):
            page.set_column(place, place, column.width)
        return page

    def _across(self, page: Any, layout: Page, text: str, size: int) -> int:  # noqa: ANN401
        """A title over all columns; the next row."""
        look = self._look((*_HEADING, ("border", 0), ("font_size", size), ("bg_color", "#FFFFFF")))
        page.merge_range(0, 1, 0, len(layout.columns), "", look)
        page.write_string(0, 1, one_line(text), look)
        page.set_row(0, size * 1.35 + 12)
        return 1

    def _finish(self, page: Any, layout: Page, heads: int, last: int) -> None:  # noqa: ANN401
        """Protection, and how it prints: A4, all columns on one page, headings on every page."""
        page.protect("", _MAY)
        page.hide_gridlines(2)
        page.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
        if layout is not COVER:
            page.set_landscape()
            page.repeat_rows(heads)
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.print_area(0, 1, last, len(layout.columns))
        name = one_line(self.portion.identity.name).replace("&", "&&")[:80]
        font = f'&"{BODY_FONT},Regular"&9'
        page.set_footer(f"&L{font}{name}&R{font}第 &P 页，共 &N 页")

    def _look(self, parts: _Parts) -> Any:  # noqa: ANN401
        if parts not in self.looks:
            base = {"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter", "border": 1}
            base |= {"border_color": "#808080", "text_wrap": True}
            self.looks[parts] = self.book.add_format(base | dict(parts))
        return self.looks[parts]

    # ── the hidden page ──────────────────────────────────────────────────────────────────────

    def identity(self) -> None:
        """Name and value of the identity, and the lists of the drop-downs beside them."""
        page = self.book.add_worksheet(IDENTITY)
        identity = self.portion.identity
        for row, name in enumerate(identity.__struct_fields__):
            page.write_string(row, 0, name)
            page.write_string(row, 1, clean_text(str(getattr(identity, name))))
        for place, words in self.lists.columns():
            for row, word in enumerate(words):
                page.write_string(row, place, clean_text(word))
        page.protect("")
        page.very_hidden()


# ── looks ────────────────────────────────────────────────────────────────────────────────────

_HEADING: _Parts = (("font_name", HEAD_FONT), ("align", "center"), ("bg_color", _HEAD))


def _heading(column: Column) -> _Parts:
    return (*_HEADING, ("bg_color", _ENTRY_HEAD)) if column.entry else _HEADING


def _plain(*, centred: bool) -> _Parts:
    return (("align", "center" if centred else "left"),)


def _entry_parts(key: str) -> _Parts:
    """A cell to write in. Text stays as it is typed: no `1.10` becomes 1.1, no `1-2` a date."""
    parts = (*_plain(centred=key in _CENTRED), ("locked", False), ("bg_color", _ENTRY))
    if key == "date":
        return (*parts, ("num_format", _DATES))
    return parts if key in _NUMERIC else (*parts, ("num_format", "@"))


def _shut_parts(layout: Page, column: Column, line: Line) -> _Parts:
    parts = _plain(centred=column.key in _CENTRED)
    if column.key == "state" and line.state == "returned":
        return (*parts, ("bg_color", _WARN), ("bold", True))
    if column.entry:
        parts = (*parts, ("bg_color", _SHUT))
        return (*parts, ("num_format", _DATES)) if column.key == "date" else parts
    return (*parts, ("valign", "top")) if layout is ANSWERS and column.key == "name" else parts


def _height(columns: Sequence[Column], cells: Sequence[Value]) -> float:
    """As high as the tallest cell needs."""
    lines = 1
    for column, cell in zip(columns, cells, strict=True):
        if isinstance(cell, str) and (2 * len(cell) > column.width or "\n" in cell):
            lines = max(lines, lines_of(harmless(cell), int(column.width)))
    return min(7 + _LINE * lines, _HIGHEST)
