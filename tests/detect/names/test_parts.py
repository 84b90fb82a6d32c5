"""The parts of the name detector that need no weights: scripts, dictionary filters, cuts, labels, the document."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.names.by_letter import ByLetter, by_letter, lines_of
from piiscan.detect.names.candidates import every_name, label_before, label_of
from piiscan.detect.names.cuts import NameLists
from piiscan.detect.names.document import LIKELY, NEIGHBOURHOOD, Mention, columns_of, document_keys
from piiscan.detect.names.keys import (
    after_keys,
    before_keys,
    has_title,
    heading_keys,
    heading_of,
    native_cut,
    rest_keys,
)
from piiscan.detect.names.model import Block
from piiscan.detect.names.scripts import KANJI_RUN, LATIN_RUN, class_of, to_hiragana
from piiscan.detect.names.words import KnownWords, slots


def block(*names: str) -> Block:
    return Block({"first": 0}, ByLetter(lines_of(names)), array("h", [256] * len(names)))


def filter_of(*words: str) -> bytes:
    table = bytearray(max(64, 4 * len(words)))
    for word in words:
        for bit in slots(word, len(table) * 8):
            table[bit >> 3] |= 1 << (bit & 7)
    return bytes(table)


def known(costs: dict[str, int] | None = None, **classes: list[str]) -> KnownWords:
    return KnownWords(
        {letter: filter_of(*words) for letter, words in classes.items()}, by_letter(costs or {}), (150, 30, 140)
    )


WORDS = known(n=["担当", "部"], S=["あおた"], G=["みのり"])
LISTS = NameLists(block("青田", "青", "田", "西条"), block("実", "実子", "みのり", "ゆう子"), WORDS)


def spans(text: str) -> set[tuple[str, str]]:
    return {(text[n.start : n.end], n.kind) for n in every_name(text, LISTS, WORDS)}


@pytest.mark.parametrize(
    ("character", "letter"),
    [
        ("漢", "K"),
        ("々", "K"),
        ("𠮟", "K"),
        ("ひ", "H"),
        ("ー", "T"),
        ("a", "A"),
        ("7", "D"),
        ("\n", "N"),
        ("", "E"),
        ("※", "P"),
    ],
)
def test_class_of(character: str, letter: str) -> None:
    assert class_of(character) == letter


def test_a_small_kana_joins_kanji_only_between_them() -> None:
    assert KANJI_RUN.findall("一ノ瀬とカード") == ["一ノ瀬"]
    assert KANJI_RUN.findall("税ノ") == ["税"]


@pytest.mark.parametrize("text", ["snake_Case", "a.Bc", "user@Host", "x-Request"])
def test_no_latin_name_in_the_middle_of_an_identifier(text: str) -> None:
    assert not LATIN_RUN.search(text)


@given(st.lists(st.text("あいう漢字カタ", min_size=1, max_size=6), min_size=1, max_size=50, unique=True))
def test_a_filter_forgets_no_word(words: list[str]) -> None:
    assert all("n" in known(n=words).classes(word) for word in words)


@given(st.text("漢字山田町", min_size=1, max_size=8))
def test_the_cheapest_cut_never_costs_more_than_single_characters(run: str) -> None:
    words = known({"山": 20, "漢字": 10}, n=["田町"])
    assert words.cost[""] == 0
    assert words.cost[run] <= 140 * len(run)
    assert all(words.cost[run[:n]] + words.cost[run[n:]] >= words.cost[run] for n in range(len(run)))
    assert words.cost["漢字"] == 10
    assert words.cost["田町"] == 150


def test_numbers_in_kanji_hold_no_names() -> None:
    assert not list(NameLists(block("九"), block("三"), WORDS).cuts("九三"))
    assert list(NameLists(block("九"), block("三"), WORDS).cuts("九三子"))


def test_cuts_of_a_run() -> None:
    assert spans("青田実子") >= {("青田", "s"), ("青田実", "f"), ("青田実子", "f")}
    assert ("青田実子", "w") not in spans("青田実子")
    assert ("珍名", "w") in spans("珍名")
    assert not spans("担当")
    assert ("青田", "s") in spans("担当青田")
    assert ("青田", "s") not in spans("不明青田")
    assert ("西条未知", "u") in spans("西条未知")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("青田 実子", "青田 実子", "F"),
        ("青田・実", "青田・実", "F"),
        ("西条 未知", "西条 未知", "U"),
        ("珍名 実子", "珍名 実子", "X"),
        ("青田みのりです", "青田みのり", "m"),
        ("青田 みのり", "青田 みのり", "F"),
        ("青田ゆう子", "青田ゆう子", "m"),
        ("青 田 実", "青 田 実", "Z"),
        ("ミノリ・アオタ", "ミノリ・アオタ", "k"),
        ("アオタ ミノリ", "アオタ ミノリ", "K"),
        ("あおた みのり", "あおた みのり", "H"),
        ("(みのり)", "みのり", "h"),
        ("Minori Aota さん", "Minori Aota", "l"),
        ("AOTA, Minori", "AOTA, Minori", "l"),
        ("カール5世は", "カール5世", "k"),
    ],
)
def test_every_way_to_write_a_name_is_a_candidate(text: str, name: str, kind: str) -> None:
    assert (name, kind) in spans(text)


@pytest.mark.parametrize(
    ("before", "label"),
    [
        ("担当者:", "担当者"),
        ("担当者: ", "担当者"),
        ('"name": "', "name"),
        ("【お名前】", "お名前"),
        ("氏名 = ", "氏名"),
        ("件名:\n", ""),
        ("これは", ""),
    ],
)
def test_label_before(before: str, label: str) -> None:
    assert label_before(before + "青田", len(before)) == label


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("id,氏名,年\n1,青田,30\n2,西条,31\n", "西条", "氏名"),
        ('id,"last_name"\n1,"青田"\n', "青田", "last_name"),
        ("前書き\n\n番号\t担当\n1\t青田", "青田", "担当"),
        ("氏名,年\n西条,1,2\n", "西条", ""),
        ("担当:西条,青田", "西条", "担当"),
        ("西条,年\n", "西条", ""),
    ],
)
def test_label_of_a_cell_is_the_header_of_its_column(text: str, value: str, label: str) -> None:
    start = text.rindex(value)
    assert label_of(text, start, start + len(value)) == label


def test_the_header_may_stand_before_the_window() -> None:
    assert label_of("2,西条\n", 2, 4, head="id,氏名\n1,青田\n") == "氏名"


def test_context_keys_know_the_border_of_the_text() -> None:
    assert before_keys("") == ["^", "\\E", "\\EE"]
    assert after_keys("殿") == ["殿", "殿$", "\\K", "\\KE"]
    assert before_keys("です。\n") == ["\u23ce", "。\u23ce", "す。\u23ce", "です。\u23ce", "\\N", "\\N."]


def test_native_cut() -> None:
    words = known(S=["あおた"], G=["みのり"])
    assert native_cut("あおたみのり", words) == "2"
    assert native_cut("みのり", words) == "1"
    assert native_cut("ぬるぬるする", words) == "0"
    assert to_hiragana("アオタ") == "あおた"


def keys_in(*found: tuple[int, str, str, float]) -> list[list[str]]:
    """What the document says of each of ``found`` (start, name, kind, score); a name is all surname but for its end."""
    mentions = [Mention(kind, name, name[:2], name[2:], "l") for _, name, kind, _ in found]
    return document_keys(mentions, [(start, start + len(name), score) for start, name, _, score in found])


def test_a_full_name_speaks_for_its_surname_elsewhere_but_not_inside_itself() -> None:
    _, of_inside, of_elsewhere = keys_in((0, "青田実子", "f", 5.0), (0, "青田", "s", -1.0), (50, "青田", "s", -1.0))
    assert "Df-ls" in of_inside
    assert "Df4ls" in of_elsewhere


def test_company_counts_other_names_that_stand_near() -> None:
    keys = keys_in(*[(n * 100, f"名{n}", "s", 3.0) for n in range(3)], (9_000, "遠", "s", 3.0))
    assert "Dn2l" in keys[0]
    assert "Dn0l" in keys[3]


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from("青田実"), st.floats(0, 2)), max_size=30))
def test_company_is_up_to_three_different_likely_names_within_reach_that_do_not_overlap(
    found: list[tuple[int, str, float]],
) -> None:
    found.sort()
    keys = keys_in(*[(start, name, "s", score) for start, name, score in found])
    for (start, _, _), said in zip(found, keys, strict=True):
        others = [(name, other - start) for other, name, score in found if score > LIKELY and other != start]
        near = {name for name, away in others if -NEIGHBOURHOOD <= away <= NEIGHBOURHOOD + 1}
        assert f"Dn{min(3, len(near))}l" in said


TITLES = known(T=["局長", "副会長", "教諭"], n=["広告"])


@pytest.mark.parametrize("rest", ["局長", "広告局長", "副会長", "元副会長"])
def test_a_title_is_known_by_its_end(rest: str) -> None:
    assert has_title(rest, TITLES)
    assert {"LTs", "RTs"} <= set(rest_keys(rest, rest, "s", TITLES))


@pytest.mark.parametrize("rest", ["会館", "広告", "局長室", "長"])
def test_other_words_are_no_titles(rest: str) -> None:
    assert not {"LTs", "RTs"} & set(rest_keys(rest, rest, "s", TITLES))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("停車駅:大船・藤沢", "停車駅"),
        ("  ■ 出席者: 青田、西条", "出席者"),
        ("前の行\n【品名】:青田", "品名"),
        ("青田:西条", "青田"),
        ("大船・藤沢", ""),
        ("とても長い書き出しの文である:大船", ""),
        ("一行目:青田\n二行目の西条", ""),
    ],
)
def test_what_a_line_is_about_stands_before_its_first_colon(text: str, word: str) -> None:
    keys = heading_keys(heading_of(text, len(text) - 2), "s")
    assert [key[2:] for key in keys if key.startswith(";^")] == ([word] if word else [])


def test_a_column_of_companies_has_few_cells_like_names() -> None:
    rows = ["氏名又は名称,所在地"] + [f"{'青田実' if n % 10 == 0 else '青田工業'},西条{n}" for n in range(20)]
    text = "\n".join(rows)
    starts = [n for n in range(len(text)) if text.startswith("青田実,", n)]
    cells = [(start, start + 3, 4.0, "氏名又は名称") for start in starts]
    inside = (text.index("青田工業"), text.index("青田工業") + 2, 4.0, "氏名又は名称")
    assert columns_of(text, [*cells, inside]) == ["0", "0", ""]
    full = text.replace("青田工業", "青田実")
    every = [(n, n + 3, 4.0, "氏名又は名称") for n in range(len(full)) if full.startswith("青田実,", n)]
    assert set(columns_of(full, every)) == {"3"}


def test_line_ends_inside_of_cells_are_no_rows_of_the_table() -> None:
    row = "北病院\t1\t2\t3\t4\t内科\n外科\n眼科\n皮膚科\t青田実\n"
    text = "施設\t可\t可\t可\t可\t診療科\t医師\n" + row * 9 + row.replace("\n外科\n眼科\n皮膚科", "")
    cells = [(n, n + 3, 4.0, "医師") for n in range(len(text)) if text.startswith("青田実", n)]
    assert text.count("\n") > 3 * len(cells)
    assert set(columns_of(text, cells)) == {"3"}


def test_a_short_table_says_nothing_of_its_columns() -> None:
    text = "氏名,番号\n青田実,1\n"
    assert columns_of(text, [(6, 9, 4.0, "氏名")]) == [""]
