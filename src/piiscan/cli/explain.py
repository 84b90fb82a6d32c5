"""``piiscan explain``: the rule behind an entity type, or the evidence behind the findings in a text."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TextIO

from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN
from piiscan.cli.settings import settings
from piiscan.detect.guide import Guide, guide
from piiscan.model import BANDS, ENTITY_TYPES, Finding
from piiscan.report.columns import pad, width
from piiscan.report.messages import Messages
from piiscan.report.redact import printable
from piiscan.report.severity import Severities
from piiscan.scan import Scanner

LABELS_SHOWN = 40
TEST_DATA = "test-data"


def run(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the explanation; a subject that is no entity type is a text."""
    if arguments.subject == TEST_DATA:
        from piiscan.cli.tables import test_data

        return test_data(out)
    config, words = settings(arguments), words_of(arguments)
    if arguments.subject in ENTITY_TYPES:
        _print_guide(guide(arguments.subject), words, out)
        return EXIT_CLEAN
    own = [pattern for pattern in config.patterns if pattern.get("entity_type") == arguments.subject]
    if own:
        for key, value in own[0].items():
            print(f"{key} = {value}", file=out)
        return EXIT_CLEAN
    lowest = dict(BANDS)["low"]
    findings = Scanner(replace(config, min_confidence=min(lowest, config.min_confidence))).scan_text(arguments.subject)
    if not findings:
        print(words.say("nothing reaches {lowest}: no finding", lowest=lowest), file=out)
    for finding in findings:
        _print_finding(finding, finding.value if arguments.show_values else finding.masked, words, out)
    return EXIT_CLEAN


def _print_finding(finding: Finding, shown: str, words: Messages, out: TextIO) -> None:
    span = f"{finding.start}-{finding.end}"
    name = words.type_name(finding.entity_type)
    print(words.say("{type} {shown} at {span}", type=name, shown=printable(shown), span=span), file=out)
    rows = [(words.clue(clue), weight) for clue, weight in finding.evidence]
    size = max(width(clue) for clue, _ in rows)
    for clue, weight in rows:
        print(f"  {pad(clue, size)}  {weight:+7.2f}", file=out)
    total = sum(weight for _, weight in rows)
    verdict = words.say(
        "= confidence {confidence}, {band}", confidence=f"{finding.confidence:.3f}", band=words.band(finding.band)
    )
    print(f"  {pad(words.say('sum'), size)}  {total:+7.2f}  {verdict}\n", file=out)


def _print_guide(about: Guide, words: Messages, out: TextIO) -> None:
    severity = Severities().of(about.entity_type)
    print(f"{words.type_name(about.entity_type)}\n", file=out)
    why = severity.why_ja if words.language == "ja" else severity.why
    print(f"{why} {words.say('(severity {score} of 10)', score=severity.score)}\n\n{about.rule}\n", file=out)
    if about.labels:
        more = len(about.labels) - LABELS_SHOWN
        rest = " " + words.say("… and {count} more", count=more) if more > 0 else ""
        print(f"{words.say('Label words')}: {', '.join(about.labels[:LABELS_SHOWN])}{rest}\n", file=out)
    if about.weights:
        print(words.say("Evidence and its weight (log-odds; their sum gives the confidence)") + ":", file=out)
        rows = [(words.clue(clue), weight) for clue, weight in about.weights]
        size = max(width(clue) for clue, _ in rows)
        for clue, weight in rows:
            print(f"  {pad(clue, size)}  {weight:+.2f}", file=out)
        print(f"\n{about.fitted}\n", file=out)
    for title, texts in (("Found", about.examples), ("Not found", about.counterexamples)):
        for each in texts:
            print(f"{words.say(title)}: {each}", file=out)
    known = (
        "To silence it: a comment `piiscan: ignore[{type}] reason`, --types without it, or exclude = [...] for paths"
    )
    print("\n" + words.say(known, type=about.entity_type), file=out)
