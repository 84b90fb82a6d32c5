"""Candidates of the number rules in labelled texts: which clues each has, and whether it is what it says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from piiscan.detect.candidate import Candidate
from piiscan.detect.kinds.numbers import Numbers
from piiscan.detect.matcher import look
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.windows import windows
from piiscan.model import Place, Segment

# Labels of the corpora -> entity types that are right for them.
TYPES = {
    "PHONE": ("PHONE_NUMBER",),
    "CREDIT_CARD": ("CREDIT_CARD",),
    "CARD_SECURITY": ("CARD_SECURITY_DATA",),
    "CORPORATE_NUMBER": ("JP_CORPORATE_NUMBER", "JP_INVOICE_NUMBER"),
    "INVOICE_NUMBER": ("JP_INVOICE_NUMBER",),
    "BANK_ACCOUNT": ("JP_BANK_ACCOUNT", "JP_YUCHO_ACCOUNT"),
    "YUCHO_ACCOUNT": ("JP_YUCHO_ACCOUNT",),
    "DRIVERS_LICENSE": ("JP_DRIVERS_LICENSE",),
    "HEALTH_INSURANCE": ("JP_HEALTH_INSURANCE",),
    "CARE_INSURANCE": ("JP_CARE_INSURANCE",),
    "PASSPORT": ("JP_PASSPORT",),
    "MY_NUMBER": ("JP_MY_NUMBER",),
    "PENSION": ("JP_PENSION_NUMBER",),
    "RESIDENCE_CARD": ("JP_RESIDENCE_CARD",),
    "RESIDENT_RECORD": ("JP_RESIDENT_RECORD_CODE",),
    "EMPLOYMENT_INSURANCE": ("JP_EMPLOYMENT_INSURANCE",),
    "IBAN": ("IBAN_CODE",),
}
UNLABELLED = ("phone_number_labelled",)
"""Rules whose values the corpora do not label: they keep their weights."""


class Case(NamedTuple):
    """A candidate: the weights file of its rule, its clues, whether it is right, and the group it is split by."""

    weights: str
    clues: tuple[str, ...]
    right: bool
    group: str


class Text(NamedTuple):
    """A text with its gold spans; ``group`` is the template or file, which errors correlate in."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    ignored: tuple[tuple[int, int], ...]
    group: str


def read_corpus(path: Path) -> Iterator[Text]:
    """The texts of a JSON-lines corpus."""
    with path.open(encoding="utf-8") as file:
        for record in map(json.loads, file):
            spans = tuple((s["start"], s["end"], s["type"]) for s in record["spans"] if s["type"] != "ignore")
            ignored = [(s["start"], s["end"]) for s in record["spans"] if s["type"] == "ignore"]
            ignored += [(s["start"], s["end"]) for s in record.get("ignore", ())]
            yield Text(record["text"], spans, tuple(ignored), record["id"].rpartition("-")[0])


def read_negatives(folder: Path, categories: Iterable[str]) -> Iterator[Text]:
    """The files of the categories as texts without personal data."""
    for category in categories:
        for path in sorted(p for p in (folder / category).rglob("*") if p.is_file()):
            content = path.read_bytes()
            for encoding in ("utf-8", "cp932", "latin-1"):
                try:
                    text = content.decode(encoding)
                except UnicodeDecodeError:
                    continue
                yield Text(text, (), (), f"{category}/{path.name}")
                break


def cases(texts: Iterable[Text], toolbox: Toolbox, numbers: Numbers) -> Iterator[Case]:
    """Every candidate in the texts."""
    for text in texts:
        for window in windows([Segment(text.text, Place(line=1))]):
            view = look(window, toolbox.folder, toolbox.lexicon_for(window.letters))
            judged = numbers.judged(view, least=-99.0)
            for rule, candidate in ((rule, Candidate(*each)) for rule, found in judged for each in found):
                start = window.offset + view.folded.start(candidate.start)
                end = window.offset + view.folded.end(candidate.end)
                right = _is_right(text, start, end, candidate.entity_type)
                if right is not None and rule.weights not in UNLABELLED:
                    clues = tuple(evidence.clue for evidence in candidate.evidence)
                    yield Case(rule.weights, clues, right, text.group)


def _is_right(text: Text, start: int, end: int, entity_type: str) -> bool | None:
    """Whether the span is gold of the type; None where the gold does not say."""
    if any(start < stop and end > begin for begin, stop in text.ignored):
        return None
    touched = [
        span
        for span in text.spans
        if start < span[1] and end > span[0] and entity_type in (span[2], *TYPES.get(span[2], ()))
    ]
    if not touched:
        return False
    inside = any(start <= begin and stop <= end for begin, stop, _ in touched)
    return True if inside else None
