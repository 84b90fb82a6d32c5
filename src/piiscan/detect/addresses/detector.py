"""Finds Japanese addresses: places on which to anchor, what follows them, and what speaks for and against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, cast

from piiscan.detect.addresses.anchors import Anchor, unlisted, window_anchors
from piiscan.detect.addresses.buildings import BUILDING_NAME
from piiscan.detect.addresses.clues import border_clue, next_building, next_number, rest_of_cell, tail_clues, tail_facts
from piiscan.detect.addresses.gazetteer import Codes, Gazetteer
from piiscan.detect.addresses.labels import has_labels
from piiscan.detect.addresses.local import local_starts
from piiscan.detect.addresses.plain_cells import plain_numbers
from piiscan.detect.addresses.postal_beside import agreement, code_before
from piiscan.detect.addresses.postal_codes import PostalCodes
from piiscan.detect.addresses.reader import KNOWN, NOTHING, Reader, Tail
from piiscan.detect.addresses.romaji import romaji_addresses
from piiscan.detect.candidate import Found
from piiscan.detect.chapter import Chapter
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late
from piiscan.model import Evidence

ENTITY_TYPE = "JP_ADDRESS"
_HOME_MUNICIPALITIES = 8
"""Of so many municipalities, the ones it names most, a document may give addresses without naming them again."""
_PLATE = late("[ ]?[\u3041-\u3096][ ]?[0-9]")
"""What makes the number before it one of a car: 300あ12-34."""
_ONE_LETTER_TOWNS = "東西南北中"
_COMBINATIONS = 20_000
_MANY = 8
"""From so many places on it pays to look for cells in plain text."""

Clues = tuple[str, ...]
Weighed = tuple[Clues, tuple[Evidence, ...], float]
_ALONE, _AGREES, _DIFFERS = ("prior",), ("prior", "prefecture"), ("prior", "prefecture_differs")


class Mention(NamedTuple):
    """The note of a candidate that names a municipality."""

    codes: Codes


class Town(NamedTuple):
    """The note of a candidate that begins with a town whose municipality is not named beside it."""

    area: str


class AddressDetector:
    """Judges every place, label and run of numbers that may belong to an address."""

    def __init__(self, kinds: WordKinds) -> None:
        self._prefectures = kinds.bits("PREFECTURE")
        self._labels = kinds.bits("JP_ADDRESS")
        self._buildings = kinds.bits("ADDRESS_BUILDING")
        self._romaji = kinds.bits("ROMAJI_PREFECTURE")
        self._units = kinds.bits("ADDRESS_UNIT")
        self._weights = Weights("jp_address")
        self._enough = self._weights["enough"].weight
        self._gazetteer = Gazetteer()
        self._reader = Reader(self._gazetteer)
        self._postal = PostalCodes()
        self._weighed: dict[tuple[object, ...], Weighed] = {}
        """What comes of each combination of facts."""
        self._mentions: dict[Codes, Mention] = {}

    def candidates(self, view: View) -> list[Found]:
        """See :class:`~piiscan.detect.candidate.Detector`."""
        found: list[Found] = []
        if view.has_japanese:
            spans: list[tuple[int, int]] = []
            found += self._at_places(view, spans)
            found += self._local(view, spans)
        found += self._in_romaji(view)
        return found

    def _at_places(self, view: View, spans: list[tuple[int, int]]) -> Iterator[Found]:
        """What begins with a prefecture or municipality; the spans of the addresses are added to ``spans``."""
        reach = 0
        mentioned: set[str] = set()
        labels = self._labels if has_labels(view, self._labels) else 0
        anchors = window_anchors(view, self._prefectures, self._gazetteer)
        cells = self._cells(view) if labels and len(anchors) >= _MANY else {}
        for anchor in anchors:
            start, end, _, codes, name, _ = anchor
            if start < reach:
                continue
            evidence = self._plain(view, anchor, cells[start]) if name and start in cells else None
            if evidence is not None:
                reach = cells[start]
            else:
                tail, named = self._read(view.text, anchor)
                if tail.groups or (tail.area != NOTHING and name):
                    evidence = self._judged(view, anchor, named, tail, labels)
                    reach = tail.end
            if evidence is not None:
                spans.append((start, reach))
                yield ENTITY_TYPE, start, reach, evidence, self._mention(codes)
            elif name and name not in mentioned:
                mentioned.add(name)
                yield ENTITY_TYPE, start, end, self._weights.of("municipality_only"), self._mention(codes)

    def _cells(self, view: View) -> dict[int, int]:
        """Where the cells under a label of addresses start, and where each ends."""
        return {
            cells.starts[index]: cells.ends[index]
            for cells in (view.cells, view.plain_cells)
            for index in cells.under(self._labels)
        }

    def _in_romaji(self, view: View) -> Iterator[Found]:
        """The addresses in Latin letters."""
        for start, end, clues in romaji_addresses(view, self._romaji):
            label = ("label",) if view.label_kinds(start, end) & self._labels else ()
            yield ENTITY_TYPE, start, end, self._weights.of(*clues, *label), None

    def _plain(self, view: View, anchor: Anchor, end: int) -> tuple[Evidence, ...] | None:
        """The evidence of the address that fills the cell from ``anchor`` to ``end``; None where it must be read."""
        numbers = plain_numbers(view.text, anchor, end, self._gazetteer)
        if not numbers or next_building(view, end, self._labels | self._buildings):
            return None
        named = _named(anchor)
        known = self._weighed.get((named, numbers))
        if known is None:
            tail = Tail(end)
            tail.groups = numbers
            known = self._weigh((named, numbers), (*named, KNOWN, *tail_clues(tail), "fills_field"))
        _, evidence, score = known
        return evidence if score >= self._enough else None

    def _read(self, text: str, anchor: Anchor) -> tuple[Tail, Clues]:
        """What follows ``anchor``, and the clues that lie in the anchor itself."""
        if anchor.name:
            return self._reader.read(text, anchor.end, anchor.codes), _named(anchor)
        end = unlisted(text, anchor)
        clues = ("prior", "municipality_unlisted" if end else "municipality_none", "prefecture")
        return self._reader.read(text, end or anchor.end, anchor.codes), clues

    def _judged(self, view: View, anchor: Anchor, named: Clues, tail: Tail, labels: int) -> tuple[Evidence, ...]:
        """The evidence of ``anchor`` and ``tail``; labels and postal codes are asked for only while they matter."""
        text, start = view.text, anchor.start
        self._finish(view, start, tail)
        border = border_clue(text, start, tail.end, plot=tail.groups > 0 and not tail.block_only)
        crosses = text.find("\t", start, tail.area_end) >= 0 or text.find(",", start, tail.area_end) >= 0
        facts = (*named, tail.area, tail_facts(tail), border, crosses)
        known = self._weighed.get(facts)
        if known is None:
            clues = (*named, tail.area, *tail_clues(tail), *filter(None, (border, "crosses_cells" if crosses else "")))
            known = self._weigh(facts, clues)
        clues, evidence, score = known
        if score >= self._enough:
            return evidence
        more = [agreement(code_before(text, start), anchor.codes, self._postal)]
        if labels and view.label_kinds(start, tail.end) & labels:
            more.append("label" if tail.groups else "label_without_number")
        return self._weights.of(*clues, *filter(None, more))

    def _weigh(self, facts: tuple[object, ...], clues: Clues) -> Weighed:
        """``clues``, their evidence and its sum, kept for the next address of the same ``facts``."""
        evidence = self._weights.of(*clues)
        weighed = clues, evidence, sum(each.weight for each in evidence)
        if len(self._weighed) < _COMBINATIONS:
            self._weighed[facts] = weighed
        return weighed

    def _finish(self, view: View, start: int, tail: Tail) -> None:
        """Lengthen ``tail`` to the end of the cell that ``start`` begins, and by the next ones that go on with it."""
        if not tail.groups and tail.area == KNOWN:
            number = next_number(view, tail.end, self._labels)
            if number:
                self._reader.read_number(view.text, number, tail)
        if not tail.groups:
            return
        tail.end = rest_of_cell(view, start, tail) or tail.end
        building = next_building(view, tail.end, self._labels | self._buildings)
        if building:
            tail.end, tail.building = building, True

    def _local(self, view: View, spans: list[tuple[int, int]]) -> Iterator[Found]:
        """The addresses that begin with a town, outside ``spans``."""
        reach = 0
        for start in local_starts(view, spans, self._labels, self._units):
            if start < reach:
                continue
            found = self._at_town(view, start)
            if found is not None:
                reach = found[2]
                yield found

    def _at_town(self, view: View, start: int) -> Found | None:
        """The candidate that begins with a town at ``start``."""
        text = view.text
        match = self._reader.match(text, start)
        if match is None:
            return None
        area = match["area"] or (text[start] if text[start] in _ONE_LETTER_TOWNS else "")
        if not area:
            return None
        code = code_before(text, start)
        codes = self._postal.municipalities(code) if code else ()
        tail = self._reader.read(text, start, codes, match)
        # 北24 is the number of a bus; a town of one letter needs two numbers.
        if tail.groups < (1 if match["area"] else 2) or _PLATE.match(text, tail.end):
            return None
        if BUILDING_NAME.search(area):
            return None
        self._finish(view, start, tail)
        clues = ["prior_local", *tail_clues(tail), border_clue(text, start, tail.end, plot=True)]
        if tail.area == KNOWN and codes:
            clues.append("postal_town")
        # One bare number needs a cell or field of its own: 住民票コード 12345 has a label too.
        sure = tail.groups > 1 or tail.units or view.label_at(start)
        if sure and view.label_kinds(start, tail.end) & self._labels:
            clues.append("label_local")
        return ENTITY_TYPE, start, tail.end, self._weights.of(*filter(None, clues)), Town(area)

    def _mention(self, codes: Codes) -> Mention:
        """The note of an address in ``codes``; the same object for the same ones."""
        known = self._mentions.get(codes)
        if known is None:
            known = Mention(codes)
            if len(self._mentions) < _COMBINATIONS:
                self._mentions[codes] = known
        return known

    def settle(self, chapter: Chapter, memory: dict[str, object]) -> None:
        """Towns of a municipality that the document names elsewhere are addresses too."""
        named = cast("Counter[Codes]", memory.setdefault(ENTITY_TYPE, Counter()))
        named.update([note.codes for _, note in chapter.noted if type(note) is Mention and note.codes])
        towns = [(index, note.area) for index, note in chapter.noted if type(note) is Town]
        home = sorted({code for codes, _ in named.most_common(_HOME_MUNICIPALITIES) for code in codes}) if towns else ()
        for index, area in towns if home else ():
            if self._reader.starts_with_town(area, tuple(home)):
                chapter.gain(index, self._weights["document_town"])


def _named(anchor: Anchor) -> Clues:
    """The clues of the municipality of ``anchor``: whether it lies in the prefecture before it, if there is one."""
    if not anchor.prefecture:
        return _ALONE
    return _DIFFERS if anchor.differs else _AGREES
