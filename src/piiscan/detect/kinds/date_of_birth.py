"""DATE_OF_BIRTH: a date that a label, a column, the word 生 behind it or a name before it makes a date of birth.

Examples: ``生年月日：昭和52年9月13日``, ``1944/3/9生``, ``birthday,19780127`` as a column, ``山田 太郎（1954-03-28）``
Counterexamples: ``発行日：2024年3月9日``, ``昭和二十二年法律第六十七号``, ``生年月日：　　年　月　日``
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from piiscan.detect.candidate import LEAST, Found
from piiscan.detect.chapter import Chapter
from piiscan.detect.kinds import date_spots
from piiscan.detect.kinds.cell_dates import CellDates
from piiscan.detect.kinds.date_spots import BACK, STARTS, date_before, first_date
from piiscan.detect.kinds.dates import WrittenDate, date_at
from piiscan.detect.kinds.name_before import NamesBefore
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late

# Between a label and its date: punctuation, spaces, line ends, remarks in brackets, particles.
_GLUE = late(
    r"(?:[\s:;=>|・\-.,、。\"'`「『【〔\[(\]】)」』<#*_~/\\?はがの、]|\([^()\n]{0,12}\)|西暦|和暦|\(?満?\)?){0,24}"
)
_NOWHERE = WrittenDate(0, 0, "", 0)
"""Of a place that nothing has named, as None is of one of which nothing more is to be said."""
NEAR = 48
"""How far behind a label a date may stand that is not glued to it, such as the answer on the next line."""
_BORN = late(r" ?(?:日)?(?:生|うまれ|出生)(?![活産成徒])")
_OTHER_USE = late(
    r" ?(?:\([月火水木金土日]\))? ?(?:まで|から|以降|以後|以前|付|現在|時点|開催|締|に[^生]|"
    r"[^\s。]{0,3}(?:法律|政令|省令|勅令|条例|規則|告示|訓令|判決|施行))"
)
_AGE = late(r"[ ,、生(]{0,4}(?:満|当時|現在)? ?[0-9]{1,3} ?(?:歳|才)")
_ALONE_BEFORE = '\n\t「『"|,:> '
_ALONE_AFTER = late(r" ?(?:\Z|[\r\n\t」』\"|,、。(]|です|でございます|になります|だ|、)")
_APART = ' \t,、|(・:"\n)'
_UNLABELLED = "nothing but a name can make this a date of birth"
_LESSER = frozenset(("apart", "after_name", "label_near"))
"""Reasons that add nothing to a label."""
_PLACEHOLDERS = frozenset({"1900-01-01", "1970-01-01", "2000-01-01", "1990-01-01", "1980-01-01", "1999-12-31"})
_PLACEHOLDER_DAYS = frozenset(sign.join(("", *day.split("-")[1:])) for day in _PLACEHOLDERS for sign in "-/")
EARLIEST, LATEST = 1906, 2026
"""Years of birth of people who may be alive."""
LONG_AGO, LATELY = 1926, 2012
"""Years in which most people of files about people were born; other dates behind a name are rather of today."""
_SOME_YEARS = frozenset(str(year)[:3] for year in range(LONG_AGO, LATELY + 1))
_OTHER_YEARS = frozenset(str(year)[:3] for year in range(1800, 2100)) - _SOME_YEARS
_OTHER_ERAS = frozenset("明令MRmr")
"""No year that begins so lies between the two; the eras are shorter than their neighbours are long ago."""
_LIKELY_YEARS = frozenset(map(str, range(EARLIEST, LATEST + 1)))
_CELL_ENDS, _DIVIDERS = "\t\n\r", ",|;"
_CELL_STARTS = "\t\n\r,|;"
_TYPE = "DATE_OF_BIRTH"


class DatesOfBirth:
    """The detector of DATE_OF_BIRTH."""

    def __init__(self, kinds: WordKinds) -> None:
        self._label = kinds.bits("DATE_OF_BIRTH")
        self._born = kinds.bits("BORN")
        self._era = kinds.bits("ERA")
        self._other = kinds.bits("OTHER_DATE")
        self._weights = weights = Weights("date_of_birth")
        self._names = NamesBefore()
        self._days = CellDates()
        self._in_cell = {form: weights.of("prior", form, "label") for form in ("western", "undivided")}
        best = max(weights["after_name"].weight, weights["apart"].weight + weights["after_person"].weight)
        best += sum(weights[clue].weight for clue in ("prior", "era", "alone", "other_use_after"))
        self._other_use_settles = best < LEAST
        """Whether no name before a date makes it one of birth that has another use behind it, but no age."""

    def candidates(self, view: View) -> Iterable[Found]:
        """The dates that something makes dates of birth."""
        if not view.has_japanese and not (view.present & (self._label | self._born) and view.hits.runs):
            return []
        headers = bool(view.cues_of(self._label) or view.window.head)
        found = self._in_cells(view, plain=headers)
        named: dict[int, WrittenDate | None] = dict.fromkeys([start for _, start, _, _, _ in found])
        reasons: dict[WrittenDate, list[str]] = {}
        for written, reason in self._reasons(view, named, headers=headers):
            reasons.setdefault(written, []).append(reason)
        for written, why in reasons.items():
            if named.get(written.start, written) is None:
                continue
            if len(why) > 1:  # several passes may say the same
                why = sorted({*why} - _LESSER if "label" in why else {*why})  # noqa: PLW2901
            evidence = self._weights.of("prior", written.form, *why, *self._against(view, written, why))
            note = _UNLABELLED if "apart" in why else None
            found.append((_TYPE, written.start, written.end, evidence, note))
        return found

    def _in_cells(self, view: View, *, plain: bool) -> list[Found]:
        """The dates that fill a cell under a label of birth, if all that is to be weighed is how they are written.

        As nearly all of a table do: a likely year, days that are no placeholder, and no age or use in the next cell.
        """
        text, days, evidence = view.text, self._days, self._in_cell
        return [
            (_TYPE, start, end, evidence[form], None)
            for cells in ((view.cells, view.plain_cells) if plain else (view.cells,))
            for column in cells.columns
            if column.kinds & self._label
            for start, end in zip(column.starts, column.ends, strict=True)
            if text[start : start + 4] in _LIKELY_YEARS
            and (form := days[text[start + 4 : end]])
            and (text[end : end + 1] in _CELL_ENDS or (text[end] in _DIVIDERS and not _is_followed_up(text, end)))
            and (not start or text[start - 1] in _CELL_STARTS)
            and text[start + 4 : end] not in _PLACEHOLDER_DAYS
        ]

    def _reasons(
        self, view: View, named: dict[int, WrittenDate | None], *, headers: bool
    ) -> Iterator[tuple[WrittenDate, str]]:
        """Dates with a reason to take them for dates of birth.

        ``named`` are those that the label of their cell has named, by place: None where nothing more is to be said.
        """
        text = view.text
        for start, end in view.labelled(self._label):
            written = first_date(text, start, min(end, start + BACK)) if start not in named else None
            if written:
                named[written.start] = written
                yield written, "label"
        labels = view.cues_of(self._label)
        limits = [*(start for start, _, _ in labels[1:]), len(text)] if labels else []
        for (_, cue_end, _), limit in zip(labels, limits, strict=True):
            yield from self._behind(view, cue_end, min(max(limit, cue_end), cue_end + NEAR))
        for start, end, _ in view.cues_of(self._born):
            written = date_before(text, start, end)
            if written:
                yield written, "born_after"
        if headers or view.has_japanese:
            yield from self._elsewhere(view, named, headers=headers)

    def _behind(self, view: View, cue_end: int, limit: int) -> Iterator[tuple[WrittenDate, str]]:
        """The date glued to the end of a label, or the first one soon after it."""
        text = view.text
        glue = _GLUE.match(text, cue_end, limit)
        written = date_at(text, glue.end(), partial=True) if glue else None
        if written:
            yield written, "label"
            return
        for match in STARTS.finditer(text, cue_end, limit):
            written = date_at(text, match.start())
            if written:
                answers = "\n" in text[cue_end : written.start] and _stands_alone(text, written)
                if answers or ("\n" not in text[cue_end : written.start] and written.year <= LATELY):
                    yield written, "label_near"
                return

    def _elsewhere(
        self, view: View, named: Mapping[int, WrittenDate | None], *, headers: bool
    ) -> Iterator[tuple[WrittenDate, str]]:
        """Dates under a header, before 生, and behind a name."""
        text, runs = view.text, view.hits.runs
        births = date_spots.births(text)
        for written in date_spots.born(text, births):
            yield written, "born_after"
        places, years = date_spots.places(text, runs, [start for start, _, _ in view.cues_of(self._era)])
        for written in date_spots.in_english(text, years):
            yield from self._unlabelled(view, written)
        places = [place for place in places if named.get(place, _NOWHERE) is not None]
        headed = {place for place, _ in view.columns.under(self._label, places)} if headers else frozenset()
        for place in places:
            if place in headed or _may_be_unlabelled(text, place) or date_spots.is_birth_near(births, place):
                yield from self._at_place(view, place, named.get(place), headed=place in headed)

    def _at_place(
        self, view: View, place: int, named: WrittenDate | None, *, headed: bool
    ) -> Iterator[tuple[WrittenDate, str]]:
        """The whole date at ``place`` if a header, 生 or a name makes it one of birth."""
        if named is not None and not _BORN.match(view.text, named.end):
            return  # its cell has a label: neither a header nor a name says more
        written = date_at(view.text, place)
        if written is None:
            return
        if headed:
            yield written, "label"
        elif _BORN.match(view.text, written.end):
            yield written, "born_after"
        else:
            yield from self._unlabelled(view, written)

    def _unlabelled(self, view: View, written: WrittenDate) -> Iterator[tuple[WrittenDate, str]]:
        """The date with the clue of what stands before it, if it can be one of birth at all."""
        text, place, end = view.text, written.start, written.end
        if not (place and text[place - 1] in _APART and LONG_AGO <= written.year <= LATELY):
            return
        if self._other_use_settles and _OTHER_USE.match(text, end) and not _AGE.match(text, end):
            return  # as four of five dates of a law
        if view.label_at(place):
            return
        clue = self._names.clue(text, place)
        if clue and not self._other_header(view, written):
            yield written, clue

    def _other_header(self, view: View, written: WrittenDate) -> bool:
        """Whether a header or a label in the text says that the date is something else, whatever stands beside it."""
        place = written.start
        return bool(view.columns.row_kinds(place) or view.label_kinds(place, written.end) & self._other)

    def settle(self, chapter: Chapter, memory: dict[str, object]) -> None:
        """The dates that nothing labels gain from a person's name right before them."""
        del memory
        bare = [index for index, note in chapter.noted if note == _UNLABELLED]
        ends = {chapter.ends[person] for person in chapter.likely("PERSON")} if bare else set()
        for index in bare:
            start = chapter.starts[index]
            if not ends.isdisjoint(range(start - 5, start)):
                chapter.gain(index, self._weights["after_person"])

    def _against(self, view: View, written: WrittenDate, why: Collection[str]) -> Iterator[str]:
        """The clues of the surroundings."""
        text, start, end = view.text, written.start, written.end
        if text[end : end + 1] not in "\t\n\r":  # the end of a cell, as with nearly all of them
            if _OTHER_USE.match(text, end):
                yield "other_use_after"
            if _AGE.match(text, end):
                yield "age_beside"
        if "label" not in why and view.label_kinds(start, end) & self._other:
            yield "other_date"
        if "label" not in why and _stands_alone(text, written):
            yield "alone"
        if written.year and not EARLIEST <= written.year <= LATEST:
            yield "implausible_age"
        if text[start:end].replace("/", "-") in _PLACEHOLDERS:
            yield "placeholder"


def _is_followed_up(text: str, end: int) -> bool:
    """Whether an age or another use stands behind the date that ends at ``end``."""
    return bool(_OTHER_USE.match(text, end) or _AGE.match(text, end))


def _may_be_unlabelled(text: str, place: int) -> bool:
    """Whether a name before ``place`` could make what begins there a date of birth, by the characters around."""
    if not place or text[place - 1] not in _APART:
        return False
    return text[place : place + 3] not in _OTHER_YEARS and text[place] not in _OTHER_ERAS


def _stands_alone(text: str, written: WrittenDate) -> bool:
    """Whether the date fills its line, cell or quotation."""
    start, end = written.start, written.end
    return (not start or text[start - 1] in _ALONE_BEFORE) and bool(_ALONE_AFTER.match(text, end))
