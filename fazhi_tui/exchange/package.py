"""What a workbook from outside is, before it is read: its kind, its size, what hides in it.

    package = inspect(data, file)

A workbook is a zip of parts (xlsx, ods) or an old compound file (xls, et). The reader of cells
allots a sheet from its first to its last cell at once, so a single cell far out would end the
program: every part is unpacked here within limits, and looked at, first. Nothing is ever written to
a path that a file names, no macro runs, no link is followed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused

LARGEST_FILE = 30 * 1024 * 1024
LARGEST_UNPACKED = 80 * 1024 * 1024
"""The most bytes of a file, and of all its parts when unpacked."""

MOST_PARTS = 2000
MOST_CELLS = 1_000_000
"""Cells from the first to the last of a sheet, empty ones too."""

Kind: TypeAlias = Literal["xlsx", "xls", "ods"]

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_STORED, _DEFLATED = 0, 8

_UNUSUAL = re.compile(rb'<c(?! r="[A-Z][0-9]{1,4}")(?![A-Za-z])')
_ELEMENT = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_AT = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_FORMULA = re.compile(rb"<f[\s>/]")
_NO_VALUE = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*?(?:t="e"[^>]*>|>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>)"
)
_SHEET = re.compile(rb'<(?:\w+:)?sheet [^>]*?\bname="([^"]*)"[^>]*?\b\w+:id="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ROW = re.compile(rb"<table:table-row(?![^>]*/>)([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell([^>]*)>")
_ROWS = re.compile(rb'number-rows-repeated="([0-9]{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]{1,9})"')

_ASIDE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("picture", re.compile(r"xl/media/.+|Pictures/.+|media/.+")),
    ("object", re.compile(r"xl/embeddings/.+|xl/activeX/.+\.xml|Object \d+/content\.xml")),
    ("comment", re.compile(r"xl/(?:threadedComments/)?(?:threadedC|c)omments?\d*\.xml")),
)
"""Parts that people put into a workbook beside its cells, and that are not read."""


class Aside(Struct, frozen=True):
    """Something beside the cells that is not taken in: how many, and on which sheets if known."""

    what: str
    many: int
    sheets: tuple[str, ...] = ()


class Package(Struct, frozen=True):
    """A workbook that may be read. `no_value` are cells that show an error, or a formula that was
    never reckoned: `填报!F7`. `asides` is None where it can't be told."""

    kind: Kind
    asides: tuple[Aside, ...] | None = None
    no_value: tuple[str, ...] = ()


def bytes_of(path: Path) -> bytes:
    """A file from outside, unless it is too large. Raises `Refused`."""
    name = str(path)
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            told, wanted = f"{size // 1024 // 1024} MB", f"{LARGEST_FILE // 1024 // 1024} MB"
            raise Refused(Problem(Code.FILE_TOO_LARGE, value=told, wanted=wanted, file=name))
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(Problem(Code.FILE_MISSING, value=name, file=name)) from None
    except IsADirectoryError:
        raise Refused(Problem(Code.FILE_IS_FOLDER, value=name, file=name)) from None
    except (OSError, ValueError) as wrong:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=name, file=name)) from wrong


def inspect(data: bytes, file: str) -> Package:
    """What `data` is. Raises `Refused` where it is no workbook, locked, or too large to be one."""
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise Refused(Problem(Code.FILE_LOCKED, file=file, value=file))
        return Package("xls")
    if not data.startswith(_ZIP):
        raise Refused(Problem(Code.NOT_A_WORKBOOK, file=file, value=file))
    try:
        parts = _unpacked(data, file)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError) as wrong:
        raise Refused(Problem(Code.FILE_DAMAGED, file=file, value=file)) from wrong
    if "xl/workbook.xml" in parts:
        return _xlsx(parts, file)
    if parts.get("mimetype", b"").startswith(_ODS):
        _check_repeats(parts.get("content.xml", b""), file)
        return Package("ods", tuple(_asides(parts, {})))
    raise Refused(Problem(Code.NOT_A_WORKBOOK, file=file, value=file))


# ── unpacking within limits ──────────────────────────────────────────────────────────────────


def _unpacked(data: bytes, file: str) -> dict[str, bytes]:
    """All parts of a zip, each exactly as long as it says. Raises `ValueError`, `Refused`."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        listed = package.infolist()
        names = {part.filename.lower() for part in listed}
        if package.comment or len(names) < len(listed):
            raise ValueError("a second directory, or a name twice")
    size = sum(part.file_size for part in listed)
    if size > LARGEST_UNPACKED or len(listed) > MOST_PARTS:
        told = f"{size // 1024 // 1024} MB"
        wanted = f"{LARGEST_UNPACKED // 1024 // 1024} MB"
        raise Refused(Problem(Code.FILE_TOO_LARGE, value=told, wanted=wanted, file=file))
    return {part.filename: _part(data, part) for part in listed}


def _part(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """One part. That it ends where it says matters: others unpack it without looking."""
    if part.flag_bits & 1:
        raise ValueError("encrypted")
    head = part.header_offset
    start = head + 30 + _short(data, head + 26) + _short(data, head + 28)
    packed = data[start : start + part.compress_size]
    if part.compress_type == _STORED:
        unpacked = packed
    elif part.compress_type == _DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = stream.decompress(packed, part.file_size + 1)
        if not stream.eof:
            raise ValueError("longer than it says")
    else:
        raise NotImplementedError
    if len(unpacked) != part.file_size or zlib.crc32(unpacked) != part.CRC:
        raise ValueError("damaged")
    return unpacked


def _short(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


# ── xlsx ─────────────────────────────────────────────────────────────────────────────────────


def _xlsx(parts: dict[str, bytes], file: str) -> Package:
    bare: dict[str, list[str]] = {}
    for name, xml in parts.items():
        if b"sheetData" not in xml:
            continue
        if b":c" in xml or _UNUSUAL.search(xml):
            _check_extent(xml, file)
        if b't="e"' in xml or _FORMULA.search(xml):
            found = [at.decode() for at in _NO_VALUE.findall(xml)]
            if found:
                bare[name] = found
    names = _sheet_names(parts)
    no_value = [f"{names.get(part, '')}!{at}" for part, cells in bare.items() for at in cells]
    return Package("xlsx", tuple(_asides(parts, names)), tuple(no_value))


def _check_extent(xml: bytes, file: str) -> None:
    """Refuse a sheet whose cells stand too far apart. Raises `Refused`."""
    rows, columns, unplaced = 1, 1, 0
    for found in _ELEMENT.finditer(xml):
        told = found[1]
        if told.endswith(b"/"):
            continue
        at = _AT.search(told)
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
        for name, key in _SHEET.findall(parts["xl/workbook.xml"])
    }


def _relations(xml: bytes, folder: str) -> Iterator[tuple[str, str]]:
    """Ids and targets, as names of parts."""
    for (told,) in ((found,) for found in _RELATION.findall(xml)):
        key = re.search(rb'\bId="([^"]*)"', told)
        target = re.search(rb'\bTarget="([^"]*)"', told)
        if key and target:
            path = target[1].decode(errors="replace")
            full = path.lstrip("/") if path.startswith("/") else f"{folder}/{path}"
            while "/../" in full:
                full = re.sub(r"[^/]*/\.\./", "", full, count=1)
            yield key[1].decode(errors="replace"), full


def _asides(parts: dict[str, bytes], names: dict[str, str]) -> Iterator[Aside]:
    """What stands beside the cells, with the sheets it hangs on."""
    for what, pattern in _ASIDE:
        many = sum(pattern.fullmatch(name) is not None for name in parts)
        if many:
            yield Aside(what, many, tuple(_sheets_with(what, parts, names)))


def _sheets_with(what: str, parts: dict[str, bytes], names: dict[str, str]) -> Iterable[str]:
    wanted = {"picture": "/drawings/drawing", "object": "/embeddings/", "comment": "omments"}[what]
    for part, sheet in names.items():
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
    for row in _ROW.finditer(xml):
        repeated = _ROWS.search(row[1])
        rows += int(repeated[1]) if repeated else 1
        columns = said = 0
        for cell in _CELL.finditer(row[2]):
            again = _COLUMNS.search(cell[1])
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


def address(row: int, column: int) -> str:
    """Row and column from 0 as people write them: `A1`."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"
