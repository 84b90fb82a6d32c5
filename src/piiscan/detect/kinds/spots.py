"""Which runs of digits are worth a look: those that begin, or are surrounded, as a rule of their shape demands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from piiscan.detect.kinds.rule import NumberRule
from piiscan.detect.shapes import Runs
from piiscan.detect.view import NEAR_AFTER, View
from piiscan.late import late

Way = tuple[NumberRule, int, int]
"""A rule that a part of a run can belong to, where the part begins in the run, and the words it needs (0: none)."""
Need = tuple[int, int]
"""What a run must have, at least one of it: bits as below, and kinds of words one of which is in reach."""

BEHIND, ANY = 1, (1 << 11) - 1
"""A letter stands in front; whatever. The bits above the first are the first digits."""
_FIRST = {str(digit): 2 << digit for digit in range(10)}
_FIRST_OF = [_FIRST.get(chr(byte), ANY) for byte in range(256)]
_LETTER = late(rb"[Aa][ -]?\Z")
_SMALL = 5
_FEW = 16
"""So few runs that a table leaves are sooner looked at than the labels of its cells."""
_LONGEST = 96
"""Longer runs are looked at whatever stands around them."""


def need_of(shape: bytes, ways: Sequence[Way]) -> Need:
    """What a run of ``shape`` must have to be worth a look."""
    bits = wanted = 0
    for rule, start, words in ways:
        if words and len(shape) <= _LONGEST:
            wanted |= words
        elif words or start:
            return ANY, 0
        elif rule.behind:
            bits |= BEHIND
        else:
            bits |= sum(_FIRST.get(character, 0) for character in rule.first)
    return bits, wanted


def runs_worth_a_look(
    view: View, needs: Mapping[bytes, Need], before: int, done: Mapping[bytes, Sequence[int]]
) -> list[tuple[int, bytes]]:
    """Start and shape of the runs that have what their shape needs; a word may stand ``before`` code points before.

    Those of which all is ``done``, by shape and start, are left out. A table of numbers has 100,000 runs a megabyte, so
    that all that is done with each is one line.
    """
    runs = view.hits.runs
    simple = {shape: need for shape, need in needs.items() if need[1] or need[0] & ~BEHIND}
    found = _left(runs, simple, done)
    if len(found) > (_FEW if done else 0):
        codes, first = view.text.encode("ascii", "replace"), _FIRST_OF
        # Of two sorts: small numbers stand everywhere, and few words make them anything.
        kinds = [0, 0]
        for shape, (_, words) in simple.items():
            kinds[len(shape) > _SMALL] |= words
        reaches = [_reach(view, words, before) for words in kinds]
        looks = {shape: (bits, reaches[len(shape) > _SMALL]) for shape, (bits, _) in simple.items()}
        found = [r for r in found if (look := looks[r[1]])[1][r[0]] or look[0] & first[codes[r[0]]]]
    behind = {shape for shape, (bits, _) in needs.items() if bits & BEHIND}
    if behind and (b"A" in runs.projection or b"a" in runs.projection):
        search = _LETTER.search
        lettered = [r for r in runs.chosen(behind) if search(runs.projection, max(0, r[0] - 2), r[0])]
        found = sorted({*found, *lettered}) if lettered else found
    return found


def _left(runs: Runs, wanted: Collection[bytes], done: Mapping[bytes, Sequence[int]]) -> list[tuple[int, bytes]]:
    """Start and shape of the runs of ``wanted`` shapes that are not ``done``: of most tables none."""
    if not done:
        return runs.chosen(wanted)
    left = set(runs.starts(wanted)).difference(*done.values())
    return [run for run in runs.chosen(wanted) if run[0] in left] if left else []


def _reach(view: View, words: int, before: int) -> bytearray:
    """By place: whether a word of one of the kinds ``words`` can name, or stand near, a number of a run there."""
    size = len(view.text)
    reach = bytearray(size)
    if not words:
        return reach
    # A part of a run begins at most as far behind its run as a run is long, and ends so far behind where it begins.
    gap = before + NEAR_AFTER + 2 * _LONGEST
    cues = ((end, end) for _, end, _ in view.likely_cues_of(words))
    for first, last in chain(_merged(cues, gap), _merged(view.headed(words), gap)):
        low, high = max(0, first - NEAR_AFTER - 2 * _LONGEST), min(size, last + before + 1)
        reach[low:high] = b"\1" * (high - low)
    return reach


def _merged(stretches: Iterable[tuple[int, int]], gap: int) -> Iterator[tuple[int, int]]:
    """Stretches that hold the given ones, of which those at most ``gap`` apart are one if they ascend."""
    low, high = -1, -gap - 1
    for first, last in stretches:
        if not low <= first <= high + gap:
            if low >= 0:
                yield low, high
            low, high = first, last
        elif last > high:
            high = last
    if low >= 0:
        yield low, high
