"""A second hand, which knows nothing of the program, reckons the same forms to the same points."""

from collections import Counter
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.clerk import NOBODY, Pages, reckon
from benchmarks.collecting import NAME, RULES, prepare
from fazhi_tui.__main__ import main
from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import open_session


def pages_of(path: Path) -> Pages:
    book = CalamineWorkbook.from_path(path)
    return [(name, book.get_sheet_by_name(name).to_python(False)) for name in book.sheet_names]


def test_what_every_unit_lost_under_every_clause_comes_to_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "round"
    prepare(folder, reports=1)
    forms, store = str(folder / "forms"), str(folder / "fresh.db")
    assert main(["merge", NAME, forms, "--db", store]) == 0
    opened = open_store(store)
    scores = open_session(opened, NAME, actor="甲").snapshot.scores()
    opened.close()

    ours, theirs = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for no, score in scores.items():
        for posting in score.postings:
            unit = NOBODY if posting.unit == UNATTRIBUTED else posting.unit
            ours[unit, f"{no}.{posting.clause}"] += posting.lost
    for one in reckon(forms, str(RULES), pages_of):
        theirs[one.unit, one.clause] += 10 * one.lost

    assert +ours == +theirs
    assert ours.total() == 12640
