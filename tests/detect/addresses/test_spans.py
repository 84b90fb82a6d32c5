"""Where an address begins and ends: every spelling of towns, numbers and buildings. All numbers are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from piiscan.detect.pipeline import Spotted

Scan = Callable[..., list[Spotted]]

WHOLE = [
    "東京都千代田区丸の内9-98-97",
    "東京都千代田区丸の内９－９８－９７",
    "東京都千代田区丸の内9‐98‑97",
    "東京都千代田区丸の内9ー98ー97",
    "東京都千代田区丸の内9−98−97",
    "東京都千代田区丸の内九丁目九十八番九十七号",
    "東京都千代田区丸の内9丁目98番97号",
    "東京都千代田区丸の内9の98の97",
    "東京都 千代田区 丸の内 9-98-97",
    "千代田区丸の内9丁目98番地の97",
    "東京都千代田区丸の内9-98-97 見本ビル3F",
    "東京都千代田区丸の内9-98-97 見本ヒカリア 30F",
    "東京都千代田区丸の内9-98-97見本ビル３階",
    "東京都千代田区丸の内9-98-97 サンプルマンション101号室",
    "東京都千代田区丸の内9-98-97\u3000見本荘#203",
    "東京都千代田区丸の内9-98-97 コーポ見本B-1203",
    "東京都千代田区丸の内9-98-97-501",
    "東京都千代田区丸の内9-98-97（見本ビル501号）",
    "京都府京都市下京区西七条東八反田町999",
    "東京都千代田区丸の内9-98-97-3F",
    "東京都千代田区\n丸の内9丁目98番97号\nサンプルビル5F",
    "北海道札幌市中央区南98条西97丁目9-8",
    "北海道札幌市中央区北一条西99丁目9番地8",
    "京都市上京区堀川通六角東入栄町9999番地",
    "京都府京都市下京区油小路通五条下る中金仏町999",
    "伏見区桃山福島太夫北町999",
    "岩手県九戸郡洋野町種市99地割98-97",
    "香川県高松市仏生山町甲9999番地98",
    "千葉県旭市イの9998",
    "福島県郡山市田村町上行合字辰ノ尾999-98",
    "鎌ヶ谷市東鎌ケ谷9-98-97",
    "鎌が谷市東鎌ヶ谷9-98-97",
    "西多摩郡瑞穂町大字殿ヶ谷9998番地",
    "東京都西多摩郡瑞穂町むさし野9丁目98番地",
    "福井県鯖江市横江町第９９号９８番地７",
    "大阪府大阪市淀川区加島9丁目中98-97",
    "愛知県豊田市\ue1d1妻町9-98-97",
    "石川県加賀市動橋町ロ-9998",
    "東京都中央区晴海オフィスタワーX9-98-97",
    "鹿児島県薩摩川内市高城町1945ー1",
]


@pytest.mark.parametrize("address", WHOLE)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("住所：", "\n電話"), ("は", "に"), ("（", "）")])
def test_the_whole_address_is_found_and_no_more(scan: Scan, address: str, before: str, after: str) -> None:
    """Exactly the address, whatever stands around it, kana glued to both sides included."""
    assert [spotted.value for spotted in scan(before + address + after)] == [address]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("東京都千代田区丸の内9-98-97 TEL 03-9999-9999", "東京都千代田区丸の内9-98-97"),
        ("東京都千代田区丸の内9-98-97 03-9999-9999", "東京都千代田区丸の内9-98-97"),
        ("東京都千代田区丸の内9-98-97　090（9999）9999", "東京都千代田区丸の内9-98-97"),
        ("東京都千代田区丸の内9-98-97,0999-99-9999", "東京都千代田区丸の内9-98-97"),
        ("東京都千代田区丸の内9-98-97 見本太郎様", "東京都千代田区丸の内9-98-97"),
        ("東京都千代田区丸の内9-98-97 株式会社見本", "東京都千代田区丸の内9-98-97"),
        ("東京都千代田区丸の内9-98-97（見本ビル内）", "東京都千代田区丸の内9-98-97"),
        ("東京都千代田区丸の内9-98-97\n見本太郎", "東京都千代田区丸の内9-98-97"),
        ("東京都千代田区丸の内9-98-97にある", "東京都千代田区丸の内9-98-97"),
        ("〒100-0005 東京都千代田区丸の内9-98-97", "東京都千代田区丸の内9-98-97"),
    ],
)
def test_what_follows_stays_out(scan: Scan, text: str, address: str) -> None:
    """Phones, names, companies and remarks are no part of the address."""
    assert [spotted.value for spotted in scan(text)] == [address]


def test_a_village_without_numbers(scan: Scan) -> None:
    """無番地 stands where the number would."""
    assert [spotted.value for spotted in scan("住所 東京都青ヶ島村無番地 見本荘")] == ["東京都青ヶ島村無番地 見本荘"]


def test_two_addresses_in_a_line_stay_two(scan: Scan) -> None:
    """The second one begins where its prefecture does."""
    found = scan("東京都港区芝9-98-97から大阪府堺市堺区南瓦町98-97へ転居")
    assert [spotted.value for spotted in found] == ["東京都港区芝9-98-97", "大阪府堺市堺区南瓦町98-97"]


def test_offsets_are_those_of_the_original_text(scan: Scan) -> None:
    """Invisible and combined characters before the address shift nothing."""
    text = "㈱見本\u200b ｶﾞ\u3000東京都千代田区丸の内９－９８"
    (found,) = scan(text)
    assert text[found.start : found.end] == found.value == "東京都千代田区丸の内９－９８"


@pytest.mark.parametrize(
    "address",
    [
        "9-98 Marunouchi, Chiyoda-ku, Tokyo",
        "9-98-97 Honcho, Nakano-ku, Tokyo",
        "Room 305, Sample Heights, 9-98-97 Honcho, Nakano-ku, Tokyo",
        "9998 Sample, Tsukuba-shi, Ibaraki-ken",
        "Tokyo-to, Chiyoda-ku, Marunouchi 9-98-97",
    ],
)
def test_latin_letters(scan: Scan, address: str) -> None:
    """An address as it is written for abroad, in text of ASCII only and in Japanese text."""
    assert [spotted.value for spotted in scan(f"address: {address} 100-0005, Japan\n")] == [address]
    assert [spotted.value for spotted in scan(f"住所は {address} です")] == [address]
