"""A matter to be put right, said in a sentence: what was found, never the rule it was scored by."""

from fazhi_tui.domain.gaps import Gap


def problem_of(gap: Gap) -> str:
    """The clause's sentence; where it has none, what was noted, else that the item falls short."""
    if gap.clause.problem:
        return gap.problem
    return gap.reason or f"“{gap.indicator.name}”没有达到要求"
