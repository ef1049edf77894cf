"""Text in terminal cells: nothing is cut in half, nothing steers the terminal."""

from fractions import Fraction

import pytest
from rich.cells import cell_len

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import bar, cut, left, right, safe, strip, wrap


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("全过程记录", 10, "全过程记录"),
        ("全过程记录", 9, "全过程记…"),
        ("全过程记录", 8, "全过程…"),
        ("abc", 2, "a…"),
        ("全", 1, "…"),
        ("全", 0, ""),
    ],
)
def test_a_long_text_ends_in_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


@pytest.mark.parametrize("width", range(12))
def test_padded_text_has_exactly_its_width(width: int) -> None:
    for text in ("全过程记录", "a全b过", "", "（一）"):
        assert cell_len(left(text, width)) == width
        assert cell_len(right(text, width)) == width


def test_what_steers_a_terminal_is_shown_as_a_placeholder() -> None:
    hostile = "\x1b[2J\x1b]0;x\x07\u202e改\u200b\x9b\x85"
    assert safe(hostile).isprintable()
    assert "改" in safe(hostile)
    assert safe("一\n二\t三") == "一 二 三"


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "按期办结率未达到100%的，每低1个百分点扣0.1分（不足1个百分点按1个百分点计）。"
    for width in range(8, 60):
        lines = wrap(text, width)
        assert all(cell_len(line) <= width for line in lines)
        assert "".join(lines) == text
        assert not any(line[0] in "，。）%" for line in lines)
        assert not any(line.endswith("（") for line in lines)


def test_bars_grow_by_eighths_and_never_vanish() -> None:
    assert bar(Fraction(0), 10) == ""
    assert bar(Fraction(1), 4) == "████"
    assert bar(Fraction(1, 2), 3) == "█▌"
    assert bar(Fraction(1, 10_000), 10) == "▏"


def test_a_strip_has_exactly_its_width() -> None:
    line = (("行政执法", look.PLAIN), ("0.50", look.LOST))
    for width in range(1, 20):
        made = strip(line, width, look.GROUND)
        assert sum(cell_len(segment.text) for segment in made) == width
