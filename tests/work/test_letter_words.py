"""The office's own wording of letters: filled in, never evaluated, each mistake with its line."""

from pathlib import Path

import pytest

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.wording import say
from fazhi_tui.work.letter_words import (
    PARAGRAPHS,
    PLACEHOLDERS,
    TEMPLATE,
    TITLE,
    own_words,
    read_words,
    said,
)

VALUES = {name: f"<{name}>" for name in PLACEHOLDERS}


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return tmp_path / "函.txt"


def test_the_starter_is_the_programs_own(template: Path) -> None:
    template.write_bytes(TEMPLATE.read_bytes())
    assert read_words(template) == own_words()


def test_each_kind_speaks_in_its_own_tone() -> None:
    words = own_words()
    for part in (TITLE, *PARAGRAPHS):
        told = {said(words, kind, part, VALUES) for kind in ("prompt", "supervision", "request")}
        assert all("$" not in text for text in told)
    asked = said(words, "supervision", "要求", VALUES)
    assert "通报" in asked
    assert "商请" in said(words, "request", TITLE, VALUES)


def test_what_is_left_out_is_said_in_the_programs_words(template: Path) -> None:
    words = read_words(written(template, "## 依据\n依据本市办法，${截至}。\n## 反馈\n\n"))
    assert said(words, "prompt", "依据", VALUES) == "依据本市办法，<截至>。"
    assert said(words, "prompt", "反馈", VALUES) == said(own_words(), "prompt", "反馈", VALUES)


def test_a_value_is_never_read_again(template: Path) -> None:
    words = read_words(written(template, "## 依据\n${单位}$$\n"))
    hostile = {**VALUES, "单位": "${时限}{0}%s$"}
    assert said(words, "prompt", "依据", hostile) == "${时限}{0}%s$$"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("## 依据\n第一行\n${单 位}\n", Code.TEMPLATE_SIGN, 3),
        ("## 依据\n扣$5\n", Code.TEMPLATE_SIGN, 2),
        ("## 依据\n$单位\n", Code.TEMPLATE_SIGN, 2),
        ("## 依据\n${__class__}\n", Code.PLACEHOLDER_UNKNOWN, 2),
        ("## 依据\n${单位.x}\n", Code.PLACEHOLDER_UNKNOWN, 2),
        ("# 说明\n## 根据\n甲\n", Code.PART_UNKNOWN, 2),
        ("## 依据\n甲\n## 依据\n乙\n", Code.DUPLICATE, 3),
        ("没有标题\n", Code.PART_MISSING, 1),
    ],
)
def test_mistakes_are_told_with_their_line(
    template: Path, text: str, code: Code, line: int
) -> None:
    with pytest.raises(Refused) as caught:
        read_words(written(template, text))
    problem = caught.value.problems[0]
    assert (problem.code, problem.line, problem.file) == (code, line, str(template))
    assert f"第 {line} 行" in say(problem)


def test_all_mistakes_at_once(template: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_words(written(template, "## 依据\n$ ${某}\n${某某}\n"))
    assert len(caught.value.problems) == 3


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_words(tmp_path / "没有.txt")
    assert caught.value.problems[0].code is Code.FILE_MISSING
