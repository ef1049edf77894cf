"""What goes out on paper as files: letters, and the report of now or of a draft."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

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


class Written(NamedTuple):
    """The files written, and the new names of those that stood there and said something else."""

    files: list[str]
    aside: list[str]

    @property
    def told(self) -> str:
        """What became of the earlier ones, if there were any: somebody may have worked on them."""
        return f"原有的内容不同，已改名保留：{'、'.join(self.aside)}" if self.aside else ""


def write_letters(snapshot: "Snapshot", letters: Iterable[Letter], folder: "Path") -> Written:
    """Each letter as a Word file and as plain text. Raises `Refused`."""
    from fazhi_tui.exports.contents.letter import letter_paper, letter_text
    from fazhi_tui.exports.docx_file import word_file
    from fazhi_tui.exports.naming import file_name
    from fazhi_tui.exports.writing import put_aside, save

    make_folder(folder)
    written = Written([], [])
    for letter in letters:
        stem = file_name(letter.id, LETTERS[letter.kind])
        text = letter_text(snapshot.roster, letter).replace("\n", "\r\n")
        for name, data in (
            (f"{stem}.docx", word_file(letter_paper(snapshot.roster, letter))),
            (f"{stem}.txt", text.encode("utf-8-sig")),
        ):
            path = folder / name
            if earlier := put_aside(path, data):
                written.aside.append(earlier.name)
            save(data, path)
            written.files.append(str(path))
    return written


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
