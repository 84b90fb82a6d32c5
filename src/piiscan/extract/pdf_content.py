"""The text operators of a page's content, and nothing else of it: what is written, where, how large, which way.

pdfminer's own interpreter splits the content byte by byte in Python and follows every line and colour; one regular
expression that finds tokens and a table of a dozen operators does the same for text in a fraction of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from pdfminer.pdftypes import LITERALS_DCT_DECODE, PDFStream, dict_value, list_value, resolve1
from pdfminer.utils import mult_matrix

from piiscan.extract.pdf_fonts import UNKNOWN, Typeface
from piiscan.extract.pdf_guard import Budget
from piiscan.extract.pdf_rules import Rules
from piiscan.extract.pdf_strings import name_of, string_bytes, text_string

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PLAIN: Final = rb"[^()\\]++|\\."
_FLAT: Final = rb"\((?:%b)*+\)" % _PLAIN
_ONCE: Final = rb"\((?:%b|%b)*+\)" % (_PLAIN, _FLAT)
_TWICE: Final = rb"\((?:%b|%b)*+\)" % (_PLAIN, _ONCE)
STRING: Final = rb"\((?:%b|%b)*+\)" % (_PLAIN, _TWICE)
"""A literal string with parentheses in it, four levels deep."""
TOKEN: Final = re.compile(
    rb"/[^\x00\t\n\f\r ()<>\[\]{}/%%]*+|%b|<<|>>|<[0-9A-Fa-f\s]*+>|[\[\]]|%%[^\r\n]*+|[^\x00\t\n\f\r ()<>\[\]{}/%%]++"
    % STRING,
    re.DOTALL,
)
OPERAND: Final = frozenset(b"0123456789+-.(<[]/>")
INLINE_IMAGE: Final = re.compile(rb"(?<!\S)BI\s[^()]{0,2000}?\sID\s.*?\sEI(?=\s|\Z)", re.DOTALL)
FIND_ALL_BELOW: Final = 4 * 2**20
"""Contents up to this size are split at once; larger ones piece by piece, to bound memory."""
BATCH: Final = 8_192
DEEPEST_FORM: Final = 12
MOST_FORMS: Final = 5_000
"""Forms drawn on one page."""
MOST_STATES: Final = 1_000
WORD_GAP, CJK_GAP, CELL_GAP = 0.22, 0.6, 1.6
"""Gaps in em: a space between words, between kanji or kana (set loosely when justified), and between table cells."""


class Run(NamedTuple):
    """Characters set in one go. ``along`` runs in writing direction, ``across`` from line to line, both in points.

    ``way`` is 0 for left to right, 1 upwards, 2 right to left (upside down), 3 downwards (vertical Japanese too).
    """

    text: str
    begin: float
    end: float
    across: float
    size: float
    way: int


class Ink(NamedTuple):
    """What a page came to: its runs in content order, glyphs in all and without a character, pictures, rules."""

    runs: list[Run]
    glyphs: int
    unknown: int
    pictures: int
    covered: float
    """The area of the largest picture in square points."""
    photos: list[PDFStream]
    """Pictures that are files of their own inside, or bear metadata."""
    rules: Rules


class Content:
    """Interprets contents; one per page. ``typefaces`` lives as long as the document."""

    def __init__(self, budget: Budget, load_typeface: Callable[[Any], Typeface | None]) -> None:
        self._budget = budget
        self._load_typeface = load_typeface
        self.runs: list[Run] = []
        self.rules = Rules()
        self.glyphs = self.unknown = self.pictures = 0
        self.covered = 0.0
        self.photos: list[PDFStream] = []
        self._said: set[tuple[str, int, int, int]] = set()
        self._resources: dict[str, Any] = {}
        self._open_forms: list[int] = []
        self._forms = 0
        self._states: list[tuple[Any, ...]] = []
        self._actual: list[tuple[str, int, int]] = []
        self._ctm: Matrix = IDENTITY
        self._face: Typeface | None = None
        self._size = self._char_space = self._word_space = self._leading = self._rise = 0.0
        self._scale = 1.0
        self._matrix: Matrix = IDENTITY
        self._line_matrix: Matrix = IDENTITY
        self._operators: dict[bytes, Callable[[list[bytes]], None]] = {
            b"BT": self._begin_text,
            b"Tf": self._set_font,
            b"Td": self._move,
            b"TD": self._move_leading,
            b"Tm": self._set_matrix,
            b"T*": self._next_line,
            b"Tj": self._show,
            b"TJ": self._show_spaced,
            b"'": self._show_next,
            b'"': self._show_next_spaced,
            b"Tc": self._set_char_space,
            b"Tw": self._set_word_space,
            b"Tz": self._set_scale,
            b"TL": self._set_leading,
            b"Ts": self._set_rise,
            b"q": self._save,
            b"Q": self._restore,
            b"cm": self._concatenate,
            b"Do": self._do,
            b"BDC": self._begin_marked,
            b"BMC": self._begin_marked,
            b"EMC": self._end_marked,
            b"m": self._move_path,
            b"l": self._draw_line,
            b"re": self._draw_box,
            b"n": self._drop_path,
            **dict.fromkeys((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), self._paint_path),
        }

    def read(self, data: bytes, resources: dict[str, Any], ctm: Matrix) -> Ink:
        """The ink of a page."""
        self._ctm = ctm
        self._interpret(data, resources)
        return Ink(self.runs, self.glyphs, self.unknown, self.pictures, self.covered, self.photos, self.rules)

    def _interpret(self, data: bytes, resources: dict[str, Any]) -> None:
        outer, self._resources = self._resources, resources
        states = len(self._states)
        if b"BI" in data:
            data, images = INLINE_IMAGE.subn(b"", data)
            self.pictures += images
        operators, stack = self._operators, list[bytes]()
        tokens = iter(_tokens(data))
        while batch := list(islice(tokens, BATCH)):
            self._budget.check_time()
            for token in batch:
                operator = operators.get(token)
                if operator is not None:
                    operator(stack)
                    stack.clear()
                elif token[0] in OPERAND:
                    stack.append(token)
                else:
                    stack.clear()
            if len(stack) > 8 * BATCH:
                stack.clear()  # no operator takes so much
        del self._states[states:]
        self._resources = outer

    def _move_path(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self.rules.move((_number(stack[-2]), _number(stack[-1])))

    def _draw_line(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self.rules.line((_number(stack[-2]), _number(stack[-1])))

    def _draw_box(self, stack: list[bytes]) -> None:
        if len(stack) >= 4:
            self.rules.rectangle(*map(_number, stack[-4:]))

    def _paint_path(self, _: list[bytes]) -> None:
        self.rules.paint(self._ctm)

    def _drop_path(self, _: list[bytes]) -> None:
        self.rules.drop()

    def _begin_text(self, _: list[bytes]) -> None:
        self._matrix = self._line_matrix = IDENTITY

    def _set_font(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self._size = _number(stack[-1])
            fonts = resolve1(self._resources.get("Font"))
            self._face = self._load_typeface(fonts.get(name_of(stack[-2]))) if isinstance(fonts, dict) else None

    def _move(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self._shift(_number(stack[-2]), _number(stack[-1]))

    def _shift(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line_matrix
        self._matrix = self._line_matrix = (a, b, c, d, e + x * a + y * c, f + x * b + y * d)

    def _move_leading(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self._leading = -_number(stack[-1])
            self._move(stack)

    def _set_matrix(self, stack: list[bytes]) -> None:
        if len(stack) >= 6:
            self._matrix = self._line_matrix = _matrix(stack[-6:])

    def _next_line(self, _: list[bytes]) -> None:
        self._shift(0.0, -self._leading)

    def _set_char_space(self, stack: list[bytes]) -> None:
        self._char_space = _last(stack)

    def _set_word_space(self, stack: list[bytes]) -> None:
        self._word_space = _last(stack)

    def _set_scale(self, stack: list[bytes]) -> None:
        self._scale = _last(stack) / 100 or 1.0

    def _set_leading(self, stack: list[bytes]) -> None:
        self._leading = _last(stack)

    def _set_rise(self, stack: list[bytes]) -> None:
        self._rise = _last(stack)

    def _save(self, _: list[bytes]) -> None:
        if len(self._states) < MOST_STATES:
            self._states.append(
                (self._ctm, self._face, self._size, self._char_space, self._word_space, self._leading, self._scale)
            )

    def _restore(self, _: list[bytes]) -> None:
        if self._states:
            state = self._states.pop()
            self._ctm, self._face, self._size, self._char_space, self._word_space, self._leading, self._scale = state

    def _concatenate(self, stack: list[bytes]) -> None:
        if len(stack) >= 6:
            self._ctm = mult_matrix(_matrix(stack[-6:]), self._ctm)

    def _show(self, stack: list[bytes]) -> None:
        if stack:
            self._write(stack[-1:])

    def _show_spaced(self, stack: list[bytes]) -> None:
        begin = len(stack) - 1 - stack[::-1].index(b"[") if b"[" in stack else 0
        self._write(stack[begin:])

    def _show_next(self, stack: list[bytes]) -> None:
        self._next_line(stack)
        self._show(stack)

    def _show_next_spaced(self, stack: list[bytes]) -> None:
        if len(stack) >= 3:
            self._word_space, self._char_space = _number(stack[-3]), _number(stack[-2])
        self._show_next(stack)

    def _write(self, items: list[bytes]) -> None:
        """Write the strings among ``items``, moved by the numbers between them; a wide move begins a new run."""
        face, size, scale = self._face, self._size, self._scale
        if face is None:
            self._count_unreadable(items)
            return
        vertical = face.vertical
        step = size if vertical else size * scale
        em = abs(step) or 1.0
        pieces: list[str] = []
        begin = position = moved = 0.0
        onward = -1.0 if vertical or step < 0 else 1.0  # the sign of a move that widens a gap
        for item in items:
            first = item[0]
            if first == 40 or (first == 60 and item != b"<<"):  # "(" or "<"
                text, advance, glyphs, spaces = face.measure(string_bytes(item))
                if pieces and abs(moved) > WORD_GAP * em:
                    if abs(moved) > CELL_GAP * em:
                        self._end_run(pieces, begin, position - moved, face)
                        pieces, begin = [], position
                    elif is_space_between(pieces[-1], text, moved * onward / em):
                        pieces.append(" ")
                if not pieces:
                    begin = position
                moved = 0.0
                pieces.append(text)
                self.glyphs += glyphs
                extra = glyphs * self._char_space + spaces * self._word_space
                position += advance * step + (extra if vertical else extra * scale)
            elif first not in b"[]":
                move = -_number(item) / 1000 * step
                position += move
                moved += move
        self._end_run(pieces, begin, position, face)
        self._advance(position, vertical=vertical)

    def _advance(self, by: float, *, vertical: bool) -> None:
        a, b, c, d, e, f = self._matrix
        x, y = (c, d) if vertical else (a, b)
        self._matrix = (a, b, c, d, e + by * x, f + by * y)

    def _end_run(self, pieces: list[str], begin: float, end: float, face: Typeface) -> None:
        text = "".join(pieces)
        if UNKNOWN in text:
            self.unknown += text.count(UNKNOWN)
            text = text.replace(UNKNOWN, "")
        if not text:
            return
        a, b, c, d, e, f = self._matrix
        if self._rise:
            e, f = e + c * self._rise, f + d * self._rise
        m, n, o, p, x, y = self._ctm
        right = (a * m + b * o, a * n + b * p)
        up = (c * m + d * o, c * n + d * p)
        x, y = e * m + f * o + x, e * n + f * p + y
        along, height = (up, right) if face.vertical else (right, up)
        size = abs(self._size) * (height[0] ** 2 + height[1] ** 2) ** 0.5
        run = _placed(text, (x, y), along, (begin, end), size)
        mark = (text, run.way, round(2 * run.begin / (size or 1)), round(2 * run.across / (size or 1)))
        if len(text) > 1 or not text.isspace():
            if mark in self._said:
                return  # the same text at the same spot again: a shadow or fake bold
            self._said.add(mark)
        self.runs.append(run)

    def _count_unreadable(self, items: list[bytes]) -> None:
        """Text in a font that could not be loaded."""
        lost = sum(len(item) // 2 for item in items if item[0] in b"(<")
        self.glyphs += lost
        self.unknown += lost

    def _begin_marked(self, stack: list[bytes]) -> None:
        text = ""
        if b"/ActualText" in stack:
            value = stack[stack.index(b"/ActualText") + 1 :][:1]
            text = text_string(string_bytes(value[0])) if value and value[0][0] in b"(<" else ""
        if len(self._actual) < MOST_STATES:
            self._actual.append((text, len(self.runs), self.unknown))

    def _end_marked(self, _: list[bytes]) -> None:
        """What a stretch really says replaces glyphs only where they have no characters of their own."""
        if not self._actual:
            return
        text, first, unknown = self._actual.pop()
        if text and self.unknown > unknown and len(self.runs) == first:
            self.unknown = unknown
            e, f = self._matrix[4:]
            m, n, o, p, x, y = self._ctm
            at = (e * m + f * o + x, e * n + f * p + y)
            size = abs(self._size) or 1.0
            self.runs.append(_placed(text, at, (m or 1.0, n), (-size * len(text), 0.0), size))

    def _do(self, stack: list[bytes]) -> None:
        objects = resolve1(self._resources.get("XObject"))
        form = resolve1(objects.get(name_of(stack[-1]))) if stack and isinstance(objects, dict) else None
        if not isinstance(form, PDFStream):
            return
        kind = getattr(resolve1(form.get("Subtype")), "name", "")
        if kind == "Image":
            self.pictures += 1
            a, b, c, d = self._ctm[:4]
            self.covered = max(self.covered, abs(a * d - b * c))
            if "Metadata" in form.attrs or any(name in LITERALS_DCT_DECODE for name, _ in form.get_filters()):
                self.photos.append(form)
        elif kind == "Form" and id(form) not in self._open_forms:
            self._forms += 1
            if self._forms > MOST_FORMS or len(self._open_forms) >= DEEPEST_FORM:
                self._budget.damaged += 1  # forms that draw forms: ten of ten of ten grow without end
            else:
                self._draw_form(form)

    def _draw_form(self, form: PDFStream) -> None:
        """Interpret a form; one that draws itself is caught above."""
        self._open_forms.append(id(form))
        self._save([])
        kept = self._matrix, self._line_matrix
        matrix = [resolve1(value) for value in list_value(form.get("Matrix", []))]
        if len(matrix) == 6:
            self._ctm = mult_matrix(tuple(float(value) for value in matrix), self._ctm)  # type: ignore[arg-type]
        resources = dict_value(form.get("Resources")) if "Resources" in form else self._resources
        try:
            self._interpret(form.get_data(), resources)
        finally:
            self._restore([])
            self._matrix, self._line_matrix = kept
            self._open_forms.pop()


def _placed(
    text: str, at: tuple[float, float], along: tuple[float, float], stretch: tuple[float, float], size: float
) -> Run:
    """A run from its origin, the direction of its advance, and where in that direction it begins and ends."""
    (x, y), (dx, dy) = at, along
    begin, end = stretch
    if end < begin:  # vertical fonts advance by negative steps
        begin, end, dx, dy = -begin, -end, -dx, -dy
    if abs(dx) >= abs(dy):
        u, v, length, way = (x, -y, dx, 0) if dx >= 0 else (-x, y, -dx, 2)
    else:
        u, v, length, way = (y, x, dy, 1) if dy >= 0 else (-y, -x, -dy, 3)
    return Run(text, u + begin * length, u + end * length, v, size, way)


def is_space_between(left: str, right: str, gap: float) -> bool:
    """Whether a gap (in em) between two texts is a space between words."""
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return False
    wide = left[-1] >= "\u2e80" and right[0] >= "\u2e80"
    return gap > (CJK_GAP if wide else WORD_GAP)


def _tokens(data: bytes) -> Iterable[bytes]:
    return TOKEN.findall(data) if len(data) < FIND_ALL_BELOW else _found(data)


def _found(data: bytes) -> Iterator[bytes]:
    for match in TOKEN.finditer(data):
        yield match[0]


def _number(token: bytes) -> float:
    try:
        return float(token)
    except ValueError:
        return 0.0


def _last(stack: list[bytes]) -> float:
    return _number(stack[-1]) if stack else 0.0


def _matrix(tokens: list[bytes]) -> Matrix:
    a, b, c, d, e, f = map(_number, tokens)
    return a, b, c, d, e, f


def page_matrix(box: list[float], rotate: int) -> Matrix:
    """From a page's own coordinates to upright ones."""
    x0, y0, x1, y1 = box
    if rotate == 90:
        return (0.0, -1.0, 1.0, 0.0, -y0, x1)
    if rotate == 180:
        return (-1.0, 0.0, 0.0, -1.0, x1, y1)
    if rotate == 270:
        return (0.0, 1.0, -1.0, 0.0, y1, -x0)
    return (1.0, 0.0, 0.0, 1.0, -x0, -y0)
