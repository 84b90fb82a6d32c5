"""GiNZA, the tagger that other Japanese tools build on, and piiscan on the same texts in the same run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from scoring import Counts, Span, table
from sets import gold_of, is_kanji, records

from piiscan import Config, Scanner

STEP = 5
"""Of the prose one document in so many is read: GiNZA takes 6 minutes for a million characters."""
LONGEST = 3_000
NEEDLESS = ("parser", "attribute_ruler", "compound_splitter", "bunsetu_recognizer", "morphologizer")
MISSING = "## GiNZA on the same texts\n\nNot measured: needs `pip install ja-ginza` (see README.md).\n"
Finder = Callable[[str], list[Span]]


def ginza(corpora: Path) -> str:
    """Names exact of GiNZA and of piiscan, on all business texts and a fifth of the prose."""
    try:
        import spacy

        tagger = spacy.load("ja_ginza", disable=NEEDLESS)
    except (ImportError, OSError):
        return MISSING
    scanner = Scanner(Config(types=("PERSON",)))
    systems: dict[str, Finder] = {
        "GiNZA": lambda text: _tagged(tagger, text),
        "piiscan": lambda text: [Span(f.start, f.end, "PERSON") for f in scanner.scan_text(text)],
    }
    business = list(records(corpora / "business" / "dev"))
    prose = list(records(corpora / "prose" / "dev"))[::STEP]
    rows = []
    for system, find in systems.items():
        for title, texts in (("business", business), ("prose", prose)):
            rows += _measured(system, title, find, texts)
    head = ("system", "texts", "names", "gold", "precision", "recall", "F1", "clean texts flagged", "kB/s")
    return f"## GiNZA on the same texts\n\n{_version(tagger)}\n\n" + table(head, rows)


def _version(tagger: Any) -> str:
    version = f"{tagger.meta['lang']}_{tagger.meta['name']} {tagger.meta['version']}"
    return f"{version}, its entities of the type Person; piiscan at its default."


def _measured(system: str, title: str, find: Finder, texts: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """Rows for all names, and for those in kanji where the gold says which these are."""
    every, kanji, clean, flagged, size = Counts(), Counts(), 0, 0, 0
    started = process_time()
    found_in = [find(record["text"]) for record in texts]
    seconds = process_time() - started
    for record, all_found in zip(texts, found_in, strict=True):
        text = record["text"]
        gold, unsure = gold_of(record)
        size += len(text.encode())
        found = [f for f in all_found if not any(f.overlap(u) for u in unsure)]
        persons = [g for g in gold if g.type == "PERSON"]
        every.add(persons, found)
        in_kanji = [[s for s in spans if all(map(is_kanji, text[s.start : s.end]))] for spans in (persons, found)]
        kanji.add(*in_kanji)
        if title == "business" and not gold and not unsure:
            clean += 1
            flagged += bool(found)
    speed = f"{size / 1000 / seconds:.0f}"
    cells = f"{flagged} of {clean}" if clean else ""
    return [(system, title, "all", *every.row(), cells, speed), (system, title, "kanji", *kanji.row(), "", "")]


def _tagged(tagger: Any, text: str) -> list[Span]:
    """The persons that the tagger finds, line by line as its tokenizer takes no long text."""
    found, offset = [], 0
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), LONGEST):
            begin = offset + start
            entities = tagger(line[start : start + LONGEST]).ents
            found += [
                Span(begin + e.start_char, begin + e.end_char, "PERSON") for e in entities if e.label_ == "Person"
            ]
        offset += len(line)
    return found
