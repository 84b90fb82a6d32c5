"""The pure parts of the build: spelling, folding, cutting; no package is needed for them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from data_build import codes, names, places, romaji, words
from data_build.fold import Folder, hiragana
from data_build.sources import Name

FOLD = Folder()


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("いとう", {"ito", "itou", "itoh"}),
        ("おおの", {"ono", "oono", "ohno"}),
        ("ほんま", {"honma", "homma"}),
        ("しゅういち", {"shuichi", "shuuichi", "syuuiti"}),
        ("はっとり", {"hattori"}),
        ("ほっち", {"hotchi", "hotti"}),
        ("こーた", {"kota"}),
        ("おえ", set()),
    ],
)
def test_romaji_spellings(reading: str, expected: set[str]) -> None:
    assert romaji.spellings(reading) == expected


def test_fold_joins_width_variants_and_small_ke() -> None:
    assert FOLD("髙﨑") == "高崎"
    assert FOLD("龍ヶ崎") == "竜ケ崎"
    assert FOLD("ｻﾄｳ") == "サトウ"
    assert hiragana("サトー") == "さとー"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("丸の内", {"丸の内"}),
        ("湯本２９地割、湯本３ ０地割", {"湯本"}),
        ("越中畑６４地割〜越中畑６ ６地割", {"越中畑"}),
        ("井道、奥井道、内井道", {"井道", "奥井道", "内井道"}),
        ("小菅村の次に１〜６６３番地がくる場合", set()),
        ("大手町（次のビルを除く）", {"大手町"}),
        ("東光１４条", {"東光14条", "東光十四条"}),
        ("北二十四条西", {"北二十四条西", "北24条西"}),
        ("大泉町西井出８２４０−１", {"大泉町西井出"}),
    ],
)
def test_town_names(field: str, expected: set[str]) -> None:
    assert places.town_names(field, FOLD) == expected


@pytest.mark.parametrize(
    ("city", "expected"),
    [
        ("和賀郡西和賀町", ("和賀郡", "西和賀町")),
        ("赤穂郡上郡町", ("赤穂郡", "上郡町")),
        ("大和郡山市", ("", "大和郡山市")),
        ("札幌市中央区", ("", "札幌市中央区")),
        ("大島町", ("", "大島町")),
    ],
)
def test_county_is_split_from_the_town(city: str, expected: tuple[str, str]) -> None:
    assert places.county_and_name(city) == expected


def test_a_municipality_is_known_by_all_its_names() -> None:
    assert places.written_names("", "札幌市中央区") == {"札幌市中央区", "札幌市", "中央区"}
    assert places.written_names("南都留郡", "富士河口湖町") == {"南都留郡富士河口湖町", "富士河口湖町"}
    assert places.written_names("", "龍ヶ崎市") == {"龍ヶ崎市", "龍が崎市"}
    rows = [
        {"jisx0402": "01101", "prefecture": "北海道", "city": "札幌市中央区"},
        {"jisx0402": "01102", "prefecture": "北海道", "city": "札幌市北区"},
    ]
    assert {"北海道\t01", "札幌市\t01101,01102", "北区\t01102"} <= set(places.name_rows(rows, FOLD))


def test_postal_codes_stand_by_their_first_three_digits() -> None:
    pairs = [("0019999", "01"), ("0020000", "01"), ("0020001", "01"), ("0020001", "02")]
    assert places.code_rows(pairs) == ["001\t9999\t9999\t01", "002\t0000 0001\t0000 0001\t01 01,02"]


def test_code_runs_break_at_gaps_and_at_other_municipalities() -> None:
    pairs = [("0000001", "01"), ("0000002", "01"), ("0000003", "02"), ("0000003", "01"), ("0000005", "01")]
    assert places.code_runs(pairs) == ["0000001\t0000002\t01", "0000003\t0000003\t01,02", "0000005\t0000005\t01"]
    assert codes.ranges(["001", "003", "002", "007"]) == "001-003,007"


def test_tiers_follow_the_sources() -> None:
    assert [names.surname_tier(s) for s in ({"J", "S"}, {"U", "S"}, {"I"}, {"S"}, {"G"})] == list("ABBCC")
    assert [names.given_tier(s) for s in ({"U", "J"}, {"J", "S"}, {"J"}, {"S"}, {"G"})] == list("ABCCC")


def test_gather_merges_variants_and_counts_kanji_readings() -> None:
    found = [
        Name("髙﨑", "姓", "タカサキ", "S"),
        Name("高崎", "姓", "たかさき", "J"),
        Name("タカサキ", "姓", "タカサキ", "S"),
    ]
    surfaces, readings = names.gather(found, FOLD)
    assert names.surname_rows(surfaces["姓"]) == {"高崎": "A"}
    assert names.reading_rows(readings["姓"]) == ["たかさき\t1"]


def chooser() -> words.Chooser:
    """Return a chooser over three tiny dictionaries."""
    noun, place, surname = (
        ("名詞", "一般", "*", "*"),
        ("名詞", "固有名詞", "地名", "一般"),
        ("名詞", "固有名詞", "人名", "姓"),
    )
    ipadic = [("出口", noun, 5800), ("出口", surname, 6900), ("山田", noun, 5300), ("山田", surname, 4400)]
    unidic = [("出口", noun, 7000), ("出口", surname, 10600), ("山田", noun, 8600), ("山田", surname, 6800)]
    sudachi = [*ipadic, ("山田原", place, 0), ("山田町", place, 0), ("東京", place, 0)]
    lexicons = [words.lexicon(entries, FOLD) for entries in (sudachi, unidic, ipadic)]
    return words.Chooser(*lexicons, {"山田": "A", "出口": "A", "東": "A"}, {"原": "A", "町": "C"})


def test_a_word_that_is_a_name_first_is_no_counter_evidence() -> None:
    assert chooser().common_words() == {"出口": "c", "山田原": "p"}
    assert chooser().stop_words() == {"山田原": "p", "山田町": "p"}
