"""Letters: drawn up, signed, withdrawn, written anew; what went out stays as it went."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document

from fazhi_tui.cli.moments import today
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.wording.terms import LETTERS
from tests.cli.conftest import LAST, Fazhi

YEAR = int(today()[:4]) + 1  # letters are dated by the clock
DAY = f"{YEAR}-07-02"
NUMBER = "镇法办函〔2025〕3号"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where relative paths lead."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def lost(done: Fazhi, round_: str) -> str:
    """城管队 lost 0.36 and 交通站 0.14 with one finding."""
    done("record", round_, "1", "a", "--count", "7", "--bearer", "城管队:5", "--bearer", "交通站:2")
    return round_


def drawn_up(done: Fazhi, name: str, folder: Path, *more: str) -> Any:  # noqa: ANN401
    return done("letters", name, "-o", str(folder), *more, "--json").json


def listed(done: Fazhi, name: str) -> Any:  # noqa: ANN401
    return done("letters", name, "--json").json


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs if paragraph.text]


def test_a_letter_for_each_unit_with_only_its_own_matters(
    done: Fazhi, lost: str, tmp_path: Path
) -> None:
    told = drawn_up(done, lost, tmp_path / "函")
    assert [letter["unit"] for letter in told["letters"]] == ["城管队", "交通站"]
    assert [letter["lost"] for letter in told["letters"]] == ["0.360", "0.140"]
    assert told["seq"] == 3
    names = sorted(path.name for path in (tmp_path / "函").iterdir())
    assert names == [
        f"{unit}.1_提示函.{kind}" for unit in ("交通站", "城管队") for kind in ("docx", "txt")
    ]
    words = texts(tmp_path / "函" / "城管队.1_提示函.docx")
    assert words[1] == "关于整改法治政府建设自评发现问题的提示函"
    assert words[2] == "城管队："
    assert "1.全过程记录（指标1）：记录不完整7卷。" in words
    assert not any("交通站" in line or "0.36" in line for line in words)
    assert words[0].replace("　", "") == "〔〕号"


def test_points_only_where_asked_for(done: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(done, lost, tmp_path, "--points", "--of", "城管队")
    words = texts(tmp_path / "城管队.1_提示函.docx")
    assert "1.全过程记录（指标1）：记录不完整7卷（失0.36分）。" in words
    table = Document(str(tmp_path / "城管队.1_提示函.docx")).tables[0]
    assert [cell.text for cell in table.rows[-1].cells][:5] == ["合计", "", "", "0.36", ""]


def test_the_text_alone_says_the_same(done: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(
        done, lost, tmp_path, "--of", "城管队", "--contact", "张三，电话123", "--due", f"{YEAR}-1-2"
    )
    plain = (tmp_path / "城管队.1_提示函.txt").read_text(encoding="utf-8-sig")
    lines = [line.strip() for line in plain.split("\n") if line.strip()]
    words = texts(tmp_path / "城管队.1_提示函.docx")
    assert set(lines[1:-1]) <= {line.strip() for line in words}
    assert f"于{YEAR}年1月2日前整改到位" in plain
    assert "联系人：张三，电话123。" in plain
    assert "校验值" not in plain


def test_signed_then_supervised(done: Fazhi, fazhi: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(done, lost, tmp_path)
    signed = ("letters", lost, "--id", "城管队.1", "--number", NUMBER, "--date", DAY)
    done(*signed, "-o", str(tmp_path))
    words = texts(tmp_path / "城管队.1_提示函.docx")
    assert words[0] == NUMBER
    assert f"{YEAR}年7月2日" in words
    taken = fazhi(
        "letters", lost, "--id", "交通站.1", "--number", "镇法办函[2025]3号", "--date", DAY
    )
    assert taken.status == 1
    assert "已经用于 城管队.1" in taken.err
    again = drawn_up(done, lost, tmp_path)
    assert [(letter["id"], letter["kind"]) for letter in again["letters"]] == [
        ("城管队.2", "supervision"),
        ("交通站.1", "prompt"),
    ]
    assert [letter["number"] for letter in listed(done, lost)] == [NUMBER, "", ""]


def test_a_number_is_not_given_again_in_another_round(
    done: Fazhi, fazhi: Fazhi, lost: str, town: Path, tmp_path: Path
) -> None:
    drawn_up(done, lost, tmp_path)
    done("letters", lost, "--id", "城管队.1", "--number", NUMBER, "--date", DAY)
    done("new", "乙轮", "--set", str(town))
    done("record", "乙轮", "1", "b")
    drawn_up(done, "乙轮", tmp_path)
    signed = ("letters", "乙轮", "--id", "司法所.1", "--date", DAY, "--number")
    refused = fazhi(*signed, " 镇法办函（2025）3号")
    assert (refused.status, "文号" in refused.err) == (1, True)
    assert listed(done, "乙轮")[0]["number"] == ""
    done(*signed, "镇法办函〔2025〕4号")


def test_numbers_come_along_with_a_round_from_a_file(
    done: Fazhi, fazhi: Fazhi, lost: str, town: Path, tmp_path: Path
) -> None:
    drawn_up(done, lost, tmp_path)
    done("letters", lost, "--id", "城管队.1", "--number", NUMBER, "--date", DAY)
    done("export", lost, "-o", str(tmp_path / "带走.toml"))
    done("import", str(tmp_path / "带走.toml"), "--name", "同库")  # whose numbers they are stays
    elsewhere = ("--db", str(tmp_path / "别处.db"))
    done("import", str(tmp_path / "带走.toml"), *elsewhere)
    done("new", "乙轮", "--set", str(town), *elsewhere)
    done("record", "乙轮", "1", "b", *elsewhere)
    done("letters", "乙轮", "-o", str(tmp_path), *elsewhere)
    signed = ("letters", "乙轮", "--id", "司法所.1", "--number", NUMBER, "--date", DAY)
    assert fazhi(*signed, *elsewhere).status == 1


def test_withdrawn_and_written_anew(done: Fazhi, fazhi: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(done, lost, tmp_path / "a", "--of", "城管队")
    told = done("letters", lost, "--id", "城管队.1", "-o", str(tmp_path / "b"), "--json").json
    assert "seq" not in told
    for name in ("城管队.1_提示函.docx", "城管队.1_提示函.txt"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    done("letters", lost, "--id", "城管队.1", "--void", "写错了")
    assert listed(done, lost)[0]["void"] == "写错了"
    assert "作废：写错了" in done("letters", lost).out
    refused = fazhi("letters", lost, "--id", "城管队.1", "--void", "再来")
    assert (refused.status, "已经作废" in refused.err) == (1, True)
    assert drawn_up(done, lost, tmp_path / "a", "--of", "城管队")["letters"][0]["id"] == "城管队.2"


def test_gaps_and_letters_name_each_other(done: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(done, lost, tmp_path)
    done("letters", lost, "--id", "城管队.1", "--number", NUMBER, "--date", DAY)
    gaps = {gap["id"]: gap["letters"] for gap in done("gaps", lost, "--json").json}
    assert gaps["1.a.司法所.1/城管队"] == [{"id": "城管队.1", "number": NUMBER, "received": ""}]
    assert listed(done, lost)[0]["matters"][0]["gap"] == "1.a.司法所.1/城管队"
    assert NUMBER in done("gaps", lost, "--format", "csv").out


def test_the_register_as_a_file(done: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(done, lost, tmp_path / "函")
    for name in ("登记表.docx", "登记表.xlsx", "登记表.csv"):
        done("letters", lost, "--register", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 100
    table = Document(str(tmp_path / "登记表.docx")).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["编号", "城管队.1", "交通站.1"]


def test_a_party_body_is_asked_and_not_told(done: Fazhi, round_: str, tmp_path: Path) -> None:
    done("record", round_, "1", "a", "--bearer", "治镇办")
    assert (
        drawn_up(done, round_, tmp_path, "--of", "治镇办", "--kind", "督办函")["letters"][0]["kind"]
        == "request"
    )
    words = texts(tmp_path / f"治镇办.1_{LETTERS['request']}.docx")
    assert words[1].startswith("关于商请整改")
    assert any("贵单位" in line for line in words)


def test_the_offices_own_words(done: Fazhi, fazhi: Fazhi, lost: str, tmp_path: Path) -> None:
    path = tmp_path / "样稿.txt"
    done("letters", "--template-new", str(path))
    assert fazhi("letters", "--template-new", str(path)).status == 1
    path.write_text("## 依据\n依据本镇办法，致${单位}。\n", encoding="utf-8")
    drawn_up(done, lost, tmp_path, "--template", str(path), "--of", "城管队")
    assert "依据本镇办法，致城管队。" in texts(tmp_path / "城管队.1_提示函.docx")
    path.write_text("## 依据\n${谁}\n", encoding="utf-8")
    refused = fazhi("letters", lost, "-o", str(tmp_path), "--template", str(path))
    assert (refused.status, "第 2 行" in refused.err) == (1, True)
    assert len(listed(done, lost)) == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["-o", "x", "--of", "法庭"], "没有要整改的事项"),
        (["-o", "x", "--of", "法厅"], "是不是“法庭”"),
        (["-o", "x", "--due", "2020-01-01"], "早于"),
        (["-o", "x", "--due", "明天"], "不是日期"),
        (["--id", "城管队.9", "-o", "x"], "没有编号为“城管队.9”的函件"),
        (["--number", "甲"], "请用 --id 写明"),
        (["--id", "城管队.1", "--date", "2025-07-02"], "要同时写 --id 和 --number"),
        (["--id", "城管队.9"], "还没有拟过函件"),
        (["-o", "x", "--at", "1"], "不能写 --at"),
        (["--id", "城管队.1", "--number", "甲", "--void", "乙"], "只能写一个"),
        (["--id", "城管队.1", "--number", "甲"], "还没有拟过函件"),
    ],
)
def test_refusals_change_nothing(
    fazhi: Fazhi, done: Fazhi, lost: str, more: list[str], told: str
) -> None:
    refused = fazhi("letters", lost, *more)
    assert refused.status in {1, 2}
    assert told in refused.err
    assert listed(done, lost) == []
    assert not Path("x").exists()


def test_a_letter_that_has_no_place_to_go_is_not_entered(
    fazhi: Fazhi, done: Fazhi, lost: str, tmp_path: Path
) -> None:
    (tmp_path / "文件").write_text("")
    for folder in ("文件", "文件/里面"):
        refused = fazhi("letters", lost, "-o", str(tmp_path / folder))
        assert (refused.status, "文件" in refused.err) == (1, True)
    assert listed(done, lost) == []


def test_letters_entered_but_not_written_are_told_to_be_entered(
    fazhi: Fazhi, done: Fazhi, lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Refused(Problem(Code.FILE_UNWRITABLE, value="x"))

    monkeypatch.setattr("fazhi_tui.cli.lettering.write_letters", full)
    refused = fazhi("letters", lost, "-o", str(tmp_path / "x"))
    keys = [letter["id"] for letter in listed(done, lost)]
    assert (refused.status, bool(keys)) == (1, True)
    assert " ".join(f"--id {key}" for key in keys) in refused.err


def test_the_register_of_the_letters_named(done: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(done, lost, tmp_path)
    (only,) = done("letters", lost, "--id", "交通站.1", "--json").json
    assert only["unit"] == "交通站"


def test_nothing_to_write_about(fazhi: Fazhi, round_: str, tmp_path: Path) -> None:
    refused = fazhi("letters", round_, "-o", str(tmp_path / "x"))
    assert (refused.status, "不必发函" in refused.err) == (1, True)


def test_a_letter_is_signed_for(done: Fazhi, fazhi: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(done, lost, tmp_path)
    received = ("letters", lost, "--id", "城管队.1", "--received")
    early = fazhi(*received, DAY)
    assert (early.status, "还没有签发" in early.err) == (1, True)
    done("letters", lost, "--id", "城管队.1", "--number", NUMBER, "--date", DAY)
    assert "已交办" in done("gaps", lost).out
    assert "早于" in fazhi(*received, "2025-01-01").err
    done(*received, f"{YEAR}-07-03", "--by", "李四")
    letter = listed(done, lost)[0]
    assert (letter["received"], letter["received_by"]) == (f"{YEAR}-07-03", "李四")
    assert f"已签收（{YEAR}-07-03，李四）" in done("letters", lost).out
    assert "已签收" in done("gaps", lost).out
    assert "由单位签收" in done("log", lost).out
    assert fazhi(*received, DAY, "--void", "错了").status == 2


@pytest.mark.parametrize("option", ["--due", "--date"])
def test_a_year_far_ahead_is_a_slip(
    done: Fazhi, fazhi: Fazhi, lost: str, tmp_path: Path, option: str
) -> None:
    drawn_up(done, lost, tmp_path)
    argv = ["-o", str(tmp_path)] if option == "--due" else ["--id", "城管队.1", "--number", NUMBER]
    refused = fazhi("letters", lost, *argv, option, "2999-01-01")
    assert (refused.status, "请核对年份" in refused.err) == (1, True)


def test_a_unit_with_nothing_to_mend_stops_no_other(
    fazhi: Fazhi, lost: str, tmp_path: Path
) -> None:
    written = fazhi("letters", lost, "-o", str(tmp_path), "--of", "城管队", "--of", "司法所")
    assert (written.status, written.err) == (0, "提醒：司法所没有要整改的事项，没有拟函\n")
    assert sorted(path.name for path in tmp_path.glob("*.docx")) == ["城管队.1_提示函.docx"]
    alone = fazhi("letters", lost, "-o", str(tmp_path), "--of", "司法所")
    assert (alone.status, "司法所" in alone.err) == (1, True)


def test_a_new_matter_is_prompted_first(done: Fazhi, lost: str, tmp_path: Path) -> None:
    drawn_up(done, lost, tmp_path)
    done("letters", lost, "--id", "城管队.1", "--number", NUMBER, "--date", DAY)
    done("record", lost, "3", "a", "--level", "一般", "--bearer", "城管队", "--unit", "司法所")
    (letter,) = drawn_up(done, lost, tmp_path, "--of", "城管队")["letters"]
    assert (letter["kind"], len(letter["matters"])) == ("prompt", 2)


def test_supervision_at_once_does_not_say_that_the_unit_was_told_before(
    done: Fazhi, fazhi: Fazhi, lost: str, tmp_path: Path
) -> None:
    drawn_up(done, lost, tmp_path, "--of", "城管队", "--kind", "督办函")
    words = "".join(texts(tmp_path / "城管队.1_督办函.docx"))
    assert "此前已" not in words
    assert "主要负责同志亲自研究" in words
    done("letters", lost, "--id", "城管队.1", "--number", NUMBER, "--date", DAY)
    drawn_up(done, lost, tmp_path, "--of", "城管队")
    assert "此前已" in "".join(texts(tmp_path / "城管队.2_督办函.docx"))
    assert fazhi("letters", lost, "--by", "李四").status == 2


def test_what_is_all_overdue_is_supervised(done: Fazhi, lost: str, tmp_path: Path) -> None:
    gap = "1.a.司法所.1/城管队"
    done("rectify", lost, gap, "--due", f"{LAST}-01-01")
    (letter,) = drawn_up(done, lost, tmp_path, "--of", "城管队")["letters"]
    assert letter["kind"] == "supervision"
    assert "此前已" not in "".join(texts(tmp_path / "城管队.1_督办函.docx"))
    done("record", lost, "3", "a", "--level", "一般", "--bearer", "城管队", "--unit", "司法所")
    (letter,) = drawn_up(done, lost, tmp_path, "--of", "城管队")["letters"]
    assert letter["kind"] == "prompt"


def test_a_draft_somebody_worked_on_is_kept_under_another_name(
    done: Fazhi, lost: str, tmp_path: Path
) -> None:
    folder = tmp_path / "函"
    drawn_up(done, lost, folder, "--of", "城管队")
    word, text = folder / "城管队.1_提示函.docx", folder / "城管队.1_提示函.txt"
    again = ("letters", lost, "--id", "城管队.1", "-o", str(folder))
    assert done(*again, "--json").json["aside"] == []
    assert sorted(folder.iterdir()) == [word, text]

    paper = Document(str(word))
    paper.add_paragraph("局长改过的一段")
    paper.save(str(word))
    mine = word.read_bytes()
    assert "已改名保留：城管队.1_提示函-旧稿1.docx" in done(*again).out
    assert (folder / "城管队.1_提示函-旧稿1.docx").read_bytes() == mine
    assert "局长改过的一段" not in texts(word)

    signed = done(*again, "--number", NUMBER, "--date", DAY).out
    assert "城管队.1_提示函-旧稿2.docx、城管队.1_提示函-旧稿1.txt" in signed
    assert (folder / "城管队.1_提示函-旧稿1.docx").read_bytes() == mine
