"""Which words the dictionaries know, and how a run of kanji is best cut into words that are no names."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

CLASSES = "nlLopxsgSG"
"""n common word, l place, L country, o organisation, p foreign or historical person, x prefix or suffix, s surname and
g given name of any tier, S reading of a surname, G of a given name."""
WORD_CLASSES = "nlLo"
PROBES = 6
_MEMORY = 50_000
_LONGEST = 7


def slots(word: str, size: int) -> list[int]:
    """The bits that stand for ``word`` in a filter of ``size`` bits (Bloom 1970, two hashes out of one)."""
    first = crc32(word.encode())
    step = (first >> 15) | 1
    return [(first + n * step) % size for n in range(PROBES)]


class KnownWords:
    """Words by class in Bloom filters (900,000 in 1.3 MB; 1 in 300 unknown words counts as known), and costs."""

    def __init__(self, filters: Mapping[str, bytes], costs: Mapping[str, int], prices: tuple[int, int, int]) -> None:
        sized = {letter: (letter, table, len(table) * 8) for letter, table in filters.items()}
        self._of_kanji = [sized[letter] for letter in CLASSES if letter in sized and letter not in "SG"]
        self._of_others = [sized[letter] for letter in CLASSES if letter in sized and letter not in "sg"]
        self._of_words = [sized[letter] for letter in WORD_CLASSES if letter in sized]
        self._costs = costs
        self._rare, self._single, self._unknown = prices
        self._classes: dict[str, str] = {}
        self._words: dict[str, bool] = {}
        self._totals: dict[str, tuple[int, ...]] = {}

    def classes(self, word: str) -> str:
        """The letters of :data:`CLASSES` that ``word`` belongs to."""
        found = self._classes.get(word)
        if found is None:
            found = self._look_up(word, self._of_kanji if word[:1] >= "一" else self._of_others)
            if len(self._classes) > _MEMORY:
                self._classes.clear()
            self._classes[word] = found
        return found

    def is_word(self, word: str) -> bool:
        """Whether a dictionary knows ``word`` as something else than a name."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) > _MEMORY:
                self._words.clear()
            found = self._words[word] = word in self._costs or bool(self._look_up(word, self._of_words))
        return found

    @staticmethod
    def _look_up(word: str, filters: list[tuple[str, bytes, int]]) -> str:
        first = crc32(word.encode())
        step = (first >> 15) | 1
        found = ""
        for letter, table, size in filters:
            for n in range(PROBES):
                bit = (first + n * step) % size
                if not table[bit >> 3] >> (bit & 7) & 1:
                    break
            else:
                found += letter
        return found

    def totals(self, run: str) -> tuple[int, ...]:
        """For each length n, the cost of the cheapest cut of ``run[:n]`` into words (tenths of a nat)."""
        known = self._totals.get(run)
        if known is None:
            if len(self._totals) > _MEMORY:
                self._totals.clear()
            known = self._totals[run] = self._cut(run)
        return known

    def total(self, run: str) -> int:
        """The cost of the cheapest cut of ``run``."""
        return self.totals(run)[-1]

    def _cut(self, run: str) -> tuple[int, ...]:
        totals = [0]
        costs = self._costs
        for end in range(1, len(run) + 1):
            cost = costs.get(run[end - 1])
            best = totals[-1] + (self._unknown if cost is None else cost + self._single)
            for start in range(max(0, end - _LONGEST), end - 1):
                if totals[start] >= best:
                    continue
                word = run[start:end]
                price = costs.get(word)
                if price is None and self.is_word(word):
                    price = self._rare
                if price is not None and totals[start] + price < best:
                    best = totals[start] + price
            totals.append(best)
        return tuple(totals)
