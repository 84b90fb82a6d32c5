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
SHOWN = ("customers.csv", "order_mail.txt")
SAMPLE = re.compile(r"(^\$ [^\n]*piiscan scan examples\n).*?(^```$)", re.MULTILINE | re.DOTALL)


def sample() -> str:
    """A part of what ``piiscan scan examples`` prints: the blocks of some files, what to do, and the last line."""
    out = io.StringIO()
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        piiscan(["scan", "examples", "--lang", "en"], out, out)
    finally:
        os.chdir(before)
    blocks = out.getvalue().rstrip("\n").split("\n\n")
    shown = [block for name in SHOWN for block in blocks if block.startswith(f"examples/{name}")]
    return "\n\n".join([*shown, "…", *blocks[-2:]]) + "\n"


if __name__ == "__main__":
    text = sample()
    for readme in (ROOT / "README.md", ROOT / "README.ja.md"):
        content = readme.read_text(encoding="utf-8")
        readme.write_text(SAMPLE.sub(lambda match: match[1] + text + match[2], content), encoding="utf-8")
