"""The layers of the house as data: an import that runs up or across the wings fails here."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "piiscan"

# From the cellar to the roof: a room may import rooms of lower floors and itself; rooms of one floor never meet.
FLOORS = (
    ("errors", "late"),
    ("model", "data"),
    ("places", "tags", "words", "failures"),
    ("limits", "findings"),
    ("structure",),
    ("ignores",),
    ("config", "plugins"),
    ("extract", "detect", "report", "sources"),
    ("scan",),
    ("workers", "lines", "since"),
    ("baseline", "git"),
    ("paths",),
    ("cli", "integrations", "__init__"),
    ("__main__",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
HEAVY = (
    "rich",
    "pdfminer",
    "pebble",
    "regex",
    "daachorse",
    "ahocorasick",
    "xml",
    "zipfile",
    "multiprocessing",
    "numpy",
)
SLOW = {
    "datetime",
    "hashlib",
    "html",
    "ipaddress",
    "json",
    "pathlib",
    "queue",
    "shutil",
    "threading",
    "urllib",
}
"""Modules of the standard library that take 0.5 to 5 milliseconds, of the 65 that a small ASCII file takes."""


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "piiscan" else [node.module]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        rooms |= {name.split(".")[1] for name in names if name.startswith("piiscan.")}
    return rooms - {"__version__"}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_down(path: Path) -> None:
    room = room_of(path)
    for other in imported_rooms(path) - {room}:
        assert FLOOR_OF[other] < FLOOR_OF[room], f"{room} must not import {other}"


def test_every_room_has_a_floor() -> None:
    rooms = {path.name.removesuffix(".py") for path in SOURCE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert rooms - {"__pycache__", "py.typed"} <= FLOOR_OF.keys()


def test_only_the_command_prints_and_reads_the_environment() -> None:
    for path in SOURCE.rglob("*.py"):
        if room_of(path) == "cli":
            continue
        text = path.read_text(encoding="utf-8")
        for word in ("print(", "sys.argv", "sys.exit", "os.environ", "os.getenv"):
            assert word not in text, f"{path}: {word}"


def loaded_by(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join([str(SOURCE.parent), *sys.path])},
    )
    return set(done.stderr.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_by("from piiscan.cli.main import main\nmain(['--help'])")
    assert not loaded & set(HEAVY)


def test_import_loads_nothing_heavy() -> None:
    assert not loaded_by("import piiscan") & {*HEAVY, "dataclasses"}


def test_ascii_scan_loads_no_document_library(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("nothing to see here, call 03-1234-5678\n")
    loaded = loaded_by(f"from piiscan.cli.main import main\nmain(['scan', {str(file)!r}])")
    assert not loaded & {"rich", "pdfminer", "pebble", "xml", "zipfile", "multiprocessing"}
    assert not loaded & SLOW


def test_short_japanese_texts_make_no_second_list_of_ascii_words() -> None:
    from piiscan import Scanner

    scanner = Scanner()
    assert scanner.scan_text("電話番号：03-5550-0123")
    assert "_ascii_lexicon" not in vars(scanner._toolbox)


def test_no_dictionary_for_ascii_text() -> None:
    from piiscan.detect.toolbox import Toolbox

    toolbox = Toolbox()
    toolbox.lexicon_for("plain")
    toolbox.detectors_for("plain")
    assert "_full_lexicon" not in vars(toolbox)
    assert "person" not in toolbox._made
    assert "_for_all" not in vars(toolbox)
