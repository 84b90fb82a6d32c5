"""Times piiscan as a user gets it: by kind of text and stage, at start-up, with two processes, in memory, over sizes.

    python benchmarks/speed/run.py [--size 1.5] [--only kinds,files,stages,startup,processes,small,memory,linear,growth]

``--size 10 --only growth`` goes up to files of 100 MB, ``--size 15 --only small`` to 100,000 files (minutes each).
Absolute figures drift on shared machines: beside them stands a ruler, a plain ``re`` digit search and a UTF-8 decode of
the same bytes in the same run.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from commands import files, memory, processes, startup
from growth import growth, linear, small
from texts import kinds, stages

PARTS = {
    "kinds": kinds,
    "files": files,
    "stages": stages,
    "startup": startup,
    "processes": processes,
    "small": small,
    "memory": memory,
    "linear": linear,
    "growth": growth,
}


def main() -> None:
    """Run the wanted parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=float, default=1.5, help="million characters per kind of text")
    parser.add_argument("--only", default=",".join(PARTS))
    arguments = parser.parse_args()
    for name in arguments.only.split(","):
        PARTS[name](int(arguments.size * 1e6))


if __name__ == "__main__":
    main()
