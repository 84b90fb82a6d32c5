"""Digit work: the text projected to one byte per character, and the runs of digits in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, compress, islice
from typing import NamedTuple, overload

from piiscan.detect.strange import Stretches, joined, strange_stretches
from piiscan.late import late

KANJI_DIGITS = "〇一二三四五六七八九零"
SEPARATORS = "-.()/ :ー・の"
"""What may stand between the digits of a run."""
_DIGITS = b"0123456789"
_KEPT = b"-.()/+: \n@_%#"
_TABLE = bytes(
    ord("0")
    if byte in _DIGITS
    else ord("A")
    if chr(byte).isascii() and chr(byte).isupper()
    else ord("a")
    if chr(byte).isascii() and chr(byte).islower()
    else byte
    if byte in _KEPT
    else ord("!")
    for byte in range(256)
)
"""Digits become 0, letters a or A, separators stay, all else (every non-ASCII character too) is ``!``."""

_GROUPS = rb"[-.()/ :]{1,3}+0++"
_TAIL = rb"0(?:0++(?:" + _GROUPS + rb")*+|(?:" + _GROUPS + rb")++)"
# Each pattern begins with one literal character, because the engine jumps from one to the next, and none steps back.
_RUNS_AND_GAPS = late(b"(" + _TAIL + b")")
_PLUS_RUN = late(rb"\+0(?:[-.()/ :]{0,3}0){8,}+")
_KANJI_RUN = late(f"[{KANJI_DIGITS}](?:[-.()/ :ー・の]{{0,2}}[{KANJI_DIGITS}]){{6,}}")
# Two letters, two digits, letters and digits in groups of any size: an IBAN, printed or in one piece. The literal "00"
# comes first because the engine jumps to it; the letters in front of it are looked back at.
_CODE = late(rb"00(?:(?<=[^A-Za-z0_][Aa][Aa]00)|(?<=[^A-Za-z0_][Aa][Aa][ -]00))(?:[-./ ]{0,2}[Aa0]){11,30}")
# How a code begins as people write it: these are found far faster than the pattern, whose "00" is in every number.
_CODE_HEAD = late(rb"AA[ -]?00")
_FROM_KANJI = str.maketrans(KANJI_DIGITS, "01234567890")


class Run(NamedTuple):
    """A run of digits with its separators: where it stands and how it looks (``000-0000-0000``).

    A digit is ``0`` in the shape, a kanji digit ``9``; one run never has both. A run with
    a ``+`` in front, and a code with letters (``AA00 AAAA ...``), are runs of their own beside those of their digits.
    """

    start: int
    end: int
    shape: bytes


def project(text: str, hashes: Iterable[tuple[int, int]] = ()) -> bytes:
    """One byte per character of ``text``, see ``_TABLE``; ー and の are the hyphens they stand for between digits.

    The digits of ``hashes`` are none: of those in a log two of three stand in one.
    """
    if not text.isascii():
        text = text.replace("ー", "-").replace("の", "-").replace("・", "/")
    projection = text.encode("ascii", "replace").translate(_TABLE)
    if not hashes:
        return projection
    blanked = bytearray(projection)
    for start, end in hashes:
        blanked[start:end] = b"!" * (end - start)
    return bytes(blanked)


class Runs(Sequence[Run]):
    """The runs of a text, by start: of two digits or more, of seven kanji digits (fewer are words), and codes.

    A table has 100,000 runs a megabyte, and making an object of each takes longer than all else. So a detector asks
    for those of the shapes it knows: the list of shapes comes from one C-level call, and so does that of the starts.
    """

    def __init__(self, text: str, projection: bytes, strange: Stretches) -> None:
        self._text = text
        self._strange = strange
        self.projection = projection

    @cached_property
    def shapes(self) -> frozenset[bytes]:
        """The distinct shapes; of codes nearly each has its own, so theirs are left out."""
        return frozenset(self._plain).union(run.shape for run in self._others)

    def matching(self, wanted: Collection[bytes]) -> list[Run]:
        """The runs whose shape is in ``wanted``."""
        new = tuple.__new__  # takes half the time of calling the class
        return [new(Run, (start, start + len(shape), shape)) for start, shape in self.chosen(wanted)]

    def starts(self, wanted: Collection[bytes] | None = None) -> list[int]:
        """Where the runs whose shape is in ``wanted`` (None: all) begin, ascending."""
        if wanted is not None and not wanted:
            return []
        if wanted is None:
            found = [*self._plain_starts]
        else:
            found = [*compress(self._plain_starts, map(wanted.__contains__, self._plain))]
        others = [run.start for run in self._others if wanted is None or run.shape in wanted]
        return sorted(found + others) if others else found

    def holds(self, count: int, wanted: Collection[bytes]) -> bool:
        """Whether at least ``count`` runs of ASCII digits have one of the ``wanted`` shapes."""
        return next(islice(filter(wanted.__contains__, self._plain), count - 1, None), None) is not None

    def chosen(self, wanted: Collection[bytes]) -> list[tuple[int, bytes]]:
        """Start and shape of the runs whose shape is in ``wanted``."""
        if not wanted:
            return []
        plain = self._plain
        chosen = [*map(wanted.__contains__, plain)]
        found = [*compress(zip(self._plain_starts, plain, strict=True), chosen)] if True in chosen else []
        others = [(run.start, run.shape) for run in self._others if run.shape in wanted]
        return sorted(found + others) if others else found

    def beginning_at(self, start: int, most: int) -> list[Run]:
        """The run that begins at ``start`` and those behind it, at most ``most``; none where no run begins."""
        ordered = self._ordered
        index = bisect_left(ordered, (start,))
        if index == len(ordered) or ordered[index][0] != start:
            return []
        return [Run(start, start + len(shape), shape) for start, shape in ordered[index : index + most]]

    @cached_property
    def _ordered(self) -> Sequence[tuple[int, bytes]]:
        """Start and shape of every run, ascending; a shape is as long as its run."""
        plain = [*zip(self._plain_starts, self._plain, strict=True)]
        others = [(run.start, run.shape) for run in (*self._others, *self.codes)]
        return sorted(plain + others) if others else plain

    @cached_property
    def _pieces(self) -> list[bytes]:
        """What stands before the first run of ASCII digits, the run, what stands behind it, and so on."""
        return _RUNS_AND_GAPS.split(self.projection)

    @cached_property
    def _plain(self) -> list[bytes]:
        """The shape of every run of ASCII digits, in their order."""
        return self._pieces[1::2]

    @cached_property
    def _plain_starts(self) -> Sequence[int]:
        """Where the runs of ASCII digits begin."""
        return [*accumulate(map(len, self._pieces[:-1]))][::2]

    @cached_property
    def codes(self) -> list[Run]:
        """The codes: letters and digits in groups, the first two letters upper case."""
        return self._codes_at(match.end() - 1 for match in _CODE_HEAD.finditer(self.projection))

    @cached_property
    def codes_in_any_case(self) -> list[Run]:
        """The codes whatever the case of their first two letters; in dumps of bytes that takes a while."""
        return self._codes_at(match.start() for match in _CODE.finditer(b"!" + self.projection))

    def _codes_at(self, places: Iterable[int]) -> list[Run]:
        """The codes whose first two digits stand at ``places`` of the projection moved by one."""
        padded, found, reach = b"!" + self.projection, [], 0
        for place in sorted(places):
            match = _CODE.match(padded, place) if place >= reach else None
            if match is not None:
                found.append(_code_run(match))
                reach = match.end()
        return found

    @cached_property
    def _others(self) -> list[Run]:
        """The runs behind a plus sign, and those of kanji digits."""
        found = [Run(match.start(), match.end(), match[0]) for match in _PLUS_RUN.finditer(self.projection)]
        if not self._text.isascii():
            stretches = joined(self._strange, 2)  # at most two other characters stand between its digits
            kanji = (match for low, high in stretches for match in _KANJI_RUN.finditer(self._text, low, high))
            found += (Run(match.start(), match.end(), _kanji_shape(match.group())) for match in kanji)
        return found

    @cached_property
    def _all(self) -> list[Run]:
        return sorted([*self.matching(self.shapes), *self.codes])

    def __bool__(self) -> bool:
        return bool(self._plain or self._others or self.codes)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Run]:
        return iter(self._all)

    @overload
    def __getitem__(self, index: int) -> Run: ...

    @overload
    def __getitem__(self, index: slice) -> list[Run]: ...

    def __getitem__(self, index: int | slice) -> Run | list[Run]:
        return self._all[index]


def runs(text: str, hashes: Iterable[tuple[int, int]] = (), strange: Stretches | None = None) -> Runs:
    """The runs of the folded ``text``, but for those in its ``hashes``; ``strange`` is where it is not ASCII."""
    return Runs(text, project(text, hashes), strange_stretches(text) if strange is None else strange)


def _code_run(match: re.Match[bytes]) -> Run:
    """The run of a code in a projection that was moved by one, its letters in front included."""
    start = match.start() - (2 if match.string[match.start() - 1] in b"Aa" else 3)
    return Run(start - 1, match.end() - 1, match.string[start : match.end()].upper())


def _kanji_shape(run: str) -> bytes:
    return project(run.translate(_FROM_KANJI)).replace(b"0", b"9")


def plain_digits(text: str) -> str:
    """The digits in ``text``, kanji digits too, as ASCII digits; all else is dropped."""
    plain = text.replace("-", "")
    if plain.isdecimal() and plain.isascii():
        return plain
    return "".join(filter(str.isdecimal, text if text.isascii() else text.translate(_FROM_KANJI)))
