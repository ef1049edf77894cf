"""Text that is made to do harm stays text, whichever command shows it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Fazhi

HOSTILE = (
    "=1+1 [/] [red]红[/red] \x1b[31m红\x1b[0m\x07 \u202e反\u202c \u200b零 \x9b2J\r\n"
    "'; DROP TABLE journal; --"
)
RAW = ("\x1b", "\x07", "\x9b", "\u202e", "\u202c", "\u200b", "\r")


@pytest.fixture
def hostile(done: Fazhi, round_: str) -> str:
    """A round with such text wherever a person may write."""
    done(
        "record", round_, "1", "a", "--count", "2", "--bearer", "城管队", "--reason", HOSTILE,
        "--as", HOSTILE,
    )  # fmt: skip
    done("evidence", round_, "1", "--title", HOSTILE, "--doc-no", HOSTILE, "--url", HOSTILE)
    gap = "1.a.司法所.1/城管队"
    done("rectify", round_, gap, "--measure", HOSTILE, "--owner", HOSTILE, "--progress", HOSTILE)
    done("na", round_, "2", "--reason", HOSTILE, "--as", HOSTILE)
    return round_


@pytest.mark.parametrize(
    "argv",
    [
        ["list"],
        ["log"],
        ["show"],
        ["show", "1"],
        ["show", "2"],
        ["gaps"],
        ["gaps", "--format", "md"],
        ["tally"],
        ["tally", "--by", "indicator"],
        ["why", "1"],
        ["why", "2"],
        ["why", "城管队"],
        ["brief"],
    ],
)
@pytest.mark.parametrize("json", [False, True])
def test_nothing_raw_reaches_the_terminal(
    done: Fazhi, hostile: str, argv: list[str], json: bool
) -> None:
    words = argv if argv == ["list"] else [argv[0], hostile, *argv[1:]]
    told = done(*words, *(["--json"] if json and "--format" not in argv else []))
    assert not [char for char in RAW if char in told.out]


def test_nothing_live_in_csv(done: Fazhi, hostile: str) -> None:
    out = done("gaps", hostile, "--format", "csv").out
    assert "\x1b" not in out
    assert ",=1+1" not in out
    assert ',"=1+1' not in out


def test_hostile_words_of_a_command_line(fazhi: Fazhi, round_: str) -> None:
    for argv in (
        ["\x1b[31m"],
        ["tally", "\x1b[31m\u202e"],
        ["record", round_, "\x1b[31m", "a"],
        ["record", round_, "1", "a", "--bearer", "\x1b[31m"],
        ["tally", round_, "--\x1b[31m"],
        ["tally", round_, "\x1b[31m"],
        ["tally", round_, "--by", "\x1b[31m"],
        ["check", "\x1b[31m\x00"],
        ["import", "a\x00b"],
        ["new", "x", "--set", "\x1b[31m"],
        ["sets", "--new", "a\x00b"],
        ["export", round_, "-o", "a\x00b"],
        ["gaps", round_, "-o", "a\x00b.csv"],
        ["evidence", round_, "1", "--title", "x", "--file", "a\x00b"],
        ["list", "--db", "a\x00b"],
        ["show", round_, "1", "--unit", "\x1b[31m"],
    ):
        told = fazhi(*argv)
        assert told.status in {0, 1, 2}
        assert not [char for char in RAW if char in told.out + told.err], argv
        assert told.status == 0 or told.err


def test_a_set_with_unseen_characters(fazhi: Fazhi, town: Path) -> None:
    text = town.read_text(encoding="utf-8").replace("小镇体系", "小镇\u202e体系\u200b")
    town.write_text(text.replace("全过程记录", "全\\u001b[31m过程"), encoding="utf-8")
    told = fazhi("check", str(town), "--json")
    assert not [char for char in RAW if char in told.out]
    fazhi("new", "丙轮", "--set", str(town))
    for argv in (["list"], ["show", "丙轮"], ["show", "丙轮", "--json"], ["tally", "丙轮"]):
        assert not [char for char in RAW if char in fazhi(*argv).out]


def test_a_name_is_kept_in_one_clean_line(done: Fazhi, town: Path) -> None:
    done("new", "丁\u202e轮\n第二行", "--set", str(town))
    assert done("list", "--json").json[0]["name"] == "丁轮 第二行"


def test_a_round_named_like_an_option_is_reached_after_two_dashes(
    done: Fazhi, round_: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "x.toml")
    done("export", round_, "-o", file)
    done("import", file, "--name", "--别名")
    assert "“--别名”" in done("brief", "--track", "verified", "--", "--别名").out
    assert "第1项第b条" in done("none", "--clause", "b", "--", "--别名", "1").out
