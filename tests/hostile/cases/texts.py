"""Plain text: encodings, endless lines, values across the borders of buffers, and strings that are slow to match."""

from __future__ import annotations

import random
from typing import Final

from tests.hostile.cases.build import EITHER, FOUND, TEL, VALUE, Case, raw, text

WIDE: Final = str.maketrans("0123456789-", "０１２３４５６７８９－")
KANJI: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
LONG: Final = 200_000


def across(border: int, filler: str = "あ", encoding: str = "utf-8") -> bytes:
    """Text in which the value lies across a border of the bytes."""
    one = filler.encode(encoding)
    before = f"電話番号：{VALUE[:6]}".encode(encoding)
    count, rest = divmod(border - len(before), len(one))
    return b" " * rest + one * count + (TEL + "\n" + filler * 2000).encode(encoding)


SLOW: Final = {
    "digits": "1" * LONG,
    "wide_digits": "１" * LONG,
    "hyphens": "-" * LONG,
    "digits_and_hyphens": "0-" * LONG,
    "digits_and_spaces": "0 " * LONG,
    "digits_and_brackets": "(0)" * LONG,
    "phone_starts": "090-" * LONG,
    "at_signs": "a@a@" * LONG,
    "dotted_domains": "a@" + "a." * LONG,
    "local_parts": "a." * LONG + "@",
    "plus_signs": "+81" * LONG,
    "prefectures": "東京都" * LONG,
    "wards": "東京都千代田区" * 60_000,
    "city_marks": "市" * LONG,
    "chome": "一丁目" * LONG,
    "blocks": "1-2-3-" * LONG,
    "surnames": "佐藤" * LONG,
    "names": "佐藤花子" * 60_000,
    "names_of_nobody": "山田 太郎," * 60_000,
    "kanji": "漢" * LONG,
    "kanji_digits": "一" * LONG,
    "kana": "ア" * LONG,
    "hiragana": "あ" * LONG,
    "half_width_kana": "ｱﾞ" * LONG,
    "label_and_spaces": "電話番号：" + " " * LONG,
    "label_and_wide_spaces": "氏名　" + "　" * LONG,
    "labels": "電話番号：" * 60_000,
    "all_labels": "氏名：住所：電話：生年月日：" * 30_000,
    "eras": "昭和" * LONG,
    "dates": "1990/01/01" * 60_000,
    "amounts": "¥1," * LONG,
    "postal_marks": "〒" * LONG,
    "ibans": "GB82WEST" * 60_000,
    "addresses_of_machines": "1.1.1." * LONG,
    "colons": "::" * LONG,
    "invisible": "\u200b" * LONG,
    "combining": "か\u3099" * LONG,
    "zalgo": "a" + "\u0301" * LONG,
    "ideographic_sequences": "\u2ff0" * LONG,
    "variants": "葛\U000e0100" * LONG,
    "hex": "0123456789abcdef" * 30_000,
    "base64": "QUJDREVG" * 60_000,
    "percent": "%30%39" * 60_000,
    "character_references": "&#48;" * 60_000,
    "backslashes": "\\u0030" * 60_000,
    "quotes": '"' * LONG,
    "commas": "," * LONG,
    "tabs": "\t" * LONG,
    "line_feeds": "\n" * LONG,
    "ignores": "piiscan: ignore[" * 30_000,
}

CASES: Final = (
    *(Case(f"slow_{name}.txt", text(f"{content}\n{TEL}\n"), FOUND) for name, content in SLOW.items()),
    *(Case(f"border_{border}.txt", raw(across(border)), FOUND) for border in (2**12, 2**16, 100_000, 2**17, 2**20)),
    *(
        Case(f"border_{e}_{b}.txt", raw(across(b, encoding=e)), FOUND)
        for e in ("cp932", "euc_jp")
        for b in (2**16, 2**18)
    ),
    Case("border_segment.txt", text("あ" * (65_536 - 10) + TEL), FOUND),
    Case("border_window.txt", text("あ、" * (65_536 // 2 - 4) + TEL), FOUND),
    Case("one_line.txt", text("漢字" * 4_000_000 + TEL), FOUND),
    Case("nul_bytes.txt", raw(b"\0\0" + TEL.encode() + b"\0" * 50), FOUND),
    Case("nul_between.txt", raw("\0".join(TEL).encode()), EITHER),
    Case("control_characters.txt", raw(bytes(range(1, 32)) + TEL.encode() + b"\x7f"), EITHER),
    Case("cr_only.txt", text(f"a\r{TEL}\rb"), FOUND),
    Case("form_feeds.txt", text(f"a\f{TEL}\v\x85\u2028b"), FOUND),
    Case("empty.txt", raw(b""), "nothing there"),
    Case("only_a_mark.txt", raw(b"\xef\xbb\xbf"), "nothing there"),
    Case("utf16_without_mark.txt", text(f"これは試験です。\n{TEL}\n" * 3, "utf-16-le"), FOUND),
    Case("utf16_big_without_mark.txt", text(f"これは試験です。\n{TEL}\n" * 3, "utf-16-be"), FOUND),
    Case("utf16_short_without_mark.txt", text(TEL, "utf-16-le"), FOUND),
    Case("utf16_odd_length.txt", raw(f"{TEL}\n".encode("utf-16") + b"x"), FOUND),
    Case("utf32.txt", text(TEL, "utf-32"), FOUND),
    Case("utf32_without_mark.txt", text(f"これは試験です。{TEL}", "utf-32-be"), FOUND),
    Case("utf7.txt", raw("電話番号：".encode("utf-7") + VALUE.encode()), EITHER),
    Case("iso2022jp.txt", text(f"連絡先は{TEL}です", "iso2022_jp"), FOUND),
    Case("euc_jp.txt", text(f"連絡先は{TEL}です", "euc_jp"), FOUND),
    Case("cp932.txt", text(f"連絡先は{TEL}です①㈱", "cp932"), FOUND),
    Case("mixed.txt", raw(("山田\n" * 9).encode("cp932") + f"{TEL}\n".encode() + "東京\n".encode("euc_jp")), FOUND),
    Case("mixed_in_a_line.txt", raw("東京".encode("cp932") + TEL.encode() + "大阪".encode("euc_jp")), EITHER),
    Case("overlong.txt", raw(b"\xc0\xb0\xe0\x80\xb0" + TEL.encode()), EITHER),
    Case("stray_bytes.txt", raw(b"\xff\xfe\xff" + b"\x80" * 9 + TEL.encode()), EITHER),
    Case("surrogates.txt", text(f"\ud800\udfff\ud800 {TEL}"), FOUND),
    Case("false_mark.txt", raw(b"\xff\xfe" + TEL.encode()), EITHER),
    Case("mark_within.txt", raw(b"a\n\xef\xbb\xbf" + "電話番号：090\ufeff-5550-0123".encode()), FOUND),
    Case("zero_width.txt", text("電話番号：0\u200b9\u200b0\u2060-5550\u00ad-0123"), FOUND),
    Case("joiners.txt", text("電話番号：" + "\u200d".join(VALUE)), FOUND),
    Case("tags.txt", text("電話番号：" + "\U000e0041".join(VALUE)), EITHER),
    Case("bidi.txt", text(f"電話番号：\u202e\u2066{VALUE}\u2069\u202c"), FOUND),
    Case("bidi_within.txt", text("電話番号：090\u202e-5550\u202c-0123"), FOUND),
    Case("full_width.txt", text(TEL.translate(WIDE)), FOUND),
    Case("mixed_hyphens.txt", text("電話番号：090‐5550ー0123、090−5550－0123、090ｰ5550–0123"), FOUND),
    Case(
        "bold_digits.txt",
        text("電話番号：" + "".join(chr(0x1D7CE + int(c)) if c.isdigit() else c for c in VALUE)),
        FOUND,
    ),
    Case(
        "circled_digits.txt",
        text("電話番号：" + "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(c)] if c.isdigit() else c for c in VALUE)),
        EITHER,
    ),
    Case("kanji_digits.txt", text(TEL.translate(KANJI)), EITHER),
    Case("spaces_between.txt", text("電話番号：０９０　５５５０　０１２３"), FOUND),
    Case("binary_behind.txt", raw(TEL.encode() + b"\n" + random.Random(1).randbytes(200_000)), EITHER),
    Case("binary_before.txt", raw(random.Random(2).randbytes(200_000) + b"\n" + TEL.encode()), EITHER),
    Case(
        "text_then_binary_then_text.txt",
        raw(("本文です。\n" * 20_000).encode() + random.Random(3).randbytes(99_999) + f"\n{TEL}\n".encode()),
        EITHER,
    ),
    Case("zeros_then_text.txt", raw(bytes(5_000_000) + TEL.encode()), EITHER),
    Case("open_quote.csv", text('氏名,電話\n"open,090-5550-0199\n' + "a,b\n" * 40_000 + f"x,{VALUE}\n"), FOUND),
    Case("quotes_only.csv", text('"' * 300_001 + f"\n氏名,電話\nx,{VALUE}\n"), EITHER),
    Case("wide_field.csv", text(f'氏名,電話\n"{"x" * 300_000}",{VALUE}\n'), FOUND),
    Case("many_columns.csv", text("," * 300_000 + f"\n{TEL}\n"), FOUND),
    Case("uneven_rows.csv", text("a,b\n" + "1,2,3,4,5\n" * 9 + f"電話,{VALUE},x\n1\n"), FOUND),
    Case("nul_in_table.csv", raw(f"氏名,電話\n\0x,{VALUE}\n".encode()), FOUND),
    Case("many_values.txt", text(f"{TEL}\n" * 20_000), FOUND),
    Case("many_values_in_a_line.txt", text(f"{TEL} " * 20_000), FOUND),
    Case(
        "every_ignore.txt",
        text(
            f"{TEL} # noqa nosec gitleaks:allow pragma: allowlist secret nosemgrep NOLINT trufflehog:ignore kingfisher:ignore\n"
        ),
        FOUND,
    ),
)
