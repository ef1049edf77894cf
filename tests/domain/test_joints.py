"""Caps over several clauses, and the highest only."""

from random import Random

import pytest
from hypothesis import given
from msgspec.structs import replace

from fazhi_tui.domain.indicators import Fixed, Joint, PerCount, Roster
from fazhi_tui.domain.scoring import score_indicator
from tests.domain.builders import Round, a_clause, an_indicator
from tests.domain.strategies import CHANCE, Played, rounds

THREE = tuple(a_clause(PerCount(100), name, bearer="named") for name in "abc")


def lost(joints: tuple[Joint, ...], *counts: int) -> list[int]:
    """What counts of three clauses with so many cases each, one point a tenth."""
    ledger = Round(an_indicator(*THREE, worth=9000, joints=joints))
    for name, count in zip("abc", counts, strict=True):
        if count:
            ledger.record(count, clause=name)
    score = ledger.score()
    assert score.lost == sum(clause.lost for clause in score.clauses)
    return [clause.lost for clause in score.clauses]


@pytest.mark.parametrize(
    ("joints", "counts", "wanted"),
    [
        pytest.param((Joint(("a", "b"), 600),), (2, 3, 9), [200, 300, 900], id="under the cap"),
        pytest.param((Joint(("a", "b"), 600),), (4, 8, 9), [200, 400, 900], id="in proportion"),
        pytest.param((Joint(("a", "b"), 100),), (1, 2, 0), [30, 70, 0], id="to the quantum"),
        pytest.param((Joint(("a", "b", "c"), 110),), (1, 1, 1), [40, 40, 30], id="in their order"),
        pytest.param((Joint(("a", "b"), 600),), (0, 0, 1), [0, 0, 100], id="nothing to cap"),
        pytest.param((Joint(("a", "c")),), (3, 9, 4), [0, 900, 400], id="the highest only"),
        pytest.param((Joint(("a", "b", "c")),), (4, 4, 2), [400, 0, 0], id="the first of equals"),
        pytest.param(
            (Joint(("a", "b")), Joint(("a", "b", "c"), 600)),
            (3, 8, 4),
            [0, 400, 200],
            id="the highest, then capped",
        ),
        pytest.param(
            (Joint(("a", "b"), 400), Joint(("a", "b", "c"))),
            (3, 3, 3),
            [200, 200, 0],
            id="a joint inside another counts as one",
        ),
    ],
)
def test_clauses_count_together(
    joints: tuple[Joint, ...], counts: tuple[int, int, int], wanted: list[int]
) -> None:
    assert lost(joints, *counts) == wanted


def test_more_of_what_is_capped_inside_costs_no_less_outside() -> None:
    """Were the cap's parts compared one by one, b growing would shrink a and so the highest."""
    joints = Joint(("a", "b"), 400), Joint(("a", "b", "c"))
    losses = [sum(lost(joints, 5, count, 1)) for count in range(9)]
    assert losses == sorted(losses)


def test_a_joint_cuts_every_bearer_alike() -> None:
    """A unit under one clause and a unit under the other bear what counts of their clauses."""
    ledger = Round(an_indicator(*THREE, worth=9000, joints=(Joint(("a", "b"), 600),)))
    ledger.record(4, clause="a", bearers={"城管局": 1})
    ledger.record(8, clause="b", bearers={"交通局": 1})
    assert ledger.shares() == {"城管局": 200, "交通局": 400}
    before = {posting.unit: posting.before_caps for posting in ledger.score().postings}
    assert before == {"城管局": 400, "交通局": 800}


def test_what_can_be_recovered_is_counted_under_the_joint() -> None:
    """The lasting loss alone would have counted in full: only the rest can come back."""
    lasting, other = a_clause(Fixed(500), recoverable=False), a_clause(Fixed(700), "b")
    ledger = Round(an_indicator(lasting, other, joints=(Joint(("a", "b"), 800),)))
    ledger.record()
    ledger.record(clause="b")
    assert (ledger.lost(), ledger.score().recoverable) == (800, 300)


@given(rounds())
def test_a_joint_keeps_its_cap_and_cuts_nobody_below_nothing(played: Played) -> None:
    for indicator in played.roster.set.indicators:
        score = score_indicator(
            played.roster, indicator, played.assessment.entry(indicator.no), "self"
        )
        counted = {clause.clause: clause.lost for clause in score.clauses}
        for joint in indicator.joints if counted else ():
            inside = [counted[name] for name in joint.clauses]
            assert joint.cap is None or sum(inside) <= joint.cap
            inner = [other for other in indicator.joints if {*other.clauses} < {*joint.clauses}]
            if joint.cap is None and not inner:
                assert sum(amount > 0 for amount in inside) <= 1


@given(rounds(), CHANCE)
def test_the_order_of_the_clauses_in_a_joint_does_not_matter(
    played: Played, chance: Random
) -> None:
    for indicator in played.roster.set.indicators:
        mixed = tuple(
            replace(joint, clauses=tuple(chance.sample(joint.clauses, len(joint.clauses))))
            for joint in indicator.joints
        )
        entry = played.assessment.entry(indicator.no)
        roster = Roster(replace(played.roster.set, indicators=(indicator,)))
        one = score_indicator(roster, indicator, entry, "self")
        other = score_indicator(roster, replace(indicator, joints=mixed), entry, "self")
        assert one == other
