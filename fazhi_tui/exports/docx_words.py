"""How a Word document looks: its fonts, really set for Chinese, and a paragraph for each role.

An East Asian font stands in `w:eastAsia`; what Word takes for Western (digits, quotation marks) is
set in the same font, and `w:hint` settles the marks that belong to both. Everything here is the
text of a part of the document, every other text in it escaped.
"""

import re
from html import escape

from msgspec import Struct

from fazhi_tui.exports.paper import Role
from fazhi_tui.wording.shown import harmless

SONG, HEI, FANG, KAI, XIAO = "宋体", "黑体", "仿宋", "楷体", "方正小标宋简体"

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
"""The name space of `w:`."""

LINE = 579
"""The line pitch of the text, in twentieths of a point: 28.95 pt, 22 lines on a page."""

_STAND_INS = {
    SONG: ("SimSun", "02010600030101010101", "roman"),
    HEI: ("SimHei", "02010609060101010101", "modern"),
    FANG: ("仿宋_GB2312,FangSong,华文仿宋", "02010609060101010101", "modern"),
    KAI: ("楷体_GB2312,KaiTi,华文楷体", "02010609060101010101", "modern"),
    XIAO: ("小标宋体,方正小标宋_GBK,华文中宋,宋体", "03000509000000000000", "script"),
}
"""For each font what stands in where it is missing, its panose and family."""

_TO_WRITE = re.compile(r"(【待补[^】]*】)")

_TIGHTER = -5
"""Twentieths of a point between characters: 28 of 16 pt go in a line of 156 mm."""


class Look(Struct, frozen=True):
    """A paragraph: font, size in points, alignment, line pitch (twentieths; 0: as needed).

    `first` indents the first line, `right` the right side, in characters; `before` and `after` are
    twentieths of a point; `keep` with the next paragraph.
    """

    font: str
    size: float
    align: str = "both"
    pitch: int = LINE
    first: float = 0
    right: float = 0
    before: int = 0
    after: int = 0
    keep: bool = False


LOOKS: dict[Role, Look] = {
    "title": Look(XIAO, 22, "center", 700, before=LINE, after=LINE, keep=True),
    "stage": Look(KAI, 16, "center", after=LINE, keep=True),
    "number": Look(FANG, 16, "right"),
    "to": Look(FANG, 16),
    "body": Look(FANG, 16, first=2),
    "head": Look(HEI, 16, first=2, keep=True),
    "subhead": Look(KAI, 16, first=2, keep=True),
    "enclosure": Look(FANG, 16, first=2, before=LINE, keep=True),
    "office": Look(FANG, 16, "right", before=2 * LINE, keep=True),
    "date": Look(FANG, 16, "right"),
    "annex": Look(HEI, 16),
    "annex_title": Look(XIAO, 18, "center", 600, before=200, after=200, keep=True),
    "list_title": Look(XIAO, 18, "center", 0, after=80, keep=True),
    "subtitle": Look(SONG, 10, "right", 0, after=80, keep=True),
    "note": Look(SONG, 9, "left", 0, before=60),
    "foot": Look(SONG, 9, "left", 0, before=120),
}


def paragraph(text: str, look: Look, *, fresh: bool = False) -> str:
    """One paragraph; `fresh` begins a page."""
    spacing = _TIGHTER if look.size == 16 else 0
    written = runs(text, look.font, look.size, spacing=spacing)
    return f"<w:p>{_paragraph_look(look, fresh=fresh)}{written}</w:p>"


def runs(text: str, font: str, size: float, *, bold: bool = False, spacing: int = 0) -> str:
    """Text as runs, its line breaks kept, 【待补】 highlighted."""
    return "".join(
        f"<w:r>{run_look(font, size, bold=bold, spacing=spacing, marked=place % 2 == 1)}"
        f"{_text(part)}</w:r>"
        for place, part in enumerate(_TO_WRITE.split(harmless(text)))
        if part
    )


def _text(text: str) -> str:
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return "<w:br/>".join(lines)


def run_look(
    font: str, size: float, *, bold: bool = False, spacing: int = 0, marked: bool = False
) -> str:
    """`w:rPr`, its parts in the order the format asks for."""
    return (
        f"<w:rPr>{fonts_of(font)}{'<w:b/>' * bold}"
        + (f'<w:spacing w:val="{spacing}"/>' if spacing else "")
        + f'<w:kern w:val="0"/><w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>'
        + '<w:highlight w:val="yellow"/>' * marked
        + '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def fonts_of(font: str) -> str:
    """`w:rFonts` with one font for every script."""
    named = "".join(f' w:{script}="{font}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts w:hint="eastAsia"{named}/>'


def _paragraph_look(look: Look, *, fresh: bool) -> str:
    pitch = f' w:line="{look.pitch}" w:lineRule="exact"' if look.pitch else ""
    indents = ""
    if look.first:
        chars, wide = look.first * 100, look.first * look.size * 20
        indents += f' w:firstLineChars="{chars:.0f}" w:firstLine="{wide:.0f}"'
    if look.right:
        chars, wide = look.right * 100, look.right * look.size * 20
        indents += f' w:rightChars="{chars:.0f}" w:right="{wide:.0f}"'
    return (
        f"<w:pPr>{'<w:keepNext/><w:keepLines/>' * look.keep}{'<w:pageBreakBefore/>' * fresh}"
        '<w:widowControl w:val="0"/><w:overflowPunct/><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{look.before}" w:after="{look.after}"{pitch}/>'
        + (f"<w:ind{indents}/>" if indents else "")
        + f'<w:jc w:val="{look.align}"/></w:pPr>'
    )


def font_table() -> bytes:
    """`word/fontTable.xml`: for each font what to take where it is missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:panose1 w:val="{panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, (instead, panose, family) in _STAND_INS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{SPACE}">{fonts}</w:fonts>'.encode()
