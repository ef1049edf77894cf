"""A matter to be put right, said in a sentence: what was found, never the rule it was scored by."""

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.wording.shown import quoted
from fazhi_tui.wording.terms import GAP_STATES


def problem_of(gap: Gap) -> str:
    """The clause's sentence; where it has none, what was noted, else that the item falls short."""
    if gap.clause.problem:
        return gap.problem
    return gap.reason or f"{quoted(gap.indicator.name)}没有达到要求"


def state_of(gap: Gap, assessment: Assessment) -> str:
    """How far a gap has come; of one about which nothing was done yet, how far its letters have."""
    if gap.state == "raised" and assessment.letters:
        signed = [letter for letter in assessment.letters_about(gap.id) if letter.number]
        if signed:
            return "已签收" if any(letter.received for letter in signed) else "已交办"
    return GAP_STATES[gap.state]
