"""IP_ADDRESS: reported where a label or a record ties it to someone; versions and servers are not."""

from __future__ import annotations

import pytest
from tests.detect.kinds.scanning import cell, confidence, scan, values

TYPE = "IP_ADDRESS"


@pytest.mark.parametrize(
    "around",
    [
        "接続元IPアドレス：{}",
        "アクセス元：{}",
        "IPアドレスは{}です",
        "client_ip={}",
        '"remoteAddr": "{}"',
        "ログイン元IP　{}",
        "X-Forwarded-For: {}",
    ],
)
@pytest.mark.parametrize("address", ["210.140.10.5", "126.79.3.250", "2400:4051:1::5", "2001:268:99a0:1:2:3:4:5"])
def test_a_labelled_address_is_found(around, address):
    assert values(TYPE, around.format(address)) == [address]


@pytest.mark.parametrize("label", ["IPアドレス", "client_ip", "lastLoginIp", "登録IP"])
def test_a_column_of_addresses_is_found(label):
    assert cell(TYPE, label, "210.140.10.5") == ["210.140.10.5"]


def test_full_width_digits_are_digits():
    assert values(TYPE, "IPアドレス：２１０．１４０．１０．５") == ["２１０．１４０．１０．５"]


@pytest.mark.parametrize(
    "text",
    [
        "210.140.10.5",
        '210.140.10.5 - - [10/Oct/2026:13:55:36] "GET / HTTP/1.1" 200',
        "DEBUG GET /api/v2 200 870ms ip=198.51.100.102 req=78aa",
        "IPアドレス：192.168.1.10",
        "IPアドレス 127.0.0.1",
        "client_ip=10.1.2.3",
        "DNSサーバのIPアドレスは8.8.8.8",
        "version 1.2.3.4",
        "ver.10.20.30.40",
        "第1.2.3.4節",
        "v12.34.56.78",
        "IPアドレス 203.0.113.0/24",
        "1.2.3.4.5",
        "IPアドレス 300.1.2.3",
        "OID 1.3.6.1",
        "foo-1.22.333.4",
    ],
)
def test_others_are_not_reported(text):
    assert values(TYPE, text) == []


def test_the_ladder():
    alone = confidence(TYPE, "210.140.10.5")
    weak = confidence(TYPE, "host 210.140.10.5")
    labelled = confidence(TYPE, "IPアドレス：210.140.10.5")
    person = confidence(TYPE, "会員 佐藤 IPアドレス：210.140.10.5")
    assert alone < weak < 0.5 < labelled < person


def test_several_in_one_run_of_digits_are_several():
    assert [found.value for found in scan(TYPE, "会員 佐藤 210.140.10.5 126.79.3.250")] == [
        "210.140.10.5",
        "126.79.3.250",
    ]


def test_what_is_no_address_of_version_6_is_none():
    assert scan(TYPE, "IPアドレス：12:34:56") == []
    assert scan(TYPE, "IPアドレス：::::") == []
