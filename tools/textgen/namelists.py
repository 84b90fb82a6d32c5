"""Surnames and given names by commonness, loaded at run time from the product's own lists (or a folder of the same shape)."""

import csv
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "src" / "piiscan" / "data"
# A folder with the wide lists (surface, readings, sources), by default `shared/dictionaries` beside the checkout. Without
# it the product's own lists serve; they hold no reading for each spelling, so kana and kanji then do not belong together.
FOLDER_VARIABLE = "PIISCAN_NAME_LISTS"
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "dictionaries"
WIDE_FILES = {"surname": "surnames_permissive.tsv", "given": "given_names_permissive.tsv"}
OWN_FILES = {"surname": ("surnames.tsv", "surname_readings.tsv"), "given": ("given_names.tsv", "given_readings.tsv")}
GROUPS = ("frequent", "common", "known", "rare", "odd", "single", "ambiguous")
# The lists carry no population figures; the fifty most frequent surnames are general knowledge.
FREQUENT = (
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 "
    "山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 "
    "斉藤 福田 太田 西村 藤井 金子 岡本 藤原 三浦 中野"
).split()
# Surnames that are also a place, a noun or a given name, or look like part of another word.
AMBIGUOUS = (
    "千葉 石川 福島 山口 宮崎 長野 大分 香川 秋田 山形 福井 岡山 徳島 長崎 宮城 富山 岩手 島根 静岡 大阪 京都 奈良 三重 "
    "滋賀 群馬 栃木 埼玉 松山 高松 豊田 川崎 横浜 浜松 松本 高崎 前橋 水戸 仙台 金沢 岐阜 津 高田 大宮 浦和 大和 川口 船橋 "
    "東 西 南 北 中 上 下 森 林 原 谷 岡 沢 島 浜 星 泉 滝 池 岸 堀 橋 城 関 辻 堤 峰 畑 牧 桜 桂 柳 梅 松 杉 楠 榊 柏 菊 "
    "旭 光 幸 平 正 武 仁 要 都 轟 湊 港 鳥 鷲 鶴 鵜 鯨 熊 鹿 猪 牛 乾 巽 角 円 一 二 三 四 五 九 十 百 千 万 金 銀 玉 鈴 鏡 "
    "今 昔 春 夏 秋 冬 朝 夕 日 月 本 米 麦 豆 塩 味 香 色 青 赤 白 黒 緑 紺 紫 丹 小 大 長 高 永 新 古 荒 静 安 "
    "神 宮 寺 社 堂 門 庭 家 宿 町 村 里 郷 市 県 国 府 "
    "会 部 長 東海林 小鳥遊 四月一日 御手洗 目黒 渋谷 新宿 品川 上野 神田 秋葉 目白 大塚 赤羽 立川 三鷹 国分 "
    "大和田 大町 中央 本町 西口 東出 南雲 北見 朝日 夕日 日本 東京 平成 明治 大正 昭和 令和 慶応 "
    "早稲田 明石 姫路 神戸 尼崎 加古川 宇治 伏見 嵯峨 桃山 大津 草津 彦根 米原 長浜 敦賀 小浜 福山 呉 尾道 三原 "
    "別府 中津 日田 佐伯 臼杵 津久見 竹田 杵築 由布 国東 玖珠 石見 出雲 安来 益田 浜田 大田 "
    "中間 行橋 豊前 筑後 大川 小郡 春日 太宰 古賀 福津 宮若 朝倉 糸島 勝山 大野 坂井 越前 "
    "和泉 岸和田 貝塚 守口 枚方 茨木 八尾 富田林 寝屋川 松原 大東 箕面 門真 摂津 高石 藤井寺 "
    "公文 公家 役所 所 主税 左近 右近 兵庫 大蔵 内蔵 掃部 玄蕃 采女 監物 将監 主計 小学 大工 鍛冶 塗師 猟師 百姓 庄屋 "
    "武蔵 相模 信濃 越後 近江 伊勢 伊賀 大隅 薩摩 日向 肥後 豊後 土佐 阿波 讃岐 伊予 備前 美濃 尾張 三河 遠江 駿河 甲斐"
).split()


@dataclass(frozen=True, slots=True)
class Entry:
    """One spelling with its first reading; `gender` is m, f, fm or empty."""

    surface: str
    reading: str
    gender: str


@dataclass(frozen=True, slots=True)
class Lists:
    """The spellings by group: frequent, common, known, rare, ambiguous."""

    groups: dict[str, tuple[Entry, ...]]


@cache
def load(kind: str) -> Lists:
    """Returns the groups of `surname` or `given`."""
    groups: dict[str, list[Entry]] = {name: [] for name in GROUPS}
    for entry, group in _wide(kind) if (_folder() / WIDE_FILES[kind]).exists() else _own(kind):
        groups[group].append(entry)
        if kind == "surname" and group != "odd":
            _sort_in(groups, entry)
    return Lists({name: tuple(entries) for name, entries in groups.items()})


def _sort_in(groups: dict[str, list[Entry]], entry: Entry) -> None:
    if entry.surface in _AMBIGUOUS:
        groups["ambiguous"].append(entry)
    if entry.surface in _FREQUENT:
        groups["frequent"].append(entry)
    if len(entry.surface) == 1:
        groups["single"].append(entry)


def _folder() -> Path:
    return Path(os.environ.get(FOLDER_VARIABLE) or BESIDE)


def _wide(kind: str) -> Iterator[tuple[Entry, str]]:
    with (_folder() / WIDE_FILES[kind]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            surface, reading = row["surface"], row["readings"].split(",")[0]
            if reading and _usable(surface, kind):
                yield Entry(surface, reading, row.get("gender") or ""), _group(surface, set(row["sources"]))


def _group(surface: str, sources: set[str]) -> str:
    """Returns the group by the lists that hold the name, in the order of the product's tiers."""
    if not _has_kanji(surface):
        return "rare"
    if {"G", "U"} <= sources:
        return "common"
    if "J" in sources:
        return "known"
    return "rare" if sources & {"U", "I"} else "odd"


def _own(kind: str) -> Iterator[tuple[Entry, str]]:
    print(f"no wide lists ({FOLDER_VARIABLE}): kana and kanji of a name will not belong together", file=sys.stderr)
    names, readings = (_rows(DATA / name) for name in OWN_FILES[kind])
    sounds = [row[0] for row in readings]
    for number, (surface, tier, *_) in enumerate(names):
        if _usable(surface, kind):
            group = {"A": ("common", "known")[number % 2], "B": "rare"}.get(tier, "odd")
            yield Entry(surface, sounds[number * 7919 % len(sounds)], ""), group


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


def _usable(surface: str, kind: str) -> bool:
    if not 1 <= len(surface) <= 4 or not all(_japanese(char) for char in surface):
        return False
    return _has_kanji(surface) or (kind == "given" and len(surface) > 1)


def _japanese(char: str) -> bool:
    return "\u3041" <= char <= "\u30fe" or "\u3400" <= char <= "\u9fff" or char == "々" or char > "\U00020000"


def _has_kanji(surface: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in surface)


_AMBIGUOUS = frozenset(AMBIGUOUS)
_FREQUENT = frozenset(FREQUENT)
