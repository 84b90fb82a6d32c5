"""Texts in which other words stand between a label and its number, or a number of something else follows a label."""

from __future__ import annotations

import random
from collections.abc import Iterator

from piiscan.data import rows
from piiscan.detect.kinds.rules import make_rules
from tools.numberfit.cases import Text
from tools.textgen.makers import Makers
from tools.textgen.template import Slot

# Slot of tools/textgen that makes a right value, by weights file of the rule.
_SLOTS = {
    "phone_number": ("t", "tm", "tl"),
    "credit_card": ("card",),
    "jp_my_number": ("my",),
    "jp_corporate_number": ("corp",),
    "jp_invoice_number": ("inv",),
    "jp_drivers_license": ("lic",),
    "jp_passport": ("pass",),
    "jp_residence_card": ("res",),
    "jp_resident_record_code": ("rec",),
    "jp_pension_number": ("pen",),
    "jp_care_insurance": ("care",),
    "jp_employment_insurance": ("emp",),
    "jp_insurer_number": ("hin",),
    "jp_bank_account": ("acct",),
    "iban_code": ("iban",),
}
_SHAPES = {
    "credit_card": "0" * 16,
    "jp_my_number": "0" * 12,
    "jp_corporate_number": "0" * 13,
    "jp_drivers_license": "0" * 12,
    "jp_resident_record_code": "0" * 11,
    "jp_pension_number": "0" * 10,
    "jp_care_insurance": "0" * 10,
    "jp_employment_insurance": "0" * 11,
    "jp_insurer_number": "0" * 8,
    "jp_bank_account": "0" * 7,
    "phone_number": "0" * 10,
}
_CHECKED = frozenset({"iban_code", "jp_invoice_number"})
"""A value of these is right wherever it stands."""
# {l} label, {v} value. Some labels are answered by what follows, further away ones less often.
_RIGHT = (
    "{l}について、本日ご本人より{v}とのご連絡がありました。",
    "{l}：控えは次のとおり。内容確認済み {v}",
    "{l}（原本を確認のうえ転記したもの）は以下です。\n{v}",
    "{l}: please see {v} for details",
    '{l}: {{"kind": "person", "code": "{v}", "checked": true}}',
    "{l} <row><no>12</no><value>{v}</value></row>",
    "{l}：2025-11-03 10:22:41 INFO  imported entry {v} ok",
    "{l}: Hello,\n\nthe identifier we hold is {v}.\n\nBest regards",
    "{l}：お世話になっております。\n\n先日お送りした番号は {v} です。\n\nよろしくお願いいたします。",
    "{l}\n\n（記入欄）\n{v}",
    "{l} sample_row_{v}",
    "{l}：From: a@example.jp\nSubject: check\n\nattached: {v}",
    "{l}を訂正します。旧番号は破棄し、正しくは{v}でした。",
    "{l}　本人確認書類と照合済み　{v}",
    "{l}：カード番号欄に誤って{v}と記入",
    "{l} 社内限り\n\n記録 {v}\n区分 A",
)
_WRONG = (
    "{l}の取り扱いについて、申込 {v} をご参照ください。",
    "{l}の提出が必要です。\n\n受付番号 {v}",
    "{l}は不要です。伝票番号：{v}",
    "{l}欄は空欄で構いません（管理番号 {v}）。",
    "{l}の様式第{v}号",
    "{l}に関する統計表\n\n合計 {v}\n",
    "{l}の登録件数は{v}件でした。",
    "{l} (see ticket, order {v})",
    "{l}は別途お送りします。注文番号 {v}",
    "{l}の入力欄を追加 offset={v}",
    "{l}を含むファイルは {v} バイトでした。",
    "{l}欄の桁数を設計する。\n帳票番号 {v}、版 2.1",
    "{l}の様式を改める（台帳コード {v}）。",
    "{l}の写しを添付。書類番号：{v}",
)


def distance_texts(each: int) -> list[Text]:
    """``each`` texts for every rule whose labels reach over other words, two of three with a right value."""
    rng = random.Random(20261126)
    kinds = _labels()
    texts = []
    for rule in make_rules():
        if not rule.announced or rule.weights not in _SLOTS:
            continue
        labels = [word for kind in rule.label_kinds for word in kinds.get(kind, ())]
        for turn in range(each):
            label = rng.choice(labels)
            right = turn % 3 != 0 or rule.weights in _CHECKED
            form = rng.choice(_RIGHT if right else _WRONG)
            texts.append(_text(form, label, _value(rule.weights, rng, right=right), rule.entity_type if right else ""))
    return texts


def _labels() -> dict[str, list[str]]:
    """The words of each kind that are long enough to be a label of one thing."""
    found: dict[str, list[str]] = {}
    for row in rows("cues/numbers.tsv"):
        for kind in row[1].split(","):
            if len(row[0]) >= 4 or not row[0].isascii():
                found.setdefault(kind, []).append(row[0])
    return found


def _value(weights: str, rng: random.Random, *, right: bool) -> str:
    """A value of the rule, or digits of its shape."""
    if not right and weights in _SHAPES:
        return "".join(rng.choice("123456789") for _ in _SHAPES[weights])
    pieces = Makers(rng)(Slot(rng.choice(_SLOTS[weights]), "", "", ""))
    value = "".join(text for text, _ in pieces or ())
    return "T" + value if weights == "jp_invoice_number" and not value.startswith("T") else value


def _text(form: str, label: str, value: str, entity_type: str) -> Text:
    """The form filled in; one group for each form, which errors correlate in."""
    text = form.format(l=label, v=value)
    start = text.index(value, text.index(label) + len(label))
    spans = ((start, start + len(value), entity_type),) if entity_type else ()
    return Text(text, spans, tuple(_others(text, start, start + len(value))), f"distance/{form}")


def _others(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Everything but the value: the dates and numbers of the form say nothing."""
    yield 0, start
    yield end, len(text)
