"""Taking in what units send back, beside the scripts a clerk would write for it, whole processes.

usage: python -m benchmarks.collecting [--runs 9]

The forms are real ones: 40 units of the demonstration set, filled in with the demonstration's
answers. Ours reads, checks, merges and stores them and writes the gap list, through the way in of
the installed command; the scripts read all pages of the same files, reckon from the indicator set
who lost what (`clerk.py`; a test holds that it comes to the same) and write a list of as many rows
and cells that looks the same. One script goes by python-calamine and XlsxWriter; the other, by
openpyxl alone, is measured only where that is installed (it is no dependency of ours). 400 files
are ten reports of each unit.
"""

import argparse
import importlib.util
import os
import platform
import py_compile
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import clerk
from benchmarks.comparison import Line, rounds, table
from fazhi_tui.exchange.fill_in import FORMAT, Identity
from fazhi_tui.exchange.fill_in_book import fill_in_workbook
from fazhi_tui.exchange.instructions import Sender
from fazhi_tui.exchange.portion import portion_of, portions
from fazhi_tui.shipped import indicator_set_files, sample_session
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import find_set, import_file, new_assessment, open_session

RULES = next(path for path in indicator_set_files() if path.stem == "demo-98")
NAME, UNITS, REPORTS = "轮", 40, 10
CALAMINE_AIM, OPENPYXL_AIM, LINEAR_AIM = 1.7, 0.4, 11.0


def prepare(folder: Path, reports: int) -> None:
    """A fresh store, and the forms of all units filled in, as often as each reports."""
    folder.mkdir()
    store = open_store(str(folder / "fresh.db"))
    import_file(store, sample_session(), actor="甲", name="满")
    full = open_session(store, "满", actor="甲").snapshot.assessment
    new_assessment(store, NAME, find_set(RULES.stem), actor="甲")
    snapshot = open_session(store, NAME, actor="甲").snapshot
    store.close()
    head, roster, sha256 = snapshot.head, snapshot.roster, snapshot.assessment.set_sha256
    (folder / "forms").mkdir()
    for unit, items in list(portions(roster, snapshot.assessment).items())[:UNITS]:
        for report in range(1, reports + 1):
            set_id = roster.set.id
            identity = Identity(
                FORMAT, head.id, NAME, set_id, sha256, unit, head.seq, head.hash, report
            )
            data = fill_in_workbook(
                roster, portion_of(roster, full, items, identity), Sender(roster.office)
            )
            (folder / "forms" / f"{unit}-{report:02}.xlsx").write_bytes(data)


OURS = """
import sys
from fazhi_tui.__main__ import main
store, forms, out = sys.argv[1:]
sys.stdout = open(out + ".json", "w", encoding="utf-8")
for words in (["merge", "轮", forms, "--json"], ["gaps", "轮", "-o", out]):
    sys.argv[1:] = [*words, "--db", store]
    status = main()
assert status == 0
"""

LOOKS = """
headings = [f"第{place}栏" for place in range(1, 16)]
widths = [6, 11, 8, 21, 7, 7, 9, 7, 7, 17, 11, 11, 8, 8, 11]
centred = {0, 2, 10, 14}
"""

CALAMINE = f"""
import sys
import xlsxwriter
from clerk import listed, reckon
from python_calamine import CalamineWorkbook
{LOOKS}
def pages_of(path):
    book = CalamineWorkbook.from_path(path)
    return [(name, book.get_sheet_by_name(name).to_python(False)) for name in book.sheet_names]
rows = listed(reckon(sys.argv[1], sys.argv[2], pages_of))
book = xlsxwriter.Workbook(sys.argv[3])
sheet = book.add_worksheet()
def look(**parts):
    return book.add_format({{"font_name": "宋体", "font_size": 10, "valign": "vcenter", **parts}})
title = look(font_name="黑体", font_size=16, align="center")
head = look(font_name="黑体", align="center", border=1, bg_color="#EDEDED", text_wrap=True)
text = look(border=1, text_wrap=True)
middle = look(border=1, text_wrap=True, align="center")
points = look(border=1, num_format="0.00", align="right")
for place, width in enumerate(widths):
    sheet.set_column(place, place, width)
for row in range(2):
    sheet.merge_range(row, 0, row, 14, "整改清单", title)
sheet.set_row(2, 35)
sheet.write_row(2, 0, headings, head)
for number, row in enumerate(rows, 3):
    sheet.set_row(number, 45)
    for place, cell in enumerate(row):
        if cell is None:
            sheet.write_blank(number, place, None, middle if place in centred else text)
        elif isinstance(cell, str):
            sheet.write_string(number, place, cell, middle if place in centred else text)
        else:
            sheet.write_number(number, place, cell, points if place else middle)
for row in range(len(rows) + 3, len(rows) + 7):
    sheet.merge_range(row, 0, row, 14, "说明", text)
sheet.autofilter(2, 0, len(rows) + 2, 14)
sheet.freeze_panes(3, 0)
sheet.set_landscape()
sheet.fit_to_pages(1, 0)
book.close()
"""

OPENPYXL = f"""
import sys
from clerk import listed, reckon
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
{LOOKS}
def pages_of(path):
    return [(page.title, list(page.values)) for page in load_workbook(path).worksheets]
rows = listed(reckon(sys.argv[1], sys.argv[2], pages_of))
book = Workbook()
sheet = book.active
plain, black = Font("宋体", 10), Font("黑体", 10)
side = Side("thin")
lines, grey = Border(side, side, side, side), PatternFill("solid", "EDEDED")
left, middle = Alignment("left", "center", wrap_text=True), Alignment("center", "center")
for place, width in enumerate(widths, 1):
    sheet.column_dimensions[get_column_letter(place)].width = width
for row in (1, 2):
    sheet.merge_cells(None, row, 1, row, 15)
    sheet.cell(row, 1, "整改清单").font = Font("黑体", 16)
for number, row in enumerate([headings, *rows], 3):
    sheet.row_dimensions[number].height = 45
    for place, value in enumerate(row):
        cell = sheet.cell(number, place + 1, value)
        cell.font, cell.border = black if number == 3 else plain, lines
        cell.alignment = middle if place in centred else left
        if number == 3:
            cell.fill = grey
        elif isinstance(value, float):
            cell.number_format = "0.00"
for row in range(len(rows) + 4, len(rows) + 8):
    sheet.merge_cells(None, row, 1, row, 15)
    sheet.cell(row, 1, "说明").font = plain
sheet.auto_filter.ref = f"A3:P{{len(rows) + 3}}"
sheet.freeze_panes = "A4"
book.save(sys.argv[3])
"""


class Cost(NamedTuple):
    """What a whole process took, in milliseconds."""

    wall: float
    processor: float


def timed(argv: list[str], before: Callable[[], object] = lambda: None) -> Cost:
    """Run a program to its end."""
    before()
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, *argv])
    _, status, used = os.wait4(child.pid, 0)
    wall = 1000 * (time.perf_counter() - start)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{argv[0]}: {child.returncode}")
    return Cost(wall, 1000 * (used.ru_utime + used.ru_stime))


def jobs(folder: Path) -> dict[str, Callable[[], Cost]]:
    """The three programs on one folder of forms."""
    scripts = {"ours": OURS, "calamine": CALAMINE}
    if importlib.util.find_spec("openpyxl"):
        scripts["openpyxl"] = OPENPYXL
    for name, text in scripts.items():
        (folder / f"by_{name}.py").write_text(text, encoding="utf-8")
    shutil.copyfile(clerk.__file__, folder / "clerk.py")
    py_compile.compile(str(folder / "clerk.py"))  # as installed modules are
    store, forms = folder / "store.db", str(folder / "forms")
    out, rules = str(folder / "out.xlsx"), str(RULES)

    def clean() -> None:
        shutil.copyfile(folder / "fresh.db", store)
        Path(out).unlink(missing_ok=True)

    ours = partial(timed, [str(folder / "by_ours.py"), str(store), forms, out], clean)
    theirs = {
        kind: partial(timed, [str(folder / f"by_{kind}.py"), forms, rules, out])
        for kind in scripts
        if kind != "ours"
    }
    return {"ours": ours, **theirs}


def compared(what: str, ours: list[Cost], other: list[Cost], aim: float) -> list[Line]:
    """Two programs by the clock and by the processor time they took, round by round."""
    return [
        Line(f"{what}，{kind}", "ms", [c[n] for c in ours], [c[n] for c in other], aim)
        for n, kind in enumerate(("钟上的时间", "处理器时间"))
    ]


def main() -> int:
    """Measure and print one table."""
    options = argparse.ArgumentParser(description="收回填报件与裸脚本逐轮配对,比值对照目标")
    options.add_argument("--runs", type=int, default=9, help="计入的轮数")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few", Path(name) / "many"
        prepare(few, 1)
        found = rounds(jobs(few), chosen.runs, 1)
        what = f"收 {UNITS} 份、存盘、写整改清单"
        lines = compared(
            f"{what}，对照 calamine 脚本", found["ours"], found["calamine"], CALAMINE_AIM
        )
        if "openpyxl" in found:
            told = f"{what}，对照 openpyxl 脚本"
            lines += compared(told, found["ours"], found["openpyxl"], OPENPYXL_AIM)
        prepare(many, REPORTS)
        more = rounds({"many": jobs(many)["ours"], "few": jobs(few)["ours"]}, 3, 0)
        told = f"收 {UNITS * REPORTS} 份，对照 {UNITS} 份"
        lines += compared(told, more["many"], more["few"], LINEAR_AIM)
    print(f"{chosen.runs} 轮中位数,Python {platform.python_version()}\n\n{table(lines)}")
    if "openpyxl" not in found:
        print("\n没有安装 openpyxl,没有对照它。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
