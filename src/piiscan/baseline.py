"""What is already known: a file that can be published, of places and counts, that marks findings as known.

An entry says type, path, structural place and how many: no value, no context, no line number, no time, no score. Lines
inserted above, renamed branches and rebases change nothing. With a key from outside the repository entries carry the
keyed tags of the values, so that a replaced value is noticed too.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from piiscan.errors import ConfigError
from piiscan.model import KNOWN, NEW, UNCHANGED, FileResult, Finding
from piiscan.structure import ValueSet, safe_parts
from piiscan.tags import tag_of

HEADER: Final = {"piiscan_baseline": 1}
_NAMES: Final = ("member", "sheet", "column", "pointer", "part")
_WORDS: Final = ("reason", "reviewer", "expires")


class Spot(NamedTuple):
    """A place of a baseline: path, type, the structural parts of the place."""

    path: str
    entity_type: str
    parts: tuple[str, ...]


class Identity(NamedTuple):
    """What tells entries apart: the spot, and with a key the tag of a value."""

    spot: Spot
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """How many findings are known, and what a reviewer said of them."""

    count: int
    reason: str = ""
    reviewer: str = ""
    expires: str = ""

    def is_expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return bool(self.expires) and date.fromisoformat(self.expires) < today


Entries = Mapping[Identity, Entry]


@dataclass(slots=True)
class Remarks:
    """What a run says of the baseline: entries whose findings are gone, and entries that have expired."""

    stale: list[Identity] = field(default_factory=list)
    expired: set[Identity] = field(default_factory=set)


class Marking:
    """Marks the findings of a run that ``entries`` know, and notes which entries have become stale or expired.

    ``relative`` turns the path of a result into one from the root of the repository on.
    """

    def __init__(self, entries: Entries, key: str, today: date, relative: Callable[[str], str] = str) -> None:
        self.remarks = Remarks()
        self._key = key
        self._today = today
        self._relative = relative
        self._by_path: dict[str, dict[Spot, dict[str, Entry]]] = defaultdict(lambda: defaultdict(dict))
        for identity, entry in entries.items():
            self._by_path[identity.spot.path][identity.spot][identity.tag] = entry

    def watch(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """The results, in which the findings that the baseline covers are ``known``."""
        for result in results:
            yield self.marked(result)

    def marked(self, result: FileResult) -> FileResult:
        """One result, marked. What stands unchanged uses up the counts first, then the least sure of the new ones."""
        path = self._relative(result.path)
        spots = self._by_path.get(path)
        if spots is None:
            return result
        statuses: dict[int, str] = {}
        here: dict[Spot, list[int]] = defaultdict(list)
        for index, spot in enumerate(spots_of(path, result.findings)):
            here[spot].append(index)
        for spot, tagged in spots.items():
            self._mark_spot(spot, tagged, [(i, result.findings[i]) for i in here.get(spot, ())], statuses)
            if result.complete and not result.excluded:
                self._note_stale(spot, tagged, [result.findings[i] for i in here.get(spot, ())])
        findings = tuple(
            replace(finding, status=KNOWN, note=statuses[index]) if index in statuses else finding
            for index, finding in enumerate(result.findings)
        )
        return replace(result, findings=findings)

    def _mark_spot(
        self, spot: Spot, tagged: dict[str, Entry], found: list[tuple[int, Finding]], statuses: dict[int, str]
    ) -> None:
        """Put the indices of the known ones among the findings of one spot into ``statuses``."""
        left: Counter[str] = Counter()
        for tag, entry in tagged.items():
            if entry.is_expired(self._today):
                self.remarks.expired.add(Identity(spot, tag))
            else:
                # Without the key a tag says nothing: the values count together.
                left[tag if self._key else ""] += entry.count
        eligible = [(index, finding) for index, finding in found if finding.status in {NEW, UNCHANGED}]
        eligible.sort(key=lambda each: (each[1].status == NEW, each[1].confidence, each[0]))
        for index, finding in eligible:
            tag = self._tag(finding)
            used = tag if left[tag] > 0 else ""
            if left[used] > 0:
                left[used] -= 1
                if finding.status == NEW:
                    statuses[index] = "baseline"

    def _note_stale(self, spot: Spot, tagged: dict[str, Entry], found: list[Finding]) -> None:
        counts = Counter(self._tag(finding) for finding in found)
        total = sum(counts.values())
        if not self._key and sum(entry.count for entry in tagged.values()) > total:
            self.remarks.stale += [Identity(spot, tag) for tag in tagged]
        elif self._key:
            self.remarks.stale += [
                Identity(spot, tag) for tag, entry in tagged.items() if entry.count > (counts[tag] if tag else total)
            ]

    def _tag(self, finding: Finding) -> str:
        return tag_of(self._key, finding.entity_type, finding.value) if self._key else ""


def today() -> date:
    """The current day in UTC, the same on every machine of a team."""
    return datetime.now(UTC).date()


def spots_of(path: str, findings: Collection[Finding]) -> Iterator[Spot]:
    """The spot of each finding of one file; a part of a place that holds a value found in the file is left open."""
    values = ValueSet(finding.value for finding in findings)
    for finding in findings:
        yield Spot(path, finding.entity_type, safe_parts(finding.place, values))


def entries_of(results: Iterable[FileResult], key: str, relative: Callable[[str], str] = str) -> dict[Identity, Entry]:
    """The entries that cover the new and the known findings of the results."""
    counts: Counter[Identity] = Counter()
    for result in results:
        for finding, spot in zip(result.findings, spots_of(relative(result.path), result.findings), strict=True):
            if finding.status in {NEW, KNOWN}:
                counts[Identity(spot, tag_of(key, finding.entity_type, finding.value) if key else "")] += 1
    return {identity: Entry(count) for identity, count in counts.items()}


def updated(old: Entries, new: Entries, examined: Collection[str]) -> dict[Identity, Entry]:
    """The ``new`` entries with the words of the ``old`` ones, and the old ones of paths that were not examined."""
    kept = {identity: entry for identity, entry in old.items() if identity.spot.path not in examined}
    for identity, entry in new.items():
        said = old.get(identity) or _words_of_spot(old, identity)
        kept[identity] = replace(said, count=entry.count) if said else entry
    return kept


def _words_of_spot(old: Entries, identity: Identity) -> Entry | None:
    """The entry without a tag for the same spot: what was said before a key was used still holds."""
    return old.get(Identity(identity.spot)) if identity.tag else None


def renamed(entries: Entries, names: Mapping[str, str]) -> dict[Identity, Entry]:
    """The entries, those of files that got a new name under it."""
    moved = {}
    for (spot, tag), entry in entries.items():
        moved[Identity(spot._replace(path=names.get(spot.path, spot.path)), tag)] = entry
    return moved


def read_baseline(path: Path) -> dict[Identity, Entry]:
    """The entries in a file; raises ConfigError, with the number of the line, for what is no entry.

    The same entry twice (a union merge does that) counts with its larger number.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: must be UTF-8") from None
    entries: dict[Identity, Entry] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if row == HEADER:
                continue
            identity, entry = _parsed(row)
        except (ValueError, TypeError, KeyError, RecursionError):
            raise ConfigError(f"{path}: line {number} is no entry of a baseline") from None
        if identity not in entries or entry.count > entries[identity].count:
            entries[identity] = entry
    return entries


def baseline_text(entries: Entries) -> str:
    """The content of a baseline file: a header, then an entry a line, sorted, so that branches merge."""
    rows = sorted(json.dumps(_row(identity, entry), ensure_ascii=True) for identity, entry in entries.items())
    return "".join(f"{line}\n" for line in (json.dumps(HEADER), *rows))


def _row(identity: Identity, entry: Entry) -> dict[str, Any]:
    spot, tag = identity
    row: dict[str, Any] = {"path": spot.path, "type": spot.entity_type}
    row |= {name: part for name, part in zip(_NAMES, spot.parts, strict=True) if part}
    row |= {"tag": tag} if tag else {}
    row["count"] = entry.count
    return row | {name: word for name in _WORDS if (word := getattr(entry, name))}


def _parsed(row: Any) -> tuple[Identity, Entry]:
    """An entry; raises ValueError, TypeError or KeyError for anything else."""
    if unknown := set(row) - {"path", "type", "tag", "count", *_NAMES, *_WORDS}:
        raise KeyError(*unknown)
    count = row["count"]
    words = {name: row.get(name, "") for name in ("path", "type", "tag", *_NAMES, *_WORDS)}
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise ValueError("count")
    if not all(isinstance(word, str) for word in words.values()):
        raise TypeError("words")
    if words["expires"]:
        date.fromisoformat(words["expires"])
    spot = Spot(words["path"], words["type"], tuple(words[name] for name in _NAMES))
    return Identity(spot, words["tag"]), Entry(count, *(words[name] for name in _WORDS))
