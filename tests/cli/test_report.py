"""The report and its stages at the command line: what is refused, what is told."""

from pathlib import Path

import pytest

from tests.cli.conftest import Fazhi


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where relative paths lead."""
    monkeypatch.chdir(tmp_path)


REFUSED = [
    (["report", "甲轮"], 2, "请写 -o 文件.docx"),
    (["report", "甲轮", "-o", "x.pdf"], 1, "不认识的格式“.pdf”"),
    (["report", "甲轮", "-o", "没有/x.docx"], 1, "没有/x.docx"),
    (["report", "甲轮", "--at", "送审稿", "-o", "x.docx"], 1, "还没有定过“送审稿”"),
    (["tally", "甲轮", "--at", "审定稿2"], 1, "还没有定过“审定稿2”"),
    (["report", "甲轮", "--words", "没有.txt"], 1, "没有.txt"),
    (["finalize", "甲轮", "--stage", "初稿"], 2, "初稿"),
    (["finalize", "甲轮", "--stage", "送审稿", "--compare", "送审稿"], 2, "只能写一个"),
    (["finalize", "甲轮", "--compare", "送审稿"], 1, "还没有定过“送审稿”"),
    (["finalize", "甲轮", "--with", "送审稿"], 2, "--with 要和 --compare 一起写"),
    (["finalize", "甲轮", "--stage", "送审稿", "--by", "unit"], 2, "--by 要和 --compare 一起写"),
    (["finalize", "甲轮", "-o", "x.docx"], 2, "写成文件要同时写 --stage"),
    (
        ["finalize", "甲轮", "--stage", "审定稿", "-o", "x.docx"],
        1,
        "还有 4 项指标没有填完，待定 10.00 分",
    ),
    (["finalize", "甲轮", "--stage", "送审稿", "-o", "没有/x.docx"], 1, "请先建好文件夹"),
    (["finalize", "甲轮", "--stage", "送审稿", "-o", "x.pdf"], 1, "不认识的格式“.pdf”"),
]


@pytest.mark.usefixtures("round_")
@pytest.mark.parametrize(("argv", "status", "told"), REFUSED)
def test_refusals_change_nothing(fazhi: Fazhi, argv: list[str], status: int, told: str) -> None:
    refused = fazhi(*argv)
    assert refused.status == status
    assert told in refused.err
    assert fazhi("finalize", "甲轮").out == "还没有定过稿\n"
    assert list(Path().glob("x.*")) == []


def test_a_draft_is_compared_with_now_on_its_own_track(done: Fazhi, round_: str) -> None:
    done("record", round_, "1", "a", "--count", "1", "--track", "verified")
    done("finalize", round_, "--stage", "送审稿", "--track", "verified")
    assert done("finalize", round_, "--compare", "送审稿", "--json").json == []
    moved = done("finalize", round_, "--compare", "送审稿", "--track", "self", "--json").json
    assert [line["key"] for line in moved] == ["1"]


def test_values_tell_of_a_file_that_was_written(done: Fazhi, fazhi: Fazhi, round_: str) -> None:
    head = done("log", round_, "--verify", "--json").json["head"]
    told = done("report", round_, "-o", "x.docx", "--json").json
    assert told == {"file": "x.docx", "seq": 1, "head": head}
    assert done("report", round_, "--words-new", "文字.txt", "--json").json == {"file": "文字.txt"}
    for argv in (["tally", round_], ["gaps", round_], ["verify", round_], ["rollup"]):
        both = fazhi(*argv, "--json", "-o", "y.xlsx")
        assert (both.status, both.out) == (2, "")
        assert "写了 --json 就不另写文件" in both.err
    assert not Path("y.xlsx").exists()


def test_words_come_back_as_they_were_taken_out(done: Fazhi, fazhi: Fazhi, round_: str) -> None:
    done("report", round_, "--words-new", "文字.txt")
    text = Path("文字.txt").read_text(encoding="utf-8")
    assert [line for line in text.split("\n") if line.startswith("## ")] == [
        "## 工作推进情况",
        "## 1.执法",
        "## 2.决策",
        "## 下一步打算",
    ]
    Path("文字.txt").write_text(text.replace("## 2.决策\n", "## 2.决策\n甲。\n\n乙。\n"), "utf-8")
    done("report", round_, "--words", "文字.txt")
    done("report", round_, "--words-new", "再取.txt")
    assert "## 2.决策\n\n甲。\n\n乙。\n" in Path("再取.txt").read_text(encoding="utf-8")
    for wrong in ("## 3.没有\n丙\n", "丙\n丁\n", ""):
        Path("文字.txt").write_text(wrong, "utf-8")
        refused = fazhi("report", round_, "--words", "文字.txt")
        assert (refused.status, len(refused.err.splitlines())) == (1, 1)
        assert ("第 1 行" in refused.err) is bool(wrong)


def test_stages_are_listed_and_seen_by_every_command(done: Fazhi, round_: str) -> None:
    done("record", round_, "1", "b")
    done("finalize", round_, "--stage", "送审稿")
    done("record", round_, "1", "a", "--bearer", "城管队")
    assert "送审稿　截至第2条记录，得 0.00、失 1.50、待定 8.50" in done("finalize", round_).out
    for verb in ("tally", "gaps", "brief", "show"):
        assert "第2条记录" in done(verb, round_, "--at", "送审稿").out
    text = done("finalize", round_, "--compare", "送审稿").out
    assert "送审稿与现在的变动" in text
    assert "0.10" in text


def test_a_draft_of_another_journal_is_not_guessed_at(
    done: Fazhi, fazhi: Fazhi, round_: str
) -> None:
    done("record", round_, "1", "b")
    done("finalize", round_, "--stage", "送审稿")
    done("export", round_, "-o", "带走.toml")
    done("import", "带走.toml", "--name", "丙轮")
    assert done("finalize", "丙轮", "--json").json[0]["lost"] == "1.500"
    refused = fazhi("report", "丙轮", "--at", "送审稿", "-o", "x.html")
    assert (refused.status, "在别的台账里定的" in refused.err) == (1, True)
    done("report", "丙轮", "--at", "2", "-o", "x.html")  # a record of its own, no stage's
    assert "送审稿）" not in Path("x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("track", ["self", "verified"])
def test_a_draft_knows_its_track(done: Fazhi, round_: str, track: str) -> None:
    done("record", round_, "1", "b")
    done("record", round_, "1", "a", "--bearer", "城管队", "--track", "verified")
    done("finalize", round_, "--stage", "送审稿", "--track", track, "-o", "定.html")
    done("report", round_, "--at", "送审稿", "-o", "再.html")
    assert Path("定.html").read_bytes() == Path("再.html").read_bytes()
    (stage,) = done("finalize", round_, "--json").json
    assert stage["lost"] == {"self": "1.500", "verified": "1.600"}[track]


def test_what_was_in_time_stays_so_when_a_file_brings_it_after_the_deadline(
    done: Fazhi, fazhi: Fazhi
) -> None:
    """The journal of a round from a file begins late; its parts know when they were said."""

    def of_96(*at: str) -> tuple[str, str]:
        listed = done("tally", "演示", "--by", "indicator", *at, "--json").json["by_indicator"]
        return next((row["lost"], row["pending"]) for row in listed if row["no"] == "96")

    done("import", "demo", "--name", "演示")
    done("deadline", "演示", "2025-12-31")
    in_time = of_96()
    done("record", "演示", "96", "a", "--count", "1", "--unit", "市司法局")
    assert in_time == ("0.250", "0.000") != of_96()
    assert "迟报没有采纳的 1 处" in fazhi("finalize", "演示", "--stage", "送审稿").err
    assert of_96("--at", "送审稿") == in_time
