"""Times the hook as a developer waits for it: one changed file, staged, in a repository of its own.

    python benchmarks/speed/hook.py [--rounds 9]

Prints wall and CPU time, and the bar of each. Wall time on a shared machine is what it is: the least of the rounds
comes nearest to a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

TEXT = "電話番号：03-5550-0123\n担当：佐藤 花子\n" + "来週の会議は大会議室で行います。\n" * 20
ROWS = 1_000
BARS = {"no change": 0.4, "one small text file": 0.4, f"an XLSX of {ROWS:,} rows": 1.5}


def prepare(folder: Path, name: str) -> None:
    """Stage what one of the cases is about."""
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    if name.startswith("one"):
        (folder / "memo.txt").write_text(TEXT, encoding="utf-8")
    elif name.startswith("an XLSX"):
        import openpyxl

        book = openpyxl.Workbook()
        book.active.append(["番号", "氏名", "電話番号", "住所"])
        for row in range(ROWS):
            book.active.append(
                [row, "佐藤 花子", f"03-5550-{row:04}", f"東京都千代田区丸の内{row % 3 + 1}-{row % 9 + 1}-1"]
            )
        book.save(folder / "members.xlsx")
    subprocess.run(["git", "add", "."], cwd=folder, check=True)


def timed(folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Wall and CPU seconds of ``piiscan git --staged``; the first run, which may build a word list, is not counted."""
    walls, cpus = [], []
    for _ in range(rounds + 1):
        begin, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "piiscan", "git", "--staged", "--allow-unread"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in {0, 1}:
            raise SystemExit(done.stderr.decode())
        walls.append(perf_counter() - begin)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(walls[1:]), sorted(cpus[1:])


def main() -> int:
    """Time all cases; 1 when the best run of one is above its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    print("| staged | wall s, best | wall s, median | CPU s, median | bar s |\n| --- | --- | --- | --- | --- |")
    missed = False
    for name, bar in BARS.items():
        with tempfile.TemporaryDirectory() as place:
            prepare(Path(place), name)
            walls, cpus = timed(Path(place), rounds)
        middle = rounds // 2
        print(f"| {name} | {walls[0]:.2f} | {walls[middle]:.2f} | {cpus[middle]:.2f} | {bar} |", flush=True)
        missed |= walls[0] > bar
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
