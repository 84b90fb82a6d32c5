"""Collects what fuzzing starts from: every blob that the tests of the extractors make, sorted by the format it is."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob
from piiscan.extract.reader import format_of

ROOT = Path(__file__).parents[2]
LARGEST = 32 * 2**10
"""Longer seeds make every run slow and hold nothing that shorter ones do not."""


class Collector:
    """Keeps the bytes of every blob that is made while the tests run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._make = Blob.__init__

    def pytest_sessionstart(self) -> None:
        """Begin to listen."""
        make, keep = self._make, self._keep

        def listening(blob: Blob, *arguments: Any, **named: Any) -> None:
            make(blob, *arguments, **named)
            keep(blob)

        Blob.__init__ = listening  # type: ignore[method-assign]

    def pytest_sessionfinish(self) -> None:
        """Listen no more."""
        Blob.__init__ = self._make  # type: ignore[method-assign]

    def _keep(self, blob: Blob) -> None:
        if not 0 < blob.size <= LARGEST:
            return
        try:
            content = blob.stream.read()
            blob.stream.seek(0)
            name = format_of(blob).name
            blob.stream.seek(0)
        except (ExtractionError, OSError, ValueError):
            return
        place = self._folder / name
        place.mkdir(parents=True, exist_ok=True)
        (place / sha256(content).hexdigest()[:16]).write_bytes(content)


def main() -> int:
    """Fill the folder that is named."""
    folder = Path(sys.argv[1])
    code = pytest.main(["-q", "-x", "-p", "no:cacheprovider", str(ROOT / "tests" / "extract")], [Collector(folder)])
    print(*(f"{each.name}: {len(list(each.iterdir()))} seeds" for each in sorted(folder.iterdir())), sep="\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
