"""The generator of business text: spans that fit, check digits that hold, the same output for the same seed."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from tools.textgen import numbers, people
from tools.textgen.__main__ import main
from tools.textgen.corpus import generate, templates
from tools.textgen.kana import half, katakana, romaji
from tools.textgen.makers import Makers
from tools.textgen.noise import disturb
from tools.textgen.render import render
from tools.textgen.template import parse

TYPES = {
    "NAME",
    "PHONE",
    "EMAIL",
    "ADDRESS",
    "POSTAL_CODE",
    "BIRTH_DATE",
    "CREDIT_CARD",
    "CARD_SECURITY",
    "MY_NUMBER",
    "CORPORATE_NUMBER",
    "INVOICE_NUMBER",
    "DRIVERS_LICENSE",
    "PASSPORT",
    "RESIDENCE_CARD",
    "RESIDENT_RECORD",
    "PENSION",
    "HEALTH_INSURANCE",
    "CARE_INSURANCE",
    "EMPLOYMENT_INSURANCE",
    "BANK_ACCOUNT",
    "YUCHO_ACCOUNT",
    "IBAN",
    "FINANCIAL_AMOUNT",
    "IP_ADDRESS",
    "SENSITIVE",
    "CONFIDENTIAL_MARK",
}


def seeded(seed: int) -> random.Random:
    return random.Random(seed)


@pytest.fixture(scope="module")
def lines() -> list[dict]:
    return list(generate(3, 2400))


def values(lines: list[dict], kind: str) -> list[str]:
    return [line["text"][s["start"] : s["end"]] for line in lines for s in line["spans"] if s["type"] == kind]


def digits(value: str) -> str:
    return "".join(str(int(char)) for char in value if char.isdecimal())


def test_spans_lie_in_their_text_apart_and_trimmed(lines):
    for line in lines:
        last = 0
        for span in sorted(line["spans"], key=lambda span: span["start"]):
            assert last <= span["start"] < span["end"] <= len(line["text"]), line["id"]
            value = line["text"][span["start"] : span["end"]]
            assert value == value.strip(), (line["id"], value)
            last = span["end"]


def test_clean_texts_have_no_spans_and_are_a_good_third(lines):
    assert all(line["clean"] == (not line["spans"]) for line in lines)
    assert all(line["clean"] for line in lines if line["genre"].endswith("_neg"))
    assert 0.33 < sum(line["clean"] for line in lines) / len(lines) < 0.43


def test_every_type_comes_up(lines):
    found = Counter(span["type"] for line in lines for span in line["spans"])
    assert set(found) == TYPES


def test_the_same_seed_gives_the_same_lines_and_another_seed_others():
    assert list(generate(5, 60)) == list(generate(5, 60))
    assert list(generate(5, 60)) != list(generate(6, 60))


def test_template_ids_and_texts_are_distinct():
    found = templates()
    assert len(found) >= 250
    assert len({template.id for template in found}) == len(found)
    assert len({template.source for template in found}) == len(found)


def test_instances_of_a_template_differ():
    by_template: dict[str, list[str]] = {}
    for line in generate(8, 3 * len(templates())):
        by_template.setdefault(line["id"].split("-")[0], []).append(line["text"])
    assert all(len(set(texts)) > 1 for texts in by_template.values())


def test_no_slot_is_left_over(lines):
    for template in templates():
        assert "[[" not in template.source.replace("[[", "", template.source.count("]]")), template.id
    for line in lines:
        assert not {"⟦", "(("} & {line["text"][i : i + n] for i in range(len(line["text"])) for n in (1, 2)}, line["id"]


def test_check_digits_hold(lines):
    for value in values(lines, "MY_NUMBER"):
        assert numbers.my_number(digits(value)[:11]) == digits(value)
    for kind in ("CORPORATE_NUMBER", "INVOICE_NUMBER"):
        for value in values(lines, kind):
            assert numbers.corporate_number(digits(value)[1:]) == digits(value)
    for value in values(lines, "CREDIT_CARD"):
        assert numbers.luhn(digits(value)[:-1]) == digits(value)
    for value in values(lines, "IBAN"):
        plain = value.replace(" ", "").replace("-", "")
        assert int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def test_known_vectors_of_the_check_digits():
    assert numbers.my_number("12345678901") == "123456789018"
    assert numbers.corporate_number("835678256246") == "5835678256246"
    assert numbers.luhn("411111111111111") == "4111111111111111"
    assert numbers.luhn("3312001") == "33120015"


@pytest.mark.parametrize(
    ("reading", "expected"),
    [("しんじ", "shinji"), ("いっちょう", "itcho"), ("おおの", "ono"), ("りょうこ", "ryoko"), ("じゅん", "jun")],
)
def test_hepburn(reading, expected):
    assert romaji(reading) == expected


def test_half_width_kana_splits_the_voicing():
    assert half("がぱん") == "ｶﾞﾊﾟﾝ"
    assert katakana("ゆう") == "ユウ"


def test_a_person_is_coherent_within_a_text():
    text, spans = render(parse("{n1}/{s1}/{g1}/{k1}/{m1}/{m1}"), Makers(seeded(4)), seeded(4))
    full, surname, given, _, mail, again = text.split("/")
    assert full.startswith(surname)
    assert full.endswith(given)
    assert mail == again
    assert [kind for _, _, kind in spans] == ["NAME"] * 4 + ["EMAIL"] * 2


def test_template_language():
    rng = seeded(1)
    text, spans = render(parse('{"a": 1} ⟦SENSITIVE:[[x|x]]⟧ ((2-2;、;{i:3-3}))'), Makers(rng), rng)
    assert text == '{"a": 1} x 3、3'
    assert spans == [(9, 10, "SENSITIVE")]
    with pytest.raises(ValueError, match="missing"):
        parse("[[a|b")


def test_noise_moves_the_spans_along():
    text, spans = "氏名：山田太郎\n電話：03-1234-5678\n", [(3, 7, "NAME"), (11, 23, "PHONE")]
    for seed in range(200):
        changed, moved = disturb(text, spans, seeded(seed))
        assert changed[moved[0][0] : moved[0][1]] == "山田太郎"
        assert digits(changed[moved[1][0] : moved[1][1]]) == "0312345678"


def test_old_forms_and_foreign_names_come_up():
    rng = seeded(2)
    names = [people.anyone(rng, "").full for _ in range(3000)]
    assert any("髙" in name for name in names)
    assert any("・" in name for name in names)


def test_command_line_writes_json_lines(tmp_path: Path):
    target = tmp_path / "out.jsonl"
    assert main(["--seed", "2", "--count", "25", "--out", str(target)]) == 0
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert len(lines) == 25
    assert all({"id", "genre", "text", "spans", "clean"} <= set(line) for line in lines)
