"""Joints, bands, weights, sets without points, negative bounds: read, and refused where wrong."""

from decimal import Decimal

import pytest

from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.indicators import Joint, RateGap, Tiers
from fazhi_tui.domain.problems import Code, Severity
from fazhi_tui.wording import say
from tests.catalog.small_set import SMALL, changed

WITH_ALL = (
    SMALL.replace(
        'max = 0.5\n\n[[indicator.clause]]\nid = "g"',
        'max = 0.5\n\n[[indicator.joint]]\nclauses = ["a", "c"]\ncap = 1\n\n'
        '[[indicator.joint]]\nclauses = ["d", "e"]\nbest = true\n\n[[indicator.clause]]\nid = "g"',
    )
    .replace('partial = "up"\n', 'partial = "up"\nbands = [[70, 0.2], [60, 0.3]]\n')
    .replace('name = "一"\nworth = 10', 'name = "一"\nworth = 10\nweight = 10')
    .replace("    [5, 0.25],\n", "    [-2, 0.25],\n")
)

POINTLESS = """\
[set]
id = "list"
title = "达标清单"
levels = [["达标", 0], ["部分达标", 0.5], ["未达标", 1]]
point_name = "项"

[[unit]]
name = "司法局"

[[area]]
no = "1"
name = "一"

[[group]]
no = "1.1"
area = "1"
name = "甲"

[[group]]
no = "1.2"
area = "1"
name = "乙"

[[indicator]]
no = "1"
group = "1.1"
name = "领导"
criterion = "班子研究。"
lead = "司法局"

[[indicator]]
no = "2"
group = "1.1"
name = "机构"
worth = 2
lead = "司法局"

[[indicator]]
no = "3"
group = "1.2"
name = "备案"
lead = "司法局"

[[indicator.clause]]
id = "a"
kind = "per_count"
text = "未备案的，每件扣"
points = 0.2
"""


def test_a_set_says_all_of_it() -> None:
    found, problems = load_set(WITH_ALL)
    assert problems == []
    assert found is not None
    second = found.indicators[1]
    assert second.joints == (Joint(("a", "c"), 1000), Joint(("d", "e"), None))
    assert second.clauses[1].rule == RateGap(
        Decimal(90), Decimal(5), 100, "up", bands=((Decimal(70), 200), (Decimal(60), 300))
    )
    bounds = ((Decimal(9), 0), (Decimal(-2), 250), (None, 500))
    assert second.clauses[4].rule == Tiers("number", bounds=bounds)
    assert [area.weight for area in found.areas] == [10_000]


def test_a_set_without_points() -> None:
    found, problems = load_set(POINTLESS)
    assert problems == []
    assert found is not None
    assert (found.total, found.point_name) == (4000, "项")
    assert [area.worth for area in found.areas] == [4000]
    assert [group.worth for group in found.groups] == [3000, 1000]
    first, second, third = found.indicators
    (clause,) = first.clauses
    labels = (("达标", 0), ("部分达标", 500), ("未达标", 1000))
    assert (clause.id, clause.text, clause.bearer) == ("a", "班子研究。", "lead")
    assert (clause.rule, clause.problem) == (Tiers("label", labels=labels), "领导：{tier}")
    # one that counts as two loses twice as much
    assert second.worth == 2000
    assert second.clauses[0].text == "机构"
    assert second.clauses[0].rule == Tiers(
        "label", labels=(("达标", 0), ("部分达标", 1000), ("未达标", 2000))
    )
    assert third.clauses[0].text == "未备案的，每件扣"


JOINT = 'clauses = ["a", "c"]\ncap = 1\n'
ERRORS = [
    # joints
    (WITH_ALL, '["a", "c"]', '["a", "x"]', Code.UNKNOWN_CLAUSE, "joint[0].clauses[1]", '"x"'),
    (WITH_ALL, '["a", "c"]', '["a", "c", "a"]', Code.DUPLICATE, "joint[0].clauses[2]", '"a"]'),
    (WITH_ALL, '["a", "c"]', '["a"]', Code.JOINT_OF_ONE, "joint[0].clauses", "clauses"),
    (WITH_ALL, '["a", "c"]', "[]", Code.EMPTY, "joint[0].clauses", "clauses"),
    (WITH_ALL, '["a", "c"]', '["a", "g"]', Code.PARTS_APART, "joint[0].clauses[1]", '"g"'),
    (WITH_ALL, '["d", "e"]', '["d", "c"]', Code.DUPLICATE, "joint[1].clauses[1]", '"c"'),
    (WITH_ALL, JOINT, "cap = 1\n", Code.KEY_MISSING, "joint[0].clauses", "joint"),
    (WITH_ALL, "cap = 1\n\n", "cap = 5\n\n", Code.ABOVE_WORTH, "joint[0].cap", "cap = 5"),
    (WITH_ALL, "cap = 1\n\n", "cap = 0\n\n", Code.CLAUSE_FREE, "joint[0].cap", "cap = 0"),
    (WITH_ALL, "cap = 1\n\n", "\n", Code.KEY_MISSING, "joint[0].cap", "joint"),
    (WITH_ALL, "best = true", "best = false", Code.KEY_MISSING, "joint[1].cap", "joint"),
    (WITH_ALL, "best = true", "best = true\ncap = 1", Code.PARTS_APART, "joint[1].cap", "cap"),
    (WITH_ALL, "best = true", "most = true", Code.KEY_UNKNOWN, "joint[1].most", "most"),
    # bands
    (WITH_ALL, "[70, 0.2]", "[90, 0.2]", Code.BANDS_DISORDERED, "clause[1].bands[0]", "bands"),
    (WITH_ALL, "[60, 0.3]", "[75, 0.3]", Code.BANDS_DISORDERED, "clause[1].bands[1]", "bands"),
    (WITH_ALL, "[60, 0.3]", "[0, 0.3]", Code.OUT_OF_RANGE, "clause[1].bands[1]", "bands"),
    (WITH_ALL, "[60, 0.3]", "[60, 9]", Code.ABOVE_WORTH, "clause[1].bands[1]", "bands"),
    (WITH_ALL, "[60, 0.3]", "[-60, 0.3]", Code.NEGATIVE, "clause[1].bands[1]", "bands"),
    (WITH_ALL, "[60, 0.3]", "60", Code.WRONG_TYPE, "clause[1].bands[1]", "bands"),
    (WITH_ALL, "[[70, 0.2], [60, 0.3]]", "[]", Code.EMPTY, "clause[1].bands", "bands"),
    # negative bounds
    (WITH_ALL, "[-2, 0.25]", "[10, 0.25]", Code.TIERS_OVERLAP, "clause[4].rows[1]", "[10"),
    (WITH_ALL, '    ["*", 0.5],\n', "", Code.TIERS_HOLE, "clause[4].rows[1]", "[-2"),
    (WITH_ALL, 'measure = "number"', 'measure = "rate"', Code.NEGATIVE, "clause[4].rows[1]", "-2"),
    (WITH_ALL, "[-2, 0.25]", "[-2e99, 0.25]", Code.OUT_OF_RANGE, "clause[4].rows[1]", "-2e99"),
    # weights
    (WITH_ALL, "weight = 10", "weight = 9", Code.WEIGHTS_DIFFER, "set.total", "total"),
    (WITH_ALL, "weight = 10", "weight = 0", Code.OUT_OF_RANGE, "area[0].weight", "weight"),
    # without points
    (POINTLESS, '"部分达标"', '"达标"', Code.TIERS_OVERLAP, "set.levels[1]", "levels"),
    (POINTLESS, '["未达标", 1]', '["未达标", 2]', Code.ABOVE_WORTH, "set.levels[2]", "levels"),
    (POINTLESS, '["达标", 0], ["部分达标", 0.5], ', "", Code.TIERS_HOLE, "set.levels", "levels"),
    (POINTLESS, '0.5], ["未达标", 1]', "0]", Code.CLAUSE_FREE, "set.levels", "levels"),
    (POINTLESS, '"部分达标"', "50", Code.PARTS_TOGETHER, "set.levels[1]", "levels"),
    (POINTLESS, "worth = 2", "worth = 0.01", Code.FINER_THAN_QUANTUM, "indicator[1].worth", "0.01"),
    (POINTLESS, 'name = "乙"', 'name = "乙"\nworth = 3', Code.SUM_DIFFERS, "group[1].worth", "3"),
    (POINTLESS, "[set]\n", "[set]\ntotal = 5\n", Code.SUM_DIFFERS, "set.total", "total"),
]


@pytest.mark.parametrize("row", ERRORS, ids=lambda row: f"{row[4]} {row[3]}")
def test_an_error_is_told_with_its_place(row: tuple[str, str, str, Code, str, str]) -> None:
    text, old, new, code, path, standing = row
    wrong = changed(old, new, text)
    found, problems = load_set(wrong, "样.toml")
    assert found is None
    full = (
        path if path.startswith(("set", "area", "group", "indicator")) else f"indicator[1].{path}"
    )
    problem = next((one for one in problems if (one.code, one.path) == (code, full)), None)
    assert problem is not None, problems
    assert problem.severity is Severity.ERROR
    assert standing in wrong.splitlines()[problem.line - 1]
    assert "文件 样.toml 第" in say(problem)


WARNINGS = [
    (WITH_ALL, "cap = 1\n\n", "cap = 4\n\n", None, ""),
    (WITH_ALL, '["a", "c"]\ncap = 1', '["c", "f"]\ncap = 1.5', Code.JOINT_IDLE, "joint[0].cap"),
    (WITH_ALL, "[60, 0.3]", "[60, 0.1]", Code.SCHEDULE_FALLS, "clause[1].bands[1]"),
    (POINTLESS, 'point_name = "项"\n', "", Code.PARTS_TOGETHER, "set.levels"),
    (POINTLESS, '["未达标", 1]', '["未达标", 0.8]', Code.CLAUSES_BELOW_WORTH, "set.levels"),
]


@pytest.mark.parametrize(("text", "old", "new", "code", "path"), WARNINGS)
def test_a_warning_leaves_the_set_in_use(
    text: str, old: str, new: str, code: Code | None, path: str
) -> None:
    found, problems = load_set(changed(old, new, text))
    assert found is not None
    full = path if path.startswith("set") else f"indicator[1].{path}"
    assert [(one.code, one.path) for one in problems] == ([(code, full)] if code else [])


def test_a_later_joint_may_hold_an_earlier_one() -> None:
    text = changed('["d", "e"]\nbest = true', '["a", "c", "f"]\ncap = 1.2', WITH_ALL)
    found, problems = load_set(text)
    assert (found is not None, problems) == (True, [])


def test_joints_are_seen_when_the_worth_cannot_be_lost() -> None:
    """Caps over several clauses leave 3 points that no answer can lose."""
    text = changed(
        'clauses = ["a", "c"]\ncap = 1',
        'clauses = ["a", "c", "b", "d", "e", "f"]\ncap = 1',
        WITH_ALL,
    )
    text = changed('\n[[indicator.joint]]\nclauses = ["d", "e"]\nbest = true\n', "", text)
    _, problems = load_set(text)
    told = [(one.code, one.path, one.value, one.wanted) for one in problems]
    assert told == [(Code.CLAUSES_BELOW_WORTH, "indicator[1].worth", "4.00", "1.00")]


def test_weights_make_the_total_and_every_area_has_one() -> None:
    extra = '\n[[area]]\nno = "2"\nname = "加分"\nworth = 0\n\n[[group]]\nno = "2.1"\narea = "2"\n'
    extra += 'name = "加分"\nworth = 0\n'
    bonus = SMALL[SMALL.rindex("[[indicator]]") :].replace('no = "3"\ngroup = "1.2"', 'no = "4"')
    bonus = bonus.replace("worth = 2", 'worth = 2\nchannel = "bonus"\ngroup = "2.1"')
    bonus = bonus.replace("target = 4\n", "").replace("{missing}", "{n}")
    text = changed('\n[[indicator]]\nno = "1"', extra + '\n[[indicator]]\nno = "1"', WITH_ALL)
    text += "\n" + bonus
    _, problems = load_set(text)
    assert [(one.code, one.path) for one in problems] == [(Code.KEY_MISSING, "area[1].weight")]
    unweighted = 'name = "加分"\nworth = 0\n\n[[group]]'
    weighted = 'name = "加分"\nworth = 0\nweight = {}\n\n[[group]]'
    _, problems = load_set(changed(unweighted, weighted.format(1), text))
    assert {one.code for one in problems} == {Code.PARTS_TOGETHER, Code.WEIGHTS_DIFFER}
    assert load_set(changed(unweighted, weighted.format(0), text)).problems == []


def test_worths_of_weighted_areas_need_not_make_the_total() -> None:
    text = WITH_ALL.replace("total = 10", "total = 100").replace("weight = 10", "weight = 100")
    assert load_set(text).problems == []


def test_as_published_only_warns_about_weights() -> None:
    text = changed("weight = 10", "weight = 9", WITH_ALL)
    found, problems = load_set(changed("office =", 'sums = "as_published"\noffice =', text))
    assert found is not None
    assert [one.code for one in problems] == [Code.WEIGHTS_DIFFER]
