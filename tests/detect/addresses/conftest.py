"""A scan with the address and postal code detectors only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from piiscan.detect.pipeline import Spotted, detect
from piiscan.detect.toolbox import Toolbox
from piiscan.model import Mark, Place, Segment

Scan = Callable[..., list[Spotted]]


@pytest.fixture(scope="session")
def toolbox() -> Toolbox:
    """The tools for both types."""
    return Toolbox(["JP_ADDRESS", "JP_POSTAL_CODE"])


@pytest.fixture(scope="session")
def scan(toolbox: Toolbox) -> Scan:
    """The findings of one type in a text at the default threshold."""

    def run(text: str, kind: str = "JP_ADDRESS", marks: Sequence[Mark] = (), least: float = 0.5) -> list[Spotted]:
        found = detect([Segment(text, Place(line=1), marks)], toolbox)
        return [s for s in found if s.entity_type == kind and s.confidence >= least]

    return run


@pytest.fixture(scope="session")
def scan_table(scan: Scan) -> Callable[..., list[str]]:
    """The values found in a table given as a header and rows, cells joined as the extractors join them."""

    def run(header: Sequence[str], *rows: Sequence[str], kind: str = "JP_ADDRESS") -> list[str]:
        text, marks = "", []
        for number, row in enumerate((header, *rows)):
            for column, cell in enumerate(row):
                text += "\t" if column else ""
                label = header[column] if number else ""
                marks.append(Mark(len(text), len(text) + len(cell), Place(sheet="1", cell=f"{column}/{number}"), label))
                text += cell
            text += "\n"
        return [spotted.value for spotted in scan(text, kind, marks)]

    return run
