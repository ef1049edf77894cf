"""fazhi split: files for the units, a table of what went out, 1 where any unit has none."""

from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.cli.conftest import NEXT, Fazhi


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


def test_split_for_a_group(done: Fazhi, tmp_path: Path) -> None:
    done("new", "甲轮", "--set", "demo-98")
    told = done("split", "甲轮", "-o", str(tmp_path), "--of", "各镇街", "--json").json
    assert [sent["unit"] for sent in told] == [
        *("城关镇", "河东街道", "河西街道", "青石镇", "柳林镇", "白沙镇")
    ]


def test_wrong_units_and_wrong_formats(fazhi: Fazhi, round_: str, tmp_path: Path) -> None:
    wrong = fazhi("split", round_, "-o", str(tmp_path / "x"), "--of", "司法")
    assert (wrong.status, wrong.out) == (1, "")
    assert "是不是" in wrong.err
    assert fazhi("split", round_, "-o", str(tmp_path), "--format", "xls").status == 2
    assert fazhi("split", round_).status == 2
    assert not (tmp_path / "x").exists()


def _cover(path: Path) -> dict[object, object]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {row[1]: row[2] for row in rows if len(row) > 2}


def test_the_next_workbook_counts_on_and_names_the_deadline(
    done: Fazhi, fazhi: Fazhi, round_: str, tmp_path: Path
) -> None:
    done("split", round_, "-o", str(tmp_path / "一"))
    first = tmp_path / "一" / "司法所_甲轮_第1次.xlsx"
    assert _cover(first)["第几次报送"] == 1
    assert fazhi("merge", round_, str(first)).status == 0
    done("deadline", round_, f"{NEXT}-06-30 18:00")
    done("split", round_, "-o", str(tmp_path / "二"))
    second = _cover(tmp_path / "二" / "司法所_甲轮_第2次.xlsx")
    assert second["第几次报送"] == 2
    assert f"请于 {NEXT}-06-30 18:00 前报回治镇办" in str(second["报回"])


def test_what_went_out_comes_back_as_it_was(
    done: Fazhi, fazhi: Fazhi, round_: str, tmp_path: Path
) -> None:
    done("record", round_, "1", "a", "--count", "7", "--bearer", "城管队:5", "--bearer", "交通站:2")
    done("record", round_, "2", "a", "--rate", "9/10", "--of", "城管队", "--stated", "90")
    done("record", round_, "3", "a", "--level", "重大")
    done("record", round_, "3", "c", "--benchmark", "92.5")
    done("none", round_, "4")
    before = done("show", round_, "--json").json
    for form in ("xlsx", "toml"):
        done("split", round_, "-o", str(tmp_path), "--format", form)
        back = fazhi("merge", round_, str(tmp_path / f"司法所_甲轮_第1次.{form}"), "--dry-run")
        assert (back.status, back.err) == (0, "")
        assert "没有变化" in back.out
    assert done("show", round_, "--json").json == before


def test_a_unit_that_another_goes_on_for_is_asked_under_its_new_name(
    done: Fazhi, round_: str, tmp_path: Path
) -> None:
    done("assign", round_, "3", "--lead", "城管队")
    done("succeed", round_, "城管队", "--new", "执法队", "--reason", "机构改革")
    told = done("split", round_, "-o", str(tmp_path), "--of", "执法队", "--json").json
    assert [Path(sent["file"]).name for sent in told] == ["执法队（原城管队）_甲轮_第1次.xlsx"]
    assert _cover(Path(told[0]["file"]))["填报单位"] == "执法队（原城管队）"
