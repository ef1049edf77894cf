"""Taking in what units send back, beside the scripts a clerk would write for it, whole processes.

usage: python -m benchmarks.collecting [--runs 9]

The forms are real ones: 40 units of the demonstration set, filled in with the demonstration's
answers. Ours reads, checks, merges and stores them and writes the gap list; the scripts read all
pages of the same files, add up what is entered and write as many rows. One script goes by
python-calamine and XlsxWriter; the other, by openpyxl alone, is measured only where that is
installed (it is no dependency of ours). 400 files are ten reports of each unit.
"""

import argparse
import importlib.util
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.comparison import Line, rounds, table
from fazhi_tui.exchange.fill_in import FORMAT, Identity
from fazhi_tui.exchange.fill_in_book import fill_in_workbook
from fazhi_tui.exchange.instructions import Sender
from fazhi_tui.exchange.portion import portion_of, portions
from fazhi_tui.shipped import sample_session
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import find_set, import_file, new_assessment, open_session

NAME, UNITS, REPORTS = "轮", 40, 10
CALAMINE_AIM, OPENPYXL_AIM, LINEAR_AIM = 1.7, 0.4, 11.0


def prepare(folder: Path, reports: int) -> None:
    """A fresh store, and the forms of all units filled in, as often as each reports."""
    folder.mkdir()
    store = open_store(str(folder / "fresh.db"))
    import_file(store, sample_session(), actor="甲", name="满")
    full = open_session(store, "满", actor="甲").snapshot.assessment
    new_assessment(store, NAME, find_set("demo-98"), actor="甲")
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
main(["merge", "轮", forms, "--db", store, "--json"])
assert main(["gaps", "轮", "-o", out, "--db", store]) == 0
"""

SUMS = """
def read_all(folder, pages_of):
    found, total = [], {}
    for path in sorted(Path(folder).glob("*.xlsx")):
        for name, rows in pages_of(path):
            for row in rows[2:]:
                numbers = [cell for cell in row[2:] if isinstance(cell, (int, float))]
                if numbers:
                    key = (path.stem, str(row[1]))
                    total[key] = total.get(key, 0) + sum(Decimal(str(n)) for n in numbers)
                    found.append((path.stem, name, str(row[1]), float(total[key])))
    return found[:139]
"""

CALAMINE = f"""
import sys
from decimal import Decimal
from pathlib import Path
import xlsxwriter
from python_calamine import CalamineWorkbook
{SUMS}
def pages_of(path):
    book = CalamineWorkbook.from_path(path)
    return [(name, book.get_sheet_by_name(name).to_python(False)) for name in book.sheet_names]
found = read_all(sys.argv[1], pages_of)
book = xlsxwriter.Workbook(sys.argv[2])
sheet = book.add_worksheet()
for place, row in enumerate(found):
    sheet.write_row(place, 0, [*row, *[""] * 12])
book.close()
"""

OPENPYXL = f"""
import sys
from decimal import Decimal
from pathlib import Path
from openpyxl import Workbook, load_workbook
{SUMS}
def pages_of(path):
    return [(page.title, list(page.values)) for page in load_workbook(path).worksheets]
book = Workbook()
for row in read_all(sys.argv[1], pages_of):
    book.active.append(row)
book.save(sys.argv[2])
"""


def timed(argv: list[str], before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of a whole process."""
    before()
    start = time.perf_counter()
    subprocess.run([sys.executable, *argv], check=True)
    return 1000 * (time.perf_counter() - start)


def jobs(folder: Path) -> dict[str, Callable[[], float]]:
    """The three programs on one folder of forms."""
    scripts = {"ours": OURS, "calamine": CALAMINE, "openpyxl": OPENPYXL}
    for name, text in scripts.items():
        (folder / f"by_{name}.py").write_text(text, encoding="utf-8")
    store, forms = folder / "store.db", str(folder / "forms")
    out = str(folder / "out.xlsx")

    def clean() -> None:
        shutil.copyfile(folder / "fresh.db", store)
        Path(out).unlink(missing_ok=True)

    ours = partial(timed, [str(folder / "by_ours.py"), str(store), forms, out], clean)
    found: dict[str, Callable[[], float]] = {"ours": ours}
    found["calamine"] = partial(timed, [str(folder / "by_calamine.py"), forms, out])
    if importlib.util.find_spec("openpyxl"):
        found["openpyxl"] = partial(timed, [str(folder / "by_openpyxl.py"), forms, out])
    return found


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
        lines = [
            Line(f"{what},对照 calamine 脚本", "ms", found["ours"], found["calamine"], CALAMINE_AIM)
        ]
        if "openpyxl" in found:
            told = f"{what},对照 openpyxl 脚本"
            lines.append(Line(told, "ms", found["ours"], found["openpyxl"], OPENPYXL_AIM))
        prepare(many, REPORTS)
        more = rounds({"many": jobs(many)["ours"], "few": jobs(few)["ours"]}, 3, 0)
        told = f"收 {UNITS * REPORTS} 份,对照 {UNITS} 份"
        lines.append(Line(told, "ms", more["many"], more["few"], LINEAR_AIM))
    print(f"{chosen.runs} 轮中位数,Python {platform.python_version()}\n\n{table(lines)}")
    if "openpyxl" not in found:
        print("\n没有安装 openpyxl,没有对照它。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
