"""Words that mix scripts are read as what they look like; words of one script stay."""

from __future__ import annotations

import pytest

from piiscan.detect.lookalikes import lookalikes


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("ΟȢΟ-ІƧƷ4-Ƽб7Ȣ", "080-1234-5678"),
        ("4ІІІ-ІІІІ-ІІІІ-ІІІІ", "4111-1111-1111-1111"),
        ("旅券番号：ТКІƧƷ4Ƽб7", "TK1234567"),
        ("tаrо@ехаmple.jp", "taro@example.jp"),
        ("АВ12345678СD", "AB12345678CD"),
    ],
)
def test_a_mixed_word_is_read_as_ascii(text: str, truth: str) -> None:
    (unit,) = lookalikes(text, ((0, len(text)),))
    assert unit[2] == truth
    assert text[unit[0] : unit[1]] == text.removeprefix("旅券番号：")


@pytest.mark.parametrize(
    "text",
    [
        "Это обычное письмо от ООО без подвоха",
        "μ = 0.5, σ2 は分散、αとβの比",
        "Ω抵抗 4700",
        "телефон 8 495 123",
        "plain ASCII 090-8765-4321",
        "普通の文です",
    ],
)
def test_words_of_one_script_stay(text: str) -> None:
    assert list(lookalikes(text, ((0, len(text)),))) == []
