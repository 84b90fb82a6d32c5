"""Text in pictures and scanned pages: read where Tesseract is installed, named where it is not or takes too long."""

from __future__ import annotations

import io
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest
from locking import pdf
from reading import Read

from piiscan.extract.ocr import LANGUAGE, LIBRARY, PART
from piiscan.extract.pdf import FEW_GLYPHS
from piiscan.extract.protocol import Aids, Blob, Limits
from piiscan.extract.reader import segments
from piiscan.model import Segment, Skip

PIL = pytest.importorskip("PIL.Image")
FONTS = (
    *("/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    *("C:/Windows/Fonts/msgothic.ttc", "/System/Library/Fonts/ヒラギノ角ゴシック W3.ttc"),
)
LINES = ("顧客名簿", "氏名　佐藤 花子", "電話番号　090-1234-5678", "住所　東京都千代田区霞が関1-2-3")


def why_not() -> str:
    """Why nothing can be read here; empty where it can."""
    if find_spec(LIBRARY) is None:
        return f"{LIBRARY} is not installed"
    if which("tesseract") is None:
        return "Tesseract is not installed"
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    if LANGUAGE not in listed:
        return f"Tesseract has no data for {LANGUAGE}"
    return "" if any(Path(font).exists() for font in FONTS) else "no Japanese font"


needs_all = pytest.mark.skipif(bool(why_not()), reason=why_not() or "ready")


def read(data: bytes, name: str, aids: Aids | None = None, limits: Limits | None = None) -> Read:
    blob = Blob(name, io.BytesIO(data), len(data), aids=aids or Aids(ocr=True))
    items = list(segments(blob, limits or Limits()))
    return Read([i for i in items if isinstance(i, Segment)], [i for i in items if isinstance(i, Skip)])


def drawn(lines: tuple[str, ...] = LINES, size: int = 32):
    from PIL import ImageDraw, ImageFont

    font = ImageFont.truetype(next(font for font in FONTS if Path(font).exists()), size)
    image = PIL.new("L", (900, 1000), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((40, 30 + 60 * number), line, font=font, fill=0)
    return image


def picture(kind: str, image=None) -> bytes:
    out = io.BytesIO()
    (image or PIL.new("L", (300, 200), 255)).save(out, kind)
    return out.getvalue()


def scanned(*images, text: str = "", password: str = "") -> bytes:
    """A PDF whose pages are pictures."""
    from fpdf import FPDF

    made = FPDF()
    made.set_font("helvetica", size=8)
    for image in images:
        made.add_page()
        made.image(image, x=0, y=0, w=made.w)
        if text:
            made.text(10, made.h - 10, text)
    if password:
        made.set_encryption(owner_password="owner", user_password=password)  # noqa: S106
    return bytes(made.output())


@needs_all
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WebP"])
def test_a_picture_of_japanese_text_is_read(kind: str) -> None:
    got = read(picture(kind, drawn()), "a.bin")
    for word in ("佐藤", "花子", "090-1234-5678", "東京都千代田区霞が関"):
        assert word in got.text
    assert got.segments[-1].place[0] == 1
    assert got.segments[-1].place.part == PART
    assert not got.skips


@needs_all
@pytest.mark.slow
def test_scanned_pages_are_read_and_written_ones_are_not_drawn() -> None:
    got = read(scanned(drawn(), drawn(("口座番号 1234567",))), "a.pdf")
    assert [segment.place.page for segment in got.segments if segment.place.part == PART] == [1, 2]
    assert "090-1234-5678" in got.text
    assert "1234567" in got.text
    assert not got.skips
    stamped = read(scanned(drawn(), text="Page 1 of 1"), "a.pdf")
    assert "Page 1 of 1" in stamped.text
    assert "090-1234-5678" in stamped.text
    written = read(scanned(drawn(), text="x" * (FEW_GLYPHS + 1)), "a.pdf")
    assert "090" not in written.text
    locked = read(scanned(drawn(), password="open"), "a.pdf", Aids(("open",), ocr=True))  # noqa: S106
    assert "090-1234-5678" in locked.text


@needs_all
@pytest.mark.slow
def test_pictures_in_documents_are_read_by_the_whole_scanner(tmp_path) -> None:
    from docx import Document

    from piiscan import Config, scan_file

    made = Document()
    made.add_paragraph("添付の画像を確認してください。")
    made.add_picture(io.BytesIO(picture("PNG", drawn())))
    made.add_picture(io.BytesIO(picture("PNG")))
    path = tmp_path / "a.docx"
    made.save(path)
    result = scan_file(path)
    assert {"PERSON", "PHONE_NUMBER", "JP_ADDRESS"} <= {finding.entity_type for finding in result.findings}
    assert all(finding.place.member == "word/media/image1.png" for finding in result.findings)
    assert result.complete
    off = scan_file(path, Config(ocr=False))
    assert not off.findings
    assert [(skip.detail, "switched off" in skip.hint) for skip in off.not_examined] == [("2 pictures inside", True)]


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piiscan.extract.ocr.which", lambda _: None)
    got = read(picture("PNG"), "a.png")
    assert [(skip.reason, skip.detail) for skip in got.skips] == [("unsupported", "PNG picture")]
    assert 'pip install "piiscan-jp[ocr]"' in got.skips[0].hint
    pages = read(scanned(picture_image(), picture_image()), "a.pdf")
    assert [(skip.reason, skip.detail) for skip in pages.skips] == [("no_text", "pages without text: 1-2")]
    stamped = read(scanned(picture_image(), text="Page 1 of 1"), "a.pdf")
    assert [skip.detail for skip in stamped.skips] == ["pages that are a picture and a few words: 1"]
    assert not read(pdf("no pictures", "", "RC4"), "a.pdf").skips


def picture_image():
    return PIL.new("L", (600, 850), 255)


@pytest.fixture
def pretended(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A program in the place of Tesseract that runs the given shell commands."""
    if not Path("/bin/sh").exists():
        pytest.skip("needs a shell")

    def install(commands: str) -> None:
        program = tmp_path / "tesseract"
        program.write_text(f'#!/bin/sh\nif [ "$1" = --list-langs ]; then echo jpn; exit; fi\n{commands}\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr("piiscan.extract.ocr.which", lambda _: str(program))
        monkeypatch.setattr("piiscan.extract.ocr.find_spec", lambda _: True)

    return install


def test_a_program_that_hangs_or_fails_costs_only_its_picture(pretended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piiscan.extract.ocr.PICTURE_SECONDS", 0.3)
    pretended("exec /bin/sleep 20")
    assert read(picture("PNG"), "a.png").reasons == ["time"]
    pretended("exit 1")
    assert read(picture("PNG"), "a.png").reasons == ["corrupt"]
    pretended("printf ' \\n\\n'")
    assert read(picture("PNG"), "a.png").reasons == ["no_text"]
    pretended("printf 'a\\n\\n b\\f'")
    assert read(picture("PNG"), "a.png").text == "a\nb\n"


def test_a_picture_of_too_many_pixels_is_not_given_away(pretended) -> None:
    pretended("echo read")
    data = bytearray(picture("PNG"))
    data[16:24] = (100_000).to_bytes(4, "big") * 2
    assert read(bytes(data), "a.png").reasons == ["too_big"]
    assert read(picture("PNG"), "a.png", limits=Limits(seconds=-1)).reasons == ["time"]


def test_the_program_sees_nothing_of_our_surroundings(pretended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIISCAN_PASSWORDS", "hidden")
    pretended('echo "$*"; echo "secret: $PIISCAN_PASSWORDS"')
    assert read(picture("PNG"), "a.png").text == "stdin stdout -l jpn --psm 6 -c preserve_interword_spaces=1\nsecret:\n"
