"""What the text operators of a content set and write: the pen, where it stands, and the runs it has set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pdfminer.utils import mult_matrix

from piiscan.extract.pdf_fonts import UNKNOWN, Typeface
from piiscan.extract.pdf_runs import CELL_GAP, IDENTITY, WORD_GAP, Matrix, Run, is_space_between, placed
from piiscan.extract.pdf_strings import string_bytes, text_string
from piiscan.extract.pdf_tokens import last_number, matrix_of, number

MOST_STATES: Final = 1_000


class Pen:
    """Writes the text of one page; ``operators`` are those it answers to, each taking its operands."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.glyphs = self.unknown = 0
        self.ctm: Matrix = IDENTITY
        self.face: Typeface | None = None
        self.size = self._char_space = self._word_space = self._leading = self._rise = 0.0
        self._scale = 1.0
        self.matrix: Matrix = IDENTITY
        self.line_matrix: Matrix = IDENTITY
        self.states: list[tuple[Any, ...]] = []
        """What ``q`` saved and ``Q`` has not yet brought back."""
        self._said: set[tuple[str, int, int, int]] = set()
        self._actual: list[tuple[str, int, int]] = []
        self.operators: dict[bytes, Callable[[list[bytes]], None]] = {
            b"BT": self._begin_text,
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
            b"q": self.save,
            b"Q": self.restore,
            b"cm": self._concatenate,
            b"BDC": self._begin_marked,
            b"BMC": self._begin_marked,
            b"EMC": self._end_marked,
        }

    def _begin_text(self, _: list[bytes]) -> None:
        self.matrix = self.line_matrix = IDENTITY

    def _move(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self._shift(number(stack[-2]), number(stack[-1]))

    def _shift(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self.line_matrix
        self.matrix = self.line_matrix = (a, b, c, d, e + x * a + y * c, f + x * b + y * d)

    def _move_leading(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self._leading = -number(stack[-1])
            self._move(stack)

    def _set_matrix(self, stack: list[bytes]) -> None:
        if len(stack) >= 6:
            self.matrix = self.line_matrix = matrix_of(stack[-6:])

    def _next_line(self, _: list[bytes]) -> None:
        self._shift(0.0, -self._leading)

    def _set_char_space(self, stack: list[bytes]) -> None:
        self._char_space = last_number(stack)

    def _set_word_space(self, stack: list[bytes]) -> None:
        self._word_space = last_number(stack)

    def _set_scale(self, stack: list[bytes]) -> None:
        self._scale = last_number(stack) / 100 or 1.0

    def _set_leading(self, stack: list[bytes]) -> None:
        self._leading = last_number(stack)

    def _set_rise(self, stack: list[bytes]) -> None:
        self._rise = last_number(stack)

    def save(self, _: list[bytes]) -> None:
        """Keep the state for ``restore``."""
        if len(self.states) < MOST_STATES:
            self.states.append(
                (self.ctm, self.face, self.size, self._char_space, self._word_space, self._leading, self._scale)
            )

    def restore(self, _: list[bytes]) -> None:
        """Back to the state kept last."""
        if self.states:
            state = self.states.pop()
            self.ctm, self.face, self.size, self._char_space, self._word_space, self._leading, self._scale = state

    def _concatenate(self, stack: list[bytes]) -> None:
        if len(stack) >= 6:
            self.ctm = mult_matrix(matrix_of(stack[-6:]), self.ctm)

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
            self._word_space, self._char_space = number(stack[-3]), number(stack[-2])
        self._show_next(stack)

    def _write(self, items: list[bytes]) -> None:
        """Write the strings among ``items``, moved by the numbers between them; a wide move begins a new run."""
        face, size, scale = self.face, self.size, self._scale
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
                move = -number(item) / 1000 * step
                position += move
                moved += move
        self._end_run(pieces, begin, position, face)
        self._advance(position, vertical=vertical)

    def _advance(self, by: float, *, vertical: bool) -> None:
        a, b, c, d, e, f = self.matrix
        x, y = (c, d) if vertical else (a, b)
        self.matrix = (a, b, c, d, e + by * x, f + by * y)

    def _end_run(self, pieces: list[str], begin: float, end: float, face: Typeface) -> None:
        text = "".join(pieces)
        if UNKNOWN in text:
            self.unknown += text.count(UNKNOWN)
            text = text.replace(UNKNOWN, "")
        if not text:
            return
        a, b, c, d, e, f = self.matrix
        if self._rise:
            e, f = e + c * self._rise, f + d * self._rise
        m, n, o, p, x, y = self.ctm
        right = (a * m + b * o, a * n + b * p)
        up = (c * m + d * o, c * n + d * p)
        x, y = e * m + f * o + x, e * n + f * p + y
        along, height = (up, right) if face.vertical else (right, up)
        size = abs(self.size) * (height[0] ** 2 + height[1] ** 2) ** 0.5
        run = placed(text, (x, y), along, (begin, end), size)
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
            e, f = self.matrix[4:]
            m, n, o, p, x, y = self.ctm
            at = (e * m + f * o + x, e * n + f * p + y)
            size = abs(self.size) or 1.0
            self.runs.append(placed(text, at, (m or 1.0, n), (-size * len(text), 0.0), size))
