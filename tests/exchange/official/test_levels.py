"""Numbers of headings."""

import pytest

from zelian.exchange.official import AppendixTitle, Heading, Paragraph, level_number, numbered
from zelian.exchange.official.blocks import plain
from zelian.exchange.official.levels import chinese_numeral


@pytest.mark.parametrize(
    ("level", "n", "mark"), [(1, 1, "一、"), (2, 10, "（十）"), (2, 21, "（二十一）"), (3, 12, "12."), (4, 3, "（3）")]
)
def test_marks(level, n, mark):
    assert level_number(level, n) == mark


def test_numerals_are_all_different():
    assert len({chinese_numeral(n) for n in range(1, 100)}) == 99
    assert [chinese_numeral(n) for n in (10, 11, 20, 99)] == ["十", "十一", "二十", "九十九"]


@pytest.mark.parametrize(("level", "n"), [(0, 1), (5, 1), (1, 0), (1, 100)])
def test_what_has_no_number(level, n):
    with pytest.raises(ValueError, match="级"):
        level_number(level, n)


def test_lower_levels_begin_anew():
    headings = [(1, "甲"), (2, "乙"), (2, "丙"), (3, "丁"), (1, "戊"), (2, "己")]
    blocks = [Heading(level, text) for level, text in headings]
    blocks.insert(3, Paragraph("正文"))
    texts = [plain(block.text) for block in numbered(blocks) if isinstance(block, Heading)]
    assert texts == ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己"]


def test_an_appendix_begins_anew():
    blocks = numbered([Heading(1, "甲"), AppendixTitle("附件", "明细"), Heading(1, "乙")])
    assert plain(blocks[2].text) == "一、乙"


def test_a_number_and_a_year_do_not_become_a_decimal():
    (heading,) = numbered([Heading(3, "2026年目标")])
    assert plain(heading.text) == "1. 2026年目标"
