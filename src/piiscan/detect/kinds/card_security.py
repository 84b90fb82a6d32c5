"""What opens a payment card besides its number: security code, PIN, and the expiry beside a card (PCI DSS 3.2)."""

from __future__ import annotations

from piiscan.detect.kinds.checks import luhn
from piiscan.detect.kinds.credit_card import brand_of
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.detect.shapes import plain_digits
from piiscan.late import late

_CARD = late(r"(?<![0-9])[0-9](?:[- ]?[0-9]){13,18}(?![0-9])")
_CARD_REACH = 120
_GROUP, _YEAR_OR_GROUP = late(r"[0-9]:\Z"), late(r"[0-9][:/]\Z")
_GROUP_BEHIND = late(r":[0-9A-Fa-f]")
_DAY_BEHIND = late(r"[-/.][0-9]")


def judge_code(number: Number) -> Verdict | None:
    """Three or four digits, and whether a card stands near; None for the year of an expiry and part of an address."""
    parts = _YEAR_OR_GROUP if len(number.digits) == 4 else _GROUP
    if parts.search(number.before(2)) is not None or _GROUP_BEHIND.match(number.after(2)) is not None:
        return None
    return Verdict(("card_near" if _has_card(number) else "no_card",))


def judge_expiry(number: Number) -> Verdict | None:
    """Month and year of a card's validity; None when they are none, or a day follows: cards have none."""
    if _DAY_BEHIND.match(number.after(2)) is not None:
        return None
    digits = number.digits
    first, second = (digits[:2], digits[2:]) if number.grouping[0] == 2 else (digits[4:], digits[:4])
    month, year = int(first), int(second) % 100
    if not (1 <= month <= 12 and 20 <= year <= 45) or (len(second) == 4 and not second.startswith("20")):
        return None
    return Verdict(("card_near" if _has_card(number) else "no_card",))


def _has_card(number: Number) -> bool:
    """Whether a card number stands in front or behind."""
    around = number.before(_CARD_REACH) + "\n" + number.after(_CARD_REACH // 2)
    codes = (plain_digits(match.group()) for match in _CARD.finditer(around))
    return any(brand_of(code) and luhn(code) for code in codes)


CODE = NumberRule(
    entity_type="CARD_SECURITY_DATA",
    groupings=((3,), (4,)),
    judge=judge_code,
    only_labelled=True,
    announced=False,
    examples=(
        "カード番号 4111-1127-9664-4202　セキュリティコード 【931】",
        "card 3530 1135 6493 0042 CVV: 【4021】",
        "キャッシュカードの暗証番号は【4821】です",
    ),
    counterexamples=("セキュリティコードは3桁、931 文字以内", "part 931", "エラー 404"),
)

EXPIRY = NumberRule(
    entity_type="CARD_SECURITY_DATA",
    weights_name="card_expiry",
    labels=("CARD_EXPIRY",),
    groupings=((2, 2), (2, 4), (4, 2)),
    judge=judge_expiry,
    only_labelled=True,
    announced=False,
    examples=(
        "カード番号 4111-1127-9664-4202　有効期限 【09/28】",
        "card 3530 1135 6493 0042 valid thru 【11/2027】",
    ),
    counterexamples=("有効期限 09/28", "4111-1127-9664-4202 09/28", "会議 09/28", "有効期限 2028/04/10"),
)
