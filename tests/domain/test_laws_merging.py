"""L8: what reports come to depends on the reports and their numbers, not on how they arrive."""

from itertools import permutations
from random import Random
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from fazhi_tui.domain.assessment import NO_ENTRY, Assessment, Benchmark
from fazhi_tui.domain.changes import SubmitItem, TakeSections, inverse
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.merging import Choices, merge
from fazhi_tui.domain.past import Past, Step
from fazhi_tui.domain.section import Part, Section
from fazhi_tui.domain.tally import score_all, tally
from tests.domain.builders import through_journal
from tests.domain.reports import a_section
from tests.domain.strategies import CHANCE, Played, play
from tests.domain.test_merging import Town, counted


class Scene:
    """A round, and reports made from several of its moments."""

    def __init__(self, chance: Random, length: int, many: int) -> None:
        self.played: Played = play(chance, length)
        self.roster: Roster = self.played.roster
        self.states = [Assessment(year=2025), *(step.after for step in self.played.steps)]
        units = [unit for unit in self.roster.places if self.roster.units[unit].bears]
        self.sections: list[Section] = []
        for number in range(many):
            unit = units[0] if chance.random() < 0.7 else chance.choice(units)
            seq = chance.randrange(len(self.states))
            base = (seq, self.states[seq])
            section = a_section(chance, self.roster, base, unit, number + 1)
            self.sections.append(section if unit == units[0] else without_benchmarks(section))

    def past(self) -> Past:
        steps = [
            Step(seq, step.change, step.before, step.after)
            for seq, step in enumerate(self.played.steps, 1)
        ]
        return Past(dict(enumerate(self.states)), steps)

    def taken(self, assessment: Assessment, *sections: Section) -> Assessment:
        """Through `decide` and the journal's JSON, as everything goes."""
        merged = merge(self.roster, assessment, sections, self.past())
        if merged.change is None:
            return assessment
        change = through_journal(decide(self.roster, assessment, merged.change))
        after = evolve(assessment, change)
        assert after == merged.after
        return after


def without_benchmarks(section: Section) -> Section:
    """One unit's only: of two that differ the first to come stands, the other is a conflict."""
    parts = (
        replace(
            part, readings=tuple(r for r in part.readings if not isinstance(r.value, Benchmark))
        )
        for part in section.parts
    )
    return replace(section, parts=tuple(parts))


def plain(assessment: Assessment) -> Any:  # noqa: ANN401  compared only
    """Without numbers given to findings and evidence, which go by who came first, and without how
    far a unit has come where it has nothing to answer."""
    entries = {}
    for no, entry in assessment.entries.items():
        findings = sorted(
            (repr(replace(f, id="", n=0)) for f in entry.own.findings),
        )
        own = (findings, set(entry.own.readings), set(entry.own.nils))
        excused = {item.unit for item in entry.not_applicable}
        marks = tuple(mark for mark in entry.marks if mark.unit not in excused)
        rest = replace(entry, own=NO_ENTRY.own, serials={}, recheck=False, marks=marks)
        if own != ([], set(), set()) or rest != NO_ENTRY:
            entries[no] = (own, rest)
    evidence = sorted(repr(replace(item, id="")) for item in assessment.evidence.values())
    words = {
        unit: {key: replace(word, id="") for key, word in taken.words.items()}
        for unit, taken in assessment.taken.items()
    }
    return entries, evidence, words


@example(Random(17594), 3, 3)  # a report agrees with what somebody else has entered since
@example(Random(3420453), 3, 3)
@given(CHANCE, st.integers(0, 30), st.integers(1, 3))
def test_order_and_repetition_do_not_matter(chance: Random, length: int, many: int) -> None:
    scene = Scene(chance, length, many)
    start = scene.played.assessment
    at_once = merge(scene.roster, start, scene.sections, scene.past())
    again = [*reversed(scene.sections), *scene.sections]
    assert merge(scene.roster, start, again, scene.past()) == at_once
    results = []
    for order in permutations(scene.sections):
        state = start
        for section in order:
            state = scene.taken(state, section)
            assert scene.taken(state, section) == state, "the same again changes nothing"
        results.append(state)
        assert scene.taken(state, *scene.sections) == state
    whole = plain(at_once.after)
    for state in results:
        assert plain(state) == whole
        for track in ("self", "verified"):
            scores = score_all(scene.roster, state, track)
            assert tally(scene.roster, state, track, scores).balanced


@given(CHANCE, st.integers(0, 30), st.integers(1, 3))
def test_what_was_accepted_is_as_it_was(chance: Random, length: int, many: int) -> None:
    scene = Scene(chance, length, many)
    start = scene.played.assessment
    after = scene.taken(start, *scene.sections)
    for no, entry in start.entries.items():
        for mark in entry.marks:
            if mark.state == "accepted":
                for kind in ("findings", "readings", "nils"):
                    before = [a for a in getattr(entry.own, kind) if a.answerer == mark.unit]
                    now = getattr(after.entry(no).own, kind)
                    assert before == [a for a in now if a.answerer == mark.unit]


@given(CHANCE, st.integers(0, 20), st.integers(1, 3))
def test_one_undo_takes_all_of_it_back(chance: Random, length: int, many: int) -> None:
    scene = Scene(chance, length, many)
    start = scene.played.assessment
    merged = merge(scene.roster, start, scene.sections, scene.past())
    if merged.change is None:
        return
    assert isinstance(merged.change, TakeSections)
    back = evolve(merged.after, through_journal(inverse(1, merged.change, start)))
    assert plain(back) == plain(start)
    assert back.taken == start.taken


def test_two_files_of_one_number_are_the_same_question_whichever_came_first() -> None:
    for first, second in ((3, 4), (4, 3)):
        town = Town()
        files = {n: town.section(counted(n)) for n in (3, 4)}
        together = town.merged(*files.values()).rows
        chosen = Choices({together[0].key: "theirs", together[1].key: "ours"})
        town.take(files[first])
        (row,) = town.merged(files[second]).rows
        assert (row.field, row.report, row.outcome, row.why) == (
            *(together[0].field, 1),
            *("conflict", "twice"),
        )
        town.take(files[second], choices=chosen)
        assert town.quantities() == [3]
        assert town.merged(files[3]).change is None


def test_what_was_handed_in_stays_so_where_a_report_changes_a_value_back() -> None:
    came = []
    for order in ((1, 2), (2, 1), None):
        town = Town()
        town.none("1", clause="a")
        town.none("1", clause="b")
        town.do(SubmitItem(("1",)))
        nothing = Part("1", nils=("a",))
        reports = {
            1: town.section(counted(3)),
            2: town.section(nothing, report=2, base=0),
        }
        if order is None:
            town.take(*reports.values())
        for n in order or ():
            town.take(reports[n])
        came.append((town.state("1"), town.quantities()))
    assert came == [("submitted", [])] * 3
