"""Address cards and calendars (vCard, iCalendar) and directories (LDIF): lines put together, values decoded, labelled.

Formats: RFC 6350 and vCard 2.1, RFC 5545, RFC 2849. A line is a name, parameters, and a value.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterator
from typing import Final, NamedTuple

from piiscan.extract import text
from piiscan.extract.charsets import codec_named, short_text
from piiscan.extract.nested import read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

LABELS: Final = {
    **dict.fromkeys(("fn", "n", "cn", "displayname"), "氏名"),
    **dict.fromkeys(("sn", "x-phonetic-last-name", "x-phonetic-first-name", "sound", "givenname"), "氏名"),
    **dict.fromkeys(("tel", "telephonenumber", "mobile", "homephone", "pager", "facsimiletelephonenumber"), "電話番号"),
    **dict.fromkeys(("adr", "label", "street", "postaladdress", "homepostaladdress", "location"), "住所"),
    **dict.fromkeys(("bday", "birthday", "dateofbirth"), "生年月日"),
    **dict.fromkeys(("email", "mail", "mailalternateaddress", "attendee", "organizer"), "メールアドレス"),
    **dict.fromkeys(("postalcode",), "郵便番号"),
}
"""Names of properties -> the words that forms label the same with. Others are their own label."""
FILES: Final = frozenset(("photo", "logo", "sound", "key", "attach", "jpegphoto", "usercertificate", "userpkcs12"))
"""Properties whose values may be files in base64."""
SILENT: Final = frozenset(
    ("begin", "end", "version", "prodid", "rev", "uid", "dtstamp", "created", "last-modified", "sequence", "calscale")
)
ADDRESS_ORDER: Final = (4, 3, 2, 1, 0)
"""Where the fields of an address stand in a card, in the order they are written in Japan: prefecture to house name."""
LINE_BYTES: Final = 2**20
LOOKED_AT: Final = 4096

_NAME: Final = re.compile(
    rb"(?:[A-Za-z0-9-]{1,40}\.)?([A-Za-z0-9.-]{1,60})((?:;[^:;\"]{0,200}(?:\"[^\"]{0,400}\")?){0,20})(::?<?)"
)
_PARAMETER: Final = re.compile(rb';([A-Za-z0-9-]{1,40})(?:=("[^"]*"|[^;:"]*))?')
_ESCAPE: Final = re.compile(r"\\([nN,;\\:])")


class Line(NamedTuple):
    """A property: its name in lower case, its parameters, its raw value, and the line it begins in."""

    name: str
    parameters: dict[str, str]
    value: bytes
    number: int


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all cards or entries, a line for each property; pictures in them as the files they are."""
    blob.stream.seek(0)
    if b"\x00" in blob.stream.read(LOOKED_AT):  # UTF-16: its lines cannot be taken apart byte by byte
        yield from text.extract(blob, limits)
        return
    writer = SegmentWriter(Place(member=blob.member))
    for count, (raw, number) in enumerate(_logical_lines(blob)):
        if count % 1000 == 0:
            blob.check_time(limits)
        line = _line(raw, number)
        place = Place(line=number, member=blob.member)
        if line is None:
            _write(writer, short_text(raw), place, "")
        elif line.name not in SILENT:
            data = _file(line)
            if data:
                name = f"{line.name} in line {number}"
                yield from writer.close()
                writer = SegmentWriter(Place(member=blob.member))
                yield from read_member(blob, name, [data], limits)
            else:
                _write_line(writer, line, place)
        yield from writer.take()
    yield from writer.close()


def _write_line(writer: SegmentWriter, line: Line, place: Place) -> None:
    label = LABELS.get(line.name, line.name.upper())
    for key in ("cn", "x-cn", "altrep", "sort-as"):
        _write(writer, line.parameters.get(key, ""), place, LABELS["cn"] if "cn" in key else key)
    value = _text(line)
    if line.name == "adr" and ";" in value:
        fields = [*_split(value), *[""] * 7][:7]
        between = " " if value.isascii() else ""
        value = f"{fields[5]} {between.join(filter(None, (fields[at] for at in ADDRESS_ORDER)))} {fields[6]}"
    elif line.name in {"n", "org", "sound"}:
        value = " ".join(filter(None, _split(value)))
    _write(writer, _ESCAPE.sub(_unescaped, value), place, label)


def _write(writer: SegmentWriter, value: str, place: Place, label: str) -> None:
    if value.strip():
        writer.mark(value.strip(), place, label)
        writer.write("\n")


def _logical_lines(blob: Blob) -> Iterator[tuple[bytes, int]]:
    """Lines with those that go on in the next put together, and their numbers."""
    blob.stream.seek(0)
    held, begun = b"", 1
    for number, raw in enumerate(iter(lambda: blob.stream.readline(LINE_BYTES), b""), 1):
        line = raw.rstrip(b"\r\n")
        if held and line[:1] in {b" ", b"\t"} and len(held) < LINE_BYTES:
            held += line[1:]
        elif held.endswith(b"=") and b"QUOTED-PRINTABLE" in held[:200].upper() and len(held) < LINE_BYTES:
            held = held[:-1] + line  # a soft break, as vCard 2.1 has them
        else:
            if held:
                yield held.removeprefix(b"\xef\xbb\xbf"), begun
            held, begun = line, number
    if held:
        yield held.removeprefix(b"\xef\xbb\xbf"), begun


def _line(raw: bytes, number: int) -> Line | None:
    found = _NAME.match(raw)
    if found is None:
        return None
    parameters: dict[str, str] = {}
    for key, value in _PARAMETER.findall(found[2]):
        name = key.decode("ascii").lower()
        if not value and name in {"quoted-printable", "base64", "b"}:
            name, value = "encoding", key  # noqa: PLW2901 - vCard 2.1 may leave the name out
        parameters[name] = short_text(value.strip(b'"'))
    if found[3].startswith(b"::"):
        parameters["encoding"] = "base64"
    return Line(found[1].decode("ascii").lower(), parameters, raw[found.end() :].strip(), number)


def _bytes(line: Line) -> bytes:
    encoding = line.parameters.get("encoding", "").lower()
    if encoding == "quoted-printable":
        return a2b_qp(line.value)
    if encoding in {"base64", "b"}:
        try:
            return a2b_base64(line.value) or line.value
        except Error:
            return line.value
    return line.value


def _text(line: Line) -> str:
    return short_text(_bytes(line), codec_named(line.parameters.get("charset", "")))


def _file(line: Line) -> bytes:
    """The file that a property holds; empty for one that holds text or an address."""
    if line.name.partition(";")[0] not in FILES:
        return b""
    if line.value.startswith(b"data:") and b";base64," in line.value[:200]:
        return _bytes(line._replace(value=line.value.partition(b",")[2], parameters={"encoding": "b"}))
    data = _bytes(line) if line.parameters.get("encoding", "").lower() in {"base64", "b"} else b""
    return data if b"\x00" in data else b""


def _split(value: str) -> list[str]:
    """The fields of a structured value; an escaped semicolon separates none."""
    return [field.strip() for field in re.split(r"(?<!\\);", value)]


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]
