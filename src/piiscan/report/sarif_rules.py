"""The rules of the SARIF report: an entity type each, with the help that GitHub shows beside an alert."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from piiscan.model import ENTITY_TYPES
from piiscan.report.messages import Messages
from piiscan.report.project import TYPES
from piiscan.report.redact import printable
from piiscan.report.severity import Severities

# A calibrated confidence is the share of findings that are right, so its mean is the precision to expect.
PRECISIONS = ((0.95, "very-high"), (0.8, "high"), (0.5, "medium"), (0.0, "low"))
LEVELS = ((7.0, "error"), (4.0, "warning"), (0.0, "note"))
LONGEST = 1024
"""Characters that GitHub allows in a description."""


class Confidences:
    """How sure the findings of each type were, on average."""

    def __init__(self) -> None:
        self._sum: Counter[str] = Counter()
        self._count: Counter[str] = Counter()

    def add(self, records: Iterable[dict[str, Any]]) -> None:
        """Count records in."""
        for record in records:
            self._count[record["entity_type"]] += 1
            self._sum[record["entity_type"]] += record["confidence"]

    def types(self) -> list[str]:
        """Every built-in type, then the users' own types that were found."""
        return [*ENTITY_TYPES, *(name for name in self._count if name not in ENTITY_TYPES)]

    def precision(self, entity_type: str) -> str:
        """GitHub's word for the precision of a type; of one that was not found, ``high``."""
        if not self._count[entity_type]:
            return "high"
        mean = self._sum[entity_type] / self._count[entity_type]
        return next(word for border, word in PRECISIONS if mean >= border)


def rules(found: Confidences, severities: Severities, words: Messages) -> list[dict[str, Any]]:
    """The rules in the order of ``found.types()``."""
    return [_rule(name, found.precision(name), severities, words) for name in found.types()]


def _rule(entity_type: str, precision: str, severities: Severities, words: Messages) -> dict[str, Any]:
    severity = severities.of(entity_type)
    title = printable(words.title(entity_type))
    why = severity.why_ja if words.language == "ja" else severity.why
    shown = printable(entity_type)
    advice = words.say(
        "Remove the value, or replace it by test data that belongs to nobody; if it was published, treat it as a leak. "
        "A false alarm is silenced by a comment `piiscan: ignore[{type}] reason`, by the baseline, or by the "
        "configuration. `piiscan explain {type}` shows the rule and the weight of every piece of evidence.",
        type=shown,
    )
    return {
        "id": shown,
        "name": "".join(word.capitalize() for word in shown.split("_")),
        "shortDescription": {"text": title[:LONGEST]},
        "fullDescription": {"text": why[:LONGEST]},
        "helpUri": TYPES,
        "help": {
            "text": f"{title}\n\n{why}\n\n{advice.replace('`', '')}",
            "markdown": f"**{shown}** ({title})\n\n{why}\n\n{advice}",
        },
        "defaultConfiguration": {"level": next(level for border, level in LEVELS if severity.score >= border)},
        "properties": {
            "precision": precision,
            "security-severity": f"{severity.score:.1f}",
            "tags": ["security", "privacy", "personal-data"],
        },
    }
