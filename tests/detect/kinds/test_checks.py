"""Check digits against published values, and as properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.kinds import corporate_number, drivers_license, my_number
from piiscan.detect.kinds.bank_account import has_branch
from piiscan.detect.kinds.checks import luhn
from piiscan.detect.kinds.credit_card import brand_of
from piiscan.detect.kinds.health_insurance import is_insurer
from piiscan.detect.kinds.iban_code import is_iban
from piiscan.detect.kinds.passport import zone_check_digit
from piiscan.detect.kinds.yucho_account import convert


def digits(size: int) -> st.SearchStrategy[str]:
    return st.text(alphabet="0123456789", min_size=size, max_size=size)


@pytest.mark.parametrize("number", ["123456789018", "621498320257", "983205673214"])
def test_published_individual_numbers_pass(number: str) -> None:
    assert my_number.check_digit(number[:11]) == int(number[11])


@pytest.mark.parametrize("number", ["5835678256246", "7000012050002", "7010705000725"])
def test_published_corporate_numbers_pass(number: str) -> None:
    assert corporate_number.check_digit(number[1:]) == int(number[0])


@pytest.mark.parametrize("number", ["459803358720", "309012345620"])
def test_known_licence_numbers_pass(number: str) -> None:
    assert drivers_license.check_digit(number[:10]) == int(number[10])


@pytest.mark.parametrize(
    ("number", "brand"),
    [
        ("4111111111111111", "visa"),
        ("5555555555554444", "mastercard"),
        ("2223003122003222", "mastercard"),
        ("378282246310005", "amex"),
        ("3530111333300000", "jcb"),
        ("30569309025904", "diners"),
        ("6011111111111117", "discover"),
        ("6200000000000005", "unionpay"),
        ("1730395308692618", ""),
        ("4901234567894", ""),
    ],
)
def test_brands_of_published_cards(number: str, brand: str) -> None:
    assert brand_of(number) == brand
    assert not brand or luhn(number)


@given(digits(15))
def test_luhn_has_one_check_digit(body: str) -> None:
    assert sum(luhn(body + last) for last in "0123456789") == 1


@given(digits(15), st.integers(0, 14), st.integers(1, 9))
def test_luhn_sees_every_single_wrong_digit(body: str, place: int, shift: int) -> None:
    number = body + next(last for last in "0123456789" if luhn(body + last))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not luhn(wrong)


@given(digits(11))
def test_individual_number_check_is_a_digit(body: str) -> None:
    assert 0 <= my_number.check_digit(body) <= 9


@given(digits(12))
def test_corporate_number_check_is_never_zero(body: str) -> None:
    assert 1 <= corporate_number.check_digit(body) <= 9


@pytest.mark.parametrize("code", ["DE89370400440532013000", "GB82WEST12345698765432", "NO9386011117947"])
def test_sample_ibans_pass_and_no_neighbour_does(code: str) -> None:
    assert is_iban(code)
    assert not is_iban(code[:-1])
    assert not is_iban(code[:-1] + str((int(code[-1]) + 1) % 10))


def test_zone_check_digit_of_the_icao_specimen() -> None:
    assert zone_check_digit("L898902C3") == 6
    assert zone_check_digit("740812") == 2


@pytest.mark.parametrize(
    ("number", "is_one"), [("33120015", True), ("01130012", True), ("138016", True), ("99130012", False)]
)
def test_insurer_numbers_have_a_law_and_a_prefecture(number: str, is_one: bool) -> None:
    assert is_insurer(number) == is_one


def test_postal_account_conversion_of_the_bank_page() -> None:
    assert convert("10530", "12345671") == ("058", "1234567")


def test_branch_ranges() -> None:
    assert has_branch("001,004-005,013", "005")
    assert not has_branch("001,004-005,013", "006")
    assert not has_branch("", "001")
