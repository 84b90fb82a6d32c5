"""``piiscan explain``: the rule behind an entity type, or the evidence behind the findings in a text."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, TextIO

from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN
from piiscan.cli.settings import settings
from piiscan.detect.guide import Guide, guide
from piiscan.errors import UsageError
from piiscan.model import BANDS, ENTITY_TYPES, Finding
from piiscan.report.columns import pad, width, wrapped
from piiscan.report.messages import Messages
from piiscan.report.redact import printable
from piiscan.report.severity import Severities
from piiscan.scan import Scanner
from piiscan.words import nearest

_LIKE_A_TYPE: Final = re.compile(r"[A-Z]{2,}(_[A-Z]+)+")
WIDTH: Final = 100
"""Columns that running text keeps to."""
LABELS_SHOWN: Final = 40
TEST_DATA: Final = "test-data"


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
    if _LIKE_A_TYPE.fullmatch(arguments.subject):
        known = [*ENTITY_TYPES, *(str(pattern.get("entity_type", "")) for pattern in config.patterns)]
        raise UsageError(f"unknown entity type {arguments.subject!r}{nearest(arguments.subject, known)}")
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
    for lines in _guide(about, words):
        print(*lines, sep="\n", end="\n\n", file=out)


def _guide(about: Guide, words: Messages) -> Iterator[Iterable[str]]:
    """The paragraphs of a guide, each as lines."""
    name, severity = about.entity_type, Severities().of(about.entity_type)
    yield (f"{name}: {words.title(name)}",)
    why = severity.why_ja if words.language == "ja" else severity.why
    yield wrapped(f"{why} {words.say('(severity {score} of 10)', score=severity.score)}", WIDTH)
    yield (about.rule,)
    if about.labels:
        more = len(about.labels) - LABELS_SHOWN
        rest = " " + words.say("… and {count} more", count=more) if more > 0 else ""
        yield wrapped(f"{words.say('Label words')}: {', '.join(about.labels[:LABELS_SHOWN])}{rest}", WIDTH)
    if about.weights:
        yield _weights(about, words)
        yield (line for paragraph in about.fitted.split("\n") for line in wrapped(paragraph, WIDTH))
    if about.examples or about.counterexamples:
        yield _examples(about, words)
    yield _silencing(name, words)


def _weights(about: Guide, words: Messages) -> Iterator[str]:
    """The clues by weight, below the prior that they are added to."""
    yield words.say("Evidence and its weight (log-odds; their sum gives the confidence)") + ":"
    rows = sorted(about.weights, key=lambda row: (row[0] != "prior", -row[1]))
    size = max(width(words.clue(clue)) for clue, _ in rows)
    yield from (f"  {pad(words.clue(clue), size)}  {weight:+6.2f}" for clue, weight in rows)


def _examples(about: Guide, words: Messages) -> Iterator[str]:
    for title, texts in ((words.say("Found"), about.examples), (words.say("Not found"), about.counterexamples)):
        yield from (f"{title}: {each}" for each in texts)


def _silencing(name: str, words: Messages) -> Iterator[str]:
    """What to do about false alarms of a type, from the narrowest way to the widest."""
    yield words.say("To silence a finding that is none:")
    yield "  " + words.say("one line: a comment `piiscan: ignore[{type}] reason`", type=name)
    yield "  " + words.say("values of a shape: allow_regexes = ['...'] in piiscan.toml; files: allow_paths = ['...']")
    yield "  " + words.say("all that is there now: piiscan baseline create")
    yield "  " + words.say("the type as a whole: types = [...] or --types without {type}", type=name)
