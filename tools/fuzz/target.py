"""Fuzzes one extractor: whatever it is given, segments and skips come out, and no error but our own.

usage: target.py FORMAT [options of libFuzzer] FOLDER...
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import zipfile
import zlib
from importlib import import_module
from pkgutil import iter_modules

import atheris

with atheris.instrument_imports(include=["piiscan.extract"]):
    import piiscan.extract

    for module in iter_modules(piiscan.extract.__path__):  # readers are imported late otherwise, and not looked into
        import_module(f"piiscan.extract.{module.name}")
    from piiscan.errors import ExtractionError
    from piiscan.extract.formats import FORMATS
    from piiscan.extract.protocol import Blob, Format, Limits
    from piiscan.extract.reader import extractor_of

from piiscan.model import SKIP_REASONS, Skip

LIMITS = Limits(seconds=10, unpacked_bytes=32 * 2**20, members=200, input_bytes=4 * 2**20)
MOST_CHARACTERS = 16 * 2**20
"""The scan itself stops at a hundred times the size of the file: what goes on for ever is not the extractor's fault."""


class Target:
    """What libFuzzer calls for one format."""

    def __init__(self, row: Format) -> None:
        self._extract = extractor_of(row)
        self._name = "a" + "".join(row.suffixes[:1])

    def run(self, data: bytes) -> None:
        """Read ``data`` as the format; raises for what must not be."""
        blob = Blob(self._name, io.BytesIO(data), len(data), formats=FORMATS)
        characters = 0
        try:
            for item in self._extract(blob, LIMITS):
                if isinstance(item, Skip):
                    assert item.reason in SKIP_REASONS, item.reason
                    assert "unforeseen" not in item.detail, item.detail
                    continue
                end = 0
                item.text.encode("utf-8")
                for mark in item.marks:
                    assert end <= mark.start < mark.end <= len(item.text), "marks out of order"
                    end = mark.end
                characters += len(item.text)
                if characters > MOST_CHARACTERS:
                    return
        except ExtractionError as error:
            assert error.reason in SKIP_REASONS, error.reason  # noqa: PT017 - no test: what is raised is looked at


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Changed bytes. Of a container or packed stream what is inside is changed, so that it can still be opened."""
    draw = random.Random(seed)
    changed = b""
    if draw.random() < 0.8:
        with contextlib.suppress(Exception):
            changed = _inside_zip(data, draw) if data.startswith(b"PK") else _inside_gzip(data)
    return changed if 0 < len(changed) <= most else atheris.Mutate(data, most)


def _inside_zip(data: bytes, draw: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = old.namelist()
        chosen = draw.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, atheris.Mutate(content, len(content) + 200) if name == chosen and content else content)
    return buffer.getvalue()


def _inside_gzip(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return b""
    content = zlib.decompress(data, 31)
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(atheris.Mutate(content, len(content) + 200)) + packer.flush()


def main() -> None:
    """Fuzz the format that the first argument names."""
    name = sys.argv.pop(1)
    row = next(row for row in FORMATS if row.name == name)
    atheris.Setup(sys.argv, Target(row).run, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
