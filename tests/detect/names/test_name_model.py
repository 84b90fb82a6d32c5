"""The file of weights, and that the fast path says what the slow one does."""

from __future__ import annotations

import pickle
from base64 import b64encode
from functools import partial
from struct import pack

import pytest

import piiscan
from piiscan.detect.names.candidates import Name, every_name, inner_keys, label_of, labels_of, near_keys
from piiscan.detect.names.keys import (
    FAMILIES,
    FAMILY,
    GIVEN_COLUMN,
    REACH,
    SURNAME_COLUMN,
    after_keys,
    before_keys,
)
from piiscan.detect.names.model import UNIT, Block, NameModel, parse_blocks
from piiscan.detect.names.scoring import FLOOR, Scorer
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
    block = parse_blocks(["[2 surnames s f]", "青\t0\t青木", "林\t1\t林"], [matrix])["surnames"]
    assert block.value("青木", "s") == 1.0
    assert block.value("青木", "f") == -1.0
    assert block.value("林", "f") == 0.5
    assert block.value("森", "s") is None


def test_a_damaged_block_is_an_error() -> None:
    with pytest.raises(DataError, match="surnames is damaged"):
        parse_blocks(["[2 surnames s f]", "青\t0\t青木", "林\t1\t林"], [b64encode(pack("<2h", 1, 2)).decode()])


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


def by_keys(scorer: Scorer, name: Name, text: str, label: str) -> dict[str, int]:
    """What each clue weighs, asked key by key."""
    before, after = before_keys(text[max(0, name.start - REACH) : name.start]), after_keys(text[name.end :][:REACH])
    column, units = FAMILIES.index(FAMILY[name.kind]), scorer.model.units
    found = {
        "prior": scorer.model.settings["prior"],
        "surname": listed(scorer.model.surnames, name.surname, SURNAME_COLUMN.get(name.kind)),
        "words before": sum(weight(scorer.model.before, key, column) for key in before),
        "words after": sum(weight(scorer.model.after, key, column) for key in after),
    }
    of_given = listed(scorer.model.given, name.given, GIVEN_COLUMN.get(name.kind))
    inner = {clue: units(keys) for clue, keys in inner_keys(name, scorer.model.words, scorer.lists)}
    near = {clue: units(keys) for clue, keys in near_keys(name, text, label)}
    return found | near | inner | {"given name": of_given + inner.get("given name", 0)}


def listed(block: Block, word: str, column: str | None) -> int:
    return round((block.value(word, column) or 0.0) * UNIT) if word and column else 0


def weight(block: Block, key: str, column: int) -> int:
    return round((block.value(key, FAMILIES[column]) or 0.0) * UNIT)


@pytest.mark.parametrize("text", TEXTS)
def test_the_evidence_says_what_the_keys_say(scorer: Scorer, text: str) -> None:
    found = scorer.scored(text, partial(labels_of, text))
    assert found
    for scored in found:
        assert scored.score >= FLOOR
        assert sum(e.weight for e in scored.evidence) == pytest.approx(scored.score, abs=0.01)
        said: dict[str, float] = {}
        for clue, value in scored.evidence:
            said[clue] = said.get(clue, 0.0) + value
        expected = by_keys(scorer, scored.name, text, scored.label)
        assert said == pytest.approx({clue: units / UNIT for clue, units in expected.items() if units}, abs=0.001)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_given_up_early_would_not_have_been_likely(scorer: Scorer, text: str) -> None:
    found = {(s.name.start, s.name.end, s.name.kind) for s in scorer.scored(text, partial(labels_of, text))}
    for name in every_name(text, scorer.lists, scorer.model.words):
        if (name.start, name.end, name.kind) not in found:
            label = label_of(text, name.start, name.end)
            assert sum(by_keys(scorer, name, text, label).values()) < 0


def test_a_scanner_that_was_used_can_be_pickled() -> None:
    scanner = piiscan.Scanner(piiscan.Config(types=("PERSON",)))
    before = scanner.scan_text(TEXTS[0])
    again = pickle.loads(pickle.dumps(scanner))  # noqa: S301  (our own bytes)
    assert again.scan_text(TEXTS[0]) == before
    assert pickle.loads(pickle.dumps(Scorer(NameModel()))) is not None  # noqa: S301  (our own bytes)
