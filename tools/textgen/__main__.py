"""Command line: writes a synthetic corpus as JSON lines."""

import argparse
import json
import sys
from pathlib import Path

from tools.textgen.corpus import generate


def main(argv: list[str]) -> int:
    """Writes the corpus and returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.textgen", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--out", type=Path, required=True, help="JSON-lines file to write")
    options = parser.parse_args(argv)
    with options.out.open("w", encoding="utf-8", newline="\n") as file:
        for line in generate(options.seed, options.count):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
