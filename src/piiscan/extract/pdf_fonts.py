"""From the bytes of a PDF string to characters and widths, each glyph worked out once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from pdfminer.cmapdb import CMap, IdentityCMap, IdentityUnicodeMap
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import literal_name

from piiscan.errors import ExtractionError
from piiscan.extract.pdf_guard import attempt

UNKNOWN: Final = "\uffff"
"""Stands for a glyph without a character until it is counted; no text holds it (it is a noncharacter)."""
MOST_CODES: Final = 200_000
WIDEST_RANGE: Final = 65_536
CHAR_BLOCK: Final = re.compile(rb"beginbfchar(.*?)(?:endbfchar|\Z)", re.DOTALL)
RANGE_BLOCK: Final = re.compile(rb"beginbfrange(.*?)(?:endbfrange|\Z)", re.DOTALL)
PAIR: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
RANGE: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])", re.DOTALL)
HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>")
CACHED_LENGTH: Final = 12


class Typeface:
    """A font as text needs it: ``measure`` gives characters, advance and number of glyphs of a string."""

    def __init__(self, font: PDFFont, characters: dict[int, str]) -> None:
        self._font = font
        self._characters = characters
        self._glyphs: dict[int, tuple[str, float]] = {}
        self._cache: dict[bytes, tuple[str, float, int, int]] = {}
        self.vertical = font.is_vertical()
        self._multibyte = font.is_multibyte()

    def measure(self, data: bytes) -> tuple[str, float, int, int]:
        """Characters, advance (text space, size 1), glyphs, and how many of them are the one-byte space."""
        found = self._cache.get(data)
        if found is None:
            found = self._measure(data)
            if len(data) <= CACHED_LENGTH and len(self._cache) < 20_000:
                self._cache[data] = found
        return found

    def _measure(self, data: bytes) -> tuple[str, float, int, int]:
        known = self._glyphs
        codes: Iterable[int] = self._font.decode(data)
        glyphs = [known.get(code) or self._glyph(code) for code in codes]
        text = "".join([glyph[0] for glyph in glyphs])
        spaces = 0 if self._multibyte else data.count(b" ")
        return text, sum([glyph[1] for glyph in glyphs]), len(glyphs), spaces

    def _glyph(self, code: int) -> tuple[str, float]:
        text = self._characters.get(code)
        if text is None:
            try:
                text = self._font.to_unichr(code)
            except PDFUnicodeNotDefined:
                text = UNKNOWN
        glyph = self._glyphs[code] = (text.replace("\x00", ""), float(self._font.char_width(code)))
        return glyph


def typeface_of(spec: dict[str, Any]) -> Typeface:
    """The typeface of a font dictionary."""
    characters = _to_unicode(spec)
    if "DescendantFonts" in spec:
        return Typeface(_composite(spec, characters), characters)
    bare = {key: value for key, value in spec.items() if key != "ToUnicode"}
    return Typeface(PDFResourceManager().get_font(None, bare), characters)


def _composite(spec: dict[str, Any], characters: dict[int, str]) -> PDFCIDFont:
    """A font of several bytes per character, without the parts pdfminer would not need or not survive.

    ``characters`` goes by code and is emptied where the font's own table, by glyph number, is the right one.
    """
    below = dict(dict_value(list_value(spec["DescendantFonts"])[0]))
    encoding = below["Encoding"] = resolve1(spec.get("Encoding"))
    if characters and "FontDescriptor" in below:
        # the embedded font is unpacked only for its table of characters
        descriptor = dict_value(below["FontDescriptor"])
        below["FontDescriptor"] = {key: value for key, value in descriptor.items() if key != "FontFile2"}
    for key, size in (("W", 3), ("W2", 5)):
        if key in below:
            below[key] = _sane_widths([resolve1(item) for item in list_value(below[key])], size)
    font = PDFCIDFont(None, below)  # type: ignore[arg-type] # the manager is not used
    name = "" if encoding is None or isinstance(encoding, PDFStream) else str(literal_name(encoding))
    if isinstance(font.cmap, CMap) and not font.cmap.code2cid:
        # A CMap inside the file or one pdfminer does not ship: without it no code would come out at all.
        font.cmap = IdentityCMap()
        font.unicode_map = IdentityUnicodeMap() if "UTF16" in name or "UCS2" in name else None
    elif characters and "Identity" not in name and _is_japanese(below):
        characters.clear()
    return font


def _is_japanese(below: dict[str, Any]) -> bool:
    ordering = resolve1(dict_value(below.get("CIDSystemInfo")).get("Ordering"))
    return isinstance(ordering, bytes) and ordering.startswith((b"Japan", b"GB", b"CNS", b"Korea", b"KR"))


def _sane_widths(widths: list[Any], size: int) -> list[Any]:
    """Widths without ranges wider than two bytes can say: pdfminer fills a table with every code of a range."""
    run: list[Any] = []
    for item in widths:
        run = [] if isinstance(item, list) else [*run, item]
        if len(run) == size:
            if not all(isinstance(code, int) for code in run[:2]) or run[1] - run[0] > WIDEST_RANGE:
                return []
            run = []
    return widths


def _to_unicode(spec: dict[str, Any]) -> dict[int, str]:
    stream = resolve1(spec.get("ToUnicode"))
    return parse_to_unicode(stream.get_data()) if isinstance(stream, PDFStream) else {}


def parse_to_unicode(data: bytes) -> dict[int, str]:
    """The characters by code of a ToUnicode map (PDF 32000-1, 9.10.3), ranges cut to what two bytes can say."""
    found: dict[int, str] = {}
    for block in CHAR_BLOCK.findall(data):
        for code, text in PAIR.findall(block):
            found[_number(code)] = _characters(text)
    for block in RANGE_BLOCK.findall(data):
        for first, last, text, listed in RANGE.findall(block):
            begin, end = _number(first), _number(last)
            if listed:
                for code, item in zip(range(begin, begin + WIDEST_RANGE), HEX.findall(listed), strict=False):
                    found[code] = _characters(item)
            else:
                _fill(found, begin, min(end, begin + WIDEST_RANGE - 1), _characters(text))
            if len(found) > MOST_CODES:
                return found
    return found


def _fill(found: dict[int, str], begin: int, end: int, text: str) -> None:
    """Consecutive codes have consecutive last characters."""
    if not text:
        return
    prefix, last = text[:-1], ord(text[-1])
    for code in range(begin, end + 1):
        character = last + code - begin
        if character > 0x10FFFF:
            break
        if not 0xD800 <= character < 0xE000:
            found[code] = prefix + chr(character)


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split())[:8] or b"0", 16)


def _characters(digits: bytes) -> str:
    """UTF-16 big endian as hexadecimal digits; one byte alone is its code."""
    joined = b"".join(digits.split())
    raw = bytes.fromhex((joined + b"0" if len(joined) % 2 else joined).decode("ascii"))
    return chr(raw[0]) if len(raw) == 1 else raw.decode("utf-16-be", "ignore")


class TypefaceShelf:
    """The typefaces of a document by object number; None where a font cannot be loaded."""

    def __init__(self, build: Callable[[dict[str, Any]], Typeface]) -> None:
        self._build = build
        self._known: dict[int, tuple[Any, Typeface | None]] = {}

    def load(self, spec: Any) -> Typeface | None:
        """The typeface a font resource stands for."""
        key = getattr(spec, "objid", None) or -id(spec)  # kept beside its spec, so that the id stays taken
        if key not in self._known:
            try:
                self._known[key] = (spec, attempt(lambda: self._build(dict_value(spec))))
            except ExtractionError as error:
                if error.reason != "corrupt":
                    raise
                self._known[key] = (spec, None)
        return self._known[key][1]
