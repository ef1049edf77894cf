"""Story d: units change in the middle of a round.

数据局 has lost 0.10, 招商局 0.20, 商务局 0.25: 0.55 in all. 数据局 is renamed 数据发展局, 招商局
goes into 商务局: 0.10 and 0.20 + 0.25 = 0.45, still 0.55. Then a file of two more cases comes in
under the old name 数据局: 2 × 0.05, so 0.20 and 0.65 in all.
"""

from pathlib import Path

import pytest

from tests.cli.conftest import LAST, Fazhi, done, fazhi, store

__all__ = ["done", "fazhi", "store"]

SET = """\
[set]
id = "story-d"
title = "优化服务"
edition = "2025"
basis = "测试"
quantum = 0.01
total = 3
office = "治市办"

[[unit]]
name = "治市办"
class = "党委"

[[unit]]
name = "数据局"
full_name = "演示市数据局"
aliases = ["大数据局"]

[[unit]]
name = "招商局"

[[unit]]
name = "商务局"

[[area]]
no = "1"
name = "优化服务"
worth = 3

[[group]]
no = "1.1"
area = "1"
name = "政务服务"
worth = 3

[[indicator]]
no = "1"
group = "1.1"
name = "数据共享"
worth = 1
lead = "数据局"

[[indicator.clause]]
id = "a"
kind = "per_count"
text = "应共享未共享的，每项扣0.05分"
problem = "应共享未共享{n}项"
count_unit = "项"
points = 0.05

[[indicator]]
no = "2"
group = "1.1"
name = "政策兑现"
worth = 2
lead = "商务局"
competent = ["招商局", "商务局"]

[[indicator.clause]]
id = "a"
kind = "per_count"
text = "政策未兑现的，每件扣0.05分"
problem = "政策未兑现{n}件"
count_unit = "件"
points = 0.05
answered_by = "competent"
bearer = "named"
"""

NAME = "机构改革"


@pytest.fixture
def round_(tmp_path: Path, done: Fazhi) -> str:
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    done("new", NAME, "--set", str(path))
    done("record", NAME, "1", "a", "--count", "2")
    for unit, cases in (("招商局", "4"), ("商务局", "5")):
        done("record", NAME, "2", "a", "--count", cases, "--bearer", unit, "--unit", unit)
    return NAME


def lost_by(done: Fazhi) -> dict[str, str]:
    told = done("tally", NAME, "--json").json
    assert told["balanced"]
    return {"": told["lost"], **{unit["unit"]: unit["lost"] for unit in told["by_unit"]}}


def test_the_total_stays_and_the_old_name_is_still_understood(
    fazhi: Fazhi, done: Fazhi, round_: str, tmp_path: Path
) -> None:
    before = {"": "0.550", "数据局": "0.100", "招商局": "0.200", "商务局": "0.250"}
    assert lost_by(done) == before
    done("rectify", round_, "2.a.招商局.1/招商局", "--measure", "逐件兑现", "--due", "2025-09-30")
    done("split", round_, "-o", str(tmp_path / "发出"), "--format", "toml", "--of", "数据局")

    done("succeed", round_, "数据局", "--new", "数据发展局", "--reason", "机构改革")
    done("succeed", round_, "招商局", "--to", "商务局", "--reason", "机构改革")
    assert lost_by(done) == {"": "0.550", "数据发展局": "0.100", "商务局": "0.450"}
    areas = done("tally", round_, "--by", "matrix", "--json").json["matrix"]
    assert {(cell["unit"], cell["lost"]) for cell in areas} == {
        ("数据发展局", "0.100"),
        ("商务局", "0.450"),
    }
    gaps = {gap["id"]: gap for gap in done("gaps", round_, "--of", "商务局", "--json").json}
    handed = gaps["2.a.招商局.1/招商局"]  # the record keeps the old name
    assert (handed["unit"], handed["rectifier"]) == ("商务局", "商务局")
    assert (handed["measure"], handed["due"]) == ("逐件兑现", "2025-09-30")
    assert handed["came_from"] == [{"unit": "招商局", "reason": "机构改革"}]
    findings = done("show", round_, "2", "--json").json[0]["clauses"][0]["findings"]
    assert {one["id"]: one["bearers"][0]["unit"] for one in findings} == {
        "2.a.招商局.1": "招商局",
        "2.a.商务局.1": "商务局",
    }

    done("deadline", round_, f"{LAST}-12-31")
    (file,) = (tmp_path / "发出").glob("*.toml")
    text = file.read_text(encoding="utf-8")
    assert 'unit = "数据局"' in text
    late = '[[parts]]\nindicator = "1"\nfindings = [{ clause = "a", quantity = 2 }]\n'
    file.write_text(text[: text.index("\n[[parts]]") + 1] + late, encoding="utf-8")
    done("merge", round_, str(file))
    assert lost_by(done) == {"": "0.650", "数据发展局": "0.200", "商务局": "0.450"}
    assert ("1", "数据局") in {
        (part["indicator"], part["unit"])
        for part in done("deadline", round_, "--json").json["late"]
    }

    new = done("record", round_, "1", "a", "--count", "1", "--unit", "数据发展局", "--json").json
    assert new["id"] == "1.a.数据局.3"  # the new name goes on with the old one's part
    done("record", round_, "1", "a", "--count", "1", "--unit", "大数据局")  # and so does an alias
    assert lost_by(done)["数据发展局"] == "0.300"
    done("undo", round_)
    done("undo", round_)
    refused = fazhi("succeed", round_, "商务局", "--to", "招商局")
    assert "已经由别的单位承接" in refused.err
