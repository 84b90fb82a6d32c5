"""Fits the weights of the number rules on labelled texts and on texts without personal data, and shows the figures."""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from piiscan.data import FOLDER, rows
from piiscan.detect.kinds.numbers import Numbers
from piiscan.detect.kinds.rules import make_rules
from piiscan.detect.toolbox import Toolbox
from tools.numberfit.cases import UNLABELLED, Case, Text, cases, read_corpus, read_negatives
from tools.numberfit.distances import distance_texts
from tools.numberfit.logistic import FOLDS, calibration, count, fit, fold_of, probability

NEGATIVES = (
    *("hashes", "hexdump", "law_ja", "law_ja_csv", "law_ja_md", "novel_ja_sjis", "numbers_csv"),
    *("techdoc_ja", "techdoc_ja_po", "techdoc_ja_sjis"),
)
"""The negative categories whose licence lets weights be fitted on them."""
START = Path(__file__).parent / "numberfit" / "start.tsv"
AGAINST = (
    *("wrong_label", "other_label", "wrong_near", "glued", "joined", "unit", "url", "hex"),
    *("linked", "odd_one", "check_failed", "unfit_label", "other_name"),
)
FOR = (
    "label",
    "announced",
    "announced_far",
    "contact_near",
    "near",
    "wide",
    "beside",
    "context",
    "fellows",
    "check",
    "kanji_digits",
)
MOST = {
    "label": 9.0,
    "announced": 7.5,
    "announced_far": 6.8,
    "near": 6.0,
    "wide": 5.0,
    "beside": 5.0,
    "context": 3.5,
    "fellows": 2.0,
}
"""How much one word may say at most: generated texts are kinder than real ones."""
BOUNDS = (
    dict.fromkeys(AGAINST, (-6.0, -0.3))
    | {clue: (0.0, MOST.get(clue, 6.0)) for clue in FOR}
    | {
        "test_value": (-1.5, -0.1),
        "odd_exchange": (-2.5, -0.3),
        "irregular": (-2.4, 0.0),
        "filler": (-8.0, -8.0),
        "bare": (-9.0, -0.3),
        "rare_length": (-2.0, 0.0),
    }
)
OWN_BOUNDS = {
    "jp_insurer_number": {"check_failed": (-5.0, -3.5), "odd_insurer": (-4.0, -0.5), "check": (1.5, 4.0)},
    "credit_card": {"context": (3.0, 5.0)},
    "iban_code": {"label": (4.5, 9.0), "check_failed": (-5.0, -3.0)},  # mistyped ones are rare in generated texts
    "jp_corporate_number": {"check_failed": (-9.0, -6.0)},
    **{
        name: {"irregular": (0.3, 2.0), "divided": (1.0, 6.0)}  # beside 2 to 3 for the usual groups
        for name in ("jp_pension_number", "jp_employment_insurance", "jp_resident_record_code", "jp_care_insurance")
    },
    "jp_my_number": {"irregular": (-1.0, 0.0)},  # disguised numbers are too rare in generated texts
}
_RANDOM_SHAPES = ("0" * 12, "0000-0000-0000", "0" * 13, "0" * 16, "0000-0000-0000-0000", "0" * 15, "T" + "0" * 13)
_RANDOM_PHONES = (("Z" + "0" * 9, 1500), ("Z" + "0" * 10, 3000))
_RANDOM_EACH = 3000
_RANDOM_FROM = {"Z": "0", "0": "0123456789", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_RANDOM_CODES = (("AA0000000", 300), ("AA00000000AA", 60))
_DISTANCES_EACH = 90
_EXAMPLE_TIMES = 3
"""How often each example and counterexample of a rule counts."""


def main(argv: list[str]) -> int:
    """Writes the weights files and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, action="append", required=True, help="JSON lines with gold spans")
    parser.add_argument("--negative", type=Path, required=True, help="folder of the negative categories")
    parser.add_argument("--credit", required=True, help="what the header of the weights says of the corpora")
    parser.add_argument("--only", action="append", help="a weights file to fit; all when left out")
    parser.add_argument("--dry", action="store_true", help="show the figures only")
    options = parser.parse_args(argv)
    start = read_start()
    add_new_clues(start)
    found = collect(options.corpus, options.negative)
    for name in sorted(start.keys() & (options.only or start.keys())):
        fitted, figures = fit_one(found.get(name, []), start[name])
        print(f"{name}: {figures}")
        if not options.dry:
            write(name, fitted, f"{options.credit}; {figures}")
    return 0


def collect(corpora: list[Path], negative: Path) -> dict[str, list[Case]]:
    """The cases by weights file."""
    toolbox = Toolbox()
    numbers = Numbers(toolbox.kinds, make_rules())
    texts = [text for path in corpora for text in read_corpus(path)]
    texts += read_negatives(negative, NEGATIVES)
    texts += random_texts() + example_texts() + distance_texts(_DISTANCES_EACH)
    found = defaultdict(list)
    for case in cases(texts, toolbox, numbers):
        # The tables of companies do hold Corporate Numbers, if not personal data.
        if case.weights != "jp_corporate_number" or not case.group.startswith("numbers_csv"):
            found[case.weights].append(case)
    return found


def random_texts() -> list[Text]:
    """Random digits (and a few codes) in the shapes of numbers, without a word beside them."""
    rng = random.Random(20261125)
    texts = []
    for shape, turns in (*((shape, _RANDOM_EACH) for shape in _RANDOM_SHAPES), *_RANDOM_PHONES, *_RANDOM_CODES):
        for turn in range(turns):
            code = "".join(rng.choice(_RANDOM_FROM.get(character, character)) for character in shape)
            carrier = "{}" if turn % 2 == 0 else "value={} end" if shape.startswith("Z") else "値は{}です"
            texts.append(Text(carrier.format(code), (), (), f"random/{turn}"))
    return texts


def example_texts() -> list[Text]:
    """The examples and counterexamples of the rules; what a rule does not mark in its own examples is left open."""
    texts = []
    for rule in make_rules():
        for example in rule.examples:
            start, end = example.index("【"), example.index("】") - 1
            text = example.replace("【", "").replace("】", "")
            ignored = ((0, start), (end, len(text)))
            texts.append(Text(text, ((start, end, rule.entity_type),), ignored, f"example/{example}"))
        texts += (Text(example, (), (), f"example/{rule.entity_type}/{example}") for example in rule.counterexamples)
    return texts * _EXAMPLE_TIMES


def read_start() -> dict[str, dict[str, float]]:
    """The weights to start from, by file."""
    start: dict[str, dict[str, float]] = {}
    for line in START.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, clue, weight = line.split("\t")
            start.setdefault(name, {})[clue] = float(weight)
    return start


def add_new_clues(start: dict[str, dict[str, float]]) -> None:
    """Gives each weights file the clues it does not have yet, so that the rules can be run."""
    for name, weights in start.items():
        path = Path(FOLDER, "weights", f"{name}.tsv")
        known = {row[0]: float(row[1]) for row in rows(f"weights/{name}.tsv")} if path.exists() else {}
        if weights.keys() - known.keys():
            write(name, weights | known, "Being fitted")


def fit_one(found: list[Case], start: dict[str, float]) -> tuple[dict[str, float], str]:
    """The weights from all cases, and the figures of weights that had not seen the groups they are tried on."""
    if not found or found[0].weights in UNLABELLED:
        return start, "set by hand"
    bounds = BOUNDS | OWN_BOUNDS.get(found[0].weights, {})
    held_out: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        seen = [case for case in found if fold_of(case.group) != fold]
        weights = fit(count((case.clues, case.right, case.group) for case in seen), start, bounds)
        held_out += [(probability(case.clues, weights), case.right) for case in found if fold_of(case.group) == fold]
    fitted = fit(count((case.clues, case.right, case.group) for case in found), start, bounds)
    return ordered(fitted), figures_of(found, fitted, held_out)


def ordered(weights: dict[str, float]) -> dict[str, float]:
    """The weights with a label never below a word nearby, and that never below a heading above."""
    weights["near"] = max(weights["near"], weights["wide"])
    weights["announced_far"] = max(weights["announced_far"], weights["wide"])
    weights["announced"] = max(weights["announced"], weights["near"], weights["announced_far"])
    weights["label"] = max(weights["label"], round(weights["announced"] + 0.3, 2))
    return weights


def figures_of(found: list[Case], fitted: dict[str, float], held_out: list[tuple[float, bool]]) -> str:
    """Counts, recall and precision at 0.5 and calibration error, in sample and held out."""
    parts = [f"{len(found)} candidates, {sum(case.right for case in found)} right"]
    in_sample = [(probability(case.clues, fitted), case.right) for case in found]
    for title, pairs in (("in sample", in_sample), ("4-fold by template and file", held_out)):
        shown = [right for probability, right in pairs if probability >= 0.5]
        recall = sum(shown) / max(1, sum(right for _, right in pairs))
        error, _ = calibration(pairs)
        parts.append(f"{title}: recall {recall:.3f}, precision {sum(shown) / max(1, len(shown)):.3f}, ECE {error:.3f}")
    return "; ".join(parts)


def write(name: str, weights: dict[str, float], source: str) -> None:
    """The weights file."""
    day = datetime.now(tz=UTC).date().isoformat()
    lines = [
        f"# Weights (log-odds) of the clues: clue, weight. Fitted {day} by tools/fit_numbers.py.",
        f"# {source}.",
        "# Licence: Apache-2.0 (written for piiscan). Source: piiscan.",
        *(f"{clue}\t{weights[clue]}" for clue in ["prior", *sorted(weights.keys() - {"prior"})]),
    ]
    Path(FOLDER, "weights", f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
