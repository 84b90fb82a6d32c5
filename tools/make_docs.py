"""Writes the parts of docs/ that the program itself knows: types, formats, the command. A test compares them.

python tools/make_docs.py
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from piiscan.cli.main import main as piiscan
from piiscan.data import rows
from piiscan.extract.formats import FORMATS
from piiscan.model import ENTITY_TYPES, SKIP_REASONS
from piiscan.report.reporters import REPORTERS

DOCS = Path(__file__).parent.parent / "docs"
COMMANDS = (
    (),
    ("scan",),
    ("git",),
    ("hook",),
    *(("baseline", *part) for part in ((), ("create",), ("update",), ("show",), ("audit",))),
    *(("config", *part) for part in ((), ("init",), ("show",), ("check",), ("tag",))),
    ("completion",),
    ("types",),
    ("formats",),
    ("extract",),
    ("explain",),
)


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    command = {"command.md": _command("The command", "en"), "command.ja.md": _command("コマンド", "ja")}
    return {"types.md": _types(), "formats.md": _formats()} | command


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    every = [head, ["---"] * len(head), *lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in every)


def _types() -> str:
    titles = {row[0]: row for row in rows("entity_types.tsv")}
    lines = [(f"`{name}`", *titles[name][1:]) for name in ENTITY_TYPES]
    return (
        "# Entity types\n\nThe names follow Presidio's habit; the nearest types of other tools stand beside them. "
        "`piiscan explain TYPE` shows a type's rule, label words and weights.\n\n"
        + _table(("type", "meaning", "意味", "Google SDP", "Microsoft Purview", "Azure", "Presidio"), lines)
    )


def _formats() -> str:
    read = [(row.name, row.title, " ".join(row.suffixes), row.reads) for row in FORMATS]
    return (
        "# Formats\n\nA format is recognised by its first bytes, then its suffix, then what its text looks like.\n\n"
        + _table(("format", "title", "suffixes", "what is read"), read)
        + "\n## What was not examined\n\nEverything unread is named, in every report, with one of these reasons.\n\n"
        + _table(("reason", "meaning"), [(f"`{name}`", text) for name, text in SKIP_REASONS.items()])
        + "\n## Reports\n\n"
        + _table(("format", "what it is"), [(f"`{row.name}`", row.title) for row in REPORTERS])
    )


def _command(title: str, language: str) -> str:
    parts = [
        f"## {' '.join(('piiscan', *command))}\n\n```\n{_help(*command, f'--lang={language}')}```\n"
        for command in COMMANDS
    ]
    return "\n".join([f"# {title}\n", *parts])


def _help(*command: str) -> str:
    """What ``--help`` prints at a width of 100 columns."""
    out = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "100"
    try:
        with contextlib.redirect_stdout(out):
            piiscan([*command, "--help"])
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    return out.getvalue()


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
