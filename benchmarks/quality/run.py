"""Measures piiscan, as a user gets it, on evaluation corpora that stay outside the repository; prints tables.

    python benchmarks/quality/run.py --corpora FOLDER [--only prose,business,...] [--write]

The folder's layout is described in benchmarks/quality/README.md. Only figures are printed, never a text.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import disguises
import generated
import sets
import taggers

SETS: dict[str, Callable[[Path], str]] = {
    "business": sets.business,
    "generated": generated.generated,
    "disguises": disguises.disguises,
    "prose": sets.prose,
    "tables": sets.tables,
    "webtext": sets.webtext,
    "vectors": sets.vectors,
    "files": sets.files,
    "negative": sets.negative,
    "held_out": sets.held_out,
    "ginza": taggers.ginza,
}


def main() -> None:
    """Measure the wanted sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--only", default=",".join(SETS))
    parser.add_argument("--write", action="store_true", help="write benchmarks/quality/RESULTS.md")
    arguments = parser.parse_args()
    parts = []
    for name in arguments.only.split(","):
        parts.append(SETS[name](arguments.corpora))
        print(parts[-1], flush=True)
    if arguments.write:
        head = (
            "# Quality, measured on the development halves\n\nMade by `make bench`; see README.md beside this file.\n\n"
        )
        (Path(__file__).parent / "RESULTS.md").write_text(head + "\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
