"""Sending out: a file for each unit, whole or not at all, and one unit's trouble stops no other."""

import os
from pathlib import Path

import pytest

from fazhi_tui.domain.changes import AssignDuty
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.exchange.section_file import load
from fazhi_tui.store.rows import Head
from fazhi_tui.work.snapshot import Snapshot
from fazhi_tui.work.splitting import Form, section_of, split
from tests.exchange.filled import ANSWERED, UUID, after, roster

SHARED = AssignDuty(("3",), Duty("城管队"))


def snapshot(name: str = "甲轮") -> Snapshot:
    head = Head(UUID, name, "2025-01-01T00:00:00.000Z", "ab" * 32, 7, "", "cd" * 32)
    return Snapshot(head, roster(), after(SHARED, *ANSWERED[:7]))


def test_each_answering_unit_gets_its_file(tmp_path: Path) -> None:
    done = list(split(snapshot(), tmp_path / "发出" / "一"))
    assert [(sent.unit, sent.indicators, sent.clauses, sent.answered) for sent in done] == [
        ("司法所", 3, 7, 5),
        ("城管队", 1, 5, 0),
    ]
    assert [Path(sent.file).name for sent in done] == [
        "司法所_甲轮_第1次.xlsx",
        "城管队_甲轮_第1次.xlsx",
    ]
    assert all(Path(sent.file).read_bytes()[:2] == b"PK" for sent in done)


def test_only_the_units_asked_for_by_any_of_their_names(tmp_path: Path) -> None:
    done = list(split(snapshot(), tmp_path, units=["司所", "镇司法所"]))
    assert [sent.unit for sent in done] == ["司法所"]


@pytest.mark.parametrize(
    ("unit", "code"), [("法庭", Code.ANSWERS_NOTHING), ("甲", Code.UNKNOWN_UNIT)]
)
def test_a_unit_that_answers_nothing_is_refused(tmp_path: Path, unit: str, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        list(split(snapshot(), tmp_path / "无", units=["司法所", unit]))
    assert refused.value.problems[0].code is code
    assert not (tmp_path / "无").exists()


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    there = tmp_path / "司法所_甲轮_第1次.xlsx"
    there.write_bytes(b"filled in")
    done = list(split(snapshot(), tmp_path))
    problems = [sent.problem for sent in done]
    assert problems[0] is not None
    assert problems[0].code is Code.FILE_EXISTS
    assert problems[1] is None
    assert there.read_bytes() == b"filled in"
    assert Path(done[1].file).exists()
    assert [sent.problem for sent in split(snapshot(), tmp_path, replace=True)] == [None, None]
    assert there.read_bytes()[:2] == b"PK"


def test_one_file_that_can_not_be_written_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "司法所_甲轮_第1次.xlsx").mkdir()
    done = list(split(snapshot(), tmp_path, replace=True))
    assert [sent.problem and sent.problem.code for sent in done] == [Code.FILE_IS_FOLDER, None]
    assert sorted(os.listdir(tmp_path)) == ["司法所_甲轮_第1次.xlsx", "城管队_甲轮_第1次.xlsx"]


def test_a_name_leads_out_of_no_folder(tmp_path: Path) -> None:
    done = list(split(snapshot("../../甲:轮*"), tmp_path / "x"))
    assert [path.name for path in (tmp_path / "x").iterdir()] != []
    assert {Path(sent.file).parent for sent in done} == {tmp_path / "x"}
    assert not set(Path(done[0].file).name) & set('/\\:*?"<>|')


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "甲").write_text("x")
    for folder in (tmp_path / "甲", tmp_path / "甲" / "乙"):
        with pytest.raises(Refused) as refused:
            list(split(snapshot(), folder))
        assert refused.value.problems == (Problem(Code.NOT_A_FOLDER, value=str(tmp_path / "甲")),)


def test_the_same_round_gives_the_same_files(tmp_path: Path) -> None:
    forms: tuple[Form, ...] = ("xlsx", "toml")
    for form in forms:
        one = list(split(snapshot(), tmp_path / "1", form=form))
        two = list(split(snapshot(), tmp_path / "2", form=form))
        for first, second in zip(one, two, strict=True):
            assert Path(first.file).read_bytes() == Path(second.file).read_bytes()


def test_a_section_file_holds_what_the_unit_said(tmp_path: Path) -> None:
    now = snapshot()
    sent = next(split(now, tmp_path, form="toml"))
    back = load(Path(sent.file).read_text(encoding="utf-8"), sent.file)
    from fazhi_tui.work.splitting import portions_of

    section = section_of(now, next(portions_of(now, ["司法所"])).identity)
    assert tuple(part for part in back.parts if part.clauses()) == section.parts
    assert back.assessment == UUID
