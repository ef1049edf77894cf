"""A document for people, without a file format: words by their role, tables, charts, pages."""

from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.exports.sheet import Chart, Sheet

Role: TypeAlias = Literal[
    "title",
    "stage",
    "number",
    "to",
    "body",
    "head",
    "subhead",
    "enclosure",
    "office",
    "date",
    "annex",
    "annex_title",
    "list_title",
    "subtitle",
    "note",
    "foot",
]
"""What a paragraph is in an official document; the last four belong to lists."""


class Words(Struct, frozen=True):
    """One paragraph. What stands in 【】 as still to be written is marked in every format."""

    role: Role
    text: str


class Grid(Struct, frozen=True):
    """Some rows of a sheet's body as a table under its headings; all of them without `rows`."""

    sheet: Sheet
    rows: range | None = None

    @property
    def chosen(self) -> range:
        """The places of its rows in the sheet's body."""
        return range(len(self.sheet.body)) if self.rows is None else self.rows


class Picture(Struct, frozen=True):
    """A chart, in formats that can show one; officials don't print them."""

    sheet: Sheet
    chart: Chart


class FreshPage(Struct, frozen=True):
    """What follows begins a page."""


Block: TypeAlias = Words | Grid | Picture | FreshPage


class Paper(Struct, frozen=True):
    """A whole document. `running` stands at the head of every further page, `origin` in the file's
    properties only: which record of the journal it shows.

    `official` documents keep to the layout of GB/T 9704, page numbers — 1 — on the outer side.
    """

    title: str
    blocks: tuple[Block, ...]
    official: bool = False
    landscape: bool = False
    running: str = ""
    origin: str = ""


TO_WRITE = "【待补】"
"""What marks a place where people have to write."""


def as_paper(sheet: Sheet, *, landscape: bool) -> Paper:
    """A list as a document: title, table (a page for each part), charts, notes."""
    blocks: list[Block] = [Words("list_title", sheet.title)]
    if sheet.subtitle:
        blocks.append(Words("subtitle", sheet.subtitle))
    for place, rows in enumerate(sheet.pages):
        if place:
            blocks.append(FreshPage())
        blocks.append(Grid(sheet, rows))
    blocks += [Picture(sheet, chart) for chart in sheet.charts if sheet.rows]
    blocks += [Words("note", note) for note in sheet.notes]
    running = "　".join(text for text in (sheet.title, sheet.subtitle) if text)
    return Paper(sheet.title, tuple(blocks), landscape=landscape, running=running)
