"""The whole command over examples/, in every report format: what it prints is what tests/golden/ holds."""

from __future__ import annotations

import json
import re

import pytest
from tools.make_golden import GOLDEN, ROOT, snapshot, snapshots

VALUES = re.compile(
    r"0[0-9]{1,3}-[0-9]{2,4}-[0-9]{4}|[a-z]+@example\.(com|jp|co\.jp)|[0-9]{12}|[0-9]{3}-[0-9]{4}(?![0-9])"
)


@pytest.mark.parametrize("name", snapshots())
def test_snapshot(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIISCAN_CONFIG", raising=False)
    expected = (GOLDEN / name).read_text(encoding="utf-8")
    assert snapshot(*snapshots()[name]) == expected, "if this is meant: python tools/make_golden.py, and read the diff"


def test_no_snapshot_is_left_over() -> None:
    assert {path.name for path in GOLDEN.glob("*.txt")} == set(snapshots())


def test_snapshots_hold_no_value_of_the_examples() -> None:
    """Seen from the other side: the shapes of values that the sample files are full of."""
    assert VALUES.search((ROOT / "examples" / "order_mail.txt").read_text(encoding="utf-8"))
    for path in GOLDEN.glob("*.txt"):
        text = re.sub(r'"(fingerprint|id|piiscan/v1|primaryLocationLineHash)": "[^"]*"', "", path.read_text("utf-8"))
        text = re.sub(r",[0-9a-f]{32},", ",", text)
        assert not VALUES.search(text), path.name


def test_every_format_found_the_same_number() -> None:
    """Formats that list all findings agree with the count of the JSON report."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.txt")}
    count = sum(json.loads(texts["json"])["summary"]["by_type"].values())
    assert len(json.loads(texts["sarif"])["runs"][0]["results"]) == count
    assert len(json.loads(texts["gitlab"])) == count
    assert len(json.loads(texts["gitlab-secrets"])["vulnerabilities"]) == count
    assert len(json.loads(texts["rdjson"])["diagnostics"]) == count
    assert len(texts["csv"].splitlines()) == count + 1
    assert len(texts["jsonl"].splitlines()) == count + 1
    assert f"{count:,} findings" in texts["text"]
    assert f"{count:,} findings" in texts["markdown"]
