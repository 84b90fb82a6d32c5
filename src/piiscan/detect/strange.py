"""Where a text is not ASCII: dear looks for what is Japanese need not go over the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_STEP = 32
"""How far behind a character that is not ASCII the next one is looked for: in between all counts as such."""
_SHARE = 4
"""More than a fourth of a text is much."""


def joined(spans: Iterable[tuple[int, int]], reach: int) -> Iterator[tuple[int, int]]:
    """The ascending ``spans``, each with ``reach`` characters on either side; what overlaps is one."""
    low, high = -1, -1
    for start, end in spans:
        if high >= start - reach:
            high = max(high, end + reach)
            continue
        if high >= 0:
            yield low, high
        low, high = max(0, start - reach), end + reach
    if high >= 0:
        yield low, high


def strange_stretches(text: str, reach: int) -> list[tuple[int, int]] | None:
    """What is not ASCII in ``text``, with ``reach`` characters on either side; None where that is much of it."""
    stretches, most = [], len(text) // _SHARE
    for low, high in joined(_strange_spans(text), reach):
        stretches.append((low, high))
        most -= high - low
        if most < 0:
            return None
    return stretches


def _strange_spans(text: str) -> Iterator[tuple[int, int]]:
    """Ascending stretches that together hold every character of ``text`` that is not ASCII."""
    find = text.encode("ascii", "replace").find
    at = find(b"?")
    while at >= 0:
        if text[at] == "?":
            at = find(b"?", at + 1)
        else:
            yield at, min(at + _STEP, len(text))
            at = find(b"?", at + _STEP)
