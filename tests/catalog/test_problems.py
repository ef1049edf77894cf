"""Every problem a set file can have: a sample file with exactly it, its place in the handbook."""

import ast
from pathlib import Path

import pytest

import fazhi_tui.catalog
from fazhi_tui.domain.problems import Code
from scripts import make_problem_docs as docs

FILES = sorted(docs.SAMPLES.glob("*.toml"))
WRONG = [path for path in FILES if path != docs.VALID]
FOLDER = Path(fazhi_tui.catalog.__path__[0])
MARKS = ("# ← 这里", "# <- 这里")


def _raised() -> set[Code]:
    """Every code that the catalog's source names, and the one it is handed by `points_of`."""
    codes = {Code.FINER_THAN_QUANTUM}
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Code":
                codes.add(Code[node.attr])
    return codes


def _marked(path: Path) -> int:
    """The line that a sample's arrow marks; 0 without one."""
    lines = docs.text_of(path).splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.endswith(MARKS)), 0)


def test_the_sample_without_a_problem_has_none() -> None:
    assert docs.found(docs.VALID) == []


@pytest.mark.parametrize("path", WRONG, ids=lambda p: p.stem)
def test_a_sample_has_exactly_its_problem_on_its_line(path: Path) -> None:
    code = Code(path.name.split(".")[0])
    assert [(one.code, one.line) for one in docs.found(path)] == [(code, _marked(path))]


@pytest.mark.parametrize("code", sorted(_raised()))
def test_every_problem_the_catalog_can_tell_has_a_sample(code: Code) -> None:
    assert bool(docs.samples(code)) != (code in docs.OF_THE_FILE)


def test_no_sample_of_what_is_never_told() -> None:
    stems = {path.name.split(".")[0] for path in FILES} - {docs.VALID.stem}
    assert stems <= {code.value for code in _raised()}


def test_the_handbook_is_up_to_date() -> None:
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page(), (
        "run: python -m scripts.make_problem_docs"
    )
