"""The whole command on hostile input: findings or a named reason, no traceback, no hang, no way out of the report."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

VALUE = "090-5550-0123"
SECONDS = 60
EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def scan(*arguments: str | Path, cwd: Path | None = None) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "piiscan", "scan", "--format", "json", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd=cwd)
    assert b"Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1, 3), (done.returncode, done.stderr)
    return done.returncode, json.loads(done.stdout)


def xlsx(sheet: str, shared: str = "") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "xl/workbook.xml", f"<workbook {main}><sheets><sheet name='S' sheetId='1'/></sheets></workbook>"
            )
            archive.writestr("xl/worksheets/sheet1.xml", sheet.replace("MAIN", main))
            if shared:
                archive.writestr("xl/sharedStrings.xml", shared.replace("MAIN", main))

    return write


def inline(cell: str, text: str = VALUE) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(rows: str) -> str:
    return f'<worksheet MAIN><dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>'


def docx(body: str, head: str = "") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "word/document.xml",
                f'{head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                f"<w:body>{body}</w:body></w:document>",
            )

    return write


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content.encode(encoding, "surrogatepass")) and None


def raw(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


TEL = f"電話番号：{VALUE}"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)

# Read in full: the value must be found.
READ: dict[str, Callable[[Path], None]] = {
    "one_line.txt": text("漢字" * 1_000_000 + TEL),
    "nul.txt": raw(b"\0\0" + TEL.encode() + b"\0" * 50),
    "cr_only.txt": text(f"a\r{TEL}\rb"),
    "utf16_without_bom.txt": text(f"これは試験です。\n{TEL}\n" * 3, "utf-16-le"),
    "utf32.txt": text(TEL, "utf-32"),
    "surrogates.txt": text(f"\ud800\udfff\ud800 {TEL}"),
    "mixed_encodings.txt": raw(("山田\n" * 9).encode("cp932") + f"{TEL}\n".encode() + "東京\n".encode("euc_jp")),
    "zero_width.txt": text("電話番号：0\u200b9\u200b0\u2060-5550\u00ad-0123"),
    "bidi.txt": text(f"電話番号：\u202e\u2066{VALUE}\u2069\u202c"),
    "fullwidth.txt": text("電話番号：０９０－５５５０－０１２３"),
    "open_quote.csv": text('氏名,電話\n"open,090-5550-0199\n' + "a,b\n" * 40_000 + f"x,{VALUE}\n"),
    "deep.json": text('{"a":' * 100_000 + f'{{"tel":"{VALUE}"}}' + "}" * 100_000),
    "equal_keys.json": text(f'{{"tel":"{VALUE}","tel":"x"}}'),
    "huge_integer.json": text(f'{{"n":{"9" * 5000},"tel":"{VALUE}"}}'),
    "escapes.json": text('{"tel":"' + "".join(f"\\u{ord(c):04x}" for c in VALUE) + '"}'),
    "broken_line.jsonl": text(f'{{"a":\n{{"tel":"{VALUE}"}}\n'),
    "deep.html": text("<div>" * 100_000 + TEL),
    "references.html": text("<p>電話番号：" + "".join(f"&#{ord(c)};" for c in VALUE)),
    "open_comment.html": text(f"<!-- {TEL}"),
    "attribute.html": text(f'<input name="tel" value="{VALUE}">'),
    "bomb.xml": text(f"{BOMB}<x>&i; {TEL}</x>"),
    "utf16.xml": text(f'<?xml version="1.0" encoding="UTF-16"?><tel>{TEL}</tel>', "utf-16"),
    "far_cell.xlsx": xlsx(sheet(f'<row r="1048576">{inline("XFD1048576")}</row>')),
    "csv_inside.xlsx": text(f"氏名,電話\nx,{VALUE}\n", "cp932"),
    "table_inside.xls": text(f"<table><tr><th>電話<tr><td>{VALUE}</table>", "cp932"),
    "split_runs.docx": docx("<w:p>" + "".join(f"<w:r><w:t>{c}</w:t></w:r>" for c in TEL) + "</w:p>"),
    "deleted.docx": docx(f"<w:p><w:del><w:r><w:delText>{TEL}</w:delText></w:r></w:del></w:p>"),
}  # fmt: skip

# Either found, or named with a reason: never silence.
NAMED: dict[str, Callable[[Path], None]] = {
    "bomb.docx": docx(paragraph("&i;"), BOMB),
    "external.docx": docx(paragraph("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "deep.docx": docx("<w:tbl><w:tr><w:tc>" * 5000 + paragraph(TEL) + "</w:tc></w:tr></w:tbl>" * 5000),
    "many_empty_rows.xlsx": xlsx(sheet("<row/>" * 500_000 + f"<row>{inline('A500001')}</row>")),
    "sparse.txt": raw(bytes(5_000_000) + TEL.encode()),
    "ratio.xlsx": xlsx(sheet("<row><c/></row>" * 3_000_000)),
    "cut.docx": raw((EXAMPLES / "contract.docx").read_bytes()[:9000]),
    "cut.pdf": raw((EXAMPLES / "application.pdf").read_bytes()[:700]),
    "length_ring.pdf": raw(b"%PDF-1.4\n1 0 obj<</Length 2 0 R>>stream\nx\nendstream endobj\n"
                           b"2 0 obj<</Length 1 0 R>>stream\ny\nendstream endobj\n"
                           b"3 0 obj<</Type/Catalog/Pages 4 0 R>>endobj\n"
                           b"4 0 obj<</Type/Pages/Kids[5 0 R]/Count 1>>endobj\n"
                           b"5 0 obj<</Type/Page/Parent 4 0 R/Contents 1 0 R>>endobj\ntrailer<</Root 3 0 R>>\n%%EOF"),
    "page_ring.pdf": raw(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                         b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
    "empty.pdf": raw(b"%PDF-1.7\n"),
    "random.bin": raw(random.Random(1).randbytes(20_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_read_in_full(name: str, tmp_path: Path) -> None:
    READ[name](tmp_path / name)
    code, report = scan(tmp_path / name, "--types", "PHONE_NUMBER")
    assert code == 1, report


@pytest.mark.parametrize("name", NAMED)
def test_found_or_named(name: str, tmp_path: Path) -> None:
    NAMED[name](tmp_path / name)
    _, report = scan(tmp_path / name)
    assert report["findings"] or report["not_examined"], report


def test_one_hostile_file_costs_only_itself(tmp_path: Path) -> None:
    for name in ("length_ring.pdf", "bomb.docx", "random.bin"):
        NAMED[name](tmp_path / name)
    for n in range(30):
        (tmp_path / f"a{n}.txt").write_text(TEL, encoding="utf-8")
    code, report = scan(tmp_path, "--types", "PHONE_NUMBER", "--jobs", "2")
    assert code == 1
    assert len(report["findings"]) == 30  # type: ignore[arg-type]


@pytest.mark.skipif(os.name != "posix", reason="POSIX file names")
def test_names_cannot_inject(tmp_path: Path) -> None:
    for name in (
        "-rf.txt",
        "a\n::error::b.txt",
        "\x1b[2J.txt",
        b"\xff\xfe.txt".decode("utf-8", "surrogateescape"),
        "=cmd().csv",
    ):
        (tmp_path / name).write_text(TEL, encoding="utf-8")
    code, report = scan("--types", "PHONE_NUMBER", "--", ".", cwd=tmp_path)
    assert code == 1
    assert len(report["findings"]) == 5  # type: ignore[arg-type]
    command = [sys.executable, "-m", "piiscan", "scan", "."]
    shown = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path).stdout
    assert b"\x1b" not in shown
    assert not any(line.startswith(b"::") for line in shown.splitlines())


@pytest.mark.skipif(os.name != "posix", reason="POSIX special files")
def test_special_files_are_named_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    code, report = scan(tmp_path)
    assert code == 3
    assert {skip["reason"] for skip in report["not_examined"]} == {"not_regular"}  # type: ignore[union-attr]
    assert scan(tmp_path / "pipe")[0] == 3
    assert scan("/dev/zero")[0] == 3


def test_the_scanned_folder_configures_nothing(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "piiscan.toml").write_text('exclude = ["*"]\nfail_on = "never"\n', encoding="utf-8")
    (target / "leak.txt").write_text(TEL, encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert scan(target, cwd=elsewhere)[0] == 1


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    NAMED["bomb.docx"](tmp_path / "bomb.docx")
    before = set(tmp_path.iterdir())
    scratch = tmp_path.parent / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "piiscan", "scan", str(tmp_path)]
    subprocess.run(command, capture_output=True, check=False, env={**os.environ, "TMPDIR": str(scratch)})
    assert set(tmp_path.iterdir()) == before
    assert not list(scratch.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("sample", sorted(p.name for p in EXAMPLES.iterdir() if p.is_file()))
def test_flipped_bytes(sample: str, tmp_path: Path) -> None:
    """Two hundred damaged copies of each sample: only our own outcomes."""
    draw = random.Random(sample)
    original = (EXAMPLES / sample).read_bytes()
    for n in range(200):
        damaged = bytearray(original)
        for _ in range(draw.randint(1, 8)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        (tmp_path / f"{n:03}{Path(sample).suffix}").write_bytes(damaged)
    _, report = scan(tmp_path, "--jobs", "2")
    assert report["summary"]["files"] == 200  # type: ignore[index]
    reasons = {skip["reason"] for skip in report["not_examined"]}  # type: ignore[union-attr]
    assert not reasons & {"worker_died", "time", "memory"}, reasons
    assert "unforeseen" not in json.dumps(report["not_examined"]), report["not_examined"]
