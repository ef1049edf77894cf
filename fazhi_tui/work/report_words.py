"""The office's own words in the report: taken out to be written, read back in."""

from pathlib import Path

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.exports.contents.report import section_names
from fazhi_tui.work.headed import read_parts

_REMARKS = """\
# 自评报告里由办公室写的部分。“## ”后面是各部分的标题，请不要改动；文字写在标题下面，可以分段。
# 空着的部分在报告里标为【待补】，全部写完才能定为审定稿。
"""


def words_file(roster: Roster, assessment: Assessment) -> str:
    """A file to write in: every part under its heading, with what is there already."""
    parts = (
        f"\n## {name}\n\n{assessment.report.get(key, '')}".rstrip() + "\n"
        for key, name in section_names(roster).items()
    )
    return _REMARKS + "".join(parts)


def read_report_words(roster: Roster, path: Path) -> dict[str, str]:
    """The words of such a file by section; an empty part takes away what was there.

    Raises `Refused`.
    """
    keys = {name: key for key, name in section_names(roster).items()}
    return {keys[name]: part.text.strip() for name, part in read_parts(path, keys).items()}
