"""The detector of persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from piiscan.data import rows
from piiscan.detect.candidate import Candidate
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.names.candidates import label_before
from piiscan.detect.names.document import Mention, document_keys
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.scoring import Scored, Scorer
from piiscan.detect.view import View
from piiscan.model import Evidence

ENTITY_TYPE = "PERSON"
PLACEHOLDERS = "names_weights.placeholders.tsv"


class PersonDetector:
    """Finds persons' names. Remembers sums it worked out, bounded; nothing of the texts it saw changes a result."""

    def __init__(self, _kinds: WordKinds | None = None, model: NameModel | None = None) -> None:
        self._scorer = Scorer(model or NameModel())
        self._placeholders = {row[0]: float(row[1]) for row in rows(PLACEHOLDERS)}

    def candidates(self, view: View) -> Iterator[Candidate]:
        """The names in the window that are likely enough."""
        text = view.text
        label_at = view.label_at if view.window.marks else None
        found = list(self._scorer.scored(text, label_at))
        nobody = self._nobody(text, found)
        for scored in found:
            name = scored.name
            evidence = self._evidence(scored, text, label_at)
            evidence += [
                Evidence("test data", weight) for start, end, weight in nobody if name.start < end and start < name.end
            ][:1]
            value = text[name.start : name.end]
            note = Mention(0, 0, name.kind, value, name.surname, name.given, 0.0)
            yield Candidate(ENTITY_TYPE, name.start, name.end, tuple(evidence), note)

    def _nobody(self, text: str, found: list[Scored]) -> list[tuple[int, int, float]]:
        """Where names stand that are used for nobody, such as 山田太郎 in an example of how to fill in a form."""
        spans = {(scored.name.start, scored.name.end) for scored in found}
        return [
            (start, end, weight)
            for start, end in spans
            if (weight := self._placeholders.get(text[start:end].replace(" ", ""))) is not None
        ]

    def _evidence(self, scored: Scored, text: str, label_at: Callable[[int], str] | None) -> list[Evidence]:
        name = scored.name
        label = (label_at(name.start) if label_at else "") or label_before(text, name.start)
        return self._scorer.evidence(name, text, label)

    def settle(self, candidates: list[Candidate], _memory: dict[str, object]) -> list[Candidate]:
        """``candidates`` with what the document says of the names among them."""
        mentions = [
            candidate.note._replace(start=candidate.start, end=candidate.end, score=candidate.score)
            for candidate in candidates
            if isinstance(candidate.note, Mention)
        ]
        weighed = map(self._scorer.model.total, document_keys(mentions))
        return [
            candidate._replace(evidence=(*candidate.evidence, Evidence("rest of the document", next(weighed))))
            if isinstance(candidate.note, Mention)
            else candidate
            for candidate in candidates
        ]
