"""The one look at a text: one automaton pass and one pass over its digits. Only this room searches text."""

from __future__ import annotations

from piiscan.detect.decode import unwrap
from piiscan.detect.fold import Folded, Folder
from piiscan.detect.hits import Hits
from piiscan.detect.lexicon import Lexicon
from piiscan.detect.shapes import runs
from piiscan.detect.strange import strange_stretches
from piiscan.detect.tokens import Span, long_words
from piiscan.detect.view import View
from piiscan.detect.windows import Window


def look(window: Window, folder: Folder, lexicon: Lexicon) -> View:
    """The window folded, with everything the matcher hit in it."""
    before = window.text
    strange = strange_stretches(before)
    first = lexicon.first_look(before, strange)
    words = long_words(before)
    folded = unwrap(before, folder, first.signs if first is not None else None, words.hidden, strange)
    text = folded.text
    if not folded.unchanged:
        strange = strange_stretches(text)
    hits = Hits(text, lexicon, runs(text, _moved(words.hashes, folded), strange), _ats(text), strange)
    if first is not None:
        hits.openings = lexicon.openings_after(first, before, folded, strange)
    return View(window, folded, hits, lexicon, folder)


def _moved(spans: list[Span], folded: Folded) -> list[Span]:
    """Where ``spans`` that folding left as they were stand now."""
    if folded.unchanged:
        return spans
    moved = ((folded.inverse(start), end - start) for start, end in spans)
    return [(start, start + size) for start, size in moved]


def _ats(text: str) -> list[int]:
    """The offsets of every ``@``."""
    found = []
    at = text.find("@")
    while at >= 0:
        found.append(at)
        at = text.find("@", at + 1)
    return found
