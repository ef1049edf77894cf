"""A document as a Word file; the same document gives the same bytes.

Official ones keep to GB/T 9704-2012: A4, margins 37/35/28/26 mm, 22 lines of 28 characters, page
numbers — 1 — on the outer side. Charts are left out: officials don't print them.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from fazhi_tui.exports.docx_table import Fit, fitted, table
from fazhi_tui.exports.docx_words import (
    FANG,
    LOOKS,
    SONG,
    SPACE,
    Look,
    font_table,
    paragraph,
    run_look,
)
from fazhi_tui.exports.paper import FreshPage, Grid, Paper, Words
from fazhi_tui.wording.measured import width_of
from fazhi_tui.wording.shown import one_line

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

_MADE = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_BODY, _SECTION = "word/document.xml", b"<w:sectPr"
"""The part that holds the body, and where its paragraphs end."""

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

_SHORT, _LONG = 210, 297
_OFFICIAL, _LIST = (37, 35, 28, 26), (18, 15, 12, 12)
"""Margins in mm: top, bottom, left, right."""

_GAP = Look(SONG, 1, "left", 20)
"""A line nobody sees, where the format wants a paragraph between tables."""

_BELOW = Look(SONG, 1, "left", 200)
"""Air between a table and the text below it."""

_ABOVE = 120
"""Air between a text and the table it leads to, in twentieths of a point."""

_RUNNING = Look(SONG, 9, "center", 0)


def word_file(paper: Paper) -> bytes:
    """The whole file."""
    from docx import Document  # costs as much as a third of the program's start

    document = Document()
    _set_defaults(document)
    room = _set_page(document.sections[0], paper)
    _set_feet(document, paper)
    _set_properties(document, paper)
    out = io.BytesIO()
    document.save(out)
    return _packed(out.getvalue(), "".join(_parts(paper, room)))


_SIGNING = {"enclosure", "office"}


def _parts(paper: Paper, room: int) -> Iterator[str]:
    """The body, block by block."""
    fresh, last = False, None
    fits: dict[int, Fit] = {}
    for block, following in zip(paper.blocks, (*paper.blocks[1:], None), strict=True):
        match block:
            case FreshPage():
                fresh = True
                continue
            case Words():
                look = _look(block, paper)
                if isinstance(following, Words) and following.role in _SIGNING:
                    look = replace(look, keep=True)  # a seal never stands on a page by itself
                if isinstance(following, Grid) and block.role == "body":
                    look = replace(look, keep=True, after=_ABOVE)
                yield paragraph(block.text, look, fresh=fresh)
            case Grid():
                if fresh or isinstance(last, Grid):
                    yield paragraph("", _GAP, fresh=fresh)
                key = id(block.sheet)
                fits[key] = fits.get(key) or fitted(block.sheet, room)
                yield table(block, fits[key])
                if paper.official:
                    yield paragraph("", _BELOW)
            case _:
                continue
        fresh, last = False, block
    if isinstance(last, Grid):
        yield paragraph("", _GAP)


def _parsed(parts: str) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(f'<w:body xmlns:w="{SPACE}">{parts}</w:body>'))


def _look(words: Words, paper: Paper) -> Look:
    """A role's look; who signs stands over the middle of the date, which keeps four characters."""
    look = LOOKS[words.role]
    if words.role not in {"office", "date"}:
        return look
    office, date = (
        next((b.text for b in paper.blocks if isinstance(b, Words) and b.role == role), "")
        for role in ("office", "date")
    )
    longer = (width_of(office) - width_of(date)) / 2 / 2
    if longer <= 0:
        return replace(look, right=4 if words.role == "date" else 4 - longer)
    return replace(look, right=max(4, 2 + longer) if words.role == "date" else max(2, 4 - longer))


# ── page, feet, properties ───────────────────────────────────────────────────────────────────


def _set_defaults(document: "Document") -> None:
    """Chinese fonts for whatever a person adds by hand; stand-ins for fonts that are missing."""
    (defaults,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault")
    for old in list(defaults):
        defaults.remove(old)
    defaults.extend(_parsed(f"<w:r>{run_look(FANG, 16)}</w:r>")[0])
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = font_table()


def _set_page(section: "Section", paper: Paper) -> int:
    """A4 with its margins; the width there is for text, in twentieths of a point."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    wide, high = (_LONG, _SHORT) if paper.landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    top, bottom, left, right = _OFFICIAL if paper.official else _LIST
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = Mm(9)
    section.footer_distance = Mm(bottom - 10)
    for grid in section._sectPr.xpath("w:docGrid"):
        section._sectPr.remove(grid)
    return round((wide - left - right) / 25.4 * 1440)


def _set_feet(document: "Document", paper: Paper) -> None:
    """Page numbers — 1 —, on the outer side in an official document; a list's running head."""
    section = document.sections[0]
    if paper.official:
        document.settings.odd_and_even_pages_header_footer = True
        _fill(section.footer, _page_number("right"))
        _fill(section.even_page_footer, _page_number("left"))
        return
    _fill(section.footer, _page_number("center", size=10.5))
    if paper.running:
        section.different_first_page_header_footer = True
        _fill(section.first_page_footer, _page_number("center", size=10.5))
        _fill(section.header, paragraph(one_line(paper.running), _RUNNING))


def _fill(place: Any, text: str) -> None:  # noqa: ANN401  a header or a footer
    place.is_linked_to_previous = False
    for old in list(place._element):
        place._element.remove(old)
    place._element.extend(_parsed(text))


def _page_number(side: str, size: float = 14) -> str:
    look = run_look(SONG, size)
    indent = f' w:{side}Chars="100" w:{side}="{size * 20:.0f}"' if side != "center" else ""

    def field(kind: str) -> str:
        return f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f'<w:p><w:pPr><w:ind{indent}/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{look}<w:t xml:space="preserve">— </w:t></w:r>{field("begin")}'
        f"<w:r>{look}<w:instrText>PAGE</w:instrText></w:r>{field('separate')}"
        f"<w:r>{look}<w:t>1</w:t></w:r>{field('end')}"
        f'<w:r>{look}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def _set_properties(document: "Document", paper: Paper) -> None:
    core = document.core_properties
    core.title = one_line(paper.title)[:255]
    core.comments = one_line(paper.origin)[:255]
    core.author = core.last_modified_by = ""
    core.revision = 1
    core.created = core.modified = _MADE


def _packed(data: bytes, body: str) -> bytes:
    """The file with its body, and without the moment at which its parts were packed.

    The body goes in as text: moved there as elements, it takes a time that grows with its square.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _ZIP_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            text = old.read(name)
            if name == _BODY:
                text = text.replace(_SECTION, body.encode() + _SECTION, 1)
            new.writestr(part, text)
    return out.getvalue()
