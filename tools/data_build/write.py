"""The one way a list gets written: comment lines, then sorted unique rows, UTF-8, LF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class About:
    """What the comment lines of a list and its row in SOURCES.json say."""

    what: str
    licence: str
    packages: tuple[str, ...] = ()
    hand_made: tuple[str, ...] = ()


@dataclass(slots=True)
class Output:
    """The folder the lists go to, and what has been written so far."""

    folder: Path
    archives: dict[str, dict[str, str]]
    written: dict[str, dict[str, object]] = field(default_factory=dict)

    def save(self, name: str, about: About, rows: Iterable[str]) -> list[str]:
        """Return the sorted rows after writing them to ``name`` below their comment lines."""
        ordered = sorted(set(rows))
        sources = [f"{p} {self.archives[p]['version']}" for p in about.packages]
        sources += [f"tools/data_sources/{h}" for h in about.hand_made]
        head = [f"# {about.what}", f"# licence: {about.licence}", f"# source: {', '.join(sources)}"]
        data = ("\n".join(head + ordered) + "\n").encode()
        (self.folder / name).write_bytes(data)
        self.written[name] = {
            "rows": len(ordered),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "licence": about.licence,
            "packages": list(about.packages),
            "hand_made": list(about.hand_made),
        }
        print(f"{name:24} {len(ordered):8,} rows {len(data):10,} bytes", flush=True)
        return ordered

    def save_sources(self) -> None:
        """Write SOURCES.json: the hash and count of every list and the archives they came from."""
        whole = {"archives": self.archives, "lists": dict(sorted(self.written.items()))}
        text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (self.folder / "SOURCES.json").write_bytes(text.encode())
