"""FINANCIAL_AMOUNT: an amount of money that a label or column ties to a person's income, savings or debts.

Examples: ``年収：548万円``, ``基本給 ￥422,800``, ``借入残高 ¥2,680,693``, ``salary,5482000`` as a column
Counterexamples: ``売上高 548億円``, ``月給27万円〜（求人）``, ``小計 83,549円``, ``予算は1,299百万円``
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

from piiscan.detect.candidate import Found
from piiscan.detect.cells import Column
from piiscan.detect.chapter import Chapter
from piiscan.detect.hits import WordHit
from piiscan.detect.kinds.amounts import ByForm, CellAmounts, Spot, amount_at, changed_to, form_clues, shape, unit_clues
from piiscan.detect.kinds.polite import is_polite
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late

# Between a label and its amount: what kind of amount it is, about, particles, punctuation.
_GLUE = late(
    r"(?:[\s:;=>|→・\-,、。\"'「『【\[(\])】」』<#*/はがのもを]|\([^()\n]{0,12}\)|"
    r"案|額|予定|見込み?|希望|実績|合計|総額|月額|年額|月々|毎月|月|年間|総計|見込額|約|およそ|税込み?|あり|[0-9]{1,2}月分){0,24}"
)
_THOUSANDS = late(r"(?:^|[|\t;>]|  ) ?[¥$]?([0-9]{1,3}(?:,[0-9]{3})*,)\Z")
_TITLE = late(r"(?:さん|様|氏|殿|くん|君)(?![々方にな子式態相])")
_NOT_PERSON = late(r"(?:お客|皆|各位|御社)(?:さん|様)")
_STRONG = frozenset({"label", "column"})
_COLUMNS = frozenset({"column", "part_column"})
_SLIP_REACH, _SLIP_ITEMS = 120, 4
"""So many labelled amounts in so many code points on both sides are a pay slip, or a budget."""
_PAY_COLUMNS = 3
"""A table with so many amounts beside each other is a payroll."""
_PART = "part of a pay slip"
_REMEMBERED = 1_000
_BESIDE = 300
"""How far from a sure amount its parts may stand."""
_BORDERS = "\t\n\r|;"
"""What ends an amount; behind a comma thousands may go on."""
_THOUSAND = 3
"""Digits behind a comma that may be more of the number before it."""
_TYPE = "FINANCIAL_AMOUNT"
_Labelled = tuple[tuple[int, int], int, Spot]
"""Place and kinds of a label, and the amount that is glued to it."""


class FinancialAmounts:
    """The detector of FINANCIAL_AMOUNT."""

    def __init__(self, kinds: WordKinds) -> None:
        self._label = kinds.bits("FINANCIAL_AMOUNT")
        self._part = kinds.bits("AMOUNT_PART")
        self._context = kinds.bits("AMOUNT_CONTEXT")
        self._against = kinds.bits("AMOUNT_AGAINST")
        self._weights = Weights("financial_amount")
        self._forms = CellAmounts()
        self._headers: dict[tuple[int, ...], tuple[str, ...]] = {}

    def candidates(self, view: View) -> Iterable[Found]:
        """The labelled amounts."""
        if not view.has_japanese and not (view.present & self._label and view.hits.runs):
            return []
        labels = view.cues_of(self._label | self._part)
        behind = list(_behind(view.text, labels))
        starts = sorted({spot.start for _, _, spot in behind})
        spots = self._labelled(view.text, behind, starts)
        plain = bool(labels or view.window.head)
        headers = plain and self._has_headers(view)
        found = self._in_cells(view, {spot.start for spot in spots}, headers=headers)
        # The clue of what the label of a cell has said, by place; empty where nothing more is to be asked.
        in_cells: dict[int, str] = dict.fromkeys([start for _, start, _, _, _ in found], "")
        for spot, clue in self._in_columns(view, in_cells.keys()):
            spots[spot].add(clue)
            in_cells[spot.start] = clue
        offsets = self._offsets(view, in_cells) if headers else self._inside_cells(view, in_cells) if plain else ()
        for spot, clue in self._under_headers(view, offsets, in_cells):
            spots[spot].add(clue)
        for spot, reasons in spots.items():
            why = reasons & _STRONG or reasons
            clues = ["prior", *sorted(why), *self._around(view, spot, why)]
            if not why & _COLUMNS and _is_slip(starts, spot):
                clues.append("pay_slip")
            note = _PART if not why & _STRONG else None
            found.append((_TYPE, spot.start, spot.end, self._weights.of(*clues), note))
        return found

    def _labelled(self, text: str, behind: Iterable[_Labelled], starts: Sequence[int]) -> dict[Spot, set[str]]:
        """The amounts glued to labels, with the clues of these; ``starts`` is where all of them stand."""
        spots: dict[Spot, set[str]] = defaultdict(set)
        for cue, mask, spot in behind:
            if not _is_bare(text, cue[1], spot) or _is_slip(starts, spot):
                strong = bool(mask & self._label)
                key = strong and not spot.unit and _is_key(text, *cue)
                clue = "column" if key else "label" if strong else "part_label"
                spots[spot].add(clue)
                other = changed_to(text, spot)
                if other is not None:
                    spots[other].add(clue)
        return spots

    def settle(self, chapter: Chapter, memory: dict[str, object]) -> None:
        """The amounts with a weak label gain when a sure one stands near them, as in a pay slip."""
        del memory
        parts = [index for index, note in chapter.noted if note == _PART]
        likely = chapter.likely("FINANCIAL_AMOUNT", 1) if parts else ()
        sure = [chapter.starts[index] for index in likely if chapter.notes[index] is None]
        for part in parts:
            start = chapter.starts[part]
            index = bisect_left(sure, start - _BESIDE)
            if index < len(sure) and sure[index] <= start + _BESIDE:
                chapter.gain(part, self._weights["amount_beside"])

    def _has_headers(self, view: View) -> bool:
        """Whether plain headers are to be read: what one says that is the label of cells too, these have said."""
        if not view.cells.by_label:
            return True
        folded = {label: view.folder.fold(label).text for label in view.cells.by_label}
        labels = {label for each, label in folded.items() if not _is_caption(view, each, label)}
        return not labels.issuperset(view.columns.titles(self._label | self._part))

    def _in_cells(self, view: View, named: Collection[int], *, headers: bool) -> list[Found]:
        """The amounts that fill a cell under a label, unless something in the text has named them (``named``) too.

        They are judged by their column: by its label, their shape, and what the other columns of the table say.
        ``headers`` tells that plain headers may say more of a part than its label.
        """
        found: list[Found] = []
        for column in view.cells.columns:
            if column.kinds & self._label or (column.kinds & self._part and not headers):
                found += self._in_column(view, column, named, _BORDERS)
        for column in view.plain_cells.columns if headers else ():
            if column.kinds & (self._label | self._part):
                found += self._in_column(view, _long_numbers(view.text, column), named, _BORDERS + ",")
        return found

    def _in_column(self, view: View, column: Column, named: Collection[int], borders: str) -> list[Found]:
        """Those of ``column`` that stand between ``borders``."""
        text, forms, strong = view.text, self._forms, bool(column.kinds & self._label)
        label = ("prior", "column" if strong else "part_column")
        note = None if strong else _PART
        rows = view.columns.kinds_of_rows(column.starts)
        evidence = {
            row: ByForm(self._weights, label, self._header_clues(kinds))
            for row, kinds in {id(kinds): kinds for kinds in rows}.items()
        }
        return [
            (_TYPE, start, end, evidence[id(row)][form], note)
            for start, end, row in zip(column.starts, column.ends, rows, strict=True)
            if (form := forms[shape(text[start:end])]) is not None
            and text[end : end + 1] in borders
            and (not start or text[start - 1] in borders)
            and start not in named
        ]

    def _in_columns(self, view: View, judged: Collection[int]) -> Iterator[tuple[Spot, str]]:
        """Other amounts that fill a marked cell whose header is a label."""
        text = view.text
        for mask, clue in ((self._label, "column"), (self._part, "part_column")):
            for start, end in [span for span in view.labelled(mask) if span[0] not in judged]:
                begin = start + len(text[start:end]) - len(text[start:end].lstrip(" \"'"))
                spot = amount_at(text, begin)
                if spot and spot.end <= end and not text[spot.end : end].strip(" \"'-円"):
                    yield spot, clue

    def _under_headers(
        self, view: View, offsets: Sequence[int], in_cells: Mapping[int, str]
    ) -> Iterator[tuple[Spot, str]]:
        """Amounts at the ascending ``offsets`` under a header in plain text.

        ``in_cells`` is what the labels of cells have said by place.
        """
        for start, kinds in view.columns.under(self._label | self._part, offsets) if offsets else ():
            said = in_cells.get(start) == ("column" if kinds & self._label else "part_column")
            if said and not view.text.startswith(",", start - 1):
                continue
            spot = amount_at(view.text, _number_start(view.text, start))
            if spot and view.text[spot.end : spot.end + 1] in ",\t\r\n|;\"' )":
                yield spot, "column" if kinds & self._label else "part_column"

    def _offsets(self, view: View, in_cells: Mapping[int, str]) -> list[int]:
        """Where the numbers stand that may be amounts under a plain header and are not yet judged, ascending."""
        wanted = self._label | self._part
        if next(view.headed(wanted), None) is None:
            return []
        runs, plain = view.hits.runs.starts(), view.plain_cells
        starts = [start for region in view.columns.regions(wanted) for start in _between(runs, *region)]
        if not plain.starts:
            return [start for start in starts if in_cells.get(start) != ""]
        found = [start for start in view.columns.irregular(starts) if in_cells.get(start) != ""]
        for index in plain.under(wanted):
            if in_cells.get(plain.starts[index]) != "":
                found += _between(starts, plain.starts[index], plain.ends[index])
        return sorted(found)

    def _inside_cells(self, view: View, in_cells: Container[int]) -> list[int]:
        """Where the numbers stand in labelled cells that hold more than the amount (words in front, brackets)."""
        cells, runs = view.cells, view.hits.runs.starts()
        spans = [(cells.starts[index], cells.ends[index]) for index in cells.under(self._label | self._part)]
        return [place for start, end in spans if start not in in_cells for place in _between(runs, start, end)]

    def _around(self, view: View, spot: Spot, why: set[str]) -> Iterator[str]:
        """The clues of the surroundings."""
        yield from unit_clues(view.text, spot, "bare_in_column" if why & _COLUMNS else "no_unit")
        yield from form_clues(view.text, spot)
        if why & _COLUMNS:
            yield from self._header_clues(view.columns.row_kinds(spot.start))
            return
        kinds = view.near_kinds(spot.start, spot.end)
        if kinds & self._against:
            yield "against_near"
        if kinds & self._context or _person_before(view.text, spot.start):
            yield "person_near"
        if "part_label" in why and kinds & self._label:
            yield "other_label_near"

    def _header_clues(self, kinds_of: Sequence[int]) -> tuple[str, ...]:
        """What the other columns of the table say; a table has one header for thousands of rows."""
        header = tuple(kinds_of)
        known = self._headers.get(header)
        if known is None:
            person = any(kinds & self._context for kinds in header)
            amounts = sum(bool(kinds & (self._label | self._part)) for kinds in header)
            known = ("person_column",) * person + ("pay_columns",) * (amounts >= _PAY_COLUMNS)
            if len(self._headers) < _REMEMBERED:
                self._headers[header] = known
        return known


def _between(places: list[int], start: int, end: int) -> list[int]:
    """Those of the ascending ``places`` that lie in ``[start, end)``."""
    low = bisect_left(places, start)
    return places[low : bisect_left(places, end, low)]


def _is_caption(view: View, label: str, folded: str) -> bool:
    """Whether the label stands right before its cell, as when no header was found: it is one of the cells then."""
    start = view.cells.starts[view.cells.by_label[label][0]]
    return view.text.startswith(folded, max(0, start - len(folded) - 1))


def _long_numbers(text: str, column: Column) -> Column:
    """The cells of a table in plain text that are a number: one of four digits or more, no comma may go on with it."""
    spans = [
        (start, end)
        for start, end in zip(column.starts, column.ends, strict=True)
        if end - start > _THOUSAND and text[start:end].isdecimal()
    ]
    return column._replace(starts=[start for start, _ in spans], ends=[end for _, end in spans])


def _behind(text: str, labels: Iterable[WordHit]) -> Iterator[_Labelled]:
    """The amounts glued to labels."""
    for start, end, mask in labels:
        glue = _GLUE.match(text, end)
        spot = amount_at(text, glue.end() if glue else end)
        if spot:
            yield (start, end), mask, spot


def _is_slip(starts: Sequence[int], spot: Spot) -> bool:
    """Whether so many labelled amounts stand around that they are the items of a pay slip."""
    low = bisect_left(starts, spot.start - _SLIP_REACH)
    return bisect_left(starts, spot.start + _SLIP_REACH) - low >= _SLIP_ITEMS


def _is_key(text: str, start: int, end: int) -> bool:
    """Whether the label is a key of JSON or YAML."""
    if text.startswith(('"', "'"), end):
        return True
    line = _line_before(text, start, 24)
    return text.startswith(": ", end) and not line.strip(" -") and text[start:end].isascii()


def _number_start(text: str, start: int) -> int:
    """Where the number begins whose digits from ``start`` on were seen: before its commas, if they divide no cells."""
    found = _THOUSANDS.search(text, max(0, start - 12), start)
    return found.start(1) if found is not None else start


def _is_bare(text: str, cue_end: int, spot: Spot) -> bool:
    """Whether a number without a currency is too small or too far from its label to be an amount."""
    return not spot.unit and (spot.value < 10_000 or "\n" in text[cue_end : spot.start])


def _person_before(text: str, start: int) -> bool:
    """Whether someone is named politely in the line before ``start``."""
    line = _line_before(text, start, 60)
    return is_polite(line, _TITLE, _NOT_PERSON)


def _line_before(text: str, start: int, most: int) -> str:
    """What stands before ``start`` in its line, at most so many characters: a line may be a window long."""
    return text[max(0, start - most) : start].rpartition("\n")[2]
