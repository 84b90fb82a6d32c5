"""Writes what README.md and README.ja.md show: output of the command, figures of names. Tests compare them.

python tools/make_readme.py
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from piiscan.cli.main import main as piiscan

ROOT = Path(__file__).parent.parent
SHOWN = ("customers.csv", "order_mail.txt")
STOPPED = re.compile(r"(^\$ printf [^\n]* git commit [^\n]*\n).*?(^```$)", re.MULTILINE | re.DOTALL)
HELD_OUT = ROOT / "benchmarks" / "quality" / "HELD_OUT.md"
ROWS = {
    "Business": ("| names in business text", "| 業務文書の氏名"),
    "Prose": ("| names in encyclopedic prose", "| 百科事典"),
}
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


def commands(readme: str) -> list[str]:
    """The three commands that lead to a stopped leak, as the README has them."""
    block = next(part for part in readme.split("```") if "$ piiscan hook\n" in part)
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def stopped(lines: Iterable[str], folder: Path) -> list[subprocess.CompletedProcess[str]]:
    """What the commands print in an empty repository in ``folder``, for people of whom git knows the name."""
    folder.mkdir()
    program = folder.parent / "bin" / "piiscan"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m piiscan "$@"\n', encoding="utf-8")
    (program.parent / "pip").write_text("#!/bin/sh\n", encoding="utf-8")  # what it would install is there
    for each in program.parent.iterdir():
        each.chmod(0o755)
    (folder.parent / ".gitconfig").write_text("[user]\nname = a\nemail = a@example.com\n", encoding="utf-8")
    environment = {"PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(folder.parent), "LC_ALL": "C.UTF-8"}
    run = partial(subprocess.run, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    run(["git", "init", "--quiet"])
    return [run(["sh", "-c", line]) for line in lines]


def _stopped_sample(readme: str) -> str:
    with TemporaryDirectory() as place:
        *_, last = stopped(commands(readme), Path(place) / "repository")
    return last.stdout + last.stderr


def with_figures(readme: str) -> str:
    """The README with the figures of names that the fit measured on texts it had not seen."""
    sections = {part.split("\n")[0]: part for part in HELD_OUT.read_text(encoding="utf-8").split("\n## ")}
    prose, business = _figures(sections["Prose"]), _figures(sections["Business"])
    figures = {"Business": business["**all**"], "Prose": (prose["kanji"][-1], prose["**all**"][-1])}
    lines = readme.split("\n")
    for name, starts in ROWS.items():
        number = next(index for index, line in enumerate(lines) if line.startswith(starts))
        values = iter(figures[name])
        lines[number] = re.sub(r"0\.[0-9]+", lambda _, values=values: f"{next(values):.2f}", lines[number])  # type: ignore[misc]
    return "\n".join(lines)


def _figures(section: str) -> dict[str, tuple[float, ...]]:
    """Precision, recall and F1 of each row of a table of names."""
    found = re.findall(r"^\| (\S+) \| [0-9]+ \| ([0-9.]+) \| ([0-9.]+) \| ([0-9.]+) \|$", section, re.MULTILINE)
    return {name: tuple(map(float, values)) for name, *values in found}


if __name__ == "__main__":
    text, leak = sample(), _stopped_sample((ROOT / "README.md").read_text(encoding="utf-8"))
    for readme in (ROOT / "README.md", ROOT / "README.ja.md"):
        content = readme.read_text(encoding="utf-8")
        content = SAMPLE.sub(lambda match: match[1] + text + match[2], content)
        content = STOPPED.sub(lambda match: match[1] + leak + match[2], content)
        readme.write_text(with_figures(content), encoding="utf-8")
