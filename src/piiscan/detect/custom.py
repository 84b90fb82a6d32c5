"""The users' own entity types: words or a pattern from the configuration, tried before they are believed.

A table of ``patterns`` in the configuration::

    [[patterns]]
    entity_type = "EMPLOYEE_ID"
    regex = "E[0-9]{6}"            # or: terms = ["Project Falcon", "隼計画"]
    labels = ["社員番号", "employee id"]
    check = "luhn"
    confidence = 0.9               # with a label (if there are labels) and a passed check (if there is one)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from piiscan.detect.candidate import Candidate
from piiscan.detect.custom_checks import CHECKS, too_slow
from piiscan.detect.engine import Engine, build_engine
from piiscan.detect.fold import Folder
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.errors import ConfigError, ExtractionError
from piiscan.model import Evidence

MAX_PATTERNS, MAX_REGEX, MAX_TERMS, MAX_LABELS, MAX_WORD = 100, 1_000, 10_000, 100, 100
LABEL_BEFORE = 60
"""How far before a value its label may stand, in the line or the one above (folded characters)."""
SECONDS = 5.0
"""What one pattern may take on one window of text (65,536 characters)."""
_LONGEST = 1_000
_NAME = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
_KEYS = ("entity_type", "regex", "terms", "labels", "check", "confidence")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entity type of the user's own; exactly one of ``regex`` and ``terms`` is given."""

    entity_type: str
    regex: str = ""
    terms: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    check: str = ""
    confidence: float = 0.8


def read_patterns(tables: Sequence[Mapping[str, Any]]) -> tuple[Pattern, ...]:
    """The patterns of the configuration; raises ConfigError that names the table and what is wrong with it."""
    if len(tables) > MAX_PATTERNS:
        raise ConfigError(f"patterns: {len(tables)} are too many, at most {MAX_PATTERNS}")
    return tuple(_read(f"patterns[{number}]", table) for number, table in enumerate(tables))


def _read(where: str, table: Mapping[str, Any]) -> Pattern:
    """The pattern in one table."""
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where}: must be a table")
    unknown = sorted(set(table) - set(_KEYS))
    if unknown:
        raise ConfigError(f"{where}: unknown key {unknown[0]!r}; there are: {', '.join(_KEYS)}")
    name = table.get("entity_type")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ConfigError(f"{where}: entity_type must be a name in capitals such as EMPLOYEE_ID")
    where = f"{where} ({name})"
    pattern = Pattern(
        name,
        _text(where, table, "regex"),
        _words(where, table, "terms", MAX_TERMS),
        _words(where, table, "labels", MAX_LABELS),
        _text(where, table, "check"),
        _confidence(where, table.get("confidence", 0.8)),
    )
    if bool(pattern.regex) == bool(pattern.terms):
        raise ConfigError(f"{where}: give either regex or terms")
    if pattern.check and pattern.check not in CHECKS:
        raise ConfigError(f"{where}: unknown check {pattern.check!r}; there are: {', '.join(sorted(CHECKS))}")
    if pattern.regex:
        _try(where, pattern.regex)
    return pattern


def _text(where: str, table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {key} must be a string")
    return value


def _words(where: str, table: Mapping[str, Any], key: str, most: int) -> tuple[str, ...]:
    value = table.get(key, ())
    if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(each, str) for each in value):
        raise ConfigError(f"{where}: {key} must be a list of strings")
    if len(value) > most:
        raise ConfigError(f"{where}: {len(value)} {key} are too many, at most {most}")
    if any(not 1 <= len(each.strip()) <= MAX_WORD for each in value):
        raise ConfigError(f"{where}: each of {key} must have 1 to {MAX_WORD} characters")
    return tuple(value)


def _confidence(where: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        raise ConfigError(f"{where}: confidence must lie between 0 and 1, both excluded")
    return float(value)


def _try(where: str, source: str) -> None:
    """Raise ConfigError for a pattern that is wrong, matches nothing at all, or is slow."""
    import regex

    if len(source) > MAX_REGEX:
        raise ConfigError(f"{where}: the regex has {len(source)} characters, at most {MAX_REGEX}")
    try:
        compiled = regex.compile(source)
    except regex.error as error:
        raise ConfigError(f"{where}: not a valid regex: {error}") from None
    probe = too_slow(compiled, source)
    if probe:
        raise ConfigError(
            f"{where}: the regex is too slow on a text like {probe}; bound its repetitions, as in {{0,20}}"
        )
    if compiled.match("") is not None:
        raise ConfigError(f"{where}: the regex matches the empty text")


class CustomDetector:
    """The detector of one pattern. It sees the folded text: digits and letters of one width, hyphens as ``-``."""

    def __init__(self, pattern: Pattern, folder: Folder) -> None:
        import regex

        weights = Weights("custom")
        self._pattern = pattern
        self._given = Evidence("pattern", log(pattern.confidence / (1 - pattern.confidence)))
        self._no_label, self._check_failed = weights["no_label"], weights["check_failed"]
        self._labels = tuple(folder.fold(label).text.lower() for label in pattern.labels)
        self._folder = folder
        terms = sorted({folder.fold(term).text.strip() for term in pattern.terms} - {""})
        self._engine: Engine | None = build_engine(terms) if terms else None
        self._regex: Any = regex.compile(pattern.regex)

    def candidates(self, view: View) -> Iterator[Candidate]:
        """Every occurrence in the window."""
        for start, end in self._spans(view.text):
            if 0 < end - start <= _LONGEST:
                yield Candidate(self._pattern.entity_type, start, end, self._evidence(view, start, end))

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words or the pattern occur; words in ASCII letters only where no letter or digit continues them."""
        if self._engine is not None:
            for start, end, _ in self._engine.hits(text):
                if _whole(text, start, end):
                    yield start, end
            return
        try:
            for match in self._regex.finditer(text, timeout=SECONDS):
                yield match.span()
        except TimeoutError:
            name = self._pattern.entity_type
            raise ExtractionError(
                "time", f"the pattern {name} took longer than {SECONDS:g} s", f"simplify the regex of {name}"
            ) from None

    def _evidence(self, view: View, start: int, end: int) -> tuple[Evidence, ...]:
        """The configured confidence, less when the label or the check digit fails."""
        evidence = [self._given]
        if self._labels and not self._labelled(view, start):
            evidence.append(self._no_label)
        if self._pattern.check and not CHECKS[self._pattern.check](view.text[start:end]):
            evidence.append(self._check_failed)
        return tuple(evidence)

    def _labelled(self, view: View, start: int) -> bool:
        """Whether one of the labels heads the cell or field, or stands shortly before."""
        text = view.text
        floor = max(0, start - LABEL_BEFORE)
        line = text.rfind("\n", floor, start)
        floor = max(text.rfind("\n", floor, max(0, line)) + 1, floor)
        around = f"{self._folder.fold(view.label_at(start)).text}\n{text[floor:start]}".lower()
        return any(label in around for label in self._labels)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no ASCII letter or digit continues a word that begins or ends with one."""
    return not (_joined(text[start - 1 : start], text[start]) or _joined(text[end - 1], text[end : end + 1]))


def _joined(left: str, right: str) -> bool:
    return bool(left and right) and left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
