"""What all parts of the speed benchmark share: clocks, tables, and the growth that a row of times fits."""

from __future__ import annotations

import math
import resource
import subprocess
from collections.abc import Callable, Sequence
from statistics import fmean, median
from time import perf_counter, process_time

ROUNDS = 3


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median CPU time of ``work``."""
    times = []
    for _ in range(rounds):
        begin = process_time()
        work()
        times.append(process_time() - begin)
    return median(times)


def process(command: Sequence[str], rounds: int = 9) -> tuple[float, float]:
    """Median wall and CPU time of a command, in seconds."""
    walls, cpus = [], []
    for _ in range(rounds):
        begin, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        walls.append(perf_counter() - begin)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(walls), median(cpus)


def milliseconds(value: float) -> str:
    """``value``, in seconds, as whole milliseconds."""
    return f"{1000 * value:.0f}"


def table(title: str, head: tuple[str, ...], lines: Sequence[tuple[object, ...]]) -> None:
    """Print a Markdown table."""
    print(f"\n## {title}\n")
    for line in (head, ("---",) * len(head), *lines):
        print("| " + " | ".join(map(str, line)) + " |", flush=True)


def growth_of(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The exponent of the power of size that the times follow, by least squares: 1 is linear, 2 quadratic."""
    xs, ys = [math.log(size) for size in sizes], [math.log(max(time, 1e-6)) for time in times]
    x, y = fmean(xs), fmean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
