"""Cell → value, one function per kind of column. Pure; nothing is guessed.

Every function returns `(value, message)`: exactly one of them is set, or both are None for a blank cell
(whether blank is allowed is the caller's rule). A message is one Chinese line naming what stood there and how
to mend it. NFKC folding is used for numbers, dates and choices only: it turns ① into 1 and ㎡ into m2, so text
and names keep what was written (security F27).
"""

from __future__ import annotations

import datetime
import difflib
import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from zelian.exchange.errors import CellError

LONGEST_TEXT = 32_767  # what an Excel cell holds
_LONGEST_NUMBER = 60
_LONGEST_NAMES = 4_000
_EXACT = 10**15  # Excel keeps 15 significant digits
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + _INVISIBLE
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+?\d{1,3}")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_QUANTITY = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)(\D+)")
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_NOTHING = {"/", "-", "--", "—", "——", "无", "没有", "\\", "暂无"}
_MONEY_UNITS = {"": 1, "元": 1, "元整": 1, "万": 10_000, "万元": 10_000, "亿": 10**8, "亿元": 10**8}
_DOUBLE_SURNAMES = frozenset(
    # two characters each, the ones met in today's registers
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容司徒令狐夏侯长孙宇文轩辕端木独孤南宫西门闻人"
        "呼延申屠太史钟离淳于濮阳澹台宗政赫连拓跋百里东郭司空左丘第五纳兰万俟",
    )
)


def shown(value: object) -> str:
    """Return what a cell shows, shortened to 40 characters, for use in a message."""
    if isinstance(value, CellError):
        text = value.text
    elif isinstance(value, datetime.datetime):
        text = value.isoformat(" ", "minutes")
    elif isinstance(value, float):
        text = f"{value:.15g}"
    else:
        text = " ".join(str(value).split())
    text = "".join(c if c.isprintable() else "�" for c in text)
    return text if len(text) <= 40 else text[:38] + "……"


def fold(text: str) -> str:
    """Return the NFKC form without invisible characters and surrounding blanks: for numbers, dates, choices."""
    kept = "".join(c for c in text if c not in _INVISIBLE)
    return unicodedata.normalize("NFKC", kept).strip()


def is_blank(value: object) -> bool:
    """True for None and for text of blanks and invisible characters only."""
    return value is None or (isinstance(value, str) and not value.strip(_BLANKS))


def refused(value: object) -> str | None:
    """Return the message for a cell no column can take (an error cell), else None."""
    if isinstance(value, CellError):
        return f"单元格显示“{shown(value)}”，不是有效内容：请改正公式，或直接填写结果"
    return None


def as_text(value: object, *, longest: int = LONGEST_TEXT) -> tuple[str | None, str | None]:
    """Text as written, without surrounding blanks (also U+3000) and invisible characters.

    A whole number stored as a float comes back as Excel shows it ("123"); a number past 15 digits is refused
    because its end is lost. Control and direction-changing characters are refused.
    """
    if is_blank(value):
        return None, None
    if message := refused(value):
        return None, message
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), None
    if isinstance(value, int | float):
        if (isinstance(value, float) and not math.isfinite(value)) or abs(value) >= _EXACT:
            return None, _scientific(value)
        return (f"{value:.15g}" if isinstance(value, float) else str(value)), None
    if isinstance(value, datetime.datetime | datetime.date):
        return shown(value), None
    return _checked_text(str(value).strip(_BLANKS).replace("\r\n", "\n").replace("\r", "\n"), longest)


def _checked_text(text: str, longest: int) -> tuple[str | None, str | None]:
    if _SCIENTIFIC.fullmatch(text) and int(re.split("[Ee]", text)[1]) >= 11:
        return None, _scientific(text)
    if found := _CONTROL.search(text):
        return None, f"“{shown(text)}”里有不可见的控制字符（U+{ord(found[0]):04X}）：请删去后重新输入这一格"
    if found := _BIDI.search(text):
        return None, f"“{shown(text)}”里有改变文字方向的字符（U+{ord(found[0]):04X}）：请重新输入这一格"
    if "\ufffd" in text or any("\ud800" <= c <= "\udfff" for c in text):
        return None, f"“{shown(text)}”里有乱码：请重新输入这一格"
    if len(text) > longest:
        return None, f"“{shown(text)}”共 {len(text)} 字，超过 {longest} 字：请缩短"
    return text, None


def _scientific(value: object) -> str:
    return f"“{shown(value)}”已被 Excel 改成科学计数，末位已丢失：请先把这一列设为“文本”格式，再重新填写"


def as_int(value: object) -> tuple[int | None, str | None]:
    """A whole number: 12, 12.0, "1,234", "１２". Never rounds, never strips a unit."""
    if is_blank(value):
        return None, None
    if message := refused(value):
        return None, message
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None, f"“{shown(value)}”不是数字：请填写整数"
    if isinstance(value, str):
        return _int_from_text(value)
    if (isinstance(value, float) and not math.isfinite(value)) or abs(value) >= _EXACT:
        return None, _scientific(value)
    if value != int(value):
        return None, f"“{shown(value)}”不是整数：请填写整数"
    return int(value), None


def _int_from_text(value: str) -> tuple[int | None, str | None]:
    if len(value) > _LONGEST_NUMBER:
        return None, f"“{shown(value)}”不是数字：请用阿拉伯数字填写"
    text = fold(value).replace("−", "-").replace(" ", "")
    if _SCIENTIFIC.fullmatch(text):
        return None, _scientific(text)
    number = _number(text)
    if number is not None:
        if number != int(number):
            return None, f"“{shown(value)}”不是整数：请填写整数"
        if abs(number) >= _EXACT:
            return None, f"“{shown(value)}”超过 15 位：请核对"
        return int(number), None
    return None, _not_a_number(value, text)


def _number(text: str) -> Decimal | None:
    """Digits with well-formed thousands separators or none; anything else is None."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    return Decimal(text.replace(",", "")) if _GROUPED.fullmatch(text) else None


def _not_a_number(value: object, text: str) -> str:
    if text in _NOTHING:
        return f"“{shown(value)}”不是数字：没有请填 0，不清楚请留空"
    if text.startswith(("约", "近", "超", "逾", "不少于", ">", "<", "≥", "≤")):
        return f"“{shown(value)}”不是确数：请填写准确的数字"
    found = _QUANTITY.fullmatch(text)
    number = _number(found[1]) if found else None
    if number is None:
        return f"“{shown(value)}”不是数字：请用阿拉伯数字填写"
    unit = found[2]
    if unit in ("万", "亿") or unit.startswith(("万", "亿")):
        whole = number * _MONEY_UNITS[unit[0]]
        return f"“{shown(value)}”带有“{unit}”：请写成 {whole.normalize():f}"
    if unit.startswith(("余", "多", "+", "左右")):
        return f"“{shown(value)}”不是确数：请填写准确的数字"
    return f"“{shown(value)}”带有“{unit}”：请只填数字 {number:f}"


def as_fen(value: object) -> tuple[int | None, str | None]:
    """Money in yuan → integer 分, exactly. Accepts ¥, thousands separators and the unit words 元 万元 亿元.

    A float is taken at the 15 digits Excel shows (a formula's 59.97000000000001 is 59.97). More than two
    decimals of a yuan are refused, not rounded.
    """
    if is_blank(value):
        return None, None
    if message := refused(value):
        return None, message
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None, f"“{shown(value)}”不是金额：请以元为单位填写数字"
    if isinstance(value, float) and not math.isfinite(value):
        return None, _scientific(value)
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    if len(text) > _LONGEST_NUMBER:
        return None, f"“{shown(value)}”不是金额：请以元为单位填写数字"
    if isinstance(value, str):
        text = fold(text).replace("−", "-").replace(" ", "").removeprefix("¥")
    return _fen_from_text(value, text)


def _fen_from_text(value: object, text: str) -> tuple[int | None, str | None]:
    if _SCIENTIFIC.fullmatch(text) and not isinstance(value, float):
        return None, _scientific(value)
    unit = next((u for u in sorted(_MONEY_UNITS, key=len, reverse=True) if u and text.endswith(u)), "")
    number = Decimal(text) if isinstance(value, float | Decimal) else _number(text.removesuffix(unit))
    if number is None:
        if text in _NOTHING:
            return None, f"“{shown(value)}”不是金额：没有请填 0，不清楚请留空"
        return None, f"“{shown(value)}”不是金额：请填写数字，以元为单位，或写明“万元”"
    fen = number * _MONEY_UNITS[unit] * 100
    if fen != fen.to_integral_value():
        return None, f"“{shown(value)}”小数超过两位（不到一分）：请按分填写，如 12.34"
    if abs(fen) >= _EXACT:
        return None, f"“{shown(value)}”金额过大：请核对单位"
    return int(fen), None


def as_choice(
    value: object, choices: Mapping[str, str], aliases: Mapping[str, str] | None = None
) -> tuple[str | None, str | None]:
    """Return the code of a label. `choices`: label → code; `aliases`: other wording → label.

    Blanks, width and case do not matter; the code itself is accepted; TRUE and FALSE mean 是 and 否.
    """
    if is_blank(value):
        return None, None
    if message := refused(value):
        return None, message
    if isinstance(value, bool):
        value = "是" if value else "否"
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value)
    exact = text.strip(_BLANKS)
    if exact in choices:
        return choices[exact], None
    known: dict[str, str] = {_key(code): code for code in choices.values()}
    known |= {_key(other): choices[label] for other, label in (aliases or {}).items()}
    known |= {_key(label): code for label, code in choices.items()}
    if (code := known.get(_key(text))) is not None:
        return code, None
    labels = list(choices)
    listed = "、".join(labels[:8]) + (f" 等 {len(labels)} 项" if len(labels) > 8 else "")
    near = difflib.get_close_matches(exact, labels, n=1, cutoff=0.6)
    guess = f"是不是“{near[0]}”？" if near else ""
    return None, f"“{shown(value)}”不在可选项里，{guess}可填：{listed}"


def _key(text: str) -> str:
    return re.sub(r"\s", "", fold(text)).casefold()


_SEPARATORS = re.compile(r"[、,，;；/\n\r\t]+(?![^（(]*[）)])")
_HAN_GAP = re.compile(rf"(?<=[{_HAN}])[ \u00a0\u3000]+(?=[{_HAN}])")
_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]+(?:人|名|位)?(?:同志)?|人|同志)?$")


def as_names(value: object) -> tuple[list[str] | None, str | None]:
    """Names in the order written. Splits at 、 , ， ; ； / and line ends, and at blanks between Chinese names.

    A blank inside a name set for alignment is closed (张 三 → 张三, 欧阳 修 → 欧阳修); where it cannot be told
    how many people are meant, and where "等" hides some, the cell is refused. Same names are kept twice:
    they may be two people.
    """
    text, message = as_text(value, longest=_LONGEST_NAMES)
    if text is None:
        return None, message
    if not isinstance(value, str):
        return None, f"“{shown(value)}”不是姓名：请填写姓名，几个人用顿号分开"
    text = "".join(c for c in text if c not in _INVISIBLE)
    names: list[str] = []
    for piece in _SEPARATORS.split(text):
        piece = piece.strip(_BLANKS)
        if not piece:
            continue
        if (found := _OTHERS.search(piece)) and found.start() > 0:
            return None, f"“{shown(value)}”里的“{found[0]}”没有列出姓名：请把姓名写全，几个人用顿号分开"
        if piece in _NOTHING:
            return None, f"“{shown(value)}”里的“{piece}”不是姓名：没有请留空"
        if re.search(r"\d", piece) or not re.search(r"[^\W_]", piece):
            return None, f"“{shown(piece)}”不是姓名：请填写姓名，几个人用顿号分开"
        split = _split_blanks(piece)
        if split is None:
            return None, f"看不出“{shown(piece)}”是几个人：请用顿号分开"
        names.extend(split)
    return names, None


def _split_blanks(piece: str) -> list[str] | None:
    """Chinese names apart at blanks; None when a lone character could belong to either side."""
    parts = _HAN_GAP.split(piece)
    whole = "".join(parts)
    lengths = [len(part) for part in parts]
    if max(lengths) == 1 and (len(parts) <= 3 or (len(parts) == 4 and whole[:2] in _DOUBLE_SURNAMES)):
        return [whole]
    if lengths == [1, 2]:
        return [whole]
    names: list[str] = []
    while parts:
        name = parts.pop(0)
        if parts and name in _DOUBLE_SURNAMES and len(parts[0]) <= 2:
            name += parts.pop(0)
        elif len(name) == 1:
            if not parts or len(parts[0]) != 1:
                return None
            name += parts.pop(0)
        names.append(name)
    return names
