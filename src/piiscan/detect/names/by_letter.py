"""Words with a number each, read letter by letter: a text of one page asks for a hundredth of 100,000 words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from piiscan.errors import DataError

FIRST, LAST = slice(1), slice(-1, None)
"""Which letter of a word its line is for."""


class ByLetter(dict[str, dict[str, int]]):
    """By letter, the words that begin (or end) with it and the number of each; empty for a letter that no word has.

    A line of the data file holds the words of one letter, tabs between them. It is split when the letter is first asked
    for: all at once would be most of what loading the names took (30 ms).
    """

    def __init__(self, lines: Sequence[str], numbers: Sequence[int] | None = None, letter: slice = FIRST) -> None:
        """``numbers`` are those of all words in order; without them a word has the number of its place."""
        super().__init__()
        ends = list(accumulate([line.count("\t") + 1 for line in lines]))
        self.size = ends[-1] if ends else 0
        self._numbers: Sequence[int] = range(self.size) if numbers is None else numbers
        if len(self._numbers) != self.size:
            raise DataError("a list of names is damaged: its words and numbers do not match")
        self._letter = letter
        spans = zip(lines, [0, *ends], ends, strict=False)
        self._lines = {line[letter]: (line, first, end) for line, first, end in spans}
        self._none: dict[str, int] = {}

    def __missing__(self, letter: str) -> dict[str, int]:
        line = self._lines.get(letter)
        if line is None:
            self[letter] = self._none
            return self._none
        words, first, end = line
        found = self[letter] = dict(zip(words.split("\t"), self._numbers[first:end], strict=True))
        return found

    def find(self, word: str) -> int | None:
        """The number of ``word``; None for one that is not listed."""
        return self[word[self._letter]].get(word)

    def has(self, word: str) -> bool:
        """Whether ``word`` is listed."""
        return word in self[word[self._letter]]

    def words(self) -> list[str]:
        """All words in order."""
        return [word for words, _, _ in self._lines.values() for word in words.split("\t")]


def lines_of(words: Iterable[str], letter: slice = FIRST) -> list[str]:
    """The lines that a :class:`ByLetter` of ``words`` is made from."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words):
        groups.setdefault(word[letter], []).append(word)
    return ["\t".join(groups[each]) for each in sorted(groups)]


def by_letter(numbers: Mapping[str, int], letter: slice = FIRST) -> ByLetter:
    """The words of ``numbers`` with their numbers."""
    lines = lines_of(numbers, letter)
    return ByLetter(lines, [numbers[word] for line in lines for word in line.split("\t")], letter)
