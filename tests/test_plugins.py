"""Plug-ins: a package's own rows work like the built-in ones, and only when the configuration names them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from piiscan import Config, ConfigError, Scanner
from piiscan.cli.main import main
from piiscan.plugins import load

CODE = """
from piiscan.detect.candidate import Candidate
from piiscan.detect.detectors import DetectorRow
from piiscan.extract.protocol import Format
from piiscan.model import Evidence, Segment
from piiscan.report.protocol import ReporterRow

DETECTOR = DetectorRow("badge", "acme:Badges", ("ACME_BADGE",))
FORMAT = Format("acme", "ACME file", (".acme",), "acme:extract")
REPORTER = ReporterRow("acme-count", "a count", "acme:report")

class Badges:
    def __init__(self, kinds):
        pass
    def candidates(self, view):
        at = view.text.find("BADGE-")
        if at >= 0:
            yield Candidate("ACME_BADGE", at, at + 9, (Evidence("shape", 2.0),))

def extract(blob, limits):
    yield Segment(blob.stream.read().decode()[::-1])

def report(results, tally, options):
    for _ in results:
        pass
    yield f"{tally.findings} in all\\n"
"""
POINTS = """
[piiscan.detectors]
badge = acme:DETECTOR
[piiscan.extractors]
acme = acme:FORMAT
[piiscan.reporters]
acme-count = acme:REPORTER
broken = acme:NOTHING
"""


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "acme.py").write_text(CODE, encoding="utf-8")
    info = tmp_path / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "acme", raising=False)


def test_nothing_without_a_name() -> None:
    assert Scanner().scan_text("BADGE-123") == []
    assert "acme" not in sys.modules


def test_detector() -> None:
    (finding,) = Scanner(Config(plugins=("badge",))).scan_text("see BADGE-123")
    assert (finding.entity_type, finding.start, finding.end) == ("ACME_BADGE", 4, 13)


def test_extractor(tmp_path: Path) -> None:
    (tmp_path / "x.acme").write_text("321-EGDAB", encoding="utf-8")
    result = Scanner(Config(plugins=("acme", "badge"))).scan_file(tmp_path / "x.acme")
    assert (result.format, [finding.entity_type for finding in result.findings]) == ("acme", ["ACME_BADGE"])


def test_reporter(tmp_path: Path) -> None:
    (tmp_path / "piiscan.toml").write_text('plugins = ["acme-count", "badge"]\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("BADGE-123", encoding="utf-8")
    out = io.StringIO()
    command = ["scan", "--config", str(tmp_path / "piiscan.toml"), "--format", "acme-count", str(tmp_path / "a.txt")]
    assert main(command, out, out) == 1
    assert out.getvalue() == "1 in all\n"


def test_unknown_and_broken_names_are_one_clear_error() -> None:
    with pytest.raises(ConfigError, match="no installed package offers 'nothing'"):
        Scanner(Config(plugins=("nothing",)))
    with pytest.raises(ConfigError, match="'broken' cannot be loaded"):
        load("piiscan.reporters", ("broken",))
