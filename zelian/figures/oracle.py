"""The judge: the same numbers computed a second time, plainly, from rows in Python lists (DESIGN §3.6).

Nothing but the words of the question is shared with `compile` and `run`: conditions, time, structure and holders are
decided row by row, the tree is walked edge by edge (the closure table is not read). Slow by intention: for tests,
and for doubts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.apps import apps

from zelian.figures.compile import THEN, Basis, Subject
from zelian.figures.spec import Condition, Figure
from zelian.kernel import facts
from zelian.kernel.facts import FactSource
from zelian.kernel.period import Period
from zelian.org.models import Holding, Org, OrgEdge, Person

Answer = tuple[int | Fraction | None, int]  # value, rows


@dataclass(frozen=True)
class _World:
    """Everything the judge looks at, read once."""

    edges: list[tuple[int, int, int, int]]  # child, parent, from, until (exclusive)
    holdings: list[tuple[int, int, str, date, date | None]]  # person, post, post code, first and last day
    org_codes: dict[int, str]
    person_codes: dict[int, str]
    rows: dict[str, list[dict[str, object]]]  # by fact source


def oracle(
    figures: Iterable[Figure],
    orgs: Sequence[int],
    periods: Sequence[Period],
    *,
    known: dict[str, Figure] | None = None,
    basis: Basis = THEN,
    subject: Subject | None = None,
) -> dict[tuple[str, int, Period], Answer]:
    """(figure code, organisation id, period) → (value, rows). Cost: four reads and one per fact source; time is
    figures × organisations × periods × rows."""
    listed = list(figures)
    every = {**(known or {}), **{figure.code: figure for figure in listed}}
    parts = [every[code] for figure in listed if figure.aggregate == "ratio" for code in (figure.num, figure.den)]
    world = _read({figure.source for figure in [*listed, *parts] if figure.source})
    answers = {}
    for figure in {figure.code: figure for figure in [*parts, *listed]}.values():
        if figure.aggregate == "ratio":
            continue
        eligible = _eligible(world, figure, subject)
        for period in periods:
            rows = _in_time(figure, eligible, period.start, period.end)
            for org in orgs:
                own = [row for row in rows if _in_org(world, figure, row, org, period.end, basis)]
                answers[figure.code, org, period] = _number(figure, own)
    for figure in listed:
        if figure.aggregate == "ratio":
            for org in orgs:
                for period in periods:
                    num, den = answers[figure.num, org, period], answers[figure.den, org, period]
                    answers[figure.code, org, period] = _share(figure, num, den)
    asked = {figure.code for figure in listed}
    return {slot: answer for slot, answer in answers.items() if slot[0] in asked}


def _read(codes: set[str]) -> _World:
    rows = {}
    for code in codes:
        source = facts.find(code)
        paths = {source.org, source.on, *source.live, *(column.path for column in source.columns.values())}
        if source.until:
            paths.add(source.until)
        rows[code] = list(apps.get_model(source.model).objects.order_by("pk").values("pk", *paths))
    return _World(
        edges=list(OrgEdge.objects.values_list("child_id", "parent_id", "from_period", "until_period")),
        holdings=list(Holding.objects.values_list("person_id", "post_id", "post__code", "starts_on", "ends_on")),
        org_codes=dict(Org.objects.values_list("id", "code")),
        person_codes=dict(Person.objects.values_list("id", "code")),
        rows=rows,
    )


def _eligible(world: _World, figure: Figure, subject: Subject | None) -> list[dict[str, object]]:
    """Rows the figure would count if time and organisation were right."""
    source = facts.find(figure.source)
    return [
        row
        for row in world.rows[figure.source]
        if all(row[path] == value for path, value in source.live.items())
        and all(_meets(world, source, condition, row) for condition in figure.where)
        and _of_subject(world, source, row, subject)
    ]


def _number(figure: Figure, values: list) -> Answer:
    if figure.column:
        path = facts.find(figure.source).columns[figure.column].path
        values = [row[path] for row in values if row[path] is not None and row[path] != ""]
    if not values:
        return (0 if figure.empty == "zero" else None), 0
    if figure.aggregate == "count":
        return len(values), len(values)
    if figure.aggregate == "sum":
        return sum(values), len(values)
    if figure.aggregate == "distinct":
        return len(set(values)), len(values)
    return (max(values) - min(values)).days + 1, len(values)


def _share(figure: Figure, num: Answer, den: Answer) -> Answer:
    if num[0] is None or den[0] is None or den[0] == 0:
        return None, den[1]
    share = Fraction(num[0], den[0])
    return (share * 100 if figure.unit == "%" else share), den[1]


def _in_time(figure: Figure, rows: list[dict[str, object]], start: date, end: date) -> list[dict[str, object]]:
    source = facts.find(figure.source)
    if figure.at == "flow":
        return [row for row in rows if start <= row[source.on] <= end]
    begun = [row for row in rows if row[source.on] <= end]
    if not source.until:
        return begun
    return [row for row in begun if row[source.until] is None or row[source.until] >= end]


def _in_org(world: _World, figure: Figure, row: dict[str, object], org: int, end: date, basis: Basis) -> bool:
    source = facts.find(figure.source)
    node = row[source.org]
    if figure.level == "own":
        return node == org
    day = end if figure.at == "end" else row[source.on]
    month = basis.month if basis.month is not None else day.year * 100 + day.month
    while node is not None:
        if node == org:
            return True
        node = next((up for down, up, start, stop in world.edges if down == node and start <= month < stop), None)
    return False


def _held_post(
    world: _World, person: int | None, day: date, *, code: Sequence[str] = (), post: int | None = None
) -> bool:
    return any(
        holder == person and start <= day and (end is None or day <= end) and (held == post or held_code in code)
        for holder, held, held_code, start, end in world.holdings
    )


def _of_subject(world: _World, source: FactSource, row: dict, subject: Subject | None) -> bool:
    if subject is None:
        return True
    person = row[next(column.path for column in source.columns.values() if column.type == "person")]
    if subject.post_id is not None and not _held_post(world, person, row[source.on], post=subject.post_id):
        return False
    return subject.person_id is None or person == subject.person_id


def _meets(world: _World, source: FactSource, condition: Condition, row: dict) -> bool:
    column = source.columns[condition.column]
    value = row[column.path]
    if column.type == "post":
        return _held_post(world, value, row[source.on], code=condition.values)
    if condition.operator == "empty":
        return (value is None or value == "") == condition.values[0]
    if column.type == "org":
        value = world.org_codes[value]
    if column.type == "person" and value is not None:
        value = world.person_codes[value]
    if condition.operator == "in":
        return value in condition.values
    if condition.operator == "ne":
        return value != condition.values[0]
    if value is None:
        return False
    if condition.operator == "gte":
        return value >= condition.values[0]
    if condition.operator == "lte":
        return value <= condition.values[0]
    return condition.values[0] <= value <= condition.values[1]
