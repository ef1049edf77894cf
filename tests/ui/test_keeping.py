"""The store under an open screen: copies of evidence go into it, and it may be away for a while."""

import os
import sqlite3
from pathlib import Path

import pytest

from fazhi_tui.domain.changes import AttachEvidence
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store import drives
from fazhi_tui.store.store import Store
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.screens.asking import about_evidence
from fazhi_tui.ui.widgets.clean_input import CleanInput
from fazhi_tui.work.evidence import as_named, with_copy
from tests.ui.desk import ACTOR, Desk, give, write

SIZE = (110, 36)


@pytest.mark.parametrize("size", [(80, 24), SIZE])
async def test_a_file_of_evidence_is_copied_into_the_store(
    desk: Desk, tmp_path: Path, size: tuple[int, int]
) -> None:
    paper = tmp_path / "文件 一.pdf"
    paper.write_bytes(b"%PDF")
    async with desk.app.run_test(size=size) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        write(desk, "title", "文")
        write(desk, "file", str(tmp_path / "没有.pdf"))
        desk.app.screen.query_one("#copy").focus()
        await pilot.press("right", "f2")
        await pilot.pause()
        assert "没有找到文件" in desk.text
        assert desk.kinds == []
        write(desk, "file", str(paper))
        await pilot.press("f2")
        await pilot.pause()
        assert desk.kinds == ["attach_evidence"]
    (item,) = desk.assessment.evidence.values()
    assert item.file == paper.name
    paper.unlink()
    assert desk.store.files.get(item.sha256) == b"%PDF"


async def test_a_file_only_named_is_known_by_what_it_held(desk: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"one")
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        write(desk, "title", "文")
        write(desk, "file", os.path.relpath(paper))
        await pilot.press("f2")
        await pilot.pause()
    (item,) = desk.assessment.evidence.values()
    assert item.file == str(paper)
    assert item.sha256
    assert desk.store.files.all() == {}


@pytest.mark.parametrize("size", [(80, 24), SIZE])
async def test_evidence_says_which_of_the_documents_asked_for_it_is(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with desk.app.run_test(size=size) as pilot:
        assert "还缺 1 执法全过程记录清单" in desk.text
        await pilot.press("f4")
        await pilot.pause()
        assert "应交的材料：1 执法全过程记录清单" in desk.text
        write(desk, "title", "情况说明")
        write(desk, "asked", "2")
        await pilot.press("f2")
        await pilot.pause()
        assert desk.kinds == []
        assert "序号：1" in desk.text
        write(desk, "asked", "1")
        await pilot.press("f2")
        await pilot.pause()
        (item,) = desk.assessment.evidence.values()
        assert item.asked == ("执法全过程记录清单",)
        assert "已交 1 执法全过程记录清单" in desk.text


@pytest.mark.parametrize("fate", ["there", "changed", "gone"])
async def test_a_file_that_is_not_as_it_was_is_told_where_it_is_looked_at(
    desk: Desk, tmp_path: Path, fate: str
) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"one")
    desk.session.make(as_named(AttachEvidence(("1",), "文", file=str(paper))))
    if fate == "changed":
        paper.write_bytes(b"two")
    elif fate == "gone":
        paper.unlink()
    desk.start()
    async with desk.app.run_test(size=SIZE) as pilot:
        (key,) = desk.assessment.evidence
        assert desk.app.shown
        desk.app.push_screen(about_evidence(desk.app.shown, "1", key))
        await pilot.pause()
        assert ("内容变了" in desk.text) == (fate == "changed")
        assert ("找不到" in desk.text) == (fate == "gone")
        assert "照旧" in desk.text


async def test_a_file_kept_in_the_store_is_taken_out_again(desk: Desk, tmp_path: Path) -> None:
    paper, out = tmp_path / "文件 一.pdf", tmp_path / "取出.pdf"
    paper.write_bytes(b"%PDF")
    kept = with_copy(desk.store, AttachEvidence(("1",), "存下的", file=str(paper)))
    desk.after(kept, AttachEvidence(("1",), "记下的", file="一号柜"))
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("slash", "1", "enter")
        await give(pilot, "取出材料")
        assert "移到一件印证材料上" in desk.text
        await pilot.press("right", "end", "up")
        await give(pilot, "取出材料")
        assert desk.app.screen.query_one("#path", CleanInput).value == "文件 一.pdf"
        for path, told in ((out, ""), (out, "已经存在"), (paper / "x", "写不进")):
            if not desk.app.screen.query("#path"):
                await give(pilot, "取出材料")
            write(desk, "path", f"{path} ")
            await pilot.press("f2")
            await desk.app.workers.wait_for_complete()
            await pilot.pause()
            assert told in desk.text
        assert out.read_bytes() == b"%PDF"
        (copy,) = (path for path in Path(f"{desk.store.place}.files").rglob("*") if path.is_file())
        copy.write_bytes(b"other")
        write(desk, "path", str(tmp_path / "x"))
        await pilot.press("f2")
        await pilot.pause()
        assert "不符" in desk.text
        await pilot.press("escape", "down")
        await give(pilot, "取出材料")
        await pilot.press("f2")
        await pilot.pause()
        assert "没有存下文件" in desk.text
    assert not (tmp_path / "x").exists()


async def test_a_store_on_a_network_drive_is_warned_of_on_the_screen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said before the screen opens is covered by it at once."""
    monkeypatch.setattr(drives, "_mounts", lambda: "server:/x / nfs4 rw 0 0")
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        assert any("网络驱动器" in note.message for note in desk.app._notifications)


def _away(*_: object, **__: object) -> None:
    raise Refused(Problem(Code.STORE_UNREACHABLE))


async def test_what_was_typed_stays_while_the_store_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, hasty: float
) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        write(desk, "title", "写了一半")
        for name in ("append", "alone", "changed", "heads", "initials", "lines"):
            monkeypatch.setattr(Store, name, _away)
        await pilot.press("f2")
        await pilot.pause(hasty)
        await pilot.pause()
        assert "连接不上" in desk.text
        assert "写了一半" in desk.text
        monkeypatch.undo()
        await pilot.press("f2")
        await pilot.pause()
        assert desk.kinds == ["attach_evidence"]


async def test_nothing_breaks_that_looks_into_a_store_that_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, hasty: float
) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        for name in ("append", "alone", "changed", "heads", "initials", "lines"):
            monkeypatch.setattr(Store, name, _away)
        await pilot.press("ctrl+o")
        await pilot.pause(hasty)
        await pilot.pause()
        assert "连接不上" in desk.text
        assert "甲市" in desk.text  # still in the round
        await pilot.press("slash", "s", "f")
        await pilot.pause()
        await pilot.press("escape", "ctrl+z")
        await pilot.pause()
        monkeypatch.undo()
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert desk.app.shown is None


async def test_the_demonstration_lets_go_of_its_file_before_it_goes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file is open, Windows lets nobody delete it."""
    closed: list[str] = []
    close = sqlite3.Connection.close

    class Watched(sqlite3.Connection):
        def close(self) -> None:
            closed.append(str(self.execute("PRAGMA database_list").fetchone()[2]))
            close(self)

    from functools import partial
    from tempfile import TemporaryDirectory

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
    cleanup = TemporaryDirectory.cleanup

    def strictly(folder: "TemporaryDirectory[str]") -> None:
        assert any(path.startswith(folder.name) for path in closed)
        cleanup(folder)

    monkeypatch.setattr(TemporaryDirectory, "cleanup", strictly)
    app = FazhiApp(store, None, actor=ACTOR)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause(0.7)
        assert any(path.endswith("demo.db") for path in closed)
