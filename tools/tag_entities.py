"""Writes the entities that GiNZA finds in the texts that names are fitted on: a further judge of unlabelled text.

    python tools/tag_entities.py --corpora CORPORA --novels 0.2 --output ENTITIES.jsonl

Needs ``ja-ginza`` (MIT) in an environment of its own. Takes 6 minutes per million characters; goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.names import corpora

LONGEST = 3_000
"""Characters given to the tagger at once; its tokenizer takes 49,149 bytes."""
NEEDLESS = ("parser", "attribute_ruler", "compound_splitter", "bunsetu_recognizer", "morphologizer")


def documents(folder_path: Path, novels: float) -> Iterator[corpora.Document]:
    """The labelled prose and the unlabelled texts."""
    folder = corpora.make_folder()
    for path in sorted((folder_path / "prose/dev").glob("*.jsonl")):
        yield from corpora.labelled(path, folder)
    yield from corpora.unlabelled(folder_path / "unlabelled", folder, novels)


def entities(tagger: Any, text: str) -> list[tuple[int, int, str]]:
    """Start, end and type of what ``tagger`` finds."""
    found, offset = [], 0
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), LONGEST):
            begin = offset + start
            tagged = tagger(line[start : start + LONGEST])
            found += [(begin + e.start_char, begin + e.end_char, e.label_) for e in tagged.ents]
        offset += len(line)
    return found


def main() -> int:
    """Zero when all texts are tagged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--novels", type=float, default=0.2)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    import spacy

    tagger = spacy.load("ja_ginza", disable=NEEDLESS)
    done = set()
    if options.output.exists():
        done = {json.loads(line)["k"] for line in options.output.read_text(encoding="utf-8").splitlines()}
    with options.output.open("a", encoding="utf-8") as out:
        for document in documents(options.corpora, options.novels):
            key = f"{document.source}/{document.name}"
            if key not in done:
                row = {"k": key, "e": entities(tagger, document.text)}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
