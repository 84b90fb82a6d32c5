"""Findings and skips as plain records, the same in every machine-readable format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from piiscan.model import Evidence, FileResult, Finding, Skip
from piiscan.report.protocol import ReportOptions
from piiscan.structure import structural_place

SCHEMA = "piiscan/1"
_MOST_SHOWN = 1_000


def finding_records(result: FileResult, options: ReportOptions) -> Iterator[dict[str, Any]]:
    """The records of the findings of one file, in order; one at a time, since a table can have half a million."""
    ordinals: Counter[str] = Counter()
    shown: dict[int, tuple[Sequence[Evidence], list[dict[str, Any]]]] = {}
    for finding in result.findings:
        where = structural_place(result.path, finding.entity_type, finding.place)
        ordinals[where] += 1
        # A table has few kinds of evidence, each of them one object: a third of the time. Kept, its id stays its own.
        known = shown.get(id(finding.evidence))
        if known is None:
            if len(shown) >= _MOST_SHOWN:
                shown.clear()
            evidence = [{"clue": clue, "weight": round(weight, 4)} for clue, weight in finding.evidence]
            known = shown[id(finding.evidence)] = finding.evidence, evidence
        yield _record(result.path, finding, f"{where}|{ordinals[where]}", known[1], options)


def skip_record(skip: Skip) -> dict[str, str]:
    """The record of something that was not examined."""
    fields = {"path": skip.path, "member": skip.member, "reason": skip.reason, "detail": skip.detail, "hint": skip.hint}
    return {name: value for name, value in fields.items() if value or name in {"path", "reason"}}


def _record(
    path: str, finding: Finding, identity: str, evidence: list[dict[str, Any]], options: ReportOptions
) -> dict[str, Any]:
    record: dict[str, Any] = {
        "path": path,
        "place": {name: value for name, value in finding.place._asdict().items() if value},
        "start": finding.start,
        "end": finding.end,
        "entity_type": finding.entity_type,
        "confidence": round(finding.confidence, 4),
        "band": finding.band,
        "masked": finding.masked,
        "evidence": evidence,
        "status": finding.status,
        **({"status_note": finding.note} if finding.note else {}),
        # From type, path, place and ordinal only: a hash of a value would give the value away.
        "fingerprint": sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32],
    }
    if options.show_values:
        record["value"] = finding.value
    return record
