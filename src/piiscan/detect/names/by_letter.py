"""Words with a number each, read letter by letter: a text of one page asks for a hundredth of 100,000 words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from piiscan.errors import DataError

FIRST, LAST = slice(1), slice(-1, None)
"""Which letter of a word its line is for."""
MOST_LETTERS = 10_000
"""Of so many letters it is remembered that no word has them: there are a million, and a hostile text holds all."""


class ByLetter(dict[str, dict[str, int]]):
    """By letter, the words that begin (or end) with it and the number of each; empty for a letter that no word has.

    A line of the data file holds a letter, how many words stand before, and the words of the letter, tabs between all.
    It is split when the letter is first asked for: all at once would be most of what loading the names took (30 ms).
    """

    def __init__(self, lines: Sequence[str], numbers: Sequence[int] | None = None, letter: slice = FIRST) -> None:
        """``numbers`` are those of all words in order; without them a word has the number of its place."""
        super().__init__()
        self._lines = {line[0]: line for line in lines}
        self._letter = letter
        self._none: dict[str, int] = {}
        self.size = int(lines[-1].split("\t")[1]) + lines[-1].count("\t") - 1 if lines else 0
        self._numbers: Sequence[int] = range(self.size) if numbers is None else numbers
        if len(self._numbers) != self.size:
            raise DataError("a list of names is damaged: its words and numbers do not match")

    def __missing__(self, letter: str) -> dict[str, int]:
        line = self._lines.get(letter)
        if line is None:
            if len(self) < MOST_LETTERS:
                self[letter] = self._none
            return self._none
        _, first, *words = line.split("\t")
        before = int(first)
        found = self[letter] = dict(zip(words, self._numbers[before : before + len(words)], strict=True))
        return found

    def find(self, word: str) -> int | None:
        """The number of ``word``; None for one that is not listed."""
        return self[word[self._letter]].get(word)

    def has(self, word: str) -> bool:
        """Whether ``word`` is listed."""
        return word in self[word[self._letter]]

    def letters(self) -> list[str]:
        """The letters that words are listed of."""
        return list(self._lines)

    def words(self) -> list[str]:
        """All words in order."""
        return [word for line in self._lines.values() for word in line.split("\t")[2:]]


def lines_of(words: Iterable[str], letter: slice = FIRST) -> list[str]:
    """The lines that a :class:`ByLetter` of ``words`` is made from; none of the words is empty."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words):
        groups.setdefault(word[letter], []).append(word)
    found, before = [], 0
    for each in sorted(groups):
        found.append("\t".join([each, str(before), *groups[each]]))
        before += len(groups[each])
    return found


def by_letter(numbers: Mapping[str, int], letter: slice = FIRST) -> ByLetter:
    """The words of ``numbers`` with their numbers."""
    lines = lines_of(numbers, letter)
    return ByLetter(lines, [numbers[word] for word in ByLetter(lines).words()], letter)
