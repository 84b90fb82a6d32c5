"""The weights of the name model, read from data: blocks of words with a matrix of weights, and what a key adds."""

from __future__ import annotations

from array import array
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from sys import byteorder

from piiscan.data import lines
from piiscan.detect.names.table import WordTable
from piiscan.detect.names.words import KnownWords
from piiscan.errors import DataError

UNIT = 256
"""Weights are stored in 256ths of a log-odd."""
FILE = "names_weights.txt"
DEAD_FILE = "names_weights.dead.txt"
WORDS_FILE = "names_weights.words.txt"


@dataclass(frozen=True, slots=True)
class Block:
    """Words with a row of small integers each, row after row in ``values``."""

    columns: dict[str, int]
    index: dict[str, int]
    values: array[int]

    def value(self, word: str, column: str) -> float | None:
        """The weight of ``word`` in ``column``; None for a word that is not in the block."""
        row = self.index.get(word)
        return None if row is None else self.values[row * len(self.columns) + self.columns[column]] / UNIT


def parse_blocks(rows: list[str]) -> dict[str, Block]:
    """The blocks of a data file's lines: ``[name column ...]``, words, a matrix of int16 (little-endian, base64)."""
    blocks = {}
    for head, words, matrix in zip(rows[0::3], rows[1::3], rows[2::3], strict=True):
        title, *columns = head.strip("[]").split(" ")
        keys = words.split("\t")
        values = array("h", b64decode(matrix))
        if byteorder == "big":
            values.byteswap()
        if len(values) != len(keys) * len(columns):
            raise DataError(f"data file {FILE}: block {title} is damaged")
        blocks[title] = Block(
            {c: n for n, c in enumerate(columns)}, dict(zip(keys, range(len(keys)), strict=True)), values
        )
    return blocks


class NameModel:
    """Lists and weights of the name model."""

    def __init__(
        self, blocks: dict[str, Block] | None = None, words: KnownWords | None = None, dead: str | None = None
    ) -> None:
        if dead is None:
            dead = lines(DEAD_FILE)[0] if blocks is None else ""
        blocks = parse_blocks(lines(FILE)) if blocks is None else blocks
        self._words = words
        self.surnames = blocks["surnames"]
        self.given = blocks["given"]
        self.before, self.after = blocks["before"], blocks["after"]
        self.frequent = blocks["dead"].index
        """Frequent runs of kanji that hold no candidate which can reach the floor: known without a look."""
        self.dead = WordTable(dead)
        """Runs of kanji and words in katakana that hold none, rarer ones too."""
        self._keys = blocks["keys"].index
        self._weights = blocks["keys"].values
        self.settings = {word: blocks["settings"].values[row] for word, row in blocks["settings"].index.items()}
        """Numbers that are no weight of a key, such as the prior, in UNITs."""

    def units(self, keys: Iterable[str]) -> int:
        """The sum of the weights of ``keys`` in UNITs; a key that the model does not know weighs nothing."""
        index, weights = self._keys, self._weights
        total = 0
        for key in keys:
            row = index.get(key)
            if row is not None:
                total += weights[row]
        return total

    def total(self, keys: Iterable[str]) -> float:
        """The sum of the weights of ``keys`` in log-odds."""
        return self.units(keys) / UNIT

    @cached_property
    def words(self) -> KnownWords:
        """What the dictionaries know."""
        return self._words or read_words()


def read_words() -> KnownWords:
    """The dictionary words as the product ships them."""
    rows = lines(WORDS_FILE)
    filters = {row.split("\t")[0]: b64decode(row.split("\t")[1]) for row in rows[:-2]}
    words = rows[-2].split(" ")
    numbers = list(map(int, rows[-1].split(" ")))
    return KnownWords(filters, dict(zip(words, numbers[3:], strict=True)), (numbers[0], numbers[1], numbers[2]))
