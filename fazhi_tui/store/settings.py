"""The settings file: a few lines of TOML in the user's own configuration folder.

db = "postgresql://fazhi@server/fazhi"
theme = "fazhi-light"
signs = "plain"
"""

import os
import re

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import nearest
from fazhi_tui.store.disk import unwritable, write_whole


class Settings(Struct, frozen=True):
    """What the file says; "" where it says nothing."""

    db: str = ""
    theme: str = ""
    signs: str = ""


def settings_path() -> str:
    """Where the file lies, whether it is there or not."""
    from platformdirs import user_config_dir

    return os.path.join(user_config_dir("fazhi", appauthor=False), "settings.toml")


def read_settings() -> Settings:
    """What the file says; tables are somebody else's. Raises `Refused` where it can't be read.

    So is a key written wrongly: with `DB = …` passed over, one would work in another store.
    """
    found, known = _read(settings_path()), Settings.__struct_fields__
    for key, value in found.items():
        if key not in known and not isinstance(value, dict):
            hint, file = nearest(key.lower(), known), settings_path()
            raise Refused(Problem(Code.KEY_UNKNOWN, "", key, " ".join(known), hint, file))
    return Settings(**{name: _text(found, name) for name in Settings.__struct_fields__})


def keep_setting(name: str, value: str) -> None:
    """Write one setting and leave the others, and what is noted there, as it is. Raises `Refused`.

    A file that can't be changed line by line is written anew.
    """
    import tomli_w

    path = settings_path()
    due = {**_read(path), name: value}
    text = _changed(_text_of(path), tomli_w.dumps({name: value}), name)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_whole(path, (text if _parsed(text) == due else tomli_w.dumps(due)).encode(), _private)
    except OSError as error:
        raise Refused(unwritable(path, error)) from error


def _changed(text: str, line: str, name: str) -> str:
    """The text with another line for a setting, before any table."""
    top, *tables = re.split(r"(?m)^(?=\s*\[)", text, maxsplit=1)
    put, many = re.subn(rf"(?m)^\s*{name}\s*=.*\n?", lambda _: line, top)
    if many:
        return "".join((put, *tables))
    gap = "\n" if top and not top.endswith("\n") else ""
    return "".join((top, gap, line, *tables))


def _parsed(text: str) -> dict[str, object] | None:
    import tomli

    try:
        return tomli.loads(text)
    except ValueError:
        return None


def _private(path: str, flags: int) -> int:
    """For its owner's eyes: an address of a database may hold a password."""
    return os.open(path, flags, 0o600)


def _text_of(path: str) -> str:
    """The file's text; "" where there is none."""
    try:
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8-sig") as stream:
            return stream.read()
    except OSError as error:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=path, file=path)) from error
    except UnicodeDecodeError as error:
        raise Refused(Problem(Code.FILE_NOT_UTF8, value=path, file=path)) from error


def _read(path: str) -> dict[str, object]:
    text = _text_of(path)
    if not text:
        return {}
    import tomli

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        problem = Problem(Code.NOT_TOML, value=error.msg, file=path, line=error.lineno)
        raise Refused(problem) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, deep nesting
        raise Refused(Problem(Code.NOT_TOML, value=str(error), file=path)) from error


def _text(found: dict[str, object], name: str) -> str:
    value = found.get(name, "")
    if not isinstance(value, str):
        problem = Problem(Code.WRONG_TYPE, name, str(value), "text", file=settings_path())
        raise Refused(problem)
    return value
