"""The fuzzing of ``make fuzz``: it has a target for every format, and sees what it must see."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from piiscan.extract.formats import FORMATS

TOOLS = Path(__file__).parents[2] / "tools" / "fuzz"
needs_atheris = pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="pip install atheris")
PLUGIN = """
import sys
sys.argv = ["target.py", *sys.argv[1:]]
sys.path.insert(0, {tools!r})
import target
from piiscan.model import Segment, Skip
def broken(blob, limits):
    data = blob.stream.read()
    yield Segment(data.decode("latin-1"))
    if b"\\x00BUG" in data:
        raise KeyError("x")
target.extractor_of = lambda row: broken
target.main()
"""


@pytest.mark.slow
@needs_atheris
@pytest.mark.parametrize("name", ["csv", "docx", "pdf"])
def test_a_target_runs(name: str, tmp_path: Path) -> None:
    assert name in {row.name for row in FORMATS}
    (tmp_path / "seeds").mkdir()
    with zipfile.ZipFile(tmp_path / "seeds" / "a", "w") as archive:
        archive.writestr("word/document.xml", "<w:p/>")
    command = [
        sys.executable,
        TOOLS / "target.py",
        name,
        "-runs=30",
        f"-artifact_prefix={tmp_path}/",
        tmp_path / "seeds",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done 3" in done.stderr


@pytest.mark.slow
@needs_atheris
def test_an_error_is_a_find(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a").write_bytes(b"x\0BUG")
    program = PLUGIN.format(tools=str(TOOLS))
    command = [sys.executable, "-c", program, "csv", "-runs=50", f"-artifact_prefix={tmp_path}/", tmp_path / "seeds"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode != 0
    assert "KeyError" in done.stdout + done.stderr
    assert list(tmp_path.glob("crash-*"))


@pytest.mark.slow
def test_seeds_come_from_the_tests_of_the_extractors(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; import pytest, seeds\n"
        "pytest.main(['-q', '-p', 'no:cacheprovider', sys.argv[3]], [seeds.Collector(Path(sys.argv[1]))])"
    )
    test = TOOLS.parents[1] / "tests" / "extract" / "test_rtf.py"
    subprocess.run([sys.executable, "-c", program, tmp_path, TOOLS, test], check=True, capture_output=True, timeout=200)
    assert len(list((tmp_path / "rtf").iterdir())) > 20
