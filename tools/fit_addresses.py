"""Fits the weights of the address and postal code detectors on labelled text and writes them as data files.

    python -m tools.fit_addresses --corpus business.jsonl --corpus generated.jsonl --negative folder --write

The weights start at the hand-set values in the data files and move as far as the texts ask for (a Gaussian prior
around them), because clues that seldom occur would otherwise get any weight. Signs are kept: what speaks for an
address never comes to speak against one.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from piiscan.data import FOLDER, rows
from piiscan.detect.pipeline import detect
from piiscan.detect.toolbox import Toolbox
from piiscan.model import Place, Segment

GOLD = {"JP_ADDRESS": "ADDRESS", "JP_POSTAL_CODE": "POSTAL_CODE"}
_HAND_SET = """
enough municipality_only number_block prior_local label_local document_town postal_town
prior_romaji romaji_suffix romaji_postal number_none label_without_number site
"""
FIXED = frozenset(_HAND_SET.split())
"""No weight of a clue; a promise (a municipality alone stays below 0.2); clues that the corpora do not hold."""
PRIOR_DEVIATION = 0.6
STEPS, RATE = 3_000, 0.5
VOICES = 10
"""How often a file may say the same: a table of 3,000 blocks of one city is not 3,000 texts."""
ENCODINGS = ("utf-8", "cp932", "euc_jp", "latin-1")


@dataclass(frozen=True)
class Sample:
    """The clues of one candidate, and whether it was a true one."""

    entity_type: str
    clues: tuple[str, ...]
    true: bool


def labelled_samples(path: Path, toolbox: Toolbox) -> Iterator[Sample]:
    """The candidates in a JSON-lines corpus with gold spans."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        ignored = [(span["start"], span["end"]) for span in record.get("ignore", ())]
        for spotted in detect([Segment(record["text"], Place(line=1))], toolbox):
            kind = spotted.entity_type
            gold = [(s["start"], s["end"]) for s in record["spans"] if s["type"] == GOLD[kind]]
            if any(start < spotted.end and spotted.start < end for start, end in ignored):
                continue
            clues = tuple(evidence.clue for evidence in spotted.evidence)
            yield Sample(kind, clues, any(_same(spotted.start, spotted.end, *span) for span in gold))


def _same(start: int, end: int, gold_start: int, gold_end: int) -> bool:
    """Whether two spans share more than half of what they cover together."""
    shared = min(end, gold_end) - max(start, gold_start)
    return shared * 2 > max(end, gold_end) - min(start, gold_start)


def negative_samples(folder: Path, toolbox: Toolbox) -> Iterator[Sample]:
    """The candidates in files without personal data: all of them false."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        heard: Counter[tuple[str, ...]] = Counter()
        for spotted in detect([Segment(_decoded(path.read_bytes()), Place(line=1))], toolbox):
            clues = tuple(evidence.clue for evidence in spotted.evidence)
            heard[clues] += 1
            if heard[clues] <= VOICES:
                yield Sample(spotted.entity_type, clues, true=False)


def _decoded(content: bytes) -> str:
    """``content`` in the first encoding that fits."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def fit(samples: list[Sample], start: dict[str, float]) -> dict[str, float]:
    """The weights that make ``samples`` most probable, given that they lie around ``start``."""
    names = [name for name in start if name not in FIXED]
    column = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(samples), len(names)))
    offset = np.zeros(len(samples))
    for row, sample in enumerate(samples):
        for clue in sample.clues:
            if clue in column:
                matrix[row, column[clue]] += 1
            else:
                offset[row] += start[clue]
    true = np.array([sample.true for sample in samples], dtype=float)
    center = np.array([start[name] for name in names])
    weights = center.copy()
    curvature = 0.25 * (matrix**2).sum(axis=0) + 1 / PRIOR_DEVIATION**2
    for _ in range(STEPS):
        predicted = 1 / (1 + np.exp(-np.clip(matrix @ weights + offset, -60, 60)))
        gradient = matrix.T @ (predicted - true) + (weights - center) / PRIOR_DEVIATION**2
        weights -= RATE * gradient / curvature
        weights = np.where(center > 0, np.maximum(weights, 0), np.where(center < 0, np.minimum(weights, 0), weights))
    return {**start, **{name: round(float(weights[n]), 2) for name, n in column.items()}}


def calibration(samples: list[Sample], weights: dict[str, float], bins: int = 10) -> tuple[float, float]:
    """The expected calibration error and the share of samples that 0.5 judges right."""
    scores = np.array([sum(weights[clue] for clue in sample.clues) for sample in samples])
    predicted = 1 / (1 + np.exp(-np.clip(scores, -60, 60)))
    true = np.array([sample.true for sample in samples], dtype=float)
    index = np.minimum((predicted * bins).astype(int), bins - 1)
    error = sum(
        abs(float(predicted[index == n].mean() - true[index == n].mean())) * float((index == n).mean())
        for n in range(bins)
        if (index == n).any()
    )
    return error, float(((predicted >= 0.5) == true).mean())


def hand_set(kind: str) -> dict[str, float]:
    """The weights to start at: the third column of the data file, or the second where there is no third yet."""
    return {row[0]: float(row[-1]) for row in rows(f"weights/{kind.lower()}.tsv")}


def write_weights(kind: str, weights: dict[str, float], start: dict[str, float], figures: list[str]) -> None:
    """Write the weights of ``kind`` beside the hand-set ones they started at, the head saying where they come from."""
    head = [
        f"# Weights of the clues for {kind} (log-odds): clue, fitted by tools/fit_addresses.py, hand-set start.",
        "# Licence: Apache-2.0 (written for piiscan). Source: piiscan.",
        *(f"# {line}" for line in figures),
        *(
            ["# enough is no clue: from this score on, labels and postal codes are not asked for."]
            if "enough" in start
            else []
        ),
    ]
    lines = [f"{clue}\t{weight:g}\t{start[clue]:g}" for clue, weight in weights.items()]
    path = Path(FOLDER, "weights", f"{kind.lower()}.tsv")
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8", newline="\n")


def split(samples: Iterable[Sample], rng: random.Random) -> tuple[list[Sample], list[Sample]]:
    """Three quarters to fit on, one to measure on."""
    fitted: list[Sample] = []
    held: list[Sample] = []
    for sample in samples:
        (held if rng.random() < 0.25 else fitted).append(sample)
    return fitted, held


def main() -> None:
    """Fit, print the figures, and write the files when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", default=[], help="JSON lines with gold spans")
    parser.add_argument("--negative", type=Path, action="append", default=[], help="folder of files without any")
    parser.add_argument("--write", action="store_true", help="write the weights into the data files")
    options = parser.parse_args()
    toolbox = Toolbox(GOLD)
    rng = random.Random(1)
    samples = [sample for path in options.corpus for sample in labelled_samples(path, toolbox)]
    samples += [sample for path in options.negative for sample in negative_samples(path, toolbox)]
    for kind in GOLD:
        # Towns without a municipality are left out: the corpora hold few true ones and thousands of 表1-2.
        own = [s for s in samples if s.entity_type == kind and "prior_local" not in s.clues]
        start = hand_set(kind)
        fitted, held = split(own, rng)
        weights = fit(fitted, start)
        error, right = calibration(held, weights)
        figures = [
            f"{datetime.now(UTC):%Y-%m-%d}, on {', '.join(path.name for path in options.corpus + options.negative)}:",
            f"{len(fitted)} candidates fitted, {len(held)} held out: ECE {error:.3f}, right at 0.5 {right:.3f}",
        ]
        print(kind, *figures, f"(hand-set: ECE {calibration(held, start)[0]:.3f})")
        for clue, weight in weights.items():
            print(f"  {clue:<24}{start[clue]:>7.2f} -> {weight:>6.2f}")
        if options.write:
            write_weights(kind, weights, start, figures)


if __name__ == "__main__":
    main()
