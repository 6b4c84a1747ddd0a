"""One-to-one glyph normalisation: the normalised view has the length of the original, so offsets hold."""

from __future__ import annotations

import re

_FROM_TRADITIONAL = "萬億條項個場餘戶畝兩雙處間臺張組隊幾數麼從為達過億約於內圓塊層級輛棟篇課類種廠縣鄉鎮區歲"
_FROM_TRADITIONAL += "噸頭隻顆冊盞節時鐘佔較減長漲週單對門車"
_TO_SIMPLIFIED = "万亿条项个场余户亩两双处间台张组队几数么从为达过亿约于内元块层级辆栋篇课类种厂县乡镇区岁"
_TO_SIMPLIFIED += "吨头只颗册盏节时钟占较减长涨周单对门车"
_FROM_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_TO_PLAIN = "一二三四五六七八九十百千"

_TABLE: dict[int, str] = {ord(a): b for a, b in zip(_FROM_TRADITIONAL, _TO_SIMPLIFIED, strict=True)}
_TABLE.update({0xFF10 + i: str(i) for i in range(10)})
_TABLE.update({0xFF21 + i: chr(0x41 + i) for i in range(26)})
_TABLE.update({0xFF41 + i: chr(0x61 + i) for i in range(26)})
_TABLE.update({ord(a): b for a, b in zip("％﹪．﹒＋－＊：（），；", "%%..+-*：()，；", strict=True)})
_TABLE.update(dict.fromkeys((9, 11, 12, 160, 5760, 8239, 8287, 12288, 65279), " "))
_TABLE.update(dict.fromkeys(range(8192, 8204), " "))
_TABLE.update({ord("\r"): "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", ord("○"): "〇", ord("Ｏ"): "O"})

# Web pages write half-width marks between Chinese words (8316亩,2014年); between digits they belong to the number.
_HALF_MARK = re.compile(
    r"(?<=[^\x00-\x7f%)])[,;:!?]|[,;:!?](?=[^\x00-\x7f]|[ \n]|$)"
    r"|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff]|\n|$)"
)
_FULL_MARK = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
# Scans read 1 and 0 as letters (IlOO多万元). Only inside a run that a scale or a plain measure word ends.
_LETTERED = re.compile(
    r"(?<![A-Za-z\d.])(?:\d{1,7}[IlOo][\dIlOo]{0,7}|[IlO][\dIlOo]{1,7})"
    r"(?=[ ]?(?:[余多]?[万亿]|[余多]?(?:元|人|户|次|个|名|家|亩|件|份|条|处|场|%|平方|公里|公斤|吨|年)))"
)
_DIGIT_OF = {ord("I"): "1", ord("l"): "1", ord("O"): "0", ord("o"): "0"}
_FORMAL: dict[int, str] = {ord(a): b for a, b in zip(_FROM_FORMAL, _TO_PLAIN, strict=True)}


def normalised(text: str) -> str:
    """The text with full-width digits, traditional measure words and odd spaces made plain, one for one."""
    view = _HALF_MARK.sub(lambda found: _FULL_MARK[found.group()], text.translate(_TABLE))
    return _LETTERED.sub(lambda found: found.group().translate(_DIGIT_OF), view)


def plain_digits(numeral: str) -> str:
    """A Chinese numeral with bank-style digits (壹贰叁) written plainly; only safe inside a numeral."""
    return numeral.translate(_FORMAL)
