"""Labelled codes divided in no known way: ``TK12 / 34567``, ``D E 8 9 ...``, ``T700-0012-0500-02``, wrapped lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from piiscan.detect.kinds.grouping import IRREGULAR
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.detect.late import late
from piiscan.detect.view import View

_GLUE = late(r"[^0-9A-Za-z\n]{0,12}\n?[^0-9A-Za-z\n]{0,6}(?:[A-Za-z]{1,12}_){0,3}(?=[0-9A-Za-z])")
_CODE = late(r"[0-9A-Za-z](?:(?:[-./_~|:・ ]{0,3}|[ ]{0,2}[\t\n][ ]{0,2})[0-9A-Za-z]){5,33}")
_DIVIDER = late(r"[^0-9A-Za-z]+")
_BREAKS = frozenset("\t\n")


class Loose(NamedTuple):
    """A code, the rule it belongs to, and the verdict on it; ``broken`` when a line or cell ends in it."""

    rule: int
    number: Number
    verdict: Verdict
    broken: bool


def loose_codes(view: View, rules: Sequence[tuple[int, NumberRule, int]]) -> Iterator[Loose]:
    """The codes right behind a word that names them; ``rules`` are index, rule and the kinds of such words."""
    text = view.text
    kinds = 0
    for _, _, named in rules:
        kinds |= named
    for _, cue_end, mask in view.likely_cues_of(kinds):
        glue = _GLUE.match(text, cue_end)
        code = _CODE.match(text, glue.end()) if glue is not None else None
        if code is None or (text[code.start() - 1] != "_" and _DIVIDER.search(code.group()) is None):
            continue
        if not any(exact & mask for _, _, exact in view.cues_before(cue_end, 0)):
            continue
        places = [place for place in range(code.start(), code.end()) if text[place].isalnum() and text[place] != "・"]
        compact = "".join(text[place] for place in places).upper()
        for index, rule, named in rules:
            found = rule.loose(compact) if mask & named and rule.loose is not None else None
            if found is None:
                continue
            size, clues = found
            end = places[size - 1] + 1
            inside = text[code.start() : end]
            if text[end : end + 1].isalnum() and text[end : end + 1].isascii():
                continue
            if text[code.start() - 1] == "_" or _DIVIDER.search(inside) is not None:
                number = Number(view, code.start(), end, IRREGULAR)
                yield Loose(index, number, Verdict(clues), not _BREAKS.isdisjoint(inside))
