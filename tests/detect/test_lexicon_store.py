"""A built lexicon is believed only when it is whole, of this version, and nobody else could have written it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from piiscan.detect import lexicon_store
from piiscan.detect.fold import Folder
from piiscan.detect.lexicon import WordKinds, Words, read_words
from piiscan.detect.lexicon_store import full_lexicon, lexicon_key, pack_lexicon, unpack_lexicon
from piiscan.errors import DataError

KEY = "engine:lists"


@pytest.fixture(scope="module")
def kinds():
    return WordKinds()


@pytest.fixture(scope="module")
def words():
    return read_words(Folder({}), ascii_only=True)


@pytest.fixture(scope="module")
def packed(words):
    return pack_lexicon(words, KEY)


@pytest.fixture
def home(tmp_path, monkeypatch, words):
    """A home of its own and a small word list that counts how often it is built."""
    built = []

    def read(_folder, *, ascii_only) -> Words:
        built.append(ascii_only)
        return words

    monkeypatch.setattr(lexicon_store, "read_words", read)
    monkeypatch.setattr(lexicon_store, "SHIPPED", str(tmp_path / "nothing shipped"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path, built


def kept(home: Path) -> Path:
    (path,) = (home / ".cache" / "piiscan").iterdir()
    return path


def answer(lexicon):
    return lexicon.hits("birthday: x, salary: y")


def test_it_comes_back_as_it_went(packed, kinds, words):
    lexicon = unpack_lexicon(packed, KEY, kinds)
    assert answer(lexicon) == answer(lexicon_store.build_lexicon(words, kinds))
    assert answer(lexicon)[0]


@pytest.mark.parametrize("cut", [0, 5, 30, 90, -1])
def test_a_part_is_refused(packed, kinds, cut):
    with pytest.raises(DataError, match="damaged"):
        unpack_lexicon(packed[:cut], KEY, kinds)


def test_a_flipped_bit_is_refused(packed, kinds):
    for place in (3, 40, 100, len(packed) // 2, len(packed) - 1):
        damaged = bytearray(packed)
        damaged[place] ^= 1
        with pytest.raises(DataError):
            unpack_lexicon(bytes(damaged), KEY, kinds)


def test_another_version_is_refused(packed, kinds):
    with pytest.raises(DataError, match="version"):
        unpack_lexicon(packed, "engine:other lists", kinds)


def test_it_is_built_once_and_then_loaded(home, kinds):
    folder, built = home
    first = answer(full_lexicon(Folder({}), kinds))
    assert answer(full_lexicon(Folder({}), kinds)) == first
    assert built == [False]
    assert kept(folder).stat().st_mode & 0o777 == 0o600
    assert kept(folder).parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", [b"", b"not a lexicon", None])
def test_a_damaged_file_is_built_again(home, kinds, damage):
    folder, built = home
    full_lexicon(Folder({}), kinds)
    path = kept(folder)
    path.write_bytes(path.read_bytes()[:-10] if damage is None else damage)
    assert answer(full_lexicon(Folder({}), kinds))[0]
    assert built == [False, False]
    full_lexicon(Folder({}), kinds)
    assert built == [False, False], "the damaged file was not replaced"


@pytest.mark.parametrize("writable", ["file", "folder"])
@pytest.mark.parametrize("mode", [0o020, 0o002])
def test_what_others_can_write_is_not_believed(home, kinds, writable, mode):
    folder, built = home
    full_lexicon(Folder({}), kinds)
    path = kept(folder) if writable == "file" else kept(folder).parent
    path.chmod(path.stat().st_mode | mode)
    full_lexicon(Folder({}), kinds)
    assert built == [False, False]


def test_a_file_of_another_user_is_not_believed(home, kinds, monkeypatch):
    _, built = home
    full_lexicon(Folder({}), kinds)
    stranger = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: stranger)
    full_lexicon(Folder({}), kinds)
    assert built == [False, False]


def test_a_link_is_not_followed(home, kinds):
    folder, built = home
    full_lexicon(Folder({}), kinds)
    path = kept(folder)
    real = folder / "elsewhere.bin"
    path.rename(real)
    path.symlink_to(real)
    full_lexicon(Folder({}), kinds)
    assert built == [False, False]


def test_without_a_home_it_is_built(home, kinds, monkeypatch):
    _, built = home
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert answer(full_lexicon(Folder({}), kinds))[0]
    assert built == [False]


def test_a_home_that_cannot_be_written_costs_only_time(home, kinds):
    folder, _ = home
    (folder / ".cache").write_text("a file where the folder should be")
    assert answer(full_lexicon(Folder({}), kinds))[0]


def test_the_key_follows_the_lists(monkeypatch):
    before = lexicon_key()
    monkeypatch.setattr(lexicon_store, "digest", lambda: "other")
    assert lexicon_key() != before
