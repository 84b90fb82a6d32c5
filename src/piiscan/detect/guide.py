"""What is known about an entity type: its rule as the code states it, its label words, its weights."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

from piiscan.data import FOLDER, names, rows, text
from piiscan.detect.detectors import DETECTORS


@dataclass(frozen=True, slots=True)
class Guide:
    """The description of one entity type."""

    entity_type: str
    rule: str
    """The docstring of the module that judges it: what it is, and the source of the rule."""
    labels: tuple[str, ...]
    """Words that name it."""
    weights: tuple[tuple[str, float], ...]
    fitted: str
    """Where the weights come from, as their file says."""
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


def guide(entity_type: str) -> Guide:
    """The guide to a built-in entity type."""
    from piiscan.detect.kinds.rules import make_rules

    rule = next((rule for rule in make_rules() if rule.entity_type == entity_type), None)
    if rule is not None:
        module, weights, kinds = rule.judge.__module__, rule.weights, rule.label_kinds
    else:
        row = next(row for row in DETECTORS if entity_type in row.entity_types)
        module, weights, kinds = row.factory.partition(":")[0], entity_type.lower(), (entity_type,)
    file = f"weights/{weights}.tsv"
    known = Path(FOLDER, file).exists()
    return Guide(
        entity_type,
        cleandoc(import_module(module).__doc__ or ""),
        tuple(_labels(kinds)),
        tuple((row[0], float(row[1])) for row in rows(file)) if known else (),
        _comment(file) if known else "",
        rule.examples if rule is not None else _examples(entity_type, "found"),
        rule.counterexamples if rule is not None else _examples(entity_type, "not"),
    )


def _examples(entity_type: str, kind: str) -> tuple[str, ...]:
    """What ``data/examples.tsv`` gives for a type whose detector is no number rule."""
    return tuple(row[2] for row in rows("examples.tsv") if row[:2] == [entity_type, kind])


def _labels(kinds: tuple[str, ...]) -> list[str]:
    """The words of the cue files that are of one of ``kinds``, or of one that begins with it."""
    return sorted(
        {
            row[0]
            for name in names("cues")
            for row in rows(name)
            if any(kind.startswith(wanted) for kind in row[1].split(",") for wanted in kinds)
        }
    )


def _comment(file: str) -> str:
    """The comment lines at the head of a data file."""
    raw = Path(FOLDER, file).read_text(encoding="utf-8")
    return "\n".join(line[2:] for line in raw[: len(raw) - len(text(file))].splitlines())
