"""From a figure's conditions to the ORM: one `Q` per figure, the same for counting and for evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zelian.figures.spec import Condition, Figure
from zelian.kernel import facts
from zelian.kernel.errors import BadInput
from zelian.kernel.facts import Column, FactSource
from zelian.kernel.period import Period, last_day, month_of
from zelian.org.models import Holding, OrgLink


@dataclass(frozen=True)
class Subject:
    """Whose part is counted: a person, or whoever held a post on the row's date."""

    person_id: int | None = None
    post_id: int | None = None

    @property
    def kind(self) -> str:
        """The `subject` a figure must declare to be asked for this one."""
        return "post" if self.post_id is not None else "person"


@dataclass(frozen=True)
class Basis:
    """Which structure counts: that of each row's own month (`month` None, *then*), or that of one month (*now*)."""

    month: int | None = None


THEN = Basis()


def check_subject(figures: Iterable[Figure], subject: Subject | None) -> None:
    """BadInput when a figure is asked for a post or person it was not defined for: never silently the whole."""
    for figure in figures:
        if subject and figure.subject != subject.kind:
            asked = "岗位" if subject.kind == "post" else "个人"
            raise BadInput(f"口径“{figure.code}”不能按{asked}统计：定义中要写 subject: {subject.kind}")


def source_of(figure: Figure) -> FactSource:
    """The registered fact source of a figure that is not a ratio."""
    source = facts.find(figure.source)
    assert source is not None, figure.code
    return source


def rows_of(source: FactSource) -> QuerySet:
    """The live rows of a source."""
    return apps.get_model(source.model).objects.filter(**source.live)


def person_column(source: FactSource) -> Column:
    """The column a post or person figure is asked by."""
    return next(column for column in source.columns.values() if column.type == "person")


def _held(source: FactSource, path: str, **post: object) -> Exists:
    """Whether the person at `path` held such a post on the row's own date, the last day included."""
    return Exists(
        Holding.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef(source.on)),
            person=OuterRef(path),
            starts_on__lte=OuterRef(source.on),
            **post,
        )
    )


def _condition(source: FactSource, condition: Condition) -> Q:
    column = source.columns[condition.column]
    if column.type == "post":
        return Q(_held(source, column.path, post__code__in=condition.values))
    values = condition.values
    if condition.operator == "empty":
        missing = Q(**{f"{column.path}__isnull": True})
        if column.type in ("code", "text"):
            missing |= Q(**{column.path: ""})
        return missing if values[0] else ~missing
    path = f"{column.path}__code" if column.type in ("org", "person") else column.path
    if condition.operator == "in":
        return Q(**{path: values[0]}) if len(values) == 1 else Q(**{f"{path}__in": values})
    if condition.operator in ("gte", "lte"):
        return Q(**{f"{path}__{condition.operator}": values[0]})
    if condition.operator == "between":
        return Q(**{f"{path}__gte": values[0], f"{path}__lte": values[1]})
    return ~Q(**{path: values[0]})  # ne: Django keeps the rows where the column is null


def wanted(figure: Figure, subject: Subject | None = None) -> Q:
    """What a figure's rows must satisfy for its aggregate; aggregates pass over null by themselves.

    Cheap comparisons come first and subqueries last: databases try them in this order.
    """
    source = source_of(figure)
    posts = [condition for condition in figure.where if source.columns[condition.column].type == "post"]
    demanded = Q()
    for condition in (*(item for item in figure.where if item not in posts), *posts):
        demanded &= _condition(source, condition)
    if figure.column and source.columns[figure.column].type in ("code", "text"):
        demanded &= ~Q(**{source.columns[figure.column].path: ""})
    if subject and subject.person_id is not None:
        demanded &= Q(**{person_column(source).path: subject.person_id})
    if subject and subject.post_id is not None:
        demanded &= Q(_held(source, person_column(source).path, post_id=subject.post_id))
    return demanded


def counted(figure: Figure, subject: Subject | None = None) -> Q:
    """The rows a figure counts, times and organisations left out.

    Rows whose summed, distinct or spanned column is empty are no evidence of anything: they are left out here, so
    that the rows shown are the rows counted.
    """
    demanded = wanted(figure, subject)
    if figure.column:
        demanded &= Q(**{f"{source_of(figure).columns[figure.column].path}__isnull": False})
    return demanded


def within(source: FactSource, start: date, end: date) -> Q:
    """Rows that happened between two days (both included); by the stored month where the days allow it."""
    first, last = month_of(start), month_of(end)
    asked = (
        Q(**{source.period: first})
        if first == last
        else Q(**{f"{source.period}__gte": first, f"{source.period}__lte": last})
    )
    if start.day != 1:
        asked &= Q(**{f"{source.on}__gte": start})
    if end != last_day(last):
        asked &= Q(**{f"{source.on}__lte": end})
    return asked


def true_on(source: FactSource, day: date) -> Q:
    """Register rows that are true on a day; rows of a source without an end stay true for ever."""
    asked = Q(**{f"{source.on}__lte": day})
    if source.until:
        asked &= Q(**{f"{source.until}__isnull": True}) | Q(**{f"{source.until}__gte": day})
    return asked


def at_time(figure: Figure, period: Period) -> Q:
    """The rows of a period: those that happened in it, or those true on its last day."""
    source = source_of(figure)
    return true_on(source, period.end) if figure.at == "end" else within(source, period.start, period.end)


def below(source: FactSource, org_ids: Sequence[int]) -> Q:
    """Rows of organisations that at any time stood under one of these. An uncorrelated subquery, read once."""
    return Q(**{f"{source.org}__in": OrgLink.objects.filter(ancestor_id__in=org_ids).values("descendant_id")})


def stands_under(figure: Figure, org_id: int, period: Period, basis: Basis) -> Q:
    """Rows that count for an organisation: its own, or also those of everything below it in the structure asked for."""
    source = source_of(figure)
    if figure.level == "own":
        return Q(**{source.org: org_id})
    links = OrgLink.objects.filter(ancestor_id=org_id, descendant_id=OuterRef(source.org))
    if basis.month is not None:
        links = links.filter(from_period__lte=basis.month, until_period__gt=basis.month)
    elif figure.at == "end":
        links = links.filter(from_period__lte=period.end_month, until_period__gt=period.end_month)
    else:
        links = links.filter(from_period__lte=OuterRef(source.period), until_period__gt=OuterRef(source.period))
    return Q(Exists(links))


def linked(source: FactSource, basis: Basis) -> Q:
    """For the join over `org.above`: the structure of each row's own month, or of one month."""
    above = f"{source.org}__above"
    if basis.month is not None:
        return Q(**{f"{above}__from_period__lte": basis.month, f"{above}__until_period__gt": basis.month})
    return Q(**{f"{above}__from_period__lte": F(source.period), f"{above}__until_period__gt": F(source.period)})


def common(figures: Sequence[Figure]) -> Q:
    """What every one of the figures demands of a column by equality, as one cheap condition before the grouping."""
    shared = Q()
    columns = [{c.column: c.values for c in figure.where if c.operator == "in"} for figure in figures]
    source = source_of(figures[0])
    for name in sorted(set(columns[0]).intersection(*columns[1:])):
        if source.columns[name].type != "code":
            continue
        values = sorted({value for column in columns for value in column[name]})
        shared &= Q(**{f"{source.columns[name].path}__in": values})
    return shared
