"""Contents that lie in memory, such as what a version control system keeps."""

from __future__ import annotations

from typing import NamedTuple


class Loaded(NamedTuple):
    """Bytes in memory, and the path they are reported under."""

    path: str
    content: bytes

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)
