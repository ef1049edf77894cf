"""How commands are called: verbs, options, help, streams; what is told to who calls wrongly."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fazhi_tui.cli import streams
from fazhi_tui.cli.verbs import VERBS
from tests.cli.conftest import Fazhi

ENGLISH = re.compile(r"\b(usage|error|options|arguments?|required|invalid|expected|show this)\b")


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_explains_itself_in_chinese(fazhi: Fazhi, verb: str) -> None:
    told = fazhi(verb, "--help")
    assert told.status == 0
    assert told.out.startswith(f"用法：fazhi {verb}")
    assert "各命令通用：" in told.out
    assert not ENGLISH.search(told.out)


def test_the_overview_names_every_command(fazhi: Fazhi) -> None:
    told = fazhi("--help")
    assert told.status == 0
    assert all(re.search(rf"^  {verb} +\S", told.out, re.MULTILINE) for verb in VERBS)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["tallly"], "没有“tallly”这个命令，是不是“tally”？"),
        (["讲"], "没有“讲”这个命令，请用 fazhi --help 查看全部命令"),
        (["tally"], "缺少名称"),
        (["none", "甲"], "缺少指标"),
        (["evidence", "甲", "1"], "缺少 --title"),
        (["tally", "甲", "乙"], "多出了“乙”"),
        (["tally", "甲", "--bye", "unit"], "没有“--bye”这个选项，是不是“--by”？"),
        (["tally", "甲", "--by", "month"], "--by 里没有“month”这个选择，可以写：unit、area、"),
        (
            ["split", "甲", "-o", "乙", "--format", "csv"],
            "--format 里没有“csv”这个选择，可以写：xlsx、toml",
        ),
        (["gaps", "甲", "--format", "pdf"], "--format 里没有“pdf”这个选择，可以写：table、"),
        (["letters", "甲", "--format", "pdf"], "--format 里没有“pdf”这个选择，可以写：table、"),
        (["succeed", "甲", "", "--to", "乙"], "请写明是哪个单位"),
        (["merge", "甲", ""], "缺少文件"),
        (["finalize", "甲", "--with", "送审稿"], "--with 要和 --compare 一起写"),
        (["长" * 300], f"没有“{'长' * 39}…”这个命令"),
        (["tally", "甲", "--by", "长" * 300], f"--by 里没有“{'长' * 39}…”这个选择"),
        (["export", "甲"], "缺少 -o/--output"),
        (["sets", "--sheet", "表一"], "--sheet 要和 --from 一起写"),
        (["inspect", "甲", "1", "--fine", "--clause", "a"], "--fine 和 --clause 只能写一个"),
        (["tally", "甲", "--by"], "--by 的后面要写一个值"),
        (["log", "甲", "--verify=1"], "--verify 的后面不用写值"),
        (["record", "甲", "1", "a", "--count", "1", "--rate", "1/2"], "--count、--rate 只能写一个"),
        (["record", "甲", "1", "a", "--stated", "90"], "--stated 要和 --rate 一起写"),
        (["amend", "甲", "1.a.x.1", "--rate", "1/2"], "失分项没有 --rate"),
        (["log", "甲", "--against", "abc"], "校验值至少写前 8 位"),
        (["tally", "\udcff"], "命令里有读不出来的字"),
        (["--db"], "--db 的后面要写一个值"),
        (["undo", "甲", "--as", "--"], "--as 的后面要写一个值"),
        (["export", "甲", "--output=--"], "--output 的后面要写一个值"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(fazhi: Fazhi, argv: list[str], told: str) -> None:
    result = fazhi(*argv)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(told)
    assert not ENGLISH.search(result.err)


def test_common_options_stand_before_or_after(fazhi: Fazhi, tmp_path: Path, town: Path) -> None:
    other = str(tmp_path / "other.db")
    assert fazhi("--db", other, "--as", "张三", "new", "乙轮", "--set", str(town)).status == 0
    for argv in (
        ["--db", other, "--json", "log", "乙轮"],
        ["log", "--json", "乙轮", "--db", other],
        ["log", f"--db={other}", "乙轮", "--json"],
    ):
        assert fazhi(*argv).json[0]["actor"] == "张三"
    assert fazhi("list", "--json").json == []


def test_options_may_stand_between_words(done: Fazhi, round_: str) -> None:
    done("none", "--unit", "司法所", round_, "1", "--clause", "b", "--json")
    done("assign", round_, "1", "2", "--lead", "城管队", "3")
    assert done("show", round_, "3", "--json").json[0]["duties"]["lead"] == "城管队"


def test_version(fazhi: Fazhi) -> None:
    assert fazhi("--version").out.startswith("fazhi ")


# ── as a process ─────────────────────────────────────────────────────────────────────────────


def _process(argv: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "fazhi_tui", *argv.split()],
        env={**os.environ, **(env or {})},
        cwd=Path(__file__).parents[2],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GBK", "en_US.ISO-8859-1"])
def test_output_is_utf8_whatever_the_locale(locale: str) -> None:
    env = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    assert "各轮自评" in _process("--help", env).stdout.decode("utf-8")
    wrong = _process("tallly", env)
    assert wrong.returncode == 2
    assert "是不是“tally”" in wrong.stderr.decode("utf-8")


def test_a_reader_who_has_read_enough_is_no_error() -> None:
    script = f"{sys.executable} -m fazhi_tui sets --json | head -c 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.stderr, done.returncode) == (b"", 0)


def test_a_screen_needs_a_terminal() -> None:
    done = _process("demo")
    assert done.returncode == 1
    assert "界面要在终端里打开" in done.stderr.decode()


def test_stdout_closed_from_the_start_is_no_traceback() -> None:
    script = f"{sys.executable} -m fazhi_tui sets >&-"
    done = subprocess.run(
        ["bash", "-c", script], cwd=Path(__file__).parents[2], capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr


def test_complaints_that_nobody_reads_are_not_told_elsewhere() -> None:
    script = f"{sys.executable} -m fazhi_tui 讲 2>&-"
    done = subprocess.run(
        ["bash", "-c", script], cwd=Path(__file__).parents[2], capture_output=True, check=False
    )
    assert (done.stdout, done.returncode) == (b"", 2)


def test_a_bug_is_one_sentence_and_a_log_without_values(tmp_path: Path) -> None:
    code = (
        "import sys; import fazhi_tui.cli.overview as broken\n"
        "broken.overview = lambda: int('138' + '00000000 is secret')\n"
        "from fazhi_tui.__main__ import main\n"
        "sys.argv = ['fazhi', '--help']\n"
        "sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        timeout=60,
        check=False,
    )
    told = done.stderr.decode()
    assert done.returncode == 1
    assert told.count("\n") == 1
    assert told.startswith("程序出错，这条命令没有办完")
    (log,) = tmp_path.rglob("*.log")
    assert str(log) in told
    written = log.read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "in overview" in written or "in <lambda>" in written
    assert "13800000000" not in written


def test_a_command_without_a_screen_loads_little(round_: str, done: Fazhi) -> None:
    """Only what it needs: no terminal library, no tables, no inspection of signatures."""
    del done
    code = (
        "import sys; sys.argv = ['fazhi', 'tally', sys.argv[1], '--json']\n"
        "from fazhi_tui.__main__ import main\n"
        "main()\n"
        "heavy = {'textual', 'rich', 'tabulate', 'wcwidth', 'platformdirs', 'json', 'tomli',\n"
        "         'typing_extensions', 'inspect', 'difflib', 'xlsxwriter', 'shutil', 'tempfile',\n"
        "         'pathlib', 'getpass'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, round_],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert told.stderr == b"[]\n"


def test_a_disk_too_full_for_the_output_is_told(store: Path, round_: str) -> None:
    if not Path("/dev/full").exists():
        return
    for flag in ((), ("-u",)):
        command = [sys.executable, *flag, "-m", "fazhi_tui", "log", round_, "--json"]
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
        told = done.stderr.decode()
        assert (done.returncode, told.count("\n")) == (1, 1)
        assert "输出没有写全" in told


def test_a_pipe_that_windows_calls_an_invalid_argument_is_only_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Gone:
        def write(self, _: str) -> int:
            raise OSError(22, "Invalid argument")

        def flush(self) -> None:
            raise OSError(22, "Invalid argument")

        def fileno(self) -> int:
            return silenced

    silenced = os.open(os.devnull, os.O_WRONLY)
    monkeypatch.setattr(sys, "stdout", Gone())
    for windows in (True, False):
        streams.speak_utf8()
        monkeypatch.setattr(streams, "_WINDOWS", windows)
        streams.put("x")
        assert streams.finish() is windows
    os.close(silenced)
    streams.speak_utf8()
