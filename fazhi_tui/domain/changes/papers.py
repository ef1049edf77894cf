"""What goes out on paper: letters drawn up, signed, withdrawn; cut-offs; the report's own words."""

from typing import TypeAlias

from fazhi_tui.domain.changes.base import Base
from fazhi_tui.domain.papers import CutOff, Letter


class IssueLetters(Base, frozen=True, omit_defaults=True, tag="issue_letters"):
    """Letters are drawn up; a draft of the same kind to the same unit is replaced."""

    letters: tuple[Letter, ...]


class NumberLetter(Base, frozen=True, omit_defaults=True, tag="number_letter"):
    """A letter is signed: its 文号 and date; from now on it stands."""

    id: str
    number: str
    date: str


class ReceiveLetter(Base, frozen=True, omit_defaults=True, tag="receive_letter"):
    """A unit has signed for a letter (签收): the day, and who; entered again it counts anew."""

    id: str
    date: str
    by: str = ""


class VoidLetter(Base, frozen=True, omit_defaults=True, tag="void_letter"):
    """A letter is withdrawn; its number, if it had one, stays taken."""

    id: str
    reason: str


class FixCutOff(Base, frozen=True, omit_defaults=True, tag="fix_cut_off"):
    """A stage is reached: what stands up to that record is its draft, whatever comes later."""

    cut_off: CutOff


class WriteReport(Base, frozen=True, omit_defaults=True, tag="write_report"):
    """The office's own words in the report, by section; an empty text takes them away."""

    texts: dict[str, str]


Paper: TypeAlias = (
    IssueLetters | NumberLetter | ReceiveLetter | VoidLetter | FixCutOff | WriteReport
)
