"""What a person at the keys waits for, beside the bare program: arrows, digits, saving, views.

usage: python -m benchmarks.feel --fazhi PATH [--runs 5] [--large STORE.db] [--beside NAME=COMMAND]…

Each thing is done in a run of its own, all runs of a round lie side by side in time. `--large`
measures the same on a large round (`python -m benchmarks.large STORE.db`), against the small one.
`--beside` starts other programs of the terminal in the same rounds: `posting=/tmp/p/bin/posting`.
"""

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.comparison import Line, rounds, table
from benchmarks.large import NAME as LARGE
from benchmarks.probe import Program, Sample, environment, probe
from benchmarks.run import HERE

READY = r"指标[\s\S]*满分"
STAND = "~/ ~text:{no} ~enter ~right"
THINGS = {
    "方向键": "down*30",
    "输入一位数字": STAND + " ~text:1" + " text:2 ~backspace" * 15,
    "回车存盘并更新总分": STAND + " ~text:1 enter ~up ~text:2 enter ~up" * 6,
    "回车存盘并到下一项": STAND + "{on}",
    "切换界面": "f5 f2 " * 6,
}
AIMS = {"方向键": 2.0, "输入一位数字": 2.0, "回车存盘并更新总分": 4.0, "切换界面": 6.0}
ON_SMALL = " ~down ~down ~text:1 enter ~pgup ~down ~down ~text:2 enter ~pgup" * 6
ON_LARGE = " ~text:1 enter" * 12  # on to the next one, whose third clause is blank too
PAIRED = ("方向键", "输入一位数字", "回车存盘并到下一项", "切换界面")
"""What the large round is measured by, in the same way as the small one."""
READY_AIM, LARGE_AIM = 1.4, 2.0
KNOWN = {
    "posting": ("posting", r"POST|GET", "down*30"),
    "harlequin": ("harlequin", r"Query|Catalog|Data", "down*30"),
    "toolong": ("toolong", r"line 4\d\d\d", "up*30"),
}


def our_programs(
    fazhi: str, store: str, name: str, mark: str, *, no: str, on: str
) -> dict[str, Program]:
    """One program for each thing, on a round of that store."""
    argv = [fazhi, "--db", store, "open", name]
    return {
        f"{thing}{mark}": Program(f"{thing}{mark}", argv, READY, keys.format(no=no, on=on))
        for thing, keys in THINGS.items()
        if not mark or thing in PAIRED
    }


def beside(asked: list[str], log: str) -> dict[str, Program]:
    """The other programs asked for; toolong is given a log to show."""
    programs: dict[str, Program] = {}
    for each in asked:
        name, _, command = each.partition("=")
        argv = shlex.split(command)
        if not shutil.which(argv[0]):
            print(f"没有 {name},略过:{argv[0]}", file=sys.stderr)
            continue
        _, ready, keys = KNOWN.get(name, (name, r"\S", "down*30"))
        argv += [log] if name == "toolong" else []
        programs[name] = Program(name, argv, ready, keys, leave="ctrl+q ctrl+c")
    return programs


def on_a_copy(program: Program, store: str, home: str) -> Sample:
    """One run on a copy of a store: what an earlier run has saved would open other dialogs."""
    copy = Path(program.argv[2])
    for left in copy.parent.glob(f"{copy.name}*"):
        left.unlink()
    shutil.copy(store, copy)
    return probe(program, home)


def lines(samples: dict[str, list[Sample]], large: bool, others: list[str]) -> list[Line]:
    """Each thing against the bare program, the large round against the small one."""
    bare = samples["bare"]
    ready, key = [s.ready for s in bare], [s.key for s in bare]
    first = samples["方向键"]
    made = [Line("启动到就绪,对照空白程序", "毫秒", [s.ready for s in first], ready, READY_AIM)]
    made += [
        Line(f"{thing},对照空白程序", "毫秒", [s.key for s in samples[thing]], key, aim)
        for thing, aim in AIMS.items()
    ]
    made += [
        Line(
            f"{thing},每键处理器时间",
            "毫秒",
            [s.cpu_per_key for s in samples[thing]],
            [s.cpu_per_key for s in bare],
            AIMS[thing],
        )
        for thing in ("方向键", "切换界面")
    ]
    if large:
        wide = samples["方向键·大"]
        pairs = [s.ready for s in wide], [s.ready for s in first]
        made.append(Line("启动到就绪,大的对照小的", "毫秒", *pairs, LARGE_AIM))
        made += [
            Line(
                f"{thing},大的对照小的",
                "毫秒",
                [s.key for s in samples[f"{thing}·大"]],
                [s.key for s in samples[thing]],
                LARGE_AIM,
            )
            for thing in PAIRED
        ]
    for name in others:
        theirs = samples[name]
        made.append(
            Line(f"启动到就绪,{name} 对照空白程序", "毫秒", [s.ready for s in theirs], ready)
        )
        made.append(Line(f"方向键,{name} 对照空白程序", "毫秒", [s.key for s in theirs], key))
    return made


def main() -> int:
    """Measure, print the table."""
    options = argparse.ArgumentParser(description="按键到画完,与空白程序成对测量")
    options.add_argument("--fazhi", required=True)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--large", help="大的一轮所在的库")
    options.add_argument("--beside", action="append", default=[], help="名称=命令")
    asked = options.parse_args()
    fazhi = Path(asked.fazhi).absolute()  # each run begins in a folder of its own
    python = str(fazhi.parent / "python")
    with tempfile.TemporaryDirectory(prefix="fazhi-bench-") as home:
        small, copy = str(Path(home, "small.db")), str(Path(home, "copy.db"))
        bring = [str(fazhi), "--db", small, "import", "demo", "--name", "小"]
        subprocess.run(bring, env=environment(home), check=True, stdout=subprocess.DEVNULL)
        ours = our_programs(str(fazhi), copy, "小", "", no="30", on=ON_SMALL)
        jobs = {n: partial(on_a_copy, one, small, home) for n, one in ours.items()}
        if asked.large:
            ours = our_programs(str(fazhi), copy, LARGE, "·大", no="900", on=ON_LARGE)
            jobs |= {n: partial(on_a_copy, one, asked.large, home) for n, one in ours.items()}
        log = Path(home, "lines.log")
        log.write_text("".join(f"line {n}\n" for n in range(1, 5000)), encoding="utf-8")
        others = beside(asked.beside, str(log))
        hello = [python, str(HERE / "hello_app.py")]
        programs = others | {"bare": Program("bare", hello, "你好", "down*30")}
        jobs |= {name: partial(probe, program, home) for name, program in programs.items()}
        samples = rounds(jobs, asked.runs, 1)
    for name, taken in samples.items():
        silent, memory = sum(s.silent_keys for s in taken), median(s.memory for s in taken)
        print(f"{name}: {memory:.0f} MiB,{silent} 次按键无输出", file=sys.stderr)
    print(table(lines(samples, bool(asked.large), list(others))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
