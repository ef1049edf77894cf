"""Reading a duties file at the command line: its warnings are told, its errors refuse."""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from fazhi_tui.catalog.duties_file import LoadedDuties, load_duties
from fazhi_tui.catalog.source import read_text
from fazhi_tui.cli.desk import Desk
from fazhi_tui.domain.changes import AdoptDuties
from fazhi_tui.domain.indicators import Duty, Roster
from fazhi_tui.domain.problems import Problem, Refused
from fazhi_tui.store.store import sha256_of
from fazhi_tui.wording import say

WORKBOOKS = frozenset({".xlsx", ".xls", ".et", ".ods"})


def read_duties(desk: Desk, file: str, roster: Roster, before: Mapping[str, Duty]) -> AdoptDuties:
    """The change that adopts a duties file, a workbook too; `before` are the duties in force.

    Raises `Refused` with everything that is wrong.
    """
    if Path(file).suffix.lower() in WORKBOOKS:
        from fazhi_tui.exchange.duty_table import read_duty_workbook

        change, problems = read_duty_workbook(Path(file), roster, before)
    else:
        change, problems = _from_text(file, roster, before)
    if change is None:
        raise Refused(*problems)
    for problem in problems:
        desk.warn(say(problem))
    return change


def _from_text(file: str, roster: Roster, before: Mapping[str, Duty]) -> LoadedDuties:
    text = read_text(Path(file))
    if isinstance(text, Problem):
        raise Refused(text)
    change, problems = load_duties(text, roster.set, file, before)
    return LoadedDuties(change and replace(change, sha256=sha256_of(text)), problems)
