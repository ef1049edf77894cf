"""What is wrong in what was typed, in a file or in the store: one sentence, nothing changed."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Fazhi


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["record", "乙轮", "1", "a"], "没有名为“乙轮”的自评轮次"),
        (["record", "甲轮", "99", "a"], "没有编号为“99”的指标"),
        (["record", "甲轮", "1", "z"], "没有编号为“z”的细则"),
        (["record", "甲轮", "1", "a", "--bearer", "城管对"], "是不是“城管队”？"),
        (["record", "甲轮", "1", "a", "--bearer", "法庭"], "“法庭”不承担失分"),
        (["record", "甲轮", "1", "a", "--bearer", "城管队:0"], "权重不是正数"),
        (["record", "甲轮", "1", "a", "--bearer", "城管队:x"], "“x”不是数字"),
        (
            ["record", "甲轮", "1", "a", "--bearer", "城管队", "--bearer", "城管队"],
            "单位“城管队”写了两次",
        ),
        (["record", "甲轮", "1", "a", "--unit", "交通站"], "“交通站”不是这里的填报单位"),
        (["record", "甲轮", "1", "a", "--count", "-1"], "“-1”"),
        (["record", "甲轮", "1", "a", "--count", "−1"], "“-1”"),
        (["record", "甲轮", "1", "a", "--count", "1.5"], "“1.5”不是整数"),
        (["record", "甲轮", "1", "a", "--count", "五"], "“五”不是整数"),
        (["record", "甲轮", "1", "a", "--count", ""], "没有填数"),
        (["record", "甲轮", "1", "a", "--count", "9" * 40], "不是整数"),
        (["record", "甲轮", "1", "a", "--rate", "1/2"], "这一条填的是失分项的次数"),
        (["record", "甲轮", "1", "a", "--level", "重大"], "没有“重大”这个等级"),
        (["record", "甲轮", "1", "a", "--date", "2025-02-30"], "“2025-02-30”不是日期"),
        (["record", "甲轮", "1", "a", "--reason", "长" * 4001], "文字太长"),
        (["record", "甲轮", "2", "a"], "这一条填的是分子和分母"),
        (["record", "甲轮", "2", "a", "--count", "0"], "这一条填的是分子和分母"),
        (["record", "甲轮", "2", "a", "--rate", "3/0"], "本期没有发生的，请填 0/0"),
        (["record", "甲轮", "2", "a", "--rate", "11/10"], "分子大于分母"),
        (["record", "甲轮", "2", "a", "--rate", "9"], "“9”不是分子/分母"),
        (["record", "甲轮", "2", "a", "--rate", "-1/2"], "“-1”"),
        (["record", "甲轮", "2", "a", "--rate", "9/10", "--stated", "85"], "与分子、分母不符"),
        (["record", "甲轮", "2", "a", "--rate", "9/10", "--bearer", "城管队"], "请写 --of"),
        (["record", "甲轮", "2", "b", "--count", "1.5"], "不是整数"),
        (["record", "甲轮", "2", "c", "--tier", "将建"], "可选的档次有：已建、在建、未建"),
        (["record", "甲轮", "2", "d", "--points", "0.305", "--reason", "差"], "小数位太多"),
        (["record", "甲轮", "2", "d", "--points", "0.5", "--reason", "差"], "0.00～0.40"),
        (["record", "甲轮", "2", "d", "--points", "0.1"], "没有写理由"),
        (["record", "甲轮", "3", "a"], "请从 一般、重大 中选一个"),
        (["record", "甲轮", "3", "c", "--benchmark", "101"], "“101”超出了范围"),
        (["none", "甲轮", "99"], "没有编号为“99”的指标"),
        (["note", "甲轮", "1", ""], "没有要改的内容"),
        (["none", "甲轮", "1", "--clause", "z"], "没有编号为“z”的细则"),
        (["na", "甲轮", "1"], "没有写理由"),
        (["na", "甲轮", "1", "--off"], "没有标为不涉及"),
        (["amend", "甲轮", "1.a.司法所.9", "--count", "1"], "没有编号为“1.a.司法所.9”的失分项"),
        (["drop", "甲轮", "001-2025-09"], "没有编号为“001-2025-09”的失分项"),
        (["submit", "甲轮", "1"], "还没有填完这一项"),
        (["return", "甲轮", "1", "--reason", "再看"], "还没有报送这一项"),
        (["accept", "甲轮", "1"], "还没有报送这一项"),
        (["rectify", "甲轮", "1.a.x/y", "--measure", "改"], "没有编号为“1.a.x/y”的整改事项"),
        (["assign", "甲轮", "1", "--lead", "法庭"], "“法庭”不承担失分"),
        (["evidence", "甲轮", "1", "--title", " "], "请写明材料名称"),
        (["show", "甲轮", "99"], "没有编号为“99”的指标"),
        (["why", "甲轮", "99"], "没有编号为“99”的指标"),
        (["why", "甲轮", "城管"], "是不是“城管队”？"),
        (["gaps", "甲轮", "--of", "水务站"], "“水务站”不在单位名单里"),
        (["gaps", "甲轮", "-o", "长" * 300 + ".xlsx"], "写不进去"),
        (["letters", "甲轮", "--register", "长" * 300 + ".xlsx"], "写不进去"),
        (["split", "甲轮", "-o", "长" * 300], "写不进去"),
        (["remove", "甲轮", "-o", "长" * 300 + ".toml"], "写不进去"),
        (["gaps", "甲轮", "-o", "x.pdf"], "不认识的格式“.pdf”"),
        (["tally", "甲轮", "--at", "9"], "没有“9”这个时点"),
        (["tally", "甲轮", "--at", "1990-01-01"], "没有“1990-01-01”这个时点"),
        (["tally", "甲轮", "--at", "昨天"], "没有“昨天”这个时点"),
        (["open", "乙轮"], "没有名为“乙轮”的自评轮次"),
        (["undo", "甲轮"], "没有可以撤销的操作"),
        (["new", "甲轮", "--set", "demo-98"], "名称“甲轮”已经用了"),
        (["new", " ", "--set", "demo-98"], "没有写名称"),
        (["new", "乙轮", "--set", "demo-89"], "是不是“demo-98”？"),
        (["new", "乙轮", "--set", "没有.toml"], "没有找到文件 没有.toml"),
        (["import", "没有.toml"], "没有找到文件 没有.toml"),
        (["duties", "甲轮", "没有.toml"], "没有找到文件 没有.toml"),
        (["log", "甲轮", "--against", "0" * 64], "与所给的校验值"),
    ],
)
def test_one_sentence_and_nothing_changed(
    fazhi: Fazhi, round_: str, argv: list[str], told: str
) -> None:
    before = fazhi("log", round_, "--json").out
    result = fazhi(*argv)
    assert (result.status, result.out) == (1, "")
    assert told in result.err
    assert len(result.err.splitlines()) == 1
    assert fazhi("log", round_, "--json").out == before


@pytest.mark.parametrize("verb", ["new", "import", "duties", "check"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('a = "x', "第 1 行"),
        ("\n\n[set\n", "第 3 行"),
        ("x = 1\n", "文件"),
        ("\xff\xfe".encode("latin-1"), "UTF-8"),
        ("", "文件"),
    ],
)
def test_a_broken_or_foreign_file(
    fazhi: Fazhi, round_: str, tmp_path: Path, *, verb: str, text: str | bytes, told: str
) -> None:
    path = tmp_path / "坏.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    argv = {
        "new": ["new", "乙轮", "--set", str(path)],
        "import": ["import", str(path)],
        "duties": ["duties", round_, str(path)],
        "check": ["check", str(path)],
    }[verb]
    result = fazhi(*argv)
    assert result.status == 1
    assert told in (result.out if verb == "check" else result.err)
    assert [item["name"] for item in fazhi("list", "--json").json] == [round_]


def test_a_set_with_errors_is_told_with_all_of_them(
    fazhi: Fazhi, town: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    text = town.read_text(encoding="utf-8")
    bad.write_text(text.replace("total = 10", "total = 11").replace('"司法所"', '"司法锁"', 2))
    result = fazhi("new", "乙轮", "--set", str(bad))
    assert result.status == 1
    assert len(result.err.splitlines()) > 1
    checked = fazhi("check", str(bad), "--json")
    assert checked.status == 1
    assert {"severity", "code", "file", "line", "path", "value", "message", "remedy"} == set(
        checked.json[0]
    )
    assert len(checked.json) == len(result.err.splitlines())


# ── the store ────────────────────────────────────────────────────────────────────────────────


def test_a_store_of_a_newer_version(fazhi: Fazhi, round_: str, store: Path) -> None:
    with sqlite3.connect(store) as database:
        database.execute("UPDATE meta SET value = '99' WHERE name = 'version'")
    database.close()
    before = store.read_bytes()
    result = fazhi("record", round_, "1", "b")
    assert (result.status, result.out) == (1, "")
    assert "更新的版本" in result.err
    assert store.read_bytes() == before


def test_a_file_that_is_no_store(fazhi: Fazhi, tmp_path: Path) -> None:
    path = tmp_path / "报告.doc"
    path.write_bytes(b"not a database" * 100)
    result = fazhi("list", "--db", str(path))
    assert (result.status, result.out) == (1, "")
    assert "不是本程序的数据库" in result.err
    assert path.read_bytes() == b"not a database" * 100


def test_a_path_that_is_a_folder(fazhi: Fazhi, tmp_path: Path) -> None:
    for argv in (["list", "--db", str(tmp_path)], ["check", str(tmp_path)]):
        result = fazhi(*argv)
        assert result.status == 1
        assert "是文件夹" in result.out + result.err


def test_a_folder_below_a_file(fazhi: Fazhi, town: Path) -> None:
    result = fazhi("list", "--db", str(town / "store.db"))
    assert (result.status, result.out) == (1, "")
    assert "打不开" in result.err


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    """A folder that takes no new file, from root neither."""
    if os.geteuid() == 0:
        return Path("/proc/sys")
    folder = tmp_path / "只读"
    folder.mkdir()
    folder.chmod(0o555)
    return folder


def test_a_folder_that_is_read_only(fazhi: Fazhi, read_only: Path, round_: str) -> None:
    folder = read_only
    before = sorted(folder.iterdir())
    for argv in (
        ["list", "--db", str(folder / "store.db")],
        ["export", round_, "-o", str(folder / "x.toml")],
        ["gaps", round_, "-o", str(folder / "x.csv")],
        ["sets", "--new", str(folder / "x.toml")],
    ):
        result = fazhi(*argv)
        assert (result.status, result.out) == (1, "")
        assert len(result.err.splitlines()) == 1
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    "argv",
    [
        ["export", "甲轮", "-o", "{}/x.toml"],
        ["gaps", "甲轮", "-o", "{}/x.csv"],
        ["gaps", "甲轮", "-o", "{}/x.xlsx"],
        ["sets", "--new", "{}/x.toml"],
    ],
)
def test_a_folder_that_is_not_there(
    fazhi: Fazhi, round_: str, tmp_path: Path, argv: list[str]
) -> None:
    del round_
    result = fazhi(*(word.format(tmp_path / "没有") for word in argv))
    assert (result.status, result.out) == (1, "")
    assert "写不进去" in result.err


def test_a_starter_never_replaces_a_file(fazhi: Fazhi, town: Path) -> None:
    before = town.read_bytes()
    result = fazhi("sets", "--new", str(town))
    assert (result.status, result.out) == (1, "")
    assert "已经存在" in result.err
    assert town.read_bytes() == before
