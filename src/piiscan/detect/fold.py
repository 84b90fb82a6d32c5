"""The machine form of a text: one width, new kanji, no invisible characters, and a map back to the original offsets."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from piiscan.detect.offsets import ascending, moved
from piiscan.detect.strange import Stretches, strange_stretches
from piiscan.late import late

# Every dash people type for a hyphen; the long vowel mark (U+30FC) is one only between digits and stays.
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\uff0d\ufe63\ufe58"
_INVISIBLE = late(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20dd-\u20e4\ufe00-\ufe0f\ufeff"
    "\U000e0001-\U000e007f\U000e0100-\U000e01ef]"
)
_VOICED_PAIR = (
    "[\uff73\uff76-\uff84\uff8a-\uff8e]\uff9e|[\uff8a-\uff8e]\uff9f|[\u3046-\u307b\u30a6-\u30db][\u3099\u309a]"
)
_PLAIN_RANGES = (
    ("\x00", "\x7f"),
    ("\u3001", "\u3003"),
    ("\u3005", "\u3011"),
    ("\u3041", "\u3096"),
    ("\u30a1", "\u30fc"),
    ("\u4e00", "\u9fff"),
)
_VOICING_MARKS = frozenset("\uff9e\uff9f\u3099\u309a")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with the units whose length changed, as parallel ascending lists of their borders."""

    text: str
    folded_starts: tuple[int, ...] = ()
    folded_ends: tuple[int, ...] = ()
    original_starts: tuple[int, ...] = ()
    original_ends: tuple[int, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether every offset is the same in both texts; kinds that decode more say no."""
        return type(self) is Folded and not self.folded_starts

    def start(self, offset: int) -> int:
        """The original offset of the character that stands at ``offset`` in the folded text."""
        unit = bisect_right(self.folded_starts, offset) - 1
        if unit < 0:
            return offset
        if offset < self.folded_ends[unit]:
            return self.original_starts[unit]
        return self.original_ends[unit] + offset - self.folded_ends[unit]

    def end(self, offset: int) -> int:
        """The original offset behind the character that ends at ``offset``; dropped characters after it stay out."""
        if offset <= 0:
            return 0
        last = offset - 1
        unit = bisect_right(self.folded_starts, last) - 1
        if unit < 0:
            return offset
        if last < self.folded_ends[unit]:
            return self.original_ends[unit]
        return self.original_ends[unit] + offset - self.folded_ends[unit]

    def inverse(self, offset: int) -> int:
        """The offset in the folded text of the character that stood at ``offset`` in the original one."""
        unit = bisect_right(self.original_starts, offset) - 1
        if unit < 0:
            return offset
        if offset < self.original_ends[unit]:
            return self.folded_starts[unit]
        return self.folded_ends[unit] + offset - self.original_ends[unit]

    def all_starts(self, offsets: Sequence[int]) -> list[int]:
        """The :meth:`start` of each of ``offsets``, most quickly where they ascend: a table has 100,000 a megabyte."""
        if not self._can_move(offsets):
            return [Folded.start(self, offset) for offset in offsets]
        ends = self.original_ends
        return moved(offsets, zip(self.folded_starts, self.folded_ends, self.original_starts, ends, strict=True))

    def all_ends(self, offsets: Sequence[int]) -> list[int]:
        """The :meth:`end` of each of ``offsets``."""
        if not self._can_move(offsets):
            return [Folded.end(self, offset) for offset in offsets]
        starts, ends = ([border + 1 for border in borders] for borders in (self.folded_starts, self.folded_ends))
        behind = [end + 1 for end in self.original_ends]
        return moved(offsets, zip(starts, ends, self.original_ends, behind, strict=True))

    def all_inverse(self, offsets: Sequence[int]) -> list[int]:
        """The :meth:`inverse` of each of ``offsets``."""
        if not self._can_move(offsets):
            return [Folded.inverse(self, offset) for offset in offsets]
        ends = self.folded_ends
        return moved(offsets, zip(self.original_starts, self.original_ends, self.folded_starts, ends, strict=True))

    def _can_move(self, offsets: Sequence[int]) -> bool:
        """Whether the offsets between two units are so many that they are moved together."""
        return len(offsets) > len(self.folded_starts) and offsets[0] >= 0 and ascending(offsets)


class Folder:
    """Folds texts; remembers what each character becomes, so that only characters not met before are looked up.

    Work per text: the set of its characters, then one C-level ``str.replace`` for each that changes (measured: 10-40
    times faster than ``str.translate`` or NFKC over the whole text).
    """

    def __init__(self, variants: Mapping[str, str]) -> None:
        self._variants = variants
        self._plain: set[str] = set()
        self._same_length: dict[str, str] = {}
        self._changing: dict[str, str] = {}

    @cached_property
    def _special(self) -> re.Pattern[str]:
        """One C-level search leaves out what most Japanese text consists of: ASCII, kana, kanji without variants."""
        return re.compile(f"[^{_without(self._variants)}]")

    def fold(self, text: str, strange: Stretches | None = None) -> Folded:
        """The folded form of ``text``; ``strange`` is where it is not ASCII, if that is known."""
        if text.isascii():
            return Folded(text)
        strange = strange_stretches(text) if strange is None else strange
        special = {c for low, high in strange for c in self._special.findall(text, low, high)} - self._plain
        for character in special - self._same_length.keys() - self._changing.keys():
            self._learn(character)
        changing = [c for c in special if c in self._changing]
        folded = Folded(text)
        if changing:
            folded = self._resize(text, changing)
            text = folded.text
        for character in special:
            if character in self._same_length:
                text = text.replace(character, self._same_length[character])
        if not changing:
            return Folded(text)
        return Folded(text, folded.folded_starts, folded.folded_ends, folded.original_starts, folded.original_ends)

    def _learn(self, character: str) -> None:
        """Put ``character`` into the memory it belongs to."""
        if character in _VOICING_MARKS:
            self._changing[character] = "\u309b" if character in "\uff9e\u3099" else "\u309c"
            return
        target = fold_character(character, self._variants)
        if target == character:
            self._plain.add(character)
        elif len(target) == 1:
            self._same_length[character] = target
        else:
            self._changing[character] = target

    def _resize(self, text: str, changing: list[str]) -> Folded:
        """``text`` with every length-changing unit replaced, and where these units stood and stand."""
        single = f"[{re.escape(''.join(changing))}]"
        pattern = re.compile(single if _VOICING_MARKS.isdisjoint(changing) else f"{_VOICED_PAIR}|{single}")
        pieces: list[str] = []
        borders: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
        position = length = 0
        for match in pattern.finditer(text):
            unit = match.group()
            target = self._changing[unit] if len(unit) == 1 else unicodedata.normalize("NFKC", unit)
            pieces += (text[position : match.start()], target)
            length += match.start() - position
            for column, value in zip(borders, (length, length + len(target), match.start(), match.end()), strict=True):
                column.append(value)
            length += len(target)
            position = match.end()
        pieces.append(text[position:])
        return Folded("".join(pieces), *map(tuple, borders))


def _without(variants: Iterable[str]) -> str:
    """The plain ranges without ``variants``, as the inside of a character class."""
    ranges = []
    for first, last in _PLAIN_RANGES:
        holes = sorted(ord(v) for v in variants if first <= v <= last)
        starts = (ord(first), *(hole + 1 for hole in holes))
        ends = (*(hole - 1 for hole in holes), ord(last))
        ranges += [f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in zip(starts, ends, strict=True) if a <= b]
    return "".join(ranges)


def fold_character(character: str, variants: Mapping[str, str]) -> str:
    """What one character becomes: itself, one other character, several, or none (invisible)."""
    if character in HYPHENS:
        return "-"
    if character in "\u301c\uff5e":
        return "~"
    if _INVISIBLE.match(character):
        return ""
    decimal = unicodedata.decimal(character, None)
    if decimal is None and "\u24f5" <= character <= "\u2793":
        decimal = unicodedata.digit(character, None)  # white on black circles have no compatibility form
    target = unicodedata.normalize("NFKC", character) if decimal is None else str(decimal)
    if len(target) != 1:
        # An ellipsis stays one character: expanding it helps nothing and would cost an offset map in most prose.
        return target if any(c.isalnum() for c in target) else character
    return variants.get(target, target)
