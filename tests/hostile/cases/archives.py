"""Archives: bombs of every make, names and links that climb out, claims that are false, damage."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from typing import Final

from tests.hostile.cases.build import BOTH, EITHER, FOUND, NAMED, TEL, Case, raw, tarred, zipped

LEAK: Final = TEL.encode()
MEMBER: Final = ("leak.txt", LEAK)
CENTRAL: Final = struct.Struct("<4sHHHHHHLLLHHHHHLL")
LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")


def local(
    name: bytes, packed: bytes, crc: int, unpacked: int, method: int = 8, flags: int = 0, extra: bytes = b""
) -> bytes:
    head = LOCAL.pack(b"PK\3\4", 20, flags, method, 0, 33, crc, len(packed), unpacked, len(name), len(extra))
    return head + name + extra + packed


def central(name: bytes, packed: int, crc: int, unpacked: int, offset: int, method: int = 8, flags: int = 0) -> bytes:
    fields = (0x31E, 20, flags, method, 0, 33, crc, packed, unpacked, len(name), 0, 0, 0, 0, 0, offset)
    return CENTRAL.pack(b"PK\1\2", *fields) + name


def end(directory: bytes, count: int, start: int) -> bytes:
    return directory + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def overlapping(count: int, size: int) -> bytes:
    """Many entries of the directory point at one and the same packed kernel."""
    kernel = bytes(size)
    packed, crc = deflated(kernel), zlib.crc32(kernel)
    body = local(b"leak.txt", LEAK, zlib.crc32(LEAK), len(LEAK), 0)
    at = len(body)
    body += local(b"0", packed, crc, size)
    directory = central(b"leak.txt", len(LEAK), zlib.crc32(LEAK), len(LEAK), 0, 0)
    directory += b"".join(central(b"%d" % n, len(packed), crc, size, at) for n in range(count))
    return body + end(directory, count + 1, len(body))


def quoted(count: int, size: int) -> bytes:
    """Fifield's bomb: each member's data quotes the local headers behind it as stored blocks, then the kernel."""
    kernel = bytes(size)
    packed, unpacked = deflated(kernel), kernel
    body, heads = b"", [local(b"%04d" % (count - 1), packed, zlib.crc32(kernel), size)]
    for n in range(count - 2, -1, -1):
        quote = heads[0][: LOCAL.size + 4]
        body_of = b"\0" + struct.pack("<HH", len(quote), len(quote) ^ 0xFFFF)
        packed, unpacked = body_of + quote + packed, quote + unpacked
        heads.insert(0, local(b"%04d" % n, packed, zlib.crc32(unpacked), len(unpacked)))
    body = heads[0]
    directory, offset = b"", 0
    for n, head in enumerate(heads):
        fields = LOCAL.unpack_from(head)
        directory += central(b"%04d" % n, fields[7], fields[6], fields[8], offset)
        offset += LOCAL.size + 4 + (5 if n < count - 1 else 0)
    return body + end(directory, count, len(body))


def nested(depth: int, inner: bytes = LEAK, name: str = "leak.txt") -> bytes:
    for _ in range(depth):
        inner, name = zipped([(name, inner)]), "inner.zip"
    return inner


def gzips(depth: int) -> bytes:
    content = LEAK
    for _ in range(depth):
        content = gzip.compress(content, mtime=0)
    return content


def fan(width: int, depth: int) -> bytes:
    """What 42.zip is: every archive holds many archives, and those hold bombs."""
    content, name = bytes(10**7), "0.txt"
    for _ in range(depth):
        content = zipped((f"{n}{name[-4:]}", content) for n in range(width))
        name = "0.zip"
    return content


def links() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind, target in (
            ("out", tarfile.SYMTYPE, "/etc"),
            ("hard", tarfile.LNKTYPE, "/etc/passwd"),
            ("null", tarfile.CHRTYPE, ""),
            ("disk", tarfile.BLKTYPE, ""),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("self", tarfile.SYMTYPE, "self"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
        for name in ("out/passwd", "leak.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(LEAK)
            archive.addfile(info, io.BytesIO(LEAK))
    return buffer.getvalue()


def claimed(size: int, kind: bytes = b"0") -> bytes:
    """A TAR whose first member claims a size, by a header that adds up; the value stands behind it."""
    header = bytearray(tarfile.TarInfo("big.bin").tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\x80" + size.to_bytes(11, "big") if size >= 8**11 else b"%011o\0" % size
    header[156:157] = kind
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + tarred([MEMBER])


def sparse() -> bytes:
    """An old GNU sparse member that claims ten GB of holes."""
    header = bytearray(claimed(512, b"S")[:512])
    header[386:410] = b"%011o\0%011o\0" % (9 * 2**30 % 8**11, 512)
    header[483:495] = b"\x80" + (10 * 2**30).to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + LEAK.ljust(512, b"\0") + tarred([MEMBER])


def damaged_header() -> bytes:
    whole = bytearray(tarred([("a.txt", b"x"), ("b.txt", b"y"), MEMBER]))
    whole[1024 + 150] ^= 1
    return bytes(whole)


def lying(packed: int, unpacked: int, crc: int | None = None) -> bytes:
    body = local(b"leak.txt", LEAK, zlib.crc32(LEAK) if crc is None else crc, unpacked, 0)
    return body + end(
        central(b"leak.txt", packed, zlib.crc32(LEAK) if crc is None else crc, unpacked, 0, 0), 1, len(body)
    )


def hidden() -> bytes:
    """A member that stands in the archive but not in its directory: other unpackers list it, the system does not."""
    secret = local(b"hidden.txt", LEAK, zlib.crc32(LEAK), len(LEAK), 0)
    shown = local(b"shown.txt", b"nothing", zlib.crc32(b"nothing"), 7, 0)
    directory = central(b"shown.txt", 7, zlib.crc32(b"nothing"), 7, len(secret), 0)
    return secret + shown + end(directory, 1, len(secret + shown))


def encrypted(flags: int = 1) -> bytes:
    locked = bytes(range(40))
    body = local(b"locked.txt", locked, 1, 28, 0, flags) + local(b"leak.txt", LEAK, zlib.crc32(LEAK), len(LEAK), 0)
    at = len(local(b"locked.txt", locked, 1, 28, 0, flags))
    directory = central(b"locked.txt", 40, 1, 28, 0, 0, flags)
    directory += central(b"leak.txt", len(LEAK), zlib.crc32(LEAK), len(LEAK), at, 0)
    return body + end(directory, 2, len(body))


def commented() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "nothing")
        archive.comment = LEAK
    return buffer.getvalue()


def named_gzip() -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile("TEL 090-5550-0123.txt", "wb", fileobj=buffer, mtime=0) as file:
        file.write(b"nothing")
    return buffer.getvalue()


def pax(key: str, value: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("leak.txt")
        info.size, info.pax_headers = len(LEAK), {key: value}
        archive.addfile(info, io.BytesIO(LEAK))
    return buffer.getvalue()


def stored(*names: str) -> bytes:
    return zipped([(name, LEAK) for name in names], zipfile.ZIP_STORED)


ZEROS: Final = bytes(150 * 2**20)
"""More than the ratio allows, less than the limit of what a file may unpack to."""


def many(count: int) -> bytes:
    return zipped([*((f"{n}.txt", b"") for n in range(count)), MEMBER], zipfile.ZIP_STORED)


CASES: Final = (
    Case("flat_bomb.zip", lambda p: p.write_bytes(zipped([("zeros", ZEROS), MEMBER])), BOTH),
    Case("flat_bomb.gz", lambda p: p.write_bytes(gzip.compress(ZEROS + LEAK, mtime=0)), NAMED),
    Case("flat_bomb.bz2", lambda p: p.write_bytes(bz2.compress(ZEROS + LEAK)), NAMED),
    Case("flat_bomb.xz", lambda p: p.write_bytes(lzma.compress(ZEROS + LEAK)), NAMED),
    Case("bomb.tar.gz", lambda p: p.write_bytes(gzip.compress(tarred([("z", ZEROS), MEMBER]), mtime=0)), NAMED),
    Case("overlap.zip", lambda p: p.write_bytes(overlapping(500, 2**20)), BOTH),
    Case("quoted_overlap.zip", lambda p: p.write_bytes(quoted(300, 2**21)), NAMED),
    Case("fan.zip", lambda p: p.write_bytes(fan(16, 4)), NAMED),
    Case("nested_8.zip", lambda p: p.write_bytes(nested(8)), FOUND),
    Case("nested_200.zip", lambda p: p.write_bytes(nested(200)), NAMED),
    Case("nested_9.gz", lambda p: p.write_bytes(gzips(9)), FOUND),
    Case("nested_3000.gz", lambda p: p.write_bytes(gzips(3000)), NAMED),
    Case("climbing.zip", raw(stored("../../../../leak.txt", "..\\..\\leak2.txt")), FOUND),
    Case("absolute.zip", raw(stored("/etc/cron.d/leak.txt")), FOUND),
    Case("drive.zip", raw(stored("C:\\Windows\\leak.txt", "\\\\server\\share\\x.txt")), FOUND),
    Case("nul_in_name.zip", raw(stored("leak.txt\0.png")), FOUND),
    Case("climbing.tar", raw(tarred([("../../../leak.txt", LEAK), ("/etc/cron.d/x", LEAK)])), FOUND),
    Case("links_and_devices.tar", raw(links()), BOTH),
    Case("sparse_claim.tar", raw(sparse()), EITHER),
    Case("claims_eight_exabytes.tar", raw(claimed(2**62)), EITHER),
    Case("claims_negative.tar", raw(claimed(2**88 - 512)), EITHER),
    Case("huge_long_name.tar", raw(claimed(2**33 - 1, b"L")), EITHER),
    Case("pax_size_lies.tar", raw(pax("size", "99999999999999")), EITHER),
    Case("pax_name_climbs.tar", raw(pax("path", "../../../etc/x.txt")), FOUND),
    Case("damaged_header.tar", raw(damaged_header()), EITHER),
    Case("joined.tar", raw(tarred([("a.txt", b"x")]) + tarred([MEMBER])), EITHER),
    Case("cut.tar", raw(tarred([MEMBER, ("b.bin", bytes(9000))])[:4000]), BOTH),
    Case("no_directory.zip", raw(stored("leak.txt")[:-60]), BOTH),
    Case("cut_member.zip", raw(zipped([MEMBER, ("r", bytes(range(256)) * 99)], 0)[:9000]), BOTH),
    Case("cut.gz", raw(gzip.compress(LEAK * 50 + ZEROS[:9000], mtime=0)[:-9]), EITHER),
    Case("behind_the_end.gz", raw(gzip.compress(b"nothing", mtime=0) + LEAK), EITHER),
    Case("second_stream.gz", raw(gzip.compress(b"x\n", mtime=0) + bytes(600) + gzip.compress(LEAK, mtime=0)), FOUND),
    Case("second_stream.bz2", raw(bz2.compress(b"x\n") + bz2.compress(LEAK)), FOUND),
    Case("second_stream.xz", raw(lzma.compress(b"x\n") + bytes(8) + lzma.compress(LEAK)), FOUND),
    Case("named.gz", raw(named_gzip()), FOUND),
    Case("encrypted_member.zip", raw(encrypted()), BOTH),
    Case("strongly_encrypted.zip", raw(encrypted(0x41)), BOTH),
    Case("claims_little.zip", raw(lying(5, 5)), EITHER),
    Case("claims_much.zip", raw(lying(2**31, 2**31)), EITHER),
    Case("wrong_checksum.zip", raw(lying(len(LEAK), len(LEAK), 1)), BOTH),
    Case("equal_names.zip", raw(zipped([MEMBER, ("leak.txt", b"nothing")])), FOUND),
    Case("hidden_member.zip", raw(hidden()), EITHER),
    Case("many_members.zip", lambda p: p.write_bytes(many(9_998)), FOUND),
    Case("too_many_members.zip", lambda p: p.write_bytes(many(40_000)), NAMED),
    Case(
        "cp932_names.zip",
        raw(zipped([("a" * 9 + ".txt", LEAK)]).replace(b"a" * 9, "資料表.".encode("cp932") + b"b" * 2)),
        FOUND,
    ),
    Case("junk_before.zip", raw(b"MZ" + bytes(5000) + stored("leak.txt")), EITHER),
    Case("junk_behind.zip", raw(stored("leak.txt") + b"junk" * 2000), EITHER),
    Case("comment.zip", raw(commented()), FOUND),
    Case("unknown_method.zip", raw(stored("leak.txt").replace(b"\0\0\0\0!\0", b"\0\0c\0!\0")), EITHER),
    Case("far_directory.zip", raw(stored("leak.txt")[:-6] + b"\xff\xff\xff\x7f\0\0"), EITHER),
    Case("counts_lie.zip", raw(stored("leak.txt")[:-14] + b"\xff\xff\xff\xff" + stored("leak.txt")[-10:]), EITHER),
    Case("folder_with_content.zip", raw(stored("leak.txt/")), EITHER),
    Case("cut.7z", raw(b"7z\xbc\xaf\x27\x1c\0\4" + bytes(60)), NAMED),
    Case("claims.7z", raw(b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<LQQL", 0, 2**62, 2**62, 0) + b"x" * 99), NAMED),
    Case("cut.lzh", raw(b"\x19\x99-lh5-" + b"\xff" * 60), NAMED),
    Case("empty.zip", raw(b"PK\5\6" + bytes(18)), EITHER),
)
