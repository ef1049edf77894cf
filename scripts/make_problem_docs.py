"""Makes `docs/problems.md` anew: every problem that a set or duties file can have, with an example.

    python -m scripts.make_problem_docs            writes the file
    python -m scripts.make_problem_docs --check    tells whether the file is up to date

The words are those of the program (`wording`), the examples the sample files of the tests: a small
file with exactly that problem, the line told marked with an arrow.
"""

import re
import sys
from pathlib import Path

from fazhi_tui.catalog.check import check_file
from fazhi_tui.domain.problems import Code, Problem, Severity
from fazhi_tui.wording import say
from fazhi_tui.wording.problems import remedy
from fazhi_tui.wording.sentences import SENTENCES

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "problems"
VALID = SAMPLES / "valid.toml"
PAGE = ROOT / "docs" / "problems.md"

OF_THE_FILE = (
    Code.FILE_MISSING,
    Code.FILE_IS_FOLDER,
    Code.FILE_UNREADABLE,
    Code.FILE_TOO_LARGE,
    Code.FILE_EXISTS,
    Code.FILE_UNWRITABLE,
)
"""Not in what a file says but in the file itself, so that no sample can show them."""

_SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}
_LONG = re.compile(r"(.{60}).{40,}(.{20})")

HEAD = """\
# 指标体系文件可能有的问题

`fazhi check 文件` 会一次列出文件里的全部问题。每个问题写明在哪个文件、第几行、错在哪里、怎样改；\
有**错误**的体系不能用来自评，只有**提醒**的可以用。各级分值合计对不上的，原件如此时可在 `[set]` \
里写 `sums = "as_published"`，合计不符就只提醒、不拦下。

下面逐个说明。每个例子是一小段写错的文件，箭头指着被查出的那一行；`code` 一样的名字是问题的代号，\
`fazhi check --json` 输出的就是它。

（本页由 `python -m scripts.make_problem_docs` 生成，不要手改。）
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, "## 内容上的问题\n"]
    parts += [_entry(code) for code in Code if samples(code)]
    parts.append("## 文件本身的问题\n")
    parts += [_without_example(code) for code in OF_THE_FILE]
    return "\n".join(parts)


def samples(code: Code) -> list[Path]:
    """The sample files of a code: `code.toml`, and `code.2.toml` … for other cases of it."""
    others = sorted(SAMPLES.glob(f"{code}.[0-9].toml"))
    first = SAMPLES / f"{code}.toml"
    return [first, *others] if first.exists() else others


def text_of(sample: Path) -> str:
    """A sample's text; that of the one that is not UTF-8 as an office's editor would show it."""
    data = sample.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def found(sample: Path) -> list[Problem]:
    """What is found in a sample; duties are held against the valid set."""
    return check_file(sample, [VALID])


def _entry(code: Code) -> str:
    title = SENTENCES[code][0][-1]
    lines = [f"### {title} `{code}`\n"]
    for sample in samples(code):
        problem = found(sample)[0]
        lines += [
            "```toml",
            _passage(sample, problem.line),
            "```\n",
            f"{_SEVERITY[problem.severity]}：{_said(problem, sample)}\n",
        ]
    return "\n".join(lines)


def _without_example(code: Code) -> str:
    title, mend = SENTENCES[code][0][-1], remedy(Problem(code))
    return f"### {title} `{code}`\n\n怎样改：{mend}。\n"


def _said(problem: Problem, sample: Path) -> str:
    """The program's sentence; a path of this machine is no part of the page."""
    return say(problem).replace(str(sample), sample.name)


def _passage(sample: Path, line: int) -> str:
    """The paragraph in which the line stands; the whole file where there is none."""
    lines = text_of(sample).splitlines()
    start = end = max(line, 1) - 1
    while start and lines[start - 1]:
        start -= 1
    while end + 1 < len(lines) and lines[end + 1]:
        end += 1
    return "\n".join(_LONG.sub(r"\1……\2", text) for text in lines[start : end + 1])


def main() -> int:
    """Write the page, or with `--check` tell whether it is up to date."""
    made = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    return 0 if PAGE.read_text(encoding="utf-8") == made else 1


if __name__ == "__main__":
    sys.exit(main())
