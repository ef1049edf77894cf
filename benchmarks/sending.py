"""How fast workbooks go out, beside XlsxWriter alone writing the same cells.

usage: python -m benchmarks.sending [--runs 9]

The sample assessment is split for all its units, in one process with what it is held against:
every call that made a cell or its look, recorded once, and played back to the bare library.
"""

import argparse
import io
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from xlsxwriter import Workbook

from benchmarks.comparison import Line, rounds, table
from fazhi_tui.exchange import fill_in_book
from fazhi_tui.exchange.fill_in_book import fill_in_workbook
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import open_sample
from fazhi_tui.work.snapshot import Snapshot
from fazhi_tui.work.splitting import portions_of, sender_of, split

AIM = 2.0
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
CELLS = {"write_string", "write_number", "write_blank", "write_datetime", "merge_range"}
LOOKS = {"set_column", "set_row"}
Call = tuple[str, tuple[Any, ...]]


class Page:
    """A worksheet that only keeps what was asked of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.calls: list[Call] = []
        self.growing: object = ()

    def __getattr__(self, name: str) -> Callable[..., None]:
        def kept(*args: object, **_: object) -> None:
            if name in CELLS | LOOKS:
                self.calls.append((name, args))

        return kept


class Book:
    """A workbook that only keeps what was asked of it; a look is its number."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.looks: list[dict[str, object]] = []

    def add_worksheet(self, name: str, *_: object) -> Page:
        self.pages.append(Page(name))
        return self.pages[-1]

    def add_format(self, parts: dict[str, object]) -> "Look":
        self.looks.append(parts)
        return Look(len(self.looks) - 1)

    def close(self) -> None:
        """Nothing to write."""


class Look(int):
    """The number of a format."""


def recorded(snapshot: Snapshot) -> Iterator[Book]:
    """What is asked of the library for each unit."""
    for portion in portions_of(snapshot):
        book = Book()
        add = mock.patch.object(
            fill_in_book, "add_sheet", lambda one, name: one.add_worksheet(name)
        )
        with mock.patch.object(fill_in_book, "new_workbook", lambda *_, made=book: made), add:
            fill_in_workbook(snapshot.roster, portion, sender_of(snapshot))
        yield book


def bare(books: list[Book], folder: Path, *, looks: bool) -> float:
    """Write the same cells by the library alone, with their looks or without; milliseconds."""
    began = time.perf_counter()
    for number, kept in enumerate(books):
        out = io.BytesIO()
        book = Workbook(out, OPTIONS)
        formats = [book.add_format(parts) for parts in kept.looks] if looks else []
        for page in kept.pages:
            sheet = book.add_worksheet(page.name)
            for name, args in page.calls:
                if looks:
                    real = (formats[arg] if isinstance(arg, Look) else arg for arg in args)
                    getattr(sheet, name)(*real)
                elif name in {"write_string", "write_number", "write_datetime"}:
                    getattr(sheet, name)(*args[:3])
        book.close()
        (folder / f"{number}.xlsx").write_bytes(out.getvalue())
    return 1000 * (time.perf_counter() - began)


def ours(snapshot: Snapshot, folder: Path) -> float:
    """Send out to every unit, files and all; milliseconds."""
    began = time.perf_counter()
    done = list(split(snapshot, folder, replace=True))
    assert done
    assert not any(sent.problem for sent in done)
    return 1000 * (time.perf_counter() - began)


def main() -> int:
    """Measure, print the table; 1 if the aim is missed."""
    options = argparse.ArgumentParser(description="分发填报件,与只用 XlsxWriter 写同样的格子对照")
    options.add_argument("--runs", type=int, default=9, help="计入的轮数")
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        snapshot = open_sample(open_store(str(folder / "store.db")), actor="测量").snapshot
        books = list(recorded(snapshot))
        cells = sum(len(page.calls) for book in books for page in book.pages)
        print(
            f"Python {platform.python_version()},{len(books)} 家单位,{cells} 次写入",
            file=sys.stderr,
        )
        jobs: dict[str, Callable[[], float]] = {
            "ours": lambda: ours(snapshot, folder / "ours"),
            "looks": lambda: bare(books, folder, looks=True),
            "values": lambda: bare(books, folder, looks=False),
        }
        taken = rounds(jobs, runs, 1)
    lines = [
        Line("分发,对照写同样的格子和样式", "毫秒", taken["ours"], taken["looks"], AIM),
        Line("分发,对照只写有内容的格子", "毫秒", taken["ours"], taken["values"]),
    ]
    print(table(lines))
    met = sorted(lines[0].compared())[len(taken["ours"]) // 2] <= AIM
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
