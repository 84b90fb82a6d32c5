"""The weights of the name model, read from data: blocks of words with a matrix of weights, and what a key adds."""

from __future__ import annotations

from array import array
from binascii import a2b_base64
from collections.abc import Sequence
from functools import cached_property
from itertools import repeat
from sys import byteorder
from typing import NamedTuple

from piiscan.data import lines, raw_lines
from piiscan.detect.names.by_letter import FIRST, LAST, ByLetter
from piiscan.detect.names.table import WordTable
from piiscan.detect.names.words import KnownWords
from piiscan.errors import DataError

SPELLED = "tlhH"
"""What keys of names in katakana, Latin letters and hiragana begin with."""
UNIT = 256
"""Weights are stored in 256ths of a log-odd."""
FILE = "names_weights.txt"
NUMBERS_FILE = "names_weights.numbers.txt"
DEAD_FILE = "names_weights.dead.txt"
WORDS_FILE = "names_weights.words.txt"
COSTS_FILE = "names_weights.costs.txt"


class Block(NamedTuple):
    """Words with a row of small integers each, row after row in ``values``."""

    columns: dict[str, int]
    rows: ByLetter
    values: array[int]

    def value(self, word: str, column: str) -> float | None:
        """The weight of ``word`` in ``column``; None for a word that is not in the block."""
        row = self.rows.find(word)
        return None if row is None else self.values[row * len(self.columns) + self.columns[column]] / UNIT

    def column(self, column: str) -> array[int]:
        """The weights of all words in ``column``, in UNITs."""
        return self.values[self.columns[column] :: len(self.columns)]

    def flat(self) -> dict[str, int]:
        """The weight of every word, of a block with one column."""
        return dict(zip(self.rows.words(), self.values, strict=True))


def parse_blocks(words: Sequence[str], numbers: Sequence[memoryview | str]) -> dict[str, Block]:
    """The blocks of two data files, by title.

    In ``words`` a block is ``[lines name column ...]`` and so many lines of words, each of one letter; its row of
    ``numbers`` is a matrix of int16 (little-endian, base64).
    """
    blocks, at = {}, 0
    for matrix in numbers:
        many, title, *columns = words[at].strip("[]").split(" ")
        first, at = at + 1, at + 1 + int(many)
        found = ByLetter(words[first:at], letter=letter_of(title))
        values = small_numbers(matrix)
        if len(values) != found.size * len(columns):
            raise DataError(f"data file {FILE}: block {title} is damaged")
        blocks[title] = Block({c: n for n, c in enumerate(columns)}, found, values)
    return blocks


def letter_of(title: str) -> slice:
    """Which letter of its words a block goes by: the one nearest to the name for what stands beside names."""
    return LAST if title == "before" else FIRST


def small_numbers(row: memoryview | str) -> array[int]:
    """The int16 in a row of a data file (little-endian, base64)."""
    values = array("h", a2b_base64(row))
    if byteorder == "big":
        values.byteswap()
    return values


class _Weights(dict[str, dict[str, int]]):
    """By the first letter of a key, the weights to look it up in: one dictionary for each of SPELLED, one for all else.

    A third of the keys fits the cache of the processor better than all (most are asked for in vain), and no text has to
    have names in every script.
    """

    def __init__(self, block: Block) -> None:
        super().__init__()
        self._block = block

    def __missing__(self, letter: str) -> dict[str, int]:
        rows, values = self._block.rows, self._block.values
        letters = [letter] if letter in SPELLED else [each for each in rows.letters() if each not in SPELLED]
        found = {word: values[row] for each in letters for word, row in rows[each].items()}
        self.update(dict.fromkeys([letter, *letters], found))
        return found


class NameModel:
    """Lists and weights of the name model."""

    def __init__(
        self, blocks: dict[str, Block] | None = None, words: KnownWords | None = None, dead: str | None = None
    ) -> None:
        if dead is None:
            dead = lines(DEAD_FILE)[0] if blocks is None else ""
        blocks = parse_blocks(lines(FILE), raw_lines(NUMBERS_FILE)) if blocks is None else blocks
        self._words = words
        self.surnames = blocks["surnames"]
        self.given = blocks["given"]
        self.kana_starts = blocks["starts"]
        """The first two letters of given names that go on in kana, with the highest weights of such a name."""
        self.before, self.after = blocks["before"], blocks["after"]
        self.frequent = blocks["dead"].rows.words()
        """Frequent runs of kanji that hold no candidate which can reach the floor: known without a look."""
        self.dead = WordTable(dead)
        """Runs of kanji and words in katakana that hold none, rarer ones too."""
        self._weights = _Weights(blocks["keys"])
        self.settings = blocks["settings"].flat()
        """Numbers that are no weight of a key, such as the prior, in UNITs."""

    def units(self, keys: Sequence[str]) -> int:
        """The sum of the weights of ``keys`` in UNITs; a key that the model does not know weighs nothing.

        ``keys`` are of one script.
        """
        return sum(map(self._weights[keys[0][0]].get, keys, repeat(0))) if keys else 0

    def total(self, keys: Sequence[str]) -> float:
        """The sum of the weights of ``keys`` in log-odds."""
        return self.units(keys) / UNIT

    @cached_property
    def words(self) -> KnownWords:
        """What the dictionaries know."""
        return self._words or read_words()


def read_words() -> KnownWords:
    """The dictionary words as the product ships them."""
    prices, costs, *words = lines(COSTS_FILE)
    rare, single, unknown = map(int, prices.split(" "))
    return KnownWords(
        {chr(row[0]): a2b_base64(row[2:]) for row in raw_lines(WORDS_FILE)},
        ByLetter(words, small_numbers(costs)),
        (rare, single, unknown),
    )
