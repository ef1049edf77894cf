"""The laws of the journal: it can be read back, undone, and never uses an id twice."""

from itertools import pairwise

import msgspec
from hypothesis import given
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    NO_ENTRY,
    Answers,
    Assessment,
    Track,
    unit_state,
)
from fazhi_tui.domain.assessment import answerers as answerers_of
from fazhi_tui.domain.changes import (
    Change,
    Reassign,
    RecordFinding,
    Restore,
    SetReading,
    inverse,
    touched,
    undoable,
)
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.scoring import score_indicator, scored_alike
from tests.domain.builders import item_state, through_journal
from tests.domain.strategies import Played, rounds

TRACKS: tuple[Track, ...] = ("self", "verified")


def plain(assessment: Assessment) -> Assessment:
    """Without the registers of numbers, and without entries that say nothing."""
    entries = {no: replace(entry, serials={}) for no, entry in assessment.entries.items()}
    spoken = {no: entry for no, entry in entries.items() if entry != NO_ENTRY}
    return replace(assessment, entries=spoken, evidence_serials={})


@given(rounds())
def test_every_change_can_be_read_back(played: Played) -> None:
    """What the journal keeps is the change itself, and folding it gives the same state."""
    encoded = [msgspec.json.encode(step.change) for step in played.steps]
    decoded: list[Change] = [msgspec.json.decode(text, type=Change) for text in encoded]
    assert decoded == [step.change for step in played.steps]
    assert [msgspec.json.encode(change) for change in decoded] == encoded
    assessment = Assessment(year=2025)
    for change in decoded:
        assessment = evolve(assessment, change)
    assert assessment == played.assessment


@given(rounds())
def test_a_state_can_be_read_back(played: Played) -> None:
    text = msgspec.json.encode(played.assessment)
    assert msgspec.json.decode(text, type=Assessment) == played.assessment


@given(rounds())
def test_undoing_gives_back_what_was_before(played: Played) -> None:
    """L9, through the journal's JSON."""
    for seq, step in enumerate(played.steps):
        assert undoable(step.change)
        undo = through_journal(inverse(seq, step.change, step.before))
        assert isinstance(undo, Restore)
        assert undo.undoes == seq
        back = evolve(step.after, undo)
        assert plain(back) == plain(step.before)
        for no, entry in step.after.entries.items():
            assert back.entry(no).serials == entry.serials
        assert back.evidence_serials == step.after.evidence_serials


@given(rounds())
def test_entries_scored_alike_have_the_same_score(played: Played) -> None:
    """Whoever keeps a score because of it keeps the right one."""
    for step in played.steps:
        for no, indicator in played.roster.indicators.items():
            before, after = step.before.entry(no), step.after.entry(no)
            if before is not after and scored_alike(before, after):
                for track in TRACKS:
                    old = score_indicator(played.roster, indicator, before, track)
                    assert old == score_indicator(played.roster, indicator, after, track)


@given(rounds())
def test_a_change_alters_only_what_it_says_it_touches(played: Played) -> None:
    for step in played.steps:
        parts = touched(step.change)
        before, after = step.before, step.after
        for no in {*before.entries, *after.entries} - set(parts.indicators):
            assert before.entry(no) == after.entry(no)
        for key in {*before.evidence, *after.evidence} - set(parts.evidence):
            assert before.evidence.get(key) == after.evidence.get(key)
        for key in {*before.rectifications, *after.rectifications} - set(parts.gaps):
            assert before.rectifications.get(key) == after.rectifications.get(key)
        for key in {*before.records, *after.records} - set(parts.records):
            assert before.records.get(key) == after.records.get(key)


@given(rounds())
def test_a_reassignment_costs_nobody_in_all_anything(played: Played) -> None:
    """Who bears a finding changes, never what an indicator loses, on either track."""
    for step in played.steps:
        if isinstance(step.change, Reassign):
            indicator = played.roster.indicator(step.change.indicator)
            for track in TRACKS:
                before, after = (
                    score_indicator(played.roster, indicator, state.entry(indicator.no), track)
                    for state in (step.before, step.after)
                )
                if all(clause.per != "unit" for clause in indicator.clauses):
                    assert after.lost == before.lost


@given(rounds())
def test_whoever_changes_its_own_answers_is_dated_and_nobody_else(played: Played) -> None:
    at = "2025-06-30T16:00:00.000Z"
    for step in played.steps:
        after = evolve(step.before, step.change, at)
        if isinstance(step.change, Reassign):  # the office's doing
            assert after == step.after
            continue
        for no in {*step.before.entries, *after.entries}:
            old, new = step.before.entry(no).own, after.entry(no).own
            changed = {
                item.answerer
                for one, other in (
                    (old.findings, new.findings),
                    (old.readings, new.readings),
                    (old.nils, new.nils),
                )
                for item in {*one} ^ {*other}
            }
            if isinstance(step.change, SetReading) and step.change.alone:
                changed &= {step.change.answerer}  # another's answer gave way, that unit is silent
            spoke = {moment.unit for moment in after.entry(no).moments if moment.at == at}
            assert changed <= spoke
            assert not spoke or no in touched(step.change).indicators
            assert replace(after.entry(no), moments=()) == step.after.entry(no)


@given(rounds())
def test_no_finding_gets_an_id_that_was_given_before(played: Played) -> None:
    """Also not after it was dropped or its entry undone."""
    given_: list[str] = []
    assessment = Assessment(year=2025)
    for seq, step in enumerate(played.steps):
        if isinstance(step.change, RecordFinding):
            assert step.change.id not in given_
            given_.append(step.change.id)
        before, assessment = assessment, evolve(assessment, step.change)
        if seq % 3 == 0:
            undone = evolve(assessment, inverse(seq, step.change, before))
            for no, entry in assessment.entries.items():
                assert undone.entry(no).serials == entry.serials


@given(rounds())
def test_answers_stand_in_the_order_of_their_keys(played: Played) -> None:
    for entry in played.assessment.entries.values():
        units = (
            [item.unit for item in entry.not_applicable],
            [mark.unit for mark in entry.marks],
            [note.unit for note in entry.notes],
        )
        assert all(one < other for listed in units for one, other in pairwise(listed))
        tracks: list[Answers] = [entry.own, *([entry.verified] if entry.verified else [])]
        for given_ in tracks:
            findings = [(f.clause, f.answerer, f.n) for f in given_.findings]
            readings = [reading.key for reading in given_.readings]
            nils = [(nil.clause, nil.answerer) for nil in given_.nils]
            for keys in (findings, readings, nils):
                assert all(one < other for one, other in pairwise(keys))


@given(rounds())
def test_nobody_says_nothing_and_something_at_once(played: Played) -> None:
    """An explicit 无 never stands beside findings or measured values of the same part."""
    for entry in played.assessment.entries.values():
        for track in TRACKS:
            found = entry.answers(track)
            nils = {(nil.clause, nil.answerer) for nil in found.nils}
            assert not nils & {(f.clause, f.answerer) for f in found.findings}
            measured = {(r.clause, r.answerer) for r in found.readings if r.key[3] is False}
            assert not nils & measured


@given(rounds())
def test_the_offices_word_leaves_the_units_answers_alone(played: Played) -> None:
    for step in played.steps:
        if getattr(step.change, "track", "") == "verified":
            for no in touched(step.change).indicators:
                before, after = step.before.entry(no), step.after.entry(no)
                assert after.own == before.own
                assert after.marks == before.marks
                assert after.verified is not None


@given(rounds())
def test_an_indicator_is_as_far_as_its_last_answerer(played: Played) -> None:
    order = ["blank", "draft", "returned", "answered", "submitted", "accepted"]
    for indicator in played.roster.set.indicators:
        entry = played.assessment.entry(indicator.no)
        units = answerers_of(played.roster, indicator, entry)
        states = [unit_state(played.roster, indicator, entry, unit) for unit in units]
        found = item_state(played.roster, indicator, entry)
        assert found == (min(states, key=order.index) if states else "answered")
        if entry.excused(""):
            assert found not in {"blank", "draft"}
