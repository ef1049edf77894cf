"""Where files are to go: a folder that is there, or can be made."""

from pathlib import Path

import pytest

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.work.folders import check_folder, free_name, make_folder, typed_path, typed_place


def refused(folder: Path) -> Code:
    with pytest.raises(Refused) as caught:
        make_folder(folder)
    return caught.value.problems[0].code


def test_a_folder_is_made_only_when_it_is_wanted(tmp_path: Path) -> None:
    folder = tmp_path / "甲" / "乙"
    check_folder(folder)
    assert list(tmp_path.iterdir()) == []
    make_folder(folder)
    make_folder(folder)
    assert folder.is_dir()


def test_what_stands_in_its_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "甲").write_text("x")
    assert refused(tmp_path / "甲") is refused(tmp_path / "甲" / "乙") is Code.NOT_A_FOLDER
    assert refused(Path("/proc/nothing/here")) is Code.FILE_UNWRITABLE
    assert refused(tmp_path / ("长" * 300)) is Code.FILE_UNWRITABLE


def test_a_path_is_read_as_people_type_and_copy_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/家")
    monkeypatch.setenv("USERPROFILE", "/家")
    assert typed_path("~/甲.toml") == typed_path(' "/家/甲.toml" ') == Path("/家/甲.toml")
    assert typed_path("~没有此人/甲") == Path("~没有此人/甲")
    assert typed_place("3号柜第2盒") == "3号柜第2盒"


def test_a_name_that_is_taken_gets_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for wanted in ("报告.docx", "报告_2.docx", "报告_3.docx"):
        assert free_name("报告.docx") == wanted
        Path(wanted).touch()
