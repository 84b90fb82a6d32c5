"""The lists behind the addresses."""

from __future__ import annotations

import pytest

from piiscan.data import rows
from piiscan.detect.addresses.gazetteer import Gazetteer, loosen
from piiscan.detect.addresses.postal_codes import PostalCodes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("千代田区", "13101"),
        ("札幌市中央区", "01101"),
        ("西多摩郡瑞穂町", "13303"),
        ("瑞穂町", "13303"),
        ("伏見区", "26109"),
    ],
)
def test_municipalities_by_every_name(name: str, code: str) -> None:
    """Full name, without county, ward alone."""
    assert code in Gazetteer().names[name]


def test_a_city_means_all_its_wards() -> None:
    """札幌市 has ten."""
    assert len(Gazetteer().names["札幌市"]) == 10


def test_no_place_no_codes() -> None:
    """Names that no list has."""
    gazetteer = Gazetteer()
    assert "架空市" not in gazetteer.names
    assert not gazetteer.towns(("99999",)).names
    assert not gazetteer.towns(()).names


def test_towns_match_in_any_spelling() -> None:
    """ケ and が are one, ノ and の too."""
    towns = Gazetteer().towns(("13101",))
    assert loosen("丸の内") in towns.names
    assert loosen("丸ノ内") in towns.names
    assert towns.longest == max(map(len, towns.names))


def test_every_listed_run_of_postal_codes_is_found_at_both_ends() -> None:
    """And the codes just outside all runs are not."""
    known = PostalCodes()
    for start, firsts, lasts, _ in rows("postal_codes.tsv"):
        for rest in (*firsts.split(" "), *lasts.split(" ")):
            assert known.municipalities(start + rest)
    assert known.municipalities("0000000") == ()
    assert known.municipalities("9999999") == ()
