"""Finds postal codes: behind 〒, in labelled fields and columns, and before an address that they fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from piiscan.detect.addresses.anchors import window_anchors
from piiscan.detect.addresses.gazetteer import Codes, Gazetteer
from piiscan.detect.addresses.labels import has_labels
from piiscan.detect.addresses.place_beside import AGREES, BEFORE, BEHIND, PlacesBeside, agreement
from piiscan.detect.addresses.postal_codes import PostalCodes
from piiscan.detect.candidate import Found
from piiscan.detect.cells import Cells, Column
from piiscan.detect.kinds.announced import announcement
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late

ENTITY_TYPE = "JP_POSTAL_CODE"
_CODE = late(r"([0-9]{3})( ?[-ー] ?|\t[-ー]\t|[ \t]|)([0-9]{4})(?![0-9A-Za-z]|[-ー.][0-9])")
_BEFORE = late(r"[0-9A-Za-z+.][-ー ]?\Z")
_STYLES = {"": "style_plain", "-": "style_hyphen", "ー": "style_hyphen"}
"""The clue of what stands between the two parts of a code."""
_HYPHEN = "style_hyphen"
_CUT_STYLE = "style_cut"
_CUT = b"000000"
"""The shape of a code that a spreadsheet has robbed of its first zero."""
_DIGITS = 7
_FIRST = b"000"
"""The shape of the first half of a code in a cell of its own."""
_HYPHENED = b"000-0000"
_LOOKED_AT = frozenset((b"0000000", _CUT, _FIRST))
_BEGINNINGS = (b"000 0000", b"000 - 0000", b"0000000 ")
_RANGE = late(" ?(?:~|から|より|以降|番台|以外)")
_CELL_ENDS = "\t\n\r,"
_RANGE_ENDS = "~ら "
_RANGE_BEFORE = late("(?:~|から) ?\\Z")
_DELIMITERS = frozenset("\t,;|")
_BORDERS = _DELIMITERS | {"\n"}
"""What stands between two of these is a cell of its own."""
_SURE = ("exists", AGREES)
"""More need not be said of a code before an address that it fits."""
_MANY = 8
"""From so many numbers on it pays to look for columns."""
_ROMAJI_REACH = 8
_ROMAJI_GAP = late("(?:-ken|-to|-fu)?[ ,\n]{1,3}")

Number = tuple[int, bytes]
"""Where a run of digits starts, and its shape."""


class PostalCodeDetector:
    """Judges runs of seven digits, with or without a hyphen or cell borders inside."""

    def __init__(self, kinds: WordKinds) -> None:
        self._prefectures = kinds.bits("PREFECTURE")
        self._labels = kinds.bits("JP_POSTAL_CODE")
        self._numbers = kinds.bits("PART_NUMBER", "PHONE_NUMBER")
        self._rivals = kinds.bits("PART_NUMBER", "PHONE_NUMBER", "NOT_PERSONAL") & ~self._labels
        self._romaji = kinds.bits("ROMAJI_PREFECTURE")
        self._deciding = self._labels | self._romaji
        """One of these stands in every text without Japanese that says of a number that it is a postal code."""
        self._weights = Weights("jp_postal_code")
        self._gazetteer = Gazetteer()
        self._postal = PostalCodes()

    def candidates(self, view: View) -> list[Found]:
        """See :class:`~piiscan.detect.candidate.Detector`."""
        if not view.has_japanese and not view.present & self._deciding:
            return []
        labelled, runs = has_labels(view, self._labels), view.hits.runs
        numbers = runs.chosen({shape for shape in runs.shapes if _may_be_code(shape) and (labelled or shape != _CUT)})
        if not numbers:
            return []
        places = PlacesBeside(window_anchors(view, self._prefectures, self._gazetteer) if view.has_japanese else [])
        found: list[Found] = []
        if labelled and len(numbers) >= _MANY:
            for cells in (view.cells, view.plain_cells):
                found += self._in_columns(view.text, cells, places)
                numbers = self._elsewhere(view, cells, numbers, {each[1] for each in found})
        for start, end, style in _spans(view.text, numbers):
            clues = self._clues(view, (start, end), style, places)
            if clues:
                found.append((ENTITY_TYPE, start, end, self._weights.of("prior", style, *clues), None))
        return found

    def _in_columns(self, text: str, cells: Cells, places: PlacesBeside) -> Iterator[Found]:
        """The codes that fill a cell under a label of theirs, where a place begins the next cell, as in most tables."""
        for column in cells.columns:
            if column.kinds & self._labels:
                yield from self._in_column(text, column, places)

    def _in_column(self, text: str, column: Column, places: PlacesBeside) -> Iterator[Found]:
        """The same for one column: :meth:`_clues` would say as much, for the characters around are known."""
        municipalities, of, behind = self._postal.municipalities, self._weights.of, places.by_start.get
        marks = "〒" in text
        for start, end in zip(column.starts, column.ends, strict=True):
            codes, code = behind(end + 1), text[start:end]
            between = code[3:-4]
            style, digits = _STYLES.get(between), code[:3] + code[-4:]
            if codes is None or style is None or len(code) != _DIGITS + len(between) or not digits.isdecimal():
                continue
            if text[end] not in _DELIMITERS or (start and text[start - 1] not in _BORDERS):
                continue
            known = municipalities(digits)
            place = agreement(BEHIND, codes, known)
            marked = marks and _marked(text, start)
            if place == AGREES and not marked:
                yield ENTITY_TYPE, start, end, of("prior", style, *_SURE), None
            else:
                exists, label = "exists" if known else "exists_not", "mark" if marked else "label"
                yield ENTITY_TYPE, start, end, of("prior", style, exists, label, place), None

    def _elsewhere(self, view: View, cells: Cells, numbers: list[Number], done: set[int]) -> list[Number]:
        """``numbers`` without those that are ``done``, and those of six digits that no label makes a code."""
        left = [number for number in numbers if number[0] not in done]
        cut = [start for start, shape in left if shape == _CUT]
        labels, kinds = cells.labels_at(cut), cells.kinds_by_label
        near = bool(view.cues_of(self._labels))
        never = {
            start
            for start, label in zip(cut, labels, strict=True)
            if label and not kinds[label] & self._labels and not (near and view.in_reach(self._labels, start, start))
        }
        return [number for number in left if number[0] not in never] if never else left

    def _clues(self, view: View, span: tuple[int, int], style: str, places: PlacesBeside) -> tuple[str, ...]:
        """The clues for a code of ``style`` at ``span``; none where nothing speaks for it."""
        start, end = span
        text = view.text
        labelled = has_labels(view, self._labels)
        place, codes = places.nearest(text, end)
        known: Codes | None = None
        if place:
            known = self._known(text[start:end])
            place = agreement(place, codes, known)
            if place == AGREES and style != _CUT_STYLE and not _marked(text, start):
                return _SURE
        kinds = view.label_kinds(start, end) if style == _HYPHEN or labelled else 0
        what = "label" if kinds & self._labels else ""
        if not what and (style == _CUT_STYLE or (style != _HYPHEN and place not in (AGREES, BEFORE))):
            return ()
        if not what and kinds & self._numbers:
            what = "other_number"
        elif not what and style == _HYPHEN and announcement(view, self._labels, self._rivals, start) is not None:
            what = "label_near"
        if not place and self._behind_romaji(view, start):
            place = "romaji"
        return _told(text, span, self._known(text[start:end]) if known is None else known, place, what)

    def _known(self, code: str) -> Codes:
        """The municipalities of ``code`` as written."""
        plain = code.replace("-", "")
        if not plain.isdecimal():
            plain = "".join(filter(str.isdecimal, plain))
        return self._postal.municipalities(plain.rjust(_DIGITS, "0"))

    def _behind_romaji(self, view: View, start: int) -> bool:
        """Whether the name of a prefecture in Latin letters stands right before ``start``."""
        hits = view.cues_before(start, _ROMAJI_REACH)
        return any(mask & self._romaji and _ROMAJI_GAP.fullmatch(view.text, end, start) for _, end, mask in hits)


def _may_be_code(shape: bytes) -> bool:
    """Whether a postal code may stand in a run of ``shape``; in a number such as 00-0000-0000 none can."""
    at = shape.find(_HYPHENED)
    if at >= 0:
        return shape[at - 1 : at] != b"0" if at else True
    return shape in _LOOKED_AT or shape.startswith(_BEGINNINGS)


def _beginning(text: str, start: int, shape: bytes) -> int:
    """Where a code may begin in the run of ``shape`` at ``start``; -1 where none can, as what stands behind tells."""
    inside = shape.find(_HYPHENED)
    if inside >= 0:
        at = start + inside
        return -1 if shape.startswith(b"-0", inside + len(_HYPHENED)) and text[at + len(_HYPHENED)] in "-ー" else at
    return -1 if shape == _FIRST and not text.startswith("\t", start + len(shape)) else start


def _spans(text: str, numbers: Iterable[Number]) -> Iterator[tuple[int, int, str]]:
    """Start, end and style of everything that looks like a postal code."""
    for start, shape in numbers:
        at, end = _beginning(text, start, shape), start + len(shape)
        if at < 0:
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
                yield start, end, _CUT_STYLE
        else:
            between = match[2]
            style = _STYLES.get(between.strip(" ") if between != " " else between)
            yield at, match.end(), style or ("style_cells" if "\t" in between else "style_space")


def _marked(text: str, start: int) -> bool:
    """Whether 〒 stands before the code."""
    return text.find("〒", max(0, start - 2), start) >= 0


def _told(text: str, span: tuple[int, int], known: Codes, place: str, label: str) -> tuple[str, ...]:
    """The clues of a code at ``span`` of the municipalities ``known``, with what a ``place`` and a ``label`` say."""
    start, end = span
    if label == "label" and _marked(text, start):
        label = "mark"
    found = (
        "exists" if known else "exists_not",
        label,
        place,
        "range" if _is_range(text, start, end) else "",
        "alone" if _alone(text, start, end) else "",
    )
    return tuple(filter(None, found))


def _is_range(text: str, start: int, end: int) -> bool:
    """Whether the code begins or ends a range of codes."""
    if text[end : end + 1] not in _CELL_ENDS and _RANGE.match(text, end):
        return True
    return start > 0 and text[start - 1] in _RANGE_ENDS and bool(_RANGE_BEFORE.search(text, max(0, start - 4), start))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands in the line."""
    return (not start or text[start - 1] == "\n") and text[end : end + 1] in ("", "\n", "\r")
