"""All candidates of a text in one form, and the keys of each by clue: what is learned from and makes the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from piiscan.detect.names import kana
from piiscan.detect.names.cuts import Cut, NameLists, Pair
from piiscan.detect.names.keys import (
    FAMILY,
    common_keys,
    contact_keys,
    contact_near,
    crossing_keys,
    heading_keys,
    heading_of,
    known_given_keys,
    label_keys,
    left_keys,
    line_around,
    line_keys,
    own_keys,
    rest_keys,
    right_keys,
    shape_keys,
    unknown_given_keys,
    whole_keys,
)
from piiscan.detect.names.scripts import KANJI_RUN_AND_GAP
from piiscan.detect.names.words import KnownWords
from piiscan.late import late

_LABEL_REACH = 24
JAPANESE_REACH = 1_000
"""How far from Japanese letters names in Latin letters are looked for; no more than the margin of a window."""
_LINE_LENGTH = 1_000
_JOINTS = frozenset(":=|→\t】])>")
_CELL_BORDERS = frozenset(',\t\n|"')
# The words before a colon or the like, or in the brackets before the value: 担当者：, "name": ", 【氏名】, FROM=.
_LABEL = late(
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
    elif lists.goes_on(text, run, end):
        yield from lists.kana_given(text, run, end)


def every_name(text: str, lists: NameLists, words: KnownWords) -> Iterator[Name]:
    """Every candidate in ``text``."""
    for match in KANJI_RUN_AND_GAP.finditer(text):
        run, begin = match.group().rstrip(" ・"), match.start()
        for cut in lists.cuts(run):
            yield from_cut(cut, run, begin)
        for pair in pairs_at(text, lists, run, begin + len(run)):
            yield from_pair(pair, run, begin)
    for found in kana.every_spelled(text, words):
        yield from_spelled(found)


def may_be_value(text: str, start: int) -> bool:
    """Whether a label may belong to what begins at ``start``: a joint stands before it, or a cell begins there."""
    before = text[max(0, start - 5) : start]
    return not before or before[-1] in _CELL_BORDERS or not _JOINTS.isdisjoint(before)


def begins_cell(text: str, start: int) -> bool:
    """Whether the border of a cell stands before ``start``."""
    return text[start - 1 : start] in _CELL_BORDERS


def is_near_japanese(text: str, start: int) -> bool:
    """Whether ``start`` is near a letter that is not ASCII, or begins a cell, which may have a Japanese label."""
    if begins_cell(text, start) or not text[max(0, start - 60) : start + 60].isascii():
        return True
    return not text[max(0, start - JAPANESE_REACH) : start + JAPANESE_REACH].isascii()


def label_before(text: str, start: int) -> str:
    """The label that stands in the text right before ``start``, empty where there is none."""
    if _JOINTS.isdisjoint(text[max(0, start - 5) : start]):
        return ""
    before = text[max(0, start - _LABEL_REACH) : start]
    match = _LABEL.search(before[before.rfind("\n") + 1 :])
    return match.group(1) if match else ""


def build_keys(name: Name, lists: NameLists) -> list[tuple[str, list[str]]]:
    """The keys of how ``name`` is built and what is left of its run, by clue: of characters, no dictionary is asked.

    The listed names themselves are left out.
    """
    kind = name.kind
    if name.spelled is not None:
        return [("spelling", kana.keys_of(name.spelled))]
    tiers = lists.tiers(name.surname, name.given)
    shape = shape_keys(kind, (len(name.surname), len(name.given)), tiers, name.at, len(name.rest))
    keys = [("shape", shape), ("common word", left_keys(name.run[: name.at], kind) + right_keys(name.rest, kind))]
    if kind == "w":
        keys.append(("spelling", whole_keys(name.run)))
    if kind in "uU":
        keys.append(("given name", unknown_given_keys(name.given, kind)))
    return keys


def word_keys(name: Name, words: KnownWords) -> list[tuple[str, list[str]]]:
    """The keys of what the dictionaries know of ``name`` and its run, by clue: dearer than :func:`build_keys`."""
    kind = name.kind
    if name.spelled is not None:
        return [("spelling", kana.word_keys_of(name.spelled, words))]
    start, end = name.at, name.at + name.end - name.start
    if kind in "fusgw" and len(name.run) == end + len(name.rest):
        middle = end - len(name.given)
        classes = class_keys_of(name.run, (start, middle, end), kind, words)
        return [("common word", [*classes, *cut_keys(name.run, start, end, kind, words)])]
    keys = rest_keys(name.run[:start], name.rest, kind, words)
    return [("common word", keys), ("given name", known_given_keys(name.given, kind, words) if kind == "U" else [])]


def class_keys_of(run: str, borders: tuple[int, int, int], kind: str, words: KnownWords) -> list[str]:
    """The keys of the classes of a cut (its start, where the given name begins, its end), and of what stands beside."""
    start, middle, end = borders
    keys = own_keys(run[start:end], kind, words) + rest_keys(run[:start], run[end:], kind, words)
    return keys + known_given_keys(run[middle:end], kind, words) if kind == "u" else keys


def cut_keys(run: str, start: int, end: int, kind: str, words: KnownWords) -> list[str]:
    """The keys of how ``run`` and its parts can be cut into words: dearest."""
    return common_keys(run, start, end, kind, words) + crossing_keys(run, start, end, kind, words)


def inner_keys(name: Name, words: KnownWords, lists: NameLists) -> list[tuple[str, list[str]]]:
    """The keys of what ``name`` is by itself and in its run, by clue."""
    found: dict[str, list[str]] = {}
    for clue, keys in (*build_keys(name, lists), *word_keys(name, words)):
        found.setdefault(clue, []).extend(keys)
    return list(found.items())


def near_keys(name: Name, text: str, label: str) -> list[tuple[str, list[str]]]:
    """The keys of the line and what else stands around ``name``, by clue."""
    start, end, family = name.start, name.end, FAMILY[name.kind]
    return [
        ("line", line_keys(line_around(text, start, end), family)),
        ("heading of the line", heading_keys(heading_of(text, start), family)),
        ("label", label_keys(label, family)),
        ("contact data beside", contact_keys(contact_near(text, start, end), family)),
    ]


def labels_of(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The labels of the values at ``spans`` in plain text."""
    return [label_of(text, start, end) for start, end in spans]


def label_of(text: str, start: int, end: int, head: str = "") -> str:
    """The label of the value in plain text: the header of its column in a table, or what stands before it.

    ``head`` is how the block of lines began that is open where ``text`` begins.
    """
    before, after = text[max(0, start - 2) : start].rstrip('"'), text[end : end + 2].lstrip('"')
    if (not before or before[-1] in ",\t\n|") and (not after or after[0] in ",\t\n|\r"):
        header = _header(text, start, head)
        if header:
            return header
    return label_before(text, start)


def _header(text: str, start: int, head: str) -> str:
    """The cell of the first line of the block above ``start`` in the column of ``start``."""
    first = text.rfind("\n", 0, start) + 1
    block = text.rfind("\n\n", 0, first) + 2
    if block == 1:
        block, top = 0, head or text
    else:
        top = text[block : block + _LINE_LENGTH]
    end = top.find("\n")
    header = top[:end] if 0 <= end <= _LINE_LENGTH else ""
    last = text.find("\n", start) if header else -1
    for delimiter in ",\t|":
        many = header.count(delimiter)
        if many and many == text.count(delimiter, first, last if last >= 0 else len(text)) and (first > block or head):
            return header.split(delimiter)[text.count(delimiter, first, start)].strip(' "')
    return ""
