"""A figure's definition as a sentence an official can check, made from the definition itself."""

from __future__ import annotations

from collections.abc import Mapping

from zelian.figures.spec import Condition, Figure
from zelian.kernel import facts
from zelian.ledger.kinds import Kind

_OPERATORS = {"gte": "不小于", "lte": "不大于", "ne": "不是"}


def sentence(figure: Figure, known: Mapping[str, Figure], kinds: Mapping[str, Kind]) -> str:
    """What is counted, on which conditions, at which level. No query."""
    if figure.aggregate == "ratio":
        return f"“{known[figure.num].name}”除以“{known[figure.den].name}”，各单位先分别合计，再相除。"
    source = facts.find(figure.source)
    column = source.columns[figure.column].label if figure.column else ""
    of = _kinds_of(figure, kinds)
    what = "、".join(f"“{kind.name}”" for kind in of) or f"“{source.name}”"
    how = {
        "count": "有几条算几",
        "sum": f"把“{column}”加起来",
        "distinct": f"按“{column}”去重，有几个算几",
        "span": f"从最早的“{column}”到最晚的“{column}”共几天",
    }[figure.aggregate]
    conditions = "，".join(_condition(one, source, of) for one in figure.where if one.column != "kind" or not of)
    when = "截至期末仍有效的" if figure.at == "end" else "本期内发生的"
    level = "只算本级" if figure.level == "own" else "含下级单位"
    return f"取{when}{what}记录，{how}；{f'条件：{conditions}；' if conditions else ''}{level}。"


def _kinds_of(figure: Figure, kinds: Mapping[str, Kind]) -> list[Kind]:
    codes = next((c.values for c in figure.where if c.column == "kind"), ())
    return [found for code, found in kinds.items() if code in codes]


def _condition(condition: Condition, source: facts.FactSource, of: list[Kind]) -> str:
    label = source.columns[condition.column].label
    if condition.operator == "empty":
        return f"{label}{'未填' if condition.values[0] else '已填'}"
    values = [_value(condition.column, value, of) for value in condition.values]
    if condition.operator == "between":
        return f"{label}在 {values[0]} 与 {values[1]} 之间"
    return f"{label}{_OPERATORS.get(condition.operator, '为')}{'或'.join(values)}"


def _value(column: str, value: object, of: list[Kind]) -> str:
    if column == "kind":
        return next((kind.name for kind in of if kind.code == value), str(value))
    for kind in of:
        if column in ("category", "stage") and kind.column(column):
            return kind.label(column, str(value))
        if column in ("role", "code"):
            found = next((c.header for c in kind.columns if c.target in ("role", "step") and c.name == value), "")
            if found:
                return found
    return str(value)
