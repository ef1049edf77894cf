"""One sentence for every problem: complete, polite, and fit to be shown."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from fazhi_tui.domain.assessment import ADVANCE
from fazhi_tui.domain.gaps import GapState
from fazhi_tui.domain.indicators import UNATTRIBUTED, Channel, Role, Rule, Veto
from fazhi_tui.domain.problems import Code, Problem
from fazhi_tui.wording import (
    CHANNELS,
    GAP_STATES,
    GLYPHS,
    KINDS,
    ROLES,
    STATES,
    Glyph,
    kind_of,
    message,
    remedy,
    say,
    unit_name,
    visible,
)
from fazhi_tui.wording.measured import width_of
from fazhi_tui.wording.places import place
from fazhi_tui.wording.problems import fields_of
from fazhi_tui.wording.sentences import GUESS, SENTENCES
from fazhi_tui.wording.shown import like_formula, quoted

FIELDS = set(Problem.__struct_fields__)
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,:;?!]|[,:;?!][\u4e00-\u9fff]")


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence_even_without_details(code: Code) -> None:
    sentence = say(Problem(code))
    assert sentence.endswith(("。", "？"))
    assert len(sentence) > 4
    assert not re.search(r"[{}]|“”|：，|，，|，。|  ", sentence.replace("{…}", ""))


@pytest.mark.parametrize("code", Code)
def test_templates_name_only_fields_of_a_problem(code: Code) -> None:
    messages, remedies = SENTENCES[code]
    for template in (*messages, *remedies, GUESS):
        assert set(fields_of(template)) <= FIELDS
        assert not HALF_WIDTH.search(template)
    assert not fields_of(messages[-1])


@pytest.mark.parametrize("code", Code)
def test_no_control_character_and_no_endless_value_comes_through(code: Code) -> None:
    hostile = "\x1b[31m\u202e甲\n" + "长" * 5000
    sentence = say(Problem(code, hostile, hostile, hostile, hostile, hostile, 3))
    assert sentence.isprintable()
    assert len(sentence) < 500


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (
            Problem(Code.NOT_A_COUNT, "50.a", "1.5"),
            "第50项第a条：“1.5”不是整数，请填写 0、1、2 这样的数。",
        ),
        (
            Problem(
                Code.UNKNOWN_UNIT,
                "indicator[3].lead",
                "市成管局",
                hint="市城管局",
                file="本地.toml",
                line=12,
            ),
            "文件 本地.toml 第 12 行，第4项指标的牵头单位（lead）：“市成管局”不在单位名单里，"
            "是不是“市城管局”？",
        ),
        (
            Problem(Code.SUM_DIFFERS, "set.total", "11.00", "10.00", file="本地.toml", line=5),
            "文件 本地.toml 第 5 行，体系说明的总分（total）：写的是 11.00 分，各部分合计是 "
            '10.00 分，请改到一致；原件如此的，可在 [set] 里写 sums = "as_published"。',
        ),
        (
            Problem(Code.UNKNOWN_CLAUSE, "50", "d", "a b c"),
            "第50项：本项没有编号为“d”的细则，本项的细则有：a、b、c。",
        ),
        (
            Problem(Code.PARTS_TOGETHER, "indicator[0].clause[1].step", "step", "rounding"),
            "第1项指标第2条细则的步长（step）：步长（step）不能单独用，"
            "还要写上“取整方式（rounding）”。",
        ),
        (
            Problem(Code.NOT_TOML, "column[6]", "Invalid value", file="本地.toml", line=2),
            "文件 本地.toml 第 2 行，第6列：文件写法有误，等号后面的值写法不对，"
            "文字要用英文双引号括起来，请对照示例文件修改。",
        ),
        (
            Problem(Code.FILE_MISSING, value="无.toml", file="无.toml"),
            "没有找到文件 无.toml，请核对路径和文件名。",
        ),
        (
            Problem(Code.OUT_OF_RANGE, "7.c", "0.8", "0.00-0.50"),
            "第7项第c条：“0.8”超出了范围，请填写 0.00～0.50 之间的数。",
        ),
        (
            Problem(Code.WRONG_FORM, "4.a", wanted="rate"),
            "第4项第a条：这一条不能这样填，这一条填的是分子和分母，如 9/10。",
        ),
        (Problem(Code.NOTHING_TO_UNDO), "没有可以撤销的操作。"),
    ],
)
def test_sentences(problem: Problem, sentence: str) -> None:
    assert say(problem) == sentence


def test_message_and_remedy_are_the_two_halves() -> None:
    problem = Problem(Code.REASON_NEEDED, "50", file="x.toml", line=3)
    assert (message(problem), remedy(problem)) == ("第50项：没有写理由", "请写明理由")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", ""),
        ("50", "第50项"),
        ("1.2.3", "编号1.2.3"),  # an indicator, or the third clause of 1.2
        ("50.1", "编号50.1"),
        ("50.a", "第50项第a条"),
        ("50.甲", "第50项第甲条"),
        ("50.a.市城管局.1/市城管局", "整改事项“50.a.市城管局.1/市城管局”"),
        ("indicator[41].clause[0].points", "第42项指标第1条细则的扣分（points）"),
        ("indicator[1].clause[4].rows[2]", "第2项指标第5条细则的分档表（rows）第3档"),
        ("unit_group[0].members[1]", "第1个单位组的成员单位（members）第2个"),
        ("indicator[0].clause[1].levels.较重", "第1项指标第2条细则的分级扣分（levels）的较重"),
        ("indicator", "指标（indicator）"),
        ("indicator[41].evidence[2]", "第42项指标第3件印证材料"),
        ("contact[0].phone", "第1个联系人的电话（phone）"),
        ("parts[0].findings[1].quantity", "第1段指标第2笔失分项的数量（quantity）"),
        ("report", "第几次报送（report）"),
        ("填报!C7", "填报!C7"),
    ],
)
def test_places(path: str, words: str) -> None:
    assert place(path) == words


def test_every_word_of_the_code_has_its_term() -> None:
    assert set(CHANNELS) == set(get_args(Channel))
    assert set(ROLES) == set(get_args(Role))
    assert set(STATES) == set(ADVANCE)
    assert set(GAP_STATES) == set(get_args(GapState))
    assert set(GLYPHS) == set(get_args(Glyph))
    assert set(KINDS) == set(get_args(Rule))
    assert len({glyph for glyph, _ in GLYPHS.values()}) == len(GLYPHS)
    assert kind_of(Veto()) == "一票否决"
    assert (unit_name(UNATTRIBUTED), unit_name("市城管局")) == ("失分单位待认定", "市城管局")


def test_what_cannot_be_seen_is_shown_by_a_sign() -> None:
    assert visible("甲\u3000乙 a") == "甲\u3000乙 a"
    assert visible("\x00\x1b\n\x7f\u202e\u200b\ud800") == "␀␛␊␡···"


# ── measured ─────────────────────────────────────────────────────────────────────────────────


@given(st.text(st.sampled_from("aZ~ 甲鿿一，。“”‘’…—·（）／、〉〈\u3000！｠①×é")))
def test_common_text_is_as_wide_as_terminals_make_it(text: str) -> None:
    assert width_of(text) == wcswidth(text)


def test_so_is_every_character_that_is_measured_by_itself() -> None:
    every = map(chr, (*range(0x20, 0x7F), *range(0x2010, 0x2030), *range(0x3000, 0xFF80)))
    printed = (char for char in every if char.isprintable())
    assert [char for char in printed if width_of(char) != wcswidth(char)] == []


@given(st.text(alphabet=" \t\r\n\u3000=+-@＝＋－＠a法", max_size=4))
def test_text_is_like_a_formula_by_its_first_sign_or_a_tab_before_it(text: str) -> None:
    assert like_formula(text) == (re.match(r"\s*[=+\-@\t\r＝＋－＠]", text) is not None)


def test_marks_inside_marks_are_single_ones() -> None:
    assert quoted("审批服务“五办”普及") == "“审批服务‘五办’普及”"
    assert quoted("他说“照‘一法’办”") == "“他说‘照“一法”办’”"
    assert "“市‘五办’局”" in say(Problem(Code.UNKNOWN_UNIT, "1", "市“五办”局"))
    assert "（李四：第1项“甲”）" in say(
        Problem(Code.CHANGED_MEANWHILE, "1", "李四：第1项“甲”", "乙")
    )
