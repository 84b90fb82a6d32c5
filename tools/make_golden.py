"""Writes tests/golden/: what the command prints for examples/ in every report format. A test compares them.

python tools/make_golden.py
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

from piiscan import __version__
from piiscan.cli.main import main as piiscan
from piiscan.report.reporters import REPORTERS

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
IN_JAPANESE = ("text", "markdown")
# What differs from run to run, and from version to version.
VARIABLE = (
    (re.compile(r'"seconds": [0-9.]+'), '"seconds": 0'),
    (re.compile(r"[0-9.]+ s(?=$|[;\n*])", re.MULTILINE), "0.0 s"),
    (re.compile(r"[0-9.]+ 秒"), "0.0 秒"),
    (re.compile(r'(?<=_time": ")[0-9T:-]+'), "…"),
    (re.compile(r'(?<= time=")[0-9.]+'), "0"),
    (re.compile(r'(?<= timestamp=")[0-9T:-]+'), "…"),
)


def snapshots() -> dict[str, tuple[str, str]]:
    """Every snapshot by file name: its format and language."""
    found = {f"{row.name}.txt": (row.name, "en") for row in REPORTERS}
    return found | {f"{name}.ja.txt": (name, "ja") for name in IN_JAPANESE}


def snapshot(format_name: str, language: str) -> str:
    """What the command prints for examples/, without what varies. The folder is the root of the project meanwhile."""
    out = io.StringIO()
    with contextlib.chdir(ROOT):
        piiscan(["scan", "examples", "--format", format_name, "--lang", language, "--jobs", "1"], out, out)
    text = out.getvalue().replace(f'"version": "{__version__}"', '"version": "…"')
    for pattern, stand_in in VARIABLE:
        text = pattern.sub(stand_in, text)
    return text


if __name__ == "__main__":
    os.environ.pop("PIISCAN_CONFIG", None)
    GOLDEN.mkdir(exist_ok=True)
    for name, asked in snapshots().items():
        (GOLDEN / name).write_text(snapshot(*asked), encoding="utf-8", newline="\n")
        print(name)
