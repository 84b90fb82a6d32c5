"""SENSITIVE_ATTRIBUTE: 要配慮個人情報 as facts about a person, by the groups of the law (個情法2条3項, 令2条).

Examples: ``既往歴：2型糖尿病``, ``佐藤さんは適応障害による休職``, ``病名,糖尿病`` as a column, ``賞罰：執行猶予中``
Counterexamples: ``認知症の予防には運動が有効です``, ``アレルギー：なし``, ``国内の患者数は推計75万人``
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from piiscan.data import rows
from piiscan.detect.candidate import Found
from piiscan.detect.chapter import Chapter
from piiscan.detect.kinds.fact_reach import REMARK, allergen_start, fact_end, fact_start, is_department
from piiscan.detect.kinds.polite import is_polite
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import NEAR_AFTER, NEAR_BEFORE, NEAR_WORDS, View
from piiscan.detect.weights import Weights
from piiscan.late import late

GROUPS = (
    "illness",
    "disability",
    "creed",
    "race",
    "status",
    "crime",
    "victim",
    "checkup",
    "treatment",
    "juvenile",
    "credit",
)
"""The kinds of facts, as in the cue file (``SENS_ILLNESS`` ...): those of the law, and credit history."""

_GLUE = late(r"(?: ?\([^()\n]{1,12}\))?(?: ?[:=|>]|[\t\"']){1,4}[ \"'「]{0,4}| {1,3}|」?は「?")
_VALUE = late(r"[^\s、,。;|\"'「」()\[\]【】<>/・:=]{2,24}" + REMARK)
_MORE = late(r"[、,・/] ?| {1,2}")
_FACT = late(
    r"(?:が?進行|のため|による|により|にて|で(?:通院|入院|治療|休|療養|服薬|欠|手術|加療)|と(?:診断|判定|申告)|を発症|"
    r"の(?:診断|既往|治療|通院|内服|おそれ|手術|前歴|為)|が(?:判明|進|悪化|再発|発覚)|あり|を(?:患|罹患)|既往|"
    r"、?全治|、休業|[(]?(?:服薬|治療|通院|加療|申請|療養|内服)中)"
)
_TITLE = late(r"(?:さん|様|氏|殿|くん|君|ちゃん|社員|職員)(?![々方にな子式態相])")
_NOT_PERSON = late(
    r"(?:お客|皆|各位|患者|利用者|担当者|親御|お子|医師|俺|我々)(?:さん|様)|(?:全|正|派遣|新入)社員|[同多仕模]様"
)
_KIN = late(
    r"(?:妻|夫|父|母|祖父|祖母|長男|長女|次男|次女|息子|娘|兄|姉|弟|妹|本人|同居人|配偶者|子)(?:が|は|の|も|に|:) ?\Z"
)
_KIN_ENDS = frozenset("がはのもに: ")
_SOAP = late(r"(?:^|\n) ?[SOAP]\) ?\Z")
_WHOLE_BEFORE, _WHOLE_AFTER = ':\n\t(|"、,', '\r\n\t)|"、,。 '
_BED = late(r"(?:[0-9]{1,3}[MF男女]|[0-9]{1,3}(?:歳|才)|様|さん|氏|殿)[)・ ,、:]{1,3}\Z")
_BED_ENDS = frozenset(")・ ,、:")
_SENTENCE_END = late(r"[。\n]")
_COUNTED = late(r"[ :]{0,3}[0-9][0-9,]* ?[人名件]")
_COUNTED_BEGINS = frozenset(" :0123456789")
"""How many have it: a statistic (要介護1 2,430人)."""
_GRADE = late(r"(?:第?[1-7一二三四五六七]級|[AB][12]?判定|要介護[1-5]|要支援[12]|[1-7一二三四五六七]種).{0,8}")
_NAMED = ("様", "さん", "氏", "殿", "くん", "君", "先生")
_PERSON_REACH = 90
_RECORD_REACH = 250
"""How far before a fact its person may be named, as in a record of several lines."""
_WITHOUT_PERSON = "no person named in its line"


class _Fact(NamedTuple):
    """A possible fact at ``[start, end)``; ``word`` is the listed word in it, empty for a value of unknown words."""

    start: int
    end: int
    word: str
    group: str
    clue: str


class SensitiveAttributes:
    """The detector of SENSITIVE_ATTRIBUTE."""

    def __init__(self, kinds: WordKinds) -> None:
        self._groups = {kinds.bits(f"SENS_{group.upper()}"): group for group in GROUPS}
        self._any = sum(self._groups)
        self._label = kinds.bits("SENSITIVE_ATTRIBUTE")
        self._allergy = kinds.bits("SENS_ALLERGY")
        self._weak = kinds.bits("SENS_WEAK_LABEL")
        self._record = kinds.bits("SENS_RECORD")
        self._fact = kinds.bits("SENS_FACT")
        self._near = self._record | self._fact
        self._topic = kinds.bits("SENS_TOPIC")
        self._weights = Weights("sensitive_attribute")
        self._words = {
            family: {row[0] for row in rows("sensitive_words.tsv") if row[1] == family} for family in _FAMILIES
        }

    def candidates(self, view: View) -> Iterator[Found]:
        """Listed words, and the values that labels announce."""
        found: dict[int, _Fact] = {}
        words = self._listed(view)
        for fact in self._labelled(view, words):
            found.setdefault(fact.start, fact)
        taken = {place for fact in found.values() for place in range(fact.start, fact.end)}
        for start, (end, word, group) in words.items():
            if start not in taken:
                found.setdefault(start, _Fact(start, end, word, group, ""))
        for fact in found.values():
            clues = self._clues(view, fact)
            note = None if {"person_before", "column"} & set(clues) else _WITHOUT_PERSON
            yield "SENSITIVE_ATTRIBUTE", fact.start, fact.end, self._weights.of(*clues), note

    def settle(self, chapter: Chapter, memory: dict[str, object]) -> None:
        """The facts gain from a person named shortly before: the law protects facts about a person, not topics."""
        del memory
        alone = [index for index, note in chapter.noted if note == _WITHOUT_PERSON]
        ends = sorted([chapter.ends[person] for person in chapter.likely("PERSON")]) if alone else []
        for fact in alone:
            start = chapter.starts[fact]
            index = bisect_right(ends, start) - 1
            if index >= 0 and ends[index] >= start - _RECORD_REACH:
                chapter.gain(fact, self._weights["person_in_reach"])

    def _listed(self, view: View) -> dict[int, tuple[int, str, str]]:
        """The listed words, widened by what belongs to them: start -> end, word, group. The longest of several."""
        text = view.text
        found: dict[int, tuple[int, str, str]] = {}
        last = -1
        hits = sorted((start, -end, mask) for start, end, mask in view.cues_of(self._any))
        for start, negative_end, mask in hits:
            end = -negative_end
            if start < last:
                continue
            group = next(name for bit, name in self._groups.items() if mask & bit)
            if is_department(text, end):
                last = end
                continue
            begin = (allergen_start if mask & self._allergy else fact_start)(text, start, last)
            if begin is None:
                continue
            last = fact_end(text, end)
            found[begin] = (last, text[start:end], group)
        return found

    def _labelled(self, view: View, words: dict[int, tuple[int, str, str]]) -> Iterator[_Fact]:
        """The values of cells and of ``label: value``, lists of them too."""
        text = view.text
        for start, end in view.labelled(self._label):
            yield from self._values(text, start, words, "column", end)
        for _, cue_end, _ in view.cues_of(self._label):
            glue = _GLUE.match(text, cue_end)
            if glue:
                clue = "label" if ":" in glue.group() or "|" in glue.group() else "label_apart"
                line_end = text.find("\n", glue.end(), glue.end() + 80)
                yield from self._values(text, glue.end(), words, clue, line_end if line_end >= 0 else glue.end() + 80)

    def _values(
        self, text: str, start: int, words: dict[int, tuple[int, str, str]], clue: str, limit: int
    ) -> Iterator[_Fact]:
        """The values from ``start`` on: one of any words, then listed ones as long as they follow each other."""
        first = True
        while start < limit:
            if start in words:
                end, word, group = words[start]
                yield _Fact(start, end, word, group, "label" if clue == "label_apart" else clue)
            elif first and clue != "label_apart":
                match = _VALUE.match(text, start, limit)
                if match is None or match.group() in self._words["none"] or match.group().endswith(_NAMED):
                    return
                end = match.end()
                inside = next((words[place] for place in range(start, end) if place in words), None)
                if inside is None and _GRADE.fullmatch(match.group()):
                    inside = (end, match.group(), "disability")
                yield _Fact(start, end, inside[1] if inside else "", inside[2] if inside else "", clue)
            else:
                return
            more = _MORE.match(text, end)
            if more is None:
                return
            start, first = more.end(), False

    def _clues(self, view: View, fact: _Fact) -> list[str]:
        """Why this is a fact about a person, or is not."""
        clues = ["prior", "listed_word" if fact.word else "other_value"]
        if fact.word:
            clues.append("social_status" if fact.group == "status" else fact.group)
            if fact.word in self._words["strong"] or view.text[fact.start : fact.end].endswith("級"):
                clues.append("strong_word")
            elif fact.word in self._words["general"]:
                clues.append("general_word")
        if fact.clue:
            clues.append(fact.clue)
            if fact.clue == "column":
                return clues
        elif self._is_weakly_labelled(view, fact):
            clues.append("weak_label")
        return clues + self._person_clues(view, fact) + self._text_clues(view, fact)

    def _is_weakly_labelled(self, view: View, fact: _Fact) -> bool:
        """Whether a label such as 備考 stands before the fact or above it."""
        if not view.in_reach(self._weak, fact.start, fact.end) and not view.has_headers:
            return False
        return bool(view.label_kinds(fact.start, fact.end) & self._weak)

    def _person_clues(self, view: View, fact: _Fact) -> list[str]:
        """The clues for a person whom the fact is about."""
        text, start = view.text, fact.start
        clues = []
        if _person_before(text, start) or self._named_record(view, start):
            clues.append("person_before")
        elif text[start - 1 : start] in _KIN_ENDS and _KIN.search(text, max(0, start - 6), start):
            clues.append("kin_before")
        if text[start - 1 : start] in _BED_ENDS and _BED.search(text, max(0, start - 8), start):
            clues.append("right_after_person")
        return clues

    def _text_clues(self, view: View, fact: _Fact) -> list[str]:
        """The clues for a record or for an article about the subject."""
        text, start, end = view.text, fact.start, fact.end
        near = view.near_kinds(start, end) if view.in_reach(self._near, start, end) else 0
        clues = []
        if ")" in text[max(0, start - 2) : start] and _SOAP.search(text, max(0, start - 5), start):
            clues.append("assessment")
        if (not start or text[start - 1] in _WHOLE_BEFORE) and text[end : end + 1] in _WHOLE_AFTER:
            clues.append("whole_field")
        if near & self._record:
            clues.append("record_near")
        if _FACT.match(text, end):
            clues.append("fact_after")
        elif near & self._fact:
            clues.append("fact_near")
        if self._topical(view, start, end):
            clues.append("topic_near")
        return clues

    def _topical(self, view: View, start: int, end: int) -> bool:
        """Whether the sentence around the fact is about its subject: prevention, patients in numbers, law."""
        text = view.text
        if text[end : end + 1] in _COUNTED_BEGINS and _COUNTED.match(text, end) is not None:
            return True
        if not view.in_reach(self._topic, start, end):
            return False
        for cue_start, _, mask in islice(view.cues_before(start, NEAR_BEFORE), NEAR_WORDS):
            if mask & self._topic and not _SENTENCE_END.search(text, cue_start, start):
                return True
        for _, cue_end, mask in islice(view.cues_after(end, NEAR_AFTER), NEAR_WORDS):
            if mask & self._topic and not _SENTENCE_END.search(text, end, cue_end):
                return True
        return False

    def _named_record(self, view: View, start: int) -> bool:
        """Whether the line names the person it is about after a caption (``利用者：宗像 学　要介護2``)."""
        text = view.text
        if not view.is_before(self._record, start, _PERSON_REACH, NEAR_WORDS):
            return False
        for _, cue_end, mask in islice(view.cues_before(start, _PERSON_REACH), NEAR_WORDS):
            if mask & self._record and text[cue_end] in ":： " and cue_end + 3 <= start:
                return "\n" not in text[cue_end:start]
        return False


_FAMILIES = ("strong", "general", "none")


def _person_before(text: str, start: int) -> bool:
    """Whether someone is named politely shortly before ``start``, in its line or the one above."""
    floor = max(0, start - _PERSON_REACH)
    line = text.rfind("\n", floor, start)
    floor = max(text.rfind("\n", floor, max(0, line)) + 1, floor)
    return is_polite(text[floor:start], _TITLE, _NOT_PERSON)
