"""Reading commands: values documented in docs/cli.md, and the pages for people."""

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.cli.conftest import Fazhi


@pytest.fixture
def filled(done: Fazhi, round_: str) -> str:
    """A round with a finding of two bearers, evidence and a plan."""
    done("record", round_, "1", "a", "--count", "7", "--bearer", "城管队:5", "--bearer", "交通站:2")
    done("evidence", round_, "1", "--title", "检查通报", "--doc-no", "镇发〔2025〕3号")
    done("rectify", round_, "1.a.司法所.1/城管队", "--measure", "补录", "--due", "2025-06-30")
    return round_


def test_sets(done: Fazhi, tmp_path: Path) -> None:
    sets = done("sets", "--json").json
    assert [item["id"] for item in sets] == ["demo-98", "demo-dept"]
    assert list(sets[0]) == [
        "id", "title", "edition", "total", "areas", "groups", "indicators", "units", "demo",
        "sha256", "file",
    ]  # fmt: skip
    told = done("sets").out
    assert "8 个一级指标、34 个二级指标、98 项指标，100 分" in told
    assert all(f"文件 {item['file']}\n" in told for item in sets)
    starter = tmp_path / "起步.toml"
    done("sets", "--new", str(starter))
    assert done("check", str(starter), "--json").json == []
    done("new", "起步", "--set", str(starter))


def test_a_set_is_drafted_from_an_office_table(fazhi: Fazhi, tmp_path: Path) -> None:
    table, drafted = tmp_path / "责任分解表.xlsx", tmp_path / "起草.toml"
    with Workbook(str(table)) as book:
        sheet = book.add_worksheet("分解表")
        heads = ("序号", "一级指标", "二级指标", "三级指标", "评分标准", "分值", "牵头单位")
        row = (
            "1",
            "依法行政（10分）",
            "执法（10分）",
            "执法公示",
            "未公示的，每件扣0.5分。",
            10,
            "市司法局",
        )
        for place, (head, value) in enumerate(zip(heads, row, strict=True)):
            sheet.write(0, place, head)
            sheet.write(1, place, value)
    assert fazhi("sets", "--from", str(table)).status == 2
    assert "已写出" in fazhi("sets", "--from", str(table), "--new", str(drafted)).out
    assert not [p for p in fazhi("check", str(drafted), "--json").json if p["severity"] == "error"]
    nowhere = fazhi("sets", "--from", str(tmp_path / "没有.xlsx"), "--new", str(drafted))
    assert nowhere.status == 1


def test_check_passes_warnings(done: Fazhi, fazhi: Fazhi, town: Path, tmp_path: Path) -> None:
    assert done("check", str(town)).out == f"{town} 没有问题\n"
    loose = tmp_path / "loose.toml"
    text = town.read_text(encoding="utf-8").replace(
        "total = 10", 'total = 11\nsums = "as_published"'
    )
    loose.write_text(text, encoding="utf-8")
    told = fazhi("check", str(loose))
    assert told.status == 0
    assert told.out.startswith("提醒　")
    assert "错误 0 处，提醒 1 处" in told.err


def test_list(done: Fazhi, filled: str) -> None:
    item = done("list", "--json").json[0]
    assert list(item) == [
        "name", "id", "created", "at", "seq", "head", "set_id", "set_title", "set_sha256",
        "archived",
    ]  # fmt: skip
    assert (item["name"], item["seq"], item["set_id"]) == (filled, 4, "town")
    assert filled in done("list").out


def test_show_one_indicator(done: Fazhi, filled: str) -> None:
    (item,) = done("show", filled, "1", "--json").json
    assert list(item) == [
        "no", "name", "worth", "state", "duties", "clauses", "evidence", "note", "marks", "late",
    ]  # fmt: skip
    assert (item["worth"], item["state"], item["note"]) == ("2.000", "draft", "")
    assert item["duties"] == {
        "lead": "司法所",
        "competent": ["城管队", "交通站"],
        "supporting": [],
        "leader": "",
        "person": "",
        "due": "",
    }
    assert [(c["id"], c["kind"], c["answered"]) for c in item["clauses"]] == [
        ("a", "per_count", True),
        ("b", "fixed", False),
    ]
    assert item["evidence"][0]["title"] == "检查通报"
    page = done("show", filled, "1").out
    for part in (
        "标准：记录完整",
        "1.a.司法所.1 7卷",
        "城管队（权重 5）",
        "镇发〔2025〕3号",
        "未填",
    ):
        assert part in page


def test_show_everything(done: Fazhi, filled: str) -> None:
    assert [item["no"] for item in done("show", filled, "--json").json] == ["1", "2", "3", "4"]
    page = done("show", filled).out
    assert "全过程记录" in page
    assert page.endswith("得 0.00 + 失 0.50 + 待定 9.50 = 10.00 ✓\n")


def test_gaps(done: Fazhi, filled: str, tmp_path: Path) -> None:
    first, second = done("gaps", filled, "--json").json
    assert first == {
        "id": "1.a.司法所.1/城管队",
        "indicator": "1",
        "name": "全过程记录",
        "problem": "记录不完整7卷",
        "lost": "0.360",
        "unit": "城管队",
        "rectifier": "城管队",
        "measure": "补录",
        "owner": "",
        "due": "2025-06-30",
        "first_due": "2025-06-30",
        "state": "planned",
        "closed": "",
        "progress": [],
        "asked": "",
        "reported": "",
        "sent_back": "",
        "will_not": "",
        "closed_by": "",
        "overdue": True,
        "near": False,
        "dispute": None,
        "came_from": [],
        "letters": [],
        "fact": "",
        "same_as": [],
    }
    assert second["state"] == "raised"
    assert done("gaps", filled, "--of", "交通站", "--json").json == [second]
    assert "超期" in done("gaps", filled).out
    assert done("gaps", filled, "--format", "md").out.count("记录不完整7卷") == 2
    assert done("gaps", filled, "--format", "csv").out.startswith("\ufeff")
    for name in ("清单.csv", "清单.xlsx", "清单.md", "清单.txt"):
        path = tmp_path / name
        assert str(path) in done("gaps", filled, "-o", str(path)).out
        assert path.stat().st_size
    units = done("tally", filled, "--json").json["by_unit"]
    assert [(u["open_gaps"], u["overdue"]) for u in units] == [(1, 1), (1, 0)]


def test_csv_on_the_screen_is_the_file_itself(done: Fazhi, filled: str, tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    done("gaps", filled, "-o", str(path))
    assert done("gaps", filled, "--format", "csv").out.encode() == path.read_bytes()


def test_rectifying(done: Fazhi, fazhi: Fazhi, filled: str) -> None:
    gap = "1.a.司法所.1/城管队"
    done("rectify", filled, gap, "--owner", "赵六", "--progress", "已补5卷", "--unit", "城管队")
    done("rectify", filled, gap, "--extend", "2025-07-31", "--by", "司法所")
    refused = fazhi("rectify", filled, gap, "--close", "--unit", "城管队")
    assert refused.status == 1
    assert "不能自己销号" in refused.err
    made = done("rectify", filled, gap, "--close", "--json").json
    assert (made["id"], made["lost_after"]) == (gap, "0.500")
    (item,) = done("gaps", filled, "--of", "城管队", "--json").json
    assert (item["owner"], item["due"], item["first_due"], item["rectifier"], item["state"]) == (
        "赵六",
        "2025-07-31",
        "2025-06-30",
        "司法所",
        "closed",
    )
    assert item["closed"]


def test_why_adds_up_on_the_page(done: Fazhi, filled: str) -> None:
    page = done("why", filled, "1").out
    for part in (
        "准确数 0.70，最多扣 0.50，失 0.50",
        "得 0.00 + 失 0.50 + 待定 1.50 = 2.00 ✓",
        "城管队　准确数 0.3571…（5/14），记 0.36",
        "合计 0.36 + 0.14 = 0.50 ✓",
    ):
        assert part in page
    steps = done("why", filled, "1", "--json").json
    assert set(steps[0]) == {
        "step", "indicator", "clause", "unit", "finding", "exact", "points", "text",
    }  # fmt: skip
    shares = [step for step in steps if step["step"] == "share"]
    assert [(s["unit"], s["exact"], s["points"]) for s in shares] == [
        ("城管队", "5/14", "0.360"),
        ("交通站", "1/7", "0.140"),
    ]
    unit = done("why", filled, "城管队").out
    assert "记录不完整7卷　封顶前 0.50，应担 0.36" in unit
    assert "汇总表里的失分 0.36 ✓" in unit


def test_why_nobody(done: Fazhi, round_: str) -> None:
    done("record", round_, "1", "a", "--count", "2")
    assert "汇总表里的失分 0.20 ✓" in done("why", round_, "失分单位待认定").out
    assert done("why", round_, "失分单位待认定", "--json").json[-1]["points"] == "0.200"
    (gap,) = done("gaps", round_, "--of", "失分单位待认定", "--json").json
    assert (gap["unit"], gap["lost"]) == ("失分单位待认定", "0.200")
    assert "（失分单位待认定）" in done("gaps", round_, "--of", "失分单位待认定").out


def test_brief_is_one_paragraph(done: Fazhi, filled: str) -> None:
    text = done("brief", filled).out
    assert text.count("\n") == 1
    for part in ("失 0.50 分", "待定 9.50 分", "已填 0 项", "城管队（0.36 分）", "其中超期 1 个"):
        assert part in text
    plain = done("brief", filled, "--json").json
    assert plain["text"] + "\n" == text
    assert list(plain) == ["assessment", "seq", "at", "text"]
