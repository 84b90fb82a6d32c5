"""Fits the weights of mail and IP addresses, birth dates, amounts, facts and markings; shows the figures."""

from __future__ import annotations

import argparse
import json
import lzma
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from piiscan.data import FOLDER, rows
from piiscan.detect.candidate import Candidate
from piiscan.detect.chapter import Chapter
from piiscan.detect.matcher import look
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.windows import windows
from piiscan.model import Evidence, Segment
from tools.numberfit.cases import Text, read_corpus, read_negatives
from tools.numberfit.logistic import FOLDS, MOST_ALIKE, calibration, count, fit, fold_of, probability

GOLD = {
    "EMAIL_ADDRESS": "EMAIL",
    "IP_ADDRESS": "IP_ADDRESS",
    "DATE_OF_BIRTH": "BIRTH_DATE",
    "FINANCIAL_AMOUNT": "FINANCIAL_AMOUNT",
    "SENSITIVE_ATTRIBUTE": "SENSITIVE",
    "CONFIDENTIAL_MARKING": "CONFIDENTIAL_MARK",
}
"""The types that are fitted, with their names in the corpora."""
NEGATIVES = (
    *("law_ja", "law_ja_csv", "law_ja_md", "novel_ja_sjis", "numbers_csv"),
    *("techdoc_ja", "techdoc_ja_po", "techdoc_ja_sjis"),
)
"""The negative categories whose licence lets weights be fitted on them; mail addresses in them are real ones."""
IN_ARTICLES = ("FINANCIAL_AMOUNT", "SENSITIVE_ATTRIBUTE", "CONFIDENTIAL_MARKING")
"""The types of which an article of an encyclopedia holds none that is anybody's secret."""
START = Path(__file__).parent / "contact_start.tsv"
NAMES_SEEN = 0.9
"""Share of the gold names that the fit shows the detectors as persons: the name detector finds about as many."""
MOST = 8.0
MOST_OF = {"shape": 4.2, "person_in_reach": 3.8, "person_before": 4.4, "amount_beside": 3.0, "part_label": 2.1}
MOST_OF |= {"after_name": 4.0, "after_person": 4.2, "alone": 1.0}
"""How much one clue may say for: generated texts name persons beside facts more often than real ones."""
BOUNDS_OF_TYPE = {"ip_address": {"weak_label": (0.0, 2.2), "version_4": (-3.2, 0.0)}}
"""The same for one type: in logs, whose licence keeps them from the fit, `ip=` stands before servers and scanners; it
must not carry an address to the default threshold, nor may one without it be so unlikely that it is never shown."""
MOST_AGAINST = {"bare_in_column": -2.0, "other_value": -0.9, "in_kanji": -3.5}
"""How much one clue may say against: real tables hold bare amounts, which the generated ones hardly do."""
UNSURE = (-1.5, 1.5)
"""What a clue may say that has no sign of its own, such as the group of a fact."""
LEAST_OF = {"role_local": -0.8, "example_domain": -0.5, "no_reply": -4.6, "placeholder_local": -4.6, "small": -1.0}
LEAST_OF |= {
    "in_kanji": -1.0,
    "topic_near": -3.3,
    "year_and_month": -1.4,
    "month_and_day": -0.9,
    "general_word": -0.8,
    "other_date": -3.0,
    "other_use_after": -3.0,
    "in_sentence": -2.8,
    "in_general": -4.0,
}
"""How much one clue must say against: the corpora know only addresses at example domains, and few articles."""


class Case(NamedTuple):
    """A candidate: its clues, whether it is right, and the template or file it comes from."""

    clues: tuple[str, ...]
    right: bool
    group: str


def main(argv: list[str]) -> int:
    """Writes the weights files and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, action="append", required=True, help="JSON lines with gold spans")
    parser.add_argument("--negative", type=Path, required=True, help="folder of the negative categories")
    parser.add_argument("--articles", type=Path, help="JSON lines (xz) of articles: their amounts and facts are public")
    parser.add_argument("--credit", required=True, help="what the header of the weights says of the corpora")
    parser.add_argument("--only", action="append", help="a weights file to fit; all when left out")
    parser.add_argument("--dry", action="store_true", help="show the figures only")
    options = parser.parse_args(argv)
    start = read_start()
    for name, weights in start.items():
        keep_clues(name, weights)
    if not options.dry and (not options.only or "ip_address" in options.only):
        # The detector passes over addresses that cannot reach a report by the weights it has.
        write("ip_address", start["ip_address"] | {"weak_label": MOST}, "Being fitted")
    texts = [text for path in options.corpus for text in read_corpus(path)]
    found = collect(texts, read_negatives(options.negative, NEGATIVES))
    if options.articles:
        add_articles(options.articles, found)
    for entity_type, cases in found.items():
        name = entity_type.lower()
        if options.only and name not in options.only:
            continue
        fitted, figures = fit_one(_thinned(cases), start[name], BOUNDS_OF_TYPE.get(name, {}))
        print(f"{name}: {figures}")
        if not options.dry:
            write(name, fitted, f"{options.credit}; {figures}")
    return 0


def read_start() -> dict[str, dict[str, float]]:
    """The weights to start from and to stay near, by file; their signs are kept."""
    start: dict[str, dict[str, float]] = {}
    for line in START.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, clue, weight = line.split("\t")
            start.setdefault(name, {})[clue] = float(weight)
    return start


def keep_clues(name: str, weights: dict[str, float]) -> None:
    """Give the weights file the clues it does not have yet, so that the detectors can be run."""
    known = {row[0] for row in rows(f"weights/{name}.tsv")}
    if weights.keys() - known:
        write(name, weights, "Being fitted")


def collect(texts: list[Text], negatives: list[Text]) -> dict[str, list[Case]]:
    """The cases of every fitted type."""
    toolbox = Toolbox(GOLD)
    found: dict[str, list[Case]] = {entity_type: [] for entity_type in GOLD}
    rng = random.Random(20261125)
    for text in texts:
        for candidate in settled(text, toolbox, rng):
            _judge(candidate, text, found)
    for text in negatives:
        for candidate in settled(text, toolbox, rng):
            if candidate.entity_type != "EMAIL_ADDRESS":
                _judge(candidate, text, found)
    return found


def add_articles(path: Path, found: dict[str, list[Case]]) -> None:
    """Add the amounts and facts in articles as wrong ones."""
    toolbox = Toolbox(IN_ARTICLES)
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, record in enumerate(map(json.loads, file)):
            text = Text(record["text"], (), (), f"article/{number}")
            for candidate in settled(text, toolbox, random.Random(0)):
                _judge(candidate, text, found)


def settled(text: Text, toolbox: Toolbox, rng: random.Random) -> list[Candidate]:
    """The candidates of one text in its own offsets, after what the document says, with the gold names as persons."""
    found = list(_candidates(text, toolbox))
    for start, end, kind in text.spans:
        if kind in ("NAME", "PERSON") and rng.random() < NAMES_SEEN:
            found.append(Candidate("PERSON", start, end, (Evidence("gold", 3.0),)))
    found.sort(key=lambda candidate: (candidate.start, candidate.end))
    chapter = Chapter(found)
    for settling in toolbox.settling:
        settling.settle(chapter, {})
    return list(chapter)


def _candidates(text: Text, toolbox: Toolbox) -> Iterator[Candidate]:
    for window in windows([Segment(text.text)]):
        letters = window.letters
        view = look(window, toolbox.folder, toolbox.lexicon_for(letters))
        for detector in toolbox.detectors_for(letters):
            for candidate in map(Candidate._make, detector.candidates(view)):
                start, end = view.folded.start(candidate.start), view.folded.end(candidate.end)
                if window.body_start <= start < window.body_end:
                    yield candidate._replace(start=window.offset + start, end=window.offset + end)


def _judge(candidate: Candidate, text: Text, found: dict[str, list[Case]]) -> None:
    """Add the candidate to the cases, unless nobody says whether it is right."""
    wanted = GOLD.get(candidate.entity_type)
    if wanted is None:
        return
    right = any(
        kind in (wanted, candidate.entity_type) and start < candidate.end and candidate.start < end
        for start, end, kind in text.spans
    )
    if not right and any(start < candidate.end and candidate.start < end for start, end in text.ignored):
        return
    clues = tuple(dict.fromkeys(evidence.clue for evidence in candidate.evidence))
    found[candidate.entity_type].append(Case(clues, right, text.group))


def fit_one(
    cases: list[Case], start: dict[str, float], own: dict[str, tuple[float, float]]
) -> tuple[dict[str, float], str]:
    """The weights from all cases, and the figures of weights that had not seen the templates they are tried on."""
    bounds = {clue: _bounds(clue, weight) for clue, weight in start.items()}
    bounds |= own
    held_out: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        seen = count((case.clues, case.right, case.group) for case in cases if fold_of(case.group) != fold)
        weights = fit(seen, start, bounds)
        held_out += [(probability(case.clues, weights), case.right) for case in cases if fold_of(case.group) == fold]
    fitted = fit(count((case.clues, case.right, case.group) for case in cases), start, bounds)
    shown = [right for probability, right in held_out if probability >= 0.5]
    error, _ = calibration(held_out)
    return fitted, (
        f"{len(cases)} candidates (at most {MOST_ALIKE} alike of a template or file), "
        f"{sum(case.right for case in cases)} right; {FOLDS}-fold by template and file: "
        f"recall {sum(shown) / max(1, sum(right for _, right in held_out)):.3f}, "
        f"precision {sum(shown) / max(1, len(shown)):.3f}, ECE {error:.3f}"
    )


def _bounds(clue: str, weight: float) -> tuple[float, float]:
    """What the fit may make of a weight: its sign stays, unless it has none yet or is the prior's."""
    if clue == "prior":
        return -MOST, 0.0
    if not weight:
        return UNSURE
    return (MOST_AGAINST.get(clue, -MOST), LEAST_OF.get(clue, -0.2)) if weight < 0 else (0.0, MOST_OF.get(clue, MOST))


def _thinned(cases: list[Case]) -> list[Case]:
    """The cases without the copies that one template or file makes by the dozen."""
    seen: Counter[Case] = Counter()
    kept = []
    for case in cases:
        seen[case] += 1
        if seen[case] <= MOST_ALIKE:
            kept.append(case)
    return kept


def write(name: str, weights: dict[str, float], source: str) -> None:
    """The weights file, in the order of the start file."""
    day = datetime.now(tz=UTC).date().isoformat()
    lines = [
        f"# Evidence for {name.upper()}: clue, weight in log-odds. Fitted {day} by tools/fit_contact.py.",
        f"# {source}.",
        "# Licence: Apache-2.0 (written for piiscan). Source: piiscan.",
        *(f"{clue}\t{weight}" for clue, weight in weights.items()),
    ]
    Path(FOLDER, "weights", f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
