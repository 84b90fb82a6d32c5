"""What makes an address sure and what does not make one at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from piiscan.data import rows
from piiscan.detect.pipeline import Spotted

Scan = Callable[..., list[Spotted]]

NOT_ADDRESSES = [
    "東京都",
    "東京都と大阪府",
    "横浜市西区",
    "東京都千代田区",
    "丸の内",
    "札幌市は2030年に大会を招いた",
    "横浜市で3-1と勝った",
    "高松市,本町,1234",
    "人口は札幌市 1,952,356人、仙台市 1,096,704人",
    "福岡市内の会社で12月2日、事故があった",
    "都道府県別：北海道 3352、福島 7046、千葉 3003",
    "第二条第三項第一号の規定",
    "図1-2、表3-4、手順5-6-7",
    "バス停一覧：森、原町、前田三丁目、藤沢本町。系統番号 渋66",
    "担当：北区・東区",
    "バージョン1.2.3の東京リージョン",
    "2026-02-10 大阪市",
    "川内190さ97-62",
    "住民票コード 12345",
    "Tokyo 2020",
    "step 1-2 in Tokyo, Japan",
    "見本ドームは、愛知県名古屋市東区大幸南一丁目にある野球場",
    "見本株式会社は東京都千代田区丸の内に本社を置く",
]


@pytest.mark.parametrize("text", NOT_ADDRESSES)
def test_not_an_address(scan: Scan, text: str) -> None:
    """Nothing at the default threshold."""
    assert scan(text) == []


@pytest.mark.parametrize(
    "text", ["東京都千代田区", "住所：札幌市中央区", "〒100-0005 東京都千代田区", "所在地\t横浜市"]
)
def test_a_municipality_alone_stays_below_the_lowest_band(scan: Scan, text: str) -> None:
    """However it is labelled: it names no one."""
    assert scan(text, least=0.2) == []


def test_a_town_without_a_number_is_low_unless_labelled(scan: Scan) -> None:
    """It may be where somebody lives, or where a shop is."""
    (found,) = scan("東京都千代田区丸の内\n", least=0.0)
    assert 0.2 <= found.confidence < 0.5
    assert len(scan("住所：東京都千代田区丸の内\n")) == 1


def confidence(scan: Scan, text: str) -> float:
    """The confidence of the one address in ``text``."""
    (found,) = scan(text, least=0.0)
    return found.confidence


def test_each_step_down_adds_confidence(scan: Scan) -> None:
    """Municipality, town, block, plot, house: the further down, the surer."""
    steps = [
        "千代田区",
        "千代田区丸の内",
        "千代田区丸の内9丁目",
        "千代田区丸の内9丁目98番",
        "千代田区丸の内9丁目98番97号",
    ]
    values = [confidence(scan, step) for step in steps]
    assert values == sorted(values)
    assert values[0] < 0.2
    assert values[-1] > 0.9


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("東京都千代田区丸の内98", "千代田区丸の内98"),
        ("千代田区丸の内98", "千代田区架空町98"),
        ("〒100-0005 千代田区丸の内98", "千代田区丸の内98"),
        ("〒100-0005 千代田区丸の内98", "〒060-0001 千代田区丸の内98"),
        ("住所：千代田区丸の内98", "千代田区丸の内98"),
        ("千代田区丸の内98 見本ビル3F", "千代田区丸の内98"),
        ("東京都千代田区丸の内98", "大阪府千代田区丸の内98"),
        ("千代田区丸の内98", "千代田区丸の内98~120"),
    ],
)
def test_what_speaks_for_and_against(scan: Scan, surer: str, less_sure: str) -> None:
    """Each clue moves the confidence its way."""
    assert confidence(scan, surer) > confidence(scan, less_sure)


def test_the_confidence_is_the_sum_of_the_evidence(scan: Scan) -> None:
    """And every weight comes from the data file."""
    weights = {row[0]: float(row[1]) for row in rows("weights/jp_address.tsv")}
    (found,) = scan("東京都千代田区丸の内9-98-97 見本ビル3F")
    assert found.score == pytest.approx(sum(weights[each.clue] for each in found.evidence))


@pytest.mark.parametrize("text", ["住所：架空町9-98-97", "ご住所 本町9丁目98番地", "送付先：中9-98-97\n"])
def test_a_label_makes_a_town_an_address(scan: Scan, text: str) -> None:
    """A municipality need not stand beside it."""
    assert len(scan(text)) == 1


def test_a_town_of_the_documents_municipality_is_an_address(scan: Scan) -> None:
    """As on the pages of a city about itself; without the city it is none."""
    places = "第1投票所\t富士見台9-98-97\n第2投票所\t谷保9998\n第3投票所\t東9-98-97\n"
    assert scan(places) == []
    found = scan("国立市の投票所\n" + places)
    assert [spotted.value for spotted in found] == ["富士見台9-98-97", "谷保9998", "東9-98-97"]


def test_a_postal_code_tells_the_municipality_of_a_town(scan: Scan) -> None:
    """丸の内 lies where 100-0005 is."""
    assert [spotted.value for spotted in scan("〒100-0005 丸の内9-98-97")] == ["丸の内9-98-97"]
    assert scan("〒060-0001 丸の内98-97") == []


def test_the_border_of_two_windows_changes_nothing(scan: Scan) -> None:
    """An address across it is found once, whole."""
    text = "あ" * 65_530 + "東京都千代田区丸の内9-98-97\n"
    assert [spotted.value for spotted in scan(text)] == ["東京都千代田区丸の内9-98-97"]
