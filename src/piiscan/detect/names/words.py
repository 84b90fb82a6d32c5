"""Which words the dictionaries know, and how a run of kanji is best cut into words that are no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from zlib import crc32

from piiscan.detect.names.by_letter import ByLetter
from piiscan.detect.names.memory import Memory

CLASSES = "nlLopxsgTSGJCW"
"""n common word, l place, L country, o organisation, p foreign or historical person, x prefix or suffix, s surname and
g given name of any tier, T title behind a name, S reading of a surname, G of a given name; J person, C place, W thing
that Wikipedia has an article about, in katakana or Latin letters."""
WORD_CLASSES = "nlLo"
PROBES = 6
_MORE_PROBES = tuple(range(1, PROBES))
_MEMORY = 50_000
LONGEST_WORD = 40
"""No dictionary has a longer one, and to remember runs of 60,000 characters would fill the memory."""
_LONGEST = 7


def slots(word: str, size: int) -> list[int]:
    """The bits that stand for ``word`` in a filter of ``size`` bits (Bloom 1970, two hashes out of one)."""
    first = crc32(word.encode())
    step = (first >> 15) | 1
    return [(first + n * step) % size for n in range(PROBES)]


Filter = tuple[str, bytes, int]
"""The letter of a class, the bits of its words, how many bits there are."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Whether a word has a cost or is in one of the filters."""

    costs: ByLetter
    filters: list[Filter]

    def __call__(self, word: str) -> bool:
        return word in self.costs[word[:1]] or bool(_look_up(self.filters, 1, word))


def _look_up(filters: list[Filter], enough: int, word: str) -> str:
    """The letters of the first filters, up to ``enough``, that know ``word``.

    Six in ten say no at the first bit, so that is asked apart.
    """
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
            if len(found) == enough:
                break
    return found


class KnownWords:
    """Words by class in Bloom filters (900,000 in 1.3 MB; 1 in 300 unknown words counts as known), and costs."""

    def __init__(self, filters: Mapping[str, bytes], costs: ByLetter, prices: tuple[int, int, int]) -> None:
        sized = {letter: (letter, table, len(table) * 8) for letter, table in filters.items()}
        self._of_kanji = [sized[letter] for letter in CLASSES if letter in sized and letter not in "SGJCW"]
        self._of_others = [sized[letter] for letter in CLASSES if letter in sized and letter not in "sgT"]
        self._costs = costs
        self._rare, self._single, self._unknown = prices
        self._classes: dict[str, str] = {}
        in_words = _Known(costs, [sized[letter] for letter in WORD_CLASSES if letter in sized])
        self.is_word: Memory[str, bool] = Memory(in_words, _MEMORY)
        """By word, whether a dictionary knows it as something else than a name."""
        # One filter each instead of all: cuts of kana ask for nothing else, and for many words. What is found is the
        # letter of the class, or nothing.
        self.is_surname_reading = Memory(partial(_look_up, [sized["S"]] if "S" in sized else [], 1), _MEMORY)
        self.is_given_reading = Memory(partial(_look_up, [sized["G"]] if "G" in sized else [], 1), _MEMORY)
        self.is_title = Memory(partial(_look_up, [sized["T"]] if "T" in sized else [], 1), _MEMORY)
        self.cost: Memory[str, int] = Memory(self._cut, _MEMORY)
        """By run the cost of its cheapest cut into words, in tenths of a nat; remembered, as endings come again."""

    def classes(self, word: str) -> str:
        """The letters of :data:`CLASSES` that ``word`` belongs to."""
        found = self._classes.get(word)
        if found is None:
            if len(word) > LONGEST_WORD:
                return ""
            found = _look_up(self._of_kanji if word[:1] >= "一" else self._of_others, len(CLASSES), word)
            if len(self._classes) > _MEMORY:
                self._classes.clear()
            self._classes[word] = found
        return found

    def readings(self, word: str) -> str:
        """S where ``word`` is the reading of a surname, G where it is one of a given name."""
        return self.is_surname_reading[word] + self.is_given_reading[word]

    def _cut(self, run: str) -> int:
        """See :attr:`cost`. The filters are asked only about words that would make the cut cheaper."""
        is_word, rare = self.is_word, self._rare
        costs = list(map(self._costs.__getitem__, run))
        before = [0]
        for end, character in enumerate(run, 1):
            cost = costs[end - 1].get(character)
            least = before[-1] + (self._unknown if cost is None else cost + self._single)
            without: list[int] = []
            for start in range(end - _LONGEST if end > _LONGEST else 0, end - 1):
                base = before[start]
                if base >= least:
                    continue
                cost = costs[start].get(run[start:end])
                if cost is None:
                    without.append(start)
                elif base + cost < least:
                    least = base + cost
            for start in without:
                if before[start] + rare < least and is_word[run[start:end]]:
                    least = before[start] + rare
            before.append(least)
        return before[-1]
