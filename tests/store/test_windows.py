"""What Windows does otherwise, played on this system."""

import ntpath
import os
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.exports.writing import save
from fazhi_tui.store import disk, drives
from fazhi_tui.store.disk import put_in_place, sync_folder, write_whole
from fazhi_tui.wording import moments, say
from fazhi_tui.work import opening


@pytest.fixture(autouse=True)
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_WINDOWS", True)
    monkeypatch.setattr(disk, "_PAUSE", 0.0)


def _held(monkeypatch: pytest.MonkeyPatch, times: int) -> list[str]:
    """So many times somebody else has the file open when it is to be replaced."""
    real, asked = os.replace, list[str]()

    def replace(source: str, target: str) -> None:
        asked.append(target)
        if len(asked) <= times:
            raise PermissionError(13, "Access is denied", target)
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    return asked


def test_a_look_for_viruses_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _held(monkeypatch, 3)
    path = tmp_path / "a"
    write_whole(str(path), b"x")
    assert (path.read_bytes(), len(asked)) == (b"x", 4)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("windows", [True, False])
def test_a_file_that_excel_holds_is_told_in_chinese_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool
) -> None:
    monkeypatch.setattr(disk, "_WINDOWS", windows)
    asked = _held(monkeypatch, 99)
    path = tmp_path / "清单.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(Refused) as caught:
        save(b"new", path)
    assert "请关闭后再试" in say(caught.value.problems[0])
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert len(asked) == (11 if windows else 1)


def test_a_folder_is_not_opened_to_be_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refused)
    sync_folder("x")


def test_what_is_not_there_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        put_in_place(str(tmp_path / "no"), str(tmp_path / "a"))


@pytest.mark.parametrize(
    ("path", "kind", "remote"),
    [
        ("C:\\Users\\张三\\a.db", 3, False),
        ("Z:\\共享 盘\\a.db", 4, True),
        ("\\\\server\\share\\a.db", 0, True),
        ("\\\\?\\UNC\\server\\share\\a.db", 0, True),
    ],
)
def test_network_drives(
    monkeypatch: pytest.MonkeyPatch, path: str, kind: int, remote: bool
) -> None:
    import ctypes

    asked: list[str] = []

    def type_of(drive: str) -> int:
        asked.append(drive)
        return kind

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(drives, "os", SimpleNamespace(path=ntpath))
    kernel = SimpleNamespace(kernel32=SimpleNamespace(GetDriveTypeW=type_of))
    monkeypatch.setattr(ctypes, "windll", kernel, raising=False)
    assert drives.is_network_drive(path) is remote
    assert asked in ([], [path[:3]])


def test_moments_before_1970_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no local time for them there: `astimezone` fails with an `OSError`."""

    class Moment(datetime):
        def astimezone(self, tz: object = None) -> "Moment":
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr(moments, "datetime", Moment)
    monkeypatch.setattr(opening, "datetime", Moment)
    assert moments.local("1960-01-01T00:00:00.000Z") == "1960-01-01T00:00:00.000Z"
    with pytest.raises(Refused) as caught:
        opening.moment_of("1960-01-01 08:00")
    assert caught.value.problems[0].code is Code.NOT_A_MOMENT
