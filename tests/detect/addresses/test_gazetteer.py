"""The lists behind the addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.data import rows
from piiscan.detect.addresses.gazetteer import Gazetteer, is_town, loosen, town_at_end, towns_at_start
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
    assert not gazetteer.towns(("99999",))
    assert not gazetteer.towns(())


def test_towns_match_in_any_spelling() -> None:
    """ケ and が are one, ノ and の too."""
    towns = Gazetteer().towns(("13101",))
    assert is_town(loosen("丸の内"), towns)
    assert is_town(loosen("丸ノ内"), towns)
    assert not is_town("丸", towns)


def test_towns_are_found_at_both_ends() -> None:
    """Of several municipalities too."""
    towns = " 本 本町 本町東 西 "
    assert towns_at_start("本町東西", towns) == [1, 2, 3]
    assert towns_at_start("東本町", towns) == []
    assert town_at_end("北本町", towns) == 2
    assert town_at_end("北", towns) == 0
    both = Gazetteer().towns(("13101", "13102"))
    assert is_town("飯田橋", both)
    assert is_town("銀座", both)


@given(st.lists(st.text("本町東西", min_size=1, max_size=4)), st.text("本町東西北", max_size=6))
def test_towns_at_both_ends_are_those_of_the_list(names: list[str], run: str) -> None:
    """Neither more nor fewer."""
    towns = "".join(f" {name} " for name in names)
    assert towns_at_start(run, towns) == sorted({len(name) for name in names if run.startswith(name)})
    assert town_at_end(run, towns) == max((len(name) for name in names if run.endswith(name)), default=0)


def test_every_listed_run_of_postal_codes_is_found_at_both_ends() -> None:
    """And the codes just outside all runs are not."""
    known = PostalCodes()
    for start, firsts, lasts, _ in rows("postal_codes.tsv"):
        for rest in (*firsts.split(" "), *lasts.split(" ")):
            assert known.municipalities(start + rest)
    assert known.municipalities("0000000") == ()
    assert known.municipalities("9999999") == ()
