"""From an empty repository to a stopped leak in the three commands of both READMEs, word for word."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tools.make_readme import HELD_OUT, commands, stopped, with_figures

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(os.name != "posix", reason="commands for a shell")


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_three_commands_stop_a_leak(name: str, tmp_path: Path) -> None:
    readme = (ROOT / name).read_text(encoding="utf-8")
    lines = commands(readme)
    assert len(lines) == 3
    install, hook, commit = stopped(lines, tmp_path / "repository")
    assert (install.returncode, hook.returncode, commit.returncode) == (0, 0, 1), hook.stderr
    said = commit.stdout + commit.stderr
    assert "PHONE_NUMBER" in said
    assert "5550" not in said
    shown = readme.split(f"$ {lines[2]}\n")[1].split("```")[0]
    assert without_time(shown) == without_time(said)
    assert not list((tmp_path / "repository" / ".git" / "refs" / "heads").iterdir())


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_figures_of_names_are_those_of_the_fit(name: str) -> None:
    readme = (ROOT / name).read_text(encoding="utf-8")
    assert readme == with_figures(readme), f"python tools/make_readme.py brings them up to date with {HELD_OUT.name}"


def without_time(text: str) -> str:
    return re.sub(r"[0-9.]+ s$", "", text, flags=re.MULTILINE)
