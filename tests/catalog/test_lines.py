"""Lines of keys, headers and list elements in a TOML text full of traps."""

import pytest

from fazhi_tui.catalog.lines import Lines

TEXT = '''\
# [[indicator]] in a comment
[set]
id = "x"  # id = "y"
[[indicator]]
no = "1"
text = """
[[indicator]]
no = "2"  ""\\" still
"""
members = [
    "a]", # ] "
    'b"',

    "c", "d"]
[[indicator.clause]]
id = "a"
rows = [[1, 0], [
  "*", 2]]
"quoted.key" = 3
[indicator.clause.levels]
"\u8f7b" = 1
[[indicator.clause]]
id = "b"
levels = { a = 1, b = [2, 3] }
[[indicator]]
no = "2"
[[ indicator . clause ]]
id = "c"
literal = \'\'\'
id = "d" # \'\'\'
a.b = 1
last = true'''

PLACES = {
    "set": 2,
    "set.id": 3,
    "indicator[0]": 4,
    "indicator[0].no": 5,
    "indicator[0].text": 6,
    "indicator[0].members": 10,
    "indicator[0].members[0]": 11,
    "indicator[0].members[1]": 12,
    "indicator[0].members[2]": 14,
    "indicator[0].members[3]": 14,
    "indicator[0].clause[0]": 15,
    "indicator[0].clause[0].rows": 17,
    "indicator[0].clause[0].rows[1]": 17,
    "indicator[0].clause[0].quoted.key": 19,
    "indicator[0].clause[0].levels": 20,
    "indicator[0].clause[0].levels.\u8f7b": 21,
    "indicator[0].clause[1].levels": 24,
    "indicator[0].clause[1].levels.b": 24,
    "indicator[1].no": 26,
    "indicator[1].clause[0].id": 28,
    "indicator[1].clause[0].literal": 29,
    "indicator[1].clause[0].a.b": 31,
    "indicator[1].clause[0].last": 32,
    "indicator[1].clause[0].missing": 27,
    "indicator[1].missing": 25,
    "missing": 0,
}


@pytest.mark.parametrize("path", PLACES)
def test_the_line_of_a_place(path: str) -> None:
    assert Lines(TEXT).line(path) == PLACES[path]


def test_a_text_that_is_no_toml_does_no_harm() -> None:
    assert Lines('= [ """ x').line("x") == 0
