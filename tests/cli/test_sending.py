"""fazhi split: files for the units, a table of what went out, 1 where any unit has none."""

from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.cli.conftest import Fazhi


def test_split_writes_a_workbook_for_each_unit(done: Fazhi, round_: str, tmp_path: Path) -> None:
    done("assign", round_, "3", "--lead", "城管队")
    done("record", round_, "1", "b", "--reason", "未建台账")
    told = done("split", round_, "-o", str(tmp_path / "发出"))
    assert "司法所_甲轮_第1次.xlsx" in told.out
    assert "写出 2 家单位的填报件" in told.out
    path = tmp_path / "发出" / "司法所_甲轮_第1次.xlsx"
    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("填报").to_python(skip_empty_area=False)
    assert [row[3] for row in rows[2:]] == ["1.a", "1.b", "2.a", "2.b", "2.c", "2.d", "4.a"]
    assert rows[3][6] == "有"
    assert rows[3][10] == "未建台账"


def test_split_tells_programs_too(done: Fazhi, round_: str, tmp_path: Path) -> None:
    told = done("split", round_, "-o", str(tmp_path), "--format", "toml", "--json").json
    assert told == [
        {
            "unit": "司法所",
            "indicators": 4,
            "clauses": 12,
            "answered": 0,
            "returned": 0,
            "file": str(tmp_path / "司法所_甲轮_第1次.toml"),
            "problem": None,
        }
    ]


def test_a_file_that_is_there_is_replaced_only_knowingly(
    fazhi: Fazhi, done: Fazhi, round_: str, tmp_path: Path
) -> None:
    done("split", round_, "-o", str(tmp_path))
    again = fazhi("split", round_, "-o", str(tmp_path))
    assert again.status == 1
    assert "已经存在，确要换掉原文件的，请加上 --replace" in again.err
    assert "没有写出" in again.out
    assert done("split", round_, "-o", str(tmp_path), "--replace").status == 0


def test_split_of_one_unit_and_of_an_earlier_moment(
    done: Fazhi, round_: str, tmp_path: Path
) -> None:
    done("record", round_, "1", "b")
    told = done("split", round_, "-o", str(tmp_path), "--of", "司所", "--at", "1", "--json").json
    assert [(sent["unit"], sent["answered"]) for sent in told] == [("司法所", 0)]


def test_wrong_units_and_wrong_formats(fazhi: Fazhi, round_: str, tmp_path: Path) -> None:
    wrong = fazhi("split", round_, "-o", str(tmp_path / "x"), "--of", "司法")
    assert (wrong.status, wrong.out) == (1, "")
    assert "是不是" in wrong.err
    assert fazhi("split", round_, "-o", str(tmp_path), "--format", "xls").status == 2
    assert fazhi("split", round_).status == 2
    assert not (tmp_path / "x").exists()
