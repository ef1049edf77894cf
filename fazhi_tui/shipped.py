"""Where the files that travel with the program lie: indicator sets and the sample session.

In an installed wheel they lie inside the package, in a source checkout beside it at the root.
This file only names places; reading what stands there is the catalog's and the office's job.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """The shipped folder of that name: in the installed package, else at the checkout's root."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def indicator_set_files() -> list[Path]:
    """Every shipped indicator set, sorted by file name; empty if none was shipped."""
    return sorted(_folder("indicator_sets").glob("*.toml"))


def sample_session() -> Path:
    """The filled demonstration assessment as a portable TOML file."""
    return _folder("sessions") / "demo.toml"
