"""EMAIL_ADDRESS: the shapes people use, however they are glued; and what only looks like one."""

from __future__ import annotations

import pytest
from tests.detect.kinds.scanning import confidence, scan, values

TYPE = "EMAIL_ADDRESS"


@pytest.mark.parametrize(
    "address",
    [
        "taro.yamada@company.co.jp",
        "hanako+shop@mail.example.jp",
        "h_suzuki-2@sub.domain.example.ne.jp",
        "jiro..sato.@mobile.example.ne.jp",
        "o'neil@firm.ie",
        "x@y.io",
        "taro@日本語.jp",
        "taro@例え.co.jp",
        "taro@xn--eckwd4c7cu47r2wf.jp",
        "taro@会社.みんな",
        "TARO@COMPANY.CO.JP",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "メールは{}です", "連絡先：{}、", "<{}>", "mailto:{}", '"{}",', "（{}）", "{}。", "宛先{}へ"]
)
def test_it_is_found_glued_or_not(address, around):
    assert values(TYPE, around.format(address)) == [address]


@pytest.mark.parametrize(
    "text", ["ｔａｒｏ＠ｃｏｍｐａｎｙ．ｃｏ．ｊｐ", "taro＠company.co.jp", "ta\u200bro@company.co.jp"]
)
def test_width_and_invisible_characters_do_not_hide_it(text):
    assert values(TYPE, f"メール：{text}です") == [text]


@pytest.mark.parametrize("text", ["taro%40company.co.jp", "taro&#64;company.co.jp"])
def test_the_spellings_of_urls_and_html_are_read(text):
    assert values(TYPE, f"https://example.com/?mail={text}&x=1") == [text]


def test_several_in_a_row_are_several():
    assert values(TYPE, "a.b@c.jp;d.e@f.jp, g.h@i.co.jp") == ["a.b@c.jp", "d.e@f.jp", "g.h@i.co.jp"]


@pytest.mark.parametrize(
    "text",
    [
        "@media print {}",
        "@decorator",
        "npm i react@18.2.0 lodash@4.17.21",
        "git@github.com:team/app.git",
        "icon@2x.png",
        "getty@tty1.service",
        "https://user:pass@host.example.com/",
        "Message-ID: <20240101.abc@mail.company.co.jp>",
        "user@localhost",
        "t***@company.co.jp は伏せ字",
        "a @ b.com",
        "@@@@",
        "foo@bar",
        "taro@company..jp",
        "noreply@service.com",
        "user@example.com",
        "your.name@domain.com",
    ],
)
def test_what_is_not_a_persons_address_is_not_reported(text):
    assert values(TYPE, text) == []


def test_a_role_and_an_example_domain_lower_it():
    person = confidence(TYPE, "taro.yamada@company.co.jp")
    assert confidence(TYPE, "info@company.co.jp") < person
    assert confidence(TYPE, "taro.yamada@mail.example.jp") < person
    assert confidence(TYPE, "noreply@company.co.jp") < confidence(TYPE, "info@company.co.jp")


def test_a_label_raises_it():
    assert confidence(TYPE, "メールアドレス：sato@mail.example.jp") > confidence(TYPE, "次の sato@mail.example.jp")


def test_a_local_part_longer_than_allowed_is_none():
    assert scan(TYPE, "a" * 65 + "@company.co.jp") == []
    assert values(TYPE, "あ" + "a" * 64 + "@company.co.jp") == ["a" * 64 + "@company.co.jp"]
