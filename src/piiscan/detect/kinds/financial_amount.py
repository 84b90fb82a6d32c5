"""FINANCIAL_AMOUNT: an amount of money that a label or column ties to a person's income, savings or debts.

Examples: ``年収：548万円``, ``基本給 ￥422,800``, ``借入残高 ¥2,680,693``, ``salary,5482000`` as a column
Counterexamples: ``売上高 548億円``, ``月給27万円〜（求人）``, ``小計 83,549円``, ``予算は1,299百万円``
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from piiscan.detect.candidate import Candidate
from piiscan.detect.hits import WordHit
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late

# Between a label and its amount: what kind of amount it is, about, particles, punctuation.
_GLUE = late(
    r"(?:[\s:;=>|→・\-,、。\"'「『【\[(\])】」』<#*/はがのもを]|\([^()\n]{0,12}\)|"
    r"案|額|予定|見込み?|希望|実績|合計|総額|月額|年額|月々|毎月|月|年間|総計|見込額|約|およそ|税込み?|あり|[0-9]{1,2}月分){0,24}"
)
_KANJI_AMOUNT = r"[一二三四五六七八九十百千〇]{1,10}(?:[億万][一二三四五六七八九十百千〇]{0,8}){0,2}"
_AMOUNT = late(
    r"(?P<sign>[¥\\] ?|JPY ?|金)?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,2})?"
    r"(?P<unit> ?JPY| ?(?:[億万](?: ?[0-9][0-9,]{0,8})?[千万]?|千|百万)?円|[億万](?![年人件個本株回台戸世歩ァ-ヶ]))?"
    r"(?![0-9%]| ?[ -][0-9]{3})"
    rf"|(?P<kanji>{_KANJI_AMOUNT}円)"
)
_THOUSANDS = late(r"(?:^|[|\t;>]|  ) ?[¥$]?([0-9]{1,3}(?:,[0-9]{3})*,)\Z")
_IN_GENERAL = late(r" ?(?:以上|以下|未満|超|まで|程度)?の(?:世帯|方|人|者|層|家庭|場合|企業|とき|範囲)")
_FROM = late(r" ?(?:から|→|->|⇒) ?")
_DASH = late(r"-(?![0-9])")
_RANGE = late(r" ?(?:[~]|から|-[0-9¥])")
_AT_LEAST = late(r" ?(?:以上|以下|未満|程度|前後|台|超|を超え|まで|以内)")
_SENTENCE = late(r" ?(?:[をがのとはもに]|で(?!す)|など|くらい|ぐらい|ほど|稼)")
_PERSON = late(r"[\u3041-\u30ff\u4e00-\u9fff](?:さん|様|氏|殿|くん|君)(?![々方にな子式態相])")
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


class _Spot(NamedTuple):
    """An amount at ``[start, end)``; ``unit`` says whether a currency is written with it."""

    start: int
    end: int
    unit: bool
    value: int


class FinancialAmounts:
    """The detector of FINANCIAL_AMOUNT."""

    def __init__(self, kinds: WordKinds) -> None:
        self._label = kinds.bits("FINANCIAL_AMOUNT")
        self._part = kinds.bits("AMOUNT_PART")
        self._context = kinds.bits("AMOUNT_CONTEXT")
        self._against = kinds.bits("AMOUNT_AGAINST")
        self._weights = Weights("financial_amount")
        self._headers: dict[tuple[int, ...], tuple[str, ...]] = {}

    def candidates(self, view: View) -> Iterator[Candidate]:
        """The labelled amounts."""
        if view.text.isascii() and not (view.present & self._label and view.hits.runs):
            return
        wanted = self._label | self._part
        labels = view.cues_of(wanted)
        spots: dict[_Spot, set[str]] = defaultdict(set)
        behind = list(_behind(view.text, labels))
        starts = sorted({spot.start for _, _, spot in behind})
        for cue, mask, spot in behind:
            if _is_slip(starts, spot) if _is_bare(view.text, cue[1], spot) else True:
                strong = bool(mask & self._label)
                key = strong and not spot.unit and _is_key(view.text, *cue)
                clue = "column" if key else "label" if strong else "part_label"
                spots[spot].add(clue)
                other = _changed_to(view.text, spot)
                if other is not None:
                    spots[other].add(clue)
        in_cells: dict[int, str] = {}
        for spot, clue in self._in_columns(view):
            spots[spot].add(clue)
            in_cells[spot.start] = clue
        if labels or view.window.head:
            for spot, clue in self._under_headers(view, in_cells):
                spots[spot].add(clue)
        for spot, found in spots.items():
            why = found & _STRONG or found
            clues = ["prior", *sorted(why), *self._around(view, spot, why)]
            if not why & _COLUMNS and _is_slip(starts, spot):
                clues.append("pay_slip")
            note = _PART if not why & _STRONG else None
            yield Candidate("FINANCIAL_AMOUNT", spot.start, spot.end, self._weights.of(*clues), note)

    def settle(self, candidates: list[Candidate], memory: dict[str, object]) -> list[Candidate]:
        """The amounts with a weak label gain when a sure one stands near them, as in a pay slip."""
        del memory
        parts = [index for index, candidate in enumerate(candidates) if candidate.note == _PART]
        if not parts:
            return candidates
        sure = [c.start for c in candidates if c.entity_type == "FINANCIAL_AMOUNT" and c.note is None and c.score > 1]
        settled = candidates.copy()
        for place in parts:
            candidate = candidates[place]
            index = bisect_left(sure, candidate.start - _BESIDE)
            if index < len(sure) and sure[index] <= candidate.start + _BESIDE:
                settled[place] = candidate._replace(evidence=(*candidate.evidence, self._weights["amount_beside"]))
        return settled

    def _in_columns(self, view: View) -> Iterator[tuple[_Spot, str]]:
        """Amounts that fill a marked cell whose header is a label."""
        text = view.text
        for mask, clue in ((self._label, "column"), (self._part, "part_column")):
            for start, end in view.labelled(mask):
                begin = start + len(text[start:end]) - len(text[start:end].lstrip(" \"'"))
                spot = _amount_at(text, begin)
                if spot and spot.end <= end and not text[spot.end : end].strip(" \"'-円"):
                    yield spot, clue

    def _under_headers(self, view: View, in_cells: Mapping[int, str]) -> Iterator[tuple[_Spot, str]]:
        """Amounts under a header in plain text; ``in_cells`` is what the labels of cells have said by place."""
        for start, kinds in view.columns.under(self._label | self._part, view.hits.runs.starts()):
            said = in_cells.get(start) == ("column" if kinds & self._label else "part_column")
            if said and not view.text.startswith(",", start - 1):
                continue
            spot = _amount_at(view.text, _number_start(view.text, start))
            if spot and view.text[spot.end : spot.end + 1] in ",\t\r\n|;\"' )":
                yield spot, "column" if kinds & self._label else "part_column"

    def _around(self, view: View, spot: _Spot, why: set[str]) -> Iterator[str]:
        """The clues of the surroundings."""
        if not spot.unit:
            yield "bare_in_column" if why & _COLUMNS else "no_unit"
            if "," in view.text[spot.start : spot.end]:
                yield "thousands"
        yield from _form_clues(view.text, spot)
        if why & _COLUMNS:
            yield from self._header_clues(tuple(view.columns.row_kinds(spot.start)))
            return
        kinds = view.near_kinds(spot.start, spot.end)
        if kinds & self._against:
            yield "against_near"
        if kinds & self._context or _person_before(view.text, spot.start):
            yield "person_near"
        if "part_label" in why and kinds & self._label:
            yield "other_label_near"

    def _header_clues(self, header: tuple[int, ...]) -> tuple[str, ...]:
        """What the other columns of the table say; a table has one header for thousands of rows."""
        known = self._headers.get(header)
        if known is None:
            person = any(kinds & self._context for kinds in header)
            amounts = sum(bool(kinds & (self._label | self._part)) for kinds in header)
            known = ("person_column",) * person + ("pay_columns",) * (amounts >= _PAY_COLUMNS)
            if len(self._headers) < _REMEMBERED:
                self._headers[header] = known
        return known


def _behind(text: str, labels: Iterable[WordHit]) -> Iterator[tuple[tuple[int, int], int, _Spot]]:
    """The amounts glued to labels: place and kinds of the label, and the amount."""
    for start, end, mask in labels:
        glue = _GLUE.match(text, end)
        spot = _amount_at(text, glue.end() if glue else end)
        if spot:
            yield (start, end), mask, spot


def _is_slip(starts: list[int], spot: _Spot) -> bool:
    """Whether so many labelled amounts stand around that they are the items of a pay slip."""
    low = bisect_left(starts, spot.start - _SLIP_REACH)
    return bisect_left(starts, spot.start + _SLIP_REACH) - low >= _SLIP_ITEMS


def _is_key(text: str, start: int, end: int) -> bool:
    """Whether the label is a key of JSON or YAML."""
    if text.startswith(('"', "'"), end):
        return True
    line = text[max(text.rfind("\n", 0, start) + 1, start - 24) : start]
    return text.startswith(": ", end) and not line.strip(" -") and text[start:end].isascii()


def _number_start(text: str, start: int) -> int:
    """Where the number begins whose digits from ``start`` on were seen: before its commas, if they divide no cells."""
    found = _THOUSANDS.search(text, max(0, start - 12), start)
    return found.start(1) if found is not None else start


def _changed_to(text: str, spot: _Spot) -> _Spot | None:
    """The amount that ``spot`` is changed to (``AからBに改定``), None where it is not."""
    change = _FROM.match(text, spot.end)
    other = _amount_at(text, change.end()) if change is not None else None
    return other if other is not None and other.unit and text[other.end : other.end + 1] in ("に", "へ") else None


def _is_bare(text: str, cue_end: int, spot: _Spot) -> bool:
    """Whether a number without a currency is too small or too far from its label to be an amount."""
    return not spot.unit and (spot.value < 10_000 or "\n" in text[cue_end : spot.start])


def _form_clues(text: str, spot: _Spot) -> Iterator[str]:
    """The clues of the amount itself."""
    if (
        spot.unit
        and not text[spot.start : spot.end].strip("金").isascii()
        and not any(map(str.isdigit, text[spot.start : spot.end]))
    ):
        yield "in_kanji"
    if spot.value < 1_000:
        yield "small"
    elif spot.value >= 10**10:
        yield "huge"
    if text[spot.end : spot.end + 1] in "\t\r\n,":
        return  # the end of a cell, as with nearly all of them in tables
    if _IN_GENERAL.match(text, spot.end):
        yield "in_general"
    if _RANGE.match(text, spot.end) and _changed_to(text, spot) is None:
        yield "range"
    elif _AT_LEAST.match(text, spot.end):
        yield "at_least"
    elif _SENTENCE.match(text, spot.end):
        yield "in_sentence"


def _amount_at(text: str, start: int) -> _Spot | None:
    """The amount that begins at ``start``."""
    match = _AMOUNT.match(text, start)
    if match is None or (start and (text[start - 1].isdigit() or text[start - 1] == ".")):
        return None
    if match["kanji"]:
        large = any(unit in match["kanji"] for unit in "万億")
        return _Spot(start, match.end(), unit=True, value=10_000 if large else 100)
    if len(match["number"]) > 1 and match["number"].startswith("0"):
        return None
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
