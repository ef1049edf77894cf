"""The Chinese that more than one room says: terms, and one sentence for each problem.

The sentences are hundreds: they are loaded with the first problem, and mostly there is none.
"""

from fazhi_tui.domain.problems import Problem
from fazhi_tui.wording.shown import shorten, visible
from fazhi_tui.wording.terms import (
    CHANNELS,
    GAP_STATES,
    GLYPHS,
    KINDS,
    NONE_OCCURRED,
    NOT_APPLICABLE,
    NOTHING,
    RECTIFIER,
    ROLES,
    STATES,
    TRACKS,
    UNNAMED_UNIT,
    VETO_EFFECTS,
    Glyph,
    kind_of,
    unit_name,
)

__all__ = [
    "CHANNELS",
    "GAP_STATES",
    "GLYPHS",
    "KINDS",
    "NONE_OCCURRED",
    "NOTHING",
    "NOT_APPLICABLE",
    "RECTIFIER",
    "ROLES",
    "STATES",
    "TRACKS",
    "UNNAMED_UNIT",
    "VETO_EFFECTS",
    "Glyph",
    "kind_of",
    "message",
    "remedy",
    "say",
    "shorten",
    "unit_name",
    "visible",
]


def say(problem: Problem) -> str:
    """One sentence: file and line, place, what is wrong, how to mend it."""
    from fazhi_tui.wording import problems

    return problems.say(problem)


def message(problem: Problem) -> str:
    """What is wrong, and at which place inside; without file and line."""
    from fazhi_tui.wording import problems

    return problems.message(problem)


def remedy(problem: Problem) -> str:
    """How to mend it; the likeliest right value where there is one."""
    from fazhi_tui.wording import problems

    return problems.remedy(problem)
