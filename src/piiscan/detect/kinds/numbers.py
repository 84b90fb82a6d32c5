"""The detector that drives every rule of the number family over the runs of digits the matcher saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from piiscan.data import rows
from piiscan.detect.candidate import LEAST, Found
from piiscan.detect.kinds.announced import REACH
from piiscan.detect.kinds.fellows import Clues, Fellows, is_right
from piiscan.detect.kinds.finder import Finder
from piiscan.detect.kinds.naming import NAMED, Naming
from piiscan.detect.kinds.rule import Hit, Number, NumberRule
from piiscan.detect.kinds.rules import make_rules
from piiscan.detect.kinds.surroundings import clues_against, has_contact_near, stands_bare
from piiscan.detect.kinds.tabled import Done, Series, judge_columns
from piiscan.detect.kinds.tool import Tool, tool_for
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.model import Evidence

_FIRST_ONLY = ("announced", "announced_far")
Claims = Mapping[tuple[int, int], int]
"""By place: the kinds of words that name what a number there can be."""


class Numbers:
    """Finds phone, card, account, licence and other numbers, see :mod:`rules`."""

    def __init__(self, kinds: WordKinds, rules: Sequence[NumberRule] | None = None) -> None:
        rules = make_rules() if rules is None else rules
        self._tools = [tool_for(rule, kinds) for rule in rules]
        self._finder = Finder(self._tools)
        self._naming = Naming(self._tools, kinds)
        self._test_values = {row[1] for row in rows("test_data.tsv")}

    def candidates(self, view: View) -> Iterator[Found]:
        """The candidates of the window."""
        return chain.from_iterable(found for _, found in self.judged(view))

    def judged(self, view: View, least: float = LEAST) -> Iterator[tuple[NumberRule, list[Found]]]:
        """The candidates of the window that may reach the log-odds ``least``, by the rules they come from."""
        wanted = self._finder.wanted(view, least)
        columns, done = judge_columns(view, self._tools, wanted, REACH)
        hits: dict[int, list[Hit]] = {each.rule: [] for each in columns}
        for index, hit in self._finder.hits(view, wanted, done):
            hits.setdefault(index, []).append(hit)
        claims = self._claims(hits, columns, done)
        for index, found in hits.items():
            tool = self._tools[index]
            gain = tool.most if view.present & (tool.named | tool.context) else tool.most_alone
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
            labels = self._naming.clues(tool, number, (start, end), rivals, announced)
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
                *clues_against(named, labelled=not NAMED.isdisjoint(labels)),
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


def _is_tail(hit: Hit) -> bool:
    """Whether letters that are no part of the number are glued to its front."""
    text, start = hit.number.view.text, hit.number.start
    before = text[start - 1] if start else ""
    return before.isalpha() and before.isascii() and not (hit.verdict and hit.verdict.before)
