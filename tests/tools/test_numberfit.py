"""The fit of the number weights: it finds weights that were there, keeps what no data shows, and its bounds."""

from __future__ import annotations

import random
from math import exp

from tools.fit_numbers import BOUNDS, example_texts, ordered, random_texts, read_start
from tools.numberfit.cases import Text, _is_right
from tools.numberfit.logistic import MOST_ALIKE, calibration, count, fit

from piiscan.data import rows
from piiscan.detect.kinds.rules import make_rules


def drawn_cases(weights: dict[str, float], size: int) -> list[tuple[tuple[str, ...], bool, str]]:
    rng = random.Random(7)
    found = []
    for number in range(size):
        clues = ("prior", *(clue for clue in weights if clue != "prior" and rng.random() < 0.5))
        right = rng.random() < 1 / (1 + exp(-sum(weights[clue] for clue in clues)))
        found.append((clues, right, f"group{number}"))
    return found


def test_known_weights_are_found_again() -> None:
    truth = {"prior": -2.0, "label": 4.0, "check": 1.5, "glued": -3.0}
    fitted = fit(count(drawn_cases(truth, 6000)), dict.fromkeys(truth, 0.0), {})
    assert all(abs(fitted[clue] - weight) < 0.4 for clue, weight in truth.items())


def test_a_clue_that_never_occurs_keeps_its_weight() -> None:
    cases = drawn_cases({"prior": 0.5, "label": 1.0}, 500)
    fitted = fit(count(cases), {"prior": 0.0, "label": 0.0, "never": -1.7}, {})
    assert fitted["never"] == -1.7


def test_bounds_hold() -> None:
    cases = drawn_cases({"prior": -1.0, "label": 5.0}, 3000)
    fitted = fit(count(cases), {"prior": 0.0, "label": 0.0}, {"label": (0.0, 2.0)})
    assert fitted["label"] == 2.0


def test_copies_of_one_template_count_a_few_times_only() -> None:
    counts = count([(("prior",), True, "one")] * 100 + [(("prior",), False, f"g{n}") for n in range(10)])
    assert counts.right.tolist() == [MOST_ALIKE]
    assert counts.wrong.tolist() == [10]


def test_calibration_of_honest_and_of_boastful_probabilities() -> None:
    honest = [(0.25, n % 4 == 0) for n in range(400)]
    assert calibration(honest)[0] < 0.01
    assert calibration([(0.95, right) for _, right in honest])[0] > 0.6


def test_a_label_is_never_below_a_word_nearby() -> None:
    fixed = ordered({"label": 1.0, "announced": 1.5, "announced_far": 3.0, "near": 2.0, "wide": 2.5})
    assert fixed["label"] > fixed["announced"] >= fixed["near"] >= fixed["wide"]
    assert fixed["announced"] >= fixed["announced_far"] >= fixed["wide"]


def test_every_rule_has_start_weights_for_every_clue_of_its_file() -> None:
    start = read_start()
    for rule in make_rules():
        assert start[rule.weights].keys() == {row[0] for row in rows(f"weights/{rule.weights}.tsv")}
        assert all(low <= high for low, high in BOUNDS.values())


def test_random_texts_are_reproducible_and_examples_carry_their_type() -> None:
    assert random_texts() == random_texts()
    assert all(text.spans or text.group.startswith("example/") for text in example_texts())


def test_what_the_gold_says_of_a_candidate() -> None:
    text = Text("tel 03-3210-4567 x", ((4, 16, "PHONE"),), ((16, 18),), "g")
    assert _is_right(text, 4, 16, "PHONE_NUMBER") is True
    assert _is_right(text, 3, 16, "PHONE_NUMBER") is True
    assert _is_right(text, 7, 16, "PHONE_NUMBER") is None
    assert _is_right(text, 4, 16, "CREDIT_CARD") is False
    assert _is_right(text, 15, 18, "PHONE_NUMBER") is None
