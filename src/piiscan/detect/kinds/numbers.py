"""The detector that drives every rule of the number family over the runs of digits the matcher saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_

from piiscan.data import rows
from piiscan.detect.candidate import LEAST, Found
from piiscan.detect.kinds.announced import REACH, announcement
from piiscan.detect.kinds.fellows import WIDE_REACH, Clues, Fellows, is_right
from piiscan.detect.kinds.grouping import Fit, Shapes
from piiscan.detect.kinds.loose import loose_codes
from piiscan.detect.kinds.parts import Part, Parts
from piiscan.detect.kinds.rule import Hit, Number, NumberRule
from piiscan.detect.kinds.rules import make_rules
from piiscan.detect.kinds.split import split_numbers
from piiscan.detect.kinds.spots import need_of, runs_worth_a_look
from piiscan.detect.kinds.surroundings import clues_against, has_contact_near, stands_bare
from piiscan.detect.kinds.tabled import Done, Series, judge_columns
from piiscan.detect.kinds.tool import Tool, tool_for
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.late import late
from piiscan.model import Evidence

NOT_PERSONAL = "NOT_PERSONAL"
"""The kind of words that name something else: order numbers, coordinates, versions."""
_WIDE_WORDS = 60
_BESIDE_REACH = 4
_BESIDE_GLUE = late(r"[ :;=、,・…‥／/(（「【」】)）→⇒|-]*")
_WRONG_REACH = 12
"""How far in front (code points) a word for something else still speaks against a number."""
_CALLED = late(r"[\u30a1-\u30fc\u4e00-\u9fff](?:番号|コード|ナンバー) ?[:=/]? ?\Z")
"""What ends a word that names some number: not the one in question, where it is none of its words."""
_SINGLES = late(r"[0-9](?:[^0-9\n\u3041-\u9fff]{1,7}[0-9]){5}")
"""Digits that each stand alone, and so are no run."""
_NAMED = ("label", "beside")
_FIRST_ONLY = ("announced", "announced_far")
Claims = Mapping[tuple[int, int], int]
"""By place: the kinds of words that name what a number there can be."""


class Numbers:
    """Finds phone, card, account, licence and other numbers, see :mod:`rules`."""

    def __init__(self, kinds: WordKinds, rules: Sequence[NumberRule] | None = None) -> None:
        rules = make_rules() if rules is None else rules
        self._tools = [tool_for(rule, kinds) for rule in rules]
        self._shapes = Shapes(rules)
        self._parts = Parts(self._tools, self._shapes)
        self._not_personal = kinds.bits(NOT_PERSONAL)
        self._elsewhere = kinds.bits(NOT_PERSONAL, "FINANCIAL_AMOUNT")
        self._all_named = reduce(or_, (tool.named for tool in self._tools), 0)
        self._all_words = reduce(or_, (tool.named | tool.context for tool in self._tools), 0)
        self._loose = [
            (n, tool.rule, tool.named) for n, tool in enumerate(self._tools) if tool.rule.loose or tool.rule.irregular
        ]
        self._loose_named = reduce(or_, (named for _, _, named in self._loose), 0)
        self._test_values = {row[1] for row in rows("test_data.tsv")}

    def candidates(self, view: View) -> Iterator[Found]:
        """The candidates of the window."""
        return chain.from_iterable(found for _, found in self.judged(view))

    def judged(self, view: View, least: float = LEAST) -> Iterator[tuple[NumberRule, list[Found]]]:
        """The candidates of the window that may reach the log-odds ``least``, by the rules they come from."""
        present = view.present
        words = present & self._all_words
        wanted = {shape: parts for shape in view.hits.runs.shapes if (parts := self._parts.of(shape, words, least))}
        columns, done = judge_columns(view, self._tools, wanted, REACH)
        hits: dict[int, list[Hit]] = {each.rule: [] for each in columns}
        for index, hit in self._hits(view, present, wanted, done):
            hits.setdefault(index, []).append(hit)
        claims = self._claims(hits, columns, done)
        for index, found in hits.items():
            tool = self._tools[index]
            gain = tool.most if present & (tool.named | tool.context) else tool.most_alone
            series = [each for each in columns if each.rule == index]
            fellows = Fellows(found, series)
            candidates = list(self._candidates(tool, found, claims, fellows, least - gain))
            for each in series:
                candidates += self._in_column(tool, each, fellows, least - gain)
            yield tool.rule, candidates

    def _claims(self, hits: Mapping[int, list[Hit]], columns: Iterable[Series], done: Done) -> Claims:
        """By place, the kinds of words that name what a number can be; of those in columns where others ask for it."""
        claims: dict[tuple[int, int], int] = {}
        for index, found in hits.items():
            named = self._tools[index].named
            for hit in found:
                if is_right(hit.verdict) and not _is_tail(hit):
                    place = hit.number.start, hit.number.end
                    claims[place] = claims.get(place, 0) | named
        if claims and not {start for start, _ in claims}.isdisjoint(chain.from_iterable(done.values())):
            for each in columns:
                named = self._tools[each.rule].named
                for place, verdict in zip(zip(each.starts, each.ends, strict=True), each.verdicts, strict=True):
                    if place in claims and is_right(verdict):
                        claims[place] |= named
        return claims

    def _in_column(self, tool: Tool, series: Series, fellows: Fellows, least: float) -> Iterator[Found]:
        """The candidates among numbers of one column; what is said of them is put together once for all that say it."""
        entity_type = tool.rule.entity_type
        around = fellows.clues_along(series.grouping, series.starts)
        if tests := self._test_values.intersection(series.digits):
            pairs = zip(around, series.digits, strict=True)
            around = [(*clues, "test_value") if digits in tests else clues for clues, digits in pairs]
        known: dict[tuple[Clues, Clues], tuple[Evidence, ...]] = {}
        for start, end, verdict, clues in zip(series.starts, series.ends, series.verdicts, around, strict=True):
            if verdict is None:
                continue
            key = verdict.clues, clues
            evidence = known.get(key)
            if evidence is None:
                worth = tool.evidence.score(verdict.clues) >= least
                evidence = tool.evidence.of((*verdict.clues, *series.labels, *clues)) if worth else ()
                known[key] = evidence
            if evidence:
                yield entity_type, start, end, evidence, None

    def _has_fits(self, view: View) -> bool:
        return any(map(self._shapes.fits, view.hits.runs.shapes))

    def _hits(
        self, view: View, present: int, wanted: Mapping[bytes, list[Part]], done: Done
    ) -> Iterator[tuple[int, Hit]]:
        """Index of the rule and hit, for every part of every run that fits a rule and is not ``done``."""
        text = view.text
        needs = {
            shape: need_of(shape, [(way.rule, part.start, way.words) for part in parts for way in part.ways])
            for shape, parts in wanted.items()
        }
        for run_start, shape in runs_worth_a_look(view, needs, REACH, done):
            for part_start, part_end, naming, ways in wanted[shape]:
                start, end = run_start + part_start, run_start + part_end
                kinds = -1  # asked for when the first rule needs to know
                for fit, rule, words in ways:
                    if text[start] not in rule.first or (rule.behind and not _is_behind(text, start, rule.behind)):
                        continue
                    if words:
                        kinds = _naming(view, start, end, naming) if kinds < 0 else kinds
                        if not kinds & words:
                            continue
                    number = Number(view, start, end, fit.grouping)
                    yield fit.rule, Hit(number, rule.judge(number), _extra(fit, shape))
        yield from self._code_hits(view, present)
        yield from self._divided_hits(view, present)

    def _code_hits(self, view: View, present: int) -> Iterator[tuple[int, Hit]]:
        """The same for codes with letters; a dump of bytes is full of them, so prefixes come first."""
        text, runs = view.text, view.hits.runs
        for index, tool in enumerate(self._tools):
            rule = tool.rule
            if rule.lead != b"A":
                continue
            codes = runs.codes_in_any_case if present & tool.named else runs.codes
            likely = [code for code in codes if text[code.start : code.start + 2].upper() in rule.prefixes]
            numbers = [Number(view, start, end, (end - start,)) for start, end, _ in likely]
            if any(rule.judge(number) is not None for number in numbers):
                numbers = [Number(view, start, end, (end - start,)) for start, end, _ in codes]
                yield from ((index, Hit(number, rule.judge(number), ())) for number in numbers)

    def _divided_hits(self, view: View, present: int) -> Iterator[tuple[int, Hit]]:
        """The same for numbers over several runs, and for labelled codes divided in no known way."""
        if present & self._all_named and self._has_fits(view):
            for index, number, hyphens in split_numbers(view, self._shapes, self._all_named):
                extra = ("wrapped", "hyphen_wrapped") if hyphens else ("wrapped",)
                yield index, Hit(number, self._tools[index].rule.judge(number), extra)
        if present & self._loose_named and (view.hits.runs or _SINGLES.search(view.text)):
            for index, number, verdict, broken in loose_codes(view, self._loose):
                yield index, Hit(number, verdict, ("wrapped",) if broken else ())

    def _candidates(
        self, tool: Tool, found: list[Hit], claims: Claims, fellows: Fellows, least: float
    ) -> Iterator[Found]:
        """The candidates among the hits whose own clues reach ``least``; ``claims`` is what else each can be."""
        announced = 0
        for hit in found:
            if hit.verdict is None or tool.evidence.score(hit.verdict.clues) < least:
                continue
            number, verdict, view = hit.number, hit.verdict, hit.number.view
            start, end = number.start - verdict.before, number.end + verdict.after
            rivals = claims.get((number.start, number.end), 0) & ~tool.named
            labels = self._label_clues(tool, number, (start, end), rivals, announced)
            if labels is None or ("wrapped" in hit.extra and not {"label", "hyphen_wrapped"} & {*labels, *hit.extra}):
                continue
            if labels and labels[0] in _FIRST_ONLY:
                announced = end
            wider = verdict.before or verdict.after
            named = Number(view, start, end, number.grouping) if wider else number
            clues = [
                *verdict.clues,
                *hit.extra,
                *labels,
                *clues_against(named, labelled="label" in labels or "beside" in labels),
                *(beside := fellows.clues(hit)),
                *(() if labels or beside else self._alone_clues(tool, hit)),
                *(("test_value",) if number.digits in self._test_values else ()),
            ]
            yield tool.rule.entity_type, start, end, tool.evidence.of(clues), None

    def _alone_clues(self, tool: Tool, hit: Hit) -> tuple[str, ...]:
        """What is said of a number that no word names and none of its like surrounds."""
        if tool.rule.bare:
            return ("bare",) if stands_bare(hit.number) else ()
        checked = hit.verdict is not None and "check" in hit.verdict.clues
        return ("contact_near",) if tool.rule.personal and checked and has_contact_near(hit.number) else ()

    def _label_clues(
        self, tool: Tool, number: Number, span: tuple[int, int], rivals: int, announced: int
    ) -> list[str] | None:
        """What the words at and around the number say; None where a rule needs such a word and there is none.

        ``rivals`` are the kinds of words that name what else it may be. A label in front of other words announces
        only the first number behind it: none that begins before ``announced`` counts.
        """
        view, (start, end) = number.view, span
        label = view.label_kinds(start, end)
        matters = tool.context if label & tool.named else tool.named | tool.context
        near = view.near_kinds(start, end) if matters and view.in_reach(matters, start, end) else 0
        clues: list[str] = []
        if label & tool.named:
            clues.append("label")
        elif tool.beside and _beside(view, start) & tool.beside:
            clues.append("beside")
        elif (
            tool.rule.announced
            and (found := announcement(view, tool.named, rivals | self._elsewhere, start)) is not None
            and found.label_end >= announced
        ):
            clues.append(found.clue)
        elif near & tool.named:
            clues.append("near")
        elif tool.rule.only_labelled and not (near | label) & tool.context:
            return None
        elif view.is_before(tool.named, start, WIDE_REACH, _WIDE_WORDS):
            clues.append("wide")
        if (near | label) & tool.context:
            clues.append("context")
        if not clues or clues[0] not in _NAMED:
            clues += self._wrong_clues(view, label, start, rivals)
        return clues

    def _wrong_clues(self, view: View, label: int, start: int, rivals: int) -> Iterator[str]:
        """What the words for something else say; a label of what the number cannot be says less."""
        if label & self._elsewhere:
            yield "wrong_label"
        elif label & self._all_named:
            in_header = view.has_headers and view.header_kinds(start) & self._all_named
            yield "other_label" if label & rivals or in_header else "unfit_label"
        elif any(mask & self._not_personal for _, _, mask in view.cues_before(start, _WRONG_REACH)):
            yield "wrong_near"
        elif _CALLED.search(view.text, max(0, start - _WRONG_REACH), start):
            yield "other_name"


def _is_tail(hit: Hit) -> bool:
    """Whether letters that are no part of the number are glued to its front."""
    text, start = hit.number.view.text, hit.number.start
    before = text[start - 1] if start else ""
    return before.isalpha() and before.isascii() and not (hit.verdict and hit.verdict.before)


def _naming(view: View, start: int, end: int, words: int) -> int:
    """The kinds of what labels the place, or stands near it where no header says something else.

    Complete only as far as ``words`` go: most numbers have none of them around, and are done with after one look.
    """
    if not view.in_reach(words, start, end):
        known = view.header_kinds(start) if view.has_headers else 0
        return known or view.last_cue(words, start, REACH)[0]
    kinds = view.label_kinds(start, end)
    if view.label_at(start):
        return kinds
    kinds |= view.near_kinds(start, end)
    return kinds if kinds & words else kinds | view.last_cue(words, start, REACH)[0]


def _is_behind(text: str, start: int, characters: str) -> bool:
    """Whether one of ``characters`` stands in front of ``start``, a space or hyphen at most between them."""
    before = text[max(0, start - 2) : start]
    return before[-1:] != "" and (before[-1] in characters or (before[-1] in " -" and before[0] in characters))


def _beside(view: View, start: int) -> int:
    """The kinds of the words that end right in front of ``start``."""
    kinds = 0
    for _, end, mask in view.cues_before(start, _BESIDE_REACH):
        if _BESIDE_GLUE.fullmatch(view.text, end, start):
            kinds |= mask
    return kinds


def _extra(fit: Fit, shape: bytes) -> tuple[str, ...]:
    """Clues of the shape that hold for every rule."""
    clues = []
    if fit.linked:
        clues.append("linked")
    if b"9" in shape:
        clues.append("kanji_digits")
    return tuple(clues)
