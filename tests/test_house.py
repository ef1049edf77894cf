"""What a machine can hold of the house's rules: who knows whom, where Chinese stands, what starts.

Each rule is a function over parsed source, so that a breach names its file and line.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "fazhi_tui"

# What the domain may import: values, numbers and text; no file, clock, chance or log.
DOMAIN_MAY_IMPORT = {
    "__future__",
    "abc",
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "math",
    "operator",
    "re",
    "types",
    "typing",
    "unicodedata",
    "msgspec",
    "fazhi_tui.domain",
}
CLOCK = {"now", "utcnow", "today"}
LONGEST_FILE = 400
LONG_PHRASE = 6

CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
PHRASE = re.compile(rf"[\u3400-\u4dbf\u4e00-\u9fff]{{{LONG_PHRASE},}}")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|farm|root|home|Users)/[\w.-]+")
REGISTRY = re.compile("|".join([r"pypi\.o" + "rg", "pythonho" + "sted", "index-" + "url"]))
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
NARROW = re.compile(r"[\u4e00-\u9fff][,;:?!(]")
LEFT_OPEN = re.compile("|".join(["TO" + "DO", "FIX" + "ME", r"type: ignore(?!\[)" + r"\s*($|#)"]))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _python(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _place(path: Path, node: ast.expr | ast.stmt | ast.excepthandler | int) -> str:
    line = node if isinstance(node, int) else node.lineno
    return f"{path.relative_to(ROOT)}:{line}"


def _literals(path: Path) -> Iterator[ast.Constant]:
    """Every text literal of a file, in f-strings too, but no docstring."""
    tree = _tree(path)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def _project_files() -> list[Path]:
    """The files that are or will be under version control."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    return [ROOT / name.decode() for name in listing.split(b"\0") if name]


def _lines(suffixes: set[str] | None = None) -> Iterator[tuple[Path, int, str]]:
    """Every line of the project's text files; a binary file has none."""
    for path in _project_files():
        if not path.is_file() or (suffixes is not None and path.suffix not in suffixes):
            continue
        data = path.read_bytes()
        if b"\0" in data:
            continue
        text = data.decode("utf-8", errors="replace")
        yield from ((path, number, line) for number, line in enumerate(text.splitlines(), 1))


def test_rooms_know_only_the_rooms_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0


def test_domain_imports_only_what_is_pure() -> None:
    strangers = [
        f"{_place(path, line)}: {name}"
        for path in _python("fazhi_tui/domain")
        for line, name in _imported(path)
        if not any(name == good or name.startswith(f"{good}.") for good in DOMAIN_MAY_IMPORT)
    ]
    assert strangers == []


def test_domain_asks_no_clock() -> None:
    asked = [
        _place(path, node)
        for path in _python("fazhi_tui/domain")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK
    ]
    assert asked == []


def test_rooms_without_a_voice_hold_no_chinese() -> None:
    spoken = [
        f"{_place(path, node)}: {node.value!r}"
        for path in _python("fazhi_tui/domain", "fazhi_tui/catalog", "fazhi_tui/store")
        for node in _literals(path)
        if CJK.search(str(node.value))
    ]
    assert spoken == []


def test_a_phrase_said_in_two_files_belongs_to_wording() -> None:
    said: defaultdict[str, dict[Path, str]] = defaultdict(dict)
    for path in _python("fazhi_tui"):
        if "wording" in (path.stem, path.parent.name):
            continue
        for node in _literals(path):
            for phrase in PHRASE.findall(str(node.value)):
                said[phrase].setdefault(path, _place(path, node))
    twice = {phrase: sorted(at.values()) for phrase, at in said.items() if len(at) > 1}
    assert twice == {}


def test_widgets_and_dialogs_do_not_name_the_app() -> None:
    reached = [
        _place(path, node)
        for path in _python("fazhi_tui/ui/widgets", "fazhi_tui/ui/dialogs")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "app"
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ]
    assert reached == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import fazhi_tui.work.session", id="work.session"),
        pytest.param(
            "import sys; sys.argv = ['fazhi', 'tally', '--help']\n"
            "from fazhi_tui.__main__ import main; sys.exit(main())",
            id="tally --help",
        ),
        pytest.param(
            "import sys; sys.argv = ['fazhi', 'list']\n"
            "from fazhi_tui.__main__ import main; sys.exit(main())",
            id="list",
        ),
    ],
)
def test_work_without_a_screen_loads_no_terminal_library(code: str, tmp_path: Path) -> None:
    """Textual is nine tenths of a start: only a command that shows a screen may pay for it."""
    tell = (
        "import atexit, sys\n"
        "@atexit.register\n"
        "def tell():\n"
        "    rooms = {name.split('.')[0] for name in sys.modules}\n"
        "    print('loaded:', sorted(rooms & {'textual', 'rich'}), file=sys.stderr)\n"
    )
    home = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    done = subprocess.run(
        [sys.executable, "-c", tell + code],
        env={**os.environ, **home, "FAZHI_DB": str(tmp_path / "store.db")},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stderr == "loaded: []\n", done.stderr
    assert done.returncode == 0


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in _project_files()
        if path.suffix in {".py", ".tcss"} and path.is_file()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_trace_of_one_machine() -> None:
    traces = [
        f"{_place(path, number)}: {line.strip()}"
        for path, number, line in _lines()
        if MACHINE_PATH.search(line) or REGISTRY.search(line)
    ]
    assert traces == []


def test_nothing_strays_beside_the_rooms() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in _project_files()}
    folders = {name for name in tops if (ROOT / name).is_dir()}
    assert folders == {
        ".ci", "benchmarks", "docs", "fazhi_tui", "indicator_sets", "scripts", "sessions", "tests",
    }  # fmt: skip
    assert tops - folders == {
        ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "constraints.txt",
        "pyproject.toml",
    }  # fmt: skip


def test_documents_set_chinese_stops_in_chinese() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {narrow}"
        for path in _project_files()
        if path.suffix == ".md" and path.parent != ROOT / "tests"
        for narrow in NARROW.findall(CODE.sub("", path.read_text(encoding="utf-8")))
    }
    assert not found


def test_no_lock_file_with_hosts_in_it() -> None:
    assert [path.name for path in _project_files() if path.name == "uv.lock"] == []


def test_nothing_left_open_and_nothing_swallowed() -> None:
    left = [
        f"{_place(path, number)}: {line.strip()}"
        for path, number, line in _lines({".py", ".tcss"})
        if LEFT_OPEN.search(line)
    ]
    blind = [
        _place(path, node)
        for path in _python("fazhi_tui", "tests", "benchmarks", ".ci")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or any(
                isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"}
                for name in ast.walk(node.type)
            )
        )
    ]
    assert left + blind == []


def test_every_dependency_is_pinned_by_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in wanted}
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)==\S+[^\n]*\\\n\s+--hash=sha256:", text, re.MULTILINE)
    assert names - set(pins) == set()
    assert len(pins) == len(re.findall(r"^[^#\s]", text, re.MULTILINE))
