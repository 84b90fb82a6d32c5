"""JSON, XML, HTML, mail, notebooks and databases: depth, size, doubles, damage."""

from __future__ import annotations

import base64
import sqlite3
from pathlib import Path
from typing import Final

from tests.hostile.cases.build import EITHER, FOUND, NAMED, TEL, VALUE, Case, laughs, raw, text

DEEP: Final = 100_000


def multipart(depth: int) -> str:
    """A mail of parts within parts; the letter stands in the innermost."""
    heads = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    ends = "".join(f"\n--b{n}--\n" for n in reversed(range(depth)))
    return f"From: a@example.com\nSubject: x\nMIME-Version: 1.0\n{heads}Content-Type: text/plain; charset=utf-8\n\n{TEL}\n{ends}"


def messages(depth: int) -> str:
    return "From: a@example.com\nContent-Type: message/rfc822\n\n" * depth + f"Subject: x\n\n{TEL}\n"


def packed_mail() -> str:
    body = base64.encodebytes(TEL.encode("iso2022_jp")).decode()
    return f"From: a@example.com\nContent-Type: text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: base64\n\n{body}"


def database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute('create table "t; drop table x" ("電話番号" text)')
        connection.execute('insert into "t; drop table x" values (?)', (VALUE,))
        connection.execute(
            "create view v as with recursive r(n) as (select 1 union all select n+1 from r) select * from r"
        )
    connection.close()


def torn_database(path: Path) -> None:
    database(path)
    content = bytearray(path.read_bytes())
    content[4096 + 3 : 4096 + 5] = b"\xff\xff"
    path.write_bytes(content)


def lies_in_header(path: Path) -> None:
    database(path)
    content = bytearray(path.read_bytes())
    content[28:32] = b"\x7f\xff\xff\xff"
    path.write_bytes(content)


ALIASES: Final = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" if n else "a0: &a0 [x]" for n in range(10))

CASES: Final = (
    Case("deep_objects.json", text('{"a":' * DEEP + f'{{"tel":"{VALUE}"}}' + "}" * DEEP), FOUND),
    Case("deep_lists.json", text("[" * DEEP + f'"{TEL}"' + "]" * DEEP), FOUND),
    Case("never_closed.json", text("[" * 1_000_000 + f'"{TEL}"'), EITHER),
    Case("huge_integer.json", text(f'{{"n":{"9" * 500_000},"電話番号":"{VALUE}"}}'), FOUND),
    Case("huge_exponent.json", text(f'{{"n":1e999999999,"電話番号":"{VALUE}"}}'), FOUND),
    Case("equal_keys.json", text(f'{{"tel":"{VALUE}","tel":"x"}}'), FOUND),
    Case("escapes_only.json", text('{"tel":"' + "".join(f"\\u{ord(c):04x}" for c in VALUE) + '"}'), FOUND),
    Case("lone_surrogates.json", text(f'{{"a":"\\ud800\\udc00\\ud800","電話番号":"\\udfff {VALUE}"}}'), FOUND),
    Case("not_a_number.json", text(f'{{"a":NaN,"b":-Infinity,"電話番号":"{VALUE}"}}'), FOUND),
    Case("comments.json", text(f'{{"a":1, // {TEL}\n"b":2}}'), FOUND),
    Case("single_quotes.json", text(f"{{'tel':'{VALUE}','電話番号':'{VALUE}'}}"), FOUND),
    Case("cut.json", text(f'{{"a":[1,2,{{"電話番号":"{VALUE}'), FOUND),
    Case("open_string.json", text('{"a":"' + "x" * 300_000 + f"\n電話番号 {VALUE}"), FOUND),
    Case("utf16.json", text(f'{{"電話番号":"{VALUE}"}}', "utf-16"), FOUND),
    Case("broken_line.jsonl", text(f'{{"a":\n{{"電話番号":"{VALUE}"}}\n'), FOUND),
    Case("one_giant_line.jsonl", text('{"a":"' + "漢" * 1_500_000 + f'","電話番号":"{VALUE}"}}'), FOUND),
    Case(
        "many_keys.json",
        text("{" + ",".join(f'"k{n}":{n}' for n in range(100_000)) + f',"電話番号":"{VALUE}"}}'),
        FOUND,
    ),
    Case("laughs.xml", text(f"{laughs()}<x>&e8; {TEL}</x>"), EITHER),
    Case("outside_entity.xml", text(f'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x; {TEL}</x>'), EITHER),
    Case("recursive_entity.xml", text(f'<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]><x>&a; {TEL}</x>'), EITHER),
    Case("entity_holds_it.xml", text(f'<!DOCTYPE x [<!ENTITY a "{TEL}">]><x>&a;</x>'), EITHER),
    Case("deep.xml", text("<a>" * DEEP + TEL + "</a>" * DEEP), EITHER),
    Case("never_closed.xml", text("<a><b>" * 1000 + TEL), EITHER),
    Case("utf16.xml", text(f'<?xml version="1.0" encoding="UTF-16"?><tel>{TEL}</tel>', "utf-16"), FOUND),
    Case("claims_utf7.xml", text(f'<?xml version="1.0" encoding="UTF-7"?><tel>{TEL}</tel>'), EITHER),
    Case("references.xml", text("<tel>電話番号：" + "".join(f"&#x{ord(c):x};" for c in VALUE) + "</tel>"), FOUND),
    Case("open_cdata.xml", text(f"<x><![CDATA[ {TEL}"), EITHER),
    Case("long_attribute.xml", text(f'<x a="{"y" * 2_000_000}" tel="{VALUE}"/>'), EITHER),
    Case("deep.html", text("<div>" * DEEP + TEL), FOUND),
    Case("deep_tables.html", text("<table><tr><td>" * 20_000 + TEL), FOUND),
    Case("wide_span.html", text(f'<table><tr><td colspan="2000000000" rowspan="2000000000">a<td>{TEL}</table>'), FOUND),
    Case("references.html", text("<p>電話番号：" + "".join(f"&#{ord(c)};" for c in VALUE)), FOUND),
    Case("huge_reference.html", text(f"<p>&#99999999999999999999;&#x{'f' * 50_000};{TEL}"), FOUND),
    Case("open_comment.html", text(f"<!-- {TEL}"), FOUND),
    Case("open_script.html", text(f"<script>var a = '{TEL}'"), FOUND),
    Case("open_tag.html", text(f"<p>a<a title='{TEL}"), EITHER),
    Case("half_tags.html", text("<a " * 300_000 + TEL), EITHER),
    Case("open_attributes.html", text("<a b='" * 200_000 + f"'>{TEL}"), EITHER),
    Case("less_than.html", text("<" * 500_000 + f"<p>{TEL}"), EITHER),
    Case("split_by_tags.html", text("<p>電話番号：" + "".join(f"<b>{c}</b>" for c in VALUE)), FOUND),
    Case("deep_parts.eml", text(multipart(3_000)), EITHER),
    Case("few_parts.eml", text(multipart(9)), FOUND),
    Case("deep_messages.eml", text(messages(3_000)), EITHER),
    Case("packed.eml", text(packed_mail()), FOUND),
    Case(
        "boundary_never_comes.eml",
        text(f'From: a@example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="zz"\n\n{TEL}\n'),
        FOUND,
    ),
    Case(
        "broken_base64.eml", text(f"From: a@example.com\nContent-Transfer-Encoding: base64\n\n====!!!! {TEL}"), EITHER
    ),
    Case(
        "unknown_charset.eml",
        text(f'From: a@example.com\nContent-Type: text/plain; charset="x-nobody-knows"\n\n{TEL}'),
        FOUND,
    ),
    Case("endless_header.eml", text("From: a@example.com\nSubject: " + "x" * 1_000_000 + f"\n\n{TEL}"), FOUND),
    Case("million_headers.eml", text("From: a@example.com\n" + "X-A: b\n" * 200_000 + f"\n{TEL}"), EITHER),
    Case(
        "endless_words.eml", text("From: a@example.com\nSubject: " + "=?utf-8?q?a?= " * 100_000 + f"\n\n{TEL}"), FOUND
    ),
    Case("aliases.yaml", text(f"{ALIASES}\ntel: &t {VALUE}\n電話番号: {VALUE}\n"), FOUND),
    Case("tags.yaml", text(f"a: !!python/object/apply:os.system ['touch SIDE_EFFECT']\n電話番号: {VALUE}\n"), FOUND),
    Case("hostile_names.db", database, FOUND),
    Case("torn.db", torn_database, EITHER),
    Case("lying_header.db", lies_in_header, EITHER),
    Case("cut.db", raw(b"SQLite format 3\0" + bytes(84)), NAMED),
    Case(
        "deep.ipynb",
        text('{"nbformat":4,"cells":[{"cell_type":"code","source":' + "[" * 5000 + f'"{TEL}"' + "]" * 5000 + "}]}"),
        EITHER,
    ),
    Case("fake.parquet", raw(b"PAR1" + b"\xff" * 50 + b"\xff\xff\xff\x7fPAR1"), NAMED),
    Case("fake.arrow", raw(b"ARROW1\0\0" + b"\xff\xff\xff\xff\xff\xff\xff\x7f" * 9 + b"ARROW1"), NAMED),
    Case(
        "mailbox_of_one_line.mbox",
        text("From a@example.com Thu Jan  1 00:00:00 1970\n" * 50_000 + f"Subject: x\n\n{TEL}\n"),
        EITHER,
    ),
    Case("table_of_bars.md", text("|" * 500_000 + f"\n{TEL}\n"), FOUND),
    Case("brackets.md", text("[" * 200_000 + f"\n{TEL}\n"), FOUND),
    Case("plain_bomb_note.eml", text(f"From: a@example.com\nContent-Type: text/html\n\n{'<div>' * DEEP}{TEL}"), FOUND),
    Case("both_ends.json", text(f'{{"電話番号":"{VALUE}"}}' + "}" * DEEP), FOUND),
    Case("torn_and_named.eml", text(f"From: a@example.com\n\n{TEL}\n--\0\0\0"), EITHER),
)
