"""Measure the installed program beside a bare one, and print the ratios against the aims.

usage: python -m benchmarks.run [--fazhi PATH] [--parts screen,tally,saving]
"""

import argparse
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.comparison import Line, rounds, table
from benchmarks.probe import COLUMNS, ROWS, Program, environment, probe

HERE = Path(__file__).resolve().parent
PARTS = ("screen", "tally", "saving")
READY_AIM, KEY_AIM, MEMORY_AIM, TALLY_AIM, SAVING_AIM = 1.4, 2.0, 1.4, 8.0, 3.0


def parser() -> argparse.ArgumentParser:
    """What can be set from the command line."""
    options = argparse.ArgumentParser(description="与空白程序成对测量,比值对照目标")
    options.add_argument("--fazhi", default=shutil.which("fazhi"), help="已安装的 fazhi 程序")
    options.add_argument("--parts", default=",".join(PARTS), help="screen,tally,saving 中的几项")
    options.add_argument("--ours", help="要测的界面命令(缺省 fazhi demo)")
    options.add_argument("--ready", default=r"指标[\s\S]*满分", help="界面就绪的正则表达式")
    options.add_argument("--keys", default="down*40", help="计时的按键")
    options.add_argument("--name", default="演示", help="导入演示数据时用的名称")
    options.add_argument(
        "--change", default="~text:{n} enter", help="一次改动的按键,~ 之后的键不计时"
    )
    options.add_argument("--changes", type=int, default=20, help="每轮改动次数")
    options.add_argument("--runs", type=int, default=7, help="计入的轮数")
    options.add_argument("--warmup", type=int, default=1, help="不计入的头几轮")
    return options


def screen(ours: Program, python: str, home: str, runs: int, warmup: int) -> list[Line]:
    """Start, arrow key and memory, beside the bare program and a stock table."""
    bare = Program("bare", [python, str(HERE / "hello_app.py")], "你好", ours.keys)
    stock = Program("stock", [python, str(HERE / "hello_table_app.py")], "台账不全", ours.keys)
    samples = rounds(
        {program.name: partial(probe, program, home) for program in (ours, bare, stock)},
        runs,
        warmup,
    )
    lines: list[Line] = []
    for other, label, aimed in ((bare, "空白程序", True), (stock, "现成表格", False)):
        mine, theirs = samples[ours.name], samples[other.name]
        for what, unit, field, aim in (
            ("启动到就绪", "毫秒", "ready", READY_AIM),
            ("启动到画完", "毫秒", "settled", None),
            ("方向键到画完", "毫秒", "key", KEY_AIM),
            ("每键处理器时间", "毫秒", "cpu_per_key", None),
            ("画完时内存", "MiB", "memory", MEMORY_AIM),
        ):
            lines.append(
                Line(
                    f"{what},对照{label}",
                    unit,
                    [getattr(sample, field) for sample in mine],
                    [getattr(sample, field) for sample in theirs],
                    aim if aimed else None,
                )
            )
    for name, taken in samples.items():
        silent = sum(sample.silent_keys for sample in taken)
        codes = {sample.exit_code for sample in taken}
        if silent or codes != {0}:
            print(f"注意:{name} 有 {silent} 次按键无输出,退出码 {codes}", file=sys.stderr)
    return lines


def _whole_process_ms(argv: Sequence[str], home: str) -> float:
    began = time.perf_counter()
    subprocess.run(
        argv,
        env=environment(home),
        cwd=home,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    return (time.perf_counter() - began) * 1e3


def tally(argv: Sequence[str], python: str, home: str, runs: int) -> list[Line]:
    """The whole process of one tally beside the bare interpreter."""
    times = rounds(
        {
            "tally": partial(_whole_process_ms, argv, home),
            "bare": partial(_whole_process_ms, [python, "-c", "pass"], home),
        },
        runs * 3,
        1,
    )
    return [Line("汇总一次(整个进程)", "毫秒", times["tally"], times["bare"], TALLY_AIM)]


def saving(kept: Program, demo: Program, home: str, runs: int, warmup: int) -> list[Line]:
    """The same change on a store on disk and on the demonstration, which writes nothing."""
    samples = rounds(
        {program.name: partial(probe, program, home) for program in (kept, demo)}, runs, warmup
    )
    on_disk, in_memory = ([s.key for s in samples[program.name]] for program in (kept, demo))
    return [Line("一次改动落盘", "毫秒", on_disk, in_memory, SAVING_AIM, difference=True)]


def main() -> int:
    """Measure what was asked for and print one table."""
    options = parser().parse_args()
    if options.fazhi is None and options.ours is None:
        print("找不到 fazhi:请先安装,或用 --fazhi 指明", file=sys.stderr)
        return 2
    # The bare program runs in the very environment that ours is installed in.
    beside = Path(options.fazhi).absolute().parent / "python" if options.fazhi else None
    python = str(beside) if beside and beside.exists() else sys.executable
    demo = shlex.split(options.ours) if options.ours else [options.fazhi, "demo"]
    parts = options.parts.split(",")
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="fazhi-bench-") as home:
        if "screen" in parts:
            ours = Program("ours", demo, options.ready, options.keys)
            lines += screen(ours, python, home, options.runs, options.warmup)
        if {"tally", "saving"} & set(parts):
            store = str(Path(home, "bench.db"))
            bring = [options.fazhi, "--db", store, "import", "demo", "--name", options.name]
            _whole_process_ms(bring, home)
            if "tally" in parts:
                argv = [options.fazhi, "--db", store, "tally", options.name, "--json"]
                lines += tally(argv, python, home, options.runs)
            if "saving" in parts:
                opened = [options.fazhi, "--db", store, "open", options.name]
                keys = " ".join(
                    options.change.format(n=1 + number % 2) for number in range(options.changes)
                )
                lines += saving(
                    Program("kept", opened, options.ready, keys),
                    Program("demo", demo, options.ready, keys),
                    home,
                    options.runs,
                    options.warmup,
                )
    machine = f"Python {platform.python_version()},{os.cpu_count()} 核"
    print(f"{COLUMNS}×{ROWS} 终端,{options.runs} 轮中位数,{machine}\n\n{table(lines)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
