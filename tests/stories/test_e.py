"""Story e: a leader wants one number on Thursday at 16:40; what is fixed at 18:00 stays fixed.

40 units answer one item of 1.00 point each; 37 of them have handed in by Thursday afternoon.
单位01 lost 0.30, 单位02 0.20, 单位03 0.10, 单位04 0.05; the other 33 nothing: earned 37.00 - 0.65
= 36.35, lost 0.65, pending 3.00 of 40.00, so that the end lies between 36.35 and 39.35.
"""

from pathlib import Path

import pytest
from docx import Document

from tests.stories.conftest import Clock, Fazhi

NAME = "全市2025年自评"
UNITS = [f"单位{n:02}" for n in range(1, 41)]
LOST = {"1": 6, "2": 4, "3": 2, "4": 1}
"""Cases by item, 0.05 each."""


SET = """\
[set]
id = "forty"
title = "四十家体系"
quantum = 0.01
total = 40
office = "市法治办"

[[unit]]
name = "市法治办"
class = "党委"

[[area]]
no = "1"
name = "依法行政"
worth = 40

[[group]]
no = "1.1"
area = "1"
name = "各项"
worth = 40
"""
UNIT = """
[[unit]]
name = "{unit}"
class = "政府"
"""
INDICATOR = """
[[indicator]]
no = "{n}"
group = "1.1"
name = "第{n}件事"
worth = 1
lead = "{unit}"

[[indicator.clause]]
id = "a"
kind = "per_count"
text = "每件扣0.05分"
problem = "逾期办理"
count_unit = "件"
points = 0.05
"""


def set_text() -> str:
    units = "".join(UNIT.format(unit=unit) for unit in UNITS)
    items = (INDICATOR.format(n=n, unit=unit) for n, unit in enumerate(UNITS, 1))
    return SET + units + "".join(items)


@pytest.fixture
def thursday(done: Fazhi, fazhi: Fazhi, clock: Clock, tmp_path: Path) -> None:
    """37 of 40 units have handed in."""
    clock("2025-07-03T09:00")
    (tmp_path / "四十.toml").write_text(set_text(), encoding="utf-8")
    done("new", NAME, "--set", str(tmp_path / "四十.toml"))
    for no, count in LOST.items():
        done("record", NAME, no, "a", "--count", str(count), "--unit", UNITS[int(no) - 1])
    rest = [str(n) for n in range(5, 38)]
    done("none", NAME, *rest)
    assert fazhi("submit", NAME, *LOST, *rest).status == 0  # with hints on what to look at


@pytest.mark.usefixtures("thursday")
def test_one_paragraph_for_a_leader(done: Fazhi, clock: Clock) -> None:
    clock("2025-07-03T16:40")
    text = done("brief", NAME).out
    assert "得 36.35 分、失 0.65 分、待定 3.00 分，满分 40.00 分" in text
    assert "最后得分在 36.35 分到 39.35 分之间" in text
    assert "应报送单位 40 家，已报送 37 家，没有报齐的是单位38、单位39、单位40。" in text
    assert "失分最多的单位是单位01（0.30 分）、单位02（0.20 分）、单位03（0.10 分）。" in text


@pytest.mark.usefixtures("thursday")
def test_a_draft_stays_as_it_was_fixed(done: Fazhi, clock: Clock, tmp_path: Path) -> None:
    clock("2025-07-03T18:00")
    fixed = tmp_path / "送审稿.docx"
    told = done("finalize", NAME, "--stage", "送审稿", "-o", str(fixed), "--json").json
    assert told["id"] == "送审稿"
    (stage,) = done("finalize", NAME, "--json").json
    figures = [stage[key] for key in ("name", "earned", "lost", "pending")]
    assert figures == ["送审稿", "36.350", "0.650", "3.000"]
    words = [paragraph.text for paragraph in Document(str(fixed)).paragraphs]
    assert "（送审稿）" in words
    assert any("自评得分36.35分，失分0.65分，待定3.00分" in line for line in words)

    clock("2025-07-03T20:10")
    done("record", NAME, "7", "a", "--count", "4", "--unit", "单位07")  # 0.20, late
    assert done("tally", NAME, "--json").json["lost"] == "0.850"
    for at in ("送审稿", str(stage["seq"])):
        again = tmp_path / f"{at}再印.docx"
        done("report", NAME, "--at", at, "-o", str(again))
        assert again.read_bytes() == fixed.read_bytes()
    assert done("tally", NAME, "--at", "送审稿", "--json").json["lost"] == "0.650"

    second = tmp_path / "送审稿2.docx"
    done("finalize", NAME, "--stage", "送审稿", "-o", str(second))
    assert second.read_bytes() != fixed.read_bytes()
    (line,) = done("finalize", NAME, "--compare", "送审稿", "--with", "送审稿2", "--json").json
    assert line == {
        "key": "7",
        "before": {"earned": "1.000", "lost": "0.000", "pending": "0.000"},
        "after": {"earned": "0.800", "lost": "0.200", "pending": "0.000"},
    }
    by_unit = ("finalize", NAME, "--compare", "送审稿", "--with", "送审稿2", "--by", "unit")
    assert [row["key"] for row in done(*by_unit, "--json").json] == ["单位07"]
    table = done("finalize", NAME, "--compare", "送审稿", "--format", "csv").out
    assert table.split("\r\n")[1] == "7,第7件事,1.00,0.00,0.00,0.80,0.20,0.00,0.20"
    words = [paragraph.text for paragraph in Document(str(second)).paragraphs]
    assert "送审稿以后补报、修改，得失分有变动的指标1项：第7项。" in words


@pytest.mark.usefixtures("thursday")
def test_nothing_open_is_final(done: Fazhi, fazhi: Fazhi, tmp_path: Path) -> None:
    refused = fazhi("finalize", NAME, "--stage", "审定稿")
    assert refused.status == 1
    assert "还有 3 项指标没有填完，待定 3.00 分" in refused.err
    assert "报告还有 3 处【待补】" in refused.err
    done("none", NAME, "38", "39", "40")
    words = tmp_path / "报告文字.txt"
    done("report", NAME, "--words-new", str(words))
    blank = words.read_text(encoding="utf-8")
    assert fazhi("finalize", NAME, "--stage", "审定稿").status == 1
    remarks, *parts = blank.split("\n## ")
    words.write_text("\n## ".join([remarks, *(f"{part}已写。\n" for part in parts)]), "utf-8")
    done("report", NAME, "--words", str(words))
    final = tmp_path / "审定稿.docx"
    done("finalize", NAME, "--stage", "审定稿", "-o", str(final))
    told = [paragraph.text for paragraph in Document(str(final)).paragraphs]
    assert told.count("已写。") == 3
    assert not any("待补" in line for line in told)
    back = fazhi("finalize", NAME, "--stage", "送审稿")
    assert (back.status, "不能再定前一步" in back.err) == (1, True)
