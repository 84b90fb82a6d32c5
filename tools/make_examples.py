"""Writes the sample files under examples/: invented people with numbers that ring nowhere, the same bytes on every run.

    python tools/make_examples.py [FOLDER]

Municipalities exist, their blocks do not (there is no 9-chome); telephone numbers come from 03-5550-01xx and
090-5550-01xx, mail addresses from reserved domains, My Numbers and cards are drawn at random with a right check digit.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

EPOCH = datetime(2026, 4, 1, 9, 0, 0)  # noqa: DTZ001 - office documents keep naive times
ROWS = """\
高橋 健太|タカハシ ケンタ|150-0041|東京都渋谷区神南9-12-3 ハイツ青葉 204号室|1984-03-12
佐々木 陽子|ササキ ヨウコ|060-0001|北海道札幌市中央区北一条西99丁目1-2|1991-11-02
渡邊 誠一郎|ワタナベ セイイチロウ|530-0001|大阪府大阪市北区梅田9丁目8番7号|1958-07-30
小笠原 美咲|オガサワラ ミサキ|231-0023|神奈川県横浜市中区山下町9991番地|2001-01-19
伊集院 光代|イジュウイン ミツヨ|890-0053|鹿児島県鹿児島市中央町99-5|1976-05-25
髙木 亮|タカギ リョウ|460-0008|愛知県名古屋市中区栄9-10-11 サンライズ栄1503|1989-09-09
五十嵐 里奈|イガラシ リナ|950-0087|新潟県新潟市中央区東大通9-1-20|1995-12-31
東海林 修|ショウジ オサム|980-0021|宮城県仙台市青葉区中央9丁目3-3|1969-02-14
"""


class Person(NamedTuple):
    """An invented person; ``phone`` and ``mobile`` belong to nobody."""

    name: str
    kana: str
    postal: str
    address: str
    born: str
    phone: str
    mobile: str
    mail: str
    my_number: str
    card: str


def people() -> list[Person]:
    """The invented people, the same on every run."""
    draw = random.Random(20260401)
    drawn = []
    for index, row in enumerate(ROWS.splitlines()):
        name, kana, postal, address, born = row.split("|")
        phones = f"03-5550-01{10 + index}", f"090-5550-01{40 + index}"
        mail = f"{'tyhosiye'[index]}.{100 + index}@example.jp"
        drawn.append(Person(name, kana, postal, address, born, *phones, mail, my_number(draw), card(draw)))
    return drawn


def my_number(draw: random.Random) -> str:
    """Twelve digits with the check digit of the ordinance (総務省令85号, 5条)."""
    digits = [draw.randrange(10) for _ in range(11)]
    total = sum(digit * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(digits), 1))
    return "".join(map(str, digits)) + str(0 if total % 11 <= 1 else 11 - total % 11)


def card(draw: random.Random) -> str:
    """Sixteen digits with a right Luhn digit."""
    digits = [4, 9, 8, 0] + [draw.randrange(10) for _ in range(11)]
    doubled = [digit if n % 2 else sum(divmod(2 * digit, 10)) for n, digit in enumerate(digits)]
    text = "".join(map(str, [*digits, -sum(doubled) % 10]))
    return "-".join(text[n : n + 4] for n in range(0, 16, 4))


def customers_csv(rows: list[Person]) -> bytes:
    """A customer list as Excel saves it in Japan: title lines, CP932, CR LF, a quoted line break."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["顧客名簿（2026年4月1日現在）"])
    out.writerow([])
    out.writerow(["顧客番号", "氏名", "フリガナ", "郵便番号", "住所", "電話番号", "メールアドレス", "生年月日", "備考"])
    for index, one in enumerate(rows):
        note = "携帯は" + one.mobile if index % 3 == 0 else "配達は\n午前中" if index % 3 == 1 else ""
        born = one.born.replace("-", "/")
        out.writerow([f"C{1001 + index}", one.name, one.kana, one.postal, one.address, one.phone, one.mail, born, note])
    return text.getvalue().encode("cp932")


def delivery_csv(rows: list[Person]) -> bytes:
    """A list without a header row, in UTF-8 with a BOM, numbers split over cells."""
    lines = []
    for one in rows[:5]:
        family, given = one.name.split()
        lines.append(",".join([family, given, *one.postal.split("-"), one.address, *one.mobile.split("-"), "1"]))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def order_mail(rows: list[Person]) -> bytes:
    """An order by mail, as text in UTF-8."""
    buyer, friend = rows[0], rows[3]
    text = f"""件名: ご注文の件（注文番号 20260401-000123）

いつもお世話になっております。{buyer.name.split()[0]}です。
先日お願いした品の送り先を変更してください。

  お名前　：{friend.name}（{friend.kana}）様
  ご住所　：〒{friend.postal}
  　　　　　{friend.address}
  お電話　：{friend.mobile}

お支払いはカード（{rows[0].card}、有効期限 04/29）でお願いします。
注文番号 20260401-000123、品番 4901234-56789 の件です。

--
{buyer.name}
TEL {buyer.phone} / {buyer.mail}
"""
    return text.encode()


def settings_json(rows: list[Person]) -> bytes:
    """A service's settings with a contact left in, part of it in escapes."""
    admin, on_call = rows[5], rows[6]
    contact = {"氏名": on_call.name, "携帯": on_call.mobile, "lastSeen": "2026-03-31T23:59:59+09:00"}
    settings = {
        "version": "1.12.3",
        "build": 202604010930,
        "hosts": ["10.0.0.12", "app01.internal.example"],
        "admin": {"name": admin.name, "tel": admin.phone, "mail": admin.mail},
        "onCall": [contact],
        "thresholds": {"retries": 3, "timeoutMs": 30000, "ratio": 0.0312345678},
    }
    head, tail = json.dumps(settings, ensure_ascii=False, indent=2).split('  "thresholds"')
    note = json.dumps(f"障害時は{rows[7].name}（{rows[7].mobile}）へ")
    return f'{head}  "note": {note},\n  "thresholds"{tail}\n'.encode()


def contact_html(rows: list[Person]) -> bytes:
    """A page in EUC-JP with a table, a filled form, a comment and links."""
    one, two, three = rows[1], rows[2], rows[4]
    text = f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="EUC-JP"><title>町内会 役員名簿</title></head>
<body>
<h1>役員名簿</h1>
<table>
<tr><th>役職</th><th>氏名</th><th>電話</th></tr>
<tr><td>会長</td><td>{one.name}</td><td><a href="tel:{one.phone}">{one.phone}</a></td></tr>
<tr><td>会計</td><td>{two.name}</td><td>{two.phone}</td></tr>
</table>
<form><label>お名前 <input name="nm" value="{three.name}"></label>
<label>ご住所 <input name="ad" value="{three.address}"></label></form>
<!-- 更新担当: {three.name.split()[0]} {three.mobile} -->
<p>お問い合わせは<a href="mailto:{one.mail}?subject=%E5%85%A5%E4%BC%9A">事務局</a>まで。</p>
</body></html>
"""
    return text.encode("euc_jp", "xmlcharrefreplace")


def members_xlsx(rows: list[Person]) -> bytes:
    """A workbook with a hidden sheet, a number that lost its zero, and a comment."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    sheet = book.active
    sheet.title = "会員"
    sheet.append(["会員番号", "氏名", "電話番号", "生年月日", "住所"])
    for index, one in enumerate(rows):
        born = datetime.fromisoformat(one.born)
        sheet.append([f"M-{index + 1:04d}", one.name, int(one.phone.replace("-", "")), born, one.address])
    sheet["B2"].comment = Comment(f"連絡は奥様の携帯 {rows[0].mobile} へ", "事務局", height=80, width=200)
    hidden = book.create_sheet("番号控え")
    hidden.sheet_state = "hidden"
    hidden.append(["氏名", "個人番号"])
    for one in rows[:4]:
        hidden.append([one.name, one.my_number])
    book.properties.creator, book.properties.created = "事務局", EPOCH
    return _saved(book)


def contract_docx(rows: list[Person]) -> bytes:
    """A contract with a header, a table and a text split over runs."""
    from docx import Document

    party, guarantor = rows[2], rows[7]
    document = Document()
    document.sections[0].header.paragraphs[0].text = "社外秘　業務委託契約書"
    document.add_heading("業務委託契約書", level=1)
    line = document.add_paragraph("乙：")
    for part in (party.name[:2], party.name[2:], "（以下「乙」という。）は、甲に対し次の業務を行う。"):
        line.add_run(part)
    table = document.add_table(rows=0, cols=2)
    born = "昭和33年7月30日"
    bank = "みずほ銀行 丸の内支店 普通 9990123"
    home = f"〒{party.postal} {party.address}"
    for pair in (("住所", home), ("生年月日", born), ("電話", party.mobile), ("振込先", bank)):
        for cell, text in zip(table.add_row().cells, pair, strict=True):
            cell.text = text
    document.add_paragraph(f"連帯保証人　{guarantor.name}　電話 {guarantor.phone}")
    properties = document.core_properties
    properties.author, properties.created, properties.modified = "法務部", EPOCH, EPOCH
    return _saved(document)


def _saved(document: object) -> bytes:
    """The bytes of an office document with all times set to one: members of the ZIP, and the time of saving."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)  # type: ignore[attr-defined]
    stamp = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            member = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, data)
    return out.getvalue()


def application_pdf(rows: list[Person]) -> bytes:
    """A one-page form in the font every Japanese PDF reader has, text in Shift_JIS codes (90ms-RKSJ-H)."""
    one = rows[5]
    lines = ["会員申込書", f"氏名　{one.name}", f"フリガナ　{one.kana}", "生年月日　平成元年9月9日"]
    lines += [f"住所　〒{one.postal}", f"　　　{one.address}", f"電話番号　{one.mobile}"]
    lines += [f"個人番号　{one.my_number}", "申込日　2026年4月1日"]
    shown = "".join(f"<{line.encode('cp932').hex()}> Tj T*\n" for line in lines)
    content = f"BT /F1 12 Tf 72 760 Td 20 TL\n{shown}ET".encode()
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /DW 1000 /W [1 [500] 231 632 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 7 0 R >>"
    )
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [-123 -257 1001 910]"
        b" /ItalicAngle 0 /Ascent 859 /Descent -140 /CapHeight 709 /StemV 80 >>"
    )
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3-90ms-RKSJ-H /Encoding /90ms-RKSJ-H"
        b" /DescendantFonts [6 0 R] >>",
        descendant,
        descriptor,
    )


def _pdf(*objects: bytes) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table) + b"trailer\n<< /Size %d /Root 1 0 R >>\n" % size
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % out.index(b"xref\n"))


CLEAN = """\
# 変更履歴と運用メモ

この文書に個人情報はない。似た形のものだけを集めてある。

- 版 1.12.3、ビルド 202604010930、コミット 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567
- 注文番号 0312-3456-7890、品番 4901234567894（JAN）、ISBN 978-4-00-310101-8
- 実行時刻 20260401093015、所要 0.0312345678 秒、座標 35.6812362, 139.7671248
- 会議は2026年4月1日、予算は1,234,567,890円、参加者は120名
- 「山田太郎」は記入例、090-****-1234 と ************1111 は伏せ字、{{phone}} は差し込み
- 森や林や原は地形、松本駅や山口県や高田馬場は地名、松本清張記念館は施設、鈴木商店は会社
- 受付時間 9:00-17:30、第3条第2項、A4 210×297、192.0.2.1 は文書用のアドレス

| 項目 | 値 |
|---|---|
| 最大件数 | 10000000 |
| 郵便番号の書式 | 999-9999 |
| 内線（受付） | 4521 |

```python
TIMEOUT_MS = 0x0312345678  # 山手線の駅の数 × 1,000,000
```
"""


def examples() -> dict[str, bytes]:
    """File name -> bytes of every sample."""
    rows = people()
    return {
        "application.pdf": application_pdf(rows),
        "clean.md": CLEAN.encode(),
        "contact.html": contact_html(rows),
        "contract.docx": contract_docx(rows),
        "customers.csv": customers_csv(rows),
        "delivery.csv": delivery_csv(rows),
        "members.xlsx": members_xlsx(rows),
        "order_mail.txt": order_mail(rows),
        "settings.json": settings_json(rows),
    }


def main() -> None:
    """Write the samples to the folder named on the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "examples")
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in examples().items():
        (folder / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
