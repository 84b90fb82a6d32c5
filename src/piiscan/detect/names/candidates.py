"""All candidates of a text in one form, and the keys of each by clue: what is learned from and makes the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from piiscan.detect.names import kana
from piiscan.detect.names.cuts import Cut, NameLists, Pair
from piiscan.detect.names.keys import (
    FAMILY,
    REACH,
    after_keys,
    before_keys,
    beside_keys,
    border_keys,
    common_keys,
    label_keys,
    line_keys,
    remainder_keys,
    shape_keys,
    unknown_given_keys,
    whole_keys,
)
from piiscan.detect.names.scripts import KANJI_RUN_AND_GAP
from piiscan.detect.names.words import KnownWords

BESIDE_REACH = 60
_LABEL_REACH = 24
# The words before a colon or the like, or in the brackets before the value: 担当者：, "name": ", 【氏名】, FROM=.
_LABEL = re.compile(
    r"([^\s:=|,、。;「」『』()\[\]{}<>【】\"'・■●◆○▼※*#/→&?]{1,12})[\"')\]]{0,2}"
    r"(?: ?[:=|→\t] ?|[】\]>)] ?)[\"'「『(\[ ]{0,2}$"
)


class Name(NamedTuple):
    """A candidate in a text: ``text[start:end]``."""

    start: int
    end: int
    kind: str
    surname: str = ""
    given: str = ""
    run: str = ""
    """The run of kanji it starts in, and how much of that run stands before it."""
    at: int = 0
    rest: str = ""
    """What follows it in its own run of kanji."""
    spelled: kana.Spelled | None = None


def from_cut(cut: Cut, run: str, begin: int) -> Name:
    """The name that ``cut`` is in a run that begins at ``begin``."""
    return Name(begin + cut.start, begin + cut.end, cut.kind, cut.surname, cut.given, run, cut.start, run[cut.end :])


def from_pair(pair: Pair, run: str, begin: int) -> Name:
    """The name that ``pair`` is, its first run beginning at ``begin``."""
    return Name(begin + pair.start, pair.end, pair.kind, pair.surname, pair.given, run, pair.start, pair.rest)


def from_spelled(found: kana.Spelled) -> Name:
    """The name that ``found`` is."""
    return Name(found.start, found.end, found.kind, spelled=found)


def pairs_at(text: str, lists: NameLists, run: str, end: int) -> Iterator[Pair]:
    """The names that go on behind the run of kanji that ends at ``end``."""
    after = text[end : end + 1]
    if after and after in " ・":
        yield from lists.pairs(text, run, end)
    elif lists.goes_on(text, end):
        yield from lists.kana_given(text, run, end)


def every_name(text: str, lists: NameLists, words: KnownWords) -> Iterator[Name]:
    """Every candidate in ``text``."""
    for match in KANJI_RUN_AND_GAP.finditer(text):
        run, begin = match.group().rstrip(" ・"), match.start()
        for cut in lists.cuts(run):
            yield from_cut(cut, run, begin)
        for pair in pairs_at(text, lists, run, begin + len(run)):
            yield from_pair(pair, run, begin)
    for found in kana.in_katakana(text):
        yield from_spelled(found)
    for found in kana.in_hiragana(text, words):
        yield from_spelled(found)
    for found in kana.in_latin(text):
        yield from_spelled(found)


def label_before(text: str, start: int) -> str:
    """The label that stands in the text right before ``start``, empty where there is none."""
    before = text[max(0, start - _LABEL_REACH) : start]
    match = _LABEL.search(before[before.rfind("\n") + 1 :])
    return match.group(1) if match else ""


def inner_keys(name: Name, words: KnownWords, lists: NameLists) -> list[tuple[str, list[str]]]:
    """The keys of what ``name`` is by itself and in its run, by clue, the listed names themselves left out."""
    kind = name.kind
    if name.spelled is not None:
        return [("spelling", kana.keys_of(name.spelled, words))]
    tiers = lists.tiers(name.surname, name.given)
    shape = shape_keys(kind, (len(name.surname), len(name.given)), tiers, name.at, len(name.rest))
    if kind == "w":
        shape += whole_keys(name.run)
    keys = [("shape", shape)]
    if kind in "uU":
        keys.append(("given name", unknown_given_keys(name.given, kind, words)))
    common = remainder_keys(name.run[: name.at], name.rest, kind, words)
    if kind in "fusgw" and len(name.run) == name.at + (name.end - name.start) + len(name.rest):
        common += common_keys(name.run, name.at, name.at + name.end - name.start, kind, words)
    return [*keys, ("common word", common)]


def outer_keys(name: Name, text: str, label: str) -> list[tuple[str, list[str]]]:
    """The keys of what stands around ``name``, by clue."""
    start, end, family = name.start, name.end, FAMILY[name.kind]
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    around = text[max(0, start - BESIDE_REACH) : end + BESIDE_REACH]
    return [
        ("words before", before_keys(before, min(name.at, REACH), name.kind)),
        ("words after", after_keys(after, min(len(name.rest), REACH), name.kind)),
        ("borders", border_keys(before, after, name.kind)),
        ("line", line_keys(text, start, end, family)),
        ("label", label_keys(label, family)),
        ("contact data beside", beside_keys(around, family)),
    ]
