"""The patterns of a building, its floor and room, behind the numbers of an address; read folded text."""

from __future__ import annotations

from piiscan.late import late

_CHARACTER = "[\u3005-\u3007\u3041-\u3096\u30a1-\u30fc\u3400-\u4dbf\u4e00-\u9fffA-Za-z0-9&'.・-]"
_WORD = (
    "(?:ビル(?:ヂング|ディング)?|マンション|ハイツ|ハイム|コーポ(?:ラス)?|アパート|荘|寮|団地|住宅|タワー|レジデンス|メゾン|プラザ|ヒルズ"
    "|テラス|コート|パレス|ガーデン|ハウス|ヴィラ|シティ|アネックス|スクエア|キャッスル|パーク|ホームズ|フラット|号棟|番館|社宅"
    "|ヴィレッジ|ビレッジ|カーサ|シャトー|シャンボール|ステージ|エステート|ドエル|ドミール|ロイヤル|スカイ|モール|ファミール|サンライズ)"
)
_NOT_MORE = "(?![0-9]|[-ー.の][0-9]|[年月日円人%階]|号|F(?![A-Za-z]))"
_MARKED_ROOM = (
    "(?:[- ]?(?:地下|B)?[0-9一二三四五六七八九十]{1,3}(?:階|F(?![A-Za-z]))(?:部分)?"
    "|[- ]?[A-Z]?[0-9]{1,4}(?:[、・,][0-9]{2,4})?(?:号室|号棟|号館|号|室|棟)|[ ]?[東西南北中新本別][館棟]"
    f"|[- ]?#[A-Z]?-?[0-9]{{1,4}}|[- ]?[A-Z]-?[0-9]{{2,4}}{_NOT_MORE}|[ ]?[A-Z](?:棟|号)|[- ][A-Z](?![A-Za-z]))"
)
_ROOM = f"(?:{_MARKED_ROOM}|[ ]?-?[1-9][0-9]{{1,3}}{_NOT_MORE})"
_STOP = "(?!TEL|Tel|tel|FAX|Fax|fax|電話|携帯|株式|有限|合同会社|氏名|担当|様)"
_NAME = f"{_STOP}{_CHARACTER}"
_MORE = late(f"(?:[、・,]?{_MARKED_ROOM}){{0,2}}(?:{_ROOM})?")
"""What may follow a building and its room: more rooms."""
_BEFORE = f"[ ]{{0,6}}{_STOP}"

BUILDING_NAME = late(_WORD)
"""What tells a building from a town."""
BUILDING_CELL = late(r"[^\t\n]{2,40}(?=\t|\n|\Z)")
_LINE = late(r"\r?\n[ ]{0,6}")
_NAMED = late(_CHARACTER + "{2}")
_LINE_ENDS = ("", "\n", "\r")
_ROOM_END = late("(?:[0-9]|F|階|室|号)\\Z")
_AHEAD = late("[^\n\t、。「」]{0,40}")
"""Further ahead no building has its first number or word."""
_WAYS = (
    (late(""), late(_MARKED_ROOM)),
    (
        BUILDING_NAME,
        late(
            f"{_BEFORE}(?:{_NAME}){{0,16}}?{_WORD}(?:{_NAME}){{0,8}}?"
            f"(?:{_ROOM}|(?![\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fffA-Za-z0-9]))"
        ),
    ),
    (late("会館"), late(f"{_BEFORE}(?:{_NAME}){{1,12}}?会館(?:{_NAME}){{0,3}}?{_ROOM}")),
    (
        late("[0-9](?:階|F|号室)"),
        late(f"{_BEFORE}(?:{_NAME}){{2,18}}?[ ]?(?:[0-9]{{1,2}}(?:階|F(?![A-Za-z]))|[0-9]{{2,4}}号室)"),
    ),
    (
        late("^ {0,6}[\u30a1-\u30faA-Z].*[0-9A-Z一二三四五六七八九十館棟]"),
        late(
            f"{_BEFORE}[\u30a1-\u30faA-Z](?:{_STOP}[\u30a1-\u30fcA-Za-z・&'\u3041-\u3096\u4e00-\u9fff]){{1,18}}{_ROOM}"
        ),
    ),
)
"""The ways in which a building is written, the first that fits counts: a room alone, a word for one, 会館, a floor or
room behind anything, a room behind Latin letters or katakana. Each after what must be seen ahead for it: few places
have that, and the pattern of a way takes 1 to 4 ms to compile."""


def building_end(text: str, start: int) -> int:
    """Where the building, its floor and room at ``start`` end; 0 where there is none."""
    seen = _AHEAD.match(text, start)
    ahead = seen.group() if seen is not None else ""
    for sign, way in _WAYS if ahead else ():
        if sign.search(ahead) and (found := way.match(text, start)):
            more = _MORE.match(text, found.end())
            return more.end() if more is not None else found.end()
    return 0


def building_end_in_brackets(text: str, start: int) -> int:
    """The same for a building in brackets, which end with a room; the end is behind them.

    (見本ビル内) says where to look, (小野ビル101号) is part of the address.
    """
    end = building_end(text, start + 1)
    return end + 1 if end and text.startswith(")", end) and _ROOM_END.search(text, start, end) else 0


def building_end_below(text: str, start: int) -> int:
    """The same for a building on the line below, which it fills, or at least ends with a room."""
    line = _LINE.match(text, start)
    end = building_end(text, line.end()) if line is not None else 0
    if line is None or not end or not _NAMED.match(text, line.end()):
        return 0
    return end if text[end : end + 1] in _LINE_ENDS or _ROOM_END.search(text, start, end) else 0
