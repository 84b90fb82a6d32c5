"""The shipped lists are what SOURCES.json and the build say they are, and hold a few facts anyone can check."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from piiscan import data
from piiscan.errors import DataError

SOURCES = json.loads(Path(data.FOLDER, "SOURCES.json").read_text(encoding="utf-8"))
LISTS = sorted(SOURCES["lists"])
FOLDED = ["surnames.tsv", "given_names.tsv", "stop_words.tsv", "common_words.txt", "place_names.tsv", "towns.tsv"]
KANJI = "一-鿿々〆㐀-䶿𠀀-𲎯"


def mapping(name: str) -> dict[str, str]:
    return {row[0]: row[1] for row in data.rows(name)}


def towns(code: str) -> set[str]:
    return set(mapping("towns.tsv")[code].split(" "))


def runs() -> Iterator[tuple[str, str, str]]:
    """First and last postal code of each run, and its municipalities."""
    for start, *columns in data.rows("postal_codes.tsv"):
        for first, last, jis in zip(*(column.split(" ") for column in columns), strict=True):
            yield start + first, start + last, jis


def jis_of(code: str) -> list[str]:
    return [jis for first, last, jis in runs() if first <= code <= last]


def test_every_list_is_built_or_says_what_it_is() -> None:
    shipped = {p.name for p in Path(data.FOLDER).iterdir() if p.suffix in {".tsv", ".txt"}}
    assert set(LISTS) <= shipped
    by_hand = [Path(data.FOLDER, name) for name in shipped - set(LISTS)]
    assert [p.name for p in by_hand if not p.read_text(encoding="utf-8").startswith("#")] == []


@pytest.mark.parametrize("name", LISTS)
def test_list_is_the_one_that_was_built(name: str) -> None:
    raw = Path(data.FOLDER, name).read_bytes()
    about = SOURCES["lists"][name]
    assert hashlib.sha256(raw).hexdigest() == about["sha256"]
    assert len(raw) == about["bytes"]
    assert len(data.lines(name)) == about["rows"]


@pytest.mark.parametrize("name", LISTS)
def test_list_is_sorted_unique_and_has_lf_and_a_licence(name: str) -> None:
    raw = Path(data.FOLDER, name).read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    head = [line for line in raw.decode().split("\n") if line.startswith("#")]
    assert any(line.startswith("# licence: ") for line in head)
    assert any(line.startswith("# source: ") for line in head)
    found = data.lines(name)
    assert found == sorted(set(found))
    assert all(found)
    assert not any(line.startswith("#") for line in found)
    assert len({line.count("\t") for line in found}) == 1


@pytest.mark.parametrize("name", LISTS)
def test_first_column_is_a_key(name: str) -> None:
    keys = [row[0] for row in data.rows(name)]
    assert len(keys) == len(set(keys))


def test_archives_are_pinned_by_hash() -> None:
    used = {package for about in SOURCES["lists"].values() for package in about["packages"]}
    assert used == set(SOURCES["archives"])
    assert all(re.fullmatch("[0-9a-f]{64}", archive["sha256"]) for archive in SOURCES["archives"].values())


def test_licence_files_named_by_the_lists_exist() -> None:
    texts = {path.name for path in Path(data.FOLDER, "licences").iterdir()}
    for about in SOURCES["lists"].values():
        inside = re.search(r"\(licences/([^)]*)\)", about["licence"])
        for pattern in re.split(", ?", inside[1]) if inside else ():
            stem = pattern.removeprefix("licences/").rstrip("*")
            assert any(name.startswith(stem) for name in texts), pattern


@pytest.mark.parametrize("name", FOLDED)
def test_folded_list_does_not_change_when_folded(name: str) -> None:
    table = {ord(a): b for a, b in mapping("kanji_fold.tsv").items()}
    text = data.text(name)
    assert text == text.translate(table)
    assert text == unicodedata.normalize("NFKC", text)


def test_kanji_fold_is_one_to_one_and_final() -> None:
    pairs = mapping("kanji_fold.tsv")
    assert all(len(a) == 1 and len(b) == 1 for a, b in pairs.items())
    assert not pairs.keys() & set(pairs.values())
    assert [pairs[c] for c in "髙﨑濵邊邉齋𠮷冨桒嶋瀨國"] == list("高崎浜辺辺斉吉富桑島瀬国")


@pytest.mark.parametrize("name", ["surnames.tsv", "given_names.tsv"])
def test_names_are_japanese_script_of_at_most_five_characters(name: str) -> None:
    shape = re.compile(f"[{KANJI}ぁ-ゖァ-ヺーゝゞヽヾ]{{1,5}}\t[ABC]")
    assert [line for line in data.lines(name) if not shape.fullmatch(line)] == []


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("surname_readings.tsv", "[ぁ-ゖー]+\t[1-9]"),
        ("given_readings.tsv", "[ぁ-ゖー]+\t[1-9]"),
        ("romaji_surnames.txt", "[a-z]{3,}"),
        ("romaji_given.txt", "[a-z]{3,}"),
        ("romaji_words.txt", "[a-z]{3,}"),
        ("kana_words.txt", "[ぁ-ゖー]{2,6}"),
        ("foreign_names.txt", "[ァ-ヺー]{2,12}"),
        ("foreign_ambiguous.txt", "[ァ-ヺー]{2,12}"),
        ("stop_words.tsv", f"[{KANJI}]{{3,6}}\t[cp]"),
        ("common_words.txt", f"[{KANJI}]{{2,5}}\t[cpo]"),
        ("municipalities.tsv", "[0-9]{5}\t[^\t]{2,3}[都道府県]\t([^\t]+郡)?\t[^\t]+[市区町村]"),
        ("place_names.tsv", "[^\t]+\t([0-9]{2}|[0-9]{5}(,[0-9]{5})*)"),
        ("postal_codes.tsv", "[0-9]{3}(\t[0-9]{4}( [0-9]{4})*){2}\t[0-9]{5}([ ,][0-9]{5})*"),
        ("phone_prefixes.tsv", "[0-9]+\t[0-9]\t[0-9]\t[0-9]*\t[^\t]+\t[^\t]*"),
        ("bank_codes.tsv", "[0-9]{4}\t[0-9]{3}(-[0-9]{3})?(,[0-9]{3}(-[0-9]{3})?)*"),
        ("bank_names.tsv", "[^\t]+\t[0-9]{4}"),
    ],
)
def test_rows_have_their_shape(name: str, shape: str) -> None:
    assert [line for line in data.lines(name) if not re.fullmatch(shape, line)] == []


def test_towns_hold_no_kana_readings_ranges_or_parentheses() -> None:
    names = {town for line in data.lines("towns.tsv") for town in line.split("\t")[1].split(" ")}
    assert [n for n in names if re.search("[（）()、〜～]|地割|の次に|以下に掲載", n)] == []
    assert len(names) > 81_000


def test_common_names_have_tier_a() -> None:
    surnames, given = mapping("surnames.tsv"), mapping("given_names.tsv")
    assert {surnames[s] for s in ("佐藤", "鈴木", "高橋", "斉藤", "渡辺", "森", "林", "佐々木", "井上", "一ノ瀬")} == {
        "A"
    }
    assert {given[g] for g in ("太郎", "花子", "誠", "健一", "美咲", "さくら", "由美子")} == {"A"}
    assert "高橋" in surnames
    assert "髙橋" not in surnames


def test_readings_and_romaji_of_common_names() -> None:
    assert mapping("surname_readings.tsv")["さとう"] == "9"
    assert mapping("given_readings.tsv")["ゆうこ"] == "9"
    assert {"ito", "itoh", "itou", "ono", "ohno", "oono", "sato", "satoh", "suzuki"} <= set(
        data.lines("romaji_surnames.txt")
    )
    assert {"yuko", "yuuko", "taro", "taroh", "tarou", "junichi"} <= set(data.lines("romaji_given.txt"))
    assert len(data.lines("romaji_given.txt")) < 12_000
    assert set(data.lines("romaji_words.txt")) <= {*data.lines("romaji_given.txt"), *data.lines("romaji_surnames.txt")}


def test_foreign_names_are_split_from_common_words() -> None:
    clear, doubtful = set(data.lines("foreign_names.txt")), set(data.lines("foreign_ambiguous.txt"))
    assert {"マイケル", "アレクサンダー"} <= clear
    assert not clear & doubtful


def test_counter_evidence_knows_words_but_not_surnames() -> None:
    words = mapping("common_words.txt")
    assert [words.get(w) for w in ("出口", "水田", "病院", "世界", "利用者", "社長")] == ["c"] * 6
    assert [w for w in ("山田", "田中", "佐藤", "清水", "青木", "金子", "高橋") if w in words] == []
    assert mapping("stop_words.tsv")["横井上"] == "p"
    kana = set(data.lines("kana_words.txt"))
    assert {"これ", "もの", "さくら"} <= kana
    assert not {"たなか", "たかはし", "ひかる"} & kana
    assert {"date", "token", "are"} <= set(data.lines("romaji_words.txt"))


def test_places_count_as_the_law_counts_them() -> None:
    assert len(data.lines("prefectures.txt")) == 47
    units = list(data.rows("municipalities.tsv"))
    assert len(units) == 1_892
    assert {row[1] for row in units} == set(data.lines("prefectures.txt"))
    wards = [row for row in units if row[3].endswith("区")]
    assert len([row for row in wards if row[1] == "東京都"]) == 23
    assert len(wards) == 194
    assert ["01101", "北海道", "", "札幌市中央区"] in units
    assert ["03366", "岩手県", "和賀郡", "西和賀町"] in units
    assert {row[3] for row in units if "郡" in row[3]} == {
        "郡山市",
        "大和郡山市",
        "郡上市",
        "小郡市",
        "蒲郡市",
        "上郡町",
    }


def test_towns_are_clean_and_in_both_kinds_of_digits() -> None:
    assert "丸の内" in towns("13101")
    assert {"湯本", "湯之沢", "樺沢"} <= towns("03366")
    assert {"北二十四条西", "北24条西"} & towns("01102")
    assert {"東光14条", "東光十四条"} <= towns("01204")


def test_postal_codes_lead_to_their_municipality() -> None:
    assert jis_of("1000005") == ["13101"]
    assert jis_of("0600000") == ["01101"]
    assert jis_of("1000099") == []
    assert sum(int(last) - int(first) + 1 for first, last, _ in runs()) == 120_720 + 22_200
    known = set(mapping("towns.tsv")) | {row[0] for row in data.rows("municipalities.tsv")}
    assert {jis for *_, codes in runs() for jis in codes.split(",")} <= known


def test_place_names_lead_to_their_municipalities() -> None:
    names = mapping("place_names.tsv")
    assert names["北海道"] == "01"
    assert len(names["札幌市"].split(",")) == 10
    assert names["竜ケ崎市"] == names["竜が崎市"] == "08208"
    prefectures = {name for name, codes in names.items() if len(codes) == 2}
    assert prefectures == set(data.lines("prefectures.txt"))
    every = {jis for codes in names.values() for jis in codes.split(",") if len(codes) > 2}
    assert every == {row[0] for row in data.rows("municipalities.tsv")}


def test_phone_prefixes_know_mobile_and_area_codes() -> None:
    found = {row[0]: row[1:] for row in data.rows("phone_prefixes.tsv")}
    assert found["060"] == ["3", "4", "11", "携帯", ""]
    assert {found[p][3] for p in ("090", "070", "0801", "0809")} == {"携帯"}
    assert found["03"][:3] == ["2", "4", "10"]
    assert found["011"][4] == "札幌"
    assert len(found) == 1_654


def test_banks() -> None:
    codes = mapping("bank_codes.tsv")
    assert len(codes) == 1_146
    assert codes["0001"].startswith("001,004-005,")
    assert {code for _, code in data.rows("bank_names.tsv")} <= codes.keys()
    assert mapping("bank_names.tsv")["ゆうちょ銀行"] == "9900"


def test_committed_size_stays_small() -> None:
    assert sum(about["bytes"] for about in SOURCES["lists"].values()) <= 8_000_000


def test_text_skips_only_the_comment_lines() -> None:
    whole = Path(data.FOLDER, "prefectures.txt").read_text(encoding="utf-8")
    assert whole.endswith(data.text("prefectures.txt"))
    assert data.text("prefectures.txt").split("\n")[0] == data.lines("prefectures.txt")[0] == "三重県"


def test_missing_and_damaged_lists_are_data_errors(tmp_path, monkeypatch) -> None:
    with pytest.raises(DataError, match=r"nothing\.tsv is missing"):
        data.lines("nothing.tsv")
    (tmp_path / "broken.tsv").write_bytes(b"\x82\xa0\n")
    (tmp_path / "remarks.txt").write_bytes(b"# only\n# remarks")
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    with pytest.raises(DataError, match=r"broken\.tsv cannot be read"):
        data.text("broken.tsv")
    assert data.lines("remarks.txt") == []
