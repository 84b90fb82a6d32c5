"""PERSON: names of people in kanji, kana and Latin letters, whole or in part, in forms, mails, tables and prose.

A linear model over candidates out of name dictionaries: which lists know the parts, their lengths and characters, what
stands before and after, the label, common words that say otherwise, and what the rest of the document holds. The
weights (``data/names_weights.txt``) were fitted by ``tools/fit_names.py``; each clue shown sums up several of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from piiscan.data import rows
from piiscan.detect.candidate import Candidate
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.names.candidates import label_of
from piiscan.detect.names.document import Facts, Mention, columns_of, document_facts, fact_keys, mention_of, placed
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.scoring import Scored, Scorer
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
        self._placeholders = {row[0]: float(row[1]) for row in rows(PLACEHOLDERS)}
        self._label_words = [(row[0], float(row[1])) for row in rows(LABELS)]
        self._placeholder_ends = {placeholder[-1] for placeholder in self._placeholders}
        self._labels: dict[str, float] = {}
        # Needs no bound: kinds, styles and grades are few.
        self._document: dict[Facts, Evidence] = {}

    def candidates(self, view: View) -> Iterator[Candidate]:
        """The names in the window that are likely enough."""
        text = view.text
        head = view.window.head

        def label(start: int, end: int) -> str:
            return view.label_at(start) or label_of(text, start, end, head)

        found = list(self._scorer.scored(text, label))
        nobody = self._nobody(text, found)
        cells = [(name.start, name.end, score, named) for name, score, named, _ in found]
        for scored, column in zip(found, columns_of(text, cells), strict=True):
            name = scored.name
            evidence = self._scorer.evidence(scored, text)
            if scored.label and (against := self._against(scored.label)):
                evidence.append(Evidence("label of a thing", against))
            if nobody:
                evidence += [
                    Evidence("test data", weight)
                    for start, end, weight in nobody
                    if name.start < end and start < name.end
                ][:1]
            yield Candidate(ENTITY_TYPE, name.start, name.end, tuple(evidence), mention_of(name, text, column))

    def _against(self, label: str) -> float:
        """What a label that names a shop, a product, a department says against a name under it; 0 for all others."""
        found = self._labels.get(label)
        if found is None:
            lowered = label.lower()
            weights = [weight for word, weight in self._label_words if word in lowered]
            found = min(weights) if weights and max(weights) < 0 else 0.0
            if len(self._labels) < _MEMORY:
                self._labels[label] = found
        return found

    def _nobody(self, text: str, found: list[Scored]) -> list[tuple[int, int, float]]:
        """Where names stand that are used for nobody, such as 山田太郎 in an example of how to fill in a form."""
        last = self._placeholder_ends
        ends = {(name.start, name.end) for name, _, _, _ in found if text[name.end - 1] in last}
        spans = {(start - more, end) for start, end in ends for more in range(min(start, LONGEST_BEFORE) + 1)}
        return [
            (start, end, weight)
            for start, end in sorted(spans)
            if (weight := self._placeholders.get(text[start:end].replace(" ", ""))) is not None
        ]

    def settle(self, candidates: list[Candidate], _memory: dict[str, object]) -> list[Candidate]:
        """``candidates`` with what the document says of the names among them."""
        mentions = [
            placed(candidate.note, candidate.start, candidate.end, candidate.score)
            for candidate in candidates
            if isinstance(candidate.note, Mention)
        ]
        weighed = map(self._said_by, document_facts(mentions))
        return [
            Candidate(
                candidate.entity_type,
                candidate.start,
                candidate.end,
                (*candidate.evidence, next(weighed)),
                candidate.note,
            )
            if isinstance(candidate.note, Mention)
            else candidate
            for candidate in candidates
        ]

    def _said_by(self, facts: Facts) -> Evidence:
        """The evidence that the document gives; few kinds occur."""
        found = self._document.get(facts)
        if found is None:
            found = Evidence("rest of the document", self._scorer.model.total(fact_keys(facts)))
            self._document[facts] = found
        return found
