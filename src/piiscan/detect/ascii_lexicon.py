"""The words of ASCII text, and a first look that tells in one cheap pass which of them are worth asking for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter

from piiscan.detect.decode import SIGNS, Unwrapped
from piiscan.detect.engine import Engine, WordHit, build_ascii_engine
from piiscan.detect.fold import Folded, Folder
from piiscan.detect.lexicon import LATIN, SHORT_TEXT, FirstLook, Lexicon, WordKinds, Words, read_words, stands_alone
from piiscan.detect.strange import Stretches, joined

AGAINST_KINDS = ("NOT_PERSONAL", "VERSION_WORD", "OTHER_DATE", "PART_NUMBER", "MESSAGE_ID", "IP_WEAK", LATIN)
"""Kinds of words that never make a value: most words of source code are of these."""
# Letters in lower case; what divides words in identifiers becomes a space.
_PLAIN = bytes(32 if byte in b"_-." else ord(chr(byte).lower()) if byte < 128 else byte for byte in range(256))


class AsciiLexicon(Lexicon):
    """The few words that can occur in ASCII text. Its engines are built when they are first asked.

    Few windows of source code have a word that makes a value, so there is an engine for a first look: without words
    that only speak against one, and with one spelling of each. Other characters than ASCII count as some sign.
    """

    def __init__(self, words: Words, kinds: WordKinds) -> None:
        super().__init__(_LateEngine(words.words), kinds, words.choice, words.combinations)
        self._against = kinds.bits(*AGAINST_KINDS)
        self._words = words.words
        self._longest = max(map(len, words.words), default=0)

    @cached_property
    def _first_look(self) -> tuple[Engine, list[int]]:
        """The engine for a first look: the signs of encoded text, and the words with the kinds of each behind them."""
        masks: dict[str, int] = {}
        for word, mask in zip(self._words, self._masks, strict=True):
            if mask & ~self._against:
                plain = _plain(word)
                for each in {plain, plain.replace(" ", "")}:
                    masks[each] = masks.get(each, 0) | mask
        words = sorted(masks.keys() - {*SIGNS})
        return build_ascii_engine([*SIGNS, *words]), [masks[word] for word in words]

    def first_look(self, text: str, strange: Stretches) -> FirstLook | None:
        """See :meth:`Lexicon.first_look`."""
        return self._look(text) if self.is_sparse(text, strange) else None

    def _look(self, text: str) -> FirstLook:
        """What one pass tells of ``text``."""
        engine, masks = self._first_look
        hits, signs = engine.hits(_plain(text)), len(SIGNS)
        openings = [
            (start, end, masks[word - signs])
            for start, end, word in hits
            if word >= signs and stands_alone(text, start, end)
        ]
        return FirstLook(openings, frozenset(SIGNS[word] for word in {word for _, _, word in hits} if word < signs))

    def is_sparse(self, text: str, strange: Stretches) -> bool:
        """See :meth:`Lexicon.is_sparse`."""
        del strange
        return len(text) > SHORT_TEXT

    def openings(self, text: str, strange: Stretches) -> list[WordHit]:
        """See :meth:`Lexicon.openings`."""
        del strange
        return self._look(text).openings

    def places(self, text: str, strange: Stretches) -> list[WordHit]:
        """See :meth:`Lexicon.places`."""
        del text, strange
        return []

    def openings_after(self, look: FirstLook, before: str, folded: Folded, strange: Stretches) -> list[WordHit]:
        """See :meth:`Lexicon.openings_after`."""
        if folded.text == before:
            return look.openings
        if folded.unchanged:  # but for characters that became others, one for one
            starts, ends = zip(*strange, strict=True)
            return self._moved(look.openings, folded.text, Folded("", starts, ends, starts, ends))
        if isinstance(folded, Unwrapped) and before.isascii() and not folded.folded_starts:
            return self._moved(look.openings, folded.text, folded.decoded)
        return self._look(folded.text).openings

    def _moved(self, openings: list[WordHit], text: str, units: Folded) -> list[WordHit]:
        """The openings of ``text``, given those of what it was before its ``units`` were replaced.

        Words that touch none of these have only moved, and others are looked for around them.
        """
        found, reach = [], self._longest + 1
        for (start, end, mask), unit in _units_before(openings, units.original_starts, units.original_ends):
            if unit >= 0:
                shift = units.folded_ends[unit - 1] - units.original_ends[unit - 1] if unit else 0
                found.append((start + shift, end + shift, mask))
        for low, high in joined(zip(units.folded_starts, units.folded_ends, strict=True), reach):
            near = [(start + low, end + low, mask) for start, end, mask in self._look(text[low:high]).openings]
            placed = _units_before(near, units.folded_starts, units.folded_ends)
            found += (hit for hit, unit in placed if unit < 0)
        return sorted(found, key=itemgetter(1, 0))


def _units_before(hits: Iterable[WordHit], starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[WordHit, int]]:
    """Each hit and the number of units before it; -1 where it touches one of the units with these borders."""
    for hit in hits:
        unit = bisect_left(ends, hit[0])
        yield hit, unit if unit == len(ends) or starts[unit] > hit[1] else -1


class _LateEngine:
    """An engine that is built when it is first asked."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    @cached_property
    def hits(self) -> Callable[[str], list[WordHit]]:
        """See :class:`~piiscan.detect.engine.Engine`."""
        return build_ascii_engine(self._words).hits

    def dump(self) -> bytes | None:
        """None: it is small, and built at once."""
        return None


def _plain(text: str) -> str:
    """``text`` in lower case with spaces between words, as long as before; what is not ASCII is a question mark."""
    return text.encode("ascii", "replace").translate(_PLAIN).decode("ascii")


def ascii_lexicon(folder: Folder, kinds: WordKinds) -> AsciiLexicon:
    """The few words that can occur in ASCII text; read in two milliseconds."""
    return AsciiLexicon(read_words(folder, ascii_only=True), kinds)
