"""``piiscan explain``: the rule behind an entity type, or the evidence behind the findings in a text."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TextIO

from piiscan.cli.main import EXIT_CLEAN
from piiscan.cli.settings import settings
from piiscan.detect.guide import Guide, guide
from piiscan.model import BANDS, ENTITY_TYPES, Finding
from piiscan.report.redact import printable
from piiscan.report.text import pad, width
from piiscan.scan import Scanner

LABELS_SHOWN = 40


def run(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the explanation; a subject that is no entity type is a text."""
    config = settings(arguments)
    if arguments.subject in ENTITY_TYPES:
        _print_guide(guide(arguments.subject), out)
        return EXIT_CLEAN
    lowest = dict(BANDS)["low"]
    findings = Scanner(replace(config, min_confidence=min(lowest, config.min_confidence))).scan_text(arguments.subject)
    if not findings:
        print(f"nothing reaches {lowest}: no finding", file=out)
    for finding in findings:
        _print_finding(finding, finding.value if arguments.show_values else finding.masked, out)
    return EXIT_CLEAN


def _print_finding(finding: Finding, shown: str, out: TextIO) -> None:
    print(f"{finding.entity_type} {printable(shown)} at {finding.start}-{finding.end}", file=out)
    size = max(width(clue) for clue, _ in finding.evidence)
    for clue, weight in finding.evidence:
        print(f"  {pad(clue, size)}  {weight:+7.2f}", file=out)
    total = sum(weight for _, weight in finding.evidence)
    print(f"  {pad('sum', size)}  {total:+7.2f}  = confidence {finding.confidence:.3f}, {finding.band}\n", file=out)


def _print_guide(about: Guide, out: TextIO) -> None:
    print(f"{about.entity_type}\n\n{about.rule}\n", file=out)
    if about.labels:
        more = f" … and {len(about.labels) - LABELS_SHOWN} more" if len(about.labels) > LABELS_SHOWN else ""
        print(f"Label words: {', '.join(about.labels[:LABELS_SHOWN])}{more}\n", file=out)
    if about.weights:
        print("Evidence and its weight (log-odds; their sum gives the confidence):", file=out)
        size = max(width(clue) for clue, _ in about.weights)
        for clue, weight in about.weights:
            print(f"  {pad(clue, size)}  {weight:+.2f}", file=out)
        print(f"\n{about.fitted}\n", file=out)
    for title, texts in (("Found", about.examples), ("Not found", about.counterexamples)):
        for each in texts:
            print(f"{title}: {each}", file=out)
    print("\nTo silence it: --types without it, exclude = [...] for paths; see docs/configuration.md.", file=out)
