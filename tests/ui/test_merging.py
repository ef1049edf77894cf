"""合并: real workbooks chosen, looked at, chosen about, taken in at once, receipts to copy."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from fazhi_tui.domain.changes import MarkNone
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.ui import collecting
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.widgets.clean_input import CleanInput
from fazhi_tui.work.opening import new_assessment, open_session, read_adoptable
from fazhi_tui.work.sections import Preview, look_at
from fazhi_tui.work.session import Session
from fazhi_tui.work.splitting import split
from tests.cli.town import TOWN
from tests.exchange.clerk import Clerk
from tests.ui.desk import screen_text, type_text

SIZE, SMALL = (120, 40), (80, 24)


class Office:
    """A round on the small town's set, its forms sent out, the app over it."""

    def __init__(self, folder: Path) -> None:
        set_file = folder / "town.toml"
        set_file.write_text(TOWN, encoding="utf-8")
        self.store: Store = open_store(str(folder / "store.db"))
        new_assessment(self.store, "甲轮", read_adoptable(set_file), actor="王五")
        self.session: Session = open_session(self.store, "甲轮", actor="王五")
        self.back = folder / "收回"
        self.back.mkdir()
        self._out = folder / "发出"
        list(split(self.session.snapshot, self._out))
        self.app = FazhiApp(self.store, self.session, actor="王五")

    @property
    def text(self) -> str:
        return screen_text(self.app)

    def clerk(self) -> Clerk:
        return Clerk((self._out / "司法所_甲轮_第1次.xlsx").read_bytes())

    def send(self, clerk: Clerk, name: str = "司法所.xlsx") -> None:
        (self.back / name).write_bytes(clerk.save())

    async def read_folder(self, pilot: Pilot[None]) -> None:
        """F3, the folder typed, all of it."""
        await pilot.press("ctrl+b", "f3", "shift+tab")
        self.app.screen.query_one(CleanInput).value = ""
        await type_text(pilot, str(self.back))
        await pilot.press("enter", "f2")
        await self.app.workers.wait_for_complete()
        await pilot.pause()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


async def test_files_go_out_to_the_units(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "再发"
    async with office.app.run_test(size=SIZE, notifications=True) as pilot:
        for told in ("写出 1 家单位的填报件", "1 家没有写出，如：文件", "写出 1 家单位的填报件"):
            await pilot.press("ctrl+b", "f4")
            office.app.screen.query_one(CleanInput).value = str(folder)
            if "没有" not in told and folder.exists():
                await pilot.press("tab", "tab", "right")  # replace those there
            await pilot.press("f2")
            await office.app.workers.wait_for_complete()
            await pilot.pause()
            said = "".join(list(office.app._notifications)[-1].message.split())
            assert told.replace(" ", "") in said
    assert [path.name for path in folder.iterdir()] == ["司法所_甲轮_第1次.xlsx"]


@pytest.mark.parametrize("typed", ["~没有此人/收回", "长" * 300, "没有"])
async def test_a_path_that_leads_nowhere_is_told(office: Office, typed: str) -> None:
    async with office.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+b", "f3", "shift+tab")
        office.app.screen.query_one(CleanInput).value = typed
        await pilot.press("enter")
        await pilot.pause()
        assert "没有找到“" in office.text


@pytest.mark.parametrize("size", [SMALL, SIZE])
async def test_reports_are_looked_at_taken_and_undone(
    office: Office, size: tuple[int, int]
) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="无")
    clerk.put("填报", "2.c", 填写="在建")
    office.send(clerk)
    (office.back / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    async with office.app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("ctrl+b")
        await pilot.pause()
        assert "按 F3 选" in office.text
        await office.read_folder(pilot)
        assert "将要改变 2 · 冲突 0 · 请确认 0 · 没有收 1 · 回执 1" in office.text
        assert "读好 1 份，读不了 1 份；将改 2 处" in office.text
        assert "新填" in office.text
        assert office.session.snapshot.assessment.entries == {}
        await pilot.press("f7", "f7", "f7")
        await pilot.pause()
        assert "坏.xlsx" in office.text
        await pilot.press("f9")
        await pilot.pause()
        assert office.session.lines[-1].kind == "take_sections"
        assert "合并 · 回执" in office.text
        assert "已改 2 处" in office.text
        assert "可以一次撤销" in "".join(n.message for n in office.app._notifications)
        await pilot.press("enter")
        await pilot.pause()
        assert "【回执】司法所 第1次" in office.text
        await pilot.press("f12", "f9")
        await pilot.pause()
        assert office.session.lines[-1].kind == "take_sections"
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert office.session.snapshot.tally().lost == 0
        assert office.session.snapshot.assessment.taken == {}


async def test_what_others_change_meanwhile_changes_what_is_to_be_taken(office: Office) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="无")
    clerk.put("填报", "2.c", 填写="在建")
    office.send(clerk)
    other = open_session(open_store(office.store.place), "甲轮", actor="李四")
    async with office.app.run_test(size=SIZE) as pilot:
        await office.read_folder(pilot)
        assert "将要改变 2 · 冲突 0" in office.text
        other.make(MarkNone(("1",), "b"))
        office.app._look_around()
        await pilot.pause()
        assert "将要改变 1 · 冲突 0" in office.text


async def test_a_conflict_stands_side_by_side_and_is_chosen(office: Office) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="有", 原因="没有制度")
    office.send(clerk)
    office.session.make(MarkNone(("1",), "b"))
    office.app = FazhiApp(office.store, office.session, actor="王五")
    async with office.app.run_test(size=(200, 50), notifications=True) as pilot:
        await office.read_folder(pilot)
        assert "合并 · 冲突" in office.text
        assert "？未定" in office.text
        assert "现有：无" in office.text
        assert "发出填报表以后，另有人改过这一处" in office.text
        await pilot.press("enter")
        await pilot.pause()
        assert "用报来的" in office.text
        assert "将改 1 处" in office.text
        await pilot.press("enter")
        await pilot.pause()
        assert "保留现有" in office.text
        await pilot.press("f8", "f9")
        await pilot.pause()
        findings = office.session.snapshot.assessment.entry("1").own.findings
        assert [finding.reason for finding in findings] == ["没有制度"]


async def test_questions_and_refused_cells_name_the_cell_and_the_remedy(office: Office) -> None:
    clerk = office.clerk()
    asked = clerk.put("填报", "2.b", 填写="约2")
    wrong = clerk.put("填报", "2.c", 填写="快建好了")
    office.send(clerk)
    async with office.app.run_test(size=(160, 40)) as pilot:
        await office.read_folder(pilot)
        assert "合并 · 请确认" in office.text
        assert f"填报!G{asked}" in office.text
        await pilot.press("f7")
        await pilot.pause()
        assert f"填报!G{wrong}" in office.text
        assert "没有“快建好了”这个档次" in office.text


async def test_receipts_are_copied(office: Office) -> None:
    clerk = office.clerk()
    clerk.put("填报", "1.b", 填写="无")
    office.send(clerk)
    async with office.app.run_test(size=SIZE) as pilot:
        await office.read_folder(pilot)
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press("ctrl+c", "enter")
        await pilot.pause()
        assert office.app.clipboard.startswith("【回执】司法所 第1次")


async def test_what_is_no_file_is_told_and_a_unit_takes_nothing_in(office: Office) -> None:
    async with office.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+b", "f3", "shift+tab")
        office.app.screen.query_one(CleanInput).value = "没有的路径"
        await pilot.press("enter")
        await pilot.pause()
        assert "没有找到“没有的路径”" in office.text
    unit = FazhiApp(office.store, office.session, actor="赵六", unit="司法所")
    async with unit.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("ctrl+b", "f3")
        await pilot.pause()
        assert "收回填报件由" in "".join(note.message for note in unit._notifications)


async def test_reading_ends_where_the_round_is_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.send(office.clerk(), "一.xlsx")
    office.send(office.clerk(), "二.xlsx")

    read: list[Path] = []

    def leaving(session: Session, files: Sequence[Path]) -> Preview:
        read.extend(files)
        office.app.action_start()
        return look_at(session, files)

    monkeypatch.setattr(collecting, "look_at", leaving)
    async with office.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+b", "f3", "shift+tab")
        office.app.screen.query_one(CleanInput).value = ""
        await type_text(pilot, str(office.back))
        await pilot.press("enter", "f2")
        await pilot.pause()
        assert "自评轮次" in office.text
        assert [path.name for path in read] == ["一.xlsx"]
