"""Office packages written by hand or by the usual libraries, and one way to read them back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from piiscan.errors import ExtractionError
from piiscan.extract.formats import FORMATS
from piiscan.extract.protocol import Blob, Limits
from piiscan.model import Mark, Segment, Skip

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Read:
    """What came out: segments and skips, with shortcuts for assertions."""

    segments: list[Segment]
    skips: list[Skip]

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @property
    def reasons(self) -> set[str]:
        return {skip.reason for skip in self.skips}

    def part(self, part: str) -> str:
        """The text whose place names that part."""
        found = []
        for segment in self.segments:
            inside = [segment.text[mark.start : mark.end] for mark in segment.marks if mark.place.part == part]
            found.extend(inside)
            if segment.place.part == part and not inside:
                found.append(segment.text)
        return "\n".join(found)

    def mark(self, text: str) -> Mark:
        """The mark around exactly that text."""
        for segment in self.segments:
            for mark in segment.marks:
                if segment.text[mark.start : mark.end] == text:
                    return mark
        raise AssertionError(f"no mark around {text!r} in {self.text!r}")


def read(
    extract: Callable[[Blob, Limits], Iterator[Segment | Skip]], data: bytes, limits: Limits | None = None, **blob: str
) -> Read:
    """Everything an extractor gives; an ExtractionError is kept as the skip it would become."""
    result = Read([], [])
    try:
        blob_of_data = Blob("sample", io.BytesIO(data), len(data), formats=FORMATS, **blob)  # type: ignore[arg-type]
        for item in extract(blob_of_data, limits or Limits()):
            if isinstance(item, Skip):
                result.skips.append(item)
            else:
                result.segments.append(item)
    except ExtractionError as error:
        result.skips.append(Skip("", error.reason, "", error.detail))
    for segment in result.segments:
        ends = 0
        for mark in segment.marks:
            assert ends <= mark.start <= mark.end <= len(segment.text)
            ends = mark.end
    return result


def package(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def relations(*targets: tuple[str, str, str]) -> str:
    """A .rels part of (id, kind, target); a target with a colon is outside."""
    lines = "".join(
        f'<Relationship Id="{identifier}" Type="{KINDS}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if ':' in target else ''}/>"
        for identifier, kind, target in targets
    )
    return f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def workbook(
    sheet: str, *, extra: dict[str, str | bytes] | None = None, sheets: str = "", book: str = "", rels: str = ""
) -> bytes:
    """A workbook with one sheet of that content (inside ``<worksheet>``)."""
    names = sheets or '<sheet name="表" sheetId="1" r:id="rId1"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f"<workbook {S} {R}>{book}<sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": rels or relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f"<worksheet {S} {R}>{sheet}</worksheet>",
    }
    return package({**parts, **(extra or {})})


def word(body: str, extra: dict[str, str | bytes] | None = None) -> bytes:
    """A document with that body."""
    return package({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **(extra or {})})


def p(*runs: str) -> str:
    """A paragraph of runs; a run that begins with < is taken as it is."""
    inner = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p>{inner}</w:p>"


def tbl(*rows: list[str]) -> str:
    """A table of cell texts; a cell that begins with < is taken as it is."""
    made = ""
    for row in rows:
        cells = "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row)
        made += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"
