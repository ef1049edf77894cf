"""What goes out on paper as files: letters, and the report of now or of a draft."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.papers import CutOff, Letter
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.wording.moments import local
from fazhi_tui.wording.terms import LETTERS
from fazhi_tui.work.folders import make_folder

if TYPE_CHECKING:
    from pathlib import Path

    from fazhi_tui.exports.contents.report import Source
    from fazhi_tui.exports.stamp import Stamp
    from fazhi_tui.work.snapshot import Snapshot

_REPORTS = (".docx", ".html", ".xlsx")


def stamp_of(snapshot: "Snapshot", track: Track) -> "Stamp":
    """What stands with every list: which assessment, up to which record."""
    from fazhi_tui.exports.stamp import Stamp

    head = snapshot.head
    return Stamp(head.name, head.seq, local(head.at), track, head.set_sha256, head.hash)


# ── letters ──────────────────────────────────────────────────────────────────────────────────


def write_letters(snapshot: "Snapshot", letters: Iterable[Letter], folder: "Path") -> list[str]:
    """Each letter as a Word file and as plain text; the files written. Raises `Refused`."""
    from fazhi_tui.exports.contents.letter import letter_paper, letter_text
    from fazhi_tui.exports.docx_file import word_file
    from fazhi_tui.exports.naming import file_name
    from fazhi_tui.exports.writing import save

    make_folder(folder)
    files = []
    for letter in letters:
        stem = file_name(letter.id, LETTERS[letter.kind])
        text = letter_text(snapshot.roster, letter).replace("\n", "\r\n")
        for name, data in (
            (f"{stem}.docx", word_file(letter_paper(snapshot.roster, letter))),
            (f"{stem}.txt", text.encode("utf-8-sig")),
        ):
            save(data, folder / name)
            files.append(str(folder / name))
    return files


# ── the report ───────────────────────────────────────────────────────────────────────────────


def check_report_format(path: "Path") -> None:
    """Refuse a format that the report is not written in, and a folder that is not there."""
    if path.suffix.lower() not in _REPORTS:
        wanted = "、".join(_REPORTS)
        raise Refused(Problem(Code.FORMAT_UNKNOWN, value=path.suffix or path.name, wanted=wanted))
    if not os.path.isdir(path.parent):
        raise Refused(Problem(Code.FILE_UNWRITABLE, value=str(path), wanted="folder"))


def write_report(snapshot: "Snapshot", cut_off: CutOff | None, track: Track, path: "Path") -> None:
    """The report as a file in the format its name asks for. Raises `Refused`."""
    from fazhi_tui.exports.contents.report import Source
    from fazhi_tui.exports.writing import save

    check_report_format(path)
    source = Source(
        snapshot.roster,
        snapshot.assessment,
        snapshot.tally(track),
        snapshot.gaps(track),
        stamp_of(snapshot, track),
        cut_off,
    )
    save(_encoded(source, path.suffix.lower()), path)


def _encoded(source: "Source", suffix: str) -> bytes:
    from fazhi_tui.exports.contents.report import report_paper, report_sheets

    if suffix == ".xlsx":
        from fazhi_tui.exports.xlsx import workbook

        return workbook(*report_sheets(source))
    if suffix == ".html":
        from fazhi_tui.exports.html_file import page

        return page(report_paper(source)).encode()
    from fazhi_tui.exports.docx_file import word_file

    return word_file(report_paper(source))
