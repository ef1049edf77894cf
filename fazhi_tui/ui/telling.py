"""The sentences the app says of its own accord: refusals, news of others, what was undone."""

from collections.abc import Sequence

from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Refused
from fazhi_tui.store.drives import doubt_about
from fazhi_tui.store.journal import Line
from fazhi_tui.store.store import Store
from fazhi_tui.wording import say, shorten

_MOST = 5
_LONGEST = 100
"""Characters of what was done: many units, letters or notes at once would fill the screen."""


def sentences(refused: Refused) -> str:
    """What was refused, for people; a bad file has many problems, the first few say enough."""
    problems = refused.problems
    told = "\n".join(map(say, problems[:_MOST]))
    more = len(problems) - _MOST
    return f"{told}\n（另有 {more} 处）" if more > 0 else told


def warning_about(store: Store) -> str:
    """What there is to say about where the store lies and its clock, "" if nothing."""
    problem = doubt_about(store.database)
    return say(problem) if problem else ""


def undone(line: Line, roster: Roster) -> str:
    """Which change was taken back."""
    return f"已撤销：{_deed(line, roster)}"


def news(lines: Sequence[Line], roster: Roster) -> str:
    """What others have just written: the last of it, and how much it was."""
    more = f"（共 {len(lines)} 处）" if len(lines) > 1 else ""
    return f"{lines[-1].actor or '其他人'} 刚改：{_deed(lines[-1], roster)}{more}"


def _deed(line: Line, roster: Roster) -> str:
    from fazhi_tui.work.deeds import what_was_done  # only when there is something to tell

    return shorten(what_was_done(line.change, roster), _LONGEST)
