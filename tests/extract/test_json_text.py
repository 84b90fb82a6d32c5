from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from textual import read

from piiscan.extract.json_frames import POINTER_CHARACTERS
from piiscan.extract.json_text import json_segments
from piiscan.extract.json_tokens import unescaped
from piiscan.model import Mark

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


def resolve(document: Any, pointer: str) -> Any:
    """RFC 6901."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def values(marked: list[tuple[str, Mark]]) -> list[tuple[str, Mark]]:
    return [(text, mark) for text, mark in marked if mark.place.part != "key"]


def test_values_carry_pointer_label_and_line() -> None:
    data = '{\n  "customer": {"氏名": "山田太郎",\n "tel": ["03-5550-0101", 355500102]}, "a/b~c": 1}'
    found = read(data.encode(), "a.json")
    shown = {text: (mark.place.pointer, mark.label, mark.place.line) for text, mark in values(found.marked)}
    assert shown == {
        "山田太郎": ("/customer/氏名", "customer.氏名", 2),
        "03-5550-0101": ("/customer/tel/0", "customer.tel", 3),
        "355500102": ("/customer/tel/1", "customer.tel", 3),
        "1": ("/a~1b~0c", "a/b~c", 3),
    }


@given(VALUES)
def test_pointers_resolve_to_the_values_they_stand_at(document: Any) -> None:
    for ascii_only in (True, False):
        found = read(json.dumps(document, ensure_ascii=ascii_only, indent=1).encode(), "a.json")
        for text, mark in values(found.marked):
            value = resolve(document, mark.place.pointer)
            assert text == (value if isinstance(value, str) else json.dumps(value))


@given(VALUES, st.integers(1, 9))
def test_where_the_text_is_cut_changes_nothing(document: Any, size: int) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert list(json_segments(pieces)) == list(json_segments([text]))


def test_both_of_two_equal_keys_are_seen() -> None:
    found = read(b'{"tel": "03-5550-0101", "tel": "03-5550-0102"}', "a.json")
    assert [text for text, _ in values(found.marked)] == ["03-5550-0101", "03-5550-0102"]


def test_keys_are_text_too() -> None:
    found = read('{"山田太郎": {"yamada@example.jp": 1}}'.encode(), "a.json")
    assert {text for text, mark in found.marked if mark.place.part == "key"} == {"山田太郎", "yamada@example.jp"}


def test_a_huge_number_is_kept_digit_by_digit() -> None:
    digits = "9" * 6000
    assert digits in read(f'{{"a": {digits}, "b": 0.10, "c": 1e5}}'.encode(), "a.json").text


def test_nesting_of_a_hundred_thousand_is_nothing_special() -> None:
    deep = '{"a":[' * 50_000 + '"03-5550-0101"' + "]}" * 50_000
    ((text, mark),) = values(read(deep.encode(), "a.json").marked)
    assert text == "03-5550-0101"
    assert len(mark.place.pointer) <= POINTER_CHARACTERS + 1


def test_escapes_are_decoded_and_lone_surrogates_replaced() -> None:
    found = read(rb'{"n": "\u5c71\u7530 \ud842\udfb7\n\"x\"", "s": "a\ud800b", "bad": "\q03-5550-0101"}', "a.json")
    assert [text for text, _ in values(found.marked)] == ['山田 𠮷\n"x"', "a\ufffdb", "\\q03-5550-0101"]
    assert unescaped("plain") == "plain"


def test_one_broken_line_of_json_lines_costs_only_itself() -> None:
    lines = [
        '{"name": "山田"}',
        '{"name": "佐藤',
        '{"name": ["鈴木", {"x": 1',
        '{"name": "高橋", "tel": "03-5550-0101"}',
    ]
    found = read("\n".join(lines).encode(), "a.jsonl")
    assert all(name in found.text for name in ("山田", "佐藤", "鈴木", "高橋"))
    place = dict(found.marked)["03-5550-0101"].place
    assert (place.pointer, place.line) == ("/tel", 4)


def test_what_is_no_json_still_comes_as_text() -> None:
    found = read("// 担当 山田太郎\n{name: '佐藤花子', tel: 03-5550-0101,}".encode(), "a.json")
    assert all(part in found.text for part in ("担当 山田太郎", "佐藤花子", "03-5550-0101"))
    assert found.labels["03-5550-0101"] == "tel"


def test_records_stand_on_lines_of_their_own_with_neighbours_side_by_side() -> None:
    rows = [{"姓": "山田", "名": "太郎"}, {"姓": "佐藤", "名": "花子"}]
    assert read(json.dumps(rows).encode(), "a.json").text == "姓\t山田\t名\t太郎\n佐藤\t花子\n"


def test_a_very_long_string_is_cut_into_segments() -> None:
    found = read(b'{"a": "' + b"x" * 1_000_000 + b'", "tel": "03-5550-0101"}', "a.json")
    assert max(len(segment.text) for segment in found.segments) <= 2 * 65_536
    assert found.text.count("x") == 1_000_000
    assert found.labels["03-5550-0101"] == "tel"


def test_tables_made_of_lists_have_headings() -> None:
    rows = [["氏名", "電話"], ["山田太郎", "03-5550-0101"], ["佐藤花子", "03-5550-0102"]]
    for document in (rows, {"values": rows}, {"columns": rows[0], "index": [0, 1], "data": rows[1:]}):
        labels = read(json.dumps(document).encode(), "a.json").labels
        assert (labels["佐藤花子"], labels["03-5550-0102"]) == ("氏名", "電話")


def test_lists_of_values_are_no_headings() -> None:
    assert read(b'[["03-5550-0101", "x"], ["03-5550-0102", "y"]]', "a.json").labels["y"] == ""
