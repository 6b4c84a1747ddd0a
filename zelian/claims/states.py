"""Is the number a result, an intention, a demand, or last year's? Read from section titles and the sentence.

A title line such as 三、下步措施 opens a section of intentions that ends at the next title of the same rank.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from zelian.claims import lexicon

_TITLE = re.compile(
    r"(?:^|(?<=\n))[ ]{0,8}(?:(?P<chapter>[一二三四五六七八九十]{1,3}[、.：][ ]?"
    r"|第[一二三四五六七八九十]{1,3}[部章](?:分)?[：、 ]?)"
    r"|(?P<section>[(（][一二三四五六七八九十]{1,3}[)）][ ]?))?(?P<name>[^，。；\n]{2,36})(?:\n|$)"
)
_SENTENCE_STOP = "。；！？\n"


class Sections:
    """Where intentions begin and end. Built once per text, O(length)."""

    def __init__(self, view: str) -> None:
        self._starts: list[int] = [0]
        self._planned: list[bool] = [False]
        planned, rank = False, 0
        for found in _TITLE.finditer(view):
            own_rank = 1 if found.group("chapter") else 2 if found.group("section") else 3
            says_plan = bool(lexicon.PLAN_TITLES.search(found.group("name"))) and not re.search(
                r"总结.{0,3}[和与及]", found.group("name")
            )
            if own_rank == 3 and not says_plan:
                continue
            if planned and own_rank > rank and not says_plan:
                continue
            planned, rank = says_plan, own_rank
            self._starts.append(found.start())
            self._planned.append(planned)

    def planned(self, position: int) -> bool:
        """True inside a section whose title announces what is to be done."""
        return self._planned[bisect_right(self._starts, position) - 1]


def state_of(view: str, start: int, kind: str, sections: Sections) -> str:
    """done, planned, required or last_year for the claim of a kind at start; looks 60 characters back at most."""
    left = view[max(0, start - 60) : start]
    cut = max(left.rfind(stop) for stop in _SENTENCE_STOP) + 1
    sentence = left[cut:]
    clause = sentence[max(sentence.rfind("，"), sentence.rfind(",")) + 1 :]
    if sections.planned(start):
        return "planned"
    if lexicon.LAST_YEAR.search(clause):
        return "last_year"
    if lexicon.RESULT_WORDS.search(clause):
        return "done"
    if lexicon.REQUIRED_WORDS.search(clause) or (kind == "count" and lexicon.FREQUENCY.search(clause)):
        return "required"
    if lexicon.PLAN_WORDS.search(sentence) or lexicon.WILL.search(clause):
        return "planned"
    return "done"
