"""Chart options are data: JSON, no functions, no HTML; the same numbers stand in a table."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from zelian.web.ui import charts

CHARTS = [
    charts.line("每月", ["1月", "2月"], {"今年": [1, None], "去年": [3, 4]}, unit="次"),
    charts.bar("各社区", ["文苑社区"], {"件": [3]}, lying=True, stacked=True, links=["/1/"]),
    charts.progress_curve("腾退", ["2日", "3日"], [1, None], [1, 2], unit="家", forecast=[None, 2]),
    charts.scatter("散点", [("文苑社区", 1, 2)], x="户", y="率"),
    charts.heatmap("时段", ["上午"], ["周一"], [[None]]),
]


def keys(value: object) -> Iterator[str]:
    """Every key and text inside an option."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.label)
def test_options_are_plain_data(chart: charts.Chart):
    assert json.loads(json.dumps(chart.option)) == chart.option
    assert {"formatter", "toolbox", "graphic", "extraCssText"}.isdisjoint(keys(chart.option))
    assert chart.option["tooltip"]["renderMode"] == "richText"


def test_the_table_holds_the_same_numbers():
    assert CHARTS[0].columns == ("", "今年（次）", "去年（次）")
    assert CHARTS[0].rows == [["1月", 1, 3], ["2月", None, 4]]


def test_series_of_the_wrong_length_are_refused():
    with pytest.raises(ValueError, match="有 1 个值，应有 2 个"):
        charts.line("每月", ["1月", "2月"], {"今年": [1]})


def test_a_hostile_name_cannot_leave_the_json(render):
    chart = charts.bar("甲", ["</script><img src=x onerror=alert(1)>"], {"件": [1]})
    shown = render("{% chart 'c' chart %}", chart=chart)
    assert "</script><img" not in shown
    assert "<img" not in shown
    assert 'role="img" aria-label="甲"' in shown
    assert "<details" in shown
