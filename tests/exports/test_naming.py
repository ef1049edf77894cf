"""Names of files made of what people typed: no way out of the folder, nothing Windows refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_tui.exports.naming import file_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("市城管局", "第一轮", "第1次"), "市城管局_第一轮_第1次.xlsx"),
        (("../../etc/passwd",), "_.._etc_passwd.xlsx"),
        (("甲/乙:丙*?", "轮"), "甲_乙_丙___轮.xlsx"),
        (("con",), "_con.xlsx"),
        (("NUL.txt", ""), "_NUL.txt.xlsx"),
        (("尾点. . ",), "尾点.xlsx"),
        (("\u202e甲\n乙",), "甲 乙.xlsx"),
        (("", " "), "_.xlsx"),
    ],
)
def test_what_is_no_name_is_made_one(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts, suffix=".xlsx") == name


def test_the_longest_part_gives_way() -> None:
    name = file_name("市城管局", "很长的轮次名" * 40, "第12次", suffix=".xlsx")
    assert len(name.encode()) <= 240
    assert name.startswith("市城管局_很长")
    assert name.endswith("_第12次.xlsx")


@given(st.lists(st.text(), max_size=4))
def test_any_name_is_one_file_in_its_folder(parts: list[str]) -> None:
    name = file_name(*parts, suffix=".toml")
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert name not in {".", ".."}
    assert len(name.encode()) <= 255
