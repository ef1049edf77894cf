"""The zip for machines without a net: what is in it, and that its scripts can be read there."""

import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from scripts.make_offline import PLATFORMS, PYTHONS, check, pack, pins

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(params=PLATFORMS)
def unpacked(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A zip of two wheels, unpacked."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for name in ("fazhi-0.1.0-py3-none-any.whl", "pip-26.0-py3-none-any.whl"):
        (wheels / name).write_bytes(b"wheel")
    target = tmp_path / "a.zip"
    pack(target, str(request.param), wheels, PYTHONS)
    first = target.read_bytes()
    pack(target, str(request.param), wheels, PYTHONS)
    assert target.read_bytes() == first
    with zipfile.ZipFile(target) as bundle:
        bundle.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    assert folder.name.endswith(str(request.param))
    return folder


def test_a_zip_holds_wheels_a_guide_and_a_start_script(unpacked: Path) -> None:
    script = "fazhi.bat" if "windows" in unpacked.name else "fazhi.sh"
    assert {path.name for path in unpacked.iterdir()} == {script, "说明.txt", "wheels"}
    assert len(list((unpacked / "wheels").iterdir())) == 2
    for name in (script, "说明.txt"):
        text = (unpacked / name).read_bytes()
        assert (b"\r\n" in text) == ("windows" in unpacked.name)
        assert not re.search(rb"@[a-z]+@", text)
        assert all(python.encode() in text for python in PYTHONS)


def test_the_script_is_one_that_a_shell_reads(unpacked: Path) -> None:
    script = unpacked / "fazhi.sh"
    if script.exists():
        subprocess.run(["sh", "-n", script], check=True)
        told = subprocess.run(
            ["/bin/sh", script], env={"PATH": "/nowhere"}, capture_output=True, check=False
        )
        assert told.returncode != 0
        return
    for line in (unpacked / "fazhi.bat").read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("echo "):
            assert "(" not in line  # a bracket would end the block that the line is in
            assert ")" not in line


def test_the_script_for_windows_holds_what_its_console_can_take(unpacked: Path) -> None:
    script, guide = unpacked / "fazhi.bat", unpacked / "说明.txt"
    if not script.exists():
        assert not guide.read_bytes().startswith(b"\xef\xbb\xbf")
        return
    assert guide.read_bytes().startswith(b"\xef\xbb\xbf")
    content = script.read_bytes()
    assert content.startswith(b"@echo off\r\n")  # a mark before it would be a command
    assert content.count(b"\n") == content.count(b"\r\n")
    text = content.decode()
    before, _, behind = text.partition("chcp 65001")
    assert before.isascii()
    for line in filter(lambda line: not line.isascii(), behind.splitlines()):
        assert line.split()[0] in {"echo", "rem"}
    assert "goto" not in text  # labels are lost among characters of several bytes
    for use in re.findall(r"%(?:here|program)%[^ ]*", text):
        assert f'"{use.rstrip(chr(34))}' in text or f"={use}" in text  # blanks in the path
    assert text.count("exit /b") == text.count("if defined codepage chcp")


def test_everything_the_program_needs_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    names = {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in wanted}
    known = pins()
    assert names <= known.keys()
    assert all(hashes for _, _, hashes in known.values())
    assert "win32" in known["tzdata"][1]


def test_a_wheel_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    version = pins()["tabulate"][0]
    (tmp_path / f"tabulate-{version}-py3-none-any.whl").write_bytes(b"something else")
    with pytest.raises(SystemExit):
        check(tmp_path)
