"""Encoded stretches are read as what they say, at their own place."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detect.kinds.numbers_scan import scan

from piiscan.detect.ascii_lexicon import ascii_lexicon
from piiscan.detect.decode import unwrap
from piiscan.detect.fold import Folder
from piiscan.detect.lexicon import WordKinds

FOLDER = Folder({})
ASCII = ascii_lexicon(FOLDER, WordKinds())
VALUE = "090-8765-4321"
ENCODED = {
    "decimal entities": "".join(f"&#{ord(c)};" for c in VALUE),
    "hexadecimal entities": "".join(f"&#x{ord(c):x};" for c in VALUE),
    "percent": "".join(f"%{ord(c):02X}" for c in VALUE),
    "percent, digits only": "".join(f"%{ord(c):02X}" if c.isdigit() else c for c in VALUE),
    "percent, every other": "".join(f"%{ord(c):02X}" if n % 2 else c for n, c in enumerate(VALUE)),
    "percent twice": "".join(f"%25{ord(c):02X}" for c in VALUE),
    "quoted-printable": "".join(f"={ord(c):02X}" for c in VALUE),
    "soft line break": "090-8765=\n-4321",
    "escapes": "".join(f"\\x{ord(c):02x}" for c in VALUE),
    "unicode escapes": "".join(f"\\u{ord(c):04x}" for c in VALUE),
    "base64": base64.b64encode(VALUE.encode()).decode(),
    "base64 without padding": base64.b64encode(VALUE.encode()).decode().rstrip("="),
    "base64 twice": base64.b64encode(base64.b64encode(VALUE.encode())).decode(),
    "base64 in a link": base64.b64encode(VALUE.encode()).decode().replace("=", "%3D"),
    "base64 of hexadecimal": base64.b64encode(VALUE.encode().hex().encode()).decode(),
    "hexadecimal of base64": base64.b64encode(VALUE.encode()).hex(),
    "base32": base64.b32encode(VALUE.encode()).decode(),
    "base32 in small letters": base64.b32encode(VALUE.encode()).decode().lower(),
    "base32, other alphabet": base64.b32hexencode(VALUE.encode()).decode(),
    "hexadecimal": VALUE.encode().hex(),
    "hexadecimal with 0x": "0x" + VALUE.encode().hex(),
    "comments": "<!---->".join(VALUE),
    "style comments": "/**/".join(VALUE),
    "string in two": '090-87" + "65-4321',
}


@pytest.mark.parametrize("name", ENCODED)
def test_an_encoded_number_is_found_where_it_stands(name: str) -> None:
    encoded = ENCODED[name]
    text = f"お電話は {encoded} まで"
    (hit,) = [each for each in scan(text) if each.found.entity_type == "PHONE_NUMBER"]
    assert hit.value == encoded


def test_offsets_behind_an_encoded_stretch_stay_true() -> None:
    text = "&#38651;&#35441; %30%33 ﾃﾞ 03-3210-4567"
    (hit,) = scan(text)
    assert hit.value == "03-3210-4567"


def test_utf_8_behind_percent_signs_is_one_character_each() -> None:
    folded = unwrap("a%E9%9B%BBb", FOLDER)
    assert folded.text == "a電b"
    assert [(folded.start(n), folded.end(n + 1)) for n in range(3)] == [(0, 1), (1, 10), (10, 11)]


@pytest.mark.parametrize(
    "text",
    [
        "100% sure, a=30, x*y/2, R&D #5, C:\\users",
        "82f6431c329b262a0ea66d780b880c1f0c3e8bbd",
        "integrity sha256-455241845d5325cbbccb",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        "getElementsByClassName ProtocolErrorHandling",
        "%d %s %08x %5.2f",
        "[&%=\\",
    ],
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert unwrap(text, FOLDER).text == text


@given(st.text(alphabet='&#%=\\xu<!->/*+" 0123456789abcdefABCDEF;\r\nあ', max_size=80))
def test_offsets_stay_inside_the_text_and_in_order(text: str) -> None:
    folded = unwrap(text, FOLDER)
    starts = [folded.start(offset) for offset in range(len(folded.text))]
    ends = [folded.end(offset + 1) for offset in range(len(folded.text))]
    assert starts == sorted(starts)
    assert all(0 <= start <= end <= len(text) for start, end in zip(starts, ends, strict=True))


@given(st.binary(max_size=60))
def test_base64_of_anything_does_no_harm(content: bytes) -> None:
    token = base64.b64encode(content).decode()
    folded = unwrap(f"x {token} 03-3210-4567", FOLDER)
    assert folded.text.endswith("03-3210-4567")
    assert folded.start(len(folded.text) - 12) == len(token) + 3


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("MDgwODc2NTQzMjE=", "08087654321"),
        ("NzY1NDMyMQ==", "7654321"),
        ("dGFyby55YW1hZGFAZXhhbXBsZS5jby5qcA", "taro.yamada@example.co.jp"),
        ("3038302d383736352d34333231", "080-8765-4321"),
        ("303830383736353433", "080876543"),
        ("taro.yamada @ example.co.jp", "taro.yamada@example.co.jp"),
        ("taro.yamada[at]example.co.jp", "taro.yamada@example.co.jp"),
        ("t a r o @ e x a m p l e . j p", "taro@example.jp"),
        ("taro&commat;example&period;jp", "taro@example.jp"),
        ("&#48&#57&#48;", "090"),
        ('"part1": "0808", "part2": "7654321"', '"part1": "08087654321"'),
        ("t<!---->a<!---->r<!---->o", "taro"),
        ("\\u{30}\\u{39}\\u{30}", "090"),
        ("\\060\\071\\060\\055", "090-"),
        ("=54=4B=31=32", "TK12"),
        ("MAA5ADAALQAxADIAMwA0AA==", "090-1234"),
        ("\\u0030\\uFF10\\uff10", "000"),
    ],
)
def test_shorter_and_rarer_dresses(text: str, truth: str) -> None:
    assert unwrap(text, FOLDER).text == truth
    wrapped = unwrap(f"値：{text} 終", FOLDER)
    assert wrapped.text == f"値:{truth} 終"
    assert wrapped.start(2) == 2
    assert wrapped.end(2 + len(truth)) == 2 + len(text)


@pytest.mark.parametrize(
    "text",
    [
        "y = a @ b.T",
        "@property",
        "thanks @ 3 p m",
        "NSMutableArray",
        "Mississippi",
        "MyClass(MyBase)",
        '"item1": "pen", "price2": "300"',
        "flat(at)",
        "1234567890123456",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert unwrap(text, FOLDER).text == text


@given(
    st.lists(
        st.sampled_from(
            [
                "&#45;",
                "&#x33;",
                "%30",
                "%2D",
                "=33",
                "=2D",
                "=E9=9B=BB",
                "\\x30",
                "\\u0030",
                "9",
                "0<!---->",
                "1/**/",
                '2" + "',
                "3=\n",
                "4=\r\n",
                " @ ",
                "a [at] b.jp",
                "a(at)b.jp",
                "&nbsp;",
                "&commat;",
                "&Tab;",
                '"part1": "03-", "part2": "3210"',
                "x@",
                "a.jp",
                " ",
                "%25",
                "%e9%9b%bb",
                "&shy;",
            ]
        ),
        max_size=12,
    )
)
def test_signs_seen_in_a_first_look_miss_no_encoded_text(pieces: list[str]) -> None:
    text = "x" * 5_000 + "\n" + "".join(pieces)
    look = ASCII.first_look(text, ())
    assert look is not None
    assert unwrap(text, FOLDER, look.signs) == unwrap(text, FOLDER)


@pytest.mark.parametrize("name", ENCODED)
def test_an_encoded_number_is_found_in_a_long_ascii_text(name: str) -> None:
    text = "x = y\n" * 1_000 + f"tel {ENCODED[name]} fax"
    look = ASCII.first_look(text, ())
    assert look is not None
    assert unwrap(text, FOLDER, look.signs) == unwrap(text, FOLDER)
    assert VALUE in unwrap(text, FOLDER, look.signs).text
