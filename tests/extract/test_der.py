"""Signed messages and certificates: what was signed is read as the file it is, encrypted ones are named."""

from __future__ import annotations

import base64
import datetime as dt
import random

import pytest
from reading import read

x509 = pytest.importorskip("cryptography.x509")
NAME, PHONE = "佐藤 花子", "090-0000-1234"
LETTER = (
    f"Content-Type: text/plain; charset=utf-8\r\nSubject: x\r\nFrom: a@example.com\r\n\r\n{NAME} {PHONE}\r\n".encode()
)


def signed(content: bytes, *, bare: bool = False) -> bytes:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs7

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "署名 太郎")])
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder(who, who, key.public_key(), 7, now, now + dt.timedelta(9)).sign(key, hashes.SHA256())
    if bare:
        return made.public_bytes(serialization.Encoding.DER)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(made, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def test_a_signed_message_in_a_mail() -> None:
    head = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: y\r\nContent-Transfer-Encoding: base64\r\n"
    typed = b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n\r\n"
    got = read(head + typed + base64.encodebytes(signed(LETTER)), "a.eml")
    assert f"{NAME} {PHONE}" in got.text
    assert "smime.p7m!signed.eml" in got.members
    assert "署名 太郎" in got.text
    assert not got.skips


def test_signed_files_and_certificates() -> None:
    got = read(signed("氏名,電話\n佐藤 花子,090-0000-1234\n".encode()), "名簿.csv.p7m")
    assert got.cells()[PHONE][0].member == "名簿.csv"
    assert "署名 太郎" in read(signed(b"", bare=True), "a.cer").text


def test_content_in_pieces_without_a_length() -> None:
    pieces = b"".join(b"\x04" + bytes((len(part),)) + part for part in (LETTER[:60], LETTER[60:]))
    outer = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00"
    body = outer + b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80\x24\x80" + pieces + bytes(12)
    assert f"{NAME} {PHONE}" in read(body, "smime.p7m").text


def test_encrypted_and_damaged_ones_are_named() -> None:
    enveloped = b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03" + bytes(250)
    assert read(enveloped, "smime.p7m").reasons == ["encrypted"]
    data = signed(LETTER)
    for seed in range(300):
        broken = bytearray(data)
        at = random.Random(seed).randrange(2, len(data))
        broken[at] ^= 0xFF
        got = read(bytes(broken), "a.p7m")
        assert got.segments or got.skips
    assert read(b"\x30\x80\x06\x09\x00" + b"\x30\x80" * 50_000, "a.p7m").skips
