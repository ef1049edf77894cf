"""The journal by command: what is told, what is found out, and back by one step."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Fazhi


@pytest.fixture
def filled(done: Fazhi, round_: str) -> str:
    """A round of three lines."""
    done("record", round_, "1", "b", "--as", "张三", "--unit", "司所", "--reason", "没有制度")
    done("none", round_, "3", "--as", "李四")
    return round_


def test_log(done: Fazhi, filled: str) -> None:
    lines = done("log", filled, "--json").json
    assert list(lines[1]) == ["seq", "at", "actor", "unit", "kind", "summary", "hash"]
    assert [(line["seq"], line["kind"]) for line in lines] == [
        (1, "adopt_set"),
        (2, "record_finding"),
        (3, "mark_none"),
    ]
    assert (lines[1]["actor"], lines[1]["unit"]) == ("张三", "司法所")
    page = done("log", filled).out
    assert "张三（司法所）　第1项“全过程记录”记入失分项 1.b.司法所.1，数量 1，没有制度" in page
    assert len(done("log", filled, "--at", "2").out.splitlines()) == 2


def test_every_kind_of_change_is_told(
    done: Fazhi, fazhi: Fazhi, filled: str, tmp_path: Path
) -> None:
    duties = tmp_path / "duties.toml"
    duties.write_text('[[duty]]\nindicator = "4"\nlead = "城管队"\n', encoding="utf-8")
    number = done("evidence", filled, "1", "--title", "制度", "--json").json["id"]
    done("duties", filled, str(duties))
    done("assign", filled, "2", "--lead", "城管队")
    done("amend", filled, "1.b.司法所.1", "--reason", "制度过期")
    done("none", filled, "1")
    done("record", filled, "2", "a", "--rate", "9/10", "--of", "交通站", "--track", "verified")
    done("na", filled, "2", "--reason", "没有")
    done("na", filled, "2", "--off")
    assert fazhi("submit", filled, "1").status == 0
    done("return", filled, "1", "--reason", "再核")
    assert fazhi("submit", filled, "1").status == 0
    done("accept", filled, "1")
    done("rectify", filled, "1.b.司法所.1/司法所", "--measure", "补")
    done("drop", filled, number)
    done("undo", filled)
    page = done("log", filled).out
    for part in (
        "采用责任分工文件，1 项",
        "指定第2项“出庭应诉”的责任单位，牵头 城管队", "修改失分项 1.b.司法所.1",
        "第2项“出庭应诉”填 2.a（交通站） 9/10（90%）（核定）",
        "第2项“出庭应诉”标为不涉及，没有", "第2项“出庭应诉”取消不涉及",
        "第1项“全过程记录”已报送", "第1项“全过程记录”退回修改，再核",
        "第1项“全过程记录”审核通过",
        "第1项“全过程记录”整改事项 1.b.司法所.1/司法所：措施 补",
        f"登记材料 {number} 制度", f"删去材料 {number}", "撤销第",
    ):  # fmt: skip
        assert part in page, part


def test_a_whole_journal_is_told_so(done: Fazhi, filled: str) -> None:
    head = done("list", "--json").json[0]["head"]
    whole, hint = done("log", filled, "--verify").out.splitlines()
    assert whole == f"完好：3 条记录，校验值 {head[:16]}"
    assert "fazhi doctor" in hint  # the journal is only a part of the store
    assert done("log", filled, "--verify", "--json").json == {
        "intact": True,
        "count": 3,
        "broken_at": None,
        "head": head,
        "against": None,
        "against_found": None,
    }
    earlier = done("log", filled, "--json").json[0]["hash"]
    assert "第1条记录" in done("log", filled, "--verify", "--against", earlier).out
    assert "第3条记录" in done("log", filled, "--against", head[:12].upper()).out


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("UPDATE journal SET actor = '王五' WHERE seq = 2", 2),
        ("UPDATE journal SET payload = replace(payload, '没有', '已有') WHERE seq = 2", 2),
        ("UPDATE journal SET payload = 'x' WHERE seq = 2", 2),
        ("DELETE FROM journal WHERE seq = 2", 3),
        ("DELETE FROM journal WHERE seq = 3", 3),
        ("DELETE FROM journal", 1),
    ],
)
def test_tampering_is_located(
    done: Fazhi, fazhi: Fazhi, filled: str, store: Path, *, sql: str, place: int
) -> None:
    with sqlite3.connect(store) as database:
        database.execute(sql)
    database.close()
    told = fazhi("log", filled, "--verify")
    assert (told.status, told.out) == (1, "")
    assert f"第{place}条记录被改动过" in told.err
    plain = fazhi("log", filled, "--verify", "--json")
    assert plain.status == 1
    assert (plain.json["intact"], plain.json["broken_at"]) == (False, place)
    for argv in (["tally"], ["record", "2", "c", "--tier", "已建"], ["log"], ["show"]):
        assert fazhi(argv[0], filled, *argv[1:]).status in {0, 1}


def test_a_head_that_is_not_in_the_chain(fazhi: Fazhi, filled: str) -> None:
    told = fazhi("log", filled, "--against", "f" * 64, "--json")
    assert told.status == 1
    assert told.json["intact"] is False
    assert told.json["against_found"] is False
    assert "不符" in told.err


def test_undo_is_ones_own(done: Fazhi, fazhi: Fazhi, filled: str) -> None:
    told = done("undo", filled, "--as", "张三")
    assert told.out == (
        "已撤销第2条记录（第1项“全过程记录”记入失分项 1.b.司法所.1，数量 1，没有制度），"
        "失分 1.50 → 0.00（第4条记录）\n"
    )
    assert done("tally", filled, "--json").json["lost"] == "0.000"
    assert fazhi("undo", filled, "--as", "张三").status == 1
    assert done("undo", filled, "--as", "李四", "--json").json == {
        "seq": 5,
        "id": None,
        "lost_before": "0.000",
        "lost_after": "0.000",
    }
