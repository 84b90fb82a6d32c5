"""Finds Japanese addresses: places on which to anchor, what follows them, and what speaks for and against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, cast

from piiscan.detect.addresses import grammar
from piiscan.detect.addresses.anchors import Anchor, unlisted, window_anchors
from piiscan.detect.addresses.clues import AREA_CLUES, border_clues, next_cell, rest_of_cell, tail_clues
from piiscan.detect.addresses.gazetteer import Codes, Gazetteer
from piiscan.detect.addresses.labels import has_labels
from piiscan.detect.addresses.local import local_starts
from piiscan.detect.addresses.postal_beside import agreement, code_before
from piiscan.detect.addresses.postal_codes import PostalCodes
from piiscan.detect.addresses.reader import Area, Reader, Tail
from piiscan.detect.addresses.romaji import romaji_addresses
from piiscan.detect.candidate import Candidate
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late
from piiscan.model import Evidence

ENTITY_TYPE = "JP_ADDRESS"
_HOME_MUNICIPALITIES = 8
"""Of so many municipalities, the ones it names most, a document may give addresses without naming them again."""
_CELL_BORDER = late("[\t,]")
_PLATE = late("[ ]?[\u3041-\u3096][ ]?[0-9]")
"""What makes the number before it one of a car: 300あ12-34."""
_ONE_LETTER_TOWNS = "東西南北中"
_COMBINATIONS = 20_000


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
        self._weighed: dict[tuple[str, ...], tuple[tuple[Evidence, ...], float]] = {}
        self._mentions: dict[Codes, Mention] = {}

    def candidates(self, view: View) -> Iterator[Candidate]:
        """See :class:`~piiscan.detect.candidate.Detector`."""
        if view.text.isascii():
            yield from self._in_romaji(view)
            return
        spans: list[tuple[int, int]] = []
        mentioned: set[str] = set()
        labels = self._labels if has_labels(view, self._labels) else 0
        for anchor in window_anchors(view, self._prefectures, self._gazetteer):
            if spans and anchor.start < spans[-1][1]:
                continue
            tail, clues = self._read(view.text, anchor)
            if tail.groups or (tail.area is not Area.NONE and anchor.name):
                candidate = self._judged(view, anchor, tail, clues, labels)
                spans.append((candidate.start, candidate.end))
                yield candidate
            elif anchor.name and anchor.name not in mentioned:
                mentioned.add(anchor.name)
                evidence = self._of(["municipality_only"])
                yield Candidate(ENTITY_TYPE, anchor.start, anchor.end, evidence, self._mention(anchor.codes))
        yield from self._local(view, spans)
        yield from self._in_romaji(view)

    def _in_romaji(self, view: View) -> Iterator[Candidate]:
        """The addresses in Latin letters."""
        for found in romaji_addresses(view, self._romaji):
            clues = list(found.clues)
            if view.label_kinds(found.start, found.end) & self._labels:
                clues.append("label")
            yield Candidate(ENTITY_TYPE, found.start, found.end, self._of(clues))

    def _read(self, text: str, anchor: Anchor) -> tuple[Tail, list[str]]:
        """What follows ``anchor``, and the clues that lie in the anchor itself."""
        end = anchor.end
        clues = ["prior"]
        if not anchor.name:
            end = unlisted(text, anchor)
            clues.append("municipality_unlisted" if end else "municipality_none")
            end = end or anchor.end
        if anchor.prefecture:
            clues.append("prefecture_differs" if anchor.differs else "prefecture")
        return self._reader.read(text, end, anchor.codes), clues

    def _judged(self, view: View, anchor: Anchor, tail: Tail, clues: list[str], labels: int) -> Candidate:
        """The candidate of ``anchor`` and ``tail``; labels and postal codes are asked for only while they matter."""
        text, start = view.text, anchor.start
        self._finish(view, start, tail)
        plot = tail.groups > 0 and not tail.block_only
        clues += (AREA_CLUES[tail.area], *tail_clues(tail), *border_clues(text, start, tail.end, plot=plot))
        if _CELL_BORDER.search(text, start, tail.area_end):
            clues.append("crosses_cells")
        evidence, score = self._weigh(clues)
        if score < self._enough:
            clue = agreement(code_before(text, start), anchor.codes, self._postal)
            if clue:
                clues.append(clue)
            if labels and view.label_kinds(start, tail.end) & labels:
                clues.append("label" if tail.groups else "label_without_number")
            evidence = self._of(clues)
        return Candidate(ENTITY_TYPE, start, tail.end, evidence, self._mention(anchor.codes))

    def _finish(self, view: View, start: int, tail: Tail) -> None:
        """Lengthen ``tail`` to the end of the cell that ``start`` begins, and by the next ones that go on with it."""
        if not tail.groups and tail.area is Area.KNOWN:
            number = next_cell(view, tail.end, self._labels, grammar.NUMBERS)
            if number:
                self._reader.read_number(view.text, number, tail)
        if not tail.groups:
            return
        tail.end = rest_of_cell(view, start, tail) or tail.end
        building = next_cell(view, tail.end, self._labels | self._buildings, grammar.BUILDING_CELL)
        if building and grammar.BUILDING_NAME.search(building.group()):
            tail.end, tail.building = building.end(), True

    def _local(self, view: View, spans: list[tuple[int, int]]) -> Iterator[Candidate]:
        """The addresses that begin with a town, outside ``spans``."""
        reach = 0
        for start in local_starts(view, spans, self._labels, self._units):
            if start < reach:
                continue
            candidate = self._at_town(view, start)
            if candidate is not None:
                reach = candidate.end
                yield candidate

    def _at_town(self, view: View, start: int) -> Candidate | None:
        """The candidate that begins with a town at ``start``."""
        text = view.text
        match = grammar.TAIL.match(text, start, start + 80)
        if match is None:
            return None
        area = match["area"] or (text[start] if text[start] in _ONE_LETTER_TOWNS else "")
        if not area or grammar.BUILDING_NAME.search(area):
            return None
        code = code_before(text, start)
        codes = self._postal.municipalities(code) if code else ()
        tail = self._reader.read(text, start, codes)
        # 北24 is the number of a bus; a town of one letter needs two numbers.
        if tail.groups < (1 if match["area"] else 2) or _PLATE.match(text, tail.end):
            return None
        self._finish(view, start, tail)
        clues = ["prior_local", *tail_clues(tail), *border_clues(text, start, tail.end, plot=True)]
        if tail.area is Area.KNOWN and codes:
            clues.append("postal_town")
        # One bare number needs a cell or field of its own: 住民票コード 12345 has a label too.
        sure = tail.groups > 1 or tail.units or view.label_at(start)
        if sure and view.label_kinds(start, tail.end) & self._labels:
            clues.append("label_local")
        return Candidate(ENTITY_TYPE, start, tail.end, self._of(clues), Town(area))

    def _of(self, clues: list[str]) -> tuple[Evidence, ...]:
        """The evidence of ``clues``; the same tuple for the same clues."""
        return self._weigh(clues)[0]

    def _weigh(self, clues: list[str]) -> tuple[tuple[Evidence, ...], float]:
        """The same, with its sum."""
        key = tuple(clues)
        known = self._weighed.get(key)
        if known is None:
            evidence = self._weights.of(*key)
            known = evidence, sum(each.weight for each in evidence)
            if len(self._weighed) < _COMBINATIONS:
                self._weighed[key] = known
        return known

    def _mention(self, codes: Codes) -> Mention:
        """The note of an address in ``codes``; the same object for the same ones."""
        known = self._mentions.get(codes)
        if known is None:
            known = Mention(codes)
            if len(self._mentions) < _COMBINATIONS:
                self._mentions[codes] = known
        return known

    def settle(self, candidates: list[Candidate], memory: dict[str, object]) -> list[Candidate]:
        """Towns of a municipality that the document names elsewhere are addresses too."""
        named = cast("Counter[Codes]", memory.setdefault(ENTITY_TYPE, Counter()))
        own = [(index, c.note) for index, c in enumerate(candidates) if c.entity_type == ENTITY_TYPE]
        named.update([note.codes for _, note in own if type(note) is Mention and note.codes])
        towns = [(index, note.area) for index, note in own if type(note) is Town]
        home = sorted({code for codes, _ in named.most_common(_HOME_MUNICIPALITIES) for code in codes}) if towns else ()
        if not home:
            return candidates
        settled = candidates.copy()
        for index, area in towns:
            if self._reader.starts_with_town(area, tuple(home)):
                candidate = candidates[index]
                settled[index] = candidate._replace(evidence=(*candidate.evidence, self._weights["document_town"]))
        return settled
