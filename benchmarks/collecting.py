"""Taking in what units send back, beside the scripts a clerk would write for it, whole processes.

usage: python -m benchmarks.collecting [--runs 9] [--units 40]

Every unit answers 98 clauses in a real form, a fifth of them with losses. Ours reads, checks,
merges and stores them and writes the gap list; the scripts read the same files, add up the same
losses and write the same rows. One script goes by python-calamine and XlsxWriter; the other, by
openpyxl alone, is measured only where that is installed (it is no dependency of ours).
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
from decimal import Decimal
from functools import partial
from pathlib import Path

from benchmarks.comparison import Line, rounds, table
from fazhi_tui.domain.changes import MarkNone, RecordFinding
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.exchange.fill_in import FORMAT, Identity
from fazhi_tui.exchange.fill_in_book import fill_in_workbook
from fazhi_tui.exchange.instructions import Sender
from fazhi_tui.exchange.portion import portion_of, portions
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import new_assessment, open_session, read_adoptable

NAME, ROWS = "轮", 98
CALAMINE_AIM, OPENPYXL_AIM, LINEAR_AIM = 1.7, 0.4, 11.0


def set_text(units: int) -> str:
    """98 indicators of one point, each with one counted clause that every unit answers."""
    names = [f"单位{number:03}" for number in range(1, units + 1)]
    listed = ", ".join(f'"{name}"' for name in names)
    parts = [
        '[set]\nid = "collecting"\ntitle = "收回测量"\nedition = "2025"\nbasis = "测量"\n'
        f'quantum = 0.01\ntotal = {ROWS}\noffice = "{names[0]}"\n'
    ]
    parts += [f'[[unit]]\nname = "{name}"\nclass = "政府"\n' for name in names]
    parts += [
        f'[[unit_group]]\nname = "各单位"\nmembers = [{listed}]\n',
        f'[[area]]\nno = "1"\nname = "甲"\nworth = {ROWS}\n',
        f'[[group]]\nno = "1.1"\narea = "1"\nname = "乙"\nworth = {ROWS}\n',
    ]
    parts += [
        f'[[indicator]]\nno = "{n}"\ngroup = "1.1"\nname = "第{n}项工作落实到位"\nworth = 1\n'
        'criterion = "制度健全，落实到位，材料齐备。"\n'
        f'lead = "{names[0]}"\ncompetent = ["各单位"]\n'
        '[[indicator.clause]]\nid = "a"\nkind = "per_count"\nanswered_by = "competent"\n'
        'text = "发现问题的，每件扣0.01分，最多扣1分。"\nproblem = "发现问题{n}件"\n'
        'points = 0.01\ncap = 1\ncount_unit = "件"\n'
        for n in range(1, ROWS + 1)
    ]
    return "\n".join(parts)


def prepare(folder: Path, units: int) -> None:
    """A fresh store, and the forms of all units filled in."""
    (folder / "set.toml").write_text(set_text(units), encoding="utf-8")
    store = open_store(str(folder / "fresh.db"))
    new_assessment(store, NAME, read_adoptable(folder / "set.toml"), actor="甲")
    snapshot = open_session(store, NAME, actor="甲").snapshot
    head, roster, blank = snapshot.head, snapshot.roster, snapshot.assessment
    store.close()
    (folder / "forms").mkdir()
    for place, (unit, items) in enumerate(portions(roster, blank).items()):
        filled = blank
        for n in range(1, ROWS + 1):
            lost = (n + place) % 5 == 0
            change = (
                RecordFinding(str(n), "a", unit, quantity=Decimal(1 + n % 3), reason="抽查发现")
                if lost
                else MarkNone((str(n),), "a", unit)
            )
            filled = evolve(filled, decide(roster, filled, change))
        sha256 = blank.set_sha256
        identity = Identity(FORMAT, head.id, NAME, roster.set.id, sha256, unit, head.seq, head.hash)
        portion = portion_of(roster, filled, items, identity)
        data = fill_in_workbook(roster, portion, Sender(roster.office))
        (folder / "forms" / f"{unit}.xlsx").write_bytes(data)


OURS = """
import sys
from fazhi_tui.__main__ import main
store, forms, out = sys.argv[1:]
sys.stdout = open(sys.argv[3] + ".txt", "w", encoding="utf-8")
assert main(["merge", "轮", forms, "--db", store]) == 0
assert main(["gaps", "轮", "-o", out, "--db", store]) == 0
"""

SUMS = """
def read_all(folder, rows_of):
    gaps, lost = [], {}
    for path in sorted(Path(folder).glob("*.xlsx")):
        unit = path.stem
        for row in rows_of(path):
            value = row[6]
            if isinstance(value, (int, float)) and value:
                points = Decimal(value) * Decimal("0.01")
                lost[unit] = lost.get(unit, 0) + points
                gaps.append((unit, row[3], f"发现问题{int(value)}件", float(points), row[10]))
    return gaps, lost
"""

CALAMINE = f"""
import sys
from decimal import Decimal
from pathlib import Path
import xlsxwriter
from python_calamine import CalamineWorkbook
{SUMS}
def rows_of(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_name("填报").to_python(False)[2:]
gaps, lost = read_all(sys.argv[1], rows_of)
book = xlsxwriter.Workbook(sys.argv[2])
sheet = book.add_worksheet()
for place, row in enumerate([("单位", "细则", "问题", "失分", "原因"), *gaps]):
    sheet.write_row(place, 0, [*row, *[""] * 12])
for place, (unit, points) in enumerate(lost.items(), len(gaps) + 2):
    sheet.write_row(place, 0, [unit, float(points)])
book.close()
"""

OPENPYXL = f"""
import sys
from decimal import Decimal
from pathlib import Path
from openpyxl import Workbook, load_workbook
{SUMS}
def rows_of(path):
    return list(load_workbook(path)["填报"].iter_rows(min_row=3, values_only=True))
gaps, lost = read_all(sys.argv[1], rows_of)
book = Workbook()
for row in [("单位", "细则", "问题", "失分", "原因"), *gaps]:
    book.active.append(row)
for unit, points in lost.items():
    book.active.append((unit, float(points)))
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
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    store, forms = folder / "store.db", str(folder / "forms")
    out = str(folder / "out.xlsx")

    def clean() -> None:
        shutil.copyfile(folder / "fresh.db", store)
        Path(out).unlink(missing_ok=True)

    ours = partial(timed, [str(folder / "ours.py"), str(store), forms, out], clean)
    found: dict[str, Callable[[], float]] = {"ours": ours}
    found["calamine"] = partial(timed, [str(folder / "calamine.py"), forms, out])
    if importlib.util.find_spec("openpyxl"):
        found["openpyxl"] = partial(timed, [str(folder / "openpyxl.py"), forms, out])
    return found


def main() -> int:
    """Measure and print one table."""
    options = argparse.ArgumentParser(description="收回填报件与裸脚本逐轮配对,比值对照目标")
    options.add_argument("--runs", type=int, default=9, help="计入的轮数")
    options.add_argument("--units", type=int, default=40, help="几家单位")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few", Path(name) / "many"
        few.mkdir()
        prepare(few, chosen.units)
        found = rounds(jobs(few), chosen.runs, 1)
        what = f"收 {chosen.units} 份、存盘、写整改清单"
        lines = [
            Line(f"{what},对照 calamine 脚本", "ms", found["ours"], found["calamine"], CALAMINE_AIM)
        ]
        if "openpyxl" in found:
            told = f"{what},对照 openpyxl 脚本"
            lines.append(Line(told, "ms", found["ours"], found["openpyxl"], OPENPYXL_AIM))
        many.mkdir()
        prepare(many, 10 * chosen.units)
        more = rounds({"ours": jobs(many)["ours"], "few": jobs(few)["ours"]}, 3, 0)
        told = f"收 {10 * chosen.units} 份,对照 {chosen.units} 份"
        lines.append(Line(told, "ms", more["ours"], more["few"], LINEAR_AIM))
    print(f"{chosen.runs} 轮中位数,Python {platform.python_version()}\n\n{table(lines)}")
    if "openpyxl" not in found:
        print("\n没有安装 openpyxl,没有对照它。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
