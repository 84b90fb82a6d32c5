"""Containers: what is read, and what every limit says when it bites."""

from __future__ import annotations

import io
import struct
import zipfile
from hashlib import sha256

import pytest
from ooxml_samples import package

from piiscan.errors import ExtractionError
from piiscan.extract.package import Package
from piiscan.extract.protocol import Blob, Limits, Tally
from piiscan.extract.zipdirectory import member_name


def opened(data: bytes, limits: Limits | None = None) -> Package:
    return Package(Blob("a.zip", io.BytesIO(data), len(data)), limits or Limits())


def content(pack: Package, name: str) -> bytes:
    return b"".join(pack.chunks(pack.named(name)[0]))


def reason_of(pack: Package, name: str) -> str:
    with pytest.raises(ExtractionError) as caught:
        content(pack, name)
    return caught.value.reason


def test_members_are_read_by_any_spelling_of_their_name() -> None:
    pack = opened(package({"word/document.xml": b"abc" * 1000}))
    assert content(pack, "/Word\\Document.xml") == b"abc" * 1000
    assert not pack.skips


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods(method: int) -> None:
    buffer = io.BytesIO()
    body = bytes(range(256)) * 2000
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a", body)
        archive.writestr("b", b"")
    pack = opened(buffer.getvalue())
    assert content(pack, "a") == body
    assert content(pack, "b") == b""


def test_unknown_method_is_named() -> None:
    data = bytearray(package({"a": b"text"}))
    data[data.index(b"PK\x01\x02") + 10] = 9  # Deflate64
    assert reason_of(opened(bytes(data)), "a") == "unsupported"


def test_equal_names_are_both_there() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"first")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"second")
    pack = opened(buffer.getvalue())
    assert [b"".join(pack.chunks(member)) for member in pack.named("a.txt")] == [b"first", b"second"]


def test_bytes_before_the_container_do_not_matter() -> None:
    assert content(opened(b"MZ junk" + package({"a": b"text"})), "a") == b"text"


def test_a_missing_directory_is_searched_for_and_said() -> None:
    data = package({"a": b"first part", "b": b"second part"})
    cut = data[: data.index(b"PK\x01\x02")]
    pack = opened(cut)
    assert content(pack, "a") == b"first part"
    assert content(pack, "b") == b"second part"
    assert [skip.reason for skip in pack.skips] == ["corrupt"]


def test_a_cut_member_gives_its_beginning() -> None:
    body = b"".join(sha256(bytes((i & 255, i >> 8))).digest() for i in range(2_000))  # packs badly
    data = package({"a": body})
    pack = opened(data[:30_000])
    pieces: list[bytes] = []
    with pytest.raises(ExtractionError) as caught:
        pieces.extend(pack.chunks(pack.named("a")[0]))
    got = b"".join(pieces)
    assert caught.value.reason == "corrupt"
    assert len(got) > 20_000
    assert body.startswith(got)


def test_wrong_checksum_keeps_what_was_read() -> None:
    data = bytearray(package({"a": b"text"}))
    at = data.index(b"PK\x01\x02") + 16
    data[at : at + 4] = b"\0\0\0\0"
    pack = opened(bytes(data))
    pieces = []
    with pytest.raises(ExtractionError) as caught:
        pieces.extend(pack.chunks(pack.members[0]))
    assert caught.value.reason == "corrupt"


def test_no_container_at_all() -> None:
    with pytest.raises(ExtractionError) as caught:
        opened(b"PK but not really")
    assert caught.value.reason == "corrupt"


def test_encrypted_member() -> None:
    data = bytearray(package({"a": b"text"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert reason_of(opened(bytes(data)), "a") == "encrypted"


def test_ratio_is_counted_while_reading() -> None:
    bomb = package({"a": b"\0" * (20 * 2**20)})
    assert len(bomb) < 50_000
    assert reason_of(opened(bomb), "a") == "ratio"


def test_a_lying_size_neither_hides_nor_costs() -> None:
    data = bytearray(package({"a": b"hidden behind a claim of one byte"}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 1)
    assert content(opened(bytes(data)), "a") == b"hidden behind a claim of one byte"


def test_total_is_bounded() -> None:
    pack = opened(package({"a": bytes(range(256)) * 40}), Limits(unpacked_bytes=5_000))
    assert reason_of(pack, "a") == "too_big"
    assert pack.spent


def test_input_is_bounded() -> None:
    with pytest.raises(ExtractionError) as caught:
        opened(package({"a": b"x"}), Limits(input_bytes=10))
    assert caught.value.reason == "too_big"


def test_members_are_bounded_and_the_rest_is_said() -> None:
    pack = opened(package({f"{i}": b"x" for i in range(30)}), Limits(members=20))
    assert len(pack.members) == 20
    assert [skip.reason for skip in pack.skips] == ["members"]


def test_overlapping_members_are_not_read() -> None:
    data = package({"a": b"x" * 100, "b": b"y" * 100})
    at = data.rindex(b"PK\x01\x02")
    doubled = data[:at] + data[data.index(b"PK\x01\x02") : at] + data[at:]
    end = bytearray(doubled)
    tail = end.rindex(b"PK\x05\x06")
    size = struct.unpack_from("<L", end, tail + 12)[0] + at - data.index(b"PK\x01\x02")
    struct.pack_into("<HHL", end, tail + 8, 3, 3, size)
    pack = opened(bytes(end))
    assert [member.name for member in pack.members] == ["a", "b"]
    assert [skip.reason for skip in pack.skips] == ["ratio"]


def test_time_is_bounded() -> None:
    data = package({"a": b"text"})
    blob = Blob("a", io.BytesIO(data), len(data), tally=Tally(started=-1000.0))
    pack = Package(blob, Limits(seconds=0.001))
    with pytest.raises(ExtractionError) as caught:
        list(pack.chunks(pack.members[0]))
    assert caught.value.reason == "time"


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        ("名簿.txt".encode(), 0x800, "名簿.txt"),
        ("名簿.txt".encode(), 0, "名簿.txt"),
        ("名簿.txt".encode("cp932"), 0, "名簿.txt"),
        (b"plain.txt", 0, "plain.txt"),
    ],
)
def test_names_of_members(raw: bytes, flags: int, name: str) -> None:
    assert member_name(raw, flags) == name
