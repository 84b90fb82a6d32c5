"""Numbers that pass their check digit (rules: research note, section 6), in the spellings people use."""

import random
import string

from tools.textgen.vocabulary import form

HYPHENS = "-" * 20 + "‐‑–−－ー―ｰ"
WIDE = str.maketrans("0123456789-()+ ", "０１２３４５６７８９－（）＋　")
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
KANJI_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")

AREA_CODES = {
    "北海道": "011 0138 0166 0155 0143 0144 0154 0157 0126 0134 0123 01372 0133 0152",
    "青森県": "017 0172 0178 0175",
    "岩手県": "019 0197 0198 0193 0191",
    "宮城県": "022 0225 0229 0220",
    "秋田県": "018 0182 0184 0185 0186",
    "山形県": "023 0234 0235 0238",
    "福島県": "024 0246 0242 0248 0244",
    "茨城県": "029 0294 0297 0299 0280 0296",
    "栃木県": "028 0284 0285 0287 0289",
    "群馬県": "027 0276 0274 0270 0277",
    "埼玉県": "048 049 04 042 0480 0494",
    "千葉県": "043 047 04 0436 0438 0439 0475 0476 0479 0470",
    "東京都": "03 03 03 042 0422 04 04992",
    "神奈川県": "045 044 046 042 0463 0465 0466 0467",
    "新潟県": "025 0256 0258 0254 0250 0257 0259",
    "富山県": "076 0766 0765 0763",
    "石川県": "076 0761 0767 0768",
    "福井県": "0776 0778 0770 0779",
    "山梨県": "055 0554 0551 0555",
    "長野県": "026 0263 0265 0266 0267 0268 0269",
    "岐阜県": "058 0584 0572 0574 0577 0575 0585",
    "静岡県": "054 053 055 0545 0538 0537 0557",
    "愛知県": "052 0564 0565 0566 0568 0532 0533 0586 0561 0562 0569 0587",
    "三重県": "059 0598 0596 0594 0595 0597",
    "滋賀県": "077 0748 0749 0740",
    "京都府": "075 0774 0771 0773 0772",
    "大阪府": "06 06 072 0721 0725",
    "兵庫県": "078 06 079 0798 0797 0790 0794 0799 072",
    "奈良県": "0742 0743 0744 0745 0747",
    "和歌山県": "073 0739 0735 0736 0737 0738",
    "鳥取県": "0857 0858 0859",
    "島根県": "0852 0853 0854 0855 0856",
    "岡山県": "086 0866 0868 0863 0865",
    "広島県": "082 084 0823 0848 0829 0824",
    "山口県": "083 0834 0835 0836 0827 0833 0838",
    "徳島県": "088 0884 0883 0885",
    "香川県": "087 0877 0875 0879",
    "愛媛県": "089 0897 0898 0895 0896 0894",
    "高知県": "088 0887 0880 0889",
    "福岡県": "092 093 0942 0944 0940 0947 0948 0930 0946",
    "佐賀県": "0952 0955 0954 0942",
    "長崎県": "095 0956 0957 0959 0920",
    "熊本県": "096 0968 0965 0966 0964 0967",
    "大分県": "097 0977 0978 0979 0972 0973",
    "宮崎県": "0985 0986 0982 0983 0984 0987",
    "鹿児島県": "099 0995 0994 0996 0993 0997",
    "沖縄県": "098 0980",
}
ALL_AREA_CODES = sorted({code for codes in AREA_CODES.values() for code in codes.split()})


def digits(rng: random.Random, count: int, first: str = "") -> str:
    """Returns `count` random digits, the first of them out of `first` when given."""
    head = rng.choice(first) if first else ""
    return head + "".join(rng.choice(string.digits) for _ in range(count - len(head)))


def my_number(body: str) -> str:
    """Returns the 12 digits of an individual number from its first 11."""
    total = sum(int(c) * (n + 1 if n <= 6 else n - 5) for n, c in enumerate(reversed(body), 1)) % 11
    return body + str(0 if total <= 1 else 11 - total)


def corporate_number(body: str) -> str:
    """Returns the 13 digits of a corporate number from its last 12."""
    return str(9 - sum(int(c) * (1 if n % 2 else 2) for n, c in enumerate(reversed(body), 1)) % 9) + body


def luhn(body: str) -> str:
    """Returns the number with its Luhn digit (cards, insurers)."""
    total = 0
    for position, char in enumerate(reversed(body)):
        value = int(char) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def licence_number(rng: random.Random) -> str:
    """Returns the 12 digits of a driving licence."""
    body = rng.choice(
        ("10", "20", "30", "31", "40", "43", "44", "45", "50", "62", "63", "71", "73", "82", "90", "97")
    ) + digits(rng, 8)
    check = (11 - sum(int(c) * w for c, w in zip(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11) % 10
    return body + str(check) + rng.choice("000000001112")


def card_number(rng: random.Random) -> str:
    """Returns a card number of one of the five common brands."""
    brand, length = rng.choice((("4", 16), ("4", 16), ("5", 16), ("35", 16), ("37", 15), ("36", 14)))
    if brand == "5":
        brand += rng.choice("12345")
    elif brand == "35":
        brand += rng.choice(("28", "30", "41", "66", "89"))
    elif brand == "4":
        brand += digits(rng, 3)
    return luhn(brand + digits(rng, length - 1 - len(brand)))


def iban(rng: random.Random) -> str:
    """Returns an IBAN of a European country with right check digits."""
    country, letters, count = rng.choice(
        (("DE", "", 18), ("GB", "WXYZ", 14), ("FR", "", 23), ("NL", "ABNA", 10), ("ES", "", 20), ("CH", "", 17))
    )
    body = letters + digits(rng, count)
    as_number = "".join(str(int(char, 36)) for char in body + country + "00")
    number = f"{country}{98 - int(as_number) % 97:02}{body}"
    return grouped(number, (4,) * 8, rng.choice((" ", "")))


def grouped(number: str, sizes: tuple[int, ...], joint: str) -> str:
    """Returns the number cut into groups of these sizes."""
    parts = []
    for size in sizes:
        parts.append(number[:size])
        number = number[size:]
    return joint.join(part for part in [*parts, number] if part)


def spelled(number: str, sizes: tuple[int, ...], rng: random.Random) -> str:
    """Returns the number plain, grouped by hyphens or spaces, or full-width."""
    roll = rng.random()
    if roll < 0.45:
        return number
    if roll < 0.75:
        return grouped(number, sizes, rng.choice(HYPHENS))
    if roll < 0.88:
        return grouped(number, sizes, " ")
    return grouped(number, sizes, rng.choice(("", "-"))).translate(WIDE)


def _parts(area: str, rng: random.Random) -> tuple[str, str, str]:
    local = 6 - len(area)
    return area, digits(rng, local, "23456789"), digits(rng, 4)


def landline(rng: random.Random, prefecture: str = "") -> tuple[str, str, str]:
    """Returns area code, local code and subscriber number of a fixed line."""
    codes = AREA_CODES[prefecture].split() if prefecture and rng.random() < 0.9 else ALL_AREA_CODES
    return _parts(rng.choice(codes), rng)


def mobile(rng: random.Random) -> tuple[str, str, str]:
    """Returns the three groups of a mobile number."""
    return rng.choice(("090", "090", "080", "080", "070", "070", "060")), digits(rng, 4, "123456789"), digits(rng, 4)


def service(rng: random.Random) -> tuple[str, str, str]:
    """Returns the three groups of a toll-free, shared-cost or IP number."""
    kind = rng.choice(("0120", "0120", "0120", "0570", "0800", "050"))
    if kind in ("0800", "050"):
        return kind, digits(rng, 3 if kind == "0800" else 4, "23456789"), digits(rng, 4)
    return (kind, digits(rng, 3), digits(rng, 3)) if rng.random() < 0.7 else (kind, digits(rng, 2), digits(rng, 4))


def phone_text(parts: tuple[str, str, str], rng: random.Random) -> str:
    """Returns a telephone number in one of the spellings in use."""
    area, local, last = parts
    chosen = form("phone_form", rng)
    if "{A}" in chosen.pattern and area.startswith(("0120", "0570", "0800")):
        return "-".join(parts)  # nobody writes these internationally
    text = chosen.pattern.format(a=area, A=area[1:], l=local, b=last, j=rng.choice(HYPHENS))
    return text.translate(WIDE) if chosen.wide else text


def yen(value: int, rng: random.Random) -> str:
    """Returns an amount of money as people write it, with its unit."""
    chosen = form("yen_form", rng)
    if "{m}" in chosen.pattern and value < 10_000:
        return f"{value:,}円"
    text = chosen.pattern.format(v=f"{value:,}", p=value, m=value // 10_000, k=value // 1000 % 10 * 1000 or "")
    return text.translate(WIDE).replace(",", "，") if chosen.wide else text
