"""CARD_SECURITY_DATA: expiry, security code and PIN beside a card; days, years and groups of an address are none."""

from __future__ import annotations

import pytest
from tests.detect.kinds.scanning import scan, values

TYPE = "CARD_SECURITY_DATA"
CARD = "カード番号 4111-1127-9664-4202　"


def test_expiry_and_code_beside_a_card_are_found():
    assert values(TYPE, CARD + "有効期限 09/28　セキュリティコード 931") == ["09/28", "931"]


@pytest.mark.parametrize("day", ["2028/04/10", "2028-04-10", "2028.04.10"])
def test_a_date_with_a_day_is_no_expiry_of_a_card(day):
    assert scan(TYPE, CARD + "在留カードの有効期限 " + day) == []


def test_the_year_of_an_expiry_and_a_group_of_an_address_are_no_codes():
    record = '{"card": "4111112796644202", "cvc": "931", "exp": "12/2031", "ip": "2001:db8:4050:1b8b::1"}'
    assert [found.value for found in scan(TYPE, record)] == ["931"]
