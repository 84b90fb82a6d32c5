"""DATE_OF_BIRTH: a date that a label, a column, the word 生 behind it or a name before it makes a date of birth.

Examples: ``生年月日：昭和52年9月13日``, ``1944/3/9生``, ``birthday,19780127`` as a column, ``山田 太郎（1954-03-28）``
Counterexamples: ``発行日：2024年3月9日``, ``昭和二十二年法律第六十七号``, ``生年月日：　　年　月　日``
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from piiscan.detect.candidate import Candidate
from piiscan.detect.kinds.dates import WrittenDate, date_at
from piiscan.detect.kinds.surnames import Surnames
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.shapes import KANJI_DIGITS
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late

# Between a label and its date: punctuation, spaces, line ends, remarks in brackets, particles.
_GLUE = late(
    r"(?:[\s:;=>|・\-.,、。\"'`「『【〔\[(\]】)」』<#*_~/\\?はがの、]|\([^()\n]{0,12}\)|西暦|和暦|\(?満?\)?){0,24}"
)
_MONTH_BEFORE = late(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}(?: [0-3]?[0-9],)?[ -]\Z")
_BORN_BEHIND_DIGIT = late(f"生(?<=[0-9A-Za-z{KANJI_DIGITS}]生)")
_YEAR_FIRST = late(rb"0000(?:0000(?!0)|(?!0)(?:\Z|[^0(]*\(|[^0]+00?(?!0)))")
"""The shape of a run that a date may begin with: undivided, or a year, a remark in brackets, and a month."""
_STARTS = late(
    r"[A-Z][a-z]{2}|[0-3]?[0-9][- /][A-Z0-9]|[12][0-9]{3}|[MTSHR明大昭平令][.']?[0-9元]|[明大昭平令][治正和成]"
)
NEAR = 48
"""How far behind a label a date may stand that is not glued to it, such as the answer on the next line."""
_BACK = 24
_BORN = late(r" ?(?:日)?(?:生|うまれ|出生)(?![活産成徒])")
_OTHER_USE = late(
    r" ?(?:\([月火水木金土日]\))? ?(?:まで|から|以降|以後|以前|付|現在|時点|開催|締|に[^生]|"
    r"[^\s。]{0,3}(?:法律|政令|省令|勅令|条例|規則|告示|訓令|判決|施行))"
)
_AGE = late(r"[ ,、生(]{0,4}(?:満|当時|現在)? ?[0-9]{1,3} ?(?:歳|才)")
_ALONE_BEFORE = '\n\t「『"|,:> '
_ALONE_AFTER = late(r" ?(?:\Z|[\r\n\t」』\"|,、。(]|です|でございます|になります|だ|、)")
_NAME_EDGES = " \n\t:,、・「『|\"'>"
_GIVEN = late(r" ?[\u3005\u3040-\u30ff\u4e00-\u9fff]{0,5}(?: ?(?:様|さん|殿|氏|君|くん|さま|先生))? ?")
_GIVEN_REACH = 9
_APART = ' \t,、|(・:"\n)'
# Between a name and the date of birth: reading, man or woman, the number of a paper, punctuation.
_KANA = "[\u3041-\u3096\u30a1-\u30fc]{2,8}"
_GAP = late(
    rf"(?: ?\([\u3041-\u30ff A-Za-z]{{2,20}}\)|[ \t,|]{{1,2}}{_KANA}(?: ?{_KANA})?)?"
    r"(?:[ \t,、|(・:\"]{1,4}(?:男性?|女性?|[MF]))?"
    r"(?:[ \t,、|]{1,4}(?:[\u4e00-\u9fff]{2,6} ?)?[0-9][0-9 -]{8,15}[0-9])?"
    r"(?:[ \t,、|(・:\"]{1,4}|(?<=\)))\Z"
)
_PARTICLE = late(r"[\u4e00-\u9fff][はがをにもでとのへや]\Z")
_UNLABELLED = "nothing but a name can make this a date of birth"
_LESSER = frozenset(("apart", "after_name", "label_near"))
"""Reasons that add nothing to a label."""
_PLACEHOLDERS = frozenset({"1900-01-01", "1970-01-01", "2000-01-01", "1990-01-01", "1980-01-01", "1999-12-31"})
EARLIEST, LATEST = 1906, 2026
"""Years of birth of people who may be alive."""
LONG_AGO, LATELY = 1926, 2012
"""Years in which most people of files about people were born; other dates behind a name are rather of today."""


class DatesOfBirth:
    """The detector of DATE_OF_BIRTH."""

    def __init__(self, kinds: WordKinds) -> None:
        self._label = kinds.bits("DATE_OF_BIRTH")
        self._born = kinds.bits("BORN")
        self._era = kinds.bits("ERA")
        self._other = kinds.bits("OTHER_DATE")
        self._weights = Weights("date_of_birth")
        self._surnames = Surnames()

    def candidates(self, view: View) -> Iterator[Candidate]:
        """The dates that something makes dates of birth."""
        if view.text.isascii() and not (view.present & (self._label | self._born) and view.hits.runs):
            return
        reasons: dict[WrittenDate, list[str]] = {}
        for written, reason in self._reasons(view):
            reasons.setdefault(written, []).append(reason)
        for written, why in reasons.items():
            if len(why) > 1:  # several passes may say the same
                why = sorted({*why} - _LESSER if "label" in why else {*why})  # noqa: PLW2901
            evidence = self._weights.of("prior", written.form, *why, *self._against(view, written, why))
            note = _UNLABELLED if "apart" in why else None
            yield Candidate("DATE_OF_BIRTH", written.start, written.end, evidence, note)

    def _reasons(self, view: View) -> Iterator[tuple[WrittenDate, str]]:
        """Dates with a reason to take them for dates of birth."""
        text = view.text
        cells: dict[int, WrittenDate] = {}
        for start, end in view.labelled(self._label):
            written = _first_date(text, start, min(end, start + _BACK))
            if written:
                cells[written.start] = written
                yield written, "label"
        labels = view.cues_of(self._label)
        limits = [*(start for start, _, _ in labels[1:]), len(text)] if labels else []
        for (_, cue_end, _), limit in zip(labels, limits, strict=True):
            yield from self._behind(view, cue_end, min(max(limit, cue_end), cue_end + NEAR))
        for start, end, _ in view.cues_of(self._born):
            written = _date_before(text, start, end)
            if written:
                yield written, "born_after"
        if labels or view.window.head or not text.isascii():
            yield from self._elsewhere(view, cells, columns=bool(labels or view.window.head))

    def _behind(self, view: View, cue_end: int, limit: int) -> Iterator[tuple[WrittenDate, str]]:
        """The date glued to the end of a label, or the first one soon after it."""
        text = view.text
        glue = _GLUE.match(text, cue_end, limit)
        written = date_at(text, glue.end(), partial=True) if glue else None
        if written:
            yield written, "label"
            return
        for match in _STARTS.finditer(text, cue_end, limit):
            written = date_at(text, match.start())
            if written:
                answers = "\n" in text[cue_end : written.start] and _stands_alone(text, written)
                if answers or ("\n" not in text[cue_end : written.start] and written.year <= LATELY):
                    yield written, "label_near"
                return

    def _elsewhere(
        self, view: View, cells: dict[int, WrittenDate], *, columns: bool
    ) -> Iterator[tuple[WrittenDate, str]]:
        """Dates under a header, before 生, and behind a name; ``cells`` are those that a label has named already."""
        text = view.text
        for born in _BORN_BEHIND_DIGIT.finditer(text):
            written = _date_before(text, born.start(), born.end()) if view.hits.runs.ends_at(born.start()) else None
            if written:
                yield written, "born_after"
        for start in view.hits.runs.starts((b"0000",)):
            if _month_before(text, start) and not text.startswith("生", start + 4):
                written = _date_before(text, start + 4, start + 4)
                if written:
                    yield from self._unlabelled(view, written)
        yield from self._at_places(view, cells, columns=columns)

    def _at_places(
        self, view: View, cells: dict[int, WrittenDate], *, columns: bool
    ) -> Iterator[tuple[WrittenDate, str]]:
        """Whole dates under a header, before 生, or behind a name."""
        text = view.text
        for place in self._places(view):
            written = cells.get(place)
            if written is not None and not _BORN.match(text, written.end):
                continue  # its cell has a label: neither a header nor a name says more
            written = date_at(text, place)
            if written is None:
                continue
            if columns and view.columns.kinds(place) & self._label:
                yield written, "label"
            elif _BORN.match(text, written.end):
                yield written, "born_after"
            else:
                yield from self._unlabelled(view, written)

    def _unlabelled(self, view: View, written: WrittenDate) -> Iterator[tuple[WrittenDate, str]]:
        """The date with the clue of what stands before it, if it can be one of birth at all."""
        place = written.start
        if place and view.text[place - 1] in _APART and LONG_AGO <= written.year <= LATELY:
            clue = _behind_name(view.text, place, self._surnames)
            if clue and not self._other_header(view, written):
                yield written, clue

    def _places(self, view: View) -> Iterator[int]:
        """Where dates may begin: at runs of digits that look so, and at eras."""
        text, runs = view.text, view.hits.runs
        years = {shape for shape in runs.shapes if shape.startswith(b"0000")}
        yield from runs.starts(set(filter(_YEAR_FIRST.match, years)))
        yield from (start + 1 for start in runs.starts({s for s in runs.shapes if s.startswith(b"+0000")}))
        others = runs.starts(runs.shapes - years)
        yield from [start - 1 for start in others if text[start - 1] in "MTSHR明大昭平令" and start]
        for start, _, _ in view.cues_of(self._era):
            yield start

    def _other_header(self, view: View, written: WrittenDate) -> bool:
        """Whether a header or a label says that the date is something else, whatever stands beside it."""
        place = written.start
        if view.label_at(place) or view.columns.row_kinds(place):
            return True
        return bool(view.label_kinds(place, written.end) & self._other)

    def settle(self, candidates: list[Candidate], memory: dict[str, object]) -> list[Candidate]:
        """The dates that nothing labels gain from a person's name right before them."""
        del memory
        bare = [index for index, candidate in enumerate(candidates) if candidate.note == _UNLABELLED]
        if not bare:
            return candidates
        ends = {c.end for c in candidates if c.entity_type == "PERSON" and c.score > 0}
        settled = candidates.copy()
        for index in bare:
            candidate = candidates[index]
            if not ends.isdisjoint(range(candidate.start - 5, candidate.start)):
                settled[index] = candidate._replace(evidence=(*candidate.evidence, self._weights["after_person"]))
        return settled

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


def _month_before(text: str, start: int) -> bool:
    """Whether an English month stands before the year at ``start``; most years need no search to see that none does."""
    return start > 0 and text[start - 1] in " -" and bool(_MONTH_BEFORE.search(text, max(0, start - 12), start))


def _first_date(text: str, start: int, limit: int) -> WrittenDate | None:
    """The date a cell begins with, after quotes and spaces."""
    while start < limit and text[start] in " \"'\u3000":
        start += 1
    return date_at(text, start, partial=True) if start < limit else None


def _date_before(text: str, start: int, end: int) -> WrittenDate | None:
    """The date that ends where the word for birth at ``[start, end)`` begins; its 日 may belong to the date."""
    ends = {start, start + 1} if text.startswith("日", start) else {start}
    for match in _STARTS.finditer(text, max(0, start - _BACK), end):
        written = date_at(text, match.start(), partial=True)
        if written and written.end in ends:
            return written
    for place in range(max(0, start - _BACK), start):
        if text[place] in "明大昭平令一二":
            written = date_at(text, place)
            if written and written.end in ends:
                return written
    return None


def _stands_alone(text: str, written: WrittenDate) -> bool:
    """Whether the date fills its line, cell or quotation."""
    start, end = written.start, written.end
    return (not start or text[start - 1] in _ALONE_BEFORE) and bool(_ALONE_AFTER.match(text, end))


def _behind_name(text: str, place: int, surnames: Surnames) -> str:
    """The clue for what stands before a date that nothing labels: a name, maybe one (``apart``), or none (empty)."""
    gap = _GAP.search(text, max(0, place - 48), place)
    end = gap.start() if gap else place
    if not end or (text[end - 1] < "\u3041" and text[place] < "\u3041"):
        return ""  # a name in Latin letters is rarely followed by a bare date of birth; dates in logs are legion
    if _PARTICLE.search(text, max(0, end - 2), end):
        return "apart"
    for start in range(end - 1, max(-1, end - _GIVEN_REACH - Surnames.longest - 1), -1):
        if not start or text[start - 1] in _NAME_EDGES:
            for name_end in range(max(start + 1, end - _GIVEN_REACH), min(start + Surnames.longest, end) + 1):
                if _GIVEN.fullmatch(text, name_end, end) and text[start:name_end] in surnames:
                    return "after_name"
    return "apart"
