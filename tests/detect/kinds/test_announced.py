"""A label announces a number over other words, codes with letters are read however they are divided."""

from __future__ import annotations

import pytest
from tests.detect.kinds.numbers_scan import Found, scan


def types_at(text: str, value: str) -> set[str]:
    start = text.index(value)
    return {each.found.entity_type for each in scan(text) if each.found.start <= start + 1 < each.found.end}


@pytest.mark.parametrize(
    ("text", "value", "entity_type"),
    [
        ("マイナンバーはご本人から電話で伺い、621498320257と控えました", "621498320257", "JP_MY_NUMBER"),
        ("個人番号：ご担当者様\n\n先日の控えは 621498320257 です。", "621498320257", "JP_MY_NUMBER"),
        ('法人番号 {"ref": "7000012050002", "ok": true}', "7000012050002", "JP_CORPORATE_NUMBER"),
        ("免許証番号 <row><v>459803358720</v></row>", "459803358720", "JP_DRIVERS_LICENSE"),
        ("マイナンバー：誤ってカード番号欄に 621498320257 と記入", "621498320257", "JP_MY_NUMBER"),
        ("基礎年金番号：確認のうえ折り返します 3821-098765", "3821-098765", "JP_PENSION_NUMBER"),
        ("基礎年金番号：3821-0987-65", "3821-0987-65", "JP_PENSION_NUMBER"),
        ("雇用保険被保険者番号：5021 0987 654", "5021 0987 654", "JP_EMPLOYMENT_INSURANCE"),
        ("旅券番号：T K 0 1 2 3 4 5 6", "T K 0 1 2 3 4 5 6", "JP_PASSPORT"),
        ("在留カード番号：UH98\n765432LA", "UH98\n765432LA", "JP_RESIDENCE_CARD"),
        ("登録番号：T700-0012-0500-02", "T700-0012-0500-02", "JP_INVOICE_NUMBER"),
        ("IBAN：DE89\t3704\t0044\t0532\t0130\t00", "DE89\t3704\t0044\t0532\t0130\t00", "IBAN_CODE"),
        ("口座番号：7654.321", "7654.321", "JP_BANK_ACCOUNT"),
        ("個人番号：6214\r\n9832\r\n0257", "6214\r\n9832\r\n0257", "JP_MY_NUMBER"),
        ("個人番号：6214_9832_0257", "6214_9832_0257", "JP_MY_NUMBER"),
        ("免許証番号：4598·0335·8720", "4598·0335·8720", "JP_DRIVERS_LICENSE"),
        ("携帯：080|1234|9876", "080|1234|9876", "PHONE_NUMBER"),
        ("カード番号：4111<br>1127<br>9664<br>4202", "4111<br>1127<br>9664<br>4202", "CREDIT_CARD"),
        ("基礎年金番号：3821, 098765", "3821, 098765", "JP_PENSION_NUMBER"),
        ("雇用保険被保険者番号：5021~098765~4", "5021~098765~4", "JP_EMPLOYMENT_INSURANCE"),
        ("介護保険被保険者番号：00382-10987", "00382-10987", "JP_CARE_INSURANCE"),
        ("個人番号：❻❷❶❹❾❽❸❷⓿❷❺❼", "❻❷❶❹❾❽❸❷⓿❷❺❼", "JP_MY_NUMBER"),
    ],
)
def test_far_and_divided_values_are_found(text: str, value: str, entity_type: str) -> None:
    start = text.index(value)
    assert Found(entity_type, start, start + len(value)) in [each.found for each in scan(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("マイナンバーの提出について。受付番号 621498320257", "621498320257"),
        ("基礎年金番号の変更手続き。伝票番号：3821098765", "3821098765"),
        ("口座番号は不要です。会員番号 7654321", "7654321"),
        ("旅券番号は控えないこと。型番 TK-12-34", "TK-12-34"),
        ("マイナンバー（12桁）：621498320258", "621498320258"),
    ],
)
def test_what_another_word_names_stays_that(text: str, value: str) -> None:
    assert types_at(text, value) == set()


def test_a_label_announces_only_the_first_number() -> None:
    text = "基礎年金番号：お客様より 3821-098765 とのこと、控え 1234567890"
    assert "JP_PENSION_NUMBER" in types_at(text, "3821-098765")
    assert "JP_PENSION_NUMBER" not in types_at(text, "1234567890")
