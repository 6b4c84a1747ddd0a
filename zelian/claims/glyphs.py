"""One-to-one glyph normalisation: the normalised view has the length of the original, so offsets hold."""

from __future__ import annotations

_FROM_TRADITIONAL = "萬億條項個場餘戶畝兩雙處間臺張組隊幾數麼從為達過億約於內圓塊層級輛棟篇課類種廠縣鄉鎮區歲"
_TO_SIMPLIFIED = "万亿条项个场余户亩两双处间台张组队几数么从为达过亿约于内元块层级辆栋篇课类种厂县乡镇区岁"
_FROM_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_TO_PLAIN = "一二三四五六七八九十百千"

_TABLE: dict[int, str] = {ord(a): b for a, b in zip(_FROM_TRADITIONAL, _TO_SIMPLIFIED, strict=True)}
_TABLE.update({0xFF10 + i: str(i) for i in range(10)})
_TABLE.update({0xFF21 + i: chr(0x41 + i) for i in range(26)})
_TABLE.update({0xFF41 + i: chr(0x61 + i) for i in range(26)})
_TABLE.update({ord(a): b for a, b in zip("％﹪．＋－＊：（）", "%%.+-*：()", strict=True)})
_TABLE.update(dict.fromkeys((9, 11, 12, 160, 5760, 8239, 8287, 12288, 65279), " "))
_TABLE.update(dict.fromkeys(range(8192, 8204), " "))
_TABLE.update({ord("\r"): "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", ord("○"): "〇", ord("Ｏ"): "O"})

_FORMAL: dict[int, str] = {ord(a): b for a, b in zip(_FROM_FORMAL, _TO_PLAIN, strict=True)}


def normalised(text: str) -> str:
    """The text with full-width digits, traditional measure words and odd spaces made plain, one for one."""
    return text.translate(_TABLE)


def plain_digits(numeral: str) -> str:
    """A Chinese numeral with bank-style digits (壹贰叁) written plainly; only safe inside a numeral."""
    return numeral.translate(_FORMAL)
