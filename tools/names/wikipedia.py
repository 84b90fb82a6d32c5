"""What JumanDic knows: which words in katakana and Latin letters name persons, places, other things; which are titles.

JumanDic (BSD-3-Clause, PyPI ``jumandic``) gives 130,000 nouns the hypernym that the first sentence of their article has
(``Wikipedia上位語:歌手``) or the title that they lead to (``Wikipediaリダイレクト:フェルナンド・イエロ``).
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from piiscan.detect.fold import Folder
from piiscan.detect.names.scripts import KANJI_RUN, KATAKANA

_HEADER = struct.Struct("<10I")
_CHARACTER_SET = 32
_MEANING = 6
"""Which of the features of an entry tells what it means."""
_WORD = re.compile(f"[{KATAKANA}]{{2,14}}|[A-Za-z]{{2,15}}")
_HYPERNYM = re.compile("Wikipedia上位語:([^ /]+)")
_FULL_NAME = re.compile(f"Wikipediaリダイレクト:[{KATAKANA}]+・[{KATAKANA}・]+(?= |　|$)")
# Endings of hypernyms. A horse or a figure of a game is no person whose data could leak, but written like one.
_PERSONS = (
    *("姓", "名", "男性", "女性", "人物", "王", "皇帝", "歌手", "俳優", "女優", "タレント", "モデル", "作家", "声優"),
    *(
        "選手",
        "政治家",
        "学者",
        "家",
        "者",
        "手",
        "人",
        "ミュージシャン",
        "アイドル",
        "監督",
        "棋士",
        "力士",
        "神",
        "師",
    ),
)
_NO_PERSONS = ("地名", "ブランド名", "会社名", "商品名", "機種名", "品種名", "曲名", "題名", "別名", "総称", "国家")
_PLACES = (
    *("都市", "コムーネ", "市", "町", "村", "自治体", "コミューン", "州都", "県都", "地名", "地域", "州", "県", "区"),
    *("郡", "島", "川", "山", "湖", "国", "首都", "駅", "街", "地区", "半島", "港"),
)


def _features() -> Iterator[list[str]]:
    """The features of every entry: MeCab's compiled dictionary ends with them, NUL between two."""
    import jumandic

    content = (Path(jumandic.DICDIR) / "sys.dic").read_bytes()
    _, _, _, _, _, _, trie, tokens, size, _ = _HEADER.unpack_from(content)
    start = _HEADER.size + _CHARACTER_SET + trie + tokens
    for feature in content[start : start + size].split(b"\0"):
        yield feature.decode("utf-8", "replace").split(",")


def kind_of(part_of_speech: str, meaning: str) -> str:
    """J for a person, C for a place, W for anything else that Wikipedia has an article about."""
    hypernym = _HYPERNYM.search(meaning)
    what = hypernym.group(1) if hypernym else ""
    if part_of_speech == "地名" or (what.endswith(_PLACES) and not what.endswith(_PERSONS)):
        return "C"
    if _FULL_NAME.search(meaning) or (what and what.endswith(_PERSONS) and not what.endswith(_NO_PERSONS)):
        return "J"
    if part_of_speech == "人名" and "Wikipedia多義" not in meaning and "リダイレクト" not in meaning:
        return "J"
    return "W"


def titles() -> set[str]:
    """Words in kanji that follow the name of a person: those that JumanDic marks (人名末尾), and a list."""
    listed = (Path(__file__).parent / "titles.txt").read_text(encoding="utf-8").splitlines()[1:]
    found = {word for line in listed for word in line.split(" ")}
    found |= {feature[4] for feature in _features() if len(feature) > _MEANING and "人名末尾" in feature[_MEANING]}
    return {word for word in found if KANJI_RUN.fullmatch(word)}


def words(folder: Folder) -> dict[str, set[str]]:
    """The words of the classes J, C, W and T."""
    classes: dict[str, set[str]] = defaultdict(set)
    classes["T"] = titles()
    for feature in _features():
        if feature[0] != "名詞" or len(feature) <= _MEANING or "Wikipedia" not in feature[_MEANING]:
            continue
        word = folder.fold(feature[4]).text
        if _WORD.fullmatch(word):
            classes[kind_of(feature[1], feature[_MEANING])].add(word)
    return classes
