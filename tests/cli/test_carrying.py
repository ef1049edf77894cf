"""Rounds that travel, and duties from a file."""

from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Fazhi


def test_out_and_in_again(done: Fazhi, round_: str, tmp_path: Path) -> None:
    done("record", round_, "1", "a", "--count", "7", "--bearer", "城管队", "--reason", "[/]=1+1")
    path = tmp_path / "带走.toml"
    told = done("export", round_, "-o", str(path), "--json").json
    assert (told["file"], told["seq"]) == (str(path), 2)
    made = done("import", str(path), "--name", "乙轮", "--json").json
    assert (made["seq"], made["lost_after"]) == (2, "0.500")
    here, there = (done("show", name, "--json").json for name in (round_, "乙轮"))
    assert here == there
    one, other = (done("tally", name, "--json").json for name in (round_, "乙轮"))
    differing = {key for key in one if one[key] != other[key]}
    assert differing <= {"assessment", "seq", "at"}


def test_an_export_of_an_earlier_moment(done: Fazhi, round_: str, tmp_path: Path) -> None:
    done("record", round_, "1", "b")
    path = tmp_path / "带走.toml"
    done("export", round_, "-o", str(path), "--at", "1")
    assert done("import", str(path), "--name", "乙轮", "--json").json["lost_after"] == "0.000"


def test_a_damaged_file_is_refused(fazhi: Fazhi, round_: str, tmp_path: Path) -> None:
    fazhi("record", round_, "1", "b", "--reason", "没有制度")
    path = tmp_path / "带走.toml"
    fazhi("export", round_, "-o", str(path))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("没有制度", "已有制度"), encoding="utf-8")
    told = fazhi("import", str(path), "--name", "乙轮")
    assert (told.status, told.out) == (1, "")
    assert "校验值" in told.err
    taken = fazhi("import", str(path))
    assert taken.status == 1


def test_the_demonstration(done: Fazhi) -> None:
    made = done("import", "demo", "--name", "试用", "--json").json
    assert made["lost_after"] != "0.000"
    tally = done("tally", "试用", "--json").json
    assert tally["balanced"] is True
    assert tally["set"]["id"] == "demo-98"


def test_duties(done: Fazhi, fazhi: Fazhi, round_: str, town: Path, tmp_path: Path) -> None:
    path = tmp_path / "duties.toml"
    path.write_text('[[duty]]\nindicator = "3"\nlead = "城管队"\nperson = "王五"\n', "utf-8")
    assert "已调整 1 项指标的责任单位" in done("duties", round_, str(path)).out
    done("new", "乙轮", "--set", str(town), "--duties", str(path))
    for name in (round_, "乙轮"):
        duties = done("show", name, "3", "--json").json[0]["duties"]
        assert (duties["lead"], duties["person"]) == ("城管队", "王五")
    path.write_text('[[duty]]\nindicator = "3"\nlead = "城管对"\n', "utf-8")
    told = fazhi("new", "丙轮", "--set", str(town), "--duties", str(path))
    assert told.status == 1
    assert "是不是“城管队”？" in told.err
    assert len(done("list", "--json").json) == 2


def test_duties_and_contacts_from_a_workbook(
    done: Fazhi, fazhi: Fazhi, round_: str, town: Path, tmp_path: Path
) -> None:
    path = tmp_path / "分解表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        duties = book.add_worksheet("分解")
        duties.write_row(0, 0, ["序号", "三级指标", "牵头单位", "责任领导", "完成时限"])
        duties.write_row(1, 0, [3, "合法性审查", "城管队", "张三", "9月底前"])
        people = book.add_worksheet("联系人")
        people.write_row(0, 0, ["单位", "联系人", "电话"])
        people.write_row(1, 0, ["城管队", "李四", "0123-4567"])
        people.write_row(2, 0, ["治镇办", "王五", "0123-1111"])
    told = done("duties", round_, str(path)).out
    assert told.startswith("已调整 1 项指标的责任单位，登记 2 家联系人")
    page = done("show", round_, "3").out
    assert "牵头 城管队　责任领导 张三　完成时限 9月底前" in page
    assert "联系人：城管队 李四 0123-4567" in page
    done("split", round_, "-o", str(tmp_path), "--of", "城管队")
    rows = CalamineWorkbook.from_path(tmp_path / "城管队_甲轮_第1次.xlsx").get_sheet_by_index(0)
    text = str(rows.to_python())
    assert "李四" in text
    assert "治镇办（王五 0123-1111）" in text
    done("record", round_, "3", "d", "--value", "1", "--unit", "城管队", "--reason", "少一名")
    done("letters", round_, "-o", str(tmp_path))
    letter = next(tmp_path.glob("城管队*提示函.txt")).read_text(encoding="utf-8-sig")
    assert "联系人：王五 0123-1111。" in letter
    done("undo", round_)
    done("undo", round_)
    assert "李四" not in done("show", round_, "3").out
    done("new", "乙轮", "--set", str(town), "--duties", str(path))
    assert done("show", "乙轮", "3", "--json").json[0]["duties"]["due"] == "9月底前"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("分解")
        page.write_row(0, 0, ["序号", "三级指标", "牵头单位"])
        page.write_row(1, 0, [3, "合法性审查", "城管对"])
    wrong = fazhi("duties", round_, str(path))
    assert wrong.status == 1
    assert "分解!C2：“城管对”不在单位名单里，是不是“城管队”？" in wrong.err


def test_people_stay_with_their_unit_and_the_day_stays(
    done: Fazhi, fazhi: Fazhi, round_: str, tmp_path: Path
) -> None:
    people = 'leader = "李局"\nperson = "张三"\ndue = "9月底前"\n'
    path = tmp_path / "分工.toml"
    path.write_text(f'[[duty]]\nindicator = "1"\nlead = "城管队"\n{people}', encoding="utf-8")
    done("duties", round_, str(path))

    def told() -> list[str]:
        duties = done("show", round_, "1", "--json").json[0]["duties"]
        return [duties[key] for key in ("lead", "leader", "person", "due")]

    path.write_text('[[duty]]\nindicator = "1"\ncompetent = ["司法所"]\n', encoding="utf-8")
    done("duties", round_, str(path))
    assert told() == ["城管队", "李局", "张三", "9月底前"]
    done("assign", round_, "1", "--lead", "城管队", "--competent", "司法所")
    assert told() == ["城管队", "李局", "张三", "9月底前"]
    done("assign", round_, "2", "--lead", "城管队")
    both = fazhi("assign", round_, "1", "2", "--lead", "城管队")
    assert (both.status, "请分开指定" in both.err) == (1, True)
    done("assign", round_, "1", "2", "--lead", "司法所")
    assert told() == ["司法所", "", "", "9月底前"]


def test_assigning_and_reviewing(done: Fazhi, fazhi: Fazhi, round_: str) -> None:
    done(
        "assign", round_, "1", "--lead", "城管队", "--competent", "司法所",
        "--competent", "交通站", "--supporting", "法庭",
    )  # fmt: skip
    duties = done("show", round_, "1", "--json").json[0]["duties"]
    assert (duties["lead"], duties["competent"], duties["supporting"]) == (
        "城管队",
        ["司法所", "交通站"],
        ["法庭"],
    )
    done("none", round_, "1")
    handed_in = fazhi("submit", round_, "1", "--unit", "城管队")
    assert handed_in.status == 0
    assert handed_in.out.startswith("已报送第1项（")
    assert "提醒：第1项：没有失分，也没有自评说明" in handed_in.err
    assert done("show", round_, "1", "--json").json[0]["state"] == "submitted"
    done("return", round_, "1", "--of", "城管队", "--reason", "缺材料")
    assert "退回修改，缺材料" in done("show", round_, "1").out
    assert fazhi("submit", round_, "1").status == 0
    done("accept", round_, "1")
    progress = done("tally", round_, "--json").json["progress"]
    assert (progress["submitted"], progress["accepted"]) == (1, 1)
