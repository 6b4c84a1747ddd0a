"""What holds for any text: no exception, offsets that match, no overlap, every numeral accounted for, linear time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bench_claims import REPEATED
from zelian.claims import Claim, analyse, as_dict, extract, glyphs, rejected
from zelian.claims.candidates import candidates
from zelian.claims.claim import COMPARATORS, KINDS, REJECTED_KINDS, STATES
from zelian.claims.numerals import LONGEST_ARABIC

_BITS = (
    "12|3.5|1,200|4 500|三十|一|两|二十|百|万|亿|余|多|几|成|半|零|％|%|次|人次|家|个|元|万元|年|月|日|天|个月|"
    "以上|左右|内|超过|近|约|由|至|到|-|分别|、|，|。|；|“|”|《|》|第|每|一是|其中|走访群众|增长|率为|"
    "下步措施|力争|去年同期|*|X|名|岁|项目|翻|番|分之|百分之|２|萬|○|①|http://a.b/1|\n| |\u00a0"
)
PIECES = _BITS.split("|")
REPORTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ANYTHING = st.text(max_size=200) | REPORTS


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_never_raises_and_offsets_match(text):
    found = analyse(text)
    for item in (*found.claims, *found.rejections):
        assert text[item.start : item.end] == item.text
        assert item.start < item.end
    for claim in found.claims:
        assert claim.start == claim.nstart < claim.nend <= claim.end
        assert text[claim.nstart : claim.nend] == claim.num
        assert (claim.value is None) == (claim.state == "missing")
        assert claim.comparator in COMPARATORS and claim.kind in KINDS and claim.state in STATES
        assert claim.upper is None or claim.upper > claim.value
        assert claim.step > 0
    assert {rejection.kind for rejection in found.rejections} <= set(REJECTED_KINDS)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_claims_are_ordered_and_apart(text):
    claims = extract(text)
    assert all(first.end <= second.start for first, second in pairwise(claims))


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_every_numeral_is_a_claim_or_a_rejection(text):
    found = analyse(text)
    covered = [(item.start, item.end) for item in (*found.claims, *found.rejections)]
    for token in candidates(glyphs.normalised(text)):
        assert any(start < token.end and token.start < end for start, end in covered)


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_glyphs_keep_length(text):
    assert len(glyphs.normalised(text)) == len(text)


@given(st.integers(0, 10**LONGEST_ARABIC - 1), st.sampled_from(("次", "人次", "户", "元", "亩", "%", "公里")))
def test_arabic_numbers_are_read_exactly(number, unit):
    (claim,) = extract(f"累计{number}{unit}")
    assert (claim.value, claim.unit, claim.comparator) == (number, unit, "exact")


def test_both_halves_are_one_pass():
    text = "一是走访12户。2024年开展“五个一”活动3次。"
    assert (tuple(extract(text)), tuple(rejected(text))) == (analyse(text).claims, analyse(text).rejections)


def test_as_dict_has_plain_json_numbers():
    line = as_dict(extract("投资1.25亿元，占比3.5%")[0], "a.txt")
    assert line["doc"] == "a.txt"
    assert (line["value"], type(line["value"])) == (125_000_000, int)
    assert {name for name in line if name != "doc"} == set(Claim.__slots__)


@pytest.mark.parametrize("unit", REPEATED)
def test_a_pattern_that_looks_back_comes_to_an_end(unit):
    """Digits, brackets, separators that tempt a regex to look back; how the time grows is measured in benchmarks."""
    text = (unit * 30_000)[:30_000]
    found = analyse(text)
    assert all(0 <= one.start < one.end <= len(text) for one in (*found.claims, *found.rejections))


@pytest.mark.parametrize("unit", ["7", "九", "一二三四", "二零", "1.2", "﻿", "\ud800"])
def test_a_megabyte_does_not_raise(unit):
    assert isinstance(extract(unit * (1_000_000 // len(unit.encode("utf-8", "surrogatepass")))), list)
