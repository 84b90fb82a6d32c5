"""``piiscan explain``: for every type its rule, words, weights, examples that hold, and how to silence it."""

from __future__ import annotations

import pytest
from tests.command import piiscan

from piiscan import Config, Scanner
from piiscan.data import rows
from piiscan.model import ENTITY_TYPES
from piiscan.report.columns import width


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ENTITY_TYPES)
def test_every_type(name: str, language: str) -> None:
    code, out, err = piiscan("explain", name, "--lang", language)
    assert (code, err) == (0, "")
    assert out.startswith(f"{name}: ")
    found, label, silence = {
        "en": ("Found: ", "Label words: ", "To silence"),
        "ja": ("検出例: ", "ラベルの語: ", "検出が誤りのとき"),
    }[language]
    assert label in out
    assert silence in out
    assert f"piiscan: ignore[{name}]" in out
    assert found in out or name == "IP_ADDRESS"  # addresses of nobody are test data
    assert name == "PERSON" or " +" in out


@pytest.mark.parametrize("row", list(rows("examples.tsv")), ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_examples_hold(row: list[str]) -> None:
    name, kind, text = row
    assert name in ENTITY_TYPES
    found = {finding.entity_type for finding in Scanner(Config()).scan_text(text)}
    assert (name in found) == (kind == "found")


def test_a_text_is_a_table_that_adds_up() -> None:
    out = piiscan("explain", "電話番号：03-5550-0123")[1]
    assert "5550" not in out
    weights = [float(line.split()[-1]) for line in out.splitlines()[1:-2]]
    total = float(out.split("sum")[1].split()[0])
    assert sum(weights) == pytest.approx(total, abs=0.06)
    assert "03-5550-0123" in piiscan("explain", "電話番号：03-5550-0123", "--show-values")[1]


def test_a_mistyped_type_is_no_text() -> None:
    code, out, err = piiscan("explain", "JP_MYNUMBER")
    assert (code, out) == (2, "")
    assert "did you mean 'JP_MY_NUMBER'?" in err


def test_weights_go_down() -> None:
    out = piiscan("explain", "JP_MY_NUMBER")[1]
    block = out.split("gives the confidence):\n")[1].split("\n\n")[0]
    weights = [float(line.split()[-1]) for line in block.splitlines()]
    assert weights[1:] == sorted(weights[1:], reverse=True)


def test_running_text_fits_a_screen() -> None:
    for language in ("en", "ja"):
        out = piiscan("explain", "PHONE_NUMBER", "--lang", language)[1]
        lines = [line for line in out.splitlines() if not line.startswith(("Found", "検出", "Not"))]
        assert max(map(width, lines)) <= 120


def test_test_data() -> None:
    code, out, _ = piiscan("explain", "test-data")
    assert code == 0
    assert "PHONE_NUMBER" in out
    assert "EMAIL_ADDRESS (example)" in out
