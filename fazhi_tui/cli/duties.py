"""Reading a duties file at the command line: its warnings are told, its errors refuse."""

from pathlib import Path

from fazhi_tui.catalog.duties_file import load_duties
from fazhi_tui.catalog.source import read_text
from fazhi_tui.cli.desk import Desk
from fazhi_tui.domain.indicators import Duty, IndicatorSet
from fazhi_tui.domain.problems import Problem, Refused
from fazhi_tui.wording import say


def read_duties_text(
    desk: Desk, file: str, indicator_set: IndicatorSet
) -> tuple[dict[str, Duty], str]:
    """The duties in a file, and its text. Raises `Refused` with everything that is wrong."""
    text = read_text(Path(file))
    if isinstance(text, Problem):
        raise Refused(text)
    found, problems = load_duties(text, indicator_set, file)
    if found is None:
        raise Refused(*problems)
    for problem in problems:
        desk.warn(say(problem))
    return found, text
