"""What kind of file a blob is: magic bytes, the inside of containers, then what its text looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.magic import MAGIC, OLE2_STREAMS, SUFFIX_TITLES, TITLES, ZIP_MEMBERS, ZIP_MIMETYPES
from piiscan.extract.protocol import Blob
from piiscan.late import late

HEAD_BYTES: Final = 65_536
"""How much of a file is looked at to recognise it."""
WEAK_BYTES: Final = 32
MOST_NAMES: Final = 5000
"""How many names of a container are looked at."""
WHOLE: Final = frozenset(
    {"zip", "ole2", "pdf", "sqlite", "7z", "rtf", "lzh", "parquet", "arrow", "access", "onenote", "lnk", "der"}
    | {"jpeg", "png", "gif", "webp", "tiff", "psd", "heif", "bmp", "emf", "wmf"}
)
"""Kinds whose readers go back and forth in the bytes; all others are read forward."""
TEXTUAL: Final = frozenset({"text", "csv", "json", "jsonl", "html", "xml", "markdown", "cards"})
"""Formats that any text may be read as: bytes do not forbid them, and giving no text is no alarm."""

_CONTROLS: Final = bytes(set(range(0x20)) - set(b"\x00\t\n\x0b\x0c\r\x08\x0e\x0f\x1b")) + b"\x7f"
_PDF: Final = late(rb"%PDF-[12]\.[0-9]")
_HTML: Final = late(
    r"\s*+(?:<!--(?:(?!-->).)*+-->\s*+|<\?xml[^>]*+>\s*+)*+<(?:!doctype\s+html|html|head|body|table)(?=[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_HTML_ROOT: Final = late(r"<html[\s>]", re.IGNORECASE)
_JSON: Final = late(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
_JSON_LINES: Final = late(r"\s*[\[{][^\n]*[\]}]\s*\n\s*[\[{]")
_MBOX: Final = late(r"From \S[^\n]{0,200}[0-9]{2}:[0-9]{2}[^\n]{0,40}\n")
_HEADERS: Final = late(r"(?:[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n)*)*")
_CARDS: Final = late(r"\s*(?:BEGIN:V(?:CARD|CALENDAR)|(?:version: 1\s+)?dn::? )", re.IGNORECASE)
_HEADER_NAME: Final = late(r"^([!-9;-~]{1,80}):", re.MULTILINE)
_MAIL_HEADERS: Final = frozenset(
    [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "delivered-to",
        "mime-version",
        "content-type",
        "x-mailer",
        "cc",
    ]
)
_TABLE_SUFFIXES: Final = frozenset({"", "txt", "dat", "prn", "xls", "xlsx", "csv", "tsv", "tab", "psv", "xlsm"})
_SUFFIX: Final = late(r"\.([A-Za-z0-9_]{1,12})$")


def kind_of_bytes(head: bytes, blob: Blob) -> str:
    """The kind told by magic bytes (a key of TITLES), ``binary`` for bytes that are no text, else an empty string."""
    text_like = not is_binary(head)
    for offset, magic, kind, weak in _magic_of(head):
        # A white picture has next to no control characters; but no text has zeros so near its beginning.
        if head.startswith(magic, offset) and not (weak and text_like and 0 not in head[:WEAK_BYTES]):
            return _inside(kind, head, blob)
    if _PDF.search(head[:1024]) and _is_pdf(head, blob):
        return "pdf"
    if suffix_of(blob.name) == "dbf" or not text_like:
        from piiscan.extract.dbf import is_dbf

        if is_dbf(head, blob.size):
            return "dbf"
    return "" if text_like else "tar" if _is_old_tar(head) else "binary"


def _magic_of(head: bytes) -> Iterator[tuple[int, bytes, str, bool]]:
    """The rows of MAGIC whose first byte stands in its place, in their order: of most texts none, of a hundred."""
    near = [row for at, rows in _BY_FIRST_BYTE.items() for row in rows.get(head[at : at + 1], ())]
    return (MAGIC[row] for row in sorted(near))


def _rows_by_first_byte() -> dict[int, dict[bytes, list[int]]]:
    """The numbers of the rows of MAGIC by where they look and what byte they look for there."""
    found: dict[int, dict[bytes, list[int]]] = {}
    for row, (offset, magic, _, _) in enumerate(MAGIC):
        found.setdefault(offset, {}).setdefault(magic[:1], []).append(row)
    return found


_BY_FIRST_BYTE: Final = _rows_by_first_byte()


def _is_old_tar(head: bytes) -> bool:
    """Whether the first block is a tar header of before 1988: no magic, but a checksum."""
    told = head[148:156].strip(b"\x00 ")
    if len(head) < 512 or not head[0] or not told or told.strip(b"01234567"):
        return False
    return int(told, 8) == sum(head[:512]) - sum(head[148:156]) + 8 * 32


def kind_of_text(head: bytes, name: str, suffixed: str) -> str:
    """The name of the textual format of a text: its suffix's, unless the text says otherwise."""
    from piiscan.extract.encoding import sample_text

    text = sample_text(head)
    if suffixed in {"", "text"} and (mail := _mail_kind(text)):
        return mail
    if suffixed in {"", "text", "csv", "xml"} and (
        _HTML.match(text) or (suffixed == "xml" and _HTML_ROOT.search(text[:2000]))
    ):
        return "html"
    if _CARDS.match(text):
        return "cards"
    if suffixed in TEXTUAL - {"text"}:
        return suffixed
    return _shape_of_text(text, name, suffixed)


def _shape_of_text(text: str, name: str, suffixed: str) -> str:
    """The format of a text whose suffix says nothing."""
    if text.lstrip().startswith("<?xml"):
        return "xml"
    if suffixed != "text" and _JSON.match(text):
        return "jsonl" if _JSON_LINES.match(text) else "json"
    if suffix_of(name) in _TABLE_SUFFIXES:
        from piiscan.extract.dialect import is_table

        if is_table(text):
            return "csv"
    return "text"


def _mail_kind(text: str) -> str:
    """``mbox`` or ``eml`` for a text that begins with the headers of a message, else an empty string."""
    kind = "eml"
    if _MBOX.match(text):
        kind, text = "mbox", text.partition("\n")[2]
    block = _HEADERS.match(text)
    names = {name.lower() for name in _HEADER_NAME.findall(block[0])} if block else set()
    return kind if len(names & _MAIL_HEADERS) >= 3 else ""


def needs_whole(head: bytes) -> bool:
    """Whether a blob that begins so can only be read with all its bytes at hand."""
    return bool(_PDF.search(head[:1024])) or any(
        kind in WHOLE and head.startswith(magic, offset) for offset, magic, kind, _ in MAGIC
    )


def is_binary(head: bytes) -> bool:
    """Whether the bytes are no text in any encoding: too many control characters, or NULs that no UTF explains."""
    from piiscan.extract.encoding import utf_by_nul

    if not head or utf_by_nul(head):
        return False
    solid = head.replace(b"\x00", b"")
    controls = len(solid) - len(solid.translate(None, _CONTROLS))
    if len(solid) == len(head):
        return controls > 2 + len(head) // 50
    return controls > 1 + len(solid) // 200 or len(solid) * 4 < len(head)


def suffix_of(name: str) -> str:
    """The suffix of a file name in lower case, without its dot."""
    found = _SUFFIX.search(name)
    return found[1].lower() if found else ""


def is_recognised(name: str) -> bool:
    """Whether files of this format are told by their bytes, so that a suffix alone does not make one."""
    return name in TITLES


def why_unread(kind: str, name: str) -> ExtractionError:
    """The error that names a kind no extractor reads, with what would help."""
    if kind == "encrypted_office":
        return ExtractionError("encrypted", "an Office document with a password", "save it without the password")
    title, hint = TITLES[kind]
    if kind in {"binary", "ole2"}:
        title = SUFFIX_TITLES.get(suffix_of(name), title)
    return ExtractionError("unsupported", title, hint)


def _is_pdf(head: bytes, blob: Blob) -> bool:
    """Whether a PDF header is one, not a text about PDF: it stands first, or the end of the file agrees."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-") or is_binary(head):
        return True
    blob.stream.seek(max(0, blob.size - 2048))
    return blob.name.lower().endswith(".pdf") or b"startxref" in blob.stream.read(2048)


def _inside(kind: str, head: bytes, blob: Blob) -> str:
    if kind == "zip":
        return _zip_kind(head, blob)
    if kind == "ole2":
        return _ole2_kind(head, blob)
    return kind


def _zip_kind(head: bytes, blob: Blob) -> str:
    """The kind of a ZIP by the names inside, or what its member ``mimetype`` says."""
    from piiscan.extract.zipdirectory import read_directory

    try:
        directory = read_directory(blob.stream, blob.size, MOST_NAMES)
    except ExtractionError:
        return "zip"
    kinds = dict(ZIP_MIMETYPES)
    for member in directory.members:
        if member.name == "mimetype" and (kind := kinds.get(_stored_start(blob, member.offset))):
            return kind
    names = [member.name.replace("\\", "/").lower() for member in directory.members]
    whole = directory.whole and not directory.more
    plain = "[content_types].xml" not in names and not any(name.endswith(".fdseq") for name in names)
    if whole and plain and not any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return "zip"  # an archive with a folder that happens to be called word or xl
    for prefix, kind in ZIP_MEMBERS:
        if any(name.startswith(prefix) for name in names):
            return kind
    named = suffix_of(blob.name)
    return named if not whole and named in {"docx", "xlsx", "pptx"} else "zip"


def _stored_start(blob: Blob, offset: int) -> bytes:
    """The first word of a member that is not packed."""
    blob.stream.seek(offset)
    header = blob.stream.read(30)
    lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    blob.stream.seek(offset + 30 + lengths)
    return blob.stream.read(100).split(b"PK", 1)[0].strip()


def _ole2_kind(head: bytes, blob: Blob) -> str:
    """The kind of an OLE2 container by the stream names of its directory."""
    shift = int.from_bytes(head[30:32], "little")
    sector = 1 << shift if shift in {9, 12} else 512
    blob.stream.seek(min(blob.size, (int.from_bytes(head[48:52], "little") + 1) * sector))
    directory = blob.stream.read(HEAD_BYTES) + head
    names = {directory[at : at + 64].split(b"\x00\x00\x00", 1)[0] for at in range(0, len(directory), 128)}
    for stream, kind in OLE2_STREAMS:
        wide = stream.encode("utf-16-le")
        # not only as a part of another name: a macro's module is called ThisWorkbook
        if wide[:-1] in names or b"\x00\x00" + wide + b"\x00\x00" in directory:
            return kind
    return "ole2"
