"""Archives: members are read as the files they are, with their paths, and every limit says so."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import time
import zipfile
import zlib

import pytest
from reading import read

from piiscan.extract.protocol import Limits
from piiscan.model import Skip

PASSWORD = "0000"  # noqa: S105 - of an archive made here
CSV = "氏名,電話番号,住所\n".encode("cp932") + "佐藤 花子,090-0000-1234,千代田区\n".encode("cp932") * 50


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tuple[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def cp932_named(name: str, data: bytes) -> bytes:
    """A ZIP as Japanese Windows writes it: names in CP932 without a flag."""
    raw = name.encode("cp932")
    placeholder = "x" * len(raw)
    return zipped((placeholder, data)).replace(placeholder.encode(), raw)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_table_in_a_zip_keeps_cells_and_labels(method: int) -> None:
    got = read(zipped(("inner/path.csv", CSV), method=method), "a.zip")
    place, label = got.cells()["090-0000-1234"]
    assert (place.member, place.cell, label) == ("inner/path.csv", "B51", "電話番号")
    assert not got.skips


def test_nested_archives_show_the_whole_path() -> None:
    inner = zipped(("c.csv", CSV))
    got = read(zipped(("b.zip", inner), ("d.txt", "外側".encode())), "a.zip")
    assert got.members == {"b.zip!c.csv", "d.txt"}
    assert got.cells()["佐藤 花子"][0].member == "b.zip!c.csv"


def test_names_in_cp932() -> None:
    got = read(cp932_named("名簿/社員.txt", b"hello"), "a.zip")
    assert got.members == {"名簿/社員.txt"}
    assert got.names == ["名簿/社員.txt"]


def test_a_folder_called_word_makes_no_document() -> None:
    assert "社員" in read(zipped(("word/list.txt", "社員".encode()), ("xl/a.txt", b"b")), "a.zip").text


def test_a_large_member_is_streamed_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piiscan.extract.nested.HELD_BYTES", 100_000)
    data = ("番号,氏名\n" + "".join(f"{number},佐藤{number}\n" for number in range(70_000))).encode()
    for packed, name in ((zipped(("big.csv", data)), "a.zip"), (gzip.compress(data, 1), "big.csv.gz")):
        got = read(packed, name)
        place, label = got.cells()["佐藤69999"]
        assert (place.member, place.line, label) == ("big.csv", 70_001, "氏名")
        assert not got.skips


def test_a_large_document_in_an_archive_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piiscan.extract.nested.HELD_BYTES", 1000)
    inner = zipped(("t.txt", bytes(range(32, 127)) * 50), method=zipfile.ZIP_STORED)
    data = zipped(("b.zip", inner))
    assert read(data, "a.zip", Limits(input_bytes=len(inner) + 1)).members == {"b.zip!t.txt"}
    got = read(zipped(("b.zip", inner)), "a.zip", Limits(input_bytes=len(inner) - 1))
    assert got.reasons == ["too_big"]


@pytest.mark.parametrize(
    ("pack", "suffix"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")], ids=["gz", "bz2", "xz"]
)
def test_packed_files(pack, suffix: str) -> None:
    got = read(pack(CSV), f"folder/名簿.csv.{suffix}")
    assert got.cells()["090-0000-1234"][0].member == "名簿.csv"
    two = read(pack(b"first\n") + pack(b"second\n") + b"\x00" * 200_000 + pack(b"third\n"), f"a.txt.{suffix}")
    assert all(word in two.text for word in ("first", "second", "third"))
    half = pack(bytes(range(32, 127)) * 5 + "".join(str(n) for n in range(90_000)).encode())
    cut = read(half[: len(half) - 40], f"a.txt.{suffix}")
    assert cut.reasons == ["corrupt"]
    if suffix != "bz2":  # one block of bzip2 is all or nothing
        assert "12345" in cut.text


def test_zstandard() -> None:
    zstandard = pytest.importorskip("zstandard")
    packed = zstandard.ZstdCompressor().compress(CSV)
    assert read(packed + packed, "名簿.csv.zst").text.count("佐藤 花子") == 100
    assert read(packed[:-3], "名簿.csv.zst").reasons == ["corrupt"]
    bomb = zstandard.ZstdCompressor().compress(b" " * 50_000_000)
    assert "ratio" in read(bomb, "a.txt.zst").reasons


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar(form: int) -> None:
    long = "長い名前の" * 30 + ".txt"
    members = [("名簿.csv", CSV), ("b/c.txt", "電話".encode("euc_jp"))]
    if form != tarfile.USTAR_FORMAT:
        members.append((long, b"long"))
    got = read(tarred(*members, form=form), "a.tar")
    assert got.members == {name for name, _ in members}
    assert got.cells()["佐藤 花子"][1] == "氏名"
    assert not got.skips


def test_tar_without_a_magic() -> None:
    data = bytearray(tarred(("a.txt", b"hello"), form=tarfile.USTAR_FORMAT))
    data[257:265] = bytes(8)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\x00 " % sum(data[:512])
    assert read(bytes(data), "backup").text == "hello"


def test_tar_in_gzip() -> None:
    got = read(gzip.compress(tarred(("x/名簿.csv", CSV))), "backup.tgz")
    assert got.members == {"backup.tar!x/名簿.csv"}


def test_links_and_devices_in_tar_are_named() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("null", tarfile.CHRTYPE), ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("../../up.txt")
        info.size = 5
        archive.addfile(info, io.BytesIO(b"hello"))
    got = read(out.getvalue(), "a.tar")
    assert [skip.member for skip in got.skips] == ["link", "null", "pipe"]
    assert set(got.reasons) == {"not_regular"}
    assert got.members == {"../../up.txt"}


def test_damaged_tar_keeps_what_was_before() -> None:
    data = tarred(("a.txt", b"first"), ("b.txt", b"second" * 1000))
    cut = read(data[:2000], "a.tar")
    assert "first" in cut.text
    assert "second" in cut.text
    assert "corrupt" in cut.reasons
    broken = bytearray(tarred(("a.txt", b"first"), ("b.txt", b"second")))
    broken[1024 + 10] ^= 0xFF
    got = read(bytes(broken), "a.tar")
    assert got.text == "first"
    assert got.reasons == ["corrupt"]


def test_tar_with_a_negative_or_absurd_size_ends() -> None:
    for field in (b"\xff" * 12, b"\x80" + b"\xff" * 11, b"7" * 11 + b"\x00", b"-0000000001\x00"):
        header = bytearray(tarred(("a.txt", b"x"))[:512])
        header[124:136] = field
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\x00 " % sum(header)
        got = read(bytes(header) + b"hello".ljust(512, b"\x00"), "a.tar")
        assert got.reasons[-1] == "corrupt"


def test_encrypted_members_are_named_and_others_read() -> None:
    data = bytearray(zipped(("a.txt", b"open"), ("b.txt", b"secret")))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    got = read(bytes(data), "a.zip")
    assert got.text == "open"
    assert [(skip.member, skip.reason) for skip in got.skips] == [("b.txt", "encrypted")]


def test_depth() -> None:
    data = b"deep"
    name = "x.txt"
    for _ in range(4):
        data = zipped((name, data))
        name = "x.zip"
    assert read(data, "a.zip", Limits(depth=4)).text == "deep"
    got = read(data, "a.zip", Limits(depth=3))
    assert [(skip.reason, skip.member) for skip in got.skips] == [("depth", "x.zip!x.zip!x.zip!x.txt")]


def test_a_quine_of_archives_ends() -> None:
    data = zipped(("x.txt", b"innermost"))
    for _ in range(40):
        data = zipped(("x.zip", data), method=zipfile.ZIP_STORED)
    got = read(data, "a.zip")
    assert got.reasons == ["depth"]


def test_flat_bomb() -> None:
    for data, name in (
        (zipped(("a.txt", b"before"), ("z.txt", bytes(30_000_000)), ("b.txt", b"after")), "a.zip"),
        (gzip.compress(b" " * 30_000_000), "a.gz"),
        (bz2.compress(b" " * 30_000_000), "a.bz2"),
        (lzma.compress(b" " * 30_000_000), "a.xz"),
    ):
        started = time.monotonic()
        got = read(data, name)
        assert "ratio" in got.reasons
        assert time.monotonic() - started < 10
        if name == "a.zip":
            assert "before" in got.text


def test_limit_of_all_unpacked_bytes_counts_over_nesting() -> None:
    text = "".join(f"{number}\n" for number in range(30_000)).encode()
    inner = zipped(("t.txt", text), method=zipfile.ZIP_STORED)
    data = zipped(("a.zip", inner), ("b.zip", inner), ("c.zip", inner))
    assert not read(data, "a.zip", Limits(unpacked_bytes=7 * len(text))).skips
    got = read(data, "a.zip", Limits(unpacked_bytes=3 * len(text)))
    assert "29999" in got.text
    assert "29999" in got.text
    assert (got.skips[-1].member, got.skips[-1].reason) == ("", "too_big")


def test_members_count_over_nesting() -> None:
    inner = zipped(*((f"{number}.txt", b"x") for number in range(8)))
    got = read(zipped(("a.zip", inner), ("b.zip", inner)), "a.zip", Limits(members=12))
    assert "members" in got.reasons
    assert len(got.body) == 10
    assert read(zipped(("a.zip", inner), ("b.zip", inner)), "a.zip", Limits(members=18)).reasons == []


def test_time() -> None:
    got = read(zipped(("a.txt", b"x"), ("b.txt", b"y")), "a.zip", Limits(seconds=-1.0))
    assert got.reasons == ["time"]


def test_quoted_overlap_is_refused() -> None:
    """Members that share their bytes: https://www.bamsoftware.com/hacks/zipbomb/"""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = kernel.compress(bytes(1_000_000)) + kernel.flush()
    crc = zlib.crc32(bytes(1_000_000))
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), 1_000_000, 1, 0) + b"x" + body
    central = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), 1_000_000, 1, 0, 0, 0, 0, 0, 0)
        + bytes([65 + number])
        for number in range(20)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 20, 20, len(central), len(local), 0)
    got = read(local + central + end, "a.zip")
    assert "ratio" in got.reasons
    assert sum(len(segment.text) for segment in got.segments) <= 1_000_000


def test_wrong_checksum_and_lying_size() -> None:
    data = bytearray(zipped(("a.txt", b"hello world"), method=zipfile.ZIP_STORED))
    data[data.find(b"hello")] ^= 1
    got = read(bytes(data), "a.zip")
    assert "ello world" in got.text
    assert got.reasons == ["corrupt"]


def test_cut_zip_gives_its_readable_part() -> None:
    data = zipped(("a.txt", b"first"), ("b.csv", CSV * 20), ("c.txt", b"last"))
    got = read(data[: len(data) // 2], "a.zip")
    assert "first" in got.text
    assert got.reasons


def test_equal_names_are_both_read() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.txt", b"one"), ("a.txt", b"two"))
    assert read(data, "a.zip").text == "one\ntwo"


def test_a_member_no_format_reads_is_named() -> None:
    got = read(zipped(("p.png", b"\x89PNG\r\n\x1a\n" + bytes(100)), ("t.txt", b"x")), "a.zip")
    assert got.skips == [Skip("a.zip", "unsupported", "p.png", "PNG picture", got.skips[0].hint)]


def sevenzipped(*members: tuple[str, bytes], **options: object) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **options) as archive:
        for name, data in members:
            archive.writestr(data, name)
    return out.getvalue()


def test_7z(monkeypatch: pytest.MonkeyPatch) -> None:
    data = sevenzipped(("名簿.csv", CSV), ("b/c.txt", "電話".encode()), ("d.zip", zipped(("e.txt", b"inner"))))
    for held in (10, 2**20):
        monkeypatch.setattr("piiscan.extract.archive_7z.HELD_BYTES", held)
        got = read(data, "a.7z")
        assert got.members == {"名簿.csv", "b/c.txt", "d.zip!e.txt"}
        assert got.cells()["佐藤 花子"][1] == "氏名"
        assert not got.skips


def test_7z_that_cannot_be_read() -> None:
    data = sevenzipped(("a.txt", b"hello" * 1000))
    assert read(data[: len(data) // 2], "a.7z").reasons == ["corrupt"]
    for options in ({}, {"header_encryption": True}):
        assert read(sevenzipped(("a.txt", b"x"), password=PASSWORD, **options), "a.7z").reasons == ["encrypted"]
    for at in range(0, len(data), 3):
        broken = bytearray(data)
        broken[at] ^= 0x55
        got = read(bytes(broken), "a.7z", Limits(seconds=10))
        assert got.segments or got.skips


def test_7z_by_any_method() -> None:
    py7zr = pytest.importorskip("py7zr")
    text = "".join(str(number) for number in range(500)).encode()
    packed = ({"id": py7zr.FILTER_BZIP2}, {"id": py7zr.FILTER_ZSTD, "level": 3}, {"id": py7zr.FILTER_DEFLATE})
    for method in (*packed, {"id": py7zr.FILTER_BROTLI, "level": 5}, {"id": py7zr.FILTER_COPY}):
        good = sevenzipped(("a.txt", text), filters=[method])
        assert "498499" in read(good, "a.7z").text
        for at in range(32, len(good), 29):
            broken = bytearray(good)
            broken[at] ^= 0x55
            got = read(bytes(broken), "a.7z", Limits(seconds=10))
            assert got.segments or got.skips
    ppmd = sevenzipped(("a.txt", text), filters=[{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}])
    assert read(ppmd, "a.7z").reasons == ["unsupported"]


def test_7z_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piiscan.extract.archive_7z.HELD_BYTES", 2**20)
    got = read(sevenzipped(("a.txt", b" " * 40_000_000)), "a.7z")
    assert "ratio" in got.reasons


@pytest.mark.parametrize("module", ["py7zr", "zstandard"])
def test_a_missing_library_is_told(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    magic = {"py7zr": b"7z\xbc\xaf\x27\x1c", "zstandard": b"\x28\xb5\x2f\xfd"}[module]
    got = read(magic + bytes(100), "a.bin")
    assert got.reasons == ["missing_extra"]
    assert "piiscan-jp[all]" in got.skips[0].hint


@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\x00"])
def test_random_bytes_behind_a_magic_end_in_a_skip(magic: bytes) -> None:
    for seed in range(50):
        noise = b"".join(zlib.crc32(b"%d %d" % (seed, at)).to_bytes(4, "big") for at in range(20 + seed * 7))
        assert read(magic + bytes(8) + noise).skips
