"""Two programs side by side: rounds in random order, and ratios taken round by round.

Absolute times wander from minute to minute on a shared machine; only what lies side by side in
time may be compared.
"""

import random
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")

HEADINGS = ("项目", "本程序", "对照", "本程序与对照(最小–最大)", "目标", "结论")


@dataclass(frozen=True)
class Line:
    """One compared quantity: values round by round, and the aim for their ratio or difference."""

    what: str
    unit: str
    ours: Sequence[float]
    other: Sequence[float]
    aim: float | None = None
    difference: bool = False

    def compared(self) -> list[float]:
        """Ours against the other, round by round."""
        pairs = list(zip(self.ours, self.other, strict=True))
        if self.difference:
            return [ours - other for ours, other in pairs]
        return [ours / other for ours, other in pairs]

    def cells(self) -> tuple[str, ...]:
        """One cell per heading."""
        values = self.compared()
        middle = statistics.median(values)
        sign = f" {self.unit}" if self.difference else " 倍"
        return (
            self.what,
            f"{statistics.median(self.ours):.1f} {self.unit}",
            f"{statistics.median(self.other):.1f} {self.unit}",
            f"{middle:.2f}{sign}({min(values):.2f}–{max(values):.2f})",
            "—" if self.aim is None else f"≤ {self.aim:g}{sign}",
            "—" if self.aim is None else "✓ 达到" if middle <= self.aim else "✗ 未达到",
        )


def rounds(
    jobs: Mapping[str, Callable[[], Result]], runs: int, warmup: int
) -> dict[str, list[Result]]:
    """Do every job once a round, in random order; the warm-up rounds are not counted."""
    order = random.Random(1)
    results: dict[str, list[Result]] = {name: [] for name in jobs}
    for number in range(warmup + runs):
        for name in order.sample(list(jobs), len(jobs)):
            result = jobs[name]()
            if number >= warmup:
                results[name].append(result)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return results


def table(lines: Sequence[Line]) -> str:
    """All lines as a Markdown table."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(line.cells() for line in lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
