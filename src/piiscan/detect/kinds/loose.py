"""Labelled codes divided in no known way: ``TK12 / 34567``, ``D E 8 9 ...``, ``T700-0012-0500-02``, wrapped lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from piiscan.detect.kinds.grouping import IRREGULAR
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.detect.view import View
from piiscan.late import late

# Possessive: what can be read in two ways would be tried in both where it does not fit.
_GLUE = late(
    r"(?:[^0-9A-Za-z\n<]|<[^<>\n]{1,20}>){0,12}+\n?+(?:[^0-9A-Za-z\n<]|<[^<>\n]{1,20}>){0,6}+"
    r"(?:[A-Za-z]{3,12}_){0,3}+(?=[0-9A-Za-z])"
)
_CODE = late(
    r"[0-9A-Za-z](?:(?:[-./_~|:,・\u00b7() ー]{0,4}|[ ]{0,2}[-]?(?:\t|\r?\n)[- ]{0,6}|(?:<[^<>\n]{1,20}>){1,3}"
    r"|[\"'] ?[.+,] ?[\"'])[0-9A-Za-z]){5,40}"
)
_PIECE = late(r"<[^<>\n]{1,20}>|[0-9A-Za-z]")
_SIX_DIGITS = late(r"(?:[^0-9]{0,60}[0-9]){6}")
"""No code has fewer: most words behind a label fall here."""
_DIVIDER = late(r"[^0-9A-Za-z]+")
# What no number is divided by that the runs of digits show; a single point would make a decimal number of it.
_ODD = late(r"[_~|:,・\u00b7\t\n<\"'ー]|\)\(|^[0-9]+\.[0-9]+$")
_THOUSANDS = late(r"[0-9]{1,3}(?:,[0-9]{3})+")
"""An amount, or a count."""
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
        if code is None or _SIX_DIGITS.match(code.group()) is None:
            continue
        if text[code.start() - 1] != "_" and _DIVIDER.search(code.group()) is None:
            continue
        if not any(exact & mask for _, _, exact in view.cues_before(cue_end, 0)):
            continue
        yield from _read(view, code.start(), code.group(), [each for each in rules if each[2] & mask])


def _read(view: View, start: int, code: str, rules: Sequence[tuple[int, NumberRule, int]]) -> Iterator[Loose]:
    """What each of ``rules`` makes of ``code`` at ``start``."""
    text = view.text
    places = [start + match.start() for match in _PIECE.finditer(code) if len(match.group()) == 1]
    compact = "".join(text[place] for place in places).upper()
    prefixed = text[start - 1 : start] == "_"
    for index, rule, _ in rules:
        for size, clues in _readings(rule, compact):
            end = places[size - 1] + 1
            inside = text[start:end]
            follows = text[end : end + 1]
            if (follows.isalnum() and follows.isascii()) or _THOUSANDS.fullmatch(inside):
                continue
            number = Number(view, start, end, IRREGULAR)
            if clues is not None:
                if prefixed or _DIVIDER.search(inside) is not None:
                    yield Loose(index, number, Verdict(clues), not _BREAKS.isdisjoint(inside))
            elif _ODD.search(inside) is not None and (verdict := rule.judge(number)) is not None:
                yield Loose(index, number, verdict, not _BREAKS.isdisjoint(inside))


def _readings(rule: NumberRule, compact: str) -> Iterator[tuple[int, tuple[str, ...] | None]]:
    """How many letters and digits the code may have, with the clues if the rule reads it itself."""
    if rule.loose is not None:
        found = rule.loose(compact)
        if found is not None:
            yield found
        return
    for size in rule.irregular:
        if len(compact) >= size and compact[:size].isdecimal() and compact[0] in rule.first:
            yield size, None
