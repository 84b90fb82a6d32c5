"""The contents of a page and of the forms it draws: their text goes to the pen, their lines to the rules.

pdfminer's own interpreter splits the content byte by byte in Python and follows every line and colour; one regular
expression that finds tokens and a table of a dozen operators does the same for text in a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, Final, NamedTuple

from pdfminer.pdftypes import LITERALS_DCT_DECODE, PDFStream, dict_value, list_value, resolve1
from pdfminer.utils import mult_matrix

from piiscan.extract.pdf_fonts import Typeface
from piiscan.extract.pdf_pen import Pen
from piiscan.extract.pdf_rules import Rules
from piiscan.extract.pdf_runs import Matrix, Run
from piiscan.extract.pdf_streams import Budget
from piiscan.extract.pdf_strings import name_of
from piiscan.extract.pdf_tokens import INLINE_IMAGE, OPERAND, number, tokens_of

BATCH: Final = 8_192
DEEPEST_FORM: Final = 12
MOST_FORMS: Final = 5_000
"""Forms drawn on one page."""


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
        self._pen = Pen()
        self.rules = Rules()
        self.pictures = 0
        self.covered = 0.0
        self.photos: list[PDFStream] = []
        self._resources: dict[str, Any] = {}
        self._open_forms: list[int] = []
        self._forms = 0
        self._operators: dict[bytes, Callable[[list[bytes]], None]] = {
            **self._pen.operators,
            b"Tf": self._set_font,
            b"Do": self._do,
            b"m": self._move_path,
            b"l": self._draw_line,
            b"re": self._draw_box,
            b"n": self._drop_path,
            **dict.fromkeys((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), self._paint_path),
        }

    def read(self, data: bytes, resources: dict[str, Any], ctm: Matrix) -> Ink:
        """The ink of a page."""
        pen = self._pen
        pen.ctm = ctm
        self._interpret(data, resources)
        return Ink(pen.runs, pen.glyphs, pen.unknown, self.pictures, self.covered, self.photos, self.rules)

    def _interpret(self, data: bytes, resources: dict[str, Any]) -> None:
        outer, self._resources = self._resources, resources
        states = len(self._pen.states)
        if b"BI" in data:
            data, images = INLINE_IMAGE.subn(b"", data)
            self.pictures += images
        operators, stack = self._operators, list[bytes]()
        tokens = iter(tokens_of(data))
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
        del self._pen.states[states:]
        self._resources = outer

    def _move_path(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self.rules.move((number(stack[-2]), number(stack[-1])))

    def _draw_line(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self.rules.line((number(stack[-2]), number(stack[-1])))

    def _draw_box(self, stack: list[bytes]) -> None:
        if len(stack) >= 4:
            self.rules.rectangle(*map(number, stack[-4:]))

    def _paint_path(self, _: list[bytes]) -> None:
        self.rules.paint(self._pen.ctm)

    def _drop_path(self, _: list[bytes]) -> None:
        self.rules.drop()

    def _set_font(self, stack: list[bytes]) -> None:
        if len(stack) >= 2:
            self._pen.size = number(stack[-1])
            fonts = resolve1(self._resources.get("Font"))
            self._pen.face = self._load_typeface(fonts.get(name_of(stack[-2]))) if isinstance(fonts, dict) else None

    def _do(self, stack: list[bytes]) -> None:
        objects = resolve1(self._resources.get("XObject"))
        form = resolve1(objects.get(name_of(stack[-1]))) if stack and isinstance(objects, dict) else None
        if not isinstance(form, PDFStream):
            return
        kind = getattr(resolve1(form.get("Subtype")), "name", "")
        if kind == "Image":
            self.pictures += 1
            a, b, c, d = self._pen.ctm[:4]
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
        self._pen.save([])
        kept = self._pen.matrix, self._pen.line_matrix
        matrix = [resolve1(value) for value in list_value(form.get("Matrix", []))]
        if len(matrix) == 6:
            self._pen.ctm = mult_matrix(tuple(float(value) for value in matrix), self._pen.ctm)  # type: ignore[arg-type]
        resources = dict_value(form.get("Resources")) if "Resources" in form else self._resources
        try:
            self._interpret(form.get_data(), resources)
        finally:
            self._pen.restore([])
            self._pen.matrix, self._pen.line_matrix = kept
            self._open_forms.pop()
