"""FINANCIAL_AMOUNT: an amount of money that a label or column ties to a person's income, savings or debts.

Examples: ``年収：548万円``, ``基本給 ￥422,800``, ``借入残高 ¥2,680,693``, ``salary`` columns
Counterexamples: ``売上高 548億円``, ``月給27万円〜（求人）``, ``小計 83,549円``, ``予算は1,299百万円``
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from piiscan.detect.candidate import Candidate
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights

# Between a label and its amount: what kind of amount it is, about, particles, punctuation.
_GLUE = re.compile(
    r"(?:[\s:;=>|→・\-,、。\"'「『【\[(\])】」』<#*/はがのも]|"
    r"\([^()\n]{0,12}\)|案|額|予定|見込み?|希望|実績|合計|総額|月額|年額|月々|毎月|年間|約|およそ|税込み?|あり|[0-9]{1,2}月分){0,24}"
)
_KANJI_AMOUNT = r"[一二三四五六七八九十百千〇]{1,10}(?:[億万][一二三四五六七八九十百千〇]{0,8}){0,2}"
_AMOUNT = re.compile(
    r"(?P<sign>[¥\\] ?|JPY ?)?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,2})?"
    r"(?P<unit> ?(?:[億万](?: ?[0-9][0-9,]{0,8})?[千万]?|千|百万)?円|[億万](?![年人件個本株回台戸世歩]))?(?![0-9%])"
    rf"|(?P<kanji>{_KANJI_AMOUNT}円)"
)
_DASH = re.compile(r"-(?![0-9])")
_RANGE = re.compile(r" ?(?:[~]|から|-[0-9¥])")
_AT_LEAST = re.compile(r" ?(?:以上|以下|未満|程度|前後|台|超|を超え|まで|以内)")
_PERSON = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff](?:さん|様|氏|殿|くん|君)(?![々方])")
_NOT_PERSON = re.compile(r"(?:お客|皆|各位|御社)(?:さん|様)")


class _Spot(NamedTuple):
    """An amount at ``[start, end)``; ``unit`` says whether a currency is written with it."""

    start: int
    end: int
    unit: bool
    value: int


class FinancialAmounts:
    """The detector of FINANCIAL_AMOUNT."""

    def __init__(self, kinds: WordKinds) -> None:
        self._label = kinds.bits("AMOUNT_LABEL")
        self._part = kinds.bits("AMOUNT_PART")
        self._context = kinds.bits("AMOUNT_CONTEXT")
        self._against = kinds.bits("AMOUNT_AGAINST")
        self._weights = Weights("financial_amount")

    def candidates(self, view: View) -> Iterator[Candidate]:
        """The labelled amounts."""
        wanted = self._label | self._part
        labels = [cue for cue in view.hits.cues if cue[2] & wanted]
        spots: dict[_Spot, set[str]] = defaultdict(set)
        for _, cue_end, mask in labels:
            glue = _GLUE.match(view.text, cue_end)
            spot = _amount_at(view.text, glue.end() if glue else cue_end)
            if spot and (spot.unit or spot.value >= 10_000):
                spots[spot].add("label" if mask & self._label else "part_label")
        for spot in self._in_columns(view, bool(labels)):
            spots[spot].add("column")
        for spot, why in spots.items():
            if "label" in why or "column" in why:
                why.discard("part_label")
            clues = ["prior", *sorted(why), *self._around(view, spot, why)]
            yield Candidate("FINANCIAL_AMOUNT", spot.start, spot.end, self._weights.of(*clues))

    def _in_columns(self, view: View, labelled: bool) -> Iterator[_Spot]:
        """Amounts that fill a cell whose header is a label."""
        text = view.text
        for start, end in view.labelled(self._label):
            while start < end and text[start] in " \"'":
                start += 1
            spot = _amount_at(text, start)
            if spot and spot.end <= end and not text[spot.end : end].strip(" \"'-円"):
                yield spot
        if not labelled and not view.window.head:
            return
        for run in view.hits.runs:
            if view.columns.kinds(run.start) & self._label:
                spot = _amount_at(text, run.start)
                if spot and text[spot.end : spot.end + 1] in ",\t\n|;\"' ":
                    yield spot

    def _around(self, view: View, spot: _Spot, why: set[str]) -> Iterator[str]:
        """The clues of the amount itself and of its surroundings."""
        text = view.text
        if not spot.unit:
            yield "no_unit"
        if spot.value < 1_000:
            yield "small"
        elif spot.value >= 10**10:
            yield "huge"
        if _RANGE.match(text, spot.end):
            yield "range"
        elif _AT_LEAST.match(text, spot.end):
            yield "at_least"
        if "column" in why:
            return
        kinds = view.near_kinds(spot.start, spot.end)
        if kinds & self._against:
            yield "against_near"
        if kinds & self._context or _person_before(text, spot.start):
            yield "person_near"
        if "part_label" in why and kinds & self._label:
            yield "other_label_near"


def _amount_at(text: str, start: int) -> _Spot | None:
    """The amount that begins at ``start``."""
    match = _AMOUNT.match(text, start)
    if match is None or (start and (text[start - 1].isdigit() or text[start - 1] == ".")):
        return None
    if match["kanji"]:
        large = any(unit in match["kanji"] for unit in "万億")
        return _Spot(start, match.end(), unit=True, value=10_000 if large else 100)
    unit, end = match["unit"], match.end()
    value = int(match["number"].replace(",", ""))
    for word, factor in (("億", 10**8), ("百万", 10**6), ("万", 10**4), ("千", 10**3)):
        if unit and word in unit:
            value *= factor
            break
    if match["sign"] and _DASH.match(text, end):
        end += 1  # the stroke that closes a written sum
    return _Spot(start, end, unit=bool(unit or match["sign"]), value=value)


def _person_before(text: str, start: int) -> bool:
    """Whether someone is named politely in the line before ``start``."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - 60) : start]
    return bool(_PERSON.search(_NOT_PERSON.sub("", line)))
