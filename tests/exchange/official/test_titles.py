"""Title lines: whole words, lines that fit, the shape of a trapezoid or a diamond."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zelian.exchange.official import title_lines
from zelian.exchange.official.width import half_chars


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("述责述廉报告", ["述责述廉报告"]),
        (
            "云溪街道2026年度全面从严治党主体责任落实情况报告",
            ["云溪街道2026年度全面从严治党", "主体责任落实情况报告"],
        ),
        (
            "中共青禾区云溪街道工作委员会关于2026年度落实全面从严治党主体责任情况的报告",
            ["中共青禾区云溪街道工作委员会", "关于2026年度落实全面从严治党", "主体责任情况的报告"],
        ),
        (
            "关于开展“周查社区院落、月评机关科室”工作纪律专项检查的通知",
            ["关于开展“周查社区院落、月评机关科室”", "工作纪律专项检查的通知"],
        ),
        (
            "关于印发《云溪街道全面从严治党主体责任考核办法》的通知",
            ["关于印发《云溪街道全面从严治党", "主体责任考核办法》的通知"],
        ),
        (
            "云溪街道2026年第三季度民生实事办理情况分析报告",
            ["云溪街道2026年第三季度民生实事", "办理情况分析报告"],
        ),
        ("第一行\n第二行由人定", ["第一行", "第二行由人定"]),
        ("", []),
    ],
)
def test_examples(title, lines):
    assert title_lines(title) == lines


KNOWN = ["街道", "主体责任", "落实情况", "专项检查", "问题整改", "2026年度", "全面从严治党", "工作委员会"]
words = st.sampled_from([*KNOWN, "关于", "的", "和", "青禾区", "《责任清单》", "“第一议题”", "云", "甲乙", "A12"])


@settings(deadline=None)
@given(st.lists(words, max_size=25).map("".join))
def test_lines_hold_the_title_fit_and_are_never_one_character(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(half_chars(line) <= 40 for line in lines)
    assert len(lines) < 2 or all(len(line) > 1 for line in lines)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["街道", "主体责任", "落实情况", "专项检查", "问题整改", "2026年度"]), min_size=1, max_size=15
    )
)
def test_a_known_word_is_never_cut(pieces):
    title, ends, at = "".join(pieces), set(), 0
    for piece in pieces:
        at += len(piece)
        ends.add(at)
    at = 0
    for line in title_lines(title):
        at += len(line)
        assert at in ends
