"""Of whom and of when a number speaks: part of the year, or one community, is not the whole the ledgers answer for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zelian.claims.claim import Claim
from zelian.kernel.period import Period
from zelian.reports.check.match import CLAUSE, SENTENCE, around

_NUMBERS = {word: at for at, word in enumerate("一二三四", start=1)} | {str(at): at for at in range(1, 13)}
_WHEN = re.compile(
    r"(?P<whole>全年|今年|本年|年内|年度)"
    r"|(?:(?P<year>\d{4})年)?(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|(?<!\d)(?P<month>1?\d)月(?:份|(?=[^\d底末至]|$)))"
    r"|(?P<only_year>\d{4})年"
    r"|(?P<several>(?:近|过去|连续|最近)[两二三四五六七八九十\d]+年|[两二三四五六七八九十]年(?:来|间)|历年|多年)"
)


def other_time(text: str, claim: Claim, period: Period) -> str:
    """The words that give the number another time than `period`, the last before it in its sentence; empty if none."""
    told = list(_WHEN.finditer(around(text, claim, SENTENCE)[0]))
    if not told:
        return ""
    last = told[-1]
    if last["several"]:
        return last[0]
    if last["whole"]:
        return ""
    own_years = range(period.first // 100, period.last // 100 + 1)
    year = int(last["only_year"] or last["year"] or period.last // 100)
    if last["only_year"]:
        return "" if year in own_years else last[0]
    if last["half"]:
        told_period = Period.parse(f"{year}H{'上下'.index(last['half']) + 1}")
    elif last["quarter"]:
        told_period = Period.parse(f"{year}Q{_NUMBERS[last['quarter']]}")
    elif last["month"] in _NUMBERS:
        told_period = Period.parse(f"{year}{_NUMBERS[last['month']]:02}")
    else:
        return ""
    return "" if (told_period.first, told_period.last) == (period.first, period.last) else last[0]


def other_org(text: str, claim: Claim, names: Iterable[str]) -> str:
    """The one organisation below the street that the number's clause names before it; empty for none or for several."""
    before = around(text, claim, CLAUSE)[0]
    told = [name for name in names if name in before]
    alone = [name for name in told if not any(name != other and name in other for other in told)]
    return alone[0] if len(alone) == 1 and f"{alone[0]}等" not in before else ""
