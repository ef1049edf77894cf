"""Portable files: an assessment that goes out and comes back is the same, or is refused whole."""

import os
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Entry,
    Evidence,
    Finding,
    Mark,
    Nil,
    Note,
)
from fazhi_tui.domain.changes import (
    DrawSample,
    Imported,
    SetDeadline,
    SetOutsideScores,
    SucceedUnit,
    WriteNote,
)
from fazhi_tui.domain.papers import Letter
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.records import (
    Contact,
    Deadline,
    OutsideScores,
    Record,
    Rectification,
    Report,
    Sample,
    Succession,
    Taken,
)
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.portable import SetReference, dump
from fazhi_tui.store.store import Store, open_store, sha256_of
from fazhi_tui.work.opening import (
    export_text,
    find_set,
    import_file,
    new_assessment,
    open_session,
)
from fazhi_tui.work.projecting import TRACKS
from tests.catalog.small_set import SMALL, changed
from tests.domain.strategies import a_random_set
from tests.store.making import (
    FINDING,
    ME,
    NAME,
    a_session,
    as_adopted,
    play_on,
    posted_by_fold,
    projection,
    small_set,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "a.db"))


def problems_of(caught: pytest.ExceptionInfo[Refused]) -> tuple[Problem, ...]:
    return caught.value.problems


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "file.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@given(st.randoms(use_true_random=True), st.integers(0, 40))
def test_an_exported_assessment_is_imported_equal(
    tmp_path_factory: pytest.TempPathFactory, chance: Random, length: int
) -> None:
    adopted = as_adopted(a_random_set(chance))
    session = a_session(open_store(":memory:"), adopted=adopted)
    play_on(session, chance, length)
    shown = session.snapshot
    path = _file(tmp_path_factory.mktemp("out"), export_text(session.store, shown))

    # kept there already, since the text of a random set is no set file
    other = open_store(":memory:")
    new_assessment(other, "别的", adopted, actor=ME)
    head = import_file(other, path, actor="李", name="另一个")

    session = open_session(other, "另一个", actor=ME)
    assert session.snapshot.assessment == shown.assessment
    for track in TRACKS:
        assert session.snapshot.tally(track) == shown.tally(track)
        assert session.snapshot.gaps(track) == shown.gaps(track)
    assert projection(other, "另一个") == posted_by_fold(session)
    assert [line.kind for line in session.lines] == ["adopt_set", "imported"]
    change = session.lines[1].change
    assert isinstance(change, Imported)
    assert change.source_head == shown.head.hash
    assert head == session.snapshot.head
    assert broken_at(session.lines) is None


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_set_travels_with_it(store: Store, tmp_path: Path, ends: str) -> None:
    adopted = small_set(SMALL.replace("\n", ends))
    session = a_session(store, adopted=adopted)
    session.make(FINDING)
    path = _file(tmp_path, export_text(store, session.snapshot))
    other = open_store(str(tmp_path / "other.db"))
    head = import_file(other, path, actor=ME)
    assert head.name == NAME
    assert head.set_sha256 == adopted.sha256
    assert other.set_text(head.set_sha256) == adopted.text
    assert open_session(other, NAME, actor=ME).make(FINDING).id == "1.b.司法局.2"


def test_an_imported_assessment_is_worked_on_like_any_other(store: Store, tmp_path: Path) -> None:
    session = a_session(store)
    session.make(FINDING)
    path = _file(tmp_path, export_text(store, session.snapshot))
    import_file(store, path, actor=ME, name="副本")
    copy = open_session(store, "副本", actor=ME)
    with pytest.raises(Refused) as caught:
        copy.undo()
    assert problems_of(caught)[0].code is Code.NOTHING_TO_UNDO
    copy.make(WriteNote("1", "说明"))
    copy.undo()
    assert copy.snapshot.tally() == session.snapshot.tally()
    with pytest.raises(Refused) as caught:
        import_file(store, path, actor=ME)
    assert problems_of(caught)[0].code is Code.NAME_TAKEN


def test_the_shipped_set_need_not_travel(store: Store, tmp_path: Path) -> None:
    session = a_session(store, adopted=find_set("demo-98"))
    text = export_text(store, session.snapshot, with_set=False)
    assert "[[indicator]]" not in text
    other = open_store(str(tmp_path / "other.db"))
    import_file(other, _file(tmp_path, text), actor=ME)
    assert open_session(other, NAME, actor=ME).snapshot.tally() == session.snapshot.tally()


def test_a_set_kept_in_the_store_need_not_travel(store: Store, tmp_path: Path) -> None:
    session = a_session(store)
    path = _file(tmp_path, export_text(store, session.snapshot, with_set=False))
    assert import_file(store, path, actor=ME, name="副本").set_sha256 == small_set().sha256
    with pytest.raises(Refused) as caught:
        import_file(open_store(":memory:"), path, actor=ME)
    assert [(p.code, p.value) for p in problems_of(caught)] == [(Code.UNKNOWN_SET, "small")]


def test_a_file_can_not_point_at_another_file(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text(SMALL, encoding="utf-8")
    text = dump(NAME, Assessment(year=2025), SetReference("0" * 64, str(secret)))
    with pytest.raises(Refused) as caught:
        import_file(store, _file(tmp_path, text), actor=ME)
    assert problems_of(caught)[0].code is Code.UNKNOWN_SET


def test_a_set_text_that_is_not_the_one_named_is_refused(store: Store, tmp_path: Path) -> None:
    text = dump(NAME, Assessment(year=2025), SetReference("0" * 64, "small", SMALL))
    with pytest.raises(Refused) as caught:
        import_file(store, _file(tmp_path, text), actor=ME)
    assert problems_of(caught)[0].code is Code.DIGEST_DIFFERS


def test_a_set_with_errors_is_refused(store: Store, tmp_path: Path) -> None:
    spoilt = changed("worth = 10", "worth = 11")
    reference = SetReference(sha256_of(spoilt), "small", spoilt)
    path = _file(tmp_path, dump(NAME, Assessment(year=2025), reference))
    with pytest.raises(Refused) as caught:
        import_file(store, path, actor=ME)
    assert {p.code for p in problems_of(caught)} == {Code.SUM_DIFFERS}
    assert {p.file for p in problems_of(caught)} == {str(path)}
    assert store.heads() == []


def test_a_state_that_does_not_fit_its_set_is_refused_with_all_problems(
    store: Store, tmp_path: Path
) -> None:
    fits = Finding("1.b.司法局.1", "b", "司法局", 1, level="轻")
    entry = Entry(
        Answers((fits, replace(fits, id="1.z.司法局.1", clause="z"))),
        notes=(Note("没有的局", "一"),),
        marks=(Mark("也没有", "submitted"),),
        serials={"b.司法局": 1, "z.司法局": 1},
    )
    evidence = Evidence("077-2025-01", ("77",), "文件")
    state = Assessment(
        "",
        2025,
        {"1": entry, "99": Entry(own=Answers(nils=(Nil("a", "司法局"),)))},
        {evidence.id: evidence},
        evidence_serials={"077-2025": 1},
    )
    path = _file(tmp_path, dump(NAME, state, SetReference(small_set().sha256, "small", SMALL)))
    with pytest.raises(Refused) as caught:
        import_file(store, path, actor=ME)
    told = sorted((p.code, p.value) for p in problems_of(caught))
    assert told == sorted(
        [
            (Code.UNKNOWN_UNIT, "没有的局"),
            (Code.UNKNOWN_UNIT, "也没有"),
            (Code.UNKNOWN_CLAUSE, "z"),
            (Code.UNKNOWN_INDICATOR, "99"),
            (Code.UNKNOWN_INDICATOR, "77"),
        ]
    )
    assert store.heads() == []


def test_records_of_the_round_travel_and_must_fit(store: Store, tmp_path: Path) -> None:
    session = a_session(store)
    for change in (
        FINDING,
        SetDeadline("2020-06-30T16:00:00.000Z"),
        SetOutsideScores("省", {"1": 0}),
        DrawSample("indicators", 1, "甲"),
        SucceedUnit("司法局", ("法治局",), ("法治局",)),
    ):
        session.make(change)
    session.make(replace(FINDING, bearers=(("法治局", Decimal(1)),)))
    other = open_store(str(tmp_path / "other.db"))
    import_file(other, _file(tmp_path, export_text(store, session.snapshot)), actor=ME)
    there = open_session(other, NAME, actor=ME).snapshot
    assert there.assessment == session.snapshot.assessment
    assert there.tally() == session.snapshot.tally()
    assert there.roster.heir("司法局") == "法治局"

    records: dict[str, Record] = {
        "late": Deadline("2020-06-30T16:00:00.000Z"),
        "outside/省": OutsideScores("省", {"99": 0, "1": -1}),
        "sample/2": Sample(1, "indicators", "甲", 1, ("1",)),
        "unit/司法局": Succession("司法局", ("没有的局",)),
        "unit/城管局": Succession("城管局", ("甲/乙",), ("甲/乙",)),
        "contact/也没有": Contact("甲"),
    }
    plans = {"1.b.司法局.1/司法局": Rectification("1.b.司法局.1/司法局", rectifier="更没有")}
    taken = {
        "城管局": Taken({"第一": Report(), "1": Report(indicators=("98",))}),
        "另没有": Taken(),
    }
    letter = Letter("再没有", "prompt", "函", (), (), "2025-07-01", "2025-07-16", 1, "")
    state = Assessment(
        "",
        2025,
        rectifications=plans,
        records=records,
        taken=taken,
        letters={"再没有.1": letter},
    )
    path = _file(tmp_path, dump(NAME, state, SetReference(small_set().sha256, "small", SMALL)))
    with pytest.raises(Refused) as caught:
        import_file(store, path, actor=ME, name="副本")
    assert sorted((p.code, p.path, p.value) for p in problems_of(caught)) == sorted(
        [
            (Code.UNKNOWN_UNIT, "1.b.司法局.1/司法局", "更没有"),
            (Code.WRONG_TYPE, "late", ""),
            (Code.UNKNOWN_INDICATOR, "outside/省", "99"),
            (Code.OUT_OF_RANGE, "1", "-0.001"),
            (Code.WRONG_TYPE, "sample/2", ""),
            (Code.UNKNOWN_UNIT, "unit/司法局", "没有的局"),
            (Code.WRONG_TYPE, "unit/城管局", ""),
            (Code.UNKNOWN_UNIT, "contact/也没有", "也没有"),
            (Code.UNKNOWN_UNIT, "再没有.1", "再没有"),
            (Code.WRONG_TYPE, "城管局", "第一"),
            (Code.UNKNOWN_INDICATOR, "城管局", "98"),
            (Code.UNKNOWN_UNIT, "另没有", "另没有"),
        ]
    )


@pytest.mark.parametrize(
    ("make", "code"),
    [
        ("missing", Code.FILE_MISSING),
        ("folder", Code.FILE_IS_FOLDER),
        ("latin", Code.FILE_NOT_UTF8),
    ],
)
def test_a_file_that_can_not_be_read_is_told(
    store: Store, tmp_path: Path, make: str, code: Code
) -> None:
    path = tmp_path / "x.toml"
    if make == "folder":
        path.mkdir()
    elif make == "latin":
        path.write_bytes(b"a = '\xe9'")
    with pytest.raises(Refused) as caught:
        import_file(store, path, actor=ME)
    assert problems_of(caught)[0].code is code


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a device file")
def test_a_file_without_end_is_told(store: Store) -> None:
    with pytest.raises(Refused) as caught:
        import_file(store, Path("/dev/zero"), actor=ME)
    assert problems_of(caught)[0].code is Code.FILE_UNREADABLE
