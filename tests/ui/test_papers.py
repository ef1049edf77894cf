"""Letters, the report and its stages from the screens: keys in, journal and files out."""

from decimal import Decimal
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from fazhi_tui.domain.changes import IssueLetters, NumberLetter, RecordFinding, WriteReport
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.exports import writing
from fazhi_tui.store.store import open_store
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.presenting import today
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.ui.widgets.table import Table
from fazhi_tui.work.letters import Wish, draw_up
from fazhi_tui.work.opening import open_session
from tests.ui.desk import NAME, Desk, clock, give, write

SIZE = (120, 40)
YEAR = int(today()[:4]) + 1  # letters are dated by the clock


async def settled(pilot: Pilot[None]) -> None:
    """When what is written in the background has been written."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_letters_are_drawn_up_for_the_units_marked(losers: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "函件"
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "space")
        await give(pilot, "拟函")
        write(losers, "due", f"{YEAR}-6-30")
        write(losers, "contact", "李四，电话 12345")
        write(losers, "folder", str(folder))
        await pilot.press("f2")
        await settled(pilot)
        assert losers.kinds[-1] == "issue_letters"
        (letter,) = losers.assessment.letters.values()
        assert (letter.unit, letter.due) == ("市城管局", f"{YEAR}-06-30")
        assert any("李四" in paragraph for paragraph in letter.paragraphs)
        assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".txt"]
        assert "整改清单" in losers.text


async def test_a_letter_gets_its_number_and_is_withdrawn(losers: Desk, tmp_path: Path) -> None:
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+d")
        await give(pilot, "拟函")
        write(losers, "units", "市交通局")
        write(losers, "folder", str(tmp_path))
        await pilot.press("f2")
        await settled(pilot)
        await give(pilot, "函件登记表")
        assert "市交通局" in losers.text
        assert "待签发 1 份" in losers.text
        assert "1.a.市司法局.2/市交通局" in losers.text
        await pilot.press("enter", "enter")
        await pilot.pause()
        write(losers, "number", "甲法治办函〔2025〕3号")
        write(losers, "date", f"{YEAR}-3-2")
        await pilot.press("f2")
        await pilot.pause()
        (letter,) = losers.assessment.letters.values()
        assert (letter.number, letter.date) == ("甲法治办函〔2025〕3号", f"{YEAR}-03-02")
        assert "已签发" in losers.text, "one is back in the register"
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        write(losers, "date", f"{YEAR}-3-4")
        write(losers, "by", "赵六")
        await pilot.press("f2")
        await pilot.pause()
        assert losers.assessment.letters[letter.id].received == f"{YEAR}-03-04"
        assert f"已签收（{YEAR}-03-04，赵六）" in losers.text
        await pilot.press("escape", "f6")
        assert "已签收" in losers.text
        await give(pilot, "函件登记表")
        await pilot.press("enter", "down", "down", "enter")
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        assert losers.kinds[-1] == "receive_letter"  # without a reason it is refused in place
        write(losers, "reason", "发错单位")
        await pilot.press("f2")
        await pilot.pause()
        assert losers.assessment.letters[letter.id].void == "发错单位"


async def test_a_letter_is_written_anew(losers: Desk, tmp_path: Path) -> None:
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6")
        await give(pilot, "拟函")
        write(losers, "folder", str(tmp_path / "一"))
        await pilot.press("f2")
        await settled(pilot)
        assert len(losers.assessment.letters) == 2
        await give(pilot, "函件登记表")
        await pilot.press("enter", "down", "down", "down", "enter")
        await pilot.pause()
        write(losers, "folder", str(tmp_path / "二"))
        await pilot.press("f2")
        await settled(pilot)
        assert len(list((tmp_path / "二").iterdir())) == 2
        register = losers.app.screen.query_one(Table)
        assert register.cursor_key == next(iter(losers.assessment.letters))


async def test_a_folder_that_is_a_file_is_refused_in_place(losers: Desk, tmp_path: Path) -> None:
    (tmp_path / "函件").write_text("")
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6")
        await give(pilot, "拟函")
        write(losers, "folder", str(tmp_path / "函件"))
        await pilot.press("f2")
        await settled(pilot)
        assert losers.kinds[-1] == "record_finding"
        assert losers.app.screen.query_one("#folder", Input).value


async def test_letters_that_could_not_be_written_are_not_drawn_up_twice(
    losers: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Refused(Problem(Code.FILE_UNWRITABLE, value="x"))

    monkeypatch.setattr(writing, "save", full)
    async with losers.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("f6")
        await give(pilot, "拟函")
        write(losers, "folder", str(tmp_path / "函件"))
        await pilot.press("f2")
        await settled(pilot)
        assert losers.kinds[-1] == "issue_letters"
        assert isinstance(losers.app.screen, Place)
        assert "已经登记，文件没有写全，不必再拟" in losers.text


@pytest.mark.parametrize(("name", "begin"), [("报告.docx", b"PK"), ("报告.html", b"<!")])
async def test_the_report_is_written(losers: Desk, tmp_path: Path, name: str, begin: bytes) -> None:
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "自评报告")
        write(losers, "path", str(tmp_path / "报告.odt"))
        await pilot.press("f2")
        await settled(pilot)
        assert ".docx" in losers.text
        assert not list(tmp_path.glob("报告*"))
        write(losers, "path", str(tmp_path / name))
        await pilot.press("f2")
        await settled(pilot)
        assert (tmp_path / name).read_bytes().startswith(begin)
        assert not losers.app.screen.query("#path")


@pytest.mark.parametrize(
    ("size", "pending"), [(SIZE, "现在待定  失分增减"), ((80, 24), "现在待  ")]
)
async def test_a_stage_is_fixed_and_held_against_now(
    losers: Desk, tmp_path: Path, size: tuple[int, int], pending: str
) -> None:
    async with losers.app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "两稿对照")
        assert "还没有定过稿" in " ".join(n.message for n in losers.app._notifications)
        await give(pilot, "定稿")
        await pilot.press("f2")
        await settled(pilot)
        assert losers.kinds[-1] == "fix_cut_off"
        assert [cut.stage for cut in losers.assessment.cut_offs] == ["submission"]
        losers.session.make(
            RecordFinding("1", "a", quantity=Decimal(1), bearers=(("市交通局", Decimal(1)),))
        )
        losers.app.shown = losers.app._shown_now(losers.session)
        await pilot.pause()
        await give(pilot, "两稿对照")
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert "送审稿与现在的变动" in losers.text
        assert "变动 1 项" in losers.text
        assert "失分增减" in losers.text
        assert pending in losers.text
        await pilot.press("escape")
        await give(pilot, "两稿对照")
        await pilot.press("enter", "enter", "down", "enter")
        await pilot.pause()
        assert "变动 1 家" in losers.text
        assert "市交通局" in losers.text
        await pilot.press("escape")
        await give(pilot, "自评报告")
        await pilot.press("shift+tab", "shift+tab", "right")
        write(losers, "path", str(tmp_path / "送审稿.xlsx"))
        await pilot.press("f2")
        await settled(pilot)
        assert (tmp_path / "送审稿.xlsx").exists()


async def test_what_is_not_ready_is_no_final_draft(losers: Desk) -> None:
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "定稿")
        await pilot.press("3", "f2")
        await settled(pilot)
        assert losers.kinds[-1] == "record_finding"
        assert "审定稿" in losers.text
        assert "待" in losers.text


async def test_the_report_has_the_offices_words(losers: Desk) -> None:
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "报告文字")
        assert "待补" in losers.text
        await pilot.press("enter")
        await pilot.pause()
        write(losers, "text", "一年来，全市上下扎实推进。")
        await pilot.press("f2")
        await pilot.pause()
        assert list(losers.assessment.report.values()) == ["一年来，全市上下扎实推进。"]


async def test_what_another_wrote_while_one_chose_stands_in_the_form(
    losers: Desk, tmp_path: Path
) -> None:
    losers.session.make(IssueLetters(draw_up(losers.session.snapshot, Wish(today()))))
    key = next(iter(losers.assessment.letters))
    other = open_session(open_store(losers.store.place), NAME, actor="李四", clock=clock)
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "报告文字")
        part = losers.app.screen.query_one(Table).cursor_key
        other.make(WriteReport({part: "李四写的"}))
        losers.app._look_around()
        await pilot.press("enter")
        await pilot.pause()
        assert losers.app.screen.query_one("#text", LongText).value == "李四写的"
        await pilot.press("escape", "f6")
        await give(pilot, "函件登记表")
        await pilot.press("enter")
        await pilot.pause()
        other.make(NumberLetter(key, "甲〔2025〕9号", today()))
        losers.app._look_around()
        await pilot.press("enter")
        await pilot.pause()
        assert losers.app.screen.query_one("#number", Input).value == "甲〔2025〕9号"


async def test_a_unit_sends_no_letters_and_fixes_nothing(losers: Desk) -> None:
    losers.start(unit="市城管局")
    async with losers.app.run_test(size=SIZE, notifications=True) as pilot:
        for place, command in (("f6", "拟函"), ("ctrl+d", "函件登记表"), ("ctrl+l", "定稿")):
            before = {note.identity for note in losers.app._notifications}
            await pilot.press(place)
            await give(pilot, command)
            assert {note.identity for note in losers.app._notifications} - before
            assert len(losers.app.screen_stack) == 2
