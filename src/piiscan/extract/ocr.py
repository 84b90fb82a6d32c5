"""Text in pictures, read by Tesseract where it is installed with its Japanese data (extra ``ocr``).

Tesseract runs as a process of its own, with fixed arguments: the picture goes in through a pipe, the text comes out of
one, no file is written, and its time is limited.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from shutil import which
from time import monotonic
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.magic import TITLES
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment

PART: Final = "picture"
"""What a place calls text that was read out of a picture."""
PROGRAM: Final = "tesseract"
LANGUAGE, LATIN = "jpn", "eng"
"""Data that must be there, and data that help: 68 of 72 telephone numbers were read with them, 64 without."""
LAYOUT: Final = "6"
"""One block of lines: of 72 names 68 were read so, 50 by the layout the program guesses (drawn lists, three fonts)."""
LIBRARY: Final = "pypdfium2"
"""Draws the pages of PDF; whoever installs it asks for OCR."""
PICTURE_SECONDS: Final = 30.0
MOST_PIXELS: Final = 40_000_000
"""A page of A3 at 400 dots per inch has 31 million."""
LONGEST_TEXT: Final = 2**20
START_SECONDS: Final = 10.0
HINT: Final = TITLES["png"][1]
OFF_HINT: Final = "text inside pictures needs OCR, which is switched off"


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Where the program is."""

    path: str
    languages: str

    def text_of(self, picture: bytes, blob: Blob, limits: Limits) -> str:
        """The text in a picture (PNG, JPEG, TIFF, GIF, BMP, WebP, PNM); ExtractionError where it takes too long."""
        left = min(PICTURE_SECONDS, blob.deadline(limits) - monotonic())
        if left <= 0:
            raise ExtractionError("time", "no time left to read the picture")
        command = [self.path, "stdin", "stdout", "-l", self.languages, "--psm", LAYOUT]
        command += ["-c", "preserve_interword_spaces=1"]
        try:
            done = _run(command, picture, left)
        except subprocess.TimeoutExpired:
            raise ExtractionError("time", f"reading the picture took more than {left:.0f} s") from None
        except OSError as error:
            raise ExtractionError("unsupported", "Tesseract cannot be started", HINT) from error
        if done.returncode:
            raise ExtractionError("corrupt", "a picture that Tesseract does not read")
        return done.stdout[:LONGEST_TEXT].decode("utf-8", "replace").replace("\f", "\n")


def tesseract(blob: Blob) -> Tesseract | None:
    """The program if pictures are to be read and all that takes is there; None otherwise."""
    if not blob.aids.ocr or find_spec(LIBRARY) is None:
        return None
    path = which(PROGRAM)
    if path is None:
        return None
    try:
        listed = _run([path, "--list-langs"], b"", START_SECONDS).stdout.split()
    except (OSError, subprocess.TimeoutExpired):
        return None
    there = [name for name in (LANGUAGE, LATIN) if name.encode() in listed]
    return Tesseract(path, "+".join(there)) if LANGUAGE in there else None


def hint(blob: Blob) -> str:
    """What would help to read a picture."""
    return HINT if blob.aids.ocr else OFF_HINT


def segments_of(text: str, place: Place) -> Iterator[Segment]:
    """The segments of a text that stood in a picture, lines counted from the top of it."""
    writer = SegmentWriter(place._replace(line=1, part=PART))
    writer.write("\n".join(filter(None, map(str.strip, text.splitlines()))) + "\n")
    yield from writer.close()


def _run(command: list[str], given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """The finished process; its surroundings hold nothing of ours, and one thread keeps to the core it was given."""
    return subprocess.run(  # noqa: S603 - a fixed program and fixed arguments; what was scanned is its input
        command,
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": ""},
        check=False,
    )
