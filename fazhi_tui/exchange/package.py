"""What a workbook from outside is, before it is read: its kind, its size, what hides in it.

    package = inspect(data, file)

A workbook is a zip of parts (xlsx, ods) or an old compound file (xls, et). The reader of cells
allots a sheet from its first to its last cell at once, so a single cell far out would end the
program: every part is unpacked within limits, and looked at, first. Nothing is ever written to a
path that a file names, no macro runs, no link is followed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.catalog.source import read_bytes
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.exchange.unpacking import Parts, pack, unpack

LARGEST_FILE = 30 * 1024 * 1024
"""The most bytes of a file."""

MOST_CELLS = 1_000_000
"""Cells from the first to the last of a sheet, empty ones too."""

Kind: TypeAlias = Literal["xlsx", "xls", "ods"]

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

_UNUSUAL = re.compile(rb'<c(?! r="[A-Z][0-9]{1,4}")(?![A-Za-z])')
# what few workbooks need is compiled when it is needed
_ELEMENT = rb"<(?:\w+:)?c\b([^>]*)>"
_AT = rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']"""
_NO_VALUE = (
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*?(?:t="e"[^>]*>|>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>)"
)
_SHEET = rb'<(?:\w+:)?sheet [^>]*?\bname="([^"]*)"[^>]*?\b\w+:id="([^"]*)"'
_RELATION = rb"<(?:\w+:)?Relationship\b([^>]*)>"
_ROW = rb"(?s)<table:table-row(?![^>]*/>)([^>]*)>(.*?)</table:table-row>"
_CELL = rb"<table:(?:covered-)?table-cell([^>]*)>"
_ROWS = rb'number-rows-repeated="([0-9]{1,9})"'
_COLUMNS = rb'number-columns-repeated="([0-9]{1,9})"'

_ASIDE: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("picture", re.compile(r"xl/media/.+|Pictures/.+|media/.+"), "/drawings/drawing"),
    (
        "object",
        re.compile(r"xl/embeddings/.+|xl/activeX/.+\.xml|Object \d+/content\.xml"),
        "/embeddings/",
    ),
    ("comment", re.compile(r"xl/(?:threadedComments/)?(?:threadedC|c)omments?\d*\.xml"), "omments"),
)
"""Parts that people put into a workbook beside its cells, and that are not read; what the relation
from a sheet to one of them names."""


class Aside(Struct, frozen=True):
    """Something beside the cells that is not taken in: how many, and on which sheets if known."""

    what: str
    many: int
    sheets: tuple[str, ...] = ()


class Package(Struct, frozen=True):
    """A workbook that may be read: `data` is what was looked at of it, and no more.

    `no_value` are cells that show an error, or a formula that was never reckoned: `填报!F7`.
    `asides` is None where it can't be told.
    """

    kind: Kind
    data: bytes
    asides: tuple[Aside, ...] | None = None
    no_value: tuple[str, ...] = ()


def bytes_of(path: Path) -> bytes:
    """A file from outside, unless it is too large. Raises `Refused`."""
    data = read_bytes(path, LARGEST_FILE)
    if isinstance(data, Problem):
        raise Refused(data)
    return data


def inspect(data: bytes, file: str) -> Package:
    """What `data` is. Raises `Refused` where it is no workbook, locked, or too large to be one."""
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise Refused(Problem(Code.FILE_LOCKED, file=file, value=file))
        return Package("xls", data)
    if not data.startswith(_ZIP):
        raise Refused(Problem(Code.NOT_A_WORKBOOK, file=file, value=file))
    parts = unpack(data, file)
    if "xl/workbook.xml" in parts.read:
        return _xlsx(parts, file)
    if parts.read.get("mimetype", b"").startswith(_ODS):
        _check_repeats(parts.read.get("content.xml", b""), file)
        return Package("ods", pack(parts), tuple(_asides(parts)))
    raise Refused(Problem(Code.NOT_A_WORKBOOK, file=file, value=file))


# ── xlsx ─────────────────────────────────────────────────────────────────────────────────────


def _xlsx(parts: Parts, file: str) -> Package:
    bare: dict[str, list[bytes]] = {}
    for name, xml in parts.read.items():
        if b"sheetData" not in xml:
            continue
        if b":c" in xml or _UNUSUAL.search(xml):
            _check_extent(xml, file)
        formula = xml.find(b"<f", 0, xml.rfind(b"</sheetData>"))
        if (formula >= 0 or b't="e"' in xml) and (found := re.findall(_NO_VALUE, xml)):
            bare[name] = found
    names = _sheet_names(parts.read) if bare else {}
    no_value = [
        f"{names.get(part, '')}!{at.decode()}" for part, cells in bare.items() for at in cells
    ]
    return Package("xlsx", pack(parts), tuple(_asides(parts)), tuple(no_value))


def _check_extent(xml: bytes, file: str) -> None:
    """Refuse a sheet whose cells stand too far apart. Raises `Refused`."""
    rows, columns, unplaced = 1, 1, 0
    place_in = re.compile(_AT).search
    for found in re.finditer(_ELEMENT, xml):
        told = found[1]
        if told.endswith(b"/"):
            continue
        at = place_in(told)
        if at is None:
            unplaced += 1
            continue
        columns = max(columns, column_number(at[1].decode().upper()))
        rows = max(rows, int(at[2]))
    if unplaced:  # they follow each other: in one row at worst, or each in a row of its own
        rows, columns = rows + len(re.findall(rb"<(?:\w+:)?row\b", xml)), columns + unplaced
    _check_size(file, rows, columns)


def _sheet_names(parts: dict[str, bytes]) -> dict[str, str]:
    """Each sheet's part and its name."""
    from html import unescape  # a thousand names of characters

    targets = dict(_relations(parts.get("xl/_rels/workbook.xml.rels", b""), "xl"))
    return {
        targets.get(key.decode(errors="replace"), ""): unescape(name.decode(errors="replace"))
        for name, key in re.findall(_SHEET, parts.get("xl/workbook.xml", b""))
    }


def _relations(xml: bytes, folder: str) -> Iterator[tuple[str, str]]:
    """Ids and targets, as names of parts."""
    for (told,) in ((found,) for found in re.findall(_RELATION, xml)):
        key = re.search(rb'\bId="([^"]*)"', told)
        target = re.search(rb'\bTarget="([^"]*)"', told)
        if key and target:
            path = target[1].decode(errors="replace")
            full = path.lstrip("/") if path.startswith("/") else f"{folder}/{path}"
            while "/../" in full:
                full = re.sub(r"[^/]*/\.\./", "", full, count=1)
            yield key[1].decode(errors="replace"), full


def _asides(parts: Parts) -> Iterator[Aside]:
    """What stands beside the cells, with the sheets it hangs on."""
    for what, pattern, target in _ASIDE:
        many = sum([pattern.fullmatch(name) is not None for name in parts.names])
        if many:
            yield Aside(what, many, tuple(_sheets_with(target, parts.read)))


def _sheets_with(wanted: str, parts: dict[str, bytes]) -> Iterator[str]:
    for part, sheet in _sheet_names(parts).items():
        folder, _, own = part.rpartition("/")
        xml = parts.get(f"{folder}/_rels/{own}.rels", b"")
        if any(wanted in target for _, target in _relations(xml, folder)):
            yield sheet


# ── ods ──────────────────────────────────────────────────────────────────────────────────────


def _check_repeats(xml: bytes, file: str) -> None:
    """Refuse rows and columns that are said to repeat without end. Raises `Refused`."""
    for table in xml.split(b"<table:table ")[1:]:
        _check_size(file, *_repeated(table))


def _repeated(xml: bytes) -> tuple[int, int]:
    """Rows and columns down to the last cell that says something, however often it is repeated."""
    most_rows = most_columns = rows = 1
    times = re.compile(_COLUMNS).search
    for row in re.finditer(_ROW, xml):
        repeated = re.search(_ROWS, row[1])
        rows += int(repeated[1]) if repeated else 1
        columns = said = 0
        for cell in re.finditer(_CELL, row[2]):
            again = times(cell[1])
            columns += int(again[1]) if again else 1
            if b"value-type" in cell[1]:
                said = columns
        if said:
            most_rows, most_columns = rows, max(most_columns, said)
    return most_rows, most_columns


def _check_size(file: str, rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        told = f"{rows} x {columns}"
        raise Refused(Problem(Code.SHEET_TOO_LARGE, value=told, wanted=f"{MOST_CELLS}", file=file))


# ── addresses ────────────────────────────────────────────────────────────────────────────────


def column_number(letters: str) -> int:
    """`A` is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=64)
def column_name(column: int) -> str:
    """A column from 0 as people name it: 0 is `A`."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def address(row: int, column: int) -> str:
    """Row and column from 0 as people write them: `A1`."""
    return f"{column_name(column)}{row + 1}"
