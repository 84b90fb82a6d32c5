"""Locked files for the tests, made by the libraries where they can, else by the specification."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from reading import Read

from piiscan.extract.protocol import Aids, Blob, Limits
from piiscan.extract.reader import segments
from piiscan.model import Segment, Skip


def read_with(data: bytes, name: str, *passwords: str, limits: Limits | None = None) -> Read:
    """Everything the reader makes of ``data`` with these passwords."""
    blob = Blob(name, io.BytesIO(data), len(data), aids=Aids(passwords))
    items = list(segments(blob, limits or Limits()))
    return Read([i for i in items if isinstance(i, Segment)], [i for i in items if isinstance(i, Skip)])


def old_zip(password: bytes, *members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP locked by the old cipher; ``zipfile`` reads it, which the tests check."""
    body, central = b"", b""
    for name, data in members:
        raw = name.encode("cp932")
        packed = data
        if method == zipfile.ZIP_DEFLATED:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(data) + packer.flush()
        crc = zlib.crc32(data)
        locked = _old_locked(password, bytes(11) + bytes((crc >> 24,)) + packed)
        sizes = (crc, len(locked), len(data), len(raw), 0)
        head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 1, method, 0, 0, *sizes)
        central += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 1, method, 0, 0, *sizes, 0, 0, 0, 0, len(body))
        central += raw
        body += head + raw + locked
    count = len(members)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(central), len(body), 0)
    return body + central + end


def _old_locked(password: bytes, data: bytes) -> bytes:
    """The old cipher, written as the specification says it (APPNOTE 6.1.5)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc_step(crc: int, byte: int) -> int:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xEDB88320 if crc & 1 else crc >> 1
        return crc

    def update(byte: int) -> None:
        keys[0] = crc_step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc_step(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in data:
        mixed = keys[2] & 0xFFFF | 2
        out.append(byte ^ (mixed * (mixed ^ 1) >> 8) & 0xFF)
        update(byte)
    return bytes(out)


def aes_zip(password: bytes, *members: tuple[str, bytes], bits: int = 256) -> bytes:
    import pyzipper

    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password)
        archive.setencryption(pyzipper.WZ_AES, nbits=bits)
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def locked_odf(password: str, body: str, rounds: int = 1000) -> bytes:
    """A text locked as LibreOffice does, by the specification."""
    import hashlib
    from base64 import b64encode

    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    content = (
        f"<office:document-content xmlns:office='o' xmlns:text='t'><text:p>{body}</text:p></office:document-content>"
    )
    meta = "<office:document-meta xmlns:office='o' xmlns:dc='d'><dc:creator>x</dc:creator></office:document-meta>"
    out, entries = io.BytesIO(), ""
    start = hashlib.sha256(password.encode()).digest()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, text in (("content.xml", content), ("meta.xml", meta)):
            salt, vector = hashlib.sha256(name.encode()).digest()[:16], hashlib.md5(name.encode()).digest()  # noqa: S324
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(text.encode()) + packer.flush()
            packed += bytes(-len(packed) % 16 - 1) + bytes((-len(packed) % 16 or 16,))
            packed = packed.ljust(-(-len(packed) // 16) * 16, b"\x10")
            key = hashlib.pbkdf2_hmac("sha1", start, salt, rounds, 32)
            encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
            archive.writestr(name, encryptor.update(packed) + encryptor.finalize())
            entries += (
                f"<m:file-entry m:full-path='{name}' m:size='{len(text)}'><m:encryption-data m:checksum-type='x'>"
                "<m:algorithm m:algorithm-name='http://www.w3.org/2001/04/xmlenc#aes256-cbc'"
                f" m:initialisation-vector='{b64encode(vector).decode()}'/>"
                f"<m:key-derivation m:key-derivation-name='PBKDF2' m:key-size='32' m:iteration-count='{rounds}'"
                f" m:salt='{b64encode(salt).decode()}'/>"
                "<m:start-key-generation m:start-key-generation-name='http://www.w3.org/2000/09/xmldsig#sha256'"
                " m:key-size='32'/></m:encryption-data></m:file-entry>"
            )
        archive.writestr("META-INF/manifest.xml", f"<m:manifest xmlns:m='m'>{entries}</m:manifest>")
    return out.getvalue()


def locked_office(document: bytes, password: str) -> bytes:
    """A document locked as Office since 2010 does."""
    import msoffcrypto

    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(document)).encrypt(password, out)
    return out.getvalue()


def workbook(text: str) -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(["氏名", "電話番号"])
    book.active.append(["佐藤 花子", text])
    book.save(out)
    return out.getvalue()


def old_workbook(text: str) -> bytes:
    import xlwt

    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("名簿")
    sheet.write(0, 0, "電話番号")
    sheet.write(1, 0, text)
    for row in range(2, 400):  # long enough not to lie among the small streams
        sheet.write(row, 0, float(row))
    book.save(out)
    return out.getvalue()


def pdf(text: str, password: str, method: str) -> bytes:
    from fpdf import FPDF
    from fpdf.enums import EncryptionMethod

    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=12)
    page.cell(text=text)
    page.set_encryption(owner_password="owner", user_password=password, encryption_method=EncryptionMethod[method])  # noqa: S106
    return bytes(page.output())
