"""The number detector: labels, tables, split and disguised values, and what must not be found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detect.kinds.numbers_scan import NUMBER_TYPES, cells, scan, toolbox

from piiscan.detect.pipeline import detect
from piiscan.model import Place, Segment


def types_of(text: str) -> list[str]:
    return [each.found.entity_type for each in scan(text)]


def values_of(text: str, entity_type: str) -> list[str]:
    return [each.value for each in scan(text) if each.found.entity_type == entity_type]


# --- the ladder -------------------------------------------------------------------------------------------------


def confidence_of(text: str, entity_type: str) -> float:
    return max((hit.confidence for hit in scan(text, threshold=0.0) if hit.found.entity_type == entity_type), default=0)


@pytest.mark.parametrize(
    ("entity_type", "label", "right", "wrong"),
    [
        ("JP_MY_NUMBER", "個人番号：", "847263519402", "847263519404"),
        ("JP_CORPORATE_NUMBER", "法人番号：", "7000012050002", "6000012050002"),
        ("CREDIT_CARD", "カード番号：", "4111112796644202", "4111112796644203"),
        ("JP_DRIVERS_LICENSE", "免許証番号：", "309012345620", "309012345630"),
    ],
)
def test_the_ladder_rises(entity_type: str, label: str, right: str, wrong: str) -> None:
    shape = confidence_of(wrong, entity_type)
    checked = confidence_of(right, entity_type)
    labelled = confidence_of(label + wrong, entity_type)
    both = confidence_of(label + right, entity_type)
    assert shape <= checked < both
    assert shape <= labelled < both
    assert checked < 0.5 < both


@pytest.mark.parametrize(
    "shape", ["############", "#############", "################", "####-####-####", "#### #### ####"]
)
def test_random_digits_without_a_label_are_not_reported(shape: str) -> None:
    rng = random.Random(shape)
    hits = 0
    for _ in range(400):
        text = "".join(rng.choice("0123456789") if character == "#" else character for character in shape)
        hits += any(each.found.entity_type != "PHONE_NUMBER" for each in scan(f"値 {text} です"))
    assert hits <= 2


# --- labels and columns -----------------------------------------------------------------------------------------


def test_a_column_header_labels_every_cell() -> None:
    numbers = ["847263519402", "621498320257", "983205673214"]
    text, marks = cells(("氏名", ["甲", "乙", "丙"]), ("個人番号", numbers))
    assert [hit.value for hit in scan(text, marks) if hit.found.entity_type == "JP_MY_NUMBER"] == numbers


def test_a_header_line_of_plain_text_does_too() -> None:
    text = "id,name,card_no,exp\n1,甲,4111112796644202,09/28\n2,乙,5497609173057800,11/27\n"
    assert values_of(text, "CREDIT_CARD") == ["4111112796644202", "5497609173057800"]


def test_the_wrong_label_wins_over_the_shape() -> None:
    for label in ("注文番号", "追跡番号", "JAN", "型番", "伝票番号", "管理番号"):
        assert types_of(f"{label}：847263519402") == []


def test_the_longer_word_is_the_label() -> None:
    assert types_of("被保険者番号：0038210987") == ["JP_CARE_INSURANCE"]
    assert types_of("雇用保険被保険者番号：5021-098765-4") == ["JP_EMPLOYMENT_INSURANCE"]
    assert types_of("保険者番号：01130012") == ["JP_HEALTH_INSURANCE"]


@pytest.mark.parametrize("glue", ["：", " ", "\n", "　", "：\n", "(", "｜", "\t", "は、"])
def test_a_label_reaches_over_punctuation_and_lines(glue: str) -> None:
    assert types_of(f"口座番号{glue}9847501") == ["JP_BANK_ACCOUNT"]


# --- telephone numbers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        *("03-3210-4567", "(03)3210-4567", "03（3210）4567", "03 3210 4567", "03.3210.4567", "0332104567"),
        *("03の3210の4567", "090の8765の4321"),
        *("090-8765-4321", "09087654321", "０９０－８７６５－４３２１", "090ー8765ー4321", "060-8765-4321"),
        *("+81-3-3210-4567", "+81 90 8765 4321", "+81(0)90-8765-4321", "+819087654321", "0081-3-3210-4567"),
        *("0120-72-9270", "0120-729-270", "0800-123-9876", "0570-238-895", "050-5876-4321", "04992-2-3456"),
        "〇九〇-八七六五-四三二一",
    ],
)
def test_spellings_of_telephone_numbers(number: str) -> None:
    assert values_of(f"電話：{number}", "PHONE_NUMBER") == [number]


def test_the_grouping_must_fit_the_area_code() -> None:
    assert confidence_of("03-3210-4567", "PHONE_NUMBER") > 0.8
    assert confidence_of("0332-10-4567", "PHONE_NUMBER") < 0.5


def test_an_extension_stays_outside() -> None:
    assert values_of("電話 03-3210-4567（内線 123）", "PHONE_NUMBER") == ["03-3210-4567"]


def test_local_numbers_count_only_in_their_column() -> None:
    text, marks = cells(("電話番号", ["3210-4567", "771-0556"]), ("備考", ["3210-4567", "771-0556"]))
    found = [hit.found.start for hit in scan(text, marks) if hit.found.entity_type == "PHONE_NUMBER"]
    assert found == [marks[0].start, marks[2].start]


def test_a_lost_leading_zero_is_understood_in_its_column() -> None:
    text, marks = cells(("携帯電話", ["9087654321"]), ("売上", ["9087654321"]))
    assert [hit.found.start for hit in scan(text, marks) if hit.found.entity_type == "PHONE_NUMBER"] == [0]


def test_two_numbers_in_a_cell_are_two_findings() -> None:
    text, marks = cells(("電話番号", ["(代)03-3210-4567、(直)03-3210-4568"]))
    assert [hit.value for hit in scan(text, marks)] == ["03-3210-4567", "03-3210-4568"]


# --- split and disguised values ----------------------------------------------------------------------------------


def test_a_number_split_over_labelled_cells() -> None:
    text, marks = cells(("電話番号", ["03"]), ("", ["3210"]), ("", ["4567"]))
    assert [hit.value for hit in scan(text, marks)] == ["03\t3210\t4567"]


def test_a_number_split_over_cells_with_hyphens() -> None:
    text = "保育園\t03\t-\t3210\t-\t4567\t60\n"
    assert values_of("電話\n" + text, "PHONE_NUMBER") == ["03\t-\t3210\t-\t4567"]


@pytest.mark.parametrize("wrapped", ["090-8765-\n4321", "090-\n8765-4321", "090-8765\n-4321"])
def test_a_number_wrapped_at_a_hyphen(wrapped: str) -> None:
    assert values_of(f"電話は{wrapped}です", "PHONE_NUMBER") == [wrapped]


def test_numbers_of_two_lines_do_not_grow_together() -> None:
    assert values_of("電話\n03-3210-4567\n090-8765-4321", "PHONE_NUMBER") == ["03-3210-4567", "090-8765-4321"]
    assert values_of("内線\n1234\n5678\n9012", "PHONE_NUMBER") == []


DISGUISES = {
    "zero width": "\u200b".join,
    "soft hyphen": "\u00ad".join,
    "word joiner": "\u2060".join,
    "full width": lambda value: value.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
    "circled": lambda value: value.translate(
        {ord(d): ord("①") + int(d) - 1 if d != "0" else ord("⓪") for d in "0123456789"}
    ),
    "mathematical": lambda value: value.translate({ord(d): 0x1D7CE + int(d) for d in "0123456789"}),
    "Arabic-Indic": lambda value: value.translate({ord(d): 0x0660 + int(d) for d in "0123456789"}),
    "doubled hyphen": lambda value: value.replace("-", "--"),
    "mixed separators": lambda value: value.replace("-", ".", 1),
    "non-breaking space": lambda value: value.replace("-", "\u00a0"),
    "ideographic space": lambda value: value.replace("-", "\u3000"),
    "slashes": lambda value: value.replace("-", "/"),
    "every digit apart": lambda value: " ".join(value.replace("-", "")),
}
LABELLED = [
    ("PHONE_NUMBER", "電話番号：", "090-8765-4321"),
    ("CREDIT_CARD", "カード番号：", "4111-1127-9664-4202"),
    ("JP_MY_NUMBER", "マイナンバー：", "6214-9832-0257"),
    ("JP_DRIVERS_LICENSE", "免許証番号：", "3090-1234-5620"),
]


@pytest.mark.parametrize("name", DISGUISES)
@pytest.mark.parametrize(("entity_type", "label", "value"), LABELLED)
def test_a_disguised_number_is_found_at_its_place(name: str, entity_type: str, label: str, value: str) -> None:
    hidden = DISGUISES[name](value)  # type: ignore[operator]
    assert values_of(f"{label}{hidden}。", entity_type) == [hidden]


# --- what is none ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25 19:00:00 INFO pid=61642 offset=692618685387 epoch=1730395308",
        "緯度 35.681236 経度 139.767125",
        "ISBN 978-4-12-881809-3、JAN 4901234567894",
        "sha1 82f6431c329b262a0ea66d780b880c1f0c3e8bbd",
        "2c1f165e-457f-446c-ad61-9e5d08e71ba1",
        "https://example.com/items/4111112796644202/0332104567",
        "図面 1756-791717、寸法 120-80-45 mm、範囲は 1000-2000",
        "合計 1,234,567円、単価 9,847,501円",
        "ポイント番号 ************9899",
        "00000010  4a 46 49 46 00 01 01 00  00 01 00 01 00 00 ff db",
        "version 10.20.30.40, build 10543166577051",
        "（平成二十七年法律第六十五号）第三十二条の二",
        "0000000 3774863615 1229324288 0000000016",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert types_of(text) == []


def test_a_passport_number_is_read_from_the_machine_readable_zone() -> None:
    zone = "P<JPNAOBA<<TARO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nTZ1234098{}JPN8001014M2501017<<<<<<<<<<<<<<04"
    assert values_of(zone.format(1), "JP_PASSPORT") == ["TZ1234098"]
    assert values_of(zone.format(2), "JP_PASSPORT") == []


def test_a_lone_lucky_number_in_a_list_of_others_is_not_reported() -> None:
    rng = random.Random(5)
    rows = [f"{rng.randint(10**11, 10**12 - 1)}" for _ in range(200)]
    assert types_of("\n".join(rows)) == []


# --- the machinery -----------------------------------------------------------------------------------------------


def test_findings_do_not_depend_on_the_size_of_windows() -> None:
    rows = [f"{n},甲,090-8765-{n:04},4111-1127-9664-4202,口座番号 {9_000_000 + n}" for n in range(300)]
    text = "id,name,tel,card_no,memo\n" + "\n".join(rows)

    def spans(size: int) -> list[tuple[str, int, int]]:
        spotted = detect([Segment(text, Place(line=1))], toolbox(), size)
        return [(each.entity_type, each.start, each.end) for each in spotted if each.confidence >= 0.5]

    assert spans(65_536) == spans(4_096)
    assert {entity_type for entity_type, _, _ in spans(65_536)} <= set(NUMBER_TYPES)


PIECES = st.sampled_from(
    [
        *("電話", "カード番号：", "口座番号", "記号", "番号", "普通", "+81", "0", "03", "090", "4111", "12345678", "T"),
        *("AB", "GB82", "-", " ", "\t", "\n", "(", ")", ".", "/", "の", "〇九", "&#48;", "%30", "あ", ",", "円"),
        *("\u200b", "０"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_gives_findings_inside_it_whose_evidence_adds_up(text: str) -> None:
    for each in detect([Segment(text, Place(line=1))], toolbox()):
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.value
        assert each.evidence[0].clue == "prior"
        assert each.score == pytest.approx(sum(evidence.weight for evidence in each.evidence))


def test_every_type_can_be_found_in_one_document() -> None:
    text = (
        "電話 090-8765-4321\nカード番号 4111-1127-9664-4202 セキュリティコード 931\n口座番号 9847501\n"
        "ゆうちょ 記号 10530 番号 12340671\nIBAN: DE89370400440532013000\n個人番号 6214-9832-0257\n"
        "法人番号 7000012050002\n登録番号 T7000012050002\n免許証番号 309012345620\n旅券番号 TZ0123456\n"
        "在留カード番号 UH98765432LA\n住民票コード 38210987654\n基礎年金番号 3821-098765\n"
        "保険者番号 01130012 記号 46187 番号 8396770\n介護保険被保険者番号 0038210987\n"
        "雇用保険被保険者番号 5021-098765-4\n"
    )
    assert set(types_of(text)) == set(NUMBER_TYPES)
