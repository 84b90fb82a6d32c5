"""Postal codes: which runs of seven digits are some."""

from __future__ import annotations

import pytest

from piiscan.detect.pipeline import Spotted, detect
from piiscan.detect.toolbox import Toolbox
from piiscan.model import Place, Segment


@pytest.fixture(scope="module")
def toolbox() -> Toolbox:
    """The tools for postal codes only."""
    return Toolbox(["JP_POSTAL_CODE"])


def scan(toolbox: Toolbox, text: str) -> list[Spotted]:
    """The postal codes in ``text`` at the default threshold."""
    return [spotted for spotted in detect([Segment(text, Place(line=1))], toolbox) if spotted.confidence >= 0.5]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("〒100-0005", "100-0005"),
        ("〒１００－０００５", "１００－０００５"),
        ("〒100ー0005\n", "100ー0005"),
        ("〒1000005 ", "1000005"),
        ("〒 100-0005東京都", "100-0005"),
        ("あ〒100-0005あ", "100-0005"),
        ("郵便番号：1000005", "1000005"),
        ("郵便番号 100 0005", "100 0005"),
        ("zip: '100-0005'", "100-0005"),
        ('{"postalCode": "100-0005"}', "100-0005"),
        ("postal_code=1000005", "1000005"),
        ("100-0005\n東京都千代田区丸の内", "100-0005"),
        ("自宅：100-0005 東京都千代田区", "100-0005"),
        ("1000005,東京都千代田区丸の内", "1000005"),
        ("9-98 Marunouchi, Chiyoda-ku, Tokyo 100-0005", "100-0005"),
        ("9998 Sample, Tsukuba-shi, Ibaraki-ken 305-0001", "305-0001"),
        (";東京都千代田区丸の内9-98;;;100-0005;日本", "100-0005"),
        ("〒100-0005 090-9999-9999", "100-0005"),
    ],
)
def test_found(toolbox: Toolbox, text: str, code: str) -> None:
    """The digits without the mark."""
    assert [spotted.value for spotted in scan(toolbox, text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "部品番号 100-0005、図面 1756-791717",
        "型番 100-0005　17,757円",
        "郵便番号が 900-0000〜907-9999 の地域は追加で5日",
        "1000005",
        "人口 1000005 人",
        "TEL 100-0005",
        "電話 03-100-0005",
        "0100-0005-1234",
        "2100-0005",
        "100-00051",
        "v1.100-0005",
        "ID100-0005",
        "100-0005-1",
        "total: 1000005",
        "0x1000005",
    ],
)
def test_not_found(toolbox: Toolbox, text: str) -> None:
    """Part numbers, ranges, phones, counts and pieces of longer numbers."""
    assert scan(toolbox, text) == []


def confidence(toolbox: Toolbox, text: str) -> float:
    """The confidence of the one candidate in ``text``."""
    (found,) = detect([Segment(text, Place(line=1))], toolbox)
    return found.confidence


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("郵便番号 100-0005", "郵便番号 999-9999"),
        ("〒100-0005", "郵便番号 1000005"),
        ("100-0005 東京都千代田区", "100-0005 札幌市中央区"),
        ("100-0005 東京都千代田区", "番号 100-0005"),
        ("郵便番号 100-0005", "型番 100-0005"),
    ],
)
def test_what_speaks_for_and_against(toolbox: Toolbox, surer: str, less_sure: str) -> None:
    """Label, existence and an address that agrees."""
    assert confidence(toolbox, surer) > confidence(toolbox, less_sure)
