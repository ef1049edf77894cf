"""Letters, the report and its stages from the screens: keys in, journal and files out."""

from decimal import Decimal
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.ui.screens.presenting import today
from fazhi_tui.ui.widgets.table import Table
from tests.ui.desk import Desk, type_text, write

SIZE = (120, 40)
YEAR = int(today()[:4]) + 1  # letters are dated by the clock


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two units have something to mend."""
    for unit, count in (("市城管局", 3), ("市交通局", 1)):
        bearers = ((unit, Decimal(1)),)
        desk.session.make(RecordFinding("1", "a", quantity=Decimal(count), bearers=bearers))
    desk.start()
    return desk


async def give(pilot: Pilot[None], command: str) -> None:
    """A command from the palette, by its name."""
    await pilot.press("ctrl+p")
    await pilot.pause()
    await type_text(pilot, command)
    await pilot.press("enter")
    await pilot.pause()


async def settled(pilot: Pilot[None]) -> None:
    """When what is written in the background has been written."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_letters_are_drawn_up_for_the_units_marked(filled: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "函件"
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "space")
        await give(pilot, "拟函")
        write(filled, "due", f"{YEAR}-6-30")
        write(filled, "contact", "李四，电话 12345")
        write(filled, "folder", str(folder))
        await pilot.press("f2")
        await settled(pilot)
        assert filled.kinds[-1] == "issue_letters"
        (letter,) = filled.assessment.letters.values()
        assert (letter.unit, letter.due) == ("市城管局", f"{YEAR}-06-30")
        assert any("李四" in paragraph for paragraph in letter.paragraphs)
        assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".txt"]
        assert "整改清单" in filled.text


async def test_a_letter_gets_its_number_and_is_withdrawn(filled: Desk, tmp_path: Path) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+d")
        await give(pilot, "拟函")
        write(filled, "units", "市交通局")
        write(filled, "folder", str(tmp_path))
        await pilot.press("f2")
        await settled(pilot)
        await give(pilot, "函件登记表")
        assert "市交通局" in filled.text
        assert "待签发 1 份" in filled.text
        assert "1.a.市司法局.2/市交通局" in filled.text
        await pilot.press("enter", "enter")
        await pilot.pause()
        write(filled, "number", "甲法治办函〔2025〕3号")
        write(filled, "date", f"{YEAR}-3-2")
        await pilot.press("f2")
        await pilot.pause()
        (letter,) = filled.assessment.letters.values()
        assert (letter.number, letter.date) == ("甲法治办函〔2025〕3号", f"{YEAR}-03-02")
        assert "已签发" in filled.text, "one is back in the register"
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        write(filled, "date", f"{YEAR}-3-4")
        write(filled, "by", "赵六")
        await pilot.press("f2")
        await pilot.pause()
        assert filled.assessment.letters[letter.id].received == f"{YEAR}-03-04"
        assert f"已签收（{YEAR}-03-04，赵六）" in filled.text
        await pilot.press("escape", "f6")
        assert "已签收" in filled.text
        await give(pilot, "函件登记表")
        await pilot.press("enter", "down", "down", "enter")
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[-1] == "receive_letter"  # without a reason it is refused in place
        write(filled, "reason", "发错单位")
        await pilot.press("f2")
        await pilot.pause()
        assert filled.assessment.letters[letter.id].void == "发错单位"


async def test_a_letter_is_written_anew(filled: Desk, tmp_path: Path) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6")
        await give(pilot, "拟函")
        write(filled, "folder", str(tmp_path / "一"))
        await pilot.press("f2")
        await settled(pilot)
        assert len(filled.assessment.letters) == 2
        await give(pilot, "函件登记表")
        await pilot.press("enter", "down", "down", "down", "enter")
        await pilot.pause()
        write(filled, "folder", str(tmp_path / "二"))
        await pilot.press("f2")
        await settled(pilot)
        assert len(list((tmp_path / "二").iterdir())) == 2
        register = filled.app.screen.query_one(Table)
        assert register.cursor_key == next(iter(filled.assessment.letters))


async def test_a_folder_that_is_a_file_is_refused_in_place(filled: Desk, tmp_path: Path) -> None:
    (tmp_path / "函件").write_text("")
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6")
        await give(pilot, "拟函")
        write(filled, "folder", str(tmp_path / "函件"))
        await pilot.press("f2")
        await settled(pilot)
        assert filled.kinds[-1] == "record_finding"
        assert filled.app.screen.query_one("#folder", Input).value


@pytest.mark.parametrize(("name", "begin"), [("报告.docx", b"PK"), ("报告.html", b"<!")])
async def test_the_report_is_written(filled: Desk, tmp_path: Path, name: str, begin: bytes) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "自评报告")
        write(filled, "path", str(tmp_path / "报告.odt"))
        await pilot.press("f2")
        await settled(pilot)
        assert ".docx" in filled.text
        assert not list(tmp_path.glob("报告*"))
        write(filled, "path", str(tmp_path / name))
        await pilot.press("f2")
        await settled(pilot)
        assert (tmp_path / name).read_bytes().startswith(begin)
        assert not filled.app.screen.query("#path")


@pytest.mark.parametrize(
    ("size", "pending"), [(SIZE, "现在待定  失分增减"), ((80, 24), "现在待  ")]
)
async def test_a_stage_is_fixed_and_held_against_now(
    filled: Desk, tmp_path: Path, size: tuple[int, int], pending: str
) -> None:
    async with filled.app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "两稿对照")
        assert "还没有定过稿" in " ".join(n.message for n in filled.app._notifications)
        await give(pilot, "定稿")
        await pilot.press("f2")
        await settled(pilot)
        assert filled.kinds[-1] == "fix_cut_off"
        assert [cut.stage for cut in filled.assessment.cut_offs] == ["submission"]
        filled.session.make(
            RecordFinding("1", "a", quantity=Decimal(1), bearers=(("市交通局", Decimal(1)),))
        )
        filled.app.shown = filled.app._shown_now(filled.session)
        await pilot.pause()
        await give(pilot, "两稿对照")
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert "送审稿与现在的变动" in filled.text
        assert "变动 1 项" in filled.text
        assert "失分增减" in filled.text
        assert pending in filled.text
        await pilot.press("escape")
        await give(pilot, "两稿对照")
        await pilot.press("enter", "enter", "down", "enter")
        await pilot.pause()
        assert "变动 1 家" in filled.text
        assert "市交通局" in filled.text
        await pilot.press("escape")
        await give(pilot, "自评报告")
        await pilot.press("shift+tab", "shift+tab", "right")
        write(filled, "path", str(tmp_path / "送审稿.xlsx"))
        await pilot.press("f2")
        await settled(pilot)
        assert (tmp_path / "送审稿.xlsx").exists()


async def test_what_is_not_ready_is_no_final_draft(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "定稿")
        await pilot.press("3", "f2")
        await settled(pilot)
        assert filled.kinds[-1] == "record_finding"
        assert "审定稿" in filled.text
        assert "待" in filled.text


async def test_the_report_has_the_offices_words(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await give(pilot, "报告文字")
        assert "待补" in filled.text
        await pilot.press("enter")
        await pilot.pause()
        write(filled, "text", "一年来，全市上下扎实推进。")
        await pilot.press("f2")
        await pilot.pause()
        assert list(filled.assessment.report.values()) == ["一年来，全市上下扎实推进。"]


async def test_a_unit_sends_no_letters_and_fixes_nothing(filled: Desk) -> None:
    filled.start(unit="市城管局")
    async with filled.app.run_test(size=SIZE, notifications=True) as pilot:
        for place, command in (("f6", "拟函"), ("ctrl+d", "函件登记表"), ("ctrl+l", "定稿")):
            before = {note.identity for note in filled.app._notifications}
            await pilot.press(place)
            await give(pilot, command)
            assert {note.identity for note in filled.app._notifications} - before
            assert len(filled.app.screen_stack) == 2
