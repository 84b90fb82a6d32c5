from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import piiscan.extract.reader as door  # noqa: E402
from make_examples import card, examples, my_number, people  # noqa: E402
from piiscan.extract.protocol import Blob, Limits  # noqa: E402
from piiscan.model import Segment  # noqa: E402


def shown(name: str) -> str:
    path = ROOT / "examples" / name
    with path.open("rb") as stream:
        found = list(door.segments(Blob(name, stream, path.stat().st_size), Limits()))
    assert all(isinstance(item, Segment) for item in found)
    return "\n".join(item.text for item in found if isinstance(item, Segment))


@pytest.mark.parametrize("name", sorted(examples()))
def test_the_samples_in_the_repository_are_what_the_script_writes(name: str) -> None:
    assert (ROOT / "examples" / name).read_bytes() == examples()[name]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("application.pdf", ("髙木 亮", "090-5550-0145")),
        ("contact.html", ("佐々木 陽子", "tel:03-5550-0111", "伊集院 光代", "090-5550-0144")),
        ("contract.docx", ("渡邊 誠一郎", "090-5550-0142", "社外秘")),
        ("customers.csv", ("髙木 亮", "タカギ リョウ", "03-5550-0117")),
        ("delivery.csv", ("佐々木\t陽子\t060\t0001", "090\t5550\t0141")),
        ("members.xlsx", ("東海林 修", "355500117", "090-5550-0140", "番号控え")),
        ("order_mail.txt", ("小笠原 美咲", "090-5550-0143")),
        ("settings.json", ("五十嵐 里奈", "東海林 修", "090-5550-0147")),
        ("clean.md", ("変更履歴",)),
    ],
)
def test_all_that_is_in_the_samples_is_read(name: str, parts: tuple[str, ...]) -> None:
    text = shown(name)
    assert [part for part in parts if part not in text] == []


def test_numbers_are_drawn_with_right_check_digits() -> None:
    from random import Random

    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    for one in people():
        rest = sum(int(d) * w for d, w in zip(one.my_number, weights, strict=False)) % 11
        assert int(one.my_number[-1]) == (0 if rest <= 1 else 11 - rest)
        digits = [int(d) for d in one.card if d != "-"]
        assert sum(d if n % 2 else sum(divmod(2 * d, 10)) for n, d in enumerate(digits)) % 10 == 0
    assert my_number(Random(5)) == my_number(Random(5))
    assert card(Random(5)) != card(Random(6))
