"""LZH archives: all header levels, names in CP932 and Unicode, packed members, damage and limits."""

from __future__ import annotations

import pytest
from lzh_samples import lzh, member
from reading import read

from piiscan.extract.protocol import Limits

CSV = "氏名,電話番号,住所\n".encode("cp932") + "佐藤 花子,090-0000-1234,千代田区\n".encode("cp932") * 2000


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("method", [b"-lh0-", b"-lh5-", b"-lh6-"])
def test_members_are_read_as_the_files_they_are(level: int, method: bytes) -> None:
    folder = "営業部/名簿" if level else ""
    data = lzh(
        member("名簿.csv", CSV, level=level, method=method, folder=folder),
        member("メモ.txt", "山田の住所".encode("euc_jp"), level=level, method=b"-lh0-"),
    )
    got = read(data, "backup.lzh")
    assert got.members == {f"{folder}/名簿.csv".lstrip("/"), "メモ.txt"}
    assert got.text.count("090-0000-1234") == 2000
    assert got.cells()["佐藤 花子"][1] == "氏名"
    assert not got.skips


def test_long_texts_and_names_in_unicode() -> None:
    text = "".join(f"{number},佐藤{number}\n" for number in range(20_000)).encode()
    got = read(lzh(member("?.txt", text, level=2, wide=True)), "a.lzh")
    assert "19999,佐藤19999" in got.text
    assert sum(len(segment.text) for segment in got.body) == len(text.decode())


def test_folders_are_no_members() -> None:
    got = read(lzh(member("dir", b"", method=b"-lhd-"), member("a.txt", b"hello")), "a.lzh")
    assert got.names == ["a.txt"]


def test_damage() -> None:
    data = lzh(member("a.txt", b"first"), member("b.csv", CSV))
    cut = read(data[: len(data) // 2], "a.lzh")
    assert "first" in cut.text
    assert "corrupt" in cut.reasons
    wrong = bytearray(lzh(member("a.txt", b"hello world", method=b"-lh0-")))
    wrong[-3] ^= 1
    assert read(bytes(wrong), "a.lzh").reasons == ["corrupt"]
    assert read(lzh(member("a.txt", b"x" * 50, method=b"-lh1-")), "a.lzh").reasons == ["unsupported"]
    small = lzh(member("a.txt", b"first"), member("b.csv", CSV[:300]))
    for at in range(len(small)):
        broken = bytearray(small)
        broken[at] ^= 0x5A
        got = read(bytes(broken), "a.lzh", Limits(seconds=10))
        assert got.segments or got.skips


def test_bomb() -> None:
    got = read(lzh(member("a.txt", b" " * 1_200_000)), "a.lzh", Limits(ratio=20))
    assert "ratio" in got.reasons
