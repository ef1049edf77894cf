"""`check`: all problems of a file that is a set or a duties file."""

from collections.abc import Iterable
from pathlib import Path

from fazhi_tui.catalog.duties_file import is_duties, load_duties, set_of
from fazhi_tui.catalog.lines import located
from fazhi_tui.catalog.set_file import load_set, read_set
from fazhi_tui.catalog.source import read_text
from fazhi_tui.domain.indicators import IndicatorSet
from fazhi_tui.domain.problems import Code, Problem


def check_file(path: Path, sets: Iterable[Path]) -> list[Problem]:
    """The problems of a set or duties file.

    Duties are held against the one of `sets` they say they are made for, else against the first.
    """
    text = read_text(path)
    if isinstance(text, Problem):
        return [text]
    if not is_duties(text):
        return load_set(text, str(path)).problems
    wanted = set_of(text)
    known = [found for found in (read_set(file).set for file in sets) if found is not None]
    chosen = [found for found in known if wanted in {"", found.id}]
    return _against(chosen, known, text, str(path), wanted)


def _against(
    chosen: list[IndicatorSet], known: list[IndicatorSet], text: str, file: str, wanted: str
) -> list[Problem]:
    if not chosen:
        ids = " ".join(found.id for found in known)
        return located([Problem(Code.UNKNOWN_SET, "set", wanted, ids)], text, file)
    return load_duties(text, chosen[0], file).problems
