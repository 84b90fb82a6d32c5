"""The weights of clues, read from data: no number that moves a score stands in code."""

from __future__ import annotations

from piiscan.data import rows
from piiscan.errors import DataError
from piiscan.model import Evidence

_MOST_COMBINATIONS = 5_000


class Weights:
    """The weights of one detector (log-odds by clue), from ``data/weights/<name>.tsv``."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._together: dict[tuple[str, ...], tuple[Evidence, ...]] = {}
        self._evidence = {row[0]: Evidence(row[0], float(row[1])) for row in rows(f"weights/{name}.tsv")}

    def __getitem__(self, clue: str) -> Evidence:
        """The evidence ``clue`` gives; raises DataError for a clue that the file does not know."""
        try:
            return self._evidence[clue]
        except KeyError:
            raise DataError(f"weights/{self.name}.tsv has no clue {clue!r}") from None

    def __contains__(self, clue: str) -> bool:
        return clue in self._evidence

    def of(self, *clues: str) -> tuple[Evidence, ...]:
        """The evidence of several clues; few combinations occur, so each is put together once."""
        found = self._together.get(clues)
        if found is None:
            found = tuple(self[clue] for clue in clues)
            if len(self._together) < _MOST_COMBINATIONS:
                self._together[clues] = found
        return found
