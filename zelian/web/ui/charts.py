"""Chart options as plain data: no function, no HTML, tooltips drawn on the canvas (security §4, row ECharts).

Each builder returns a ``Chart``: the options for the browser, one sentence for screen readers and the same numbers as
a table. Values are integers or None (no value; the line has a gap there). Points may open their rows: ``links`` has one
local address per point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# Told apart by lightness as well as hue. The Party red is not among them: it means "we, now" and nothing else.
BRAND = "#a61b1b"
PALETTE = ("#1a5fb4", "#b7791f", "#2f8f5b", "#6b5ca5", "#0f7d8c", "#5f6c7d")
INK, LINE = "#4a5768", "#e3e8ee"
SYMBOLS = ("circle", "rect", "triangle", "diamond", "roundRect", "circle")

Values = Sequence[int | None]


@dataclass(frozen=True)
class Chart:
    """``option`` is JSON; ``columns`` and ``rows`` are the text alternative; ``label`` is one sentence."""

    option: dict[str, object]
    label: str
    columns: tuple[str, ...]
    rows: list[list[object]] = field(default_factory=list)


def line(
    label: str, points: Sequence[str], series: Mapping[str, Values], *, unit: str = "", links: Sequence[str] = ()
) -> Chart:
    """Lines over time; several series differ by colour and by symbol."""
    drawn = [
        {
            "type": "line",
            "name": name,
            "data": list(values),
            "symbol": SYMBOLS[number % len(SYMBOLS)],
            "symbolSize": 7,
            "lineStyle": {"width": 2.2},
        }
        for number, (name, values) in enumerate(series.items())
    ]
    return _cartesian(label, points, series, drawn, unit=unit, links=links)


def bar(
    label: str,
    points: Sequence[str],
    series: Mapping[str, Values],
    *,
    unit: str = "",
    stacked: bool = False,
    lying: bool = False,
    links: Sequence[str] = (),
) -> Chart:
    """Columns, or with ``lying`` bars (for long names); ``stacked`` puts the series on one another."""
    drawn = [
        {"type": "bar", "name": name, "data": list(values), "barMaxWidth": 28, **({"stack": "all"} if stacked else {})}
        for name, values in series.items()
    ]
    return _cartesian(label, points, series, drawn, unit=unit, links=links, lying=lying)


def progress_curve(
    label: str, days: Sequence[str], actual: Values, plan: Values, *, unit: str = "", forecast: Values = ()
) -> Chart:
    """The curve of a campaign: cumulated actual, the plan (序时进度) dashed, a forecast dotted."""
    series: dict[str, Values] = {"实际": actual, "序时进度": plan}
    drawn: list[dict[str, object]] = [
        {
            "type": "line",
            "name": "实际",
            "data": list(actual),
            "symbol": "none",
            "lineStyle": {"width": 2.4},
            "areaStyle": {"opacity": 0.06},
        },
        {
            "type": "line",
            "name": "序时进度",
            "data": list(plan),
            "symbol": "none",
            "lineStyle": {"width": 1.6, "type": "dashed"},
        },
    ]
    if forecast:
        series["预测"] = forecast
        drawn.append(
            {
                "type": "line",
                "name": "预测",
                "data": list(forecast),
                "symbol": "none",
                "lineStyle": {"width": 1.6, "type": "dotted"},
            }
        )
    chart = _cartesian(label, days, series, drawn, unit=unit)
    chart.option["color"] = [BRAND, PALETTE[5], PALETTE[0]]
    return chart


def scatter(label: str, points: Sequence[tuple[str, int, int]], *, x: str, y: str, links: Sequence[str] = ()) -> Chart:
    """One dot per organisation: ``points`` are (name, x, y)."""
    option = _frame(links)
    option |= {
        "xAxis": {**_value_axis(x), "nameLocation": "middle", "nameGap": 26},
        "yAxis": _value_axis(y),
        "dataset": {"dimensions": ["name", x, y], "source": [list(point) for point in points]},
        "series": [
            {"type": "scatter", "symbolSize": 10, "encode": {"x": x, "y": y, "itemName": "name", "tooltip": [x, y]}}
        ],
    }
    option["grid"] = {**option["grid"], "bottom": 30}
    option["tooltip"] = {"trigger": "item", "renderMode": "richText", "confine": True}
    return Chart(option, label, ("名称", x, y), [list(point) for point in points])


def heatmap(
    label: str, across: Sequence[str], down: Sequence[str], values: Sequence[Values], *, unit: str = ""
) -> Chart:
    """Amounts by two directions (month × hour), one row of ``values`` per ``down``; duty states are ``chain.Heat``."""
    cells = [
        [column, row, "-" if value is None else value]
        for row, line_values in enumerate(values)
        for column, value in enumerate(line_values)
    ]
    known = [value for line_values in values for value in line_values if value is not None]
    option = _frame(())
    option |= {
        "xAxis": {"type": "category", "data": list(across), **_quiet()},
        "yAxis": {"type": "category", "data": list(down), "inverse": True, **_quiet()},
        "visualMap": {
            "min": min(known, default=0),
            "max": max(known, default=1),
            "calculable": False,
            "text": [str(max(known, default=1)), str(min(known, default=0))],
            "textStyle": {"color": INK},
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
            "itemHeight": 90,
            "inRange": {"color": ["#eef1f4", "#8fb4e3", "#1a4a86"]},
        },
        "series": [{"type": "heatmap", "data": cells, "itemStyle": {"borderColor": "#fff", "borderWidth": 2}}],
    }
    option["grid"] = {**option["grid"], "bottom": 48}
    rows = [[name, *line_values] for name, line_values in zip(down, values, strict=True)]
    return Chart(option, label, (f"（{unit}）" if unit else "", *across), rows)


def _cartesian(
    label: str,
    points: Sequence[str],
    series: Mapping[str, Values],
    drawn: list[dict[str, object]],
    *,
    unit: str,
    links: Sequence[str] = (),
    lying: bool = False,
) -> Chart:
    for name, values in series.items():
        if len(values) != len(points):
            raise ValueError(f"图“{label}”的“{name}”有 {len(values)} 个值，应有 {len(points)} 个")
    names = {"type": "category", "data": list(points), **_quiet()}
    option = _frame(links)
    option |= {
        "xAxis": _value_axis("") if lying else names,
        "yAxis": {**names, "inverse": True} if lying else _value_axis(unit),
        "series": drawn,
    }
    if len(series) > 1:
        option["legend"] = {"top": 0, "right": 0, "itemWidth": 18, "itemHeight": 9, "textStyle": {"color": INK}}
    columns = ("", *(f"{name}（{unit}）" if unit else name for name in series))
    rows = [[point, *(values[number] for values in series.values())] for number, point in enumerate(points)]
    return Chart(option, label, columns, rows)


def _frame(links: Sequence[str]) -> dict[str, object]:
    """What all charts share. Decals (patterns) are left to the series' symbols and dashes; animation is short."""
    option: dict[str, object] = {
        "color": list(PALETTE),
        "animationDuration": 300,
        "grid": {"left": 8, "right": 16, "top": 34, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis", "renderMode": "richText", "confine": True},
        "textStyle": {"color": INK},
    }
    if links:
        option["zelianLinks"] = list(links)
    return option


def _quiet() -> dict[str, object]:
    return {
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": LINE}},
        "axisLabel": {"color": INK, "hideOverlap": True},
    }


def _value_axis(name: str) -> dict[str, object]:
    return {
        "type": "value",
        "name": name,
        "nameTextStyle": {"color": INK, "align": "right"},
        "minInterval": 1,
        "splitNumber": 4,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": LINE}},
        "axisLabel": {"color": INK},
    }
