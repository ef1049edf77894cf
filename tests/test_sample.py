"""The shipped demonstration: made from its data to the byte, whole, and as full as promised."""

import re
from collections import Counter
from pathlib import Path

import pytest

from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.checking import evidence_account
from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.domain.problems import Refused
from fazhi_tui.shipped import sample_session
from fazhi_tui.store.portable import load
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import import_file, snapshot_at
from fazhi_tui.work.projecting import TRACKS
from fazhi_tui.work.snapshot import Snapshot
from scripts import make_sample
from scripts.make_sample import Spoilt, build

DEMO = sample_session()
REMAKE = "python -m scripts.make_sample"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Snapshot]:
    return build(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The shipped file, imported into a store of its own."""
    store = open_store(str(tmp_path_factory.mktemp("demo") / "store.db"))
    try:
        head = import_file(store, DEMO, actor="tester")
        return snapshot_at(store, head.name)
    finally:
        store.close()


def test_the_file_is_what_the_data_make(made: tuple[str, Snapshot]) -> None:
    text, _ = made
    assert DEMO.read_text(encoding="utf-8") == text, f"make it anew: {REMAKE}"


def test_made_twice_it_is_the_same(made: tuple[str, Snapshot], tmp_path: Path) -> None:
    again, _ = build(tmp_path)
    assert again == made[0]


def test_the_set_is_found_by_name_not_carried() -> None:
    portable = load(DEMO.read_text(encoding="utf-8"), str(DEMO))
    assert portable.indicator_set.text == ""
    assert portable.indicator_set.id == "demo-98"


def test_imported_it_is_what_was_made(made: tuple[str, Snapshot], demo: Snapshot) -> None:
    assert demo.head.name == "演示市2025年第一轮自评"
    assert demo.assessment == made[1].assessment


def test_it_adds_up_on_both_tracks(demo: Snapshot) -> None:
    for track in TRACKS:
        sums = demo.tally(track)
        assert sums.balanced
        assert sums.vetoes == ()
        assert 50_000 <= sums.earned <= 62_000
        assert 8_000 <= sums.lost <= 13_000


def test_every_stage_of_the_work_is_there(demo: Snapshot) -> None:
    progress = demo.tally().progress
    assert 0.55 <= progress.answered / progress.indicators <= 0.65
    assert 20 <= progress.submitted <= 30
    assert progress.returned == 1
    assert progress.accepted == 8
    states = Counter(row.score.state for row in demo.tally().rows)
    assert states["draft"] >= 8
    assert states["blank"] >= 20
    assert all(area.earned and area.lost and area.pending for area in demo.tally().by_area)


def test_the_returned_item_says_why(demo: Snapshot) -> None:
    reasons = [
        mark.reason
        for entry in demo.assessment.entries.values()
        for mark in entry.marks
        if mark.state == "returned"
    ]
    assert len(reasons) == 1
    assert len(reasons[0]) > 20


def test_findings_have_reasons_of_their_own(demo: Snapshot) -> None:
    findings = [f for entry in demo.assessment.entries.values() for f in entry.own.findings]
    assert len(findings) >= 40
    assert all(len(finding.reason) >= 12 for finding in findings)
    assert len({finding.reason for finding in findings}) == len(findings)
    weighted = [f for f in findings if len({weight for _, weight in f.bearers}) > 1]
    assert len(weighted) >= 3


def test_losses_fall_on_many_units_in_every_way(demo: Snapshot) -> None:
    sums = demo.tally()
    assert sum(unit.lost > 0 for unit in sums.by_unit) >= 20
    assert sums.unattributed > 0
    assert sums.unattributed_findings >= 3
    assert sum(unit.by_default > 0 for unit in sums.by_unit) >= 3
    capped = [
        clause.clause
        for score in demo.scores().values()
        for clause in score.clauses
        if clause.lost < clause.rounded
    ]
    assert len(capped) >= 2


def test_every_form_of_answer_is_there(demo: Snapshot) -> None:
    entries = demo.assessment.entries.values()
    readings = [reading for entry in entries for reading in entry.own.readings]
    forms = {type(reading.value).__name__ for reading in readings}
    assert forms == {"Number", "Rate", "Tier", "Score", "Benchmark"}
    empty = [r for r in readings if isinstance(r.value, Rate) and not r.value.den]
    assert [(r.clause, r.answerer) for r in empty] == [("a", "市气象局")]
    assert any(entry.own.nils for entry in entries)


def test_not_applicable_says_why_and_who(demo: Snapshot) -> None:
    excused = demo.tally().not_applicable
    assert [no for no, item in excused if not item.unit] == ["22"]
    assert len(excused) >= 8
    assert all(len(item.reason) > 10 and item.decided_by for _, item in excused)


def test_evidence_is_described_and_dated(demo: Snapshot) -> None:
    evidence = demo.assessment.evidence.values()
    assert len(evidence) >= 60
    assert all(item.title and item.date and item.unit for item in evidence)
    numbered = [item for item in evidence if re.search(r"〔20(24|25)〕", item.doc_no)]
    assert len(numbered) >= 30
    assert sum(len(item.indicators) > 1 for item in evidence) >= 5


def test_some_evidence_says_what_is_asked_for_it_is(demo: Snapshot) -> None:
    said = [item for item in demo.assessment.evidence.values() if item.asked]
    assert len(said) >= 8
    slots = [slot for one in evidence_account(demo.roster, demo.assessment) for slot in one.slots]
    assert any(not slot.given for slot in slots)
    assert any(slot.guessed for slot in slots)


def test_letters_are_signed_for_signed_and_still_drafts(demo: Snapshot) -> None:
    letters = demo.assessment.letters.values()
    told = sorted((bool(letter.number), bool(letter.received)) for letter in letters)
    assert told == [(False, False), (True, False), (True, True)]
    assert all(letter.matters and letter.paragraphs for letter in letters)


def test_notes_explain(demo: Snapshot) -> None:
    noted = [entry for entry in demo.assessment.entries.values() if entry.notes]
    assert len(noted) >= 15


def test_the_office_saw_some_things_otherwise(demo: Snapshot) -> None:
    own, verified = demo.scores("self"), demo.scores("verified")
    adjusted = [no for no, score in own.items() if verified[no].postings != score.postings]
    assert len(adjusted) >= 3
    assert demo.tally("verified").lost != demo.tally("self").lost


def test_rectification_has_come_to_every_state(demo: Snapshot) -> None:
    planned = [gap for gap in demo.gaps() if gap.id in demo.assessment.rectifications]
    assert len(planned) == len(demo.assessment.rectifications) >= 15
    states = Counter(gap.state for gap in planned)
    assert states["will_not"] == 1
    assert states["closed"] >= 3
    assert sum(gap.overdue("2025-12-01") for gap in planned) >= 4
    assert any(gap.plan.due > gap.plan.first_due for gap in planned)
    assert all(gap.unit != UNATTRIBUTED for gap in planned)


def test_a_line_that_is_refused_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong unit in the data is told with its file, indicator and clause; nothing comes out."""
    for path in make_sample.DATA.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        wrong = text.replace('to = "柳林镇", on = "2025-05-08"', 'to = "杨林镇"')
        (tmp_path / path.name).write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(make_sample, "DATA", tmp_path)
    with pytest.raises(Spoilt, match=r"(?s)answers-1\.toml \[15\]\.a .*杨林镇"):
        build(tmp_path)


def test_a_damaged_copy_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "copy.toml"
    text = DEMO.read_text(encoding="utf-8")
    copy.write_text(text.replace("清水河柳林段", "清水河上游段", 1), encoding="utf-8")
    store = open_store(str(tmp_path / "store.db"))
    try:
        with pytest.raises(Refused):
            import_file(store, copy, actor="tester")
    finally:
        store.close()
