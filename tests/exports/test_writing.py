"""The way out: a format by name or by ending; a file whole or not at all."""

import os
from pathlib import Path

import pytest

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.exports.writing import encode, render, save, write
from fazhi_tui.wording import say
from tests.exports.samples import sheet_of

SHEET = sheet_of("甲")


def refusal(path: Path, name: str = "") -> Problem:
    with pytest.raises(Refused) as refused:
        write(SHEET, path, name)
    (problem,) = refused.value.problems
    assert say(problem).endswith(("。", "？"))
    return problem


@pytest.mark.parametrize(
    ("file", "name"),
    [("清单.xlsx", "xlsx"), ("清单.CSV", "csv"), ("清单.md", "md"), ("清单.txt", "table")],
)
def test_the_ending_chooses(tmp_path: Path, file: str, name: str) -> None:
    write(SHEET, tmp_path / file)
    assert (tmp_path / file).read_bytes() == encode(SHEET, name)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_a_name_given_goes_before_the_ending(tmp_path: Path) -> None:
    write(SHEET, tmp_path / "清单", "csv")
    assert (tmp_path / "清单").read_bytes() == encode(SHEET, "csv")


@pytest.mark.parametrize("file", ["清单.pdf", "清单", ".xlsx"])
def test_unknown_ending(tmp_path: Path, file: str) -> None:
    assert refusal(tmp_path / file).code is Code.FORMAT_UNKNOWN
    assert list(tmp_path.iterdir()) == []


def test_unknown_name(tmp_path: Path) -> None:
    assert refusal(tmp_path / "清单.xlsx", "pdf").value == "pdf"
    with pytest.raises(Refused):
        render(SHEET, "xlsx")
    with pytest.raises(Refused):
        render(SHEET, "word")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path).code is Code.FILE_IS_FOLDER
    assert refusal(tmp_path, "csv").code is Code.FILE_IS_FOLDER


def test_missing_folder(tmp_path: Path) -> None:
    problem = refusal(tmp_path / "没有" / "清单.xlsx")
    assert (problem.code, problem.wanted) == (Code.FILE_UNWRITABLE, "folder")


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "甲").write_text("", encoding="utf-8")
    assert refusal(tmp_path / "甲" / "清单.csv").code is Code.FILE_UNWRITABLE


@pytest.mark.parametrize("file", ["a\0b.csv", f"{'长' * 300}.csv"])
def test_impossible_names(tmp_path: Path, file: str) -> None:
    assert refusal(tmp_path / file, "csv").code is Code.FILE_UNWRITABLE


def test_open_elsewhere_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Windows says when the file is open in Excel."""
    target = tmp_path / "清单.xlsx"
    target.write_bytes(b"old")

    def locked(source: str, target: str) -> None:
        raise PermissionError(13, "in use", source, None, target)

    monkeypatch.setattr("os.replace", locked)
    problem = refusal(target)
    assert (problem.code, problem.wanted) == (Code.FILE_UNWRITABLE, "closed")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "清单.csv"
    target.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)
    assert refusal(target).wanted == "space"
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_read_only_file_is_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "清单.csv"
    target.write_bytes(b"old")
    target.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # as for anyone but root
    assert refusal(target).wanted == "closed"
    assert target.read_bytes() == b"old"


def test_an_old_file_keeps_its_rights_and_a_new_one_gets_the_usual(tmp_path: Path) -> None:
    old, new, plain = (tmp_path / name for name in ("旧.csv", "新.csv", "常.csv"))
    old.write_bytes(b"old")
    old.chmod(0o640)
    plain.touch()
    write(SHEET, old)
    write(SHEET, new)
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode == plain.stat().st_mode


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs Unix")
def test_links_and_devices_are_written_to_not_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "真.csv", tmp_path / "链.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(SHEET, link)
    assert link.is_symlink()
    assert target.read_bytes() == encode(SHEET, "csv")
    save(b"x", Path(os.devnull))
    assert not Path(os.devnull).is_file()
