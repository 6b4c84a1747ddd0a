"""Binding: what is written is true by construction; what cannot be written as asked is exact, and warned of."""

from __future__ import annotations

import pytest

from tests.reports import small
from zelian.kernel.errors import NotFound
from zelian.kernel.period import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    return small.build()


def services(count: int) -> None:
    for number in range(count):
        small.service(f"2026-03-{number % 28 + 1:02}", f"第{number}次", caring=number % 3 == 0)


def only(report):
    [number] = report.numbers
    return number


@pytest.mark.parametrize(
    ("count", "style", "text"),
    [
        (13, "exact", "13"),
        (13, "yu", "10余"),
        (13, "over", "超过10"),
        (19, "near", "近20"),
    ],
)
def test_a_true_style_is_written_as_asked(street, count, style, text):
    services(count)
    number = only(small.bound(f"开展志愿服务{{{{ services | {style} }}}}次。"))
    assert (number.text, number.warning) == (text, "")
    assert number.cell.value == count


@pytest.mark.parametrize(
    ("count", "style"), [(10, "yu"), (9, "yu"), (20, "near"), (11, "near"), (10, "over"), (13, "wan"), (6, "percent")]
)
def test_an_untrue_style_is_written_exactly_and_warned_of(street, count, style):
    services(count)
    number = only(small.bound(f"开展志愿服务{{{{ services | {style} }}}}次。"))
    assert number.text == str(count)
    assert number.warning.startswith(f"“志愿服务次数”按实数写作 {count}：")


def test_a_percentage_brings_its_sign(street):
    services(6)
    report = small.bound("关爱帮扶占比{{ caring_rate | percent }}。")
    assert report.blocks[0].text == "关爱帮扶占比33.3%。"
    assert (only(report).cell.num, only(report).cell.den) == (2, 6)


def test_no_unit_is_doubled(street):
    services(13)
    assert small.bound("志愿服务{{ services | yu }}次。").blocks[0].text == "志愿服务10余次。"


@pytest.mark.parametrize(("code", "why"), [("landing_days", "本期不适用"), ("investment", "是否为零尚不清楚")])
def test_what_does_not_exist_is_seen_at_once(street, code, why):
    number = only(small.bound(f"用时{{{{ {code} }}}}。"))
    assert number.text == "××"
    assert why in number.warning


def test_zero_is_a_number(street):
    assert only(small.bound("志愿服务{{ services }}次。")).text == "0"


def test_the_heading_words_are_filled_in(street):
    report = small.bound("{org}在{year}年。", period=Period.parse("2026Q1"))
    assert report.title == "样例街道2026年一季度情况"
    assert report.text == "样例街道2026年一季度情况\n样例街道在2026年。"


def test_an_unknown_figure_is_refused(street):
    with pytest.raises(NotFound, match="用到的口径不存在：dreams"):
        small.bound("{{ services }}{{ dreams }}")


def test_one_run_for_all_numbers(street, django_assert_max_num_queries):
    services(3)
    text = "".join("{{ services }}{{ attendance }}{{ caring_rate | percent }}" for _ in range(20))
    with django_assert_max_num_queries(8):
        small.bound(text)
