"""Locked documents and archives: opened by a password that was given, named where none fits, never leaking one."""

from __future__ import annotations

import io
import struct
import sys
import zipfile

import pytest
from locking import aes_zip, locked_odf, locked_office, old_workbook, old_zip, pdf, read_with, workbook

from piiscan.errors import ConfigError
from piiscan.extract.protocol import Aids, Blob
from piiscan.extract.zip_locks import opened

RIGHT, WRONG = "ひみつ2026", "ちがう0000"
PHONE = "090-0000-1234"
CSV = "氏名,電話番号\n佐藤 花子,090-0000-1234\n".encode()
LONG = CSV + b"".join(b"%d,%d\n" % (n, n * n) for n in range(40_000))


def sevenzipped(password: str, *, header: bool = False) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password, header_encryption=header) as archive:
        archive.writestr(CSV, "a.csv")
        archive.writestr(LONG, "b.csv")
    return out.getvalue()


LOCKED = {
    "old cipher": lambda: old_zip(RIGHT.encode(), ("a.csv", CSV)),
    "old cipher, password in CP932": lambda: old_zip(RIGHT.encode("cp932"), ("a.csv", CSV)),
    "old cipher, stored": lambda: old_zip(RIGHT.encode(), ("a.csv", CSV), method=zipfile.ZIP_STORED),
    "old cipher, long": lambda: old_zip(RIGHT.encode(), ("a.csv", CSV), ("b.csv", LONG)),
    "AES-128": lambda: aes_zip(RIGHT.encode(), ("a.csv", CSV), bits=128),
    "AES-256": lambda: aes_zip(RIGHT.encode("cp932"), ("a.csv", CSV), ("b.csv", LONG)),
    "7-Zip": lambda: sevenzipped(RIGHT),
    "7-Zip, list locked": lambda: sevenzipped(RIGHT, header=True),
    "Excel": lambda: locked_office(workbook(PHONE), RIGHT),
    "OpenDocument": lambda: locked_odf(RIGHT, PHONE),
    "PDF, AES-256": lambda: pdf(PHONE, RIGHT, "AES_256"),
    "a ZIP in a ZIP": lambda: old_zip(b"0000", ("inner.zip", aes_zip(RIGHT.encode(), ("a.csv", CSV)))),
}
every = pytest.mark.parametrize("make", LOCKED.values(), ids=LOCKED)


@every
def test_the_right_password_opens_it(make) -> None:
    got = read_with(make(), "a.bin", WRONG, "", "0000", RIGHT)
    assert PHONE in got.text
    assert not got.skips


@every
@pytest.mark.parametrize("given", [(), (WRONG,)], ids=["none", "wrong"])
def test_without_the_right_password_it_is_named(make, given: tuple[str, ...]) -> None:
    got = read_with(make(), "a.bin", *given)
    assert PHONE not in got.text
    assert set(got.reasons) == {"encrypted"}
    assert all(("none of the given" if given else "--password-file") in skip.hint for skip in got.skips)
    assert WRONG not in repr(got.skips)


def test_the_archives_made_here_are_real() -> None:
    data = old_zip(b"0000", ("a.csv", CSV), ("b.csv", LONG))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(b"0000")
        assert (archive.read("a.csv"), archive.read("b.csv")) == (CSV, LONG)


@pytest.mark.parametrize("method", ["RC4", "AES_128"])
def test_older_pdf_locks(method: str) -> None:
    data = pdf(PHONE, "tanaka", method)
    assert PHONE in read_with(data, "a.pdf", WRONG, "tanaka").text
    assert PHONE in read_with(data, "a.pdf", "owner").text
    assert read_with(data, "a.pdf", WRONG).reasons == ["encrypted"]
    assert PHONE in read_with(pdf(PHONE, "", method), "a.pdf").text


def test_a_wrong_password_that_passes_the_one_byte_check_is_told_by_the_data() -> None:
    """The old cipher checks one byte: of 2,000 wrong passwords about 8 pass it."""
    data = old_zip(b"right", ("a.csv", CSV), ("b.csv", LONG))
    for number in range(0, 2000, 500):
        wrong = [f"wrong{each}" for each in range(number, number + 500)]
        assert set(read_with(data, "a.zip", *wrong).reasons) == {"encrypted"}
    assert PHONE in read_with(data, "a.zip", *wrong, "right").text


@pytest.mark.parametrize("at", range(5, 12))
def test_damaged_locked_data_is_no_wrong_password(at: int) -> None:
    data = bytearray(aes_zip(b"0000", ("a.csv", LONG)))
    data[len(data) * at // 14] ^= 1
    got = read_with(bytes(data), "a.zip", "0000")
    assert "corrupt" in got.reasons


def test_members_with_different_passwords() -> None:
    one, two = old_zip(b"one", ("a.csv", CSV)), old_zip(b"two", ("b.txt", b"second"))
    both = zipped(("1.zip", one), ("2.zip", two))
    assert read_with(both, "a.zip", "two", "one").members == {"1.zip!a.csv", "2.zip!b.txt"}
    got = read_with(both, "a.zip", "one")
    assert [(skip.member, skip.reason) for skip in got.skips] == [("2.zip!b.txt", "encrypted")]


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def test_a_workbook_that_excel_opens_without_asking_is_read() -> None:
    """Protecting the structure of a workbook used to lock it by a password that Excel knows by itself."""
    got = read_with(locked_office(workbook(PHONE), "VelvetSweatshop"), "a.xlsx")
    assert PHONE in got.text
    assert not got.skips


def locked_xls(text: str, password: str) -> bytes:
    """An Excel 97 workbook locked by RC4 ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.6): records from the lock on."""
    import hashlib

    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    from piiscan.extract.compound import STREAM, Compound, Entry
    from piiscan.extract.embedded import compound_bytes
    from piiscan.extract.protocol import Limits

    raw = old_workbook(text)
    book = Compound(Blob("a.xls", io.BytesIO(raw), len(raw)), Limits())
    stream = book.read(book.find("Workbook"))
    salt, verifier = b"s" * 16, b"v" * 16
    short = hashlib.md5(password.encode("utf-16-le")).digest()[:5]  # noqa: S324 - what the format uses
    middle = hashlib.md5((short + salt) * 16).digest()[:5]  # noqa: S324

    def rc4(block: int):
        key = hashlib.md5(middle + struct.pack("<L", block)).digest()  # noqa: S324
        return Cipher(ARC4(key), None).encryptor()

    proof = rc4(0)
    told = salt + proof.update(verifier) + proof.update(hashlib.md5(verifier).digest())  # noqa: S324
    lock = struct.pack("<HHHHH", 0x2F, 6 + 48, 1, 1, 1) + told
    begin = 4 + struct.unpack_from("<H", stream, 2)[0]
    stream = stream.rstrip(b"\x00") + bytes(3)  # its last record is the end of a sheet: 0A 00 00 00
    plain, clear = bytearray(stream[:begin] + lock + stream[begin:]), set(range(begin + len(lock)))
    at = begin + len(lock)
    while at + 4 <= len(plain):
        kind, length = struct.unpack_from("<HH", plain, at)
        clear.update(range(at, at + 4 + (4 if kind == 0x85 else length if kind == 0x809 else 0)))
        if kind == 0x85:  # where a sheet begins has moved
            struct.pack_into("<L", plain, at + 4, struct.unpack_from("<L", plain, at + 4)[0] + len(lock))
        at += 4 + length
    out = bytearray()
    for block in range(0, len(plain), 1024):
        out += rc4(block // 1024).update(bytes(plain[block : block + 1024]))
    mixed = bytes(plain[i] if i in clear else out[i] for i in range(len(plain)))
    return compound_bytes([(Entry(("Workbook",), STREAM, 0, len(mixed)), mixed)])


def test_old_workbooks() -> None:
    data = locked_xls(PHONE, RIGHT)
    got = read_with(data, "a.xls", WRONG, RIGHT)
    assert got.cells()[PHONE][0][3:5] == ("名簿", "A2")
    assert read_with(data, "a.xls", WRONG).reasons == ["encrypted"]


def test_a_missing_library_is_told_where_there_is_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    data = locked_office(workbook(PHONE), RIGHT)
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    assert read_with(data, "a.xlsx").reasons == ["encrypted"]
    got = read_with(data, "a.xlsx", RIGHT)
    assert got.reasons == ["missing_extra"]
    assert "piiscan-jp[all]" in got.skips[0].hint


def test_damaged_locks_end_in_a_skip() -> None:
    others = (locked_xls(PHONE, RIGHT), aes_zip(b"0", ("a.csv", CSV)), locked_odf(RIGHT, PHONE))
    for data in (locked_office(workbook(PHONE), RIGHT), *others):
        for at in range(0, len(data), max(1, len(data) // 9)):
            broken = bytearray(data)
            broken[at] ^= 0x55
            got = read_with(bytes(broken), "a.bin", RIGHT, "0")
            assert got.segments or got.skips


def test_a_key_that_would_take_hours_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    data = locked_office(workbook(PHONE), RIGHT)
    monkeypatch.setattr("piiscan.extract.locked.MOST_SPINS", 99_999)
    assert read_with(data, "a.xlsx", RIGHT).reasons == ["encrypted"]


def test_no_password_stands_in_what_is_shown() -> None:
    assert RIGHT not in repr(Aids((RIGHT,)))
    assert RIGHT not in repr(Blob("a", io.BytesIO(), 0, aids=Aids((RIGHT,))))


def test_the_cipher_of_an_empty_member() -> None:
    from piiscan.extract.zip_locks import Lock

    assert opened(Lock(8, 0), b"x", 0, []) is None


def test_a_file_of_passwords(tmp_path) -> None:
    from piiscan import Config, scan_file, scan_paths

    path = tmp_path / "words.txt"
    path.write_bytes(f"\ufeffone\r\n\r\n{RIGHT}\r\n".encode())
    data = tmp_path / "a.zip"
    data.write_bytes(old_zip(RIGHT.encode("cp932"), ("a.csv", CSV)))
    config = Config(password_file=str(path))
    assert not scan_file(data).complete
    assert scan_file(data, config).complete
    assert all(result.complete for result in scan_paths([data], config))
    path.write_bytes(f"{RIGHT}\n".encode("cp932"))
    assert scan_file(data, config).complete
    assert RIGHT not in repr(config.with_passwords())
    with pytest.raises(ConfigError, match="cannot be read"):
        scan_file(data, Config(password_file=str(tmp_path / "none")))
    with pytest.raises(ConfigError, match="must not stand"):
        Config.from_mapping({"passwords": [RIGHT]})


@pytest.mark.parametrize("way", ["file", "word", "environment", "configuration"])
def test_the_command_takes_passwords_and_prints_none(way: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    from piiscan.cli.main import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.zip").write_bytes(old_zip(RIGHT.encode(), ("a.csv", CSV)))
    (tmp_path / "words.txt").write_text(f"{WRONG}\n{RIGHT}\n", encoding="utf-8")
    flags = {"file": ["--password-file", "words.txt"], "word": ["--password", WRONG, "--password", RIGHT]}
    if way == "environment":
        monkeypatch.setenv("PIISCAN_PASSWORDS", f"{WRONG}\n{RIGHT}")
    elif way == "configuration":
        (tmp_path / "piiscan.toml").write_text('password_file = "words.txt"\n')
    for command in (["scan", "a.zip", "--format", "json"], ["extract", "a.zip"]):
        out, err = io.StringIO(), io.StringIO()
        assert main([*command, *flags.get(way, [])], out, err) in {0, 1}
        assert "encrypted" not in out.getvalue()
        assert RIGHT not in out.getvalue() + err.getvalue()
    assert PHONE in out.getvalue()
    assert main(["config", "show"], out, err) == 0
    assert RIGHT not in out.getvalue() + err.getvalue()
