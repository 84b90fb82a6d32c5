"""Pages of a PDF drawn as pictures (by pypdfium2, extra ``ocr``) and read by OCR."""

from __future__ import annotations

from typing import Any, Final

from piiscan.errors import ExtractionError
from piiscan.extract.ocr import MOST_PIXELS, Tesseract, tesseract
from piiscan.extract.protocol import Blob, Limits

DOTS_PER_INCH: Final = 300
"""What Tesseract's models were trained with."""
POINTS_PER_INCH: Final = 72


class DrawnPages:
    """The pages of one document; it is opened when the first of them is asked for."""

    def __init__(self, program: Tesseract, blob: Blob, password: str) -> None:
        self._program = program
        self._blob = blob
        self._password = password
        self._document: Any = None

    def text_of(self, number: int, limits: Limits) -> str:
        """The text that a page shows; pages count from 1."""
        import pypdfium2

        try:
            if self._document is None:
                self._blob.stream.seek(0)
                password = self._password or None
                self._document = pypdfium2.PdfDocument(self._blob.stream.read(), password=password)
            if number > len(self._document):
                raise ExtractionError("corrupt", "a page that cannot be drawn")
            picture = _grey_picture(self._document[number - 1])
        except pypdfium2.PdfiumError:
            raise ExtractionError("corrupt", "a page that cannot be drawn") from None
        return self._program.text_of(picture, self._blob, limits)


def drawn_pages(blob: Blob, password: str) -> DrawnPages | None:
    """The pages of a document as pictures, if anybody is there to read them."""
    program = tesseract(blob)
    return DrawnPages(program, blob, password) if program is not None else None


def _grey_picture(page: Any) -> bytes:
    """A page as a portable grey map, never of more pixels than the limit."""
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    raw, stride = bytes(bitmap.buffer), bitmap.stride
    rows = (raw[at : at + bitmap.width] for at in range(0, stride * bitmap.height, stride))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(rows)
