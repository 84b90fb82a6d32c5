"""The door of the wing: picks the format of a blob, runs its extractor, and drops nothing silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Final, cast

from piiscan.errors import ExtractionError
from piiscan.extract.formats import FORMATS
from piiscan.extract.protocol import Blob, Extract, Format, Limits
from piiscan.extract.sniff import HEAD_BYTES, TEXTUAL, is_recognised, kind_of_bytes, kind_of_text, why_unread
from piiscan.model import Segment, Skip

_POINTER: Final = b"version https://git-lfs.github.com/spec/"
"""What stands in the place of a file that Git LFS keeps elsewhere: clean text, called like the workbook it is not."""
_POINTER_BYTES: Final = 1024
NO_TEXT_HINT: Final = "read it with OCR first, or look at it by eye"


def segments(blob: Blob, limits: Limits, formats: Sequence[Format] = FORMATS) -> Iterator[Segment | Skip]:
    """The segments of a blob in reading order, and a skip for everything in it that was not read."""
    found = skipped = False
    blob.formats = formats
    try:
        chosen = blob.read_as or format_of(blob, formats)
        for item in extractor_of(chosen)(blob, limits):
            if isinstance(item, Skip):
                skipped = True
                yield _addressed(item, blob)
            else:
                found = found or bool(item.text.strip())
                yield item
                blob.check_time(limits)  # a few bytes can stand for much text: strings that many cells share
    except ExtractionError as error:
        yield _addressed(Skip("", error.reason, "", error.detail, error.hint), blob)
        return
    if not found and not skipped and blob.size and chosen.name not in TEXTUAL:
        yield _addressed(Skip("", "no_text", "", f"no text in this {chosen.title}", NO_TEXT_HINT), blob)


def format_of(blob: Blob, formats: Sequence[Format] = FORMATS) -> Format:
    """The format of a blob by its first bytes, then its suffix, then what its text looks like.

    Raises ExtractionError("unsupported") or ("encrypted") where no format of the table reads it.
    """
    named = {row.name: row for row in formats}
    blob.stream.seek(0)
    head = blob.stream.read(HEAD_BYTES)
    if head.startswith(_POINTER) and blob.size < _POINTER_BYTES:
        raise ExtractionError("not_here", "kept by Git LFS", "fetch it (git lfs pull) and scan again")
    kind = kind_of_bytes(head, blob)
    blob.stream.seek(0)
    suffixed = _by_suffix(blob.name, formats)
    if kind and kind in named:
        return named[kind]
    if suffixed is not None and suffixed.name not in TEXTUAL and not is_recognised(suffixed.name):
        return suffixed  # a format from outside this table's magic: only its suffix can tell
    if kind:
        raise why_unread(kind, blob.name)
    guess = kind_of_text(head, blob.name, suffixed.name if suffixed is not None and suffixed.name in TEXTUAL else "")
    return named.get(guess) or named["text"]


def extractor_of(chosen: Format) -> Extract:
    """The extractor of a format, imported now (heavy libraries load only when a file of the format turns up)."""
    module, _, function = chosen.extractor.partition(":")
    return cast("Extract", getattr(import_module(module), function))


def _by_suffix(name: str, formats: Sequence[Format]) -> Format | None:
    lowered = name.lower()
    return next((row for row in formats if lowered.endswith(row.suffixes)), None)


def _addressed(skip: Skip, blob: Blob) -> Skip:
    return skip._replace(path=skip.path or blob.name, member=skip.member or blob.member)
