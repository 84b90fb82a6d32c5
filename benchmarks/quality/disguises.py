"""Disguised numbers: variants of synthetic values made by the package evadex, each after its Japanese label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scoring import table

from piiscan import Scanner

VALUES = {
    "マイナンバー：": ("123456789018", "JP_MY_NUMBER", "JP_MY_NUMBER"),
    "個人番号 ": ("6214-9832-0257", "JP_MY_NUMBER", "JP_MY_NUMBER"),
    "携帯電話：": ("090-1234-5678", "PHONE_NUMBER", "PHONE"),
    "電話番号：": ("03-3210-4567", "PHONE_NUMBER", "PHONE"),
    "連絡先：": ("08012345678", "PHONE_NUMBER", "PHONE"),
    "カード番号：": ("4111-1111-1111-1111", "CREDIT_CARD", "CREDIT_CARD"),
    "クレジットカード番号は": ("371449635398431", "CREDIT_CARD", "CREDIT_CARD"),
    "法人番号：": ("7000012050002", "JP_CORPORATE_NUMBER", "CREDIT_CARD"),
    "登録番号：": ("T7000012050002", "JP_INVOICE_NUMBER", "CREDIT_CARD"),
    "免許証番号：": ("309012345620", "JP_DRIVERS_LICENSE", "JP_DL"),
    "旅券番号：": ("TK1234567", "JP_PASSPORT", "JP_PASSPORT"),
    "在留カード番号：": ("AB12345678CD", "JP_RESIDENCE_CARD", "JP_RESIDENCE_CARD"),
    "住民票コード：": ("38210987654", "JP_RESIDENT_RECORD_CODE", "JP_JUMINHYO"),
    "基礎年金番号：": ("3821-098765", "JP_PENSION_NUMBER", "JP_MY_NUMBER"),
    "雇用保険被保険者番号：": ("5021-098765-4", "JP_EMPLOYMENT_INSURANCE", "CREDIT_CARD"),
    "保険者番号：": ("01130012", "JP_HEALTH_INSURANCE", "JP_HEALTH_INS"),
    "普通預金 口座番号：": ("7654321", "JP_BANK_ACCOUNT", "CREDIT_CARD"),
    "IBAN：": ("DE89370400440532013000", "IBAN_CODE", "IBAN"),
    "メールアドレス：": ("taro.yamada@example.co.jp", "EMAIL_ADDRESS", "EMAIL"),
    "郵便番号：": ("100-0001", "JP_POSTAL_CODE", "JP_POSTAL_CODE"),
}
"""Label: value, our type, and the category of evadex whose techniques fit (it has none of its own for some)."""
TIERS = ("plain", "hard", "other encodings", "destroyed: must stay unflagged")
HARD = (
    "html_", "css_comment", "url_percent", "double_url", "homoglyph", "regional_", "base64_standard",
    "base64_no_padding", "base64_double", "url_of_base64", "base64_of_base64", "whitespace_padding", "json_field_split",
)  # fmt: skip
OTHER = ("base32_", "hex_", "base64_of_", "rot13", "base64_partial", "morse_", "leet_")
DESTROYED = ("reversed_", "partial_", "left_pad_zeros", "right_pad_zeros", "noise_embedded")
MISSING = "## Disguises\n\nNot measured: `pip install evadex` (or the extra `bench`) brings the generator.\n"


class Case(NamedTuple):
    """One disguised value in its text, where it lies, and what it should be found as."""

    text: str
    start: int
    end: int
    type: str
    tier: str
    category: str


def tier_of(technique: str) -> str:
    """How hard a technique is; all that is not named here leaves the characters in order, hence plain."""
    for tier, names in ((TIERS[1], HARD), (TIERS[2], OTHER), (TIERS[3], DESTROYED)):
        if technique.startswith(names):
            return tier
    return TIERS[0]


def cases() -> Iterator[Case]:
    """Every variant that differs from its value; evadex's markers for pictures and archives left out."""
    from evadex.core.registry import all_generators, load_builtins
    from evadex.core.result import PayloadCategory

    load_builtins()
    for label, (value, kind, category) in VALUES.items():
        for generator in all_generators():
            fitting = generator.applicable_categories
            if not generator.auto_applicable or (fitting is not None and PayloadCategory[category] not in fitting):
                continue
            for variant in generator.generate(value):
                if variant.value != value:
                    yield _case(label, value, kind, variant.value, (tier_of(variant.technique), generator.name))


def _case(label: str, value: str, kind: str, variant: str, group: tuple[str, str]) -> Case:
    """The labelled variant; where the value stands in it untouched, only that stretch counts."""
    inside = value if value in variant else variant.strip()
    start = len(label) + variant.index(inside)
    return Case(label + variant, start, start + len(inside), kind, *group)


def disguises(_corpora: Path) -> str:
    """Disguised values found with the right type over at least half, per tier and evadex category."""
    try:
        every = list(cases())
    except ImportError:
        return MISSING
    scanner = Scanner()
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in every:
        near = [f for f in scanner.scan_text(case.text) if min(f.end, case.end) > max(f.start, case.start)]
        shares = [min(f.end, case.end) - max(f.start, case.start) for f in near if f.entity_type == case.type]
        hit = 2 * max(shares, default=0) >= case.end - case.start
        for category in (case.category, "**all**"):
            count = counts[case.tier, category]
            count[0] += 1
            count[1] += hit
            count[2] += bool(near)
    rows = [
        (tier, category, n, hits, f"{hits / n:.3f}", flagged)
        for (tier, category), (n, hits, flagged) in sorted(
            counts.items(), key=lambda item: (TIERS.index(item[0][0]), item[0][1].startswith("*"), item[0][1])
        )
    ]
    head = ("tier", "evadex category", "variants", "found", "recall", "flagged as anything")
    return "## Disguises\n\n" + table(head, rows)
