"""Fuzzes the extractors one after another, each for some seconds; a target per row of the table of formats.

usage: run.py [--seconds N] [--work FOLDER] [FORMAT...]
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from piiscan.extract.formats import FORMATS

HERE = Path(__file__).parent


def main() -> int:
    """0 when nothing was found; what was found lies in FOLDER/finds and is printed with its error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--work", type=Path, default=Path(".fuzz"))
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    arguments = parser.parse_args()
    seeds, finds = arguments.work / "seeds", arguments.work / "finds"
    if not seeds.exists():
        subprocess.run([sys.executable, HERE / "seeds.py", seeds], check=True)
    finds.mkdir(parents=True, exist_ok=True)
    names = arguments.formats or [row.name for row in FORMATS]
    return max([fuzz(name, arguments.seconds, arguments.work) for name in names], default=0)


def fuzz(name: str, seconds: int, work: Path) -> int:
    """Fuzz one format; its corpus grows in the work folder and is the start of the next run."""
    corpus, seeds = work / "corpus" / name, work / "seeds" / name
    for folder in (corpus, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=25",
        "-rss_limit_mb=1500",
        "-max_len=40000",
        "-print_final_stats=1",
    ]
    command = [sys.executable, HERE / "target.py", name, *options, f"-artifact_prefix={work / 'finds'}/{name}-"]
    done = subprocess.run([*command, corpus, seeds], capture_output=True, text=True, check=False, errors="replace")
    runs = re.search(r"number_of_executed_units: ([0-9]+)", done.stderr)
    print(f"{name}: {runs[1] if runs else '?'} runs, {'nothing' if not done.returncode else 'A FIND'}", flush=True)
    if done.returncode:
        print("\n".join([*done.stdout.splitlines()[-20:], *done.stderr.splitlines()[-5:]]), flush=True)
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
