"""Each thing that can be wrong in a set file: which problem is told, where, on which line."""

import re
from decimal import Decimal

import pytest

from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.indicators import Fixed, PerCount, RateGap, Tiers, Veto
from fazhi_tui.domain.problems import Code, Severity
from fazhi_tui.wording import say
from tests.catalog.small_set import SMALL, changed

# What is changed into what; then the code, the path, and what stands on the line told.
ERRORS = [
    # keys and types
    ('id = "small"', "", Code.KEY_MISSING, "set.id", "[set]"),
    ('title = "小样"', 'titel = "小样"', Code.KEY_UNKNOWN, "set.titel", "titel"),
    ('title = "小样"', "title = 3", Code.WRONG_TYPE, "set.title", "title"),
    ('title = "小样"', 'title = "\\u200b "', Code.EMPTY, "set.title", "title"),
    ('title = "小样"', f'title = "{"长" * 201}"', Code.TOO_LONG, "set.title", "title"),
    ('id = "small"', 'id = "a/b"', Code.WRONG_TYPE, "set.id", "id"),
    ('name = "治市办"', 'name = "?"', Code.WRONG_TYPE, "unit[0].name", "?"),
    ("ranked = false", "ranked = 0", Code.WRONG_TYPE, "unit[0].ranked", "ranked"),
    ("worth = 2", 'worth = "2"', Code.WRONG_TYPE, "i2.worth", "worth"),
    ("worth = 2", "worth = true", Code.WRONG_TYPE, "i2.worth", "worth"),
    ("worth = 2", "worth = nan", Code.WRONG_TYPE, "i2.worth", "worth"),
    ("worth = 2", "worth = -2", Code.NEGATIVE, "i2.worth", "worth"),
    ("worth = 2", "worth = 2e99", Code.OUT_OF_RANGE, "i2.worth", "worth"),
    ("worth = 2", "worth = 1e-999999999", Code.OUT_OF_RANGE, "i2.worth", "worth"),
    ("worth = 2", "worth = 2.005", Code.FINER_THAN_QUANTUM, "i2.worth", "2.005"),
    ("quantum = 0.01", "quantum = 0.03", Code.NOT_ONE_OF, "set.quantum", "quantum"),
    ('kind = "ratio"', 'kind = "ration"', Code.NOT_ONE_OF, "i1.c2.kind", 'n"'),
    ("members = [\n", "members = [ 7,\n", Code.WRONG_TYPE, "unit_group[0].members[0]", "7"),
    ("by_event = true", "members = []", Code.EMPTY, "unit_group[1].members", "members"),
    ("by_event = true", "", Code.KEY_MISSING, "unit_group[1].members", "[[unit_group]]"),
    # names
    ('name = "各执法部门"', 'name = "市司法局"', Code.DUPLICATE, "unit_group[0].name", "市司法局"),
    ('name = "城管局"', 'name = "司局"', Code.DUPLICATE, "unit[2].name", "司局"),
    ('    "市司法局"', '    "市司法厅"', Code.UNKNOWN_UNIT, "unit_group[0].members[1]", "厅"),
    ('    "市司法局"', '    "城管局"', Code.DUPLICATE, "unit_group[0].members[1]", '"城管局",'),
    ('office = "治市办"', 'office = "治办"', Code.UNKNOWN_UNIT, "set.office", "治办"),
    ('lead = "司局"', 'lead = "司法"', Code.UNKNOWN_UNIT, "i0.lead", "司法"),
    ('lead = "司局"', 'lead = "法院"', Code.MAY_NOT_BEAR, "i0.lead", "法院"),
    ('lead = "司局"', 'lead = "各执法部门"', Code.GROUP_HERE, "i0.lead", "各执法"),
    ('["司法局"]', '["各被诉单位"]', Code.GROUP_BY_EVENT_HERE, "i1.competent[0]", "诉"),
    ('["司法局"]', '["法院"]', Code.MAY_NOT_BEAR, "i1.competent", "法院"),
    ('["司法局"]', '["司法局", "司局"]', Code.DUPLICATE, "i1.competent[1]", "司局"),
    ('"法院"]', '"各方"]', Code.UNKNOWN_UNIT, "i0.supporting[1]", "各方"),
    ('["司局"]\n\n[[ind', "[]\n\n[[ind", Code.EMPTY, "i0.c1.answered_by", "[]"),
    (
        'answered_by = ["司局"]',
        'answered_by = "司局"',
        Code.WRONG_TYPE,
        "i0.c1.answered_by",
        "answered_by",
    ),
    # the tree
    ('no = "2"', 'no = "1"', Code.DUPLICATE, "i1.no", 'no = "1"'),
    ('id = "b"\nkind = "rate', 'id = "a"\nkind = "rate', Code.DUPLICATE, "i1.c1.id", "id"),
    ('name = "差"', 'name = "好"', Code.DUPLICATE, "grade[1].name", "好"),
    ('group = "1.1"', 'group = "1.9"', Code.PARENT_UNKNOWN, "i0.group", "1.9"),
    (
        'area = "1"\nname = "甲"',
        'area = "7"\nname = "甲"',
        Code.PARENT_UNKNOWN,
        "group[0].area",
        "7",
    ),
    ("worth = 2", "worth = 2.5", Code.SUM_DIFFERS, "group[1].worth", "worth = 6"),
    ("worth = 6", "worth = 7", Code.SUM_DIFFERS, "area[0].worth", "worth = 10"),
    ("total = 10", "total = 11", Code.SUM_DIFFERS, "set.total", "total"),
    ("at_least = 0", "at_least = 9", Code.GRADES_DISORDERED, "grade[1].at_least", "9"),
    ("at_least = 9", "at_least = 11", Code.OUT_OF_RANGE, "grade[0].at_least", "11"),
    # clauses
    ("all = true", "all = false", Code.KEY_MISSING, "i0.c0.points", "[[indicator.clause]]"),
    ("all = true", "all = true\npoints = 1", Code.PARTS_APART, "i0.c0.points", "points"),
    ("all = true", "points = 5", Code.ABOVE_WORTH, "i0.c0.points", "5"),
    ("all = true", "points = 0", Code.CLAUSE_FREE, "i0.c0.points", "0"),
    ("all = true", "all = true\ntier = 1", Code.KEY_UNKNOWN, "i0.c0.tier", "tier"),
    ('"重" = 0.3', '"重" = 5', Code.ABOVE_WORTH, "i0.c1.levels.重", "levels"),
    ("cap = 2", "cap = 5", Code.ABOVE_WORTH, "i0.c1.cap", "cap"),
    ("cap = 2", "cap = 0", Code.CLAUSE_FREE, "i0.c1.cap", "cap"),
    ("cap = 2", "points = 1", Code.PARTS_APART, "i0.c1.points", "points"),
    ("cap = 2", "target = 3", Code.PARTS_APART, "i0.c1.target", "target"),
    ("cap = 2", 'per = "each"', Code.NOT_ONE_OF, "i0.c1.per", "each"),
    ("step = 20\n", "", Code.PARTS_TOGETHER, "i0.c1.rounding", "rounding"),
    ('rounding = "up"\n', "", Code.PARTS_TOGETHER, "i0.c1.step", "step = 20"),
    ("step = 20\n", "step = 0\n", Code.CLAUSE_FREE, "i0.c1.step", "step"),
    ("{n}", "{m}", Code.PLACEHOLDER_UNKNOWN, "i0.c1.problem", "{m}"),
    ("{n}", "{rate}", Code.PLACEHOLDER_UNKNOWN, "i0.c1.problem", "{rate}"),
    ("{n}", "{n", Code.PLACEHOLDER_UNKNOWN, "i0.c1.problem", "{n"),
    ("[0.1, 0.2, 0.3]", "[0.1, 0.2, 0.1]", Code.SCHEDULE_FALLS, "i1.c0.schedule[2]", "0.1]"),
    ("[0.1, 0.2, 0.3]", "[]", Code.EMPTY, "i1.c0.schedule", "schedule"),
    ("[0.1, 0.2, 0.3]", "[0, 0]", Code.CLAUSE_FREE, "i1.c0.schedule", "schedule"),
    ("target = 90", "target = 0", Code.CLAUSE_FREE, "i1.c1.target", "target"),
    ("target = 90", "target = 101", Code.OUT_OF_RANGE, "i1.c1.target", "101"),
    ("target = 90", "target = 90\nbenchmark = true", Code.PARTS_APART, "i1.c1.target", "90"),
    ("step = 5", "step = 0", Code.OUT_OF_RANGE, "i1.c1.step", "step"),
    ('partial = "up"', "", Code.KEY_MISSING, "i1.c1.partial", "[[indicator.clause]]"),
    ('per = "unit"', "", Code.PARTS_TOGETHER, "i1.c1.unit_cap", "unit_cap"),
    ("points = 1\n", "points = 1\ntarget = 0\n", Code.OUT_OF_RANGE, "i1.c2.target", "target"),
    ('["优", 0]', '["差", 0]', Code.TIERS_OVERLAP, "i1.c3.rows[1]", "rows"),
    ('["优", 0], ', "", Code.TIERS_HOLE, "i1.c3.rows", "rows"),
    ('["优", 0]', "[90, 0]", Code.PARTS_TOGETHER, "i1.c3.rows[0]", "rows"),
    ('["优", 0]', '"优"', Code.WRONG_TYPE, "i1.c3.rows[0]", "rows"),
    ("[9, 0]", "[5, 0]", Code.TIERS_OVERLAP, "i1.c4.rows[1]", "[5, 0.25]"),
    ("[5, 0.25]", '["*", 0.25]', Code.TIERS_OVERLAP, "i1.c4.rows[2]", '["*", 0.5]'),
    ('    ["*", 0.5],\n', "", Code.TIERS_HOLE, "i1.c4.rows[1]", "[5, 0.25]"),
    ("max = 0.5", "max = 0.5\nmin = 1", Code.OUT_OF_RANGE, "i1.c5.min", "min"),
    ("all = true", 'all = true\nper = "unit"', Code.PARTS_APART, "i0.c0.per", "per"),
    ('text = "否决"', 'text = "否决"\ncap = 1', Code.PARTS_APART, "i1.c6.cap", "cap"),
    ("target = 4", "target = 0", Code.CLAUSE_FREE, "i2.c0.target", "target"),
]

WARNINGS = [
    ('no = "3"', 'no = "4"', Code.NUMBER_SKIPPED, "i2.no", 'no = "4"'),
    ("target = 4", "target = 3", Code.CLAUSES_BELOW_WORTH, "i2.worth", "worth = 2"),
    ("office =", "bonus_cap = 1\noffice =", Code.PARTS_TOGETHER, "set.bonus_cap", "bonus_cap"),
    ("[9, 0]", "[9, 0.3]", Code.SCHEDULE_FALLS, "i1.c4.rows[1]", "[5, 0.25]"),
    ('competent = ["司法局"]', "", None, "", ""),
    (
        "points = 0.5\n",
        'points = 0.5\nbearer = "competent"\n',
        Code.PARTS_TOGETHER,
        "i2.c0.bearer",
        "bearer",
    ),
    (
        "office =",
        'sums = "as_published"\noffice =',
        None,
        "",
        "",
    ),
]


def _full(path: str) -> str:
    """`i1.c4.rows` in full: `indicator[1].clause[4].rows`."""
    return re.sub(r"\bc(\d)\b", r"clause[\1]", re.sub(r"^i(\d)\b", r"indicator[\1]", path))


def test_a_valid_set_loads_without_a_word() -> None:
    found, problems = load_set(SMALL)
    assert problems == []
    assert found is not None
    first, second, third = found.indicators
    assert (first.duty.lead, first.duty.competent) == ("司法局", ("各执法部门",))
    assert found.unit_groups[0].members == ("城管局", "司法局")
    assert first.criterion == "第一行 [[indicator]]\n第二行 # 不是注释"
    assert first.clauses[0].rule == Fixed(points=None)
    assert first.clauses[1].rule == PerCount(
        levels=(("轻", 100), ("重", 300)), step=Decimal(20), rounding="up"
    )
    assert first.clauses[1].answered_by == ("司法局",)
    assert second.clauses[1].rule == RateGap(Decimal(90), Decimal(5), 100, "up")
    assert second.clauses[3].rule == Tiers("label", labels=(("优", 0), ("差", 500)))
    bounds = ((Decimal(9), 0), (Decimal(5), 250), (None, 500))
    assert second.clauses[4].rule == Tiers("number", bounds=bounds)
    assert second.clauses[6].rule == Veto()
    assert (third.ordinal, third.area, third.worth) == (2, "1", 2000)
    assert (found.quantum, found.total, found.default_bearer) == (10, 10_000, "lead")


@pytest.mark.parametrize(("old", "new", "code", "path", "standing"), ERRORS)
def test_an_error_is_told_with_its_place(
    old: str, new: str, code: Code, path: str, standing: str
) -> None:
    text = changed(old, new)
    found, problems = load_set(text, "样.toml")
    assert found is None
    problem = next((one for one in problems if (one.code, one.path) == (code, _full(path))), None)
    assert problem is not None, problems
    assert problem.severity is Severity.ERROR
    assert standing in text.splitlines()[problem.line - 1]
    assert f"文件 样.toml 第 {problem.line} 行" in say(problem)


@pytest.mark.parametrize(("old", "new", "code", "path", "standing"), WARNINGS)
def test_a_warning_leaves_the_set_in_use(
    old: str, new: str, code: Code | None, path: str, standing: str
) -> None:
    text = changed(old, new)
    found, problems = load_set(text)
    assert found is not None
    assert [(one.code, one.path) for one in problems] == ([(code, _full(path))] if code else [])
    assert all(one.severity is Severity.WARNING for one in problems)
    assert all(standing in text.splitlines()[one.line - 1] for one in problems)


def test_sums_as_published_only_warn() -> None:
    text = changed("worth = 6", "worth = 7", changed("office =", 'sums = "as_published"\noffice ='))
    found, problems = load_set(text)
    assert found is not None
    told = [(one.code, one.path, one.value, one.wanted, one.severity) for one in problems]
    assert told == [
        (Code.SUM_DIFFERS, "area[0].worth", "10.00", "11.00", Severity.WARNING),
        (Code.SUM_DIFFERS, "group[1].worth", "7.00", "6.00", Severity.WARNING),
    ]


def test_every_problem_is_told_at_once_in_the_order_of_lines() -> None:
    text = changed('lead = "司局"', 'lead = "司法"', changed("cap = 2", "cap = 9"))
    text = changed("total = 10", "totle = 10", text)
    _, problems = load_set(text)
    assert [one.code for one in problems] == [
        Code.KEY_MISSING,
        Code.KEY_UNKNOWN,
        Code.UNKNOWN_UNIT,
        Code.ABOVE_WORTH,
    ]
    assert [one.hint for one in problems] == ["", "total", "司法局", ""]


def test_no_guess_is_better_than_a_wild_one() -> None:
    _, (problem,) = load_set(changed('lead = "司局"', 'lead = "博物馆"'))
    assert (problem.value, problem.hint) == ("博物馆", "")


def test_a_wrong_worth_does_not_raise_doubts_about_the_sums() -> None:
    _, problems = load_set(changed("worth = 2", 'worth = "2"'))
    assert [one.code for one in problems] == [Code.WRONG_TYPE]


@pytest.mark.parametrize("key", ["unit", "area", "group", "indicator"])
def test_a_set_of_nothing_is_no_set(key: str) -> None:
    found, problems = load_set(f'{key} = []\n[set]\nid = "a"\ntitle = "空"\ntotal = 0\n')
    assert found is None
    assert (Code.EMPTY, key, 1) in [(one.code, one.path, one.line) for one in problems]


def test_an_indicator_needs_a_clause() -> None:
    text = SMALL[: SMALL.rindex("[[indicator.clause]]")]
    _, problems = load_set(text)
    assert [(one.code, one.path) for one in problems] == [(Code.NO_CLAUSE, "indicator[2]")]


def test_points_may_exceed_where_the_set_says_so() -> None:
    text = changed(
        "worth = 2\n", "worth = 2\nmay_exceed = true\n", changed("points = 0.5\n", "points = 3\n")
    )
    assert load_set(text).problems == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[set]\nid = “x”\n", Code.NOT_TOML, 2),
        ("名称 = 1", Code.NOT_TOML, 1),
        ("a = " + "9" * 5000, Code.NOT_TOML, 0),
        ("a = " + "[" * 1000, Code.NOT_TOML, 0),
        ('[[duty]]\nindicator = "1"', Code.FOREIGN_FILE, 0),
        ("", Code.FOREIGN_FILE, 0),
        ("set = 1", Code.FOREIGN_FILE, 0),
        ("set = 1\nindicator = []", Code.WRONG_TYPE, 1),
        ("[set]\n[[indicator]]\nclause = [1]", Code.WRONG_TYPE, 3),
        ("indicator = [1]", Code.WRONG_TYPE, 1),
    ],
)
def test_what_is_no_set_at_all(text: str, code: Code, line: int) -> None:
    found, problems = load_set(text)
    assert found is None
    assert (code, line) in [(one.code, one.line) for one in problems]


def test_a_byte_order_mark_and_other_line_ends_do_no_harm() -> None:
    found, problems = load_set("\ufeff" + SMALL.replace("\n", "\r\n"))
    assert problems == []
    assert found == load_set(SMALL).set


def test_characters_that_cannot_be_seen_are_dropped() -> None:
    found, _ = load_set(changed('"小样"', '"小\\u001b[31m\\u202e样"'))
    assert found is not None
    assert found.title == "小[31m样"
