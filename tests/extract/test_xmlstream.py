"""XML as a stream: no DTD, bounded depth, prefixes do not matter."""

from __future__ import annotations

import pytest

from piiscan.errors import ExtractionError
from piiscan.extract.xmlstream import Depth, LocalNames, attribute, feed


class Recorder:
    def __init__(self, most: int = 100) -> None:
        self.told: list[str] = []
        self.depth = Depth(most)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth.down()
        self.told.append(f"<{name}>")

    def end(self, name: str) -> None:
        self.depth.up()
        self.told.append(f"</{name}>")

    def text(self, data: str) -> None:
        self.told.append(data)


def told(*chunks: bytes) -> list[str]:
    recorder = Recorder()
    list(feed(chunks, recorder))
    return recorder.told


def reason_of(data: bytes) -> str:
    with pytest.raises(ExtractionError) as caught:
        told(data)
    return caught.value.reason


def test_events_do_not_depend_on_chunks() -> None:
    data = "<w:t>山田太郎</w:t>".encode()
    whole = told(data)
    pieces = told(*[data[i : i + 1] for i in range(len(data))])
    assert "".join(whole) == "".join(pieces) == "<w:t>山田太郎</w:t>"


def test_utf_16() -> None:
    assert "山田" in told("<?xml version='1.0' encoding='utf-16'?><a>山田</a>".encode("utf-16"))


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]><a>&z;</a>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ],
)
def test_a_dtd_is_refused(data: bytes) -> None:
    assert reason_of(data) == "dtd_refused"


@pytest.mark.parametrize(
    "data", [b"<a>", b"<a></b>", b"", b"<a>&undefined;</a>", b"<?xml version='1.0' encoding='shift_jis'?><a/>"]
)
def test_broken_xml_is_corrupt(data: bytes) -> None:
    assert reason_of(data) == "corrupt"


def test_what_came_before_the_damage_was_told() -> None:
    recorder = Recorder()
    with pytest.raises(ExtractionError):
        list(feed([b"<a>kept</a><"], recorder))
    assert "kept" in recorder.told


def test_depth_is_bounded() -> None:
    with pytest.raises(ExtractionError) as caught:
        list(feed([b"<a>" * 101], Recorder(100)))
    assert caught.value.reason == "depth"


def test_names_without_prefix() -> None:
    names = LocalNames()
    assert (names["w:t"], names["t"], names["a:b:c"]) == ("t", "t", "c")
    for number in range(20_000):
        names[f"x{number}"]
    assert len(names) <= 10_001
    assert attribute({"r:id": "1"}, "id") == "1"
    assert attribute({}, "id", "none") == "none"
