"""PDF: rings, bombs, claims, damage, and pages that hold a picture only."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Final

from tests.hostile.cases.build import (
    CATALOG,
    EITHER,
    FONT,
    FOUND,
    NAMED,
    PAGE,
    PAGES,
    SHOWN,
    Case,
    page,
    pdf,
    raw,
    stream,
)

EXAMPLE: Final = (Path(__file__).parents[3] / "examples" / "application.pdf").read_bytes()
FLATE: Final = b"/Filter/FlateDecode"
FORM: Final = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"


def twice(content: bytes, times: int = 2) -> tuple[bytes, bytes]:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content, b"/Filter[" + b"/FlateDecode" * times + b"]"


def deep_pages(depth: int) -> bytes:
    """A tree of pages that is a chain."""
    chain = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, depth + 2)]
    last = depth + 2
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F %d 0 R>>>>/Contents %d 0 R>>" % (
        last + 2,
        last + 1,
    )
    return pdf(CATALOG, *chain, leaf, stream(SHOWN), FONT)


def object_stream(count: int, first: int) -> bytes:
    body = zlib.compress(b"1 0 2 5 " + SHOWN)
    return stream(body, b"/Type/ObjStm/N %d/First %d%b" % (count, first, FLATE))


def cross_reference_stream(size: int) -> bytes:
    table = stream(
        zlib.compress(bytes(60)), b"/Type/XRef/Size %d/W[1 8 8]/Index[0 %d]/Root 1 0 R%b" % (size, size, FLATE)
    )
    return b"%PDF-1.7\n1 0 obj\n" + CATALOG + b"\nendobj\n9 0 obj\n" + table + b"\nendobj\nstartxref\n51\n%%EOF"


def predictor(columns: int) -> bytes:
    return page(
        zlib.compress(SHOWN),
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns %d/Colors 99/BitsPerComponent 32>>" % columns,
    )


IMAGE: Final = stream(
    bytes(9), b"/Type/XObject/Subtype/Image/Width 3/Height 3/ColorSpace/DeviceGray/BitsPerComponent 8"
)
PICTURE: Final = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>"
PLAIN: Final = page(SHOWN)
KEYS: Final = b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O(12345678901234567890123456789012)/U(12345678901234567890123456789012)>>"

CASES: Final = (
    Case("plain.pdf", raw(PLAIN), FOUND),
    Case(
        "pages_ring.pdf",
        raw(pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 9>>", PAGE, stream(SHOWN), FONT)),
        EITHER,
    ),
    Case(
        "parent_ring.pdf",
        raw(pdf(CATALOG, PAGES.replace(b"/Count", b"/Parent 3 0 R/Count"), PAGE, stream(SHOWN), FONT)),
        EITHER,
    ),
    Case("deep_pages.pdf", raw(deep_pages(20_000)), EITHER),
    Case(
        "length_ring.pdf",
        raw(
            pdf(CATALOG, PAGES, PAGE, b"<</Length 6 0 R>>\nstream\n" + SHOWN + b"\nendstream", FONT, b"7 0 R", b"6 0 R")
        ),
        EITHER,
    ),
    Case(
        "length_of_itself.pdf",
        raw(pdf(CATALOG, PAGES, PAGE, b"<</Length 4 0 R>>\nstream\n" + SHOWN + b"\nendstream", FONT)),
        EITHER,
    ),
    Case(
        "reference_ring.pdf",
        raw(pdf(CATALOG, PAGES, PAGE.replace(b"4 0 R", b"6 0 R"), stream(SHOWN), FONT, b"7 0 R", b"6 0 R")),
        EITHER,
    ),
    Case(
        "form_draws_itself.pdf",
        raw(
            pdf(
                CATALOG,
                PAGES,
                PAGE.replace(b"<</Font", b"<</XObject<</X 6 0 R>>/Font"),
                stream(b"/X Do " + SHOWN),
                FONT,
                stream(b"/X Do /X Do", FORM),
            )
        ),
        EITHER,
    ),
    Case(
        "outline_ring.pdf",
        raw(
            pdf(
                b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
                PAGES,
                PAGE,
                stream(SHOWN),
                FONT,
                b"<</First 6 0 R/Next 6 0 R/Title(x)>>",
            )
        ),
        FOUND,
    ),
    Case(
        "fields_ring.pdf",
        raw(
            pdf(
                b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>",
                PAGES,
                PAGE,
                stream(SHOWN),
                FONT,
                b"<</T(x)/Kids[6 0 R]/Parent 6 0 R>>",
            )
        ),
        FOUND,
    ),
    Case("flate_bomb.pdf", lambda p: p.write_bytes(page(*(zlib.compress(bytes(300 * 2**20), 9), FLATE))), EITHER),
    Case("chained_flate_bomb.pdf", lambda p: p.write_bytes(page(*twice(bytes(300 * 2**20), 3))), EITHER),
    Case(
        "bomb_with_text.pdf",
        lambda p: p.write_bytes(page(zlib.compress(SHOWN + b"\n" * 300 * 2**20, 9), FLATE)),
        EITHER,
    ),
    Case(
        "many_operators.pdf", lambda p: p.write_bytes(page(zlib.compress(b"q Q " * 2_000_000 + SHOWN), FLATE)), EITHER
    ),
    Case("never_restored.pdf", lambda p: p.write_bytes(page(b"q " * 500_000 + SHOWN)), EITHER),
    Case("predictor.pdf", raw(predictor(2**31 - 1)), EITHER),
    Case("predictor_negative.pdf", raw(predictor(-1)), EITHER),
    Case("objects_claimed.pdf", raw(cross_reference_stream(10**9)), NAMED),
    Case(
        "object_stream_claims.pdf", raw(pdf(CATALOG, PAGES, PAGE, stream(SHOWN), FONT, object_stream(10**9, 8))), EITHER
    ),
    Case(
        "object_stream_in_itself.pdf",
        raw(pdf(CATALOG, PAGES, PAGE, stream(SHOWN), FONT, object_stream(2, 8).replace(b"/N", b"/Extends 6 0 R/N"))),
        EITHER,
    ),
    Case("table_claims.pdf", raw(PLAIN.replace(b"xref\n0 6", b"xref\n0 999999999")), EITHER),
    Case("no_table.pdf", raw(PLAIN[: PLAIN.index(b"xref")]), EITHER),
    Case("wrong_table.pdf", raw(PLAIN.replace(b"startxref\n", b"startxref\n9")), EITHER),
    Case(
        "table_points_at_itself.pdf",
        raw(PLAIN.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % PLAIN.index(b"xref\n"))),
        FOUND,
    ),
    Case(
        "deep_lists.pdf",
        raw(
            pdf(
                CATALOG,
                PAGES,
                PAGE.replace(b"/MediaBox", b"/X " + b"[" * 50_000 + b"]" * 50_000 + b"/MediaBox"),
                stream(SHOWN),
                FONT,
            )
        ),
        EITHER,
    ),
    Case("deep_lists_in_content.pdf", raw(page(b"[" * 100_000 + b"]" * 100_000 + b" TJ " + SHOWN)), EITHER),
    Case("deep_dictionaries.pdf", raw(page(b"<<" * 100_000 + SHOWN)), EITHER),
    Case("open_string.pdf", raw(page(b"BT (" + b"(" * 100_000 + SHOWN)), EITHER),
    Case("junk_before.pdf", raw(b"junk\n" * 150 + PLAIN), FOUND),
    Case("junk_behind.pdf", raw(PLAIN + b"junk" * 3000), FOUND),
    Case("cut.pdf", raw(EXAMPLE[:700]), NAMED),
    Case("cut_in_the_middle.pdf", raw(EXAMPLE[: len(EXAMPLE) // 2]), EITHER),
    Case("empty.pdf", raw(b"%PDF-1.7\n"), NAMED),
    Case("picture_only.pdf", raw(pdf(CATALOG, PAGES, PICTURE, stream(b"q 600 0 0 800 0 0 cm /I Do Q"), IMAGE)), NAMED),
    Case(
        "password.pdf",
        raw(pdf(CATALOG, PAGES, PAGE, stream(SHOWN), FONT, KEYS, trailer=b"<</Root 1 0 R/Encrypt 6 0 R/ID[(a)(a)]>>")),
        NAMED,
    ),
    Case(
        "unknown_protection.pdf",
        raw(
            pdf(
                CATALOG,
                PAGES,
                PAGE,
                stream(SHOWN),
                FONT,
                b"<</Filter/Nobody/V 9>>",
                trailer=b"<</Root 1 0 R/Encrypt 6 0 R>>",
            )
        ),
        NAMED,
    ),
    Case(
        "map_by_path.pdf",
        raw(
            pdf(
                CATALOG,
                PAGES,
                PAGE,
                stream(SHOWN),
                b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/#2fetc#2fpasswd/DescendantFonts[6 0 R]>>",
                b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(..)/Ordering(../../x)/Supplement 0>>>>",
            )
        ),
        EITHER,
    ),
    Case("unknown_filter.pdf", raw(page(SHOWN, b"/Filter/Nobody")), EITHER),
    Case("many_filters.pdf", raw(page(SHOWN, b"/Filter[" + b"/ASCIIHexDecode" * 50_000 + b"]")), EITHER),
    Case("lzw_claims.pdf", raw(page(b"\x80" * 5000, b"/Filter/LZWDecode")), EITHER),
    Case("huge_numbers.pdf", raw(page(b"9" * 100_000 + b" Tc " + SHOWN)), EITHER),
    Case(
        "launches.pdf",
        raw(
            pdf(
                b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(touch SIDE_EFFECT)>>>>",
                PAGES,
                PAGE,
                stream(SHOWN),
                FONT,
            )
        ),
        FOUND,
    ),
    Case("far_away.pdf", raw(page(SHOWN.replace(b"50 700", b"99999999999 -99999999999"))), EITHER),
    Case("zero_size.pdf", raw(page(SHOWN.replace(b"12 Tf", b"0 Tf"))), EITHER),
    Case("white_on_white.pdf", raw(page(b"1 1 1 rg 3 Tr " + SHOWN)), FOUND),
    Case(
        "million_pages.pdf",
        lambda p: p.write_bytes(
            pdf(CATALOG, b"<</Type/Pages/Kids[" + b"3 0 R " * 300_000 + b"]/Count 300000>>", PAGE, stream(SHOWN), FONT)
        ),
        EITHER,
    ),
)
