"""The parts of the name fit that need neither scipy nor Sudachi."""

from __future__ import annotations

from pathlib import Path

from tools.names.corpora import Document, labelled, make_folder, may_be_a_person
from tools.names.lists import PRICES, ListKeys, Tiers, make_filter, word_classes, word_costs
from tools.names.store import block_text, kana_start_weights

from piiscan.detect.names.by_letter import ByLetter
from piiscan.detect.names.model import parse_blocks
from piiscan.detect.names.words import KnownWords


def test_a_filter_knows_its_words_and_few_others() -> None:
    words = [f"語{n}" for n in range(5_000)]
    known = KnownWords({"n": make_filter(words)}, ByLetter([]), PRICES)
    assert all(known.classes(word) == "n" for word in words)
    assert sum(known.classes(f"他{n}") == "n" for n in range(5_000)) < 50


def test_a_frequent_word_is_cheaper_than_a_rare_one() -> None:
    costs = word_costs({"会社": (0, 900), "社会": (10, 90), "青木": (50, 1), "カタ": (0, 90)})
    assert costs["会社"] < costs["社会"]
    assert "青木" not in costs
    assert "カタ" not in costs


def test_a_word_seen_twice_has_no_key_since_the_product_stores_none() -> None:
    listed = ListKeys(Tiers(), {"カタ": (0, 2), "デ": (0, 90), "ジョン": (20, 1)}, KnownWords({}, ByLetter([]), PRICES))
    assert listed.word("カタ", "t") == []
    assert listed.word("ケネディ", "t") == []
    assert listed.word("デ", "t") == ["Wf03t"]
    assert listed.word("ジョン", "t") == ["Wf20t"]


def test_classes_of_words_by_script() -> None:
    classes = word_classes({"青木": "ls", "机": "n", "アオキ": "s", "元": "xy"}, {"あおき"}, {"みのり"})
    assert "青木" in classes["l"] & classes["s"]
    assert "机" in classes["n"]
    assert "アオキ" in classes["p"]
    assert "元" in classes["x"]
    assert "あおき" in classes["S"]


def test_gold_spans_move_with_the_folding(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(
        '{"id": "a-1", "text": "㈱の髙橋　実さん",'
        ' "spans": [{"start": 2, "end": 6, "type": "NAME", "script": "kanji"}]}\n',
        encoding="utf-8",
    )
    (document,) = labelled(path, make_folder())
    ((start, end),) = document.gold
    assert document.text[start:end] == "高橋 実"


def test_a_template_is_never_split_between_fitting_and_measuring() -> None:
    parts = {Document("generated", f"g001-{n}", "").part(5) for n in range(50)}
    assert len(parts) == 1


def test_authors_in_manuals_are_left_out_of_the_texts_without_persons() -> None:
    assert may_be_a_person("翻訳: 青木健一", 4, 8)
    assert not may_be_a_person("青木ヶ原の樹海", 0, 2)


def test_the_product_reads_the_weights_that_were_written() -> None:
    table = {"青木": [1.0, -0.5], "青田": [0.25, 0.0], "林": [0.0, 2.0]}
    words, numbers = block_text("surnames", "sf", table)
    assert words == ["[2 surnames s f]", "林\t0\t林", "青\t1\t青木\t青田"]
    block = parse_blocks(words, [numbers])["surnames"]
    assert {name: [block.value(name, "s"), block.value(name, "f")] for name in table} == table


def test_beginnings_of_names_in_kana_have_the_best_weights_of_such_names() -> None:
    given = {"みか": [1.0, 0.5, 2.0, 0.0], "みかん": [1.0, 0.75, 1.0, 0.0], "実": [0.0, 9.0, 9.0, 9.0]}
    assert kana_start_weights(given) == {"みか": [2.0, 0.75]}
