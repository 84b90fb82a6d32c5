"""The walk: every regular file once, in order, and a reason for everything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from piiscan.errors import UsageError
from piiscan.model import Skip
from piiscan.sources.paths import Excluded, Found, walk


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "deep/er/c.txt", ".git/objects/x", "node_modules/m.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def names(tree: Path, *exclude: str) -> list[str]:
    return [os.path.relpath(item.path, tree) for item in walk([str(tree)], exclude) if isinstance(item, Found)]


def test_order_is_alphabetical_and_git_stays_out(tree: Path) -> None:
    assert names(tree) == ["a.txt", "b.txt", "deep/er/c.txt", "node_modules/m.js"]


def test_exclusions_are_named_with_their_rule(tree: Path) -> None:
    items = list(walk([str(tree)], ["node_modules/", "*.txt", "!a.txt"]))
    rules = {os.path.relpath(item.path, tree): item.rule for item in items if isinstance(item, Excluded)}
    assert rules == {".git": ".git/", "node_modules": "node_modules/", "b.txt": "*.txt", "deep/er/c.txt": "*.txt"}
    assert names(tree, "node_modules/", "*.txt", "!a.txt") == ["a.txt"]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
def test_links_and_devices_are_named(tree: Path) -> None:
    (tree / "loop").symlink_to(tree)
    os.mkfifo(tree / "pipe")
    os.link(tree / "a.txt", tree / "hard.txt")
    skips = {Path(item.path).name: item.reason for item in walk([str(tree)]) if isinstance(item, Skip)}
    assert skips == {"loop": "not_regular", "pipe": "not_regular"}
    assert "hard.txt" not in names(tree)


def test_deep_trees_cost_no_recursion(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(300):
        here = here / "d"
    here.mkdir(parents=True)
    (here / "x").write_text("x")
    assert len(names(tmp_path)) == 1


def test_missing_path() -> None:
    with pytest.raises(UsageError, match="no such file or folder: nowhere"):
        list(walk(["nowhere"]))
