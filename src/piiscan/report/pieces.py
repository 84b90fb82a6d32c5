"""JSON written piece by piece, a line per item: diffs and snapshots stay readable, and the C encoder stays in use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def listed(items: Iterable[Any]) -> Iterator[str]:
    """A JSON list in pieces, ASCII only, each item on its own line."""
    separator = "[\n"
    for item in items:
        yield separator + json.dumps(item)
        separator = ",\n"
    yield "[]" if separator == "[\n" else "\n]"
