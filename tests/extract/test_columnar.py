"""Parquet and Arrow: rows with labels, values of all kinds, damage and limits."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest
from reading import read

from piiscan.extract.protocol import Limits

pa = pytest.importorskip("pyarrow")


def table(rows: int = 2500) -> object:
    numbers = range(1, rows + 1)
    return pa.table(
        {
            "氏名": [f"佐藤{number}" for number in numbers],
            "電話番号": [f"03-0000-{number:04}" for number in numbers],
            "n": list(numbers),
            "住所": [{"県": "東京都", "市": [f"千代田区{number}"]} for number in numbers],
            "photo": [b"\x00\x01" if number == 1 else None for number in numbers],
        }
    )


def as_parquet(made: object) -> bytes:
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(made, out)
    return out.getvalue()


def as_arrow(made: object) -> bytes:
    from pyarrow import feather

    out = io.BytesIO()
    feather.write_feather(made, out)
    return out.getvalue()


kinds = pytest.mark.parametrize("write", [as_parquet, as_arrow])


@kinds
def test_rows_have_labels(write: Callable[[object], bytes]) -> None:
    got = read(write(table()), "data.bin")
    place, label = got.cells()["03-0000-2500"]
    assert (place.cell, label) == ("電話番号, row 2500", "電話番号")
    assert '{"県": "東京都", "市": ["千代田区7"]}' in got.cells()
    assert [(skip.member, skip.detail) for skip in got.skips] == [("photo", "1 binary values")]


def test_metadata_is_text() -> None:
    made = pa.table({"a": ["x"]}).replace_schema_metadata({"author": "佐藤 花子"})
    assert read(as_parquet(made), "a.parquet").cells()["佐藤 花子"][1] == "author"


@kinds
def test_damage_ends_in_text_or_skips(write: Callable[[object], bytes]) -> None:
    good = write(table(50))
    assert read(good[: len(good) // 2], "a.parquet").skips
    for at in range(0, len(good), 41):
        broken = bytearray(good)
        broken[at] ^= 0x7F
        got = read(bytes(broken), "a.parquet", Limits(seconds=10))
        assert got.segments or got.skips


@kinds
def test_limits(write: Callable[[object], bytes]) -> None:
    got = read(write(table()), "a.parquet", Limits(unpacked_bytes=20_000))
    assert "too_big" in got.reasons


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    got = read(as_arrow_stub(), "a.arrow")
    assert got.reasons == ["missing_extra"]


def as_arrow_stub() -> bytes:
    return b"ARROW1\x00\x00" + bytes(100)
