"""All words piiscan looks for, in one automaton: which kinds a word is of, and where the words stand in a text."""

from __future__ import annotations

import string
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, reduce
from operator import itemgetter, or_
from typing import NamedTuple

from piiscan.data import names, rows
from piiscan.detect.engine import Engine, WordHit, build_engine
from piiscan.detect.fold import Folded, Folder
from piiscan.detect.strange import Stretches, is_all, joined, strange_stretches
from piiscan.errors import DataError
from piiscan.late import late


class WordList(NamedTuple):
    """A source of words, the first column of a file under ``data/``, and what kinds a row of it gives."""

    file: str
    kinds: Callable[[list[str]], Iterable[str]]


# Family of a kind -> which list of hits it goes to. Everything that is no place is a cue.
PLACE_KINDS = ("PREFECTURE", "MUNICIPALITY")
LATIN = "LATIN"
"""The kind of every word in ASCII letters: it counts only where no letter continues it."""

# The lists a word goes to, as one small number: the kinds are too many for fast arithmetic (measured: half the time).
_CUE, _PLACE, _LATIN = 1, 2, 4

_PREFECTURE_CODE = 2
"""So many digits has the code of a prefecture, that of a municipality five."""

WORD_LISTS = (
    WordList("place_names.tsv", lambda row: ("PREFECTURE" if len(row[1]) == _PREFECTURE_CODE else "MUNICIPALITY",)),
)

SHORT_TEXT = 4_096
"""Up to this length (code points) it does not pay to build an engine for ASCII words, or for a first look."""
_REACH = 32
"""No word that is not ASCII is longer (code points)."""
_MOST_LABELS, _LONGEST_LABEL = 10_000, 256
"""How many labels are remembered, and how long each may be: a key of JSON can be as long as its file."""
_LOWER, _UPPER, _LETTERS = map(frozenset, (string.ascii_lowercase, string.ascii_uppercase, string.ascii_letters))
_CAMEL = late(r"(?<=[a-z0-9])(?=[A-Z])|[_.\-]+")


class WordKinds:
    """Every kind a word can be of, as bits that are the same in every lexicon: the kinds of the cue files and ours."""

    def __init__(self) -> None:
        cues = {kind for name in names("cues") for row in rows(name) for kind in row[1].split(",")}
        self._bits = {kind: 1 << n for n, kind in enumerate(sorted(cues | {*PLACE_KINDS, LATIN}))}

    def bits(self, *kinds: str) -> int:
        """The bits of ``kinds`` together; raises DataError for a kind that no list has."""
        try:
            return reduce(or_, (self._bits[kind] for kind in kinds), 0)
        except KeyError as error:
            raise DataError(f"no word list has the kind {error}") from None

    def names(self, mask: int) -> list[str]:
        """The kinds in ``mask``, sorted."""
        return [kind for kind, bit in self._bits.items() if mask & bit]


class Words(NamedTuple):
    """Distinct words, ascending, with the kinds of each: ``combinations[choice[n]]`` are those of ``words[n]``."""

    words: list[str]
    choice: array[int]
    combinations: list[tuple[str, ...]]


class FirstLook(NamedTuple):
    """What one pass over a text tells: the words that can make a value, and the signs of encoded text."""

    openings: list[WordHit]
    signs: frozenset[str]


class Lexicon:
    """The words in an engine, with their kinds as bits of an integer."""

    def __init__(
        self, engine: Engine, kinds: WordKinds, choice: array[int], combinations: Sequence[Sequence[str]]
    ) -> None:
        self._engine = engine
        families = [(kinds.bits(*PLACE_KINDS), _PLACE), (kinds.bits(LATIN), _LATIN)]
        known = reduce(or_, (bits for bits, _ in families))
        combined = [kinds.bits(*combination) for combination in combinations]
        sorts = [
            sum(sort for bits, sort in families if mask & bits) + (_CUE if mask & ~known else 0) for mask in combined
        ]
        self._masks = [combined[index] for index in choice]
        self._sorts = [sorts[index] for index in choice]
        self._labels: dict[str, int] = {}
        self.make_latin: Callable[[], Lexicon] | None = None

    @cached_property
    def latin(self) -> Lexicon | None:
        """The same words as far as they are ASCII, if at hand: that finds them four times as fast."""
        return self.make_latin() if self.make_latin is not None else None

    def hits(self, text: str) -> tuple[list[WordHit], list[WordHit]]:
        """Cues and places in the folded ``text``, as (start, end, kinds)."""
        latin = self.latin if len(text) > SHORT_TEXT or "latin" in self.__dict__ else None
        if latin is None:
            return self._hits(text)
        if text.isascii():
            return latin.hits(text)
        strange = strange_stretches(text)
        if is_all(strange, text):
            return self._hits(text)
        return self._with_strange(latin.hits(text)[0], text, strange), self.places(text, strange)

    def _hits(self, text: str) -> tuple[list[WordHit], list[WordHit]]:
        """The same by one engine for all words."""
        masks, sorts, hits = self._masks, self._sorts, self._engine.hits(text)
        # Most are cues and nothing else; what a hit costs here is most of what Japanese words cost.
        cues = [
            (start, end, masks[word])
            for start, end, word in hits
            if (sort := sorts[word]) == _CUE or (sort & _CUE and (not sort & _LATIN or stands_alone(text, start, end)))
        ]
        placed = [
            (start, end, masks[word])
            for start, end, word in hits
            if (sort := sorts[word]) & _PLACE and (not sort & _LATIN or stands_alone(text, start, end))
        ]
        return cues, placed

    def is_sparse(self, text: str, strange: Stretches) -> bool:
        """Whether ``text`` is long and its words are so rare that they are better looked for where they matter.

        ``strange`` is where it is not ASCII.
        """
        return len(text) > SHORT_TEXT and not is_all(strange, text) and self.latin is not None

    def first_look(self, text: str, strange: Stretches) -> FirstLook | None:
        """What one pass tells of ``text`` before it is decoded and folded; None where that does not pay."""
        sparse = self.is_sparse(text, strange)
        return self.latin.first_look(text, strange) if sparse and self.latin is not None else None

    def openings(self, text: str, strange: Stretches) -> list[WordHit]:
        """At least every cue in the folded ``text`` that can make a value, by end; maybe other cues."""
        if self.latin is None:
            return self.hits(text)[0]
        return self._with_strange(self.latin.openings(text, strange), text, strange)

    def openings_after(self, look: FirstLook, before: str, folded: Folded, strange: Stretches) -> list[WordHit]:
        """The openings of ``folded``, which is not ASCII where it is ``strange``, after a ``look`` at it ``before``."""
        if self.latin is None:
            return self.openings(folded.text, strange)
        return self._with_strange(self.latin.openings_after(look, before, folded, strange), folded.text, strange)

    def _with_strange(self, openings: list[WordHit], text: str, strange: Stretches) -> list[WordHit]:
        """The ``openings`` in ASCII letters and those in others."""
        return sorted([*openings, *self._strange_hits(text, strange, 0)], key=itemgetter(1, 0))

    def places(self, text: str, strange: Stretches) -> list[WordHit]:
        """The places in the folded ``text``; in ASCII letters none is written."""
        return self._strange_hits(text, strange, 1)

    def _strange_hits(self, text: str, strange: Stretches, family: int) -> list[WordHit]:
        """The cues (0) or places (1) in a text where little is not ASCII, as far as they are not ASCII themselves."""
        return [
            (start + low, end + low, mask)
            for low, high in joined(strange, _REACH)
            for start, end, mask in self._hits(text[low:high])[family]
            if not text[start + low : end + low].isascii()
        ]

    def label_kinds(self, label: str, folder: Folder) -> int:
        """The kinds of the cues in ``label`` (a column header, key or caption, as extracted)."""
        found = self._labels.get(label)
        if found is None:
            words = _CAMEL.sub(" ", folder.fold(label).text)
            found = longest_kinds(self.hits(f"{words}\n{words.lower()}")[0])
            if len(self._labels) < _MOST_LABELS and len(label) <= _LONGEST_LABEL:
                self._labels[label] = found
        return found


def longest_kinds(hits: Iterable[WordHit]) -> int:
    """The kinds of ``hits`` together, without words inside a longer one: 被保険者番号 is no 保険者番号."""
    kinds = reach = 0
    for _, end, mask in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if end > reach:
            reach = end
            kinds |= mask
    return kinds


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no ASCII letter continues the word, camelCase borders excepted."""
    before = text[start - 1] if start else " "
    if before in _LETTERS and not (before in _LOWER and text[start] in _UPPER):
        return False
    after = text[end] if end < len(text) else " "
    return after not in _LETTERS or (after in _UPPER and text[end - 1].islower())


def read_words(folder: Folder, *, ascii_only: bool) -> Words:
    """Every word of the lists, folded; with ``ascii_only`` just those that can occur in ASCII text.

    Whatever becomes ASCII when it is folded (℡) stands in the lists as that too, so that nothing is folded for these.
    """
    kinds_of: dict[str, frozenset[str]] = {}
    lists = [WordList(name, lambda row: row[1].split(",")) for name in names("cues")]
    if not ascii_only:
        lists += WORD_LISTS
    none, latin = frozenset[str](), frozenset({LATIN})
    for source in lists:
        for row in rows(source.file):
            if ascii_only and not row[0].isascii():
                continue
            kinds = frozenset(source.kinds(row))
            for word in _spellings(row[0], folder):
                in_letters = word.isascii() and word.upper() != word.lower()
                kinds_of[word] = kinds_of.get(word, none).union(kinds, latin if in_letters else none)
    kinds_of.pop("", None)
    words = sorted(kinds_of)
    combinations = {kinds: tuple(sorted(kinds)) for kinds in kinds_of.values()}
    ordered = sorted(combinations.values())
    index = {kinds: ordered.index(combination) for kinds, combination in combinations.items()}
    return Words(words, array("H", [index[kinds_of[word]] for word in words]), ordered)


def _spellings(word: str, folder: Folder) -> set[str]:
    """``word`` folded; one in ASCII letters also in lower, upper and title case."""
    folded = word if word.isascii() else folder.fold(word).text
    if not folded.isascii():
        return {folded}
    return {folded, folded.lower(), folded.upper(), folded.title(), folded.capitalize()}


def build_lexicon(words: Words, kinds: WordKinds) -> Lexicon:
    """A lexicon whose engine is built now."""
    return Lexicon(build_engine(words.words), kinds, words.choice, words.combinations)
