"""``piiscan baseline audit``: walks through the findings on the terminal and writes the verdicts into the baseline."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple, TextIO

from piiscan.baseline import Entry, Identity, spots_of
from piiscan.cli.baseline import baseline_path, from_root, scan, write
from piiscan.cli.known import current_entries
from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN
from piiscan.cli.settings import settings
from piiscan.errors import UsageError
from piiscan.ignores import repository_root
from piiscan.model import NEW, FileResult, Finding
from piiscan.report.describe import place_text, reasons_text
from piiscan.report.messages import Messages
from piiscan.report.redact import printable
from piiscan.structure import ValueSet, without_values
from piiscan.tags import tag_of

KEYS: Final = "[k]nown and all right, [r]eal (to be mended), [v]iew the values, [s]kip, [q]uit: "
_SHOWN: Final = 5


class Case(NamedTuple):
    """The findings that one entry covers, or would cover."""

    identity: Identity
    findings: tuple[Finding, ...]


def run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """Ask about every case without a reviewer's word; what was decided is written even after ``q``."""
    if sys.stdin is None or not sys.stdin.isatty() or not out.isatty():
        raise UsageError("audit asks questions: it needs a terminal")
    config, words = settings(arguments), words_of(arguments)
    path, root = baseline_path(config), repository_root()
    entries = dict(current_entries(path, root, arguments.environment)) if path.exists() else {}
    results = scan(arguments.paths, config, err, words).results
    open_cases = [case for case in _cases(results, config.secret_key) if not _is_settled(case, entries)]
    decided = 0
    try:
        for number, case in enumerate(open_cases, 1):
            _show(case, words.say("{number} of {count}", number=number, count=len(open_cases)), words, out)
            verdict = _ask(case, words, out)
            if verdict == "q":
                break
            if verdict == "k":
                entries[case.identity] = _reviewed(case, arguments.reviewer, words, out)
            elif verdict == "r":
                entries.pop(case.identity, None)
            decided += verdict in "kr"
    except EOFError:
        pass
    write(path, entries)
    known = "{decided} decided, {left} left open; written to {path}"
    print(words.say(known, decided=decided, left=len(open_cases) - decided, path=path), file=out)
    return EXIT_CLEAN


def _cases(results: list[FileResult], key: str) -> Iterator[Case]:
    """The cases of all results, by path."""
    relative = from_root()
    for result in results:
        groups: dict[Identity, list[Finding]] = defaultdict(list)
        for finding, spot in zip(result.findings, spots_of(relative(result.path), result.findings), strict=True):
            if finding.status == NEW:
                groups[Identity(spot, tag_of(key, spot.entity_type, finding.value) if key else "")].append(finding)
        for identity, findings in groups.items():
            yield Case(identity, tuple(findings))


def _is_settled(case: Case, entries: dict[Identity, Entry]) -> bool:
    """Whether a reviewer has spoken about all findings of a case."""
    entry = entries.get(case.identity)
    return entry is not None and bool(entry.reason) and entry.count >= len(case.findings)


def _show(case: Case, number: str, words: Messages, out: TextIO) -> None:
    spot = case.identity.spot
    here = words.say("{count} here", count=len(case.findings))
    print(f"\n{number}: {printable(spot.path)}  {words.type_name(spot.entity_type)}, {here}", file=out)
    values = ValueSet(finding.value for finding in case.findings)
    for finding in case.findings[:_SHOWN]:
        where = place_text(without_values(finding.place, values), words)
        sure = f"{words.band(finding.band)} {finding.confidence:.2f}"
        why = reasons_text(finding.evidence, words)
        print(f"  {where}  {sure}  {printable(finding.masked)}  [{why}]", file=out)
    if len(case.findings) > _SHOWN:
        print("  " + words.say("… and {count} more", count=len(case.findings) - _SHOWN), file=out)


def _ask(case: Case, words: Messages, out: TextIO) -> str:
    """One of k, r, s and q; ``v`` shows the values and asks again, the end of the input quits."""
    while True:
        answer = _line(words.say(KEYS), out).strip().lower()[:1]
        if answer == "v":
            for finding in case.findings:
                print(f"  {place_text(finding.place, words)}  {printable(finding.value)}", file=out)
        elif answer and answer in "krsq":
            return answer


def _reviewed(case: Case, reviewer: str, words: Messages, out: TextIO) -> Entry:
    """The entry of a case that is all right, with the reason and the last day that were asked for."""
    values = ValueSet(finding.value for finding in case.findings)
    reason = _line(words.say("Why? "), out).strip()
    while not reason or values.inside(reason):
        reason = _line(words.say("In words that do not hold the value, please: "), out).strip() or "reviewed"
    entry = Entry(len(case.findings), reason, reviewer)
    while expires := _line(words.say("Until when (YYYY-MM-DD, empty for ever)? "), out).strip():
        try:
            date.fromisoformat(expires)
        except ValueError:
            continue
        return replace(entry, expires=expires)
    return entry


def _line(question: str, out: TextIO) -> str:
    """The line that was typed; raises EOFError at the end of the input."""
    print(question, end="", file=out, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
