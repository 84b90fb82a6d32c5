"""The file of weights, and that the fast path says what the slow one does."""

from __future__ import annotations

import pickle
from base64 import b64encode
from struct import pack

import pytest

import piiscan
from piiscan.detect.names.candidates import every_name, label_of, near_keys
from piiscan.detect.names.model import UNIT, NameModel, parse_blocks
from piiscan.detect.names.scoring import FLOOR, Scored, Scorer
from piiscan.errors import DataError

TEXTS = (
    "営業部の青木健一さんと林様、マイケル・ブラウン氏が出席した。\n担当:髙橋 みどり\nｱｵｷ",
    "担当:高橋 みどり\t03-0000-0000\nあおき けんいち(きたざわ)\nDear Aoki-san, Kenichi Aoki\n",
    "元首相の青木健一氏、石川県の石川さんと渡辺課長。井 上 誠。カール5世と青木ゆう子",
)


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer(NameModel())


def test_a_block_gives_weights_by_word_and_column() -> None:
    matrix = b64encode(pack("<4h", UNIT, -UNIT, 0, UNIT // 2)).decode()
    block = parse_blocks(["[2 surnames s f]", "青木", "林"], [matrix])["surnames"]
    assert block.value("青木", "s") == 1.0
    assert block.value("青木", "f") == -1.0
    assert block.value("林", "f") == 0.5
    assert block.value("森", "s") is None


def test_a_damaged_block_is_an_error() -> None:
    with pytest.raises(DataError, match="surnames is damaged"):
        parse_blocks(["[2 surnames s f]", "青木", "林"], [b64encode(pack("<2h", 1, 2)).decode()])


def test_the_starts_of_names_in_kana_are_those_of_the_listed_names(scorer: Scorer) -> None:
    given, starts = scorer.model.given, scorer.model.kana_starts
    full, alone = given.column("f"), given.column("g")
    best: dict[str, list[int]] = {}
    for name, weight, single in zip(given.rows.words(), full, alone, strict=True):
        if "ぁ" <= name[1:2] <= "ー":
            known = best.setdefault(name[:2], [weight, single])
            best[name[:2]] = [max(known[0], weight), max(known[1], single)]
    assert {
        start: [weight, single]
        for start, weight, single in zip(starts.rows.words(), starts.column("f"), starts.column("g"), strict=True)
    } == best


@pytest.mark.parametrize("text", TEXTS)
def test_the_evidence_says_what_the_fast_score_says(scorer: Scorer, text: str) -> None:
    def label(start: int, end: int) -> str:
        return label_of(text, start, end)

    found = list(scorer.scored(text, label))
    assert found
    for scored in found:
        assert scored.score >= FLOOR
        assert sum(e.weight for e in scorer.evidence(scored, text)) == pytest.approx(scored.score, abs=0.01)
        near = near_keys(scored.name, text, scored.label)
        assert sum(weight for _, weight in scored.near) == sum(scorer.model.units(keys) for _, keys in near)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_given_up_early_would_not_have_been_likely(scorer: Scorer, text: str) -> None:
    found = {(s.name.start, s.name.end, s.name.kind) for s in scorer.scored(text, lambda a, b: label_of(text, a, b))}
    for name in every_name(text, scorer.lists, scorer.words):
        if (name.start, name.end, name.kind) not in found:
            label = label_of(text, name.start, name.end)
            near = [(clue, scorer.model.units(keys)) for clue, keys in near_keys(name, text, label)]
            evidence = scorer.evidence(Scored(name, 0.0, label, near), text)
            assert sum(e.weight for e in evidence) < 0


def test_a_scanner_that_was_used_can_be_pickled() -> None:
    scanner = piiscan.Scanner(piiscan.Config(types=("PERSON",)))
    before = scanner.scan_text(TEXTS[0])
    again = pickle.loads(pickle.dumps(scanner))  # noqa: S301  (our own bytes)
    assert again.scan_text(TEXTS[0]) == before
    assert pickle.loads(pickle.dumps(Scorer(NameModel()))) is not None  # noqa: S301  (our own bytes)
