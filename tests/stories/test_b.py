"""Story b: one rate of many units, a stated figure that is contradicted, a correction.

Indicator 64 wants 100% and takes 0.1 for each percentage point below. 9/10, 12/14, 40/40 and 0/0
make 61/64 = 95.3125%, 4.6875 points below: 0.46875, rounded 0.47. One case missed by 城管 and two
by 交通 share it 1 : 2, so 0.16 (0.1566…) and 0.31 (0.3133…). With 39/40 it is 60/64 = 93.75%:
0.625, halves upward 0.63, shared 1 : 2 : 1 as 0.1575, 0.315, 0.1575: rounded down 0.15, 0.31, 0.15,
and the two hundredths that are left go to the largest rests, 城管 and 公安.
"""

from pathlib import Path

import pytest

from tests.cli.conftest import Fazhi, done, fazhi, store

__all__ = ["done", "fazhi", "store"]

SET = """\
[set]
id = "story-b"
title = "出庭应诉"
edition = "2025"
basis = "测试"
quantum = 0.01
total = 1.5
office = "治市办"

[[unit]]
name = "治市办"
class = "党委"

[[unit]]
name = "司法局"

[[unit]]
name = "城管局"

[[unit]]
name = "交通局"

[[unit]]
name = "公安局"

[[unit]]
name = "教育局"

[[area]]
no = "1"
name = "纠纷化解"
worth = 1.5

[[group]]
no = "1.1"
area = "1"
name = "行政应诉"
worth = 1.5

[[indicator]]
no = "64"
group = "1.1"
name = "负责人出庭应诉"
worth = 1.5
criterion = "出庭应诉率100%"
lead = "司法局"

[[indicator.clause]]
id = "a"
kind = "rate_gap"
text = "出庭应诉率每低1个百分点扣0.1分"
problem = "出庭应诉率{rate}%，低于{target}%"
target = 100
step = 1
points = 0.1
partial = "exact"
bearer = "named"
"""

NAME = "出庭"


@pytest.fixture
def round_(tmp_path: Path, done: Fazhi) -> str:
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    done("new", NAME, "--set", str(path))
    return NAME


def lost_by(done: Fazhi) -> dict[str, str]:
    told = done("tally", NAME, "--json").json
    assert told["balanced"]
    return {"": told["lost"], **{unit["unit"]: unit["lost"] for unit in told["by_unit"]}}


def test_the_rate_of_all_is_one_and_shared_by_what_each_missed(
    fazhi: Fazhi, done: Fazhi, round_: str
) -> None:
    mine = ("record", round_, "64", "a", "--rate", "9/10", "--of", "城管局")
    stated = fazhi(*mine, "--stated", "95")
    assert stated.status == 1
    assert "“95”与分子、分母不符" in stated.err
    assert "9/10" in stated.err
    done(*mine, "--stated", "90.00")
    for unit, rate in (("交通局", "12/14"), ("公安局", "40/40"), ("教育局", "0/0")):
        done("record", round_, "64", "a", "--rate", rate, "--of", unit)
    assert lost_by(done) == {"": "0.470", "城管局": "0.160", "交通局": "0.310"}

    page = done("show", round_, "64").out
    assert "本期未发生" in page
    why = done("why", round_, "64").out
    assert "准确数 0.46875，四舍五入为 0.47，失 0.47" in why
    assert "合计 0.16 + 0.31 = 0.47 ✓" in why
    told = {gap["unit"]: gap for gap in done("gaps", round_, "--json").json}
    assert told["城管局"]["problem"] == "出庭应诉率90%，低于100%"
    assert told["交通局"]["problem"] == "出庭应诉率85.71%，低于100%"
    assert set(told) == {"城管局", "交通局"}  # nothing is to be mended where nothing was missed

    done("record", round_, "64", "a", "--rate", "39/40", "--of", "公安局")
    assert lost_by(done) == {"": "0.630", "城管局": "0.160", "交通局": "0.310", "公安局": "0.160"}
    done("undo", round_)
    assert lost_by(done)[""] == "0.470"
