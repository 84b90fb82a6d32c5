"""SQLite databases: rows with labels, files in cells, damage and limits."""

from __future__ import annotations

import io
import sqlite3
import zipfile

import pytest
from reading import read

from piiscan.extract.protocol import Limits


def database(*statements: str, rows: list[tuple[str, tuple[object, ...]]] | None = None) -> bytes:
    base = sqlite3.connect(":memory:")
    for statement in statements:
        base.execute(statement)
    for statement, values in rows or []:
        base.execute(statement, values)
    base.commit()
    data = base.serialize()
    base.close()
    return data


MEMBERS = 'CREATE TABLE 会員 (id INTEGER PRIMARY KEY, 氏名 TEXT, 電話番号 TEXT, memo, "a""b" REAL /* 名簿の表 */)'


def test_rows_have_labels() -> None:
    rows = [
        ("INSERT INTO 会員 VALUES (?,?,?,?,?)", (i, f"佐藤{i}", f"03-0000-{i:04}", None, 1.5)) for i in range(1, 3000)
    ]
    got = read(database(MEMBERS, "CREATE VIEW v AS SELECT * FROM 会員", rows=rows), "a.db")
    place, label = got.cells()["03-0000-2999"]
    assert (place.sheet, place.cell, label) == ("会員", "電話番号, row 2999", "電話番号")
    assert got.text.count("佐藤2999") == 1
    assert "名簿の表" in got.text
    assert not got.skips


def test_the_bytes_tell_not_the_suffix() -> None:
    data = database(MEMBERS, "INSERT INTO 会員 VALUES (1, '佐藤', '03', 'x', 2)")
    assert read(data, "data.bin").cells()["佐藤"][1] == "氏名"


def test_files_in_cells() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "内側の文")
    rows: list[tuple[str, tuple[object, ...]]] = [
        ("INSERT INTO t VALUES (?)", (packed.getvalue(),)),
        ("INSERT INTO t VALUES (?)", (b"\x89PNG\r\n\x1a\n" + bytes(20),)),
        ("INSERT INTO t VALUES (?)", (b"\x89PNG\r\n\x1a\n" + bytes(20),)),
        ("INSERT INTO t VALUES (?)", ("文字だけ".encode("cp932"),)),
    ]
    got = read(database("CREATE TABLE t (x BLOB)", rows=rows), "a.db")
    assert "t.x.1!a.txt" in got.members
    assert "文字だけ" in got.cells()
    assert [(skip.member, skip.detail) for skip in got.skips] == [("t.x", "2 binary values")]


def test_damage_keeps_what_is_readable() -> None:
    rows = [("INSERT INTO 会員 VALUES (?,?,?,?,?)", (i, f"佐藤{i}", "x" * 50, None, 1.5)) for i in range(1, 2000)]
    good = database(MEMBERS, rows=rows)
    broken = bytearray(good)
    for at in range(len(good) // 2, len(good) // 2 + 4096 * 3):
        broken[at] = 0xFF
    got = read(bytes(broken), "a.db")
    assert "佐藤2" in got.text
    assert got.reasons == ["corrupt"]
    assert read(good[:5000], "a.db").skips
    assert read(good[:16] + bytes(100), "a.db").skips
    for at in range(16, 4096, 37):
        broken = bytearray(good)
        broken[at] ^= 0xFF
        got = read(bytes(broken), "a.db", Limits(seconds=10))
        assert got.segments or got.skips


def test_a_table_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piiscan.extract.protocol.BYTES_PER_SECOND", 2**40)
    count = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 300000) SELECT n FROM c"
    got = read(database("CREATE TABLE t (x)", f"INSERT INTO t {count}"), "a.db", Limits(seconds=0.05))
    assert got.reasons == ["time"]
