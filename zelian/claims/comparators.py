"""The words around a number that say which side of it the truth lies (phenomena: 超 近 约 以上 左右 以内 …)."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"(?:(?P<at_least>(?:至少|不少于|最少)(?:[^，。；、：\n\d\s]{2,5}$)?|不低于|起码|不小于|高达)"
    r"|(?P<at_most>不超过|不高于|不多于|不大于|至多|最多|最高)"
    r"|(?P<under>不到|不足|未满|不满|低于|少于|小于|不及)|(?P<over>超过|超出|(?<![赶反])超|突破|逾"
    r"|高于|大于|多于|不止|(?P<past>(?<![通经超不越路渡走太度难跨])过))"
    r"|(?P<near>接近|将近|(?<![附邻就最临亲靠远新贴相走拉])近)|(?P<about>大约|大概|约|(?<![不])上下))"
    r"(?:达到|达|为|有|了|过|至|到|占|是|在)?[ \n]?$"
)
# 不到全市平均水平的80%: the word bounds the share although a whole stands between.
_SHARE = re.compile(
    r"(?P<word>约|近|超过?|不足|不到)占?(?:到|了)?[^，。；、\n\d约近超不]{1,9}的$|(?P<part>约|近|超过?)占[^，。；\n\d]{1,7}$"
)
_SHARE_REACH = 14
_SHARE_MEANS = {"约": "about", "近": "near", "超": "over", "超过": "over", "不足": "under", "不到": "under"}
_NOT_ABOUT = re.compile(r"[签预违节合履契公条制集邀相失赴]约(?:[达为有了]|达到)?[ \n]?$")
_AFTER = re.compile(
    r"[ \n]{0,2}(?:(?P<at_least>(?:及)?以上|或以上|起步)|(?P<at_most>以内|之内"
    r"|内(?![容部外在设地涵需蒙])|(?:及)?以下(?!简称))"
    r"|(?P<about>左右|上下(?=[，。；、）)]|$))|(?P<plus>有余|出头|余(?=[，。；、]|$)))"
)
_LARGE = re.compile(r"[\d.一二两三四五六七八九十]{0,6}[百千万亿]")
_LEVEL_WORDS = ("高达", "最高")
_REACH = 9


def _found(view: str, start: int) -> re.Match[str] | None:
    """The comparator word in the nine characters before the number, unless it belongs to another word (签约, 跨过)."""
    left = view[max(0, start - _REACH) : start]
    found = _BEFORE.search(left)
    if found is None or (found.lastgroup == "about" and _NOT_ABOUT.search(left)):
        return None
    if found.group("past") and not _LARGE.match(view, start):
        return None
    return found


def before(view: str, start: int) -> tuple[str, int]:
    """The comparator written before a number at `start` and where its word begins; ("exact", start) if none."""
    found = _found(view, start)
    if found is None:
        share = _SHARE.search(view[max(0, start - _SHARE_REACH) : start])
        return (_SHARE_MEANS[share.group("word") or share.group("part")] if share else "exact"), start
    begin = max(0, start - _REACH) + found.start()
    if found.group(found.lastgroup or 0) in _LEVEL_WORDS:
        return "exact", begin
    return found.lastgroup or "exact", begin


def after(view: str, end: int) -> tuple[str, int]:
    """The comparator written after number and unit, and where it ends; ("exact", end) if there is none."""
    found = _AFTER.match(view, end)
    if found is None:
        return "exact", end
    return found.lastgroup or "exact", found.end()
