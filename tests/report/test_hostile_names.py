"""Whatever stands in a path, a sheet, a pointer or a detail: every format stays whole, and harmless on a terminal."""

from __future__ import annotations

import csv
import io
import json
from unicodedata import category
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_reporters import NAMES, finding, render
from test_sarif import at

from piiscan.model import SKIP_REASONS, FileResult, Place, Skip
from piiscan.report.protocol import LANGUAGES

TRICKS = [
    "\n",
    "\r",
    "\t",
    "\x1b[2J",
    "\u202e",
    "\u2028",
    "\x85",
    "::",
    "##[",
    "%0A",
    "]](",
    "|",
    "`",
    "<!--",
    "]]>",
    "&",
    '"',
]
pieces = st.text(st.characters(exclude_categories=()), max_size=4) | st.sampled_from(TRICKS)
anything = st.lists(pieces, max_size=4).map("".join)
places = st.builds(
    Place, line=st.integers(0, 5), sheet=anything, cell=anything, member=anything, pointer=anything, part=anything
)
skips = st.builds(Skip, anything, st.sampled_from(list(SKIP_REASONS)), anything, anything, anything)


@pytest.mark.parametrize("name", NAMES)
@example("::", Place(pointer="::error::x"), Skip("::", "time", "::", "::", "::"), "en")
@settings(deadline=None)
@given(anything, places, skips, st.sampled_from(LANGUAGES))
def test_every_format_survives(name: str, path: str, place: Place, skip: Skip, language: str) -> None:
    text = render(name, [FileResult(path, (at(place), finding()), (skip,), "text")], language=language)
    text.encode("utf-8")
    odd = {c for c in text if category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert odd <= ({"\n", "\ufeff"} if name == "csv" else {"\n"})
    commands = sum(line.lstrip().startswith("::") for line in text.splitlines())
    match name:
        case "json" | "sarif" | "gitlab" | "gitlab-secrets" | "rdjson":
            json.loads(text)
        case "jsonl":
            assert len([json.loads(line) for line in text.splitlines()]) == 4
        case "junit":
            assert len(ET.fromstring(text.encode())[1].findall("testcase")) == 1  # noqa: S314 - our own
        case "csv":
            assert len(list(csv.DictReader(io.StringIO(text[1:])))) == 3
        case "markdown":
            assert text.count("\n## ") == 3
    assert commands in ({3, 4} if name == "github" else {0})  # both findings may stand in one record
    assert "##[" not in text or name in {"json", "jsonl", "sarif"}
