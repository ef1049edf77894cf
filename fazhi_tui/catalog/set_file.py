"""An indicator set file: its text into an `IndicatorSet`, or all that is wrong with it."""

from pathlib import Path
from typing import NamedTuple

from fazhi_tui.catalog.checks import CHECKS
from fazhi_tui.catalog.draft import read_draft
from fazhi_tui.catalog.lines import located
from fazhi_tui.catalog.reader import Log, Table
from fazhi_tui.catalog.source import Values, parse, read_text
from fazhi_tui.domain.indicators import IndicatorSet
from fazhi_tui.domain.problems import Code, Problem, Severity


class Loaded(NamedTuple):
    """A set, unless there are errors, and the problems found."""

    set: IndicatorSet | None
    problems: list[Problem]


def read_set(path: Path) -> Loaded:
    """The set in a file."""
    text = read_text(path)
    return Loaded(None, [text]) if isinstance(text, Problem) else load_set(text, str(path))


def load_set(text: str, file: str = "") -> Loaded:
    """The set a text describes. Warnings may stand beside it; with an error there is none."""
    values = parse(text, file)
    if isinstance(values, Problem):
        return Loaded(None, [values])
    log = Log()
    found = _checked(values, log)
    problems = located(log.problems, text, file)
    stopped = any(problem.severity is Severity.ERROR for problem in problems)
    return Loaded(None if stopped else found, problems)


def _checked(values: Values, log: Log) -> IndicatorSet | None:
    root = Table(values, "", log)
    if "indicator" not in root and not isinstance(values.get("set"), dict):
        log.add(Code.FOREIGN_FILE, "", " ".join(list(values)[:5]), "set")
        return None
    draft = read_draft(root)
    for check in CHECKS:
        log.problems.extend(check(draft))
    return draft.set
