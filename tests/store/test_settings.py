"""The settings file: read where it is, written without harm to what others keep in it."""

import os
from pathlib import Path

import pytest

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store import settings
from fazhi_tui.store.places import VARIABLE, store_path
from fazhi_tui.store.settings import Settings, keep_setting, read_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config" / "settings.toml"
    monkeypatch.setattr(settings, "settings_path", lambda: str(path))
    monkeypatch.delenv(VARIABLE, raising=False)
    return path


def _written(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_without_a_file_nothing_is_set(file: Path) -> None:
    assert read_settings() == Settings()
    assert not file.parent.exists()


def test_what_is_kept_is_read_again_beside_what_others_wrote(file: Path) -> None:
    _written(file, 'db = "a.db"\n[colours]\nred = 1\n')
    keep_setting("theme", "夜")
    assert read_settings() == Settings("a.db", "夜")
    assert "red = 1" in file.read_text(encoding="utf-8")
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# 科室共用库\ndb = 'a.db'\ntheme = 'x'  # 护眼\n\n[own] # 自己的\ntheme = 1\n",
            "# 科室共用库\ndb = 'a.db'\ntheme = \"夜\"\n\n[own] # 自己的\ntheme = 1\n",
        ),
        ("db = 'a.db'", "db = 'a.db'\ntheme = \"夜\"\n"),
        ("[own]\na = 1\n", 'theme = "夜"\n[own]\na = 1\n'),
        ("theme = 'x'", 'theme = "夜"\n'),
        ('"theme" = "x"\n', 'theme = "夜"\n'),
        ('theme = """\nx"""\n', 'theme = "夜"\n'),
    ],
)
def test_what_people_noted_there_stays(file: Path, before: str, after: str) -> None:
    _written(file, before)
    keep_setting("theme", "夜")
    assert file.read_text(encoding="utf-8") == after
    assert read_settings().theme == "夜"


def test_a_file_of_endless_nesting_is_told(file: Path) -> None:
    for text in ("x = " + "[" * 100_000, "x = " + "9" * 10_000):
        _written(file, text)
        with pytest.raises(Refused) as caught:
            read_settings()
        assert caught.value.problems[0].code is Code.NOT_TOML


def test_the_folder_is_made(file: Path) -> None:
    keep_setting("theme", "day")
    assert read_settings().theme == "day"


def test_the_settings_name_the_store_after_the_environment(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _written(file, 'db = "settled.db"')
    assert store_path() == str(file.parent / "settled.db")  # wherever one is
    assert store_path("asked.db") == "asked.db"
    monkeypatch.setenv(VARIABLE, "named.db")
    assert store_path() == "named.db"


def test_a_place_may_begin_at_ones_own_folder(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    mine = str(tmp_path / "a.db")
    assert store_path("~/a.db") == mine
    _written(file, 'db = "~/a.db"')
    assert store_path() == mine
    _written(file, 'db = "postgresql://me@server/db"')
    assert store_path() == "postgresql://me@server/db"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("db = ", Code.NOT_TOML),
        ("db = 7", Code.WRONG_TYPE),
        ("theme = ['a']", Code.WRONG_TYPE),
        ("DB = 'a.db'", Code.KEY_UNKNOWN),
    ],
)
def test_a_file_written_wrongly_is_told(file: Path, text: str, code: Code) -> None:
    _written(file, text)
    with pytest.raises(Refused) as caught:
        store_path()
    problem = caught.value.problems[0]
    assert (problem.code, problem.file) == (code, str(file))


def test_a_file_that_is_no_text_is_told(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused) as caught:
        read_settings()
    assert caught.value.problems[0].code is Code.FILE_NOT_UTF8


def test_where_it_can_not_be_written_is_told(file: Path) -> None:
    file.parent.write_text("a file in the way")
    with pytest.raises(Refused) as caught:
        keep_setting("theme", "day")
    assert caught.value.problems[0].code is Code.FILE_UNWRITABLE
