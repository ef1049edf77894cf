"""Outside scores and spot checks: what the office looks at more closely, from the command line."""

from pathlib import Path

from xlsxwriter import Workbook

from tests.cli.conftest import Fazhi
from tests.stories.conftest import clock

__all__ = ["clock"]


def test_outside_scores_stand_beside_the_tracks(
    done: Fazhi, fazhi: Fazhi, filled: str, tmp_path: Path
) -> None:
    before = done("tally", filled, "--json").json
    done("outside", filled, "省初审", "1", "0")
    done("outside", filled, "第三方", "1", "1.5")
    assert fazhi("outside", filled, "省初审", "1", "2.5").status == 1
    assert fazhi("outside", filled, "省初审", "1").status == 2
    assert fazhi("outside", filled, "省初审").status == 2
    assert fazhi("outside", filled, "省初审", "--file", "x.csv", "--off").status == 2
    table = tmp_path / "评分.csv"
    rows = ("序号,指标名称,分值,省级得分（分）", "1,甲,2,0.25", "2,乙,4,３.５", "合计,,6,3.75")
    table.write_bytes("\n".join(rows).encode("gb18030"))
    done("outside", filled, "省初审", "--file", str(table))
    after = done("tally", filled, "--by", "differences", "--json").json
    assert (after["lost"], after["earned"]) == (before["lost"], before["earned"])
    one, two = after["differences"]
    assert (one["no"], one["self"], one["outside"], one["inflated"]) == (
        "1",
        "0.000",
        {"省初审": "0.250", "第三方": "1.500"},
        False,
    )
    assert (two["no"], two["outside"]) == ("2", {"省初审": "3.500"})
    done("record", filled, "1", "b", "--track", "verified")
    done("outside", filled, "第三方", "1", "--off")
    assert "省初审" in done("tally", filled, "--by", "differences").out
    table.write_text("编号,得分\n1,5\n99,1\n2,很好\n", encoding="utf-8")
    refused = fazhi("outside", filled, "省初审", "--file", str(table))
    assert refused.status == 1
    assert len(refused.err.splitlines()) == 3
    assert "第 2 行" in refused.err
    for wrong in (tmp_path / "没有.csv", tmp_path):
        assert fazhi("outside", filled, "省初审", "--file", str(wrong)).status == 1
    long = tmp_path / "长.csv"
    long.write_text("编号,得分\n1," + "0" * 200_000, encoding="utf-8")
    assert fazhi("outside", filled, "省初审", "--file", str(long)).status == 1
    long.write_bytes(b"\xff\xfe\x81\x00" * 9)
    assert fazhi("outside", filled, "省初审", "--file", str(long)).status == 1
    book = tmp_path / "评分.xlsx"
    with Workbook(str(book)) as workbook:
        sheet = workbook.add_worksheet("说明")
        sheet.write(0, 0, "本表由省里填写")
        sheet = workbook.add_worksheet("评分")
        for place, row in enumerate([("省级评分表",), ("指标号", "名称", "得分"), (1, "甲", 0.75)]):
            sheet.write_row(place, 0, row)
        sheet.write_row(3, 0, ("2", "乙", "全部"))
    refused = fazhi("outside", filled, "省初审", "--file", str(book))
    assert "评分!C4" in refused.err
    table.write_text("甲,乙\n", encoding="utf-8")
    assert "找不到评分表" in fazhi("outside", filled, "省初审", "--file", str(table)).err


def test_the_office_gives_less_than_the_unit_claims(done: Fazhi, round_: str) -> None:
    done("none", round_, "1", "--unit", "司法所")
    done("record", round_, "1", "b", "--track", "verified")
    (one,) = done("tally", round_, "--by", "differences", "--json").json["differences"]
    assert one == {
        "no": "1",
        "name": "全过程记录",
        "worth": "2.000",
        "self": "2.000",
        "verified": "0.500",
        "difference": "1.500",
        "outside": {},
        "inflated": True,
    }
    assert "自评虚高" in done("tally", round_, "--by", "differences").out


def test_a_spot_check_is_drawn_and_its_result_booked(
    done: Fazhi, fazhi: Fazhi, filled: str
) -> None:
    assert done("sample", filled).out == "还没有抽查过\n"
    done("sample", filled, "2", "--seed", "2025")
    (one,) = done("sample", filled, "--json").json
    assert (one["sample"], one["seed"], len(one["drawn"])) == (1, "2025", 2)
    done("undo", filled)
    done("sample", filled, "2", "--seed", "2025")
    assert done("sample", filled, "--json").json == [one]  # the same again
    first, second = one["drawn"]
    done("inspect", filled, first, "--fine")
    assert fazhi("inspect", filled, "1", "--clause", "b").status == 2
    undrawn = next(str(n) for n in range(1, 5) if str(n) not in one["drawn"])
    assert "没有抽中" in fazhi("inspect", filled, undrawn, "--fine").err
    assert fazhi("inspect", filled, second, "--problem", "缺", "--clause", "z").status == 1
    done("inspect", filled, second, "--problem", "缺两卷")
    results = done("sample", filled, "--json").json[0]["results"]
    assert [result["fine"] for result in results] == [True, False]
    done("sample", filled, "4", "--seed", "全部")
    before = done("tally", filled, "--track", "verified", "--json").json["lost"]
    done("clear", filled, "1", "b", "--track", "self")
    made = done(
        "inspect", filled, "1", "--problem", "制度过期", "--clause", "b", "--json"
    ).json  # the office's first word: it takes over what 司法所 says, and adds this
    assert made["lost_after"] == before
    result = done("sample", filled, "--json").json[1]["results"]
    booked = next(item for item in result if item["item"] == "1")
    assert booked["finding"] == "1.b.治镇办.1"
