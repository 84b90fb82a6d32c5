"""Finds postal codes: behind 〒, in labelled fields and columns, and before an address that they fit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from piiscan.detect.addresses.anchors import window_anchors
from piiscan.detect.addresses.gazetteer import Codes, Gazetteer
from piiscan.detect.addresses.labels import has_labels
from piiscan.detect.addresses.postal_codes import PostalCodes
from piiscan.detect.candidate import Candidate
from piiscan.detect.kinds.announced import announcement
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.shapes import Run
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late

ENTITY_TYPE = "JP_POSTAL_CODE"
_CODE = late(r"([0-9]{3})( ?[-ー] ?|\t[-ー]\t|[ \t]|)([0-9]{4})(?![0-9A-Za-z]|[-ー.][0-9])")
_BEFORE = late(r"[0-9A-Za-z+.][-ー ]?\Z")
_STYLES = {"": "plain", "-": "hyphen", "ー": "hyphen"}
_CUT = b"000000"
"""The shape of a code that a spreadsheet has robbed of its first zero."""
_LOOKED_AT = frozenset((b"0000000", _CUT, b"000"))
_BEGINNINGS = (b"000 0000", b"000 - 0000", b"0000000 ")
_BETWEEN = late("[^0-9\u3041-\u9fff]{0,30}(?:(?:住所|所在地|ご?住所)[^0-9\u3041-\u9fff]{0,6})?")
_REACH = 40
"""How far behind a postal code its address may begin."""
_REACH_BACK = 80
"""How far before a postal code an address in the same line may begin."""
_RANGE = late(" ?(?:~|から|より|以降|番台|以外)")
_CELL_ENDS = "\t\n\r,"
_RANGE_ENDS = "~ら "
_RANGE_BEFORE = late("(?:~|から) ?\\Z")


_ROMAJI_REACH = 8
_ROMAJI_GAP = late("(?:-ken|-to|-fu)?[ ,\n]{1,3}")
_AGREEING = ("address_agrees", "address_before")


class _Places(NamedTuple):
    """The places in a window, with the municipalities they can mean, by start."""

    starts: list[int]
    codes: list[Codes]
    labelled: bool
    """Whether the window has labels of postal codes at all."""


class PostalCodeDetector:
    """Judges runs of seven digits, with or without a hyphen or cell borders inside."""

    def __init__(self, kinds: WordKinds) -> None:
        self._prefectures = kinds.bits("PREFECTURE")
        self._labels = kinds.bits("JP_POSTAL_CODE")
        self._numbers = kinds.bits("PART_NUMBER", "PHONE_NUMBER")
        self._rivals = kinds.bits("PART_NUMBER", "PHONE_NUMBER", "NOT_PERSONAL") & ~self._labels
        self._romaji = kinds.bits("ROMAJI_PREFECTURE")
        self._deciding = self._labels | self._romaji
        """One of these stands in every ASCII text that says of something that it is a Japanese postal code."""
        self._weights = Weights("jp_postal_code")
        self._gazetteer = Gazetteer()
        self._postal = PostalCodes()

    def candidates(self, view: View) -> Iterator[Candidate]:
        """See :class:`~piiscan.detect.candidate.Detector`."""
        if view.text.isascii() and not view.present & self._deciding:
            return
        places: _Places | None = None
        runs = view.hits.runs
        for start, end, style in _spans(view.text, runs.matching(set(filter(_may_be_code, runs.shapes)))):
            if places is None:
                places = self._places(view)
            if style == "cut" and not (places.labelled and view.label_kinds(start, end) & self._labels):
                continue  # as nearly all numbers of six digits
            clues = self._clues(view, (start, end), style, places)
            if clues:
                yield Candidate(ENTITY_TYPE, start, end, self._weights.of("prior", f"style_{style}", *clues))

    def _places(self, view: View) -> _Places:
        """The places of the window."""
        labelled = has_labels(view, self._labels)
        if view.text.isascii():
            return _Places([], [], labelled)
        found = window_anchors(view, self._prefectures, self._gazetteer)
        return _Places([anchor.start for anchor in found], [anchor.codes for anchor in found], labelled)

    def _clues(self, view: View, span: tuple[int, int], style: str, places: _Places) -> list[str]:
        """The clues for a code of ``style`` at ``span``; none where nothing speaks for it."""
        start, end = span
        text = view.text
        place, codes = _neighbour(text, end, places)
        known: Codes | None = None
        if place:
            known = self._known(text[start:end])
            place = _agreement(place, codes, known)
            if place == "address_agrees" and style != "cut" and not _marked(text, start):
                return ["exists", place]
        kinds = view.label_kinds(start, end) if style == "hyphen" or places.labelled else 0
        labelled = bool(kinds & self._labels)
        if not labelled and style != "hyphen" and place not in _AGREEING:
            return []
        if known is None:
            known = self._known(text[start:end])
        clues = ["exists" if known else "exists_not"]
        if labelled:
            clues.append("mark" if _marked(text, start) else "label")
        elif kinds & self._numbers:
            clues.append("other_number")
        elif style == "hyphen" and announcement(view, self._labels, self._rivals, start) is not None:
            clues.append("label_near")
        if place:
            clues.append(place)
        elif self._behind_romaji(view, start):
            clues.append("romaji")
        return clues + _border_clues(text, start, end)

    def _known(self, code: str) -> Codes:
        """The municipalities of ``code`` as written."""
        plain = code.replace("-", "")
        if not plain.isdecimal():
            plain = "".join(filter(str.isdecimal, plain))
        return self._postal.municipalities(plain.rjust(7, "0"))

    def _behind_romaji(self, view: View, start: int) -> bool:
        """Whether the name of a prefecture in Latin letters stands right before ``start``."""
        hits = view.cues_before(start, _ROMAJI_REACH)
        return any(mask & self._romaji and _ROMAJI_GAP.fullmatch(view.text, end, start) for _, end, mask in hits)


def _may_be_code(shape: bytes) -> bool:
    """Whether a postal code may stand in a run of ``shape``; in a number such as 00-0000-0000 none can."""
    at = shape.find(b"000-0000")
    if at >= 0:
        return shape[at - 1 : at] != b"0" if at else True
    return shape in _LOOKED_AT or shape.startswith(_BEGINNINGS)


def _spans(text: str, runs: Iterable[Run]) -> Iterator[tuple[int, int, str]]:
    """Start, end and style of everything that looks like a postal code."""
    for start, end, shape in runs:
        if b"000-0000" in shape:
            at = start + shape.index(b"000-0000")
        elif shape in _LOOKED_AT or shape.startswith(_BEGINNINGS):
            at = start
        else:
            continue
        match = None
        if shape != _CUT:
            match = _CODE.match(text, at)
            if match is None:
                continue
        if at and not text[at - 1].isspace() and text[at - 1] != "," and _BEFORE.search(text, max(0, at - 2), at):
            continue
        if match is None:
            if text[end : end + 1] not in (".", "-"):
                yield start, end, "cut"
        else:
            between = match[2]
            style = _STYLES.get(between.strip(" ") if between != " " else between)
            yield at, match.end(), style or ("cells" if "\t" in between else "space")


def _marked(text: str, start: int) -> bool:
    """Whether 〒 stands before the code."""
    return text.find("〒", max(0, start - 2), start) >= 0


def _neighbour(text: str, end: int, places: _Places) -> tuple[str, Codes]:
    """The clue for the place right behind the code, or before it in the same line, and its municipalities."""
    index = bisect_left(places.starts, end)
    near = index < len(places.starts) and places.starts[index] - end <= _REACH
    if near and _BETWEEN.fullmatch(text, end, places.starts[index]):
        return "place_behind", places.codes[index]
    if index and end - places.starts[index - 1] <= _REACH_BACK and "\n" not in text[places.starts[index - 1] : end]:
        return "address_before", places.codes[index - 1]
    return "", ()


def _agreement(place: str, codes: Codes, known: Codes) -> str:
    """``place`` made exact, now that the municipalities of the code are ``known``."""
    agrees = any(code in known for code in codes) if len(codes) > 1 else bool(codes) and codes[0] in known
    if place == "address_before":
        return place if agrees else ""
    if not codes or not known:
        return place
    return "address_agrees" if agrees else "address_differs"


def _border_clues(text: str, start: int, end: int) -> list[str]:
    """The clues in the characters around the code."""
    clues = []
    if _is_range(text, start, end):
        clues.append("range")
    if _alone(text, start, end):
        clues.append("alone")
    return clues


def _is_range(text: str, start: int, end: int) -> bool:
    """Whether the code begins or ends a range of codes."""
    if text[end : end + 1] not in _CELL_ENDS and _RANGE.match(text, end):
        return True
    return start > 0 and text[start - 1] in _RANGE_ENDS and bool(_RANGE_BEFORE.search(text, max(0, start - 4), start))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the line."""
    return (not start or text[start - 1] == "\n") and text[end : end + 1] in ("", "\n", "\r")
