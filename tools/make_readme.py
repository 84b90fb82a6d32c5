"""Writes the samples of output in README.md and README.ja.md from what the command prints. A test compares them.

python tools/make_readme.py
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from piiscan.cli.main import main as piiscan

ROOT = Path(__file__).parent.parent
SHOWN = ("customers.csv", "members.xlsx", "application.pdf")
LINES_EACH = 4
WIDTH = 118
SAMPLE = re.compile(r"(^\$ [^\n]*piiscan scan examples\n).*?(^```$)", re.MULTILINE | re.DOTALL)


def sample() -> str:
    """A part of what ``piiscan scan examples`` prints: a few findings of some files, and the last line."""
    out = io.StringIO()
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        piiscan(["scan", "examples", "--lang", "en"], out, out)
    finally:
        os.chdir(before)
    blocks = {block.splitlines()[0]: block.splitlines() for block in out.getvalue().split("\n\n") if block.strip()}
    parts = []
    for name in SHOWN:
        lines = [line for line in blocks[f"examples/{name}"] if len(line) <= WIDTH]
        parts.append("\n".join(lines[: LINES_EACH + 1]) + "\n  …")
    return "\n".join([*parts, "", out.getvalue().splitlines()[-1], ""])


if __name__ == "__main__":
    text = sample()
    for readme in (ROOT / "README.md", ROOT / "README.ja.md"):
        content = readme.read_text(encoding="utf-8")
        readme.write_text(SAMPLE.sub(lambda match: match[1] + text + match[2], content), encoding="utf-8")
