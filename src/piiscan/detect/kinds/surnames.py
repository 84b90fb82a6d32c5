"""Which words are listed surnames, looked up in the sorted list itself."""

from __future__ import annotations

from functools import cached_property

from piiscan.data import text

_MEMORY = 20_000
"""How many answers are remembered: the same words stand before the dates of a law or a log."""


class Surnames:
    """The list of surnames. It is asked a few times a text, so that no table is made of its 80,000 lines."""

    longest = 5
    """How many code points the longest has."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    @cached_property
    def _lines(self) -> str:
        return text("surnames.tsv")

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            known = self._known[word] = self._is_listed(word)
        return known

    def _is_listed(self, word: str) -> bool:
        lines, key = self._lines, word + "\t"
        low, high = 0, len(lines)
        while low < high:  # both stand at the beginning of a line, or at the end
            start = lines.rfind("\n", low, (low + high) // 2) + 1 or low
            end = lines.index("\n", start) + 1
            if lines.startswith(key, start):
                return True
            if lines[start : lines.index("\t", start)] < word:
                low = end
            else:
                high = start
        return False
