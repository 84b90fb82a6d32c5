"""PERSON: names of people in kanji, kana and Latin letters, whole or in part, in forms, mails, tables and prose.

A linear model over candidates out of name dictionaries: which lists know the parts, their lengths and characters, what
stands before and after, the label, common words that say otherwise, and what the rest of the document holds. The
weights (``data/names_weights.txt``) were fitted by ``tools/fit_names.py``; each clue shown sums up several of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial

from piiscan.data import rows
from piiscan.detect.candidate import Found
from piiscan.detect.chapter import Chapter
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.names.candidates import Name, label_of
from piiscan.detect.names.clues import Clues
from piiscan.detect.names.document import Facts, Mention, columns_of, document_facts, fact_keys, mention_of
from piiscan.detect.names.keys import style_of
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.scoring import Scored, Scorer, Spans
from piiscan.detect.view import View
from piiscan.model import Evidence

ENTITY_TYPE = "PERSON"
LONGEST_BEFORE = 5
"""How much of a placeholder may stand before the part of it that looks like a name: テスト太郎."""
PLACEHOLDERS = "names_weights.placeholders.tsv"
LABELS = "names_weights.labels.tsv"
_MEMORY = 10_000


class PersonDetector:
    """Finds persons' names. Remembers sums it worked out, bounded; nothing of the texts it saw changes a result."""

    def __init__(self, _kinds: WordKinds | None = None, model: NameModel | None = None) -> None:
        self._scorer = Scorer(model or NameModel())
        self._placeholders = {row[0]: Evidence("test data", float(row[1])) for row in rows(PLACEHOLDERS)}
        self._label_words = [(row[0], float(row[1])) for row in rows(LABELS)]
        self._placeholder_ends = {placeholder[-2:] for placeholder in self._placeholders}
        self._against: Memory[str, Clues] = Memory(self._find_against, _MEMORY)
        self._said: Memory[Facts, Evidence] = Memory(self._said_by, _MEMORY)

    def candidates(self, view: View) -> list[Found]:
        """The names in the window that are likely enough."""
        text = view.text
        found = self._scorer.scored(text, partial(_labels_in, view), view.hits.strange)
        nobody = Nobody(self._nobody(text, found))
        cells = [(name[0], name[1], score, label) for name, score, label, _, _ in found]
        candidates: list[Found] = []
        for (name, _, label, evidence, in_sentence), column in zip(found, columns_of(text, cells), strict=True):
            if label:
                evidence += self._against[label]  # noqa: PLW2901 - with what only the detector knows
            if nobody.spans:
                evidence += nobody.overlapped_by(name)  # noqa: PLW2901
            style = style_of(text, name[0], name[1]) if in_sentence else "l"
            mention = mention_of(name, text, style, column)
            candidates.append((ENTITY_TYPE, name[0], name[1], evidence, mention))
        return candidates

    def _find_against(self, label: str) -> Clues:
        """What a label that names a shop, a product, a department says against a name under it."""
        lowered = label.lower()
        weights = [weight for word, weight in self._label_words if word in lowered]
        return (Evidence("label of a thing", min(weights)),) if weights and max(weights) < 0 else ()

    def _nobody(self, text: str, found: list[Scored]) -> list[tuple[int, int, Evidence]]:
        """Where names stand that are used for nobody, such as 山田太郎 in an example of how to fill in a form."""
        last = self._placeholder_ends
        ends = {
            (start, end)
            for (start, end, *_), *_ in found
            if text[end - 2 : end] in last or text[end - 2 : end - 1] == " "  # or that was one of 山田 太 郎
        }
        spans = {(start - more, end) for start, end in ends for more in range(min(start, LONGEST_BEFORE) + 1)}
        return [
            (start, end, evidence)
            for start, end in sorted(spans)
            if (evidence := self._placeholders.get(text[start:end].replace(" ", ""))) is not None
        ]

    def settle(self, chapter: Chapter, _memory: dict[str, object]) -> None:
        """The names gain what the rest of the document says of them."""
        own = [(index, note) for index, note in chapter.noted if isinstance(note, Mention)]
        places = [(chapter.starts[index], chapter.ends[index], chapter.scores[index]) for index, _ in own]
        for (index, _), facts in zip(own, document_facts([note for _, note in own], places), strict=True):
            chapter.gain(index, self._said[facts])

    def _said_by(self, facts: Facts) -> Evidence:
        """The evidence that the document gives; few kinds occur."""
        return Evidence("rest of the document", self._scorer.model.total(fact_keys(facts)))


class Nobody:
    """Where names stand that are used for nobody, ascending; a text of nothing else has 16,000 of them a window."""

    def __init__(self, spans: Sequence[tuple[int, int, Evidence]]) -> None:
        self.spans = spans
        self._longest = max([end - start for start, end, _ in spans], default=0)

    def overlapped_by(self, name: Name) -> Clues:
        """The evidence of the first of them that ``name`` overlaps."""
        first = bisect_left(self.spans, (name.start - self._longest,))
        last = bisect_left(self.spans, (name.end,), first)
        return next(((evidence,) for _, end, evidence in self.spans[first:last] if name.start < end), ())


def _labels_in(view: View, spans: Spans) -> list[str]:
    """The labels of the values at ``spans``: of their cells, or what stands in the text."""
    text, head = view.text, view.window.head
    marked = view.cells.labels_at([start for start, _ in spans])
    return [label or label_of(text, *span, head) for label, span in zip(marked, spans, strict=True)]
