"""收回: files are looked at, taken in as one change, told in receipts; a bad one stops none."""

from pathlib import Path

import pytest

from fazhi_tui.domain.changes import MarkNone, TakeSections
from fazhi_tui.domain.merging import Choices
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import new_assessment, open_session, read_adoptable
from fazhi_tui.work.receipts import receipts
from fazhi_tui.work.sections import Preview, look_at, settled, take
from fazhi_tui.work.session import Session
from fazhi_tui.work.splitting import split
from tests.cli.town import TOWN
from tests.exchange.clerk import Clerk


class Office:
    """A round on the small town's set, its forms sent out, and a folder for what comes back."""

    def __init__(self, folder: Path, town: str = TOWN) -> None:
        self.folder = folder
        set_file = folder / "town.toml"
        set_file.write_text(town, encoding="utf-8")
        self.store = open_store(str(folder / "store.db"))
        adopted = read_adoptable(set_file)
        new_assessment(self.store, "甲轮", adopted, actor="王五")
        self.session = self.open()
        self.out = folder / "发出"
        self.back = folder / "收回"
        self.back.mkdir()
        list(split(self.session.snapshot, self.out))

    def open(self) -> Session:
        return open_session(self.store, "甲轮", actor="王五")

    def clerk(self, unit: str = "司法所") -> Clerk:
        return Clerk((self.out / f"{unit}_甲轮_第1次.xlsx").read_bytes())

    def send(self, clerk: Clerk, name: str = "司法所.xlsx") -> Path:
        path = self.back / name
        path.write_bytes(clerk.save())
        return path

    def look(self, *paths: Path, choices: Choices | None = None) -> Preview:
        return look_at(self.session, paths or [self.back], choices=choices or Choices())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_form_comes_back_as_one_change_with_one_undo(office: Office) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="无")
    clerk.put("填报", "2.c", 填写="在建")
    clerk.put("失分明细", "", 细则="1.a", 数量=5, 失分单位="城管队", 事由="缺页")
    preview = office.look(office.send(clerk))
    assert [row.outcome for row in preview.rows] == ["new"] * 3
    assert office.session.snapshot.assessment.entries == {}
    made = take(office.session, preview)
    assert made is not None
    assert (made.lost_before, made.lost_after) == (0, 700), "0.50 by the cap, 0.20 by the tier"
    line = office.session.lines[-1]
    assert isinstance(line.change, TakeSections)
    assert take(office.session, office.look()) is None, "the same file again"
    office.session.undo()
    undone = office.session.snapshot
    assert (undone.tally().lost, undone.assessment.taken) == (0, {})
    assert take(office.session, office.look()) is not None
    assert office.open().snapshot.assessment == office.session.snapshot.assessment


def test_a_bad_file_stops_no_other(office: Office) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="有")
    office.send(clerk)
    (office.back / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (office.back / "空.xlsx").write_bytes(b"")
    (office.back / "一包.ZIP").write_bytes(b"Rar!")
    (office.back / "~$司法所.xlsx").write_bytes(b"lock")
    (office.back / "说明.txt").write_text("不是填报件", encoding="utf-8")
    progress: list[tuple[int, int]] = []
    preview = look_at(
        office.session, [office.back], progress=lambda done, of: progress.append((done, of))
    )
    assert progress == [(1, 4), (2, 4), (3, 4), (4, 4)]
    told = {Path(one.file).name: one.problems[0].code for one in preview.refused}
    assert told == {
        "一包.ZIP": Code.NOT_A_WORKBOOK,
        "坏.xlsx": Code.FILE_DAMAGED,
        "空.xlsx": Code.NOT_A_WORKBOOK,
    }
    assert [row.outcome for row in preview.rows] == ["new"]
    assert not preview.whole
    assert take(office.session, preview) is not None


def test_what_belongs_elsewhere_is_refused(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "另一轮"
    other.mkdir()
    stranger = Office(other)
    path = stranger.send(stranger.clerk())
    assert office.look(path).refused[0].problems[0].code is Code.OTHER_ROUND
    clerk = office.clerk()
    clerk.pages["_fazhi"][4][1] = "ff" * 32
    assert office.look(office.send(clerk)).refused[0].problems[0].code is Code.OTHER_SET
    preview = look_at(office.session, [office.send(office.clerk())], unit="城管队")
    assert preview.refused[0].problems[0].code is Code.OTHER_UNIT
    borrowed = office.clerk()
    borrowed.cover("填报单位", "城管队")
    (problem,) = office.look(office.send(borrowed)).refused[0].problems
    assert (problem.code, problem.wanted) == (Code.OTHER_UNIT, "城管队")
    missing = office.look(tmp_path / "没有.xlsx")
    assert missing.refused[0].problems[0].code is Code.FILE_MISSING
    empty = tmp_path / "空"
    empty.mkdir()
    with pytest.raises(Refused) as nothing:
        office.look(empty)
    assert nothing.value.problems[0].code is Code.NO_REPORTS


def test_a_conflict_waits_for_a_choice_and_reads_nothing_again(office: Office) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="有", 原因="没有制度")
    clerk.put("填报", "2.c", 填写="在建")
    path = office.send(clerk)
    office.session.make(MarkNone(("1",), "b"))
    preview = office.look(path)
    path.unlink()
    assert [row.why for row in preview.conflicts] == ["changed"]
    take(office.session, preview)
    chosen = settled(office.session, preview, Choices({preview.conflicts[0].key: "theirs"}))
    assert take(office.session, chosen) is not None
    findings = office.session.snapshot.assessment.entry("1").own.findings
    assert [finding.reason for finding in findings] == ["没有制度"]
    assert settled(office.session, preview, Choices()).merged.change is None


def test_two_files_that_differ_are_told_once_in_each_receipt(office: Office) -> None:
    for name, why in (("甲.xlsx", "没有制度"), ("乙.xlsx", "制度过期")):
        clerk = office.clerk()
        clerk.put("填报", "1.b", 填写="有", 原因=why)
        office.send(clerk, name)
    preview = office.look()
    assert {row.why for row in preview.conflicts} == {"twice"}
    for receipt in receipts(office.session.snapshot.roster, preview):
        assert receipt.text.count("填得不一样") == 1


def test_others_may_write_between_looking_and_taking(office: Office) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="有")
    preview = office.look(office.send(clerk))
    office.open().make(MarkNone(("1",), "b"))
    assert take(office.session, preview) is not None, "that the report came is remembered"
    assert office.session.snapshot.assessment.entry("1").own.findings == ()


def test_a_receipt_says_what_was_taken_asked_and_not_taken(office: Office) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="有")
    at = clerk.put("填报", "2.b", 填写="约2")
    wrong = clerk.put("填报", "2.c", 填写="快建好了")
    clerk.put("失分明细", "", 细则="1.a", 数量=2, 失分单位="城关队")
    clerk.cover("报送性质", "草稿")
    preview = office.look(office.send(clerk))
    (receipt,) = receipts(office.session.snapshot.roster, preview)
    assert (receipt.taken, receipt.asked, receipt.rejected) == (1, 1, 2)
    lines = receipt.text.split("\n")
    assert lines[0] == "【回执】司法所 第1次（草稿）"
    assert lines[1] == "收下 1 项，请确认 1 处，没有收 2 处。"
    assert f"1. 填报!G{at}：“约2”看不出是多少" in receipt.text
    assert f"填报!G{wrong}：没有“快建好了”这个档次" in receipt.text
    assert "“城关队”不在单位名单里，是不是“城管队”？" in receipt.text
