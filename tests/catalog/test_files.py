"""Files that cannot be read, duties files, and the starter set."""

import os
from pathlib import Path

import pytest

from fazhi_tui.catalog.check import check_file
from fazhi_tui.catalog.duties_file import is_duties, load_duties
from fazhi_tui.catalog.set_file import load_set, read_set
from fazhi_tui.catalog.source import LARGEST, read_text
from fazhi_tui.catalog.starter import STARTER, write_starter
from fazhi_tui.domain.indicators import Duty, IndicatorSet
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.records import Contact
from fazhi_tui.shipped import indicator_set_files
from fazhi_tui.wording import say
from tests.catalog.small_set import SMALL


@pytest.fixture
def small() -> IndicatorSet:
    found, _ = load_set(SMALL)
    assert found is not None
    return found


def _codes(path: Path) -> list[Code]:
    found, problems = read_set(path)
    assert found is None
    assert all(one.file == str(path) for one in problems)
    assert all(path.name in say(one) for one in problems)
    return [one.code for one in problems]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert _codes(tmp_path / "无.toml") == [Code.FILE_MISSING]
    found, (problem,) = read_set(Path("a\0b"))
    assert (found, problem.code) == (None, Code.FILE_MISSING)
    assert "a␀b" in say(problem)


def test_a_folder(tmp_path: Path) -> None:
    assert _codes(tmp_path) == [Code.FILE_IS_FOLDER]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert _codes(tmp_path / "pipe") == [Code.FILE_UNREADABLE]


def test_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes(SMALL.encode("gbk"))
    _, (problem,) = read_set(path)
    assert (problem.code, problem.line) == (Code.FILE_NOT_UTF8, 3)


def test_a_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    assert _codes(path) == [Code.FILE_TOO_LARGE]


def test_the_limit_told_is_the_one_that_holds(tmp_path: Path) -> None:
    file = tmp_path / "大.toml"
    file.write_bytes(b"#" * 3_000_000)
    problem = read_text(file, 2 * 1024 * 1024)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.wanted) == (Code.FILE_TOO_LARGE, "2 MB")


def test_a_file_with_a_byte_order_mark(tmp_path: Path, small: IndicatorSet) -> None:
    path = tmp_path / "bom.toml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert read_set(path) == (small, [])


DUTIES = """\
[[duty]]
indicator = "1"
lead = "城管局"
competent = ["各执法部门", "司局"]
supporting = ["各被诉单位"]
leader = "张三"
person = "李四"

[[duty]]
indicator = "3"
leader = "王五"
due = "9月底前"

[[contact]]
unit = "司局"
person = "赵六"
phone = "0123-4567"
"""


def test_duties_lie_over_those_of_the_set(tmp_path: Path, small: IndicatorSet) -> None:
    path = tmp_path / "duties.toml"
    path.write_text(DUTIES, encoding="utf-8")
    found, problems = load_duties(path.read_text(encoding="utf-8"), small, str(path))
    assert problems == []
    assert found is not None
    assert found.duties == {
        "1": Duty("城管局", ("各执法部门", "司法局"), ("各被诉单位",), "张三", "李四"),
        "3": Duty("城管局", leader="王五", due="9月底前"),
    }
    assert found.contacts == {"司法局": Contact("赵六", "0123-4567")}
    assert is_duties(DUTIES)
    assert not is_duties(SMALL)


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('"3"', '"9"', Code.UNKNOWN_INDICATOR, ("duty[1].indicator", 10)),
        ('"3"', '"1"', Code.DUPLICATE, ("duty[1].indicator", 10)),
        ('indicator = "3"\n', "", Code.KEY_MISSING, ("duty[1].indicator", 9)),
        ('"城管局"', '"成管局"', Code.UNKNOWN_UNIT, ("duty[0].lead", 3)),
        ('"城管局"', '"各执法部门"', Code.GROUP_HERE, ("duty[0].lead", 3)),
        ('"司局"]', '"法院"]', Code.MAY_NOT_BEAR, ("duty[0].competent", 4)),
        ('"司局"]', '"各被诉单位"]', Code.GROUP_BY_EVENT_HERE, ("duty[0].competent[1]", 4)),
        ('person = "李四"', 'persons = "李四"', Code.KEY_UNKNOWN, ("duty[0].persons", 7)),
        ('[[duty]]\nindicator = "1"', "[[duties]]", Code.KEY_UNKNOWN, ("duties", 1)),
        ('"李四"', "李四", Code.NOT_TOML, ("column[10]", 7)),
    ],
)
def test_what_is_wrong_with_duties(
    small: IndicatorSet, old: str, new: str, code: Code, place: tuple[str, int]
) -> None:
    assert DUTIES.count(old) == 1, old
    found, problems = load_duties(DUTIES.replace(old, new), small, "责.toml")
    assert found is None
    told = [(one.code, one.file, (one.path, one.line)) for one in problems]
    assert (code, "责.toml", place) in told


def test_check_takes_sets_and_duties(tmp_path: Path) -> None:
    one, duties = tmp_path / "one.toml", tmp_path / "duties.toml"
    one.write_text(SMALL.replace("cap = 2", "cap = 9"), encoding="utf-8")
    assert [problem.code for problem in check_file(one, [])] == [Code.ABOVE_WORTH]
    one.write_text(SMALL, encoding="utf-8")
    duties.write_text('set = "small"\n' + DUTIES, encoding="utf-8")
    assert check_file(duties, [STARTER, one]) == []
    duties.write_text('set = "other"\n' + DUTIES, encoding="utf-8")
    told = check_file(duties, [STARTER, one])
    assert [(problem.code, problem.wanted) for problem in told] == [
        (Code.UNKNOWN_SET, "starter small")
    ]
    assert check_file(tmp_path / "none", [])[0].code is Code.FILE_MISSING


def test_duties_made_for_another_set_are_told(small: IndicatorSet) -> None:
    found, (problem,) = load_duties('set = "other"\n' + DUTIES, small)
    assert found is not None
    assert (problem.code, problem.severity) == (Code.UNKNOWN_SET, Severity.WARNING)


def test_a_set_is_no_duties_file(small: IndicatorSet) -> None:
    found, problems = load_duties(SMALL, small)
    assert (found, [one.code for one in problems]) == (None, [Code.FOREIGN_FILE])


def test_the_starter_is_a_valid_set_with_every_kind(tmp_path: Path) -> None:
    path = tmp_path / "本地.toml"
    write_starter(path)
    found, problems = read_set(path)
    assert problems == []
    assert found is not None
    kinds = {type(clause.rule) for indicator in found.indicators for clause in indicator.clauses}
    assert len(kinds) == 8
    assert STARTER not in indicator_set_files()


def test_the_starter_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "本地.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        write_starter(path)
    assert refused.value.problems[0].code is Code.FILE_EXISTS
    assert path.read_text(encoding="utf-8") == "mine"
    with pytest.raises(Refused) as refused:
        write_starter(tmp_path / "none" / "x.toml")
    assert refused.value.problems[0].code is Code.FILE_UNWRITABLE
