"""What the matcher found in a window, and in a stretch of one."""

from __future__ import annotations

from functools import cached_property

from piiscan.detect.lexicon import Lexicon
from piiscan.detect.shapes import Runs
from piiscan.detect.strange import Stretches

WordHit = tuple[int, int, int]
"""Start, end, and the kinds of the word as bits (see :class:`~piiscan.detect.lexicon.Lexicon`)."""


class Hits:
    """What the matcher found in one window, in folded offsets, each list ordered by end.

    The automaton runs when its first hit is asked for: most windows of source code have nothing to ask about.
    """

    def __init__(self, text: str, lexicon: Lexicon, runs: Runs, ats: list[int], strange: Stretches) -> None:
        self._text = text
        self.strange = strange
        """Where the text is not ASCII."""
        self._lexicon = lexicon
        self.runs = runs
        self.ats = ats
        """Offsets of ``@``."""

    @cached_property
    def _words(self) -> tuple[list[WordHit], list[WordHit]]:
        return self._lexicon.hits(self._text)

    @cached_property
    def sparse(self) -> bool:
        """Whether words are better asked for around places than looked for in the whole text."""
        return self._lexicon.is_sparse(self._text, self.strange)

    @property
    def cues(self) -> list[WordHit]:
        """Label and context words."""
        return self._words[0]

    @cached_property
    def openings(self) -> list[WordHit]:
        """The cues that can make a value, maybe with others: a first look, cheap where they are rare."""
        return self._lexicon.openings(self._text, self.strange) if self.sparse else self.cues

    @cached_property
    def places(self) -> list[WordHit]:
        """Prefectures and municipalities."""
        return self._lexicon.places(self._text, self.strange) if self.sparse else self._words[1]


class Stretch(Hits):
    """The hits in a stretch of a text, at their offsets in the whole."""

    def __init__(self, text: str, runs: Runs, lexicon: Lexicon, stretch: tuple[int, int]) -> None:
        self._low, high = stretch
        super().__init__(text[self._low : high], lexicon, runs, [], [])

    @cached_property
    def _words(self) -> tuple[list[WordHit], list[WordHit]]:
        low = self._low
        cues, placed = (
            [(start + low, end + low, mask) for start, end, mask in hits] for hits in self._lexicon.hits(self._text)
        )
        return cues, placed
