"""Findings, places and skips in words, the same in every format that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from piiscan.model import NEW, Evidence, Place, Skip
from piiscan.report.messages import ENGLISH, Messages
from piiscan.report.redact import printable

REASONS = 3
"""How many pieces of evidence are shown, the weightiest first."""

SHORT_COMMIT = 10
"""How many digits of a commit's name are shown."""


def place_text(place: Place, words: Messages = ENGLISH) -> str:
    """A place in a few words, such as ``Sheet1!B12`` or ``line 3:14``."""
    parts = []
    if place.member:
        parts.append(place.member)
    if place.page:
        parts.append(words.say("page {page}", page=place.page))
    if place.sheet or place.cell:
        parts.append("!".join(part for part in (place.sheet, place.cell) if part))
    if place.pointer:
        parts.append(place.pointer)
    if place.line and not place.cell:
        known = "line {line}:{column}" if place.column else "line {line}"
        parts.append(words.say(known, line=place.line, column=place.column))
    if place.part:
        parts.append(f"({words.translate(place.part)})")
    if place.commit:
        known = "in {commit} {date}" if place.date else "in {commit}"
        parts.append(words.say(known, commit=place.commit[:SHORT_COMMIT], date=place.date[:10]))
    return printable(" ".join(parts))


def reasons_text(evidence: Iterable[Evidence], words: Messages = ENGLISH, most: int = REASONS) -> str:
    """The weightiest pieces of evidence with their weights; the prior is none."""
    reasoned = [each for each in evidence if each.clue != "prior" and each.weight]
    weightiest = sorted(reasoned, key=lambda each: -abs(each.weight))[:most]
    return ", ".join(f"{words.clue(clue)} {weight:+.1f}" for clue, weight in weightiest)


def skip_text(skip: Skip, words: Messages = ENGLISH) -> str:
    """A skip in one line."""
    member = f" {printable(skip.member)}" if skip.member else ""
    detail = f" ({printable(words.translate(skip.detail))})" if skip.detail else ""
    hint = f"; {printable(words.translate(skip.hint))}" if skip.hint else ""
    return f"{words.say('not examined')}{member}: {words.reason(skip.reason)}{detail}{hint}"


def finding_text(record: Mapping[str, Any], words: Messages = ENGLISH) -> str:
    """A finding in one sentence: what, how sure, masked, where in the file, and why. The path is left to the format."""
    evidence = [Evidence(each["clue"], each["weight"]) for each in record["evidence"]]
    shown = printable(record.get("value", record["masked"]))
    where = place_text(Place(**record["place"]), words)
    reasons = reasons_text(evidence, words)
    return words.say(
        "{title} ({type}), {band} {confidence}: {shown}{where}{reasons}",
        title=printable(words.title(record["entity_type"])),
        type=printable(record["entity_type"]),
        band=words.band(record["band"]),
        confidence=f"{record['confidence']:.2f}",
        shown=shown,
        where=f", {where}" if where else "",
        reasons=f" [{reasons}]" if reasons else "",
    )


def skip_line(skip: Skip, words: Messages = ENGLISH) -> str:
    """A skip in one line with its path and the machine's name of the reason, for formats that stand alone."""
    return f"{printable(skip.path)}: {skip_text(skip, words)} [{skip.reason}]"


def is_open(record: Mapping[str, Any]) -> bool:
    """Whether a finding is to be acted on: neither in the baseline nor silenced by a rule of the user."""
    return bool(record.get("status", NEW) == NEW)
