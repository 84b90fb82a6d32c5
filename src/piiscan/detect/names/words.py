"""Which words the dictionaries know, and how a run of kanji is best cut into words that are no names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from zlib import crc32

CLASSES = "nlLopxsgSG"
"""n common word, l place, L country, o organisation, p foreign or historical person, x prefix or suffix, s surname and
g given name of any tier, S reading of a surname, G of a given name."""
WORD_CLASSES = "nlLo"
PROBES = 6
_MORE_PROBES = tuple(range(1, PROBES))
_MEMORY = 50_000
_LONGEST = 7
_DEAR = 1_000_000


def slots(word: str, size: int) -> list[int]:
    """The bits that stand for ``word`` in a filter of ``size`` bits (Bloom 1970, two hashes out of one)."""
    first = crc32(word.encode())
    step = (first >> 15) | 1
    return [(first + n * step) % size for n in range(PROBES)]


Filter = tuple[str, bytes, int]
"""The letter of a class, the bits of its words, how many bits there are."""


class _Answers(dict[str, bool]):
    """By word, whether it is one; asked for once and remembered: a hit costs no call. Forgets all when it is full."""

    def __init__(self, costs: Mapping[str, int], filters: list[Filter]) -> None:
        super().__init__()
        self._costs, self._filters = costs, filters

    def __missing__(self, word: str) -> bool:
        if len(self) >= _MEMORY:
            self.clear()
        answer = self[word] = word in self._costs or bool(_look_up(word, self._filters))
        return answer


def _look_up(word: str, filters: list[Filter]) -> str:
    """The letters of the filters that know ``word``. Six in ten say no at the first bit, so that is asked apart."""
    first = crc32(word.encode())
    step = (first >> 15) | 1
    found = ""
    for letter, table, size in filters:
        bit = first % size
        if not table[bit >> 3] >> (bit & 7) & 1:
            continue
        for n in _MORE_PROBES:
            bit = (first + n * step) % size
            if not table[bit >> 3] >> (bit & 7) & 1:
                break
        else:
            found += letter
    return found


class Totals(NamedTuple):
    """Costs of the cheapest cuts of a run into words, in tenths of a nat."""

    before: list[int]
    """By length n, of the first n characters."""
    after: list[int]
    """By offset n, of the characters from n on."""


class KnownWords:
    """Words by class in Bloom filters (900,000 in 1.3 MB; 1 in 300 unknown words counts as known), and costs."""

    def __init__(self, filters: Mapping[str, bytes], costs: Mapping[str, int], prices: tuple[int, int, int]) -> None:
        sized = {letter: (letter, table, len(table) * 8) for letter, table in filters.items()}
        self._of_kanji = [sized[letter] for letter in CLASSES if letter in sized and letter not in "SG"]
        self._of_others = [sized[letter] for letter in CLASSES if letter in sized and letter not in "sg"]
        self._costs = costs
        self._rare, self._single, self._unknown = prices
        self._classes: dict[str, str] = {}
        self.is_word = _Answers(costs, [sized[letter] for letter in WORD_CLASSES if letter in sized])
        """By word, whether a dictionary knows it as something else than a name."""
        self._totals: dict[str, Totals] = {}

    def classes(self, word: str) -> str:
        """The letters of :data:`CLASSES` that ``word`` belongs to."""
        found = self._classes.get(word)
        if found is None:
            found = _look_up(word, self._of_kanji if word[:1] >= "一" else self._of_others)
            if len(self._classes) > _MEMORY:
                self._classes.clear()
            self._classes[word] = found
        return found

    def totals(self, run: str) -> Totals:
        """The costs of the cheapest cuts of the beginnings and ends of ``run``."""
        known = self._totals.get(run)
        if known is None:
            if len(self._totals) >= _MEMORY:
                self._totals.clear()
            known = self._totals[run] = self._cut(run)
        return known

    def _cut(self, run: str) -> Totals:
        size = len(run)
        costs, is_word = self._costs, self.is_word
        before = [0] + [_DEAR] * size
        prices: list[list[tuple[int, int]]] = []
        for start in range(size):
            base = before[start]
            cost = costs.get(run[start])
            here = [(start + 1, self._unknown if cost is None else cost + self._single)]
            for end in range(start + 2, min(start + _LONGEST, size) + 1):
                word = run[start:end]
                cost = costs.get(word)
                if cost is not None:
                    here.append((end, cost))
                elif is_word[word]:
                    here.append((end, self._rare))
            for end, cost in here:
                if base + cost < before[end]:  # noqa: PLR1730  (min() doubles the time of this loop)
                    before[end] = base + cost
            prices.append(here)
        after = [0] * (size + 1)
        for start in range(size - 1, -1, -1):
            best = _DEAR
            for end, cost in prices[start]:
                if cost + after[end] < best:  # noqa: PLR1730
                    best = cost + after[end]
            after[start] = best
        return Totals(before, after)
