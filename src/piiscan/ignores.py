"""What the user has allowed: words in a line, paths, patterns and values that turn a finding into an ignored one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from piiscan.errors import ConfigError
from piiscan.late import late
from piiscan.model import IGNORED, Finding, Segment
from piiscan.places import Places
from piiscan.tags import tag_of

if TYPE_CHECKING:
    from pathlib import Path

IGNORE_FILE: Final = ".piiscanignore"
_WORD: Final = "piiscan:"
# In any comment style: what stands around it is not looked at. Types are named: a blanket ignore hides the next leak.
_INLINE: Final = late(r"piiscan: ?ignore(-next-line)?\[([A-Z0-9_, ]{1,1000})\]")
_TAG: Final = late(r"[0-9a-f]{64}")
MAX_REGEX, MAX_REGEXES = 1_000, 1_000
SECONDS: Final = 0.2
"""What one allowed pattern may take on one value; a slower one allows nothing."""


class InlineIgnores:
    """The ignores in the lines of one text; each silences the named types in one line. Not ``heeded``, none does."""

    def __init__(self, *, heeded: bool = True) -> None:
        self._heeded = heeded
        self._types: dict[tuple[str, int], set[str]] = {}
        self._idle: dict[tuple[str, int, str], None] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._types)

    def read(self, segment: Segment) -> None:
        """Take in the ignores of a segment."""
        if not self._heeded or _WORD not in segment.text:
            return
        places = Places(segment)
        for match in _INLINE.finditer(segment.text):
            place = places.at(match.start())
            if place.line:
                line = place.line + bool(match[1])
                types = match[2].replace(" ", "").split(",")
                self._types.setdefault((place.member, line), set()).update(types)
                self._idle.update(((place.member, line, name), None) for name in types if name)

    def covers(self, finding: Finding) -> bool:
        """Whether an ignore names the type of ``finding`` for its line."""
        place, name = finding.place, finding.entity_type
        if not self._types or name not in self._types.get((place.member, place.line), ()):
            return False
        self._idle.pop((place.member, place.line, name), None)
        return True

    def idle(self) -> tuple[str, ...]:
        """Line and type of those that have silenced nothing so far."""
        return tuple(f"{line} {name}" for _, line, name in self._idle)


class Allowances:
    """The allow-lists of the configuration: paths, patterns for whole values, tags of values. Compiled when needed.

    Raises ConfigError for a list that cannot be used.
    """

    def __init__(self, paths: Sequence[str] = (), regexes: Sequence[str] = (), tags: Sequence[str] = (), key: str = ""):
        self._paths = PathRules(paths) if paths else None
        self._regexes = _compiled(regexes)
        for number, tag in enumerate(tags):
            if not isinstance(tag, str) or not _TAG.fullmatch(tag):
                raise ConfigError(f"allow_values[{number}]: not a tag; make one with: piiscan config tag")
        self._tags = frozenset(tags) if key else frozenset()
        self._key = key

    def marked(self, path: str, findings: Sequence[Finding], inline: InlineIgnores) -> Sequence[Finding]:
        """The findings in their order; each that something allows is an ignored one, with the rule as its note."""
        rule = self._paths.match(path) if self._paths is not None else ""
        if not (rule or self._tags or self._regexes or inline):
            return findings
        marked: list[Finding] = []
        for finding in findings:
            note = "inline" if inline.covers(finding) else f"allow_paths: {rule}" if rule else self._allowed(finding)
            marked.append(replace(finding, status=IGNORED, note=note) if note else finding)
        return tuple(marked)

    def _allowed(self, finding: Finding) -> str:
        """The rule that allows the value of a finding, or an empty string."""
        if self._tags and tag_of(self._key, "", finding.value) in self._tags:
            return "allow_values"
        if self._regexes:
            value = normalize("NFKC", finding.value)
            for number, pattern in enumerate(self._regexes):
                if _matches(pattern, value):
                    return f"allow_regexes[{number}]"
        return ""


class PathRules:
    """Gitignore patterns, matched from the root of the repository that the current folder lies in."""

    def __init__(self, patterns: Sequence[str], root: Path | None = None) -> None:
        from pathspec import GitIgnoreSpec

        if not all(isinstance(pattern, str) for pattern in patterns):
            raise ConfigError("patterns for paths must be strings")
        # Without blank lines and comments, so that the index of a result is the one of a pattern.
        self._patterns = [line for line in patterns if line.strip() and not line.startswith("#")]
        self._root = os.fspath(root) if root is not None else root_folder()
        self._spec = GitIgnoreSpec.from_lines(self._patterns)

    def match(self, path: str, *, folder: bool = False) -> str:
        """The pattern that covers ``path`` (relative to the current folder), or an empty string."""
        relative = _from_root(path, self._root)
        return "" if relative is None else self.match_relative(relative, folder=folder)

    def match_relative(self, path: str, *, folder: bool = False) -> str:
        """The pattern that covers ``path``, given from the root on."""
        result = self._spec.check_file(path + "/" * folder)
        return self._patterns[result.index] if result.include and result.index is not None else ""


def repository_root() -> Path:
    """The folder that holds ``.git`` at or above the current one; the current one where none does."""
    from pathlib import Path

    return Path(root_folder())


def root_folder() -> str:
    """The same as a string: a scan needs no more, and pathlib takes 2.5 ms to import."""
    here = os.getcwd()
    return next((folder for folder in with_parents(here) if os.path.exists(os.path.join(folder, ".git"))), here)


def with_parents(folder: str) -> Iterator[str]:
    """An absolute ``folder`` and those above it."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        yield above
        folder = above


def relative_to_root(path: str, root: Path) -> str:
    """``path`` from the root of the repository on, with slashes; unchanged where it does not lie below."""
    relative = _from_root(path, os.fspath(root))
    return path.replace(os.sep, "/") if relative is None else relative


def _from_root(path: str, root: str) -> str | None:
    try:
        relative = os.path.relpath(path, root).replace(os.sep, "/")
    except ValueError:  # another drive of Windows
        return None
    return None if relative == ".." or relative.startswith("../") else relative


def ignore_lines(root: str) -> tuple[str, ...]:
    """The lines of ``.piiscanignore`` in ``root``, none without the file; raises ConfigError when it cannot be read."""
    path = os.path.join(root, IGNORE_FILE)
    try:
        with open(path, encoding="utf-8-sig") as file:
            return tuple(file.read().splitlines())
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: must be UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error


def _compiled(sources: Sequence[str]) -> list[Any]:
    """The patterns of ``allow_regexes``."""
    if not sources:
        return []
    import regex

    if len(sources) > MAX_REGEXES:
        raise ConfigError(f"allow_regexes: {len(sources)} are too many, at most {MAX_REGEXES}")
    patterns = []
    for number, source in enumerate(sources):
        where = f"allow_regexes[{number}]"
        if not isinstance(source, str) or not 0 < len(source) <= MAX_REGEX:
            raise ConfigError(f"{where}: must be a string of 1 to {MAX_REGEX} characters")
        try:
            patterns.append(regex.compile(source))
        except regex.error as error:
            raise ConfigError(f"{where}: not a valid regex: {error}") from None
    return patterns


def _matches(pattern: Any, value: str) -> bool:
    """Whether the pattern matches the whole value in time."""
    try:
        return pattern.fullmatch(value, timeout=SECONDS) is not None
    except TimeoutError:
        return False
