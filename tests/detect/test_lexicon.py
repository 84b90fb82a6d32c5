"""Which words are of which kinds, and where they count."""

from __future__ import annotations

import pytest

from piiscan.data import names, rows
from piiscan.detect.fold import Folder
from piiscan.detect.lexicon import LATIN, WordKinds, build_lexicon, read_words
from piiscan.errors import DataError


@pytest.fixture(scope="module")
def folder():
    return Folder({row[0]: row[1] for row in rows("kanji_fold.tsv")})


@pytest.fixture(scope="module")
def kinds():
    return WordKinds()


@pytest.fixture(scope="module")
def lexicon(folder, kinds):
    """The words of ASCII text: small, and built at once."""
    return build_lexicon(read_words(folder, ascii_only=True), kinds)


def cues(lexicon, kinds, text):
    return {(text[start:end], *kinds.names(mask & ~kinds.bits(LATIN))) for start, end, mask in lexicon.hits(text)[0]}


def test_an_english_word_counts_in_every_case(lexicon, kinds):
    for written in ("birthday", "BIRTHDAY", "Birthday"):
        assert (written, "DATE_OF_BIRTH") in cues(lexicon, kinds, f"{written}: 1990")


@pytest.mark.parametrize("text", ["birthdays", "xbirthday", "rebirthday"])
def test_an_english_word_inside_another_does_not_count(lexicon, kinds, text):
    assert ("birthday", "DATE_OF_BIRTH") not in cues(lexicon, kinds, text)


@pytest.mark.parametrize("text", ["userBirthday", "birthdayOf", "birthday1", "_birthday_", "日birthday日"])
def test_camel_case_digits_and_kana_are_borders(lexicon, kinds, text):
    assert any(kind == "DATE_OF_BIRTH" for _, *found in cues(lexicon, kinds, text) for kind in found)


@pytest.mark.parametrize(
    "label", ["dateOfBirth", "date_of_birth", "DATE-OF-BIRTH", "Date of Birth", "ｂｉｒｔｈｄａｙ"]
)
def test_a_label_is_read_however_it_is_written(lexicon, kinds, folder, label):
    assert lexicon.label_kinds(label, folder) & kinds.bits("DATE_OF_BIRTH")


def test_a_label_without_a_known_word_has_no_kind(lexicon, folder):
    assert lexicon.label_kinds("colour", folder) == 0


def test_an_unknown_kind_is_an_error(kinds):
    with pytest.raises(DataError, match="NO_SUCH_KIND"):
        kinds.bits("NO_SUCH_KIND")


def test_kinds_have_bits_of_their_own(kinds):
    every = {kind for name in names("cues") for row in rows(name) for kind in row[1].split(",")}
    assert len({kinds.bits(kind) for kind in every}) == len(every)
    assert kinds.names(kinds.bits(*every)) == sorted(every)


def test_words_are_distinct_and_ascend(folder):
    words = read_words(folder, ascii_only=True).words
    assert words == sorted(set(words))
    assert all(word.isascii() for word in words)


def test_every_cue_row_has_a_word_and_kinds():
    for name in names("cues"):
        for row in rows(name):
            assert len(row) == 2, (name, row)
            assert row[0].strip(), (name, row)
            assert all(kind.isupper() for kind in row[1].split(",")), (name, row)


@pytest.mark.parametrize("name", ["amounts", "confidential", "contact", "dates", "sensitive"])
def test_no_cue_stands_twice_in_one_list(name):
    words = [row[0] for row in rows(f"cues/{name}.tsv")]
    assert len(words) == len(set(words))


def test_the_full_lexicon_tells_places_and_cues_apart(folder, kinds):
    lexicon = build_lexicon(read_words(folder, ascii_only=False), kinds)
    found, placed = lexicon.hits("佐藤は東京都の生年月日")
    assert (7, 11) in {(start, end) for start, end, mask in found if mask & kinds.bits("DATE_OF_BIRTH")}
    assert any((start, end) == (3, 6) for start, end, _ in placed)
