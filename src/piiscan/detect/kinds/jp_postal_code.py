"""Finds postal codes: behind 〒, in labelled fields and columns, and before an address that they fit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from piiscan.detect.addresses.anchors import anchors
from piiscan.detect.addresses.gazetteer import Codes, Gazetteer
from piiscan.detect.addresses.postal_codes import PostalCodes
from piiscan.detect.candidate import Candidate
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.shapes import Run
from piiscan.detect.view import View
from piiscan.detect.weights import Weights

ENTITY_TYPE = "JP_POSTAL_CODE"
_CODE = re.compile(r"([0-9]{3})( ?[-ー] ?|\t[-ー]\t|[ \t]|)([0-9]{4})(?![0-9A-Za-z]|[-ー.][0-9])")
_BEFORE = re.compile(r"[0-9A-Za-z+.][-ー ]?\Z")
_STYLES = {"": "plain", "-": "hyphen", "ー": "hyphen"}
_CUT = b"000000"
"""The shape of a code that a spreadsheet has robbed of its first zero."""
_LOOKED_AT = frozenset((b"0000000", _CUT, b"000"))
_BETWEEN = re.compile("[^0-9\u3041-\u9fff]{0,30}(?:(?:住所|所在地|ご?住所)[^0-9\u3041-\u9fff]{0,6})?")
_REACH = 40
"""How far behind a postal code its address may begin."""
_REACH_BACK = 80
"""How far before a postal code an address in the same line may begin."""
_RANGE = re.compile(" ?(?:~|から|より|以降|番台|以外)")
_RANGE_BEFORE = re.compile("(?:~|から) ?\\Z")


_AGREEING = ("address_agrees", "address_before")


class _Place(NamedTuple):
    """The places in a window, with the municipalities they can mean, by start."""

    starts: list[int]
    codes: list[Codes]


class PostalCodeDetector:
    """Judges runs of seven digits, with or without a hyphen or cell borders inside."""

    def __init__(self, kinds: WordKinds) -> None:
        self._prefectures = kinds.bits("PREFECTURE")
        self._labels = kinds.bits("JP_POSTAL_CODE")
        self._numbers = kinds.bits("PART_NUMBER", "PHONE_NUMBER")
        self._romaji = kinds.bits("ROMAJI_PREFECTURE")
        self._weights = Weights("jp_postal_code")
        self._gazetteer = Gazetteer()
        self._postal = PostalCodes()

    def candidates(self, view: View) -> Iterator[Candidate]:
        """See :class:`~piiscan.detect.candidate.Detector`."""
        places: _Place | None = None
        for start, end, style in _spans(view.text, view.hits.runs):
            if places is None:
                places = self._places(view)
            clues = self._clues(view, (start, end), style, places)
            if clues:
                yield Candidate(ENTITY_TYPE, start, end, self._weights.of("prior", *clues))

    def _places(self, view: View) -> _Place:
        """The places of the window."""
        found = list(anchors(view.text, view.hits.places, self._prefectures, self._gazetteer))
        return _Place([anchor.start for anchor in found], [anchor.codes for anchor in found])

    def _clues(self, view: View, span: tuple[int, int], style: str, places: _Place) -> list[str]:
        """The clues for a code of ``style`` at ``span``; none where nothing speaks for it."""
        start, end = span
        text = view.text
        digits = "".join(filter(str.isdecimal, text[start:end])).rjust(7, "0")
        neighbour = ""
        known: Codes = ()
        if style != "cut":
            known = self._postal.municipalities(digits)
            neighbour = _neighbour(text, end, known, places)
            if neighbour == "address_agrees" and not _marked(text, start):
                return [f"style_{style}", "exists", neighbour]
        kinds = view.label_kinds(start, end)
        labelled = bool(kinds & self._labels)
        if style in ("plain", "cut", "cells", "space") and not labelled and neighbour not in _AGREEING:
            return []
        clues = [f"style_{style}", "exists" if known else "exists_not"]
        if labelled:
            clues.append("mark" if _marked(text, start) else "label")
        elif kinds & self._numbers:
            clues.append("other_number")
        if neighbour:
            clues.append(neighbour)
        elif self._behind_romaji(view, start):
            clues.append("romaji")
        if _RANGE.match(text, end) or _RANGE_BEFORE.search(text, max(0, start - 4), start):
            clues.append("range")
        if _alone(text, start, end):
            clues.append("alone")
        return clues

    def _behind_romaji(self, view: View, start: int) -> bool:
        """Whether the name of a prefecture in Latin letters stands right before ``start``."""
        return any(mask & self._romaji for _, _, mask in view.cues_before(start, 2))


def _spans(text: str, runs: list[Run]) -> Iterator[tuple[int, int, str]]:
    """Start, end and style of everything that looks like a postal code."""
    for start, end, shape in runs:
        if b"000-0000" in shape:
            at = start + shape.index(b"000-0000")
        elif shape in _LOOKED_AT or shape.startswith((b"000 0000", b"000 - 0000", b"0000000 ")):
            at = start
        else:
            continue
        if at and _BEFORE.search(text, max(0, at - 2), at) and not text[at - 1].isspace():
            continue
        if shape == _CUT:
            if text[end : end + 1] not in (".", "-"):
                yield start, end, "cut"
            continue
        match = _CODE.match(text, at)
        if match is not None:
            between = match[2]
            style = _STYLES.get(between.strip(" ") if between != " " else between)
            yield at, match.end(), style or ("cells" if "\t" in between else "space")


def _marked(text: str, start: int) -> bool:
    """Whether 〒 stands before the code."""
    return "〒" in text[max(0, start - 2) : start]


def _neighbour(text: str, end: int, known: Codes, places: _Place) -> str:
    """The clue that the place behind or before the code gives."""
    index = bisect_left(places.starts, end)
    near = index < len(places.starts) and places.starts[index] - end <= _REACH
    if near and _BETWEEN.fullmatch(text, end, places.starts[index]):
        codes = places.codes[index]
        if not codes or not known:
            return "place_behind"
        return "address_agrees" if set(codes).intersection(known) else "address_differs"
    if index and known and "\n" not in text[places.starts[index - 1] : end]:
        near = end - places.starts[index - 1] <= _REACH_BACK
        return "address_before" if near and set(places.codes[index - 1]).intersection(known) else ""
    return ""


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the line."""
    return (not start or text[start - 1] == "\n") and text[end : end + 1] in ("", "\n", "\r")
