"""Fits the name model and writes ``src/piiscan/data/names_weights.txt`` and the files that begin alike.

    python tools/fit_names.py --corpora CORPORA --dictionaries LISTS --generated GENERATED.jsonl --date 2026-11-25

CORPORA is the folder of the development corpora, LISTS that of the trial lists (for their readings), GENERATED
the output of ``python -m tools.textgen``. Needs scipy, sudachipy, sudachidict-core and jumandic, none of which the
product needs.
Takes about ten minutes and 6 GB. Prints the figures out of fold first, then fits on everything that may be fitted on.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.names.fitting import Inputs, fit_names


def main() -> int:
    """Zero when the files were written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--dictionaries", type=Path, required=True)
    parser.add_argument("--generated", type=Path, required=True)
    parser.add_argument("--date", required=True, help="date to write into the files")
    parser.add_argument("--output", type=Path, default=Path("src/piiscan/data"))
    parser.add_argument("--novels", type=float, default=0.25, help="share of the novels to label and learn from")
    parser.add_argument("--cache", type=Path, help="folder for intermediate results, to go on from")
    parser.add_argument(
        "--figures", type=Path, help="file for the figures out of fold (benchmarks/quality/HELD_OUT.md)"
    )
    parser.add_argument("--entities", type=Path, help="what tools/tag_entities.py wrote; helps to judge the novels")
    options = parser.parse_args()
    inputs = Inputs(
        options.corpora, options.dictionaries, options.generated, options.novels, options.cache, options.entities
    )
    fit_names(inputs, options.output, options.date, options.figures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
