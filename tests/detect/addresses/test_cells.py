"""Addresses in tables: whole cells, and one address split over several."""

from __future__ import annotations

from collections.abc import Callable

import pytest

ScanTable = Callable[..., list[str]]


def test_columns_of_one_address_join(scan_table: ScanTable) -> None:
    """Prefecture, municipality, town, numbers and building are one finding."""
    header = ["氏名", "都道府県", "市区町村", "町名", "番地", "建物名", "備考"]
    row = ["見本", "神奈川県", "横浜市中区", "新港", "9-98-97", "見本ビル4F", "なし"]
    assert scan_table(header, row) == ["神奈川県\t横浜市中区\t新港\t9-98-97\t見本ビル4F"]


def test_numbers_in_the_second_column(scan_table: ScanTable) -> None:
    """住所1 and 住所2."""
    header = ["住所1", "住所2", "電話番号"]
    rows = (
        ["横浜市中区新港", "9-98-97 見本ビル4F", "045-999-9999"],
        ["横浜市中区新港9-98-97", "見本ビル4F", "045-999-9999"],
    )
    assert scan_table(header, *rows) == ["横浜市中区新港\t9-98-97 見本ビル4F", "横浜市中区新港9-98-97\t見本ビル4F"]


@pytest.mark.parametrize("label", ["住所", "所在地", "address", "homeAddress", "施設所在地"])
@pytest.mark.parametrize("cell", ["本町9-98-97", "中9-98-97", "谷保9998", "大字架空9998番地"])
def test_towns_in_a_labelled_column(scan_table: ScanTable, label: str, cell: str) -> None:
    """The label says what the cell is."""
    assert scan_table(["番号", label], ["1", cell], ["2", "未定"]) == [cell]


def test_the_rest_of_the_cell_belongs_to_the_address(scan_table: ScanTable) -> None:
    """Whatever a building is called."""
    cell = "高松市林町9998番地98 SAMPLE FLATS 別館"
    assert scan_table(["施設名", "所在地"], ["見本", cell]) == [cell]
    assert scan_table(["所在地"], ["高松市林町9998番地98 087-999-9999"]) == ["高松市林町9998番地98"]


def test_statistics_are_no_addresses(scan_table: ScanTable) -> None:
    """Towns beside counts."""
    assert scan_table(["市町村", "町丁", "人口"], ["高松市", "本町", "1234"], ["高松市", "塩上町1丁目", "982"]) == []


def test_facilities_named_after_a_block_are_no_addresses(scan_table: ScanTable) -> None:
    """A shop at the fourth block."""
    assert scan_table(["店名", "電話"], ["見本ストア焼津4丁目店", "054-999-9999"]) == []


def test_postal_codes_in_cells(scan_table: ScanTable) -> None:
    """With hyphen, without, robbed of the first zero, and split over cells."""
    found = scan_table(
        ["郵便番号", "", "", "住所"],
        ["102", "-", "0085", "千代田区六番町9998"],
        ["1000005", "", "", "千代田区丸の内9-98"],
        ["600001", "", "", "札幌市中央区北1条西9丁目98"],
        ["600001", "", "", "未定"],
        kind="JP_POSTAL_CODE",
    )
    assert found == ["102\t-\t0085", "1000005", "600001", "600001"]
