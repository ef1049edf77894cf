"""The way out: a sheet to a file, whole or not at all, or to the screen. One writer per format."""

import errno
import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.exports.sheet import Sheet
from fazhi_tui.exports.widths import PORTRAIT, widths_of

if TYPE_CHECKING:
    from fazhi_tui.exports.paper import Paper
from fazhi_tui.store.disk import put_in_place, unwritable

Format: TypeAlias = Literal["table", "md", "csv", "html", "xlsx", "docx"]
Text: TypeAlias = Literal["table", "md", "csv", "html"]

FORMATS: tuple[Format, ...] = get_args(Format)
TEXTS: tuple[Text, ...] = get_args(Text)
_DATABASE = b"SQLite format 3\0"
"""How a file begins that holds whole rounds."""
SUFFIXES: dict[str, Format] = {
    ".txt": "table",
    ".md": "md",
    ".csv": "csv",
    ".html": "html",
    ".xlsx": "xlsx",
    ".docx": "docx",
}


def write(sheet: Sheet, path: Path, name: str = "") -> None:
    """Write a sheet to a file, in the format of that name or else of the file's ending.

    Raises `Refused`; then nothing has changed on disk.
    """
    chosen = _named(name) if name else _by_suffix(path)
    save(encode(sheet, chosen), path)


def render(sheet: Sheet, name: str = "table", width: int | None = None) -> str:
    """A sheet as text for standard output: table (fitted to `width`), md, csv or html.

    Encoded as UTF-8 it is what `write` writes, byte for byte: CSV has its mark and its CRLF. Raises
    `Refused` for a format that is no text.
    """
    chosen = _named(name)
    if chosen not in TEXTS:
        raise Refused(Problem(Code.FORMAT_UNKNOWN, value=name, wanted="、".join(TEXTS)))
    return _text(sheet, chosen, width)


def encode(sheet: Sheet, chosen: Format) -> bytes:
    """A sheet as the bytes of a file."""
    if chosen == "xlsx":
        from fazhi_tui.exports.xlsx import workbook

        return workbook(sheet)
    if chosen == "docx":
        from fazhi_tui.exports.docx_file import word_file

        return word_file(list_paper(sheet))
    return _text(sheet, chosen, None).encode("utf-8")


def list_paper(sheet: Sheet) -> "Paper":
    """A sheet as a document, upright where its columns have room so."""
    from fazhi_tui.exports.paper import as_paper

    return as_paper(sheet, landscape=sum(widths_of(sheet)) > PORTRAIT)


def _text(sheet: Sheet, chosen: Text, width: int | None) -> str:
    if chosen == "csv":
        from fazhi_tui.exports.csv_file import csv_text

        return csv_text(sheet)
    if chosen == "md":
        from fazhi_tui.exports.markdown import markdown

        return markdown(sheet)
    if chosen == "html":
        from fazhi_tui.exports.html_file import page

        return page(list_paper(sheet))
    from fazhi_tui.exports.table import table

    return table(sheet, width)


def _named(name: str) -> Format:
    if name not in FORMATS:
        raise Refused(Problem(Code.FORMAT_UNKNOWN, value=name, wanted="、".join(FORMATS)))
    return name


def _by_suffix(path: Path) -> Format:
    if os.path.isdir(path):  # a name too long is none, and told when it is written
        raise Refused(Problem(Code.FILE_IS_FOLDER, value=str(path)))
    chosen = SUFFIXES.get(path.suffix.lower())
    if chosen is None:
        value = path.suffix or path.name
        raise Refused(Problem(Code.FORMAT_UNKNOWN, value=value, wanted="、".join(SUFFIXES)))
    return chosen


# ── files ────────────────────────────────────────────────────────────────────────────────────


def save(data: bytes, path: Path) -> None:
    """Replace a file by `data`, or leave everything as it was. Raises `Refused`."""
    try:
        target = path.resolve()
        if target.is_dir():
            raise Refused(Problem(Code.FILE_IS_FOLDER, value=str(path)))
        if target.exists() and not target.is_file():  # a pipe or a device can't be replaced
            target.write_bytes(data)
        else:
            _replace(data, target)
    except (OSError, ValueError) as error:
        raise Refused(unwritable(str(path), error)) from error


def put_aside(path: Path, data: bytes) -> Path | None:
    """Give the file there a name as an earlier draft, unless it says the same. Raises `Refused`.

    Gives that name; None where nothing had to be kept.
    """
    try:
        if not path.is_file() or path.read_bytes() == data:
            return None
        names = (path.with_name(f"{path.stem}-旧稿{n}{path.suffix}") for n in count(1))
        earlier = next(name for name in names if not name.exists())
        path.rename(earlier)
    except OSError as error:
        raise Refused(unwritable(str(path), error)) from error
    return earlier


def _replace(data: bytes, target: Path) -> None:
    if target.exists():
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only")
        with target.open("rb") as there:
            if there.read(len(_DATABASE)) == _DATABASE:  # nobody means to lose all rounds
                raise Refused(Problem(Code.FILE_EXISTS, value=str(target)))
    beside = target.with_name(f".fazhi-{os.urandom(6).hex()}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        put_in_place(str(beside), str(target))
    finally:
        beside.unlink(missing_ok=True)
