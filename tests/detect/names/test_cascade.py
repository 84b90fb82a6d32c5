"""The fast path of names in its parts: the table of dead runs, the memory of runs, what stands beside a candidate."""

from __future__ import annotations

from array import array
from functools import partial
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piiscan.detect.names import seen
from piiscan.detect.names.by_letter import FIRST, LAST, ByLetter, lines_of
from piiscan.detect.names.candidates import is_near_japanese, labels_of
from piiscan.detect.names.hopes import SURROUNDED, bounds_by_kind
from piiscan.detect.names.keys import FAMILIES, FAMILY, REACH, after_keys, before_keys
from piiscan.detect.names.model import Block, NameModel
from piiscan.detect.names.scoring import Scorer
from piiscan.detect.names.scripts import KANJI_RUNS, LATIN_RUNS
from piiscan.detect.names.seen import SeenRuns
from piiscan.detect.names.sides import Side
from piiscan.detect.names.spelled import latin_runs
from piiscan.detect.names.table import WordTable, write_table
from piiscan.detect.strange import strange_stretches


@pytest.fixture(scope="module")
def model() -> NameModel:
    return NameModel()


@given(st.sets(st.text("東西南北山川田中ァーア", min_size=1, max_size=6), max_size=300))
def test_a_table_knows_the_words_it_was_written_from(words: set[str]) -> None:
    table = WordTable(write_table(words))
    assert all(word in table for word in words)
    asked = ["山", "川田", *words]
    assert table.known_of(asked) == [word in table for word in asked]


def test_a_table_knows_few_other_words() -> None:
    table = WordTable(write_table(f"語{n}" for n in range(20_000)))
    assert sum(f"他{n}" in table for n in range(20_000)) < 20


def test_an_empty_table_knows_nothing() -> None:
    assert "語" not in WordTable()
    assert "\ud800" not in WordTable()


def test_runs_that_can_hold_a_name_have_their_place() -> None:
    runs = SeenRuns(lambda runs: [len(run) > 1 and len(run) for run in runs])
    parts = KANJI_RUNS.split("私は山川と田中に。")
    assert [(parts[number], begin, known) for number, begin, known in runs.alive(parts)] == [
        ("山川", 2, 2),
        ("田中", 5, 2),
    ]


def test_runs_known_as_dead_are_not_studied() -> None:
    studied: list[str] = []
    runs = SeenRuns(lambda runs: studied.extend(runs) or [1] * len(runs), ["山川"])
    parts = KANJI_RUNS.split("山川と田中と田中")
    assert [parts[number] for number, _, _ in runs.alive(parts)] == ["田中", "田中"]
    assert studied == ["田中"]


def test_a_full_memory_of_runs_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "RUNS", 3)
    runs = SeenRuns(lambda runs: [len(run) > 1 and run for run in runs], ["寺町"])
    for text in ("山川と田中と寺町", "東西と南北", "山川と林", "田中と寺町"):
        parts = KANJI_RUNS.split(text)
        assert [known for _, _, known in runs.alive(parts)] == [
            run for run in parts[1::2] if len(run) > 1 and run != "寺町"
        ]


BESIDE = st.text("さんはの、。:\n\tA1(山\\^$ ", max_size=6)


@given(BESIDE, BESIDE)
def test_what_stands_beside_weighs_the_sum_of_all_its_keys(before: str, after: str) -> None:
    for text, of_side, letter in (
        (before[-REACH:], before_keys, LAST),
        (after[:REACH], after_keys, FIRST),
    ):
        index = ByLetter(lines_of({*of_side(text)}, letter), letter=letter)
        weights = array("h", [n * 7 % 50 + column for n in range(index.size) for column in range(len(FAMILIES))])
        side = Side(Block({f: n for n, f in enumerate(FAMILIES)}, index, weights), of_side, before=letter == LAST)
        for column in (0, 4):
            rows = [index.find(key) for key in of_side(text)]
            expected = sum(weights[row * len(FAMILIES) + column] for row in rows if row is not None)
            assert None not in rows
            assert side.all[column][text] == expected
            assert side.all[column][text] == expected  # as remembered


def test_where_a_label_may_stand_no_bound_is_higher(model: NameModel) -> None:
    bounds = bounds_by_kind(model)
    assert set(bounds) == set(FAMILY)
    for each in bounds.values():
        assert len(each.in_text) == len(SURROUNDED)
        assert all(value <= text for value, text in zip(each.of_value, each.in_text, strict=True))


def test_a_run_made_of_dead_parts_holds_no_name_but_full_names_do(model: NameModel) -> None:
    study = Scorer(model).study
    assert study.study("観光案内") is None or not study.study("観光案内").hopes  # type: ignore[union-attr]
    for run in ("青木健一", "渡辺", "佐々木", "林太郎", "長谷川恵子"):
        known = study.study(run)
        assert known is not None
        assert known.hopes


def test_what_was_asked_before_changes_no_score(model: NameModel) -> None:
    text = "部長の青木健一さんと林 太郎(はやし たろう)、マイケル・ブラウンとKenichi Aokiが\n氏名:長谷川 恵子\n" * 2
    used = Scorer(model)

    labels = partial(labels_of, text)
    first = used.scored(text, labels)
    assert first
    assert used.scored(text, labels) == first == Scorer(model).scored(text, labels)


NAMES = ("青木", "健一", "林", "太郎", "長谷川", "恵子")
PIECES = st.sampled_from((*NAMES, "市", "部長の", "さん", "は", "氏名:", ",", "。", " ", "\n"))


@given(texts=st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=2, max_size=4))
@settings(max_examples=30)
def test_what_was_learned_of_runs_changes_no_score_of_any_text(model: NameModel, texts: list[str]) -> None:
    used = Scorer(model)
    for text in texts:
        used.scored(text, partial(labels_of, text))
    for text in texts:
        labels = partial(labels_of, text)
        assert used.scored(text, labels) == Scorer(model).scored(text, labels)


def test_names_in_latin_letters_are_looked_for_near_japanese_or_in_cells(model: NameModel) -> None:
    scorer = Scorer(model)
    name = "  Kenichi Aoki-san, "

    def found(text: str) -> int:
        names = [scored.name for scored in scorer.scored(text, lambda spans: [""] * len(spans))]
        return sum("Aoki" in text[name.start : name.end] for name in names)

    filling = "x = 1\n" * 400
    assert found("担当より\n" + name)
    assert not found("担当より\n" + filling + name + filling + "以上")
    assert found("担当より\n" + filling + name + "以上")
    assert found("担当より\n" + filling + "Kenichi Aoki-san,1\n" + filling + "以上")


@given(
    st.lists(
        st.sampled_from(
            [
                "Taro Yamada",
                "Hanako, Sato",
                '"Jiro"',
                ",Saburo",
                "\n",
                "\tKenji",
                "|Goro",
                " = ",
                "x" * 400,
                "é",
                "佐藤",
                "O’Neil",
            ]
        ),
        max_size=24,
    )
)
def testlatin_runs_are_those_near_japanese_or_at_the_start_of_a_cell(pieces: list[str]) -> None:
    text = "x = 1\n" * 300 + "".join(pieces) + "\nx = 1" * 300
    strange = strange_stretches(text)

    def wanted(parts: list[str]) -> list[tuple[int, str]]:
        begins = [*accumulate(map(len, parts))][::2]
        runs = zip(begins, parts[1::2], strict=False)
        return [(begin, run) for begin, run in runs if not strange or is_near_japanese(text, begin)]

    assert wanted(latin_runs(text, strange)) == wanted(LATIN_RUNS.split(text))
