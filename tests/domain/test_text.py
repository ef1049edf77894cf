"""Text from people: what is dropped, what stays, and that cleaning twice changes nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_tui.domain.text import clean_line, clean_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("市城管局", "市城管局"),
        ("一\r\n二\r三\u2028四\t五", "一\n二\n三\n四\t五"),
        ("e\u0301", "é"),
        ("\ufeff甲\u200b乙\u202e丙\u2066丁", "甲乙丙丁"),
        ("\x1b]0;x\x07\x9b31m", "]0;x31m"),
        ("\x00\x08\ud800\ue000\ufffe\U0001ffff", ""),
        ("\u3000甲\u00a0乙", "\u3000甲\u00a0乙"),
        ("\U00020bb7\U0002ebf0", "\U00020bb7\U0002ebf0"),
    ],
)
def test_what_cannot_be_seen_is_dropped(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [(" 甲 乙 ", "甲 乙"), ("甲\n乙\t丙", "甲 乙 丙"), ("\u3000甲\u3000", "甲"), ("\u200b", "")],
)
def test_a_line_is_one_line(text: str, clean: str) -> None:
    assert clean_line(text) == clean


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {unicodedata.category(char) for char in once if char not in "\n\t"} & {
        "Cc",
        "Cf",
        "Co",
        "Cs",
    }
    line = clean_line(text)
    assert line == line.strip()
    assert not set(line) & {"\n", "\t"}
