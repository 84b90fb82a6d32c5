"""CONFIDENTIAL_MARKING: words like 社外秘 that mark a document, not words that talk about secrecy.

Examples: ``【社外秘】新製品ロードマップ``, ``Strictly Confidential`` alone on a line, ``契約書（CONFIDENTIAL）``
Counterexamples: ``資料は社外秘区分を確認のこと``, ``機密情報の取り扱いについて定める``
"""

from __future__ import annotations

from collections.abc import Iterator

from piiscan.data import rows
from piiscan.detect.candidate import Found
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late

_OPEN, _CLOSE = "【[(〔《<〈≪", "】])〕》>〉≫"
_AFTER = late(r"(?:情報|文書|資料)?(?: ?\([^()\n]{1,10}\))?(?:[ /・:、][^\n】\])〕》>」』]{0,12})?")
_MOST_BEFORE = 8
_SIDE = " \t*#=-_|■□◆◇●○★☆※~/:"
_QUOTES = ("「", "」", "『", "』", "“", "”", "'")
_CELL = "\t|/"
_LONGEST_LINE = 48
_PARTS = ("header", "footer", "watermark", "title")
NEAR_TOP = 300
"""A marking stands at the beginning of a document more often than anywhere else."""


class ConfidentialMarkings:
    """The detector of CONFIDENTIAL_MARKING."""

    def __init__(self, kinds: WordKinds) -> None:
        self._marking = kinds.bits("CONFIDENTIAL_MARKING")
        self._family = kinds.bits("FAMILY_PERSONNEL", "FAMILY_FINANCE", "FAMILY_BUSINESS")
        self._weights = Weights("confidential_marking")
        self._weak = frozenset(row[0] for row in rows("weak_markings.tsv"))

    def candidates(self, view: View) -> Iterator[Found]:
        """The marking words, the longest where several overlap."""
        if not view.present & self._marking:
            return
        last = -1
        found = sorted((start, -end) for start, end, _ in view.cues_of(self._marking))
        for start, negative_end in found:
            end = -negative_end
            if start < last or view.text[start:end].islower():
                continue
            last = end
            yield self._candidate(view, start, end)

    def _candidate(self, view: View, start: int, end: int) -> Found:
        """The marking at ``[start, end)``, widened to the bracket it fills."""
        text = view.text
        clues = ["prior"]
        word = text[start:end]
        if word in self._weak:
            clues.append("weak_word")
        if len(word) == 1:
            clues.append("single_character")
        bracket = _bracket(text, start, end)
        if bracket:
            start, end = bracket
            clues.append("in_brackets")
        else:
            clues.append(_position(text, start, end))
        if view.window.piece.place.part in _PARTS:
            clues.append("header_or_footer")
        if view.window.offset + start < NEAR_TOP:
            clues.append("near_top")
        if view.near_kinds(start, start) & self._family:
            clues.append("family")
        return "CONFIDENTIAL_MARKING", start, end, self._weights.of(*filter(None, clues)), None


def _bracket(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The inside of the bracket that the marking fills, None when it fills none."""
    begin = start
    while (
        start - begin < _MOST_BEFORE
        and begin
        and (text[begin - 1] in "・/ " or "\u4e00" <= text[begin - 1] <= "\u9fff")
    ):
        begin -= 1
    after = _AFTER.match(text, end)
    stop = after.end() if after else end
    for left in {begin, start}:
        if not left or text[left - 1] not in _OPEN:
            continue
        close = _CLOSE[_OPEN.index(text[left - 1])]
        if text[stop : stop + 1] == close:
            return left, stop
        if text[end : end + 1] == close:
            return left, end
    return None


def _position(text: str, start: int, end: int) -> str:
    """The clue of where in its line the marking stands; empty for nothing special."""
    line_start = text.rfind("\n", max(0, start - 400), start) + 1
    line_end = text.find("\n", end, end + 400)
    before = text[line_start:start].strip(_SIDE + "\r")
    after = text[end : line_end if line_end >= 0 else end + 400].strip(_SIDE + "\r")
    if not before and not after:
        return "alone_on_line"
    if text[start - 1 : start] in _QUOTES or text[end : end + 1] in _QUOTES:
        return "in_sentence"
    if start and end < len(text) and text[start - 1] in _CELL and text[end] in _CELL:
        return "between_separators"
    if len(before) + len(after) <= _LONGEST_LINE:
        if not after and text[start - 1] in _SIDE:
            return "line_end"
        if not before and text[end] in _SIDE:
            return "line_start"
    return "in_sentence"
